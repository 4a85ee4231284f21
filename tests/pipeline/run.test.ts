import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BatchOptions, runBatch } from '../../src/pipeline/run.js';
import { openStore } from '../../src/pipeline/store.js';
import type { Article } from '../../src/pipeline/types.js';
import { freshFolder } from '../helpers/folder.js';
import { sampleAnalysis } from './sample-analysis.js';

const { at, put } = freshFolder('run');
const rows = (ids: readonly string[]): string =>
  ids.map((id) => `${JSON.stringify({ id, text: `Text of ${id}.`, source: 'Post' })}\n`).join('');

/** Records that tell which article each was made of; `bad` in the text fails. */
const analyze = (articles: readonly Article[]) =>
  articles.map((article) =>
    article.text.includes('bad')
      ? new Error('no good')
      : sampleAnalysis({ ...article, fields: {}, targets: [] }),
  );
function run(more: Partial<BatchOptions> = {}) {
  return runBatch({
    paths: ['in'],
    cwd: at(),
    out: at('out'),
    read: { columns: {}, format: null },
    analyze,
    compare: { by: ['source'], concepts: [] },
    speakers: [],
    jobs: 2,
    about: { version: 'x' },
    ...more,
  });
}
async function stored<T>(sql: string): Promise<T[]> {
  const store = await openStore(at('out/framescope.duckdb'), { readOnly: true });
  return store.query<T>(sql).finally(() => store.close());
}

describe('a batch', () => {
  it('stores every article once, in whatever files it stands', async () => {
    put('in/a.jsonl', rows(['r1', 'r2']));
    put('in/b.txt', 'Text of b.');
    put('in/sub/c.md', 'Text of c.');
    expect(await run()).toMatchObject({ articles: 4, failed: [] });
    expect(await stored('SELECT id FROM documents ORDER BY id')).toEqual(
      ['b', 'r1', 'r2', 'sub/c'].map((id) => ({ id })),
    );
    expect(await stored('SELECT DISTINCT speaker FROM document_speakers')).toEqual([
      { speaker: 'ilse-brandt' },
    ]);
    expect(await stored('SELECT documents, quotes, words_quoted FROM speakers')).toEqual([
      { documents: 4, quotes: 4, words_quoted: 12 },
    ]);
    expect(JSON.parse(readFileSync(at('out/run.json'), 'utf8'))).toMatchObject({
      version: 'x',
      counts: { articles: 4, failed: 0 },
    });
  });

  it('goes on after an article that fails, a taken id and a file that is no article', async () => {
    put('in/a.jsonl', rows(['x', 'y']));
    put('in/b.jsonl', rows(['x']));
    put('in/c.txt', 'A bad text.');
    put('in/d.txt', '');
    const { articles, failed } = await run();
    expect(articles).toBe(2);
    expect(failed.map(({ file, document, code }) => [file, document, code])).toEqual([
      ['in/b.jsonl:1', 'x', 'duplicate-id'],
      ['in/c.txt', 'c', 'analysis-failed'],
      ['in/d.txt', null, 'empty'],
    ]);
    expect(await stored('SELECT count(*) AS n FROM problems')).toEqual([{ n: 3 }]);
  });

  it('keeps what was unclear about an article in its record and among the problems', async () => {
    put('in/a.jsonl', JSON.stringify({ id: 'x', text: 'Text.', date: '03/04/2024' }));
    expect((await run()).failed).toEqual([]);
    expect(await stored('SELECT file, document, code FROM problems')).toEqual([
      { file: 'in/a.jsonl:1', document: 'x', code: 'unclear-date' },
    ]);
    const [{ record }] = (await stored<{ record: string }>('SELECT record FROM documents')) as [
      { record: string },
    ];
    expect(JSON.parse(record).problems).toMatchObject([{ code: 'unclear-date' }]);
  });

  it('gives the same records and tables whatever the number of jobs and the order of rows and names', async () => {
    const ids = Array.from({ length: 450 }, (_, i) => `r${i}`);
    const tables = ['documents', 'document_speakers', 'markers', 'speakers', 'scores', 'problems'];
    const all = async () =>
      JSON.stringify(await Promise.all(tables.map((table) => stored(`SELECT * FROM ${table} ORDER BY ALL`))));
    put('in/a.jsonl', rows(ids));
    put('in/b.txt', 'Text of b.');
    await run({ jobs: 1 });
    const first = await all();
    put('in/a.jsonl', rows([...ids].reverse()));
    await run({ jobs: 8, paths: ['in/b.txt', 'in'] });
    expect(await all()).toBe(first);
  });

  it('writes nothing when there is nothing, and keeps what was there', async () => {
    put('in/a.txt', '');
    expect(await run()).toMatchObject({ articles: 0 });
    expect(readdirSync(at('out'))).toEqual([]);
    put('in/a.txt', 'Text.');
    await run();
    const before = readFileSync(at('out/framescope.duckdb'));
    expect(await run({ paths: ['nowhere'] })).toMatchObject({ articles: 0, failed: [{ code: 'not-found' }] });
    expect(readFileSync(at('out/framescope.duckdb')).equals(before)).toBe(true);
  });

  it('stops when it is told to, leaves the last good store, and goes on from there the next time', async () => {
    put('in/a.txt', 'Text.');
    await run();
    const before = readFileSync(at('out/framescope.duckdb'));
    put('in/b.jsonl', rows(Array.from({ length: 500 }, (_, i) => `r${i}`)));
    const abort = new AbortController();
    let analyzed = 0;
    const stopping = (articles: readonly Article[]) => {
      analyzed += articles.length;
      if (analyzed >= 300) abort.abort();
      return analyze(articles);
    };
    await expect(run({ analyze: stopping, signal: abort.signal })).rejects.toThrow();
    // Those that were begun with the 300th, and none after.
    expect(analyzed).toBeGreaterThanOrEqual(300);
    expect(analyzed).toBeLessThan(350);
    expect(readFileSync(at('out/framescope.duckdb')).equals(before)).toBe(true);
    const { articles, counts } = await run();
    expect(articles).toBe(501);
    // What stood in whole batches when it was stopped is not done again.
    expect(counts!.analyzed).toBeLessThan(350);
    expect(counts!.analyzed).toBeGreaterThanOrEqual(200);
    expect(existsSync(at('out/framescope.duckdb.part'))).toBe(false);
  });

  it('does not take its own output for articles', async () => {
    put('in/a.txt', 'Text.');
    await run({ out: at('in/out') });
    put('in/out/note.txt', 'Not an article.');
    expect(await run({ out: at('in/out') })).toMatchObject({ articles: 1 });
  });
});
