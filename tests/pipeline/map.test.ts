import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectFiles } from '../../src/index.js';
import { analyzeItem, linesOf, parseLines, readArticles } from '../../src/pipeline/map.js';
import { StoreError } from '../../src/pipeline/store.js';
import { CLI, differing, has, isBuilt, outcome, PATIENCE, row, run, writeCorpus } from './built.js';
import { sampleAnalysis } from './sample-analysis.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framescope-map-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

async function* bytes(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe.skipIf(!isBuilt)('records of several processes', { timeout: PATIENCE }, () => {
  it('give the files of a run on one machine, whatever cannot be read and in whatever order they arrive', () => {
    writeCorpus(at('in'), 9);
    expect(run(['analyze', at('in'), '-o', at('one'), '--jobs', '1']).status).toBe(3);
    const articles = run(['articles', at('in')]);
    expect(articles.status).toBe(3);
    const lines = articles.stdout.trim().split('\n');
    const pieces = [lines.filter((_, i) => i % 2 === 0), lines.filter((_, i) => i % 2 === 1)];
    for (const [i, piece] of pieces.entries()) {
      const { stdout } = run(['analyze', '-', '--map'], piece.join('\n'));
      writeFileSync(at(`records-${i}.jsonl`), stdout);
    }
    expect(run(['collect', at('records-1.jsonl'), at('records-0.jsonl'), '-o', at('two')]).status).toBe(3);
    const first = outcome(at('one'));
    for (const what of ['duplicate-id', 'unclear-date', 'empty', 'bad-json'])
      expect(first['csv/problems.csv']).toContain(what);
    expect(differing(outcome(at('two')), first)).toEqual([]);
  });

  it('are the lines of analysis.jsonl', () => {
    const rows = [1, 2, 3].map((n) => `${JSON.stringify(row(n))}\n`).join('');
    const { stdout, status } = run(['analyze', '-', '--map'], rows);
    expect(status).toBe(0);
    run(['analyze', '-', '-o', at('one')], rows);
    expect(stdout).toBe(readFileSync(at('one/analysis.jsonl'), 'utf8'));
  });

  it.skipIf(!has('parallel'))('can be driven by GNU parallel', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${JSON.stringify(row(i + 1))}\n`).join('');
    writeFileSync(at('rows.jsonl'), rows);
    run(['analyze', at('rows.jsonl'), '-o', at('one'), '--jobs', '1']);
    const job = `'${process.execPath}' '${CLI}' analyze - --map`;
    const { stdout, status } = spawnSync('parallel', ['--pipe', '-N', '5', '-j', '2', job], {
      input: rows,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    writeFileSync(at('records.jsonl'), stdout);
    expect(run(['collect', at('records.jsonl'), '-o', at('two')]).status).toBe(0);
    expect(differing(outcome(at('two')), outcome(at('one')))).toEqual([]);
    // What was gathered is known: a run over the same articles has nothing to do.
    expect(run(['analyze', at('rows.jsonl'), '-o', at('two')]).stdout).toMatch(/^Nothing new: 12 articles/u);
  });
});

describe('gathering', () => {
  const put = (...lines: unknown[]) =>
    writeFileSync(
      at('records.jsonl'),
      lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
    );
  const record = (id: string, text = row(1).text) => ({ ...sampleAnalysis({ id, text }), markers: [] });
  const collect = () => collectFiles({ paths: ['records.jsonl'], cwd: folder, out: at('out') });

  it('tells of lines that are cut off and of ids that are taken, with their place', async () => {
    put(record('a'), record('b'), '{"schema":1,"id":"c', record('a'));
    const { articles, failed } = await collect();
    expect(articles).toBe(2);
    expect(failed.map(({ file, code }) => [file, code])).toEqual([
      ['records.jsonl:3', 'bad-record'],
      ['records.jsonl:4', 'duplicate-id'],
    ]);
  });

  it('keeps what the folder has already, and drops it with --prune', async () => {
    put(record('a'), record('b'));
    await collect();
    put(record('b'), record('c'));
    expect(await collect()).toMatchObject({ articles: 3, counts: { analyzed: 1, kept: 2 } });
    const options = { paths: ['records.jsonl'], cwd: folder, out: at('out'), prune: true };
    expect(await collectFiles(options)).toMatchObject({ articles: 2, counts: { dropped: 1 } });
  });

  it('refuses records of other lexicons and leaves the last output as it was', async () => {
    put(record('a'));
    await collect();
    const before = outcome(at('out'));
    const [marker] = sampleAnalysis({ id: 'b' }).markers;
    put(record('a'), { ...record('b'), markers: [{ ...marker, lexicon: 'not-here' }] });
    await expect(collect()).rejects.toThrow(StoreError);
    await expect(collect()).rejects.toThrow(/records\.jsonl:2.*"not-here"/u);
    expect(outcome(at('out'))).toEqual(before);
  });

  it('does not take a missing file for one without records', async () => {
    await expect(collect()).rejects.toThrow(/ENOENT/u);
  });
});

describe('lines', () => {
  it('are whole however the bytes come', async () => {
    const [first, second] = Buffer.from('é').toString('latin1');
    const pieces = [
      Buffer.from('a\n\nb'),
      Buffer.from(first!, 'latin1'),
      Buffer.from(`${second}c`, 'latin1'),
    ];
    async function* stream() {
      yield* pieces;
    }
    expect(await all(linesOf(stream()))).toEqual([
      { line: 'a', place: 1 },
      { line: 'béc', place: 3 },
    ]);
  });

  it('of articles are known on standard input by their beginning, even when it comes in pieces', async () => {
    const article = { ...row(1), title: null, published: null, url: null, event: null, language: null };
    const line = JSON.stringify({ article, file: 'in/x.txt', notes: [] });
    const reading = { paths: ['-'], cwd: folder, read: { columns: {}, format: null }, jobs: 1 };
    expect(await all(readArticles(reading, bytes(line.slice(0, 5), line.slice(5))))).toEqual([
      { article, file: 'in/x.txt', notes: [] },
    ]);
    // A row with an article in it, but of a user's own making.
    const own = JSON.stringify({ id: 'x', article: 1, text: row(1).text });
    expect(await all(readArticles(reading, bytes(own)))).toMatchObject([
      { article: { id: 'x' }, file: '-:1' },
    ]);
  });

  it('of an article that fails are its problem; what is unclear stands in the record and beside it', async () => {
    const [item] = await all(
      readArticles(
        { paths: ['-'], cwd: folder, read: { columns: {}, format: null }, jobs: 1 },
        bytes(JSON.stringify({ ...row(1), date: '03/04/2024' })),
      ),
    );
    const failing = () => {
      throw new Error('no good');
    };
    expect(analyzeItem(item!, failing)).toMatchObject([
      { problem: { document: 'r1', code: 'analysis-failed' } },
    ]);
    const lines = analyzeItem(item!, (article) => sampleAnalysis({ ...article, fields: {} }));
    expect(lines).toMatchObject([
      { id: 'r1', problems: [{ code: 'unclear-date' }] },
      { beside: { id: 'r1', file: '-:1' } },
    ]);
    const back = await all(parseLines(bytes(...lines.map((one) => `${JSON.stringify(one)}\n`)), 'x'));
    expect(back.map(({ line }) => line)).toEqual(JSON.parse(JSON.stringify(lines)));
  });
});
