/** The collector takes out what workers made of every article that was put in, as it arrives. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Gathered } from '../map.js';
import type { ReadProblem } from '../read/index.js';
import {
  CHUNK,
  clear,
  type Desk,
  deadEnqueuers,
  isDrained,
  JOB_ARTICLES,
  open,
  POLL,
  placeOf,
  QueueError,
  type QueueOptions,
  type QueueRun,
  runOf,
  unpack,
} from './desk.js';

/** Looks without any job left after which what is missing will not come. */
const LOST_AFTER = 25;

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
          yield unpack<Gathered>(packed[j]!);
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
