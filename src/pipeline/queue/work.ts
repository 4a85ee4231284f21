/** Workers take jobs, analyze their articles and put what they make of each beside them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Job, Worker } from 'bullmq';
import type { Gathered } from '../map.js';
import type { ArticleItem } from '../work.js';
import {
  type Desk,
  hashOf,
  isDrained,
  itemsOf,
  type JobData,
  jobOf,
  LEAVE,
  open,
  POLL,
  PREFIX,
  pack,
  QueueError,
  type QueueOptions,
  type QueueRun,
  runOf,
} from './desk.js';

/** How often an article is tried whose worker dies. */
export const TRIES = 3;
/** A worker that has not been heard of for so long is dead; an article takes milliseconds. Seconds. */
export const LOCK_SECONDS = 30;
/** How long a worker that is told to end waits for the job at hand. Milliseconds. */
export const FAREWELL = 20_000;

/** Analyzes articles, in their order; rejects only for what is wrong with the machine. */
export type AnalyzeItems = (items: readonly ArticleItem[]) => Promise<Gathered[]>;

export interface WorkOptions extends QueueOptions {
  /** Makes this machine ready for a run; throws QueueError when it cannot do it. */
  readonly prepare: (run: QueueRun) => Promise<AnalyzeItems>;
  readonly lockSeconds?: number;
  /** Ends when nothing is left to do, instead of waiting for more. */
  readonly drain?: boolean;
  /** Jobs at the same time. */
  readonly concurrency?: number;
  readonly onJob?: (articles: number) => void;
  readonly onTrouble?: (message: string) => void;
}

/** Works on what is put in until it is told to end; the job at hand is finished then. Resolves to the articles done. */
export async function work(options: WorkOptions): Promise<number> {
  const { signal, onJob, onTrouble, lockSeconds = LOCK_SECONDS } = options;
  const desk = await open({ ...options, signal: undefined });
  let articles = 0;
  let ready: { fingerprint: string; analyze: AnalyzeItems } | null = null;
  let fatal: Error | null = null;
  async function readyFor(fingerprint: string): Promise<AnalyzeItems> {
    if (ready?.fingerprint !== fingerprint) {
      const run = await runOf(desk);
      if (run?.fingerprint !== fingerprint) throw new Error('the run is gone');
      ready = { fingerprint, analyze: await options.prepare(run) };
    }
    return ready.analyze;
  }
  async function process(job: Job<JobData>): Promise<void> {
    const items = itemsOf(job.data);
    const { fingerprint, tried } = job.data;
    const before = job.stalledCounter ?? 0;
    if (before > 0 && items.length > 1) {
      // Whatever ended the worker: alone, an article can end nobody but itself.
      await desk.queue.addBulk(items.map((item) => jobOf([item], fingerprint, before)));
      return;
    }
    const analyze = await readyFor(fingerprint).catch((error) => {
      if (error instanceof QueueError) fatal = error;
      throw error;
    });
    const results = tried + before >= TRIES ? items.map(gaveUp) : await analyze(items);
    await putResults(
      desk,
      items.map((item, i) => [hashOf(fingerprint, JSON.stringify(item)), results[i]!]),
    );
    articles += items.length;
    onJob?.(items.length);
  }
  // Who cannot do the run that is there does not begin.
  const there = await runOf(desk);
  try {
    if (there) await readyFor(there.fingerprint);
  } catch (error) {
    await desk.close();
    throw error;
  }
  const worker = new Worker<JobData>(options.queue, process, {
    connection: desk.redis,
    prefix: PREFIX,
    concurrency: options.concurrency ?? 1,
    lockDuration: lockSeconds * 1000,
    stalledInterval: lockSeconds * 500,
    // Counted here, by article; see TRIES.
    maxStalledCount: 100,
  });
  let told = '';
  worker.on('error', ({ message }) => {
    if (message !== told) onTrouble?.(message);
    told = message;
  });
  try {
    while (!signal?.aborted && fatal === null) {
      await sleep(POLL, undefined, { signal }).catch(() => undefined);
      if (options.drain && !signal?.aborted && (await isDrained(desk))) break;
    }
  } finally {
    const patience = desk.redis.status === 'ready' ? FAREWELL : LEAVE;
    const inTime = worker.close().then(() => true);
    if (!(await Promise.race([inTime, sleep(patience, false, { ref: false })])))
      onTrouble?.('it is away, so the job at hand could not be handed in; another worker will take it over');
    await desk.close();
  }
  if (fatal) throw fatal;
  return articles;
}

const gaveUp = ({ article, file }: ArticleItem): Gathered => ({
  problem: {
    file,
    document: article.id,
    code: 'analysis-crashed',
    message: `The worker died ${TRIES} times while it analyzed it. Please report it with the text.`,
  },
});

async function putResults({ redis, key }: Desk, results: readonly (readonly [string, Gathered])[]) {
  const all = redis.multi();
  for (const [hash, result] of results) {
    all.hset(key('results'), hash, pack(JSON.stringify(result)));
    all.rpush(key('done'), hash);
  }
  const replies = await all.exec();
  for (const [error] of replies ?? []) if (error) throw error;
}
