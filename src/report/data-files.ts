/**
 * The files for other programs: records and tables. Of a large run they are written in a thread of their own, beside the
 * pages, which take about as long.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { writeWhole } from '../pipeline/files.js';
import { literals, openStore, type Store } from '../pipeline/store.js';
import { writeTables } from './csv.js';

/** Fewer articles are written before a thread has begun. */
const FEWEST_FOR_THREAD = 500;

/** Where the thread reads and writes. */
export interface DataPlace {
  /** File of the store. */
  readonly store: string;
  readonly out: string;
}

/** What the thread says at its end: nothing, or what went wrong. */
export type Ended = { readonly message: string; readonly code?: string } | null;

/** Writes `analysis.jsonl` and `csv/`. */
export async function writeDataFiles(store: Store, out: string, signal?: AbortSignal): Promise<void> {
  await writeWhole(path.join(out, 'analysis.jsonl'), recordLines(store), signal);
  await writeTables(store, path.join(out, 'csv'), signal);
}

/** The same, while `meanwhile` is at work in this thread where the run is large; resolves to what that gives. */
export async function writeDataFilesBeside<T>(
  store: Store,
  place: DataPlace,
  meanwhile: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const [row] = await store.query<{ n: number }>('SELECT count(*) AS n FROM documents');
  const thread = fileURLToPath(new URL('./data-worker.js', import.meta.url));
  // From its sources the program has no module that a thread could load.
  if (row!.n < FEWEST_FOR_THREAD || !existsSync(thread)) {
    await writeDataFiles(store, place.out, signal);
    return meanwhile();
  }
  const worker = new Worker(thread, { workerData: place });
  const files = new Promise<void>((resolve, reject) => {
    worker.once('message', (ended: Ended) => {
      if (ended === null) resolve();
      else reject(Object.assign(new Error(ended.message), { code: ended.code }));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread that writes the tables ended (${code}).`)));
  });
  // Told below, when the pages are written or given up.
  files.catch(() => undefined);
  try {
    const made = await meanwhile();
    await files;
    return made;
  } finally {
    await worker.terminate();
  }
}

/** What the thread does. */
export async function writeDataFilesOf({ store: file, out }: DataPlace): Promise<void> {
  const store = await openStore(file, { readOnly: true });
  await writeDataFiles(store, out).finally(() => store.close());
}

/** Records taken from the store together: sorting all of them would write them to disk once more. */
const RECORDS_AT_ONCE = 100;

/** One record a line, by id in the order of code points. */
async function* recordLines(store: Store): AsyncGenerator<string> {
  const ids = (await store.query<{ id: string }>('SELECT id FROM documents ORDER BY id')).map(({ id }) => id);
  for (let i = 0; i < ids.length; i += RECORDS_AT_ONCE) {
    const some = literals(ids.slice(i, i + RECORDS_AT_ONCE));
    const rows = await store.query<{ record: string }>(
      `SELECT record FROM documents WHERE id IN (${some}) ORDER BY id`,
    );
    for (const { record } of rows) yield `${record}\n`;
  }
}
