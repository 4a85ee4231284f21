/** Who analyzes: this process, or a pool of workers that may die, hang or run out of memory without ending the run. */
import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import type { ReadProblem } from './read/index.js';
import { type Analyzer, type Item, type Outcome, placeOf, sizeOf, workOn } from './work.js';
import type { WorkerSetup } from './worker.js';

/** An article of average length takes milliseconds. Beyond this something is wrong with it. Milliseconds. */
export const TIME_LIMIT = 30_000;
/** Longer texts may take longer; the analysis is linear, and this is twenty times what it needs. Milliseconds per unit. */
const TIME_PER_UNIT = 0.01;
/** Heap of a worker, MB: enough for the largest article that is read. */
export const MEMORY_LIMIT = 2048;
/** wink-nlp keeps every word it met, 310 bytes each: a worker makes room for a new one after so many articles. */
const RECYCLE_AFTER = 10_000;
/** This process gives way at least so often, so that an interruption is heard. Milliseconds. */
const GIVE_WAY = 50;

export interface Workers {
  /** How many pieces are worked on at the same time. */
  readonly size: number;
  /** Outcomes in the order of the items. Rejects only when the whole run has to end. */
  run(items: readonly Item[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly jobs: number;
  readonly setup: WorkerSetup;
  /** The built module of the worker; default: the one beside this file. */
  readonly worker?: string;
  /** Milliseconds for an article of ordinary length. */
  readonly timeLimit?: number;
  /** MB of heap for each worker. */
  readonly memoryLimit?: number;
  /** Articles after which a worker is replaced. */
  readonly recycleAfter?: number;
  readonly signal?: AbortSignal;
}

/** The worker's module, or null: it was not built, as when TypeScript runs from its sources. */
export function builtWorker(): string | null {
  const file = fileURLToPath(new URL('./worker.js', import.meta.url));
  return existsSync(file) ? file : null;
}

/** No workers: everything is done here. There is no limit of time or memory then. */
export function workHere(analyzer: Analyzer, signal?: AbortSignal): Workers {
  let lastTurn = performance.now();
  return {
    size: 1,
    async run(items) {
      const outcomes: Outcome[] = [];
      for (const item of items) {
        signal?.throwIfAborted();
        outcomes.push(await workOn(item, analyzer));
        if (performance.now() - lastTurn > GIVE_WAY) {
          await turn();
          lastTurn = performance.now();
        }
      }
      return outcomes;
    },
    close: async () => undefined,
  };
}

/** Starts workers. Throws when they cannot start at all. */
export async function startPool(options: PoolOptions): Promise<Workers> {
  const { jobs, signal, timeLimit = TIME_LIMIT, recycleAfter = RECYCLE_AFTER } = options;
  const filename = options.worker ?? builtWorker();
  if (filename === null) throw new Error('The workers are not built; run npm run build, or use --jobs 1.');
  const fresh = () =>
    new Piscina<readonly Item[], Outcome[]>({
      filename,
      minThreads: 1,
      maxThreads: jobs,
      workerData: options.setup,
      resourceLimits: { maxOldGenerationSizeMb: options.memoryLimit ?? MEMORY_LIMIT },
      idleTimeout: 60_000,
    });
  let pool = fresh();
  let given = 0;
  const retired: Promise<void>[] = [];
  // Work waits here, not in the pool, so that the time limit begins with the work.
  const queue = new PQueue({ concurrency: jobs });

  async function attempt(items: readonly Item[]): Promise<Outcome[] | 'timeout' | Error> {
    if (given >= recycleAfter * jobs) {
      retired.push(pool.close());
      pool = fresh();
      given = 0;
    }
    given += items.length;
    const units = items.reduce((sum, item) => sum + sizeOf(item), 0);
    const limit = AbortSignal.timeout(timeLimit + Math.ceil(units * TIME_PER_UNIT));
    const ended = signal ? AbortSignal.any([limit, signal]) : limit;
    try {
      return await pool.run(items, { signal: ended });
    } catch (error) {
      signal?.throwIfAborted();
      return limit.aborted ? 'timeout' : (error as Error);
    }
  }

  async function run(items: readonly Item[]): Promise<Outcome[]> {
    const done = await attempt(items);
    if (Array.isArray(done)) return done;
    const [only] = items;
    if (items.length === 1) return [{ problem: problemOf(only!, done, timeLimit) }];
    const outcomes: Outcome[] = [];
    for (const item of items) outcomes.push(...(await run([item])));
    return outcomes;
  }

  const first = await attempt([]);
  if (!Array.isArray(first)) {
    await pool.destroy();
    throw new Error(`The workers could not be started: ${first === 'timeout' ? first : first.message}`);
  }
  return {
    size: jobs,
    run: (items) => queue.add(() => run(items)),
    async close() {
      queue.clear();
      await pool.destroy();
      await Promise.allSettled(retired);
    },
  };
}

function problemOf(item: Item, failure: 'timeout' | Error, timeLimit: number): ReadProblem {
  const place = placeOf(item);
  const report = 'Please report it with the text.';
  if (failure === 'timeout') {
    const seconds = Math.round((timeLimit + sizeOf(item) * TIME_PER_UNIT) / 100) / 10;
    return {
      ...place,
      code: 'analysis-timeout',
      message: `The analysis was not done after ${seconds} seconds and was ended. ${report}`,
    };
  }
  const { code } = failure as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { ...place, code: 'out-of-memory', message: 'The analysis ran out of memory. Split the text.' };
  return {
    ...place,
    code: 'analysis-crashed',
    message: `The worker that analyzed it died: ${failure.message.slice(0, 200)}. ${report}`,
  };
}
