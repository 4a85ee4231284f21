/**
 * One job over many machines, on BullMQ with Redis: articles go in as jobs of a few, workers put what they make of
 * each beside them, and a collector takes it out. Everything goes by hashes of content, so that nothing is lost, and
 * nothing counts twice, when a process dies or Redis itself does.
 */
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync, inflateSync } from 'node:zlib';
import { type Job, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Gathered } from './map.js';
import type { ReadItem, ReadProblem } from './read/index.js';

/** Articles of a job, and their length in units of text: a tenth of a second of work, so a lost one costs little. */
const JOB_ARTICLES = 25;
const JOB_LENGTH = 400_000;
/** Articles looked up at a time. */
const CHUNK = 500;
/** Of deflate: less than half the time of the usual 6 for 12 % more. */
const LEVEL = 3;
/** How often an article is tried whose worker dies. */
export const TRIES = 3;
/** A worker that has not been heard of for so long is dead; an article takes milliseconds. Seconds. */
export const LOCK_SECONDS = 30;
/** Who puts articles in says every few seconds that it is alive. */
const ALIVE_SECONDS = 15;
/** How long one that is interrupted tries to say so. Milliseconds. */
const LEAVE = 2000;
/** How long a worker that is told to end waits for the job at hand. Milliseconds. */
const FAREWELL = 20_000;
/** Milliseconds between two looks. */
const POLL = 200;
/** Looks without any job left after which what is missing will not come. */
const LOST_AFTER = 25;

/** Redis is not there, or what it holds cannot be used; the message says what to do. */
export class QueueError extends Error {}

export interface QueueOptions {
  /** `redis://host:port/0` */
  readonly url: string;
  /** Name of the job; several can stand in one Redis. */
  readonly queue: string;
  readonly signal?: AbortSignal;
}

type ArticleItem = Extract<ReadItem, { article: unknown }>;

/** What workers and the collector have to know of a run. */
export interface QueueRun {
  /** Hash of all that changes the output besides the articles. */
  readonly fingerprint: string;
  /** Settings and lexicons, as JSON; only their readers look into it. Of equal runs the first one's is kept. */
  readonly setup: string;
}

interface JobData {
  readonly fingerprint: string;
  /** Deflated JSON, base64: a third of the text. */
  readonly items: string;
  /** How often the articles were tried before, in another job. */
  readonly tried: number;
}

interface Desk {
  readonly redis: Redis;
  readonly queue: Queue<JobData>;
  readonly key: (name: string) => string;
  close(): Promise<void>;
}

const PREFIX = 'framescope';

async function open({ url, queue: name, signal }: QueueOptions): Promise<Desk> {
  await mustAnswer(url);
  // Once it answered it is waited for, however long it is away.
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, 2000),
  });
  redis.on('error', () => undefined);
  const queue = new Queue<JobData>(name, { connection: redis, prefix: PREFIX });
  queue.on('error', () => undefined);
  const stop = () => void setTimeout(() => redis.disconnect(), LEAVE).unref();
  signal?.addEventListener('abort', stop, { once: true });
  return {
    redis,
    queue,
    key: (what) => `${PREFIX}-run:${name}:${what}`,
    async close() {
      signal?.removeEventListener('abort', stop);
      await queue.close().catch(() => undefined);
      redis.disconnect();
    },
  };
}

async function mustAnswer(url: string): Promise<void> {
  let last = 'no answer';
  let probe: Redis;
  try {
    probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5000 });
  } catch (error) {
    throw new QueueError(`${url}: ${(error as Error).message}`);
  }
  probe.on('error', (error: Error) => {
    last = error.message;
  });
  try {
    await probe.connect();
  } catch (error) {
    const reason = last === 'no answer' ? (error as Error).message : last;
    throw new QueueError(
      `No Redis answers at ${placeOf(url)} (${reason}). Start one: redis-server --appendonly yes`,
    );
  } finally {
    probe.disconnect();
  }
}

/** Without its password. */
function placeOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

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
    await Promise.race([redis.del(key(`alive:${me}`)), sleep(LEAVE)]).catch(() => undefined);
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

function jobOf(items: readonly ArticleItem[], fingerprint: string, tried: number) {
  const text = JSON.stringify(items);
  return {
    name: 'articles',
    data: { fingerprint, items: deflateSync(text, { level: LEVEL }).toString('base64'), tried },
    opts: {
      jobId: `a-${hashOf(fingerprint, String(tried), text)}`,
      // What Redis or a network does to a job is tried again; what an article does is counted apart.
      attempts: 20,
      backoff: { type: 'fixed', delay: 500 },
      removeOnComplete: true,
    },
  };
}

const itemsOf = ({ items }: JobData): ArticleItem[] =>
  JSON.parse(inflateSync(Buffer.from(items, 'base64')).toString('utf8')) as ArticleItem[];

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);

async function putProblems({ redis, key }: Desk, failed: readonly ReadProblem[]): Promise<void> {
  const byFile = new Map<string, ReadProblem[]>();
  for (const one of failed) byFile.set(one.file, [...(byFile.get(one.file) ?? []), one]);
  for (const [file, all] of byFile) await redis.hset(key('problems'), file, JSON.stringify(all));
}

