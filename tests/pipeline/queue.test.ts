import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enqueue, FAREWELL, gather, QueueError, TRIES } from '../../src/pipeline/queue.js';
import type { ReadItem } from '../../src/pipeline/read/index.js';
import { article } from '../helpers/article.js';
import { freshFolder } from '../helpers/folder.js';
import {
  CLI,
  differing,
  has,
  isBuilt,
  listOf,
  outcome,
  PATIENCE,
  row,
  run,
  until,
  writeCorpus,
} from './built.js';

const { at, put } = freshFolder('queue');
let port: number;
let redis: Redis;
const started: ChildProcess[] = [];
const url = () => `redis://127.0.0.1:${port}`;
const here = () => ({ url: url(), queue: 'articles' });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return free;
}

function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: 'ignore' });
  started.push(child);
  return child;
}

async function startRedis(): Promise<ChildProcess> {
  const where = ['--port', String(port), '--bind', '127.0.0.1', '--dir', at('redis')];
  const server = start('redis-server', [...where, '--appendonly', 'yes', '--save', '']);
  await until(async () => (await redis.ping().catch(() => '')) === 'PONG');
  return server;
}

const worker = (): ChildProcess =>
  start(process.execPath, [CLI, 'worker', '--redis', url(), '--jobs', '1', '--lock', '2']);

const ended = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
};

async function* items(...numbers: number[]): AsyncGenerator<ReadItem> {
  for (const n of numbers) {
    const { text, ...more } = row(n);
    yield { article: article(text, more), file: `in/${n}.txt`, notes: [] };
  }
}

