import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/pipeline/store.js';
import { doJob, withDataFiles } from '../../src/report/beside.js';
import { type Beside, newTurn, writeReport } from '../../src/report/html/index.js';
import { filesOf, freshFolder } from '../helpers/folder.js';
import { PATIENCE } from '../pipeline/built.js';
import { sampleAnalysis } from '../pipeline/sample-analysis.js';
import { LEXICONS, notesOf } from './sample.js';

const BUILT = path.resolve(process.env.FRAMESCOPE_DIST ?? 'dist', 'report/beside.js');

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

describe('records and tables', () => {
  it('stand in the folder before the pages are made of a small run, and what those give comes back', async () => {
    const file = await storeOf(2);
    const store = await openStore(file, { readOnly: true });
    const made = await withDataFiles(store, { store: file, out: at(), version, lexicons }, async () =>
      existsSync(at('csv/problems.csv')),
    );
    await store.close();
    expect(made).toBe(true);
    expect(readFileSync(at('analysis.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  describe.skipIf(!existsSync(BUILT))('and pages of a large run, written by two threads', () => {
    const together = async <T>(
      file: string,
      out: string,
      work: (beside?: Beside) => Promise<T>,
    ): Promise<T> => {
      const built = (await import(BUILT)) as typeof import('../../src/report/beside.js');
      const store = await openStore(file, { readOnly: true });
      return built
        .withDataFiles(store, { store: file, out, version, lexicons }, work)
        .finally(() => store.close());
    };
    const report = async (file: string, out: string, beside?: Beside): Promise<void> => {
      const store = await openStore(file, { readOnly: true });
      await writeReport({ query: store.query, outDir: out, version, lexicons, beside }).finally(() =>
        store.close(),
      );
    };

    it('are the same to the byte as written by one', { timeout: PATIENCE }, async () => {
      const file = await storeOf(600);
      const [one, two] = [at('one'), at('two')];
      await doJob({ store: file, out: one, version, lexicons, turn: newTurn() });
      await report(file, one);
      await together(file, two, async (beside) => {
        await report(file, two, beside);
        expect(await beside!.written).toContain('articles-3.html');
        // Batches of articles were shared out; each was made once, by one of the two.
        expect(Atomics.load(beside!.turn, 0)).toBeGreaterThanOrEqual(6);
      });
      expect(Object.keys(filesOf(one))).toEqual(
        expect.arrayContaining(['analysis.jsonl', 'csv/scores.csv', 'index.html', 'articles-3.html']),
      );
      expect(filesOf(two)).toEqual(filesOf(one));
    });

    it('fail with the words and the code of the disk', { timeout: PATIENCE }, async () => {
      const file = await storeOf(600);
      const out = at('taken');
      mkdirSync(path.join(out, 'analysis.jsonl'), { recursive: true });
      await expect(together(file, out, async () => 'pages')).rejects.toMatchObject({ code: 'EISDIR' });
    });
  });
});
