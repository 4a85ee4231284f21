import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { analyzeAll } from '../../src/pipeline/analyze.js';
import { type PoolOptions, startPool, type Workers, workHere } from '../../src/pipeline/pool.js';
import type { Article } from '../../src/pipeline/types.js';
import type { Item } from '../../src/pipeline/work.js';
import { article } from '../helpers/article.js';

const WORKER = fileURLToPath(new URL('../../dist/pipeline/worker.js', import.meta.url));
const FAULTY = fileURLToPath(new URL('./faulty-worker.mjs', import.meta.url));
const options = { targets: [], exclude: { entries: [], terms: [], categories: [] } };
const lexicons = loadLexicons();
const setup = { ...options, lexicons: [], lexiconsHash: lexicons.hash, analysisHash: 'h' };

const item = (id: string, text: string): Item => ({
  article: article(text, { id, source: 'Post' }),
  file: `${id}.txt`,
  notes: [],
});
const news = (n: number): Item[] =>
  Array.from({ length: n }, (_, i) =>
    item(
      `a${i}`,
      `The mayor of Velm slammed owner ${i} on Monday. “We were slow,” Ilse Brandt allegedly said.`,
    ),
  );
const told = (outcomes: Awaited<ReturnType<Workers['run']>>): string[] =>
  outcomes.map((one) =>
    'problem' in one ? `${one.problem.document} ${one.problem.code}` : 'id' in one ? one.id : '',
  );

let pool: Workers | null = null;
const start = async (more: Partial<PoolOptions> = {}): Promise<Workers> => {
  pool = await startPool({ jobs: 2, setup, worker: WORKER, ...more });
  return pool;
};
afterEach(async () => {
  await pool?.close();
  pool = null;
});

// Workers run from built JavaScript: npm run build.
describe.skipIf(!existsSync(WORKER))('a pool of workers', { timeout: 120_000 }, () => {
  it('gives what this process gives, in the order of the items, after workers were replaced too', async () => {
    const items = news(40);
    const analyze = (articles: readonly Article[]) => analyzeAll(articles, lexicons, options);
    const here = await workHere({ analyze, analysisHash: 'h' }).run(items);
    const there = await start({ recycleAfter: 5 });
    const batches = [items.slice(0, 10), items.slice(10, 20), items.slice(20, 30), items.slice(30)];
    const outcomes = (await Promise.all(batches.map((batch) => there.run(batch)))).flat();
    expect(outcomes).toEqual(here);
  });

  it('loses an article, not the run, when a worker dies or hangs', async () => {
    const workers = await start({ worker: FAULTY, timeLimit: 6000 });
    const [a, b, c] = news(3) as [Item, Item, Item];
    const outcomes = await workers.run([a, item('e', 'EXIT'), b, item('h', 'HANG'), c]);
    expect(told(outcomes)).toEqual(['a0', 'e analysis-crashed', 'a1', 'h analysis-timeout', 'a2']);
    expect(outcomes[3]).toMatchObject({
      problem: { file: 'h.txt', message: expect.stringContaining('6 seconds') },
    });
  });

  it('loses an article when a worker runs out of memory', async () => {
    const workers = await start({ worker: FAULTY, memoryLimit: 300 });
    const [a, b] = news(2) as [Item, Item];
    expect(told(await workers.run([a, item('m', 'MEMORY'), b]))).toEqual(['a0', 'm out-of-memory', 'a1']);
  });

  it('tries an article alone before it gives it up', async () => {
    const workers = await start({ worker: FAULTY });
    const [a] = news(1) as [Item];
    expect(told(await workers.run([a, item('o', 'ONCE The mayor said so.')]))).toEqual(['a0', 'o']);
  });

  it('does not begin with workers that cannot start, or that would use other lexicons', async () => {
    await expect(start({ worker: '/nowhere/worker.js' })).rejects.toThrow(/could not be started/u);
    await expect(start({ setup: { ...setup, lexiconsHash: 'other' } })).rejects.toThrow(
      /lexicon was changed/u,
    );
  });

  it('ends at once when the run is interrupted', async () => {
    const abort = new AbortController();
    const workers = await start({ worker: FAULTY, signal: abort.signal });
    const hanging = workers.run([item('h', 'HANG')]);
    setTimeout(() => abort.abort(), 200);
    await expect(hanging).rejects.toThrow();
  });
});
