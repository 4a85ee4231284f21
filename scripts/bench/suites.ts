/** What is measured: each suite gives plain figures, which `docs/benchmarks.json` keeps. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import compromise from 'compromise';
import { Redis } from 'ioredis';
import Sentiment from 'sentiment';
import { loadLexicons } from '../../src/lexicons/load.js';
import { calibrationOf } from '../errors/quotes.js';
import { winkAlone } from '../wink-alone.js';
import { type Cores, canHave } from './cores.js';
import { articles, textOf, writeArticles } from './corpus.js';
import {
  analysisOf,
  bytesOf,
  empty,
  freePort,
  median,
  PART,
  phases,
  ROUNDS,
  round,
  run,
  start,
  timeInTurns,
  type Usage,
} from './measure.js';
import { analyzeInTasks } from './wink.js';

type Figures = Readonly<Record<string, unknown>>;
type Tell = (line: string) => void;

export interface Suite {
  readonly name: string;
  /** Minutes on a machine of two cores. */
  readonly minutes: number;
  readonly measure: (tell: Tell) => Promise<Figures>;
}

/** Articles, or a part of them when the suites are tried out. */
const part = (count: number): number => Math.ceil(count / PART);

const PEER_ARTICLES = part(300);
/** The whole analysis beside other packages, in this process, one thread, rounds alternating. */
async function peers(tell: Tell): Promise<Figures> {
  const rows = [...articles(PEER_ARTICLES)];
  const texts = rows.map(({ text }) => text);
  const articlesOf = rows.map((row) => ({ ...row, url: null, event: null, language: null }));
  const lexicons = loadLexicons();
  const alone = winkAlone();
  const sentiment = new Sentiment();
  const seconds = timeInTurns(
    {
      framescope: () => analyzeInTasks(articlesOf, lexicons),
      wink() {
        for (const text of texts) alone(text);
      },
      sentiment() {
        for (const text of texts) sentiment.analyze(text);
      },
      compromise() {
        for (const text of texts) compromise(text).json();
      },
    },
    (name, took) => tell(`${name}: ${Math.round(PEER_ARTICLES / took)} articles/s`),
  );
  const ratios = seconds.framescope.map((own, i) => seconds.wink[i]! / own);
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/u).length, 0) / texts.length;
  return {
    articles: PEER_ARTICLES,
    rounds: ROUNDS,
    words: Math.round(words),
    perSecond: Object.fromEntries(
      Object.entries(seconds).map(([name, took]) => [name, Math.round(PEER_ARTICLES / median(took))]),
    ),
    ofWink: round(median(ratios)),
    ofWinkFrom: round(Math.min(...ratios)),
    ofWinkTo: round(Math.max(...ratios)),
  };
}

/** The articles of a count, made once. */
async function corpus(count: number): Promise<string> {
  const folder = empty(`articles-${count}`);
  await writeArticles(folder, count);
  return folder;
}

const JOBS_ARTICLES = part(5000);
const JOBS_ROUNDS = 3;

/**
 * One worker and two on the same articles, until all is analyzed, and what two could be at most: two runs with nothing in
 * common, each over half of the articles. One worker has a helping hand where there is a second core (the compiler and the
 * collector of its engine, the database): so it is measured on one core, too, and both on cores of half the speed, of which
 * there are twice as many. Rounds alternate, because machines do not keep their speed.
 */
async function jobs(tell: Tell): Promise<Figures> {
  const all = await corpus(JOBS_ARTICLES);
  const half = Math.ceil(JOBS_ARTICLES / 2);
  const [left, right] = [empty('articles-left'), empty('articles-right')];
  await writeArticles(left, JOBS_ARTICLES, 0, half);
  await writeArticles(right, JOBS_ARTICLES, half, JOBS_ARTICLES);
  const analyze = (paths: string, n: number, cores?: Cores) =>
    analysisOf(['analyze', paths, '-o', empty(`out-${path.basename(paths)}`), '--jobs', String(n)], cores);
  const ways: Record<string, () => Promise<number>> = {
    one: () => analyze(all, 1),
    two: () => analyze(all, 2),
    halves: async () => Math.max(...(await Promise.all([analyze(left, 1), analyze(right, 1)]))),
    ...(canHave('one core') && { core: () => analyze(all, 1, 'one core') }),
    ...(canHave('half cores') && {
      slowOne: () => analyze(all, 1, 'half cores'),
      slowTwo: () => analyze(all, 2, 'half cores'),
    }),
  };
  const rounds: Record<string, number>[] = [];
  for (let n = 0; n < JOBS_ROUNDS; n++) {
    const seconds: Record<string, number> = {};
    for (const [name, measure] of Object.entries(ways)) seconds[name] = round(await measure());
    tell(JSON.stringify(seconds));
    rounds.push(seconds);
  }
  return { articles: JOBS_ARTICLES, rounds };
}

/** Runs of several sizes from reading to the last page, and a second one each with nothing new. */
const sizes =
  (counts: readonly number[]) =>
  async (tell: Tell): Promise<Figures> => {
    const rows: Figures[] = [];
    for (const count of counts.map(part)) {
      tell(`making ${count} articles`);
      const paths = await corpus(count);
      const out = empty('out-size');
      tell(`analyzing ${count} articles`);
      const usage = await run('analyze', paths, '-o', out);
      const took = phases(out);
      const nothing = await run('analyze', paths, '-o', out);
      const row = {
        articles: count,
        ...took,
        ...usage,
        nothing,
        perSecond: round(count / usage.wall),
        input: megabytes(paths),
        storeSize: megabytes(path.join(out, 'framescope.duckdb')),
        output: megabytes(out),
      };
      tell(JSON.stringify(row));
      rows.push(row);
      for (const folder of [paths, out]) rmSync(folder, { recursive: true, force: true });
    }
    return { rows };
  };

