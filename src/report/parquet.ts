/**
 * The tables as Parquet: the same rows in the same order as the CSV files, texts as they are, and two tables of the store
 * that have no CSV file.
 */
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { draftOf } from '../pipeline/files.js';
import type { Store } from '../pipeline/store.js';
import { TABLES } from './tables.js';

const MORE = [
  {
    name: 'mentions',
    sql: `SELECT m.document, m.local_speaker, s.speaker, m.start, m."end", m.start_cp, m.end_cp, m.text
      FROM mentions m JOIN document_speakers s USING (document, local_speaker)
      ORDER BY m.document, m.start, m."end", m.local_speaker`,
  },
  { name: 'lemmas', sql: 'SELECT document, lemma, uses FROM lemmas ORDER BY document, lemma' },
] as const;

/** Writes every table to `<folder>/<name>.parquet`. */
export async function writeParquet(store: Store, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { name, sql } of [...TABLES, ...MORE]) {
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
