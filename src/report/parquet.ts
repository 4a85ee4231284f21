/** The tables as Parquet: the same rows in the same order as the CSV files, texts as they are. */
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { draftOf } from '../pipeline/files.js';
import type { Store } from '../pipeline/store.js';
import { TABLES } from './tables.js';

/** Writes every table to `<folder>/<name>.parquet`. */
export async function writeParquet(store: Store, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, sql } of TABLES) {
    const file = path.join(folder, `${name}.parquet`);
    const draft = draftOf(file);
    try {
      await store.run(`COPY (${sql}) TO '${draft.replaceAll("'", "''")}' (FORMAT parquet)`);
      await rename(draft, file);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }
}