/** Those that began to put articles in, did not end, and are not alive. */
async function deadEnqueuers({ redis, key }: Desk): Promise<string[]> {
  const dead: string[] = [];
  for (const one of await redis.smembers(key('enqueuing')))
    if (!(await redis.exists(key(`alive:${one}`)))) dead.push(one);
  return dead;
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

async function clear({ redis, queue, key }: Desk): Promise<void> {
  await queue.obliterate({ force: true });
  await redis.del(...['run', 'articles', 'problems', 'results', 'done', 'enqueuing'].map(key));
}

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
    // Without Redis the job at hand cannot be handed in; it is left to others.
    await Promise.race([worker.close(), sleep(FAREWELL, undefined, { ref: false })]);
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
    all.hset(key('results'), hash, deflateSync(JSON.stringify(result), { level: LEVEL }));
    all.rpush(key('done'), hash);
  }
  const replies = await all.exec();
  for (const [error] of replies ?? []) if (error) throw error;
}

async function runOf({ redis, key }: Desk): Promise<QueueRun | null> {
  const [fingerprint, setup] = await redis.hmget(key('run'), 'fingerprint', 'setup');
  return fingerprint && setup ? { fingerprint, setup } : null;
}

async function isDrained(desk: Desk): Promise<boolean> {
  const { waiting, active, delayed, prioritized } = await desk.queue.getJobCounts();
  return (
    [waiting, active, delayed, prioritized].every((n) => !n) &&
    !(await desk.redis.scard(desk.key('enqueuing')))
  );
}

export interface Gathering {
  readonly run: QueueRun;
  /** What became of every article that was put in, as it arrives, and what could not be read. Ends when all is in. */
  readonly all: AsyncGenerator<Gathered>;
  /** Empties the queue; once what was gathered stands on disk. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Throws QueueError when nothing was put in, or when something of it is lost. */
export async function gather(
  options: QueueOptions & { readonly onProgress?: (done: number, of: number) => void },
): Promise<Gathering> {
  const desk = await open(options);
  const run = await runOf(desk);
  if (!run) {
    await desk.close();
    throw new QueueError(
      `Nothing was put in at ${placeOf(options.url)}. First: framescope enqueue <paths> --redis URL`,
    );
  }
  return {
    run,
    all: arriving(desk, options),
    finish: () => clear(desk),
    close: () => desk.close(),
  };
}

async function* arriving(
  desk: Desk,
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void },
): AsyncGenerator<Gathered> {
  const { redis, key } = desk;
  const taken = new Map<string, string>();
  let cursor = 0;
  for (;;) {
    const wanted = await wantedOf(desk, taken, signal);
    if (wanted.size === 0) break;
    let idle = 0;
    while (wanted.size > 0) {
      signal?.throwIfAborted();
      const hashes = await redis.lrange(key('done'), cursor, cursor + CHUNK - 1);
      cursor += hashes.length;
      const news = [...new Set(hashes)].filter((hash) => wanted.has(hash));
      // Some at a time: a record may be large.
      for (let i = 0; i < news.length; i += JOB_ARTICLES) {
        const some = news.slice(i, i + JOB_ARTICLES);
        const packed = await redis.hmgetBuffer(key('results'), ...some);
        for (const [j, hash] of some.entries()) {
          yield JSON.parse(inflateSync(packed[j]!).toString('utf8')) as Gathered;
          taken.set(wanted.get(hash)!, hash);
          wanted.delete(hash);
        }
      }
      onProgress?.(taken.size, taken.size + wanted.size);
      if (hashes.length > 0) idle = 0;
      else {
        idle = (await isDrained(desk)) ? idle + 1 : 0;
        if (idle > LOST_AFTER) await giveBack(desk, wanted);
        await sleep(POLL, undefined, { signal });
      }
    }
    // A list gone on from the beginning is looked through once more: articles put in meanwhile may be done already.
    cursor = 0;
  }
  for (const all of Object.values(await redis.hgetall(key('problems'))))
    for (const problem of JSON.parse(all) as ReadProblem[]) yield { problem };
}

/** What is to be collected and was not taken, by hash, once nobody puts anything in. */
async function wantedOf(
  desk: Desk,
  taken: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<Map<string, string>> {
  const { redis, key } = desk;
  while (await redis.scard(key('enqueuing'))) {
    if ((await deadEnqueuers(desk)).length > 0) {
      throw new QueueError(
        'Somebody began to put articles in and did not come to the end. Do it again: framescope enqueue <paths> --redis URL',
      );
    }
    await sleep(POLL, undefined, { signal });
  }
  const wanted = new Map<string, string>();
  let cursor = '0';
  do {
    const [next, fields] = await redis.hscan(key('articles'), cursor, 'COUNT', 1000);
    cursor = next;
    for (let i = 0; i < fields.length; i += 2) {
      const [id, hash] = [fields[i]!, fields[i + 1]!];
      const before = taken.get(id);
      if (before === undefined) wanted.set(hash, id);
      else if (before !== hash)
        throw new QueueError(`The article "${id}" was changed while it was gathered. Collect again.`);
    }
  } while (cursor !== '0');
  return wanted;
}

/** Articles without a job and without a result: Redis lost them. They can be put in again. */
async function giveBack({ redis, key }: Desk, wanted: ReadonlyMap<string, string>): Promise<never> {
  await redis.hdel(key('articles'), ...wanted.values());
  throw new QueueError(
    `Redis lost ${wanted.size} articles; it has to keep what it is given (redis-server --appendonly yes). Put them in again and collect: framescope enqueue <paths> --redis URL`,
  );
}
