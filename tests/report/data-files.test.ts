import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/pipeline/store.js';
import { writeDataFilesBeside, writeDataFilesOf } from '../../src/report/data-files.js';
import { filesOf, freshFolder } from '../helpers/folder.js';
import { PATIENCE } from '../pipeline/built.js';
import { sampleAnalysis } from '../pipeline/sample-analysis.js';

const BUILT = path.resolve(process.env.FRAMESCOPE_DIST ?? 'dist', 'report/data-files.js');

const { at } = freshFolder('data');

async function storeOf(articles: number): Promise<string> {
  const file = at('store.duckdb');
  const store = await openStore(file);
  const ids = Array.from({ length: articles }, (_, i) => `a${i}`);
  await store.appendAnalyses(ids.map((id) => sampleAnalysis({ id })));
  await store.close();
  return file;
}

describe('records and tables', () => {
  it('stand in the folder before the pages are made of a small run, and what those give comes back', async () => {
    const file = await storeOf(2);
    const store = await openStore(file, { readOnly: true });
    const made = await writeDataFilesBeside(store, { store: file, out: at() }, async () =>
      existsSync(at('csv/problems.csv')),
    );
    await store.close();
    expect(made).toBe(true);
    expect(readFileSync(at('analysis.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  describe.skipIf(!existsSync(BUILT))('of a large run, written by a thread', () => {
    const beside = async (file: string, out: string): Promise<string> => {
      const built = (await import(BUILT)) as typeof import('../../src/report/data-files.js');
      const store = await openStore(file, { readOnly: true });
      return built
        .writeDataFilesBeside(store, { store: file, out }, async () => 'pages')
        .finally(() => store.close());
    };

    it('are the same to the byte', { timeout: PATIENCE }, async () => {
      const file = await storeOf(600);
      const [here, there] = [at('here'), at('there')];
      await writeDataFilesOf({ store: file, out: here });
      expect(await beside(file, there)).toBe('pages');
      expect(filesOf(there)).toEqual(filesOf(here));
    });

    it('fail with the words and the code of the disk', { timeout: PATIENCE }, async () => {
      const file = await storeOf(600);
      const out = at('taken');
      mkdirSync(path.join(out, 'analysis.jsonl'), { recursive: true });
      await expect(beside(file, out)).rejects.toMatchObject({ code: 'EISDIR' });
    });
  });
});
