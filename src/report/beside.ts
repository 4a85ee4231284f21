/**
 * Two threads for the output of a large run: one writes records and tables, then lists and pages of speakers; the other
 * the pages of events meanwhile; and the articles that stand alone are made by whichever has time.
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { YOUNG } from '../pipeline/pool.js';
import { openStore, type Store } from '../pipeline/store.js';
import { writeDataFiles } from './data-files.js';
import { type Beside, newTurn, type ReportLexicons, type Turn, writePagesBeside } from './html/index.js';

/** How long the thread is waited for when it is told to stop. Milliseconds. */
const FAREWELL = 10_000;
/** Fewer articles are written before a thread has begun. */
const FEWEST_FOR_THREAD = 500;

export interface Job {
  /** File of the store. */
  readonly store: string;
  readonly out: string;
  readonly version: string;
  readonly lexicons: ReportLexicons;
}
/** What the thread is given. */
export type ThreadJob = Job & { readonly turn: Turn };

/** What the thread says at its end: the names of its pages, or what went wrong. */
export type Ended =
  | { readonly written: readonly string[] }
  | { readonly message: string; readonly code?: string };

/**
 * Writes records and tables, then has the pages made; of a large run both at a time, and `beside` is the other thread
 * that makes pages, too. Resolves to what `work` gives.
 */
export async function withDataFiles<T>(
  store: Store,
  job: Job,
  work: (beside?: Beside) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const [row] = await store.query<{ n: number }>('SELECT count(*) AS n FROM documents');
  const thread = fileURLToPath(new URL('./beside-worker.js', import.meta.url));
  // From its sources the program has no module that a thread could load.
  if (row!.n < FEWEST_FOR_THREAD || !existsSync(thread)) {
    await writeDataFiles(store, job.out, signal);
    return work();
  }
  const turn = newTurn();
  const worker = new Worker(thread, {
    workerData: { ...job, turn } satisfies ThreadJob,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG },
  });
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
    const made = await work({ turn, written });
    await written;
    return made;
  } finally {
    // A thread that is ended within the database takes the whole process with it: it is told to stop, and waited for.
    worker.postMessage('stop');
    await Promise.race([written.catch(() => undefined), sleep(FAREWELL, undefined, { ref: false })]);
    await worker.terminate();
  }
}

/** What the thread does; resolves to the names of its pages. */
export async function doJob(
  { store: file, out, version, lexicons, turn }: ThreadJob,
  signal?: AbortSignal,
): Promise<string[]> {
  const store = await openStore(file, { readOnly: true, signal });
  try {
    await writeDataFiles(store, out, signal);
    return await writePagesBeside({ query: store.query, outDir: out, version, lexicons, signal }, turn);
  } finally {
    await store.close();
  }
}
