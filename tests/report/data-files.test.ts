import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/pipeline/store.js';
import { writeDataFilesBeside, writeDataFilesOf } from '../../src/report/data-files.js';
import { PATIENCE } from '../pipeline/built.js';
import { sampleAnalysis } from '../pipeline/sample-analysis.js';

const BUILT = path.resolve(process.env.FRAMESCOPE_DIST ?? 'dist', 'report/data-files.js');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framescope-data-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function storeOf(articles: number): Promise<string> {
  const file = path.join(folder, 'store.duckdb');
  const store = await openStore(file);
  const ids = Array.from({ length: articles }, (_, i) => `a${i}`);
  await store.appendAnalyses(ids.map((id) => sampleAnalysis({ id })));
  await store.close();
  return file;
}

function filesOf(out: string): Record<string, string> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/u.test(name),
  );
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(out, name), 'utf8')]));
}

describe('records and tables', () => {
  it('stand in the folder before the pages are made of a small run, and what those give comes back', async () => {
    const file = await storeOf(2);
    const store = await openStore(file, { readOnly: true });
    const made = await writeDataFilesBeside(store, { store: file, out: folder }, async () =>
      existsSync(path.join(folder, 'csv/problems.csv')),
    );
    await store.close();
    expect(made).toBe(true);
    expect(readFileSync(path.join(folder, 'analysis.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
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
      const [here, there] = [path.join(folder, 'here'), path.join(folder, 'there')];
      await writeDataFilesOf({ store: file, out: here });
      expect(await beside(file, there)).toBe('pages');
      expect(filesOf(there)).toEqual(filesOf(here));
    });

    it('fail with the words and the code of the disk', { timeout: PATIENCE }, async () => {
      const file = await storeOf(600);
      const out = path.join(folder, 'taken');
      mkdirSync(path.join(out, 'analysis.jsonl'), { recursive: true });
      await expect(beside(file, out)).rejects.toMatchObject({ code: 'EISDIR' });
    });
  });
});
