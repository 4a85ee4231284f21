/** What all who share a queue know of it: how Redis is reached, what stands where, and how a job is written. */
import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import type { ArticleItem } from '../work.js';

/** Articles of a job: few enough that a lost one costs little. */
export const JOB_ARTICLES = 25;
/** Articles looked up at a time. */
export const CHUNK = 500;
/** Of deflate: less than half the time of the usual 6 for 12 % more. */
const LEVEL = 3;
/** How long one that is interrupted tries to say so. Milliseconds. */
export const LEAVE = 2000;
/** Milliseconds between two looks. */
export const POLL = 200;

/** Redis is not there, or what it holds cannot be used; the message says what to do. */
export class QueueError extends Error {}

export interface QueueOptions {
  /** `redis://host:port/0` */
  readonly url: string;
  /** Name of the job; several can stand in one Redis. */
  readonly queue: string;
  readonly signal?: AbortSignal;
}

/** What workers and the collector have to know of a run. */
export interface QueueRun {
  /** Hash of all that changes the output besides the articles. */
  readonly fingerprint: string;
  /** Settings and lexicons, as JSON; only their readers look into it. Of equal runs the first one's is kept. */
  readonly setup: string;
}

export interface JobData {
  readonly fingerprint: string;
  /** Deflated JSON, base64: a third of the text. */
  readonly items: string;
  /** How often the articles were tried before, in another job. */
  readonly tried: number;
}

export interface Desk {
  readonly redis: Redis;
  readonly queue: Queue<JobData>;
  readonly key: (name: string) => string;
  close(): Promise<void>;
}

export const PREFIX = 'framescope';

/** Throws QueueError when no Redis answers. */
export async function open({ url, queue: name, signal }: QueueOptions): Promise<Desk> {
  await mustAnswer(url);
  // Once it answered it is waited for, however long it is away.
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    // Null gives what waits for an answer up, so that whoever is interrupted comes to an end.
    retryStrategy: (times) => (signal?.aborted ? null : Math.min(100 * times, 2000)),
  });
  redis.on('error', () => undefined);
  let queue: Queue<JobData>;
  try {
    queue = new Queue<JobData>(name, { connection: redis, prefix: PREFIX });
  } catch (error) {
    // A name that cannot be; an open connection would keep the process.
    redis.disconnect();
    throw new QueueError(`The queue cannot be called "${name}": ${(error as Error).message}`);
  }
  queue.on('error', () => undefined);
  const leave = () => {
    // Between two tries to connect that would give nothing up; the next try does.
    if (redis.status !== 'reconnecting') redis.disconnect();
  };
  const stop = () => void setTimeout(leave, LEAVE).unref();
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

/** Other schemes are taken for the path of a socket by the client. */
const SCHEME = /^(?!rediss?:)[a-z][a-z\d+.-]*:\/\//iu;

async function mustAnswer(url: string): Promise<void> {
  if (url.trim() === '' || SCHEME.test(url))
    throw new QueueError(`"${url}" is no address of a Redis. Write redis://host:port`);
  let last = 'no answer';
  let probe: Redis;
  try {
    probe = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 5000 });
  } catch (error) {
    throw new QueueError(
      `"${url}" is no address of a Redis (${(error as Error).message}). Write redis://host:port`,
    );
  }
  probe.on('error', (error: Error) => {
    last = error.message;
  });
  try {
    await probe.connect();
  } catch (error) {
    const reason = last === 'no answer' ? (error as Error).message : last;
    if (/^(?:NOAUTH|WRONGPASS|NOPERM)/u.test(reason)) {
      throw new QueueError(
        `The Redis at ${placeOf(url)} lets nobody in like this (${reason}). Write redis://:password@host:port or redis://user:password@host:port`,
      );
    }
    throw new QueueError(
      `No Redis answers at ${placeOf(url)} (${reason}). Start one: redis-server --appendonly yes`,
    );
  } finally {
    probe.disconnect();
  }
}

/** Without its password. */
export function placeOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** `tried`: how often its articles were tried before. */
export function jobOf(items: readonly ArticleItem[], fingerprint: string, tried: number) {
  const text = JSON.stringify(items);
  return {
    name: 'articles',
    data: { fingerprint, items: pack(text).toString('base64'), tried },
    opts: {
      jobId: `a-${hashOf(fingerprint, String(tried), text)}`,
      // What Redis or a network does to a job is tried again; what an article does is counted apart.
      attempts: 20,
      backoff: { type: 'fixed', delay: 500 },
      removeOnComplete: true,
    },
  };
}

export const itemsOf = ({ items }: JobData): ArticleItem[] => unpack(Buffer.from(items, 'base64'));

/** JSON text as it stands in Redis, and the value back from there. */
export const pack = (text: string): Buffer => deflateSync(text, { level: LEVEL });
export const unpack = <T>(packed: Uint8Array): T => JSON.parse(inflateSync(packed).toString('utf8')) as T;

/** One name for content: articles and jobs go by it. */
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);

/** The run that the queue holds; null: nothing was put in. */
export async function runOf({ redis, key }: Desk): Promise<QueueRun | null> {
  const [fingerprint, setup] = await redis.hmget(key('run'), 'fingerprint', 'setup');
  return fingerprint && setup ? { fingerprint, setup } : null;
}

/** No job is left, and nobody is putting any in. */
export async function isDrained(desk: Desk): Promise<boolean> {
  const { waiting, active, delayed, prioritized } = await desk.queue.getJobCounts();
  return (
    [waiting, active, delayed, prioritized].every((n) => !n) &&
    !(await desk.redis.scard(desk.key('enqueuing')))
  );
}

/** Those that began to put articles in, did not end, and are not alive. */
export async function deadEnqueuers({ redis, key }: Desk): Promise<string[]> {
  const dead: string[] = [];
  for (const one of await redis.smembers(key('enqueuing')))
    if (!(await redis.exists(key(`alive:${one}`)))) dead.push(one);
  return dead;
}

/** Takes away everything that the queue holds. */
export async function clear({ redis, queue, key }: Desk): Promise<void> {
  await queue.obliterate({ force: true });
  await redis.del(...['run', 'articles', 'problems', 'results', 'done', 'enqueuing'].map(key));
}