describe.skipIf(!isBuilt || !has('redis-server'))('the queue', { timeout: PATIENCE }, () => {
  beforeEach(async () => {
    mkdirSync(at('redis'));
    port = await freePort();
    redis = new Redis(url(), { maxRetriesPerRequest: 0, retryStrategy: () => 100 });
    redis.on('error', () => undefined);
    await startRedis();
  });
  afterEach(async () => {
    redis.disconnect();
    for (const child of started.splice(0)) {
      child.kill('SIGKILL');
      await ended(child);
    }
  });

  it('gives the files of one machine when a worker is killed, and Redis too', async () => {
    writeCorpus(at('in'), 200);
    run(['analyze', at('in'), '-o', at('one'), '--jobs', '1']);
    expect(run(['enqueue', at('in'), '--redis', url()]).stdout).toMatch(/^202 articles put in\.$/mu);
    const workers = [worker(), worker(), worker()];
    const collect = start(process.execPath, [CLI, 'collect', '-o', at('two'), '--redis', url()]);
    const done = () => redis.llen('framescope-run:articles:done').catch(() => 0);
    await until(async () => (await done()) > 0);
    workers[0]!.kill('SIGKILL');
    started[0]!.kill('SIGKILL');
    await Promise.all([ended(workers[0]!), ended(started[0]!)]);
    await startRedis();
    expect(await done()).toBeLessThan(202);
    expect(await ended(collect)).toBe(3);
    const first = outcome(at('one'));
    expect(first['csv/problems.csv']).toContain('duplicate-id');
    expect(differing(outcome(at('two')), first)).toEqual([]);
    // What was gathered is gone from Redis; who works on ends when told.
    expect(await redis.keys('*:results')).toEqual([]);
    for (const one of workers.slice(1)) {
      one.kill('SIGINT');
      expect(await ended(one)).toBe(0);
    }
  });

  it('is left at once when nothing is left to do', () => {
    writeCorpus(at('in'), 2);
    run(['enqueue', at('in'), '--redis', url()]);
    const began = performance.now();
    expect(run(['worker', '--redis', url(), '--jobs', '1', '--drain']).stdout).toContain('articles analyzed');
    // A worker that has closed its queue does not wait as one whose Redis is away.
    expect(performance.now() - began).toBeLessThan(FAREWELL);
  });

  it('takes over what a killed worker held', async () => {
    writeCorpus(at('in'), 200);
    run(['enqueue', at('in'), '--redis', url()]);
    const first = worker();
    await until(async () => (await redis.llen('framescope-run:articles:done')) > 0);
    first.kill('SIGKILL');
    await ended(first);
    const held = await redis.llen('framescope:articles:active');
    expect(held).toBe(1);
    worker();
    await until(async () => (await redis.hlen('framescope-run:articles:results')) === 202);
  });

  it('does nothing twice, and takes a changed article instead of the one before', async () => {
    const one = { fingerprint: 'f', setup: '{}' };
    const waiting = () => redis.llen('framescope:articles:wait');
    expect(await enqueue(items(1, 2, 3), one, here())).toMatchObject({ articles: 3, added: 3 });
    expect(await waiting()).toBe(1);
    expect(await enqueue(items(1, 2, 3), one, here())).toMatchObject({ articles: 3, added: 0 });
    expect(await enqueue(items(3, 4), one, here())).toMatchObject({ added: 1 });
    expect(await waiting()).toBe(2);
    async function* changed(): AsyncGenerator<ReadItem> {
      for await (const item of items(1))
        if ('article' in item) yield { ...item, article: { ...item.article, text: row(50).text } };
    }
    expect(await enqueue(changed(), one, here())).toMatchObject({ added: 1 });
    expect(await redis.hlen('framescope-run:articles:articles')).toBe(4);
    await expect(enqueue(items(1), { ...one, fingerprint: 'g' }, here())).rejects.toThrow(/other settings/u);
  });

  it(`gives an article up after ${TRIES} dead workers, and only that one`, async () => {
    await enqueue(items(1, 2, 3), { fingerprint: 'f', setup: '{}' }, here());
    const module = pathToFileURL(path.join(path.dirname(CLI), 'pipeline/queue.js')).href;
    const deadly = `
      import { work } from ${JSON.stringify(module)};
      const analyze = async (items) => items.map(({ article, file }) => {
        if (article.id === 'r2') process.kill(process.pid, 'SIGKILL');
        return { id: article.id, file, contentHash: '', rows: {} };
      });
      await work({ url: ${JSON.stringify(url())}, queue: 'articles', lockSeconds: 1, drain: true, prepare: async () => analyze });`;
    let deaths = 0;
    for (; deaths < 10; deaths++) {
      const child = start(process.execPath, ['--input-type=module', '-e', deadly]);
      await ended(child);
      if (child.signalCode !== 'SIGKILL') break;
    }
    expect(deaths).toBe(TRIES);
    const gathering = await gather(here());
    const all = await listOf(gathering.all);
    await gathering.close();
    expect(all.flatMap((one) => ('id' in one ? [one.id] : [])).sort()).toEqual(['r1', 'r3']);
    expect(all.filter((one) => 'problem' in one)).toMatchObject([
      { problem: { file: 'in/2.txt', document: 'r2', code: 'analysis-crashed' } },
    ]);
  });

  it('does not gather what somebody put in halfway, until it is put in again', async () => {
    const one = { fingerprint: 'f', setup: '{}' };
    async function* broken(): AsyncGenerator<ReadItem> {
      yield* items(1);
      throw new Error('the disk is gone');
    }
    await expect(enqueue(broken(), one, here())).rejects.toThrow('the disk is gone');
    const halfway = await gather(here());
    await expect(listOf(halfway.all)).rejects.toThrow(/did not come to the end/u);
    await halfway.close();
    await enqueue(items(), one, here());
    const whole = await gather(here());
    expect(await listOf(whole.all)).toEqual([]);
    await whole.close();
  });

  it('is refused by a worker that would analyze otherwise', async () => {
    writeCorpus(at('in'), 1);
    put('own.dic', '%\n1\tfleet\n%\nship*\t1\n');
    run(['enqueue', at('in'), '--lexicon', at('own.dic'), '--redis', url()]);
    // The lexicon travels with the articles: it is not needed where they are analyzed and gathered.
    run(['analyze', at('in'), '--lexicon', at('own.dic'), '-o', at('one'), '--jobs', '1']);
    rmSync(at('own.dic'));
    const command = ['worker', '--redis', url(), '--jobs', '1', '--drain'];
    expect(run(command).status).toBe(0);
    expect(run(['collect', '-o', at('two'), '--redis', url(), '--keep']).status).toBe(3);
    const first = outcome(at('one'));
    expect(first['csv/markers.csv']).toContain(',own,');
    expect(differing(outcome(at('two')), first)).toEqual([]);
    await redis.hset('framescope-run:articles:run', 'fingerprint', 'of another version');
    const { status, stderr } = run(command);
    expect(status).toBe(1);
    expect(stderr).toMatch(/another version/u);
  });

  it('says what Redis lost, and takes it again', async () => {
    const one = { fingerprint: 'f', setup: '{}' };
    await enqueue(items(1, 2), one, here());
    const queue = new Queue('articles', { connection: redis, prefix: 'framescope' });
    await queue.obliterate({ force: true });
    await queue.close();
    const gathering = await gather(here());
    await expect(listOf(gathering.all)).rejects.toThrow(/lost 2 articles/u);
    await gathering.close();
    expect(await enqueue(items(1, 2), one, here())).toMatchObject({ added: 2 });
  });

  it('is left by a collector and a worker that are told to end while Redis is away', async () => {
    writeCorpus(at('in'), 1);
    run(['enqueue', at('in'), '--redis', url()]);
    const collect = start(process.execPath, [CLI, 'collect', '-o', at('out'), '--redis', url()]);
    const idle = start(process.execPath, [CLI, 'worker', '--redis', url(), '--queue', 'other']);
    await until(async () => existsSync(at('out/framescope.lock')));
    await until(async () => Number(await redis.exists('framescope:other:stalled-check')) === 1);
    started[0]!.kill('SIGKILL');
    await ended(started[0]!);
    for (const child of [collect, idle]) child.kill('SIGINT');
    expect(await ended(collect)).toBe(130);
    expect(await ended(idle)).toBe(0);
  });

  it('is emptied by --discard, and is told what nobody can use', async () => {
    writeCorpus(at('in'), 1);
    run(['enqueue', at('in'), '--redis', url()]);
    expect(run(['enqueue', at('in'), '--redis', url()]).stdout).toMatch(
      /^0 of 4 articles put in, the others/u,
    );
    // Without paths, no default folder is put in.
    expect(run(['enqueue', '--redis', url(), '--discard'])).toMatchObject({ status: 0, stderr: '' });
    expect(await redis.keys('*')).toEqual([]);
    mkdirSync(at('empty'));
    for (const [args, status, words] of [
      [['enqueue', at('empty'), '--redis', url()], 1, 'No article could be read; nothing was put in.'],
      [['worker', '--redis', `http://127.0.0.1:${port}`], 1, 'is no address of a Redis'],
      [['worker', '--redis', ''], 1, 'is no address of a Redis'],
      [['worker', '--redis', url(), '--queue', 'a:b'], 2, 'letters, digits'],
    ] as const) {
      const { status: code, stderr } = run(args);
      expect([code, stderr]).toEqual([status, expect.stringContaining(words)]);
    }
    await redis.config('SET', 'maxmemory', '1');
    const full = run(['enqueue', at('in'), '--redis', url()]);
    expect([full.status, full.stderr]).toEqual([
      1,
      expect.stringMatching(/^Redis refuses it: OOM .*maxmemory/mu),
    ]);
    expect(full.stderr).not.toContain('    at ');
    await redis.config('SET', 'requirepass', 'pw');
    const { status, stderr } = run(['worker', '--redis', url()]);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/lets nobody in like this \(NOAUTH/u)]);
  });

  it('tells of a Redis that is not there without its password, and of an empty one', async () => {
    await expect(gather(here())).rejects.toThrow(QueueError);
    const { status, stderr } = run(['collect', '-o', at('out'), '--redis', `redis://:secret@127.0.0.1:1`]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^No Redis answers at 127\.0\.0\.1:1 .*redis-server/u);
    expect(stderr).not.toContain('secret');
  });
});
