import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/pipeline/store.js';
import { writeDataFiles } from '../../src/report/data-files.js';
import { newTurn, writeReport } from '../../src/report/html/index.js';
import { doJob } from '../../src/report/threads.js';
import { filesOf, freshFolder } from '../helpers/folder.js';
import { PATIENCE } from '../pipeline/built.js';
import { sampleAnalysis } from '../pipeline/sample-analysis.js';
import { LEXICONS, notesOf } from './sample.js';

const BUILT = path.resolve(process.env.FRAMESCOPE_DIST ?? 'dist', 'report/threads.js');

const { at } = freshFolder('data');

async function storeOf(articles: number): Promise<string> {
  const file = at('store.duckdb');
  const store = await openStore(file);
  const ids = Array.from({ length: articles }, (_, i) => `a${i}`);
  await store.appendAnalyses(ids.map((id) => sampleAnalysis({ id })));
  await store.close();
  return file;
}

const version = '9.9.9';
const lexicons = { ...LEXICONS, notes: notesOf(sampleAnalysis().markers) };

/** All of the output by one thread. */
async function alone(file: string, out: string): Promise<void> {
  const store = await openStore(file, { readOnly: true });
  await writeDataFiles(store, out);
  await writeReport({ query: store.query, outDir: out, version, lexicons }).finally(() => store.close());
}

it('share out the articles, and each makes its own pages', { timeout: PATIENCE }, async () => {
  const file = await storeOf(250);
  const pages = new Int32Array(3);
  const job = { store: file, out: at('shared'), articles: 250, version, lexicons, turn: newTurn(), pages };
  const lists = await doJob({ ...job, part: 'lists' });
  const events = await doJob({ ...job, part: 'events' });
  await alone(file, at('alone'));
  expect(filesOf(at('shared'))).toEqual(filesOf(at('alone')));
  const names = Object.keys(filesOf(at('alone'))).filter((name) => name.endsWith('.html'));
  expect([...lists, ...events].sort()).toEqual(names.sort());
  // 250 articles stand in no event; pages of the run as a whole are not among those that are foretold.
  expect([...pages]).toEqual([events.length, 250, 250]);
});

describe.skipIf(!existsSync(BUILT))('threads', () => {
  const together = async (
    file: string,
    out: string,
    options: Parameters<typeof import('../../src/report/threads.js').writeInThreads>[1] = {},
  ): Promise<void> => {
    const { writeInThreads } = (await import(BUILT)) as typeof import('../../src/report/threads.js');
    return writeInThreads({ store: file, out, articles: 600, version, lexicons }, options);
  };

  it('write the same as one, to the byte, and remove what is stale', { timeout: PATIENCE }, async () => {
    const file = await storeOf(600);
    const [one, two] = [at('one'), at('two')];
    await alone(file, one);
    mkdirSync(path.join(two, 'articles'), { recursive: true });
    writeFileSync(path.join(two, 'articles/gone.html'), 'of a run before');
    const seen: [number, number][] = [];
    await together(file, two, { onPage: (written, of) => seen.push([written, of]) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(([written, of]) => written <= of && of <= 700)).toBe(true);
    expect(Object.keys(filesOf(one))).toEqual(
      expect.arrayContaining(['analysis.jsonl', 'csv/scores.csv', 'index.html', 'articles-3.html']),
    );
    expect(filesOf(two)).toEqual(filesOf(one));
  });

  it('fail with the words and the code of the disk', { timeout: PATIENCE }, async () => {
    const file = await storeOf(600);
    const out = at('taken');
    mkdirSync(path.join(out, 'analysis.jsonl'), { recursive: true });
    await expect(together(file, out)).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('end when they are told to, with the reason', { timeout: PATIENCE }, async () => {
    const file = await storeOf(600);
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await expect(together(file, at('ended'), { signal: stop.signal })).rejects.toThrow('enough');
    expect(existsSync(at('ended/index.html'))).toBe(false);
  });
});
