/**
 * Two threads for the output of a large run: one makes the first page and then those of events, the other records, tables,
 * lists and speakers, and then articles; whichever has time helps the other.
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { collectGarbage } from '../pipeline/memory.js';
import { YOUNG } from '../pipeline/pool.js';
import { MODEST, openStore } from '../pipeline/store.js';
import { writeDataFiles } from './data-files.js';
import {
  newTurn,
  type Part,
  type ReportLexicons,
  type ReportOptions,
  removeStale,
  type Turn,
  writePart,
} from './html/index.js';

/**
 * MB that a thread's lasting objects may take: far more than they do, but the engine lets the heap of a thread with less
 * room grow less before it collects: to half as much again as what lives in it, not to four times that.
 */
const OLD = 768;
const ARTICLES_PER_MB = 200;
/** How long a thread is waited for when it is told to stop. Milliseconds. */
const FAREWELL = 10_000;
/** Fewer articles are written before threads have begun. */
export const FEWEST_FOR_THREADS = 500;
const THREAD = fileURLToPath(new URL('./thread.js', import.meta.url));
/** From its sources the program has no module that a thread could load. */
export const HAS_THREADS = existsSync(THREAD);
const PARTS: readonly Part[] = ['events', 'lists'];

export interface Job {
  /** File of the store. */
  readonly store: string;
  readonly out: string;
  /** How many there are. */
  readonly articles: number;
  readonly version: string;
  readonly lexicons: ReportLexicons;
}
/** What a thread is given. */
export type ThreadJob = Job & { readonly part: Part; readonly turn: Turn; readonly pages: Pages };
/** Pages written by each thread, in the order of `PARTS`, and about how many there will be: shared memory. */
type Pages = Int32Array;
const newPages = (): Pages => new Int32Array(new SharedArrayBuffer(4 * (PARTS.length + 1)));
/** How often the pages are counted. Milliseconds. */
const COUNT_EVERY = 500;

/** What a thread says at its end: the names of its pages, or what went wrong. */
export type Ended =
  | { readonly written: readonly string[] }
  | { readonly message: string; readonly code?: string };

/** Writes records, tables and pages, and removes pages that no longer belong. */
export async function writeInThreads(
  job: Job,
  { signal, onPage }: Pick<ReportOptions, 'signal' | 'onPage'>,
): Promise<void> {
  const [turn, pages] = [newTurn(), newPages()];
  // What the comparisons have left behind would stand beside the threads to their end.
  collectGarbage();
  const threads = PARTS.map((part) => begin({ ...job, part, turn, pages }));
  const counting = setInterval(() => {
    const [first, second, of] = [0, 1, 2].map((i) => Atomics.load(pages, i)) as [number, number, number];
    onPage?.(Math.min(first + second, of), of);
  }, COUNT_EVERY);
  const stop = () => {
    for (const { worker } of threads) worker.postMessage('stop');
  };
  signal?.addEventListener('abort', stop);
  if (signal?.aborted) stop();
  try {
    const written = await Promise.all(threads.map((thread) => thread.written));
    await removeStale(job.out, written.flat());
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearInterval(counting);
    signal?.removeEventListener('abort', stop);
    // A thread that is ended within the database takes the whole process with it: it is told to stop, and waited for.
    stop();
    const ended = Promise.allSettled(threads.map((thread) => thread.written));
    await Promise.race([ended, sleep(FAREWELL, undefined, { ref: false })]);
    await Promise.all(threads.map(({ worker }) => worker.terminate()));
  }
}

function begin(job: ThreadJob): { worker: Worker; written: Promise<readonly string[]> } {
  const worker = new Worker(THREAD, {
    workerData: job,
    resourceLimits: {
      maxYoungGenerationSizeMb: YOUNG,
      maxOldGenerationSizeMb: OLD + job.articles / ARTICLES_PER_MB,
    },
  });
  const written = new Promise<readonly string[]>((resolve, reject) => {
    worker.once('message', (ended: Ended) => {
      if ('written' in ended) resolve(ended.written);
      else reject(Object.assign(new Error(ended.message), { code: ended.code }));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`A thread that writes the report ended (${code}).`)));
  });
  return { worker, written };
}

/** What a thread does; resolves to the names of its pages. */
export async function doJob(job: ThreadJob, signal?: AbortSignal): Promise<string[]> {
  const { store: file, out, version, lexicons, part, turn, pages } = job;
  const onPage = (written: number, of: number) => {
    Atomics.store(pages, PARTS.indexOf(part), written);
    Atomics.store(pages, PARTS.length, of);
  };
  const store = await openStore(file, { readOnly: true, ...MODEST, signal });
  try {
    if (part === 'lists') await writeDataFiles(store, out, signal);
    const options = { query: store.query, outDir: out, version, lexicons, signal, onPage };
    return await writePart(options, part, turn);
  } finally {
    await store.close();
  }
}
