/** The files for other programs: records and tables. */
import path from 'node:path';
import { type Piece, writeWhole } from '../pipeline/files.js';
import { literals, type Store } from '../pipeline/store.js';
import { writeTables } from './csv.js';

/** Writes `analysis.jsonl` and `csv/`. */
export async function writeDataFiles(store: Store, out: string, signal?: AbortSignal): Promise<void> {
  await writeWhole(path.join(out, 'analysis.jsonl'), recordLines(store), signal);
  await writeTables(store, path.join(out, 'csv'), signal);
}

/** Records taken from the store together: sorting all of them would write them to disk once more. */
const RECORDS_AT_ONCE = 100;

/** One record a line, by id in the order of code points. */
async function* recordLines(store: Store): AsyncGenerator<Piece[]> {
  const ids = (await store.query<{ id: string }>('SELECT id FROM documents ORDER BY id')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += RECORDS_AT_ONCE) {
    const some = literals(ids.slice(i, i + RECORDS_AT_ONCE));
    const lines = `SELECT encode(record || chr(10)) FROM documents WHERE id IN (${some}) ORDER BY id`;
    for await (const rows of store.streamBytes(lines)) yield rows.map(([line]) => line!);
  }
}
