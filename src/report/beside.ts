/**
 * Two threads for the output of a large run: one writes records and tables, then lists and pages of speakers; the other
 * all other pages meanwhile, which takes about as long.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { openStore, type Store } from '../pipeline/store.js';
import { writeDataFiles } from './data-files.js';
import { writeLists } from './html/index.js';

/** Fewer articles are written before a thread has begun. */
const FEWEST_FOR_THREAD = 500;

export interface Job {
  /** File of the store. */
  readonly store: string;
  readonly out: string;
  readonly version: string;
}

/** What the thread says at its end: the names of its pages, or what went wrong. */
export type Ended =
  | { readonly written: readonly string[] }
  | { readonly message: string; readonly code?: string };

/**
 * Writes records and tables, then has the pages made; of a large run both at a time, and `lists` are the names of the
 * pages that the other thread made besides. Resolves to what `work` gives.
 */
export async function withDataFiles<T>(
  store: Store,
  job: Job,
  work: (lists?: Promise<readonly string[]>) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const [row] = await store.query<{ n: number }>('SELECT count(*) AS n FROM documents');
  const thread = fileURLToPath(new URL('./beside-worker.js', import.meta.url));
  // From its sources the program has no module that a thread could load.
  if (row!.n < FEWEST_FOR_THREAD || !existsSync(thread)) {
    await writeDataFiles(store, job.out, signal);
    return work();
  }
  const worker = new Worker(thread, { workerData: job });
  const written = new Promise<readonly string[]>((resolve, reject) => {
    worker.once('message', (ended: Ended) => {
      if ('written' in ended) resolve(ended.written);
      else reject(Object.assign(new Error(ended.message), { code: ended.code }));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The thread that writes the tables ended (${code}).`)));
  });
  // Told below, when the pages are written or given up.
  written.catch(() => undefined);
  try {
    const made = await work(written);
    await written;
    return made;
  } finally {
    await worker.terminate();
  }
}

/** What the thread does; resolves to the names of its pages. */
export async function doJob({ store: file, out, version }: Job): Promise<string[]> {
  const store = await openStore(file, { readOnly: true });
  try {
    await writeDataFiles(store, out);
    return await writeLists({ query: (sql, bind) => store.query(sql, bind), outDir: out, version });
  } finally {
    await store.close();
  }
}
