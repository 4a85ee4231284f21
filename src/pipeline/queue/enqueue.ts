/** Articles go in as jobs of a few; by hashes of their content, so that nothing goes in twice. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadItem, ReadProblem } from '../read/index.js';
import type { ArticleItem } from '../work.js';
import {
  CHUNK,
  clear,
  type Desk,
  deadEnqueuers,
  hashOf,
  JOB_ARTICLES,
  jobOf,
  LEAVE,
  open,
  QueueError,
  type QueueOptions,
  type QueueRun,
} from './desk.js';

/** Length of the articles of a job, in units of text: with their number a tenth of a second of work. */
const JOB_LENGTH = 400_000;
/** Who puts articles in says every few seconds that it is alive. */
const ALIVE_SECONDS = 15;

export interface Enqueued {
  /** Articles read; of these, put in now. */
  readonly articles: number;
  readonly added: number;
  readonly failed: readonly ReadProblem[];
  /** False: Redis keeps nothing on disk. */
  readonly kept: boolean;
}

/**
 * Puts articles in that are not there yet; one that was changed takes the place of what was there under its id. Throws
 * QueueError when the queue holds a run with other settings.
 */
export async function enqueue(
  items: AsyncIterable<ReadItem>,
  run: QueueRun,
  options: QueueOptions,
): Promise<Enqueued> {
  const desk = await open(options);
  const { redis, key } = desk;
  const me = randomUUID();
  const alive = () => redis.set(key(`alive:${me}`), '1', 'EX', ALIVE_SECONDS);
  let timer: NodeJS.Timeout | undefined;
  try {
    await begin(desk, run);
    await alive();
    timer = setInterval(() => void alive().catch(() => undefined), (ALIVE_SECONDS * 1000) / 4);
    await redis.sadd(key('enqueuing'), me);
    const counts = { articles: 0, added: 0 };
    const failed: ReadProblem[] = [];
    let chunk: ArticleItem[] = [];
    const flush = async () => {
      counts.articles += chunk.length;
      counts.added += await putIn(desk, chunk, run.fingerprint);
      chunk = [];
    };
    for await (const item of items) {
      options.signal?.throwIfAborted();
      if ('problem' in item) failed.push(item.problem);
      else chunk.push(item);
      if (chunk.length === CHUNK) await flush();
    }
    await flush();
    await putProblems(desk, failed);
    // Who did not come to the end before is made good by this one.
    await redis.srem(key('enqueuing'), me, ...(await deadEnqueuers(desk)));
    const [, kept] = ((await redis.config('GET', 'appendonly').catch(() => [])) as string[]) ?? [];
    return { ...counts, failed, kept: kept !== 'no' };
  } finally {
    clearInterval(timer);
    const gone = redis.del(key(`alive:${me}`));
    await Promise.race([gone, sleep(LEAVE, undefined, { ref: false })]).catch(() => undefined);
    await desk.close();
  }
}

async function begin({ redis, key }: Desk, { fingerprint, setup }: QueueRun): Promise<void> {
  await redis.hsetnx(key('run'), 'setup', setup);
  await redis.hsetnx(key('run'), 'fingerprint', fingerprint);
  if ((await redis.hget(key('run'), 'fingerprint')) !== fingerprint) {
    throw new QueueError(
      'The queue holds articles that were put in with other settings, lexicons or another version of framescope. Collect them first, take another --queue, or drop them: framescope enqueue --discard',
    );
  }
}

/** Jobs first, then the list of what is to be collected: who dies between the two puts the same jobs in again. */
async function putIn({ redis, queue, key }: Desk, chunk: readonly ArticleItem[], fingerprint: string) {
  if (chunk.length === 0) return 0;
  const hashes = chunk.map((item) => hashOf(fingerprint, JSON.stringify(item)));
  const there = await redis.hmget(key('articles'), ...chunk.map(({ article }) => article.id));
  const fresh = chunk.filter((_, i) => there[i] !== hashes[i]);
  if (fresh.length === 0) return 0;
  await queue.addBulk(batches(fresh).map((items) => jobOf(items, fingerprint, 0)));
  await redis.hset(
    key('articles'),
    ...chunk.flatMap(({ article }, i) => (there[i] === hashes[i] ? [] : [article.id, hashes[i]!])),
  );
  return fresh.length;
}

function* batchesOf(items: readonly ArticleItem[]): Generator<ArticleItem[]> {
  let batch: ArticleItem[] = [];
  let length = 0;
  for (const item of items) {
    batch.push(item);
    length += item.article.text.length;
    if (batch.length < JOB_ARTICLES && length < JOB_LENGTH) continue;
    yield batch;
    [batch, length] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
const batches = (items: readonly ArticleItem[]): ArticleItem[][] => [...batchesOf(items)];

async function putProblems({ redis, key }: Desk, failed: readonly ReadProblem[]): Promise<void> {
  const byFile = new Map<string, ReadProblem[]>();
  for (const one of failed) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  for (const [file, all] of byFile) await redis.hset(key('problems'), file, JSON.stringify(all));
}

/** Drops everything that a queue holds. */
export async function discard(options: QueueOptions): Promise<void> {
  const desk = await open(options);
  try {
    await clear(desk);
  } finally {
    await desk.close();
  }
}