const megabytes = (place: string): number => Math.round(bytesOf(place) / 1e6);

const LENGTHS = [10_000, 100_000, 1_000_000, 10_000_000];
/** An empty run: what starting and loading take. */
const SHORTEST = 100;

/** One article of growing length, whole run, one process. */
async function one(tell: Tell): Promise<Figures> {
  const rows: Figures[] = [];
  let none: Usage | null = null;
  // The first run of all reads the program from disk; the second counts.
  for (const length of [SHORTEST, SHORTEST, ...LENGTHS]) {
    const folder = empty('article');
    writeFileSync(path.join(folder, 'article.txt'), textOf(length));
    const out = empty('out-article');
    const usage = await run('analyze', folder, '-o', out, '--jobs', '1');
    tell(`${length} characters: ${usage.wall} s, ${usage.peak} MB`);
    if (length === SHORTEST) none = usage;
    else rows.push({ length, ...usage, ...phases(out), beyondStart: round(usage.wall - none!.wall) });
  }
  return { start: none, rows };
}

const AGAIN_ARTICLES = part(20_000);
const AGAIN_NEW = part(100);

/** A first run, one with nothing new, one with a hundred articles more. */
async function again(tell: Tell): Promise<Figures> {
  const all = AGAIN_ARTICLES + AGAIN_NEW;
  const paths = empty('articles-again');
  const out = empty('out-again');
  await writeArticles(paths, all, 0, AGAIN_ARTICLES);
  const analyze = async (what: string): Promise<Usage> => {
    const usage = await run('analyze', paths, '-o', out);
    tell(`${what}: ${usage.wall} s, ${usage.cpu} s of processor time, ${usage.peak} MB`);
    return usage;
  };
  const first = await analyze(`first run over ${AGAIN_ARTICLES}`);
  const nothing = await analyze('nothing new');
  await writeArticles(paths, all, AGAIN_ARTICLES, all);
  const more = await analyze(`${AGAIN_NEW} new`);
  for (const folder of [paths, out]) rmSync(folder, { recursive: true, force: true });
  return {
    articles: AGAIN_ARTICLES,
    new: AGAIN_NEW,
    first,
    nothing,
    more,
    wallTimes: round(first.wall / nothing.wall),
    cpuTimes: round(first.cpu / nothing.cpu),
  };
}

const QUEUE_ARTICLES = part(3000);
/** Milliseconds between two looks whether Redis answers. */
const LOOK = 50;

/** Over Redis on this machine: one to three worker processes with one thread each, until all is analyzed. */
async function queue(tell: Tell): Promise<Figures> {
  const paths = await corpus(QUEUE_ARTICLES);
  const port = await freePort();
  const dir = empty('redis');
  const server = spawn('redis-server', [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir],
    ...['--appendonly', 'yes', '--save', '', '--loglevel', 'warning'],
  ]);
  const failed = once(server, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  const redis = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => LOOK });
  redis.on('error', () => undefined);
  const url = `redis://127.0.0.1:${port}`;
  const rows: Figures[] = [];
  try {
    const answered = async () => {
      while ((await redis.ping().catch(() => '')) !== 'PONG') await sleep(LOOK);
    };
    await Promise.race([answered(), failed]);
    for (const workers of [1, 2, 3]) {
      await redis.flushall();
      const put = await run('enqueue', paths, '--redis', url);
      const began = performance.now();
      await Promise.all(
        Array.from(
          { length: workers },
          () => start(['worker', '--redis', url, '--jobs', '1', '--drain']).done,
        ),
      );
      const analysis = round((performance.now() - began) / 1000);
      const collect = await run('collect', '--redis', url, '-o', empty('out-queue'));
      tell(`${workers} workers: ${analysis} s`);
      const perSecond = round(QUEUE_ARTICLES / analysis);
      rows.push({ workers, enqueue: put.wall, analysis, collect: collect.wall, perSecond });
    }
  } finally {
    redis.disconnect();
    server.kill();
    await Promise.race([once(server, 'exit'), sleep(5000)]);
  }
  return { articles: QUEUE_ARTICLES, rows };
}

/** Annotated articles, where they are at hand: those that the rules were made with, and those that check them. */
const ANNOTATED = {
  made: '../shared/eval/data/quotes-more.jsonl',
  check: '../shared/eval/data/quotes-news.jsonl',
};

/** What `confidence` of a quote says against what readers say. */
async function confidence(tell: Tell): Promise<Figures> {
  if (!Object.values(ANNOTATED).every(existsSync)) {
    tell('no annotated articles at hand: left out');
    return {};
  }
  return { made: calibrationOf(ANNOTATED.made), check: calibrationOf(ANNOTATED.check) };
}

/** In the order in which they run; the longest last. */
export const SUITES: readonly Suite[] = [
  { name: 'confidence', minutes: 1, measure: confidence },
  { name: 'peers', minutes: 2, measure: peers },
  { name: 'one', minutes: 1, measure: one },
  { name: 'jobs', minutes: 11, measure: jobs },
  { name: 'queue', minutes: 3, measure: queue },
  { name: 'sizes', minutes: 5, measure: sizes([1000, 5000, 10_000]) },
  { name: 'again', minutes: 10, measure: again },
  { name: 'large', minutes: 25, measure: sizes([100_000]) },
];
