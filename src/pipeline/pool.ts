/** Who analyzes: this process, or a pool of workers that may die, hang or run out of memory without ending the run. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PQueue from 'p-queue';
import { Piscina } from 'piscina';
import { collectGarbage } from './memory.js';
import type { ReadProblem } from './read/index.js';
import { type Analyzer, type Item, type Outcome, placeOf, sizeOf, TASK_ARTICLES, workOn } from './work.js';
import type { Task, WorkerSetup } from './worker.js';

/** An article of average length takes milliseconds. Beyond this something is wrong with it. Milliseconds. */
export const TIME_LIMIT = 30_000;
/** Longer texts may take longer; the analysis is linear, and this is twenty times what it needs. Milliseconds per unit. */
const TIME_PER_UNIT = 0.01;
/** Heap of a worker, MB: enough for the largest article that is read. */
export const MEMORY_LIMIT = 2048;
/** Room for what lives as long as a task, MB: a tenth less time goes into collecting it. */
export const YOUNG = 192;
/** wink-nlp keeps every word it met, 310 bytes each: a worker makes room for a new one after so many articles. */
const RECYCLE_AFTER = 10_000;
/** Loading model and lexicons takes a second on a free machine. Milliseconds. */
const START_LIMIT = 180_000;
/** How often it is looked whether a worker hangs. Milliseconds. */
const WATCH_EVERY = 100;
/** This process gives way about so often, so that an interruption is heard. Milliseconds. */
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
      for (let from = 0; from < items.length; from += TASK_ARTICLES) {
        signal?.throwIfAborted();
        outcomes.push(...(await workOn(items.slice(from, from + TASK_ARTICLES), analyzer)));
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

/** A task that a worker is at. */
interface Running {
  readonly items: readonly Item[];
  /** Set by the worker: 0 while it starts, then the number of the item that it is at, from 1. */
  readonly clock: Int32Array;
  readonly abort: AbortController;
  /** What the clock showed, and since when. */
  at: number;
  since: number;
}

/** Why a task did not come to its end, and the item that it was at; null: the worker did not even start. */
interface Failure {
  readonly index: number | null;
  /** Null: out of time. */
  readonly error: Error | null;
}

/** Starts workers. Throws when they cannot start at all. */
export async function startPool(options: PoolOptions): Promise<Workers> {
  const { jobs, signal, timeLimit = TIME_LIMIT, recycleAfter = RECYCLE_AFTER } = options;
  const filename = options.worker ?? builtWorker();
  if (filename === null) throw new Error('The workers are not built; run npm run build, or use --jobs 1.');
  const fresh = () => {
    const made = new Piscina<Task, Outcome[]>({
      filename,
      minThreads: 1,
      maxThreads: jobs,
      workerData: options.setup,
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryLimit ?? MEMORY_LIMIT,
        maxYoungGenerationSizeMb: YOUNG,
      },
      idleTimeout: 60_000,
    });
    // A worker may still die of something when its task was ended already: nobody waits for that.
    made.on('error', () => undefined);
    return made;
  };
  let pool = fresh();
  let given = 0;
  let renewing: Promise<void> | null = null;
  /** New workers begin when the old ones are gone: both at a time would take twice the memory. */
  async function renew(): Promise<void> {
    given = 0;
    while (running.size > 0) await sleep(WATCH_EVERY);
    await pool.close();
    collectGarbage();
    pool = fresh();
    renewing = null;
  }
  // Work waits here, not in the pool: a task that was given away is being done.
  const queue = new PQueue({ concurrency: jobs });
  const running = new Set<Running>();
  const watch = setInterval(() => {
    for (const task of running) {
      const at = Atomics.load(task.clock, 0);
      const now = performance.now();
      if (at !== task.at) [task.at, task.since] = [at, now];
      else if (now - task.since > limitOf(task.items[at - 1], timeLimit)) task.abort.abort();
      if (signal?.aborted && at > 0) task.abort.abort();
    }
  }, WATCH_EVERY);

  async function attempt(items: readonly Item[]): Promise<Outcome[] | Failure> {
    if (given >= recycleAfter * jobs) renewing ??= renew();
    await renewing;
    given += items.length;
    const clock = new Int32Array(new SharedArrayBuffer(4));
    const abort = new AbortController();
    const task: Running = { items, clock, abort, at: 0, since: performance.now() };
    running.add(task);
    try {
      signal?.throwIfAborted();
      return await pool.run({ items, clock }, { signal: abort.signal });
    } catch (error) {
      signal?.throwIfAborted();
      const at = Atomics.load(clock, 0);
      return { index: at > 0 ? at - 1 : null, error: abort.signal.aborted ? null : (error as Error) };
    } finally {
      running.delete(task);
    }
  }

  /** The item at which a worker failed is tried once more alone: it may have been the memory of those before it. */
  async function run(items: readonly Item[]): Promise<Outcome[]> {
    const done = await attempt(items);
    if (Array.isArray(done)) return done;
    const { index, error } = done;
    if (index === null) throw new Error(`The workers could not be started: ${error?.message ?? 'no answer'}`);
    const item = items[index]!;
    if (items.length === 1) return [{ problem: problemOf(item, error, timeLimit) }];
    const others = await run(items.toSpliced(index, 1));
    return others.toSpliced(index, 0, ...(await run([item])));
  }

  try {
    await run([]);
  } catch (error) {
    clearInterval(watch);
    await pool.destroy();
    throw error;
  }
  return {
    size: jobs,
    run: (items) => queue.add(() => run(items)),
    async close() {
      queue.clear();
      // A thread that is ended while it loads its modules may take the whole process with it.
      while ([...running].some(isStarting)) await sleep(WATCH_EVERY);
      // Until then somebody has to see that a task hangs, or the change of workers would never end.
      await renewing;
      clearInterval(watch);
      await pool.destroy();
    },
  };
}

const isStarting = ({ clock }: Running): boolean => Atomics.load(clock, 0) === 0;

/** Milliseconds that an item may take; without one, a worker to start. */
const limitOf = (item: Item | undefined, timeLimit: number): number =>
  item ? timeLimit + sizeOf(item) * TIME_PER_UNIT : START_LIMIT;

function problemOf(item: Item, error: Error | null, timeLimit: number): ReadProblem {
  const place = placeOf(item);
  const report = 'Please report it with the text.';
  if (error === null) {
    const seconds = Math.round(limitOf(item, timeLimit) / 100) / 10;
    return {
      ...place,
      code: 'analysis-timeout',
      message: `The analysis was not done after ${seconds} seconds and was ended. ${report}`,
    };
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return { ...place, code: 'out-of-memory', message: 'The analysis ran out of memory. Split the text.' };
  return {
    ...place,
    code: 'analysis-crashed',
    message: `The worker that analyzed it died: ${error.message.slice(0, 200)}. ${report}`,
  };
}
