/** The batch: inputs -> articles -> records -> store. All that has to do with files, clocks and crashes is here. */
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import PQueue from 'p-queue';
import { type CompareOptions, deriveTables, RESET_DERIVED } from './compare.js';
import { draftOf, writeWhole } from './files.js';
import { linkStore } from './link/table.js';
import type { SpeakerOverride } from './link.js';
import {
  findInputs,
  type Input,
  isTable,
  type ReadItem,
  type ReadOptions,
  type ReadProblem,
  readInput,
} from './read/index.js';
import { openStore, type Store } from './store.js';
import type { Analysis, Article } from './types.js';

export const STORE_FILE = 'framescope.duckdb';
/** Records of a batch: enough to make a transaction worth while, few enough to hold. Articles, units of text. */
const BATCH_ARTICLES = 200;
const BATCH_LENGTH = 4_000_000;
/** Files read ahead of the analysis; tables are streamed row by row and count as one. */
const READ_AHEAD = 16;
/** The loop gives way at least so often, so that an interruption is heard. Milliseconds. */
const GIVE_WAY = 50;

export interface Progress {
  readonly stage: 'reading' | 'linking' | 'comparing';
  /** Inputs begun, of all; articles done. */
  readonly inputs: number;
  readonly of: number;
  readonly articles: number;
}

export interface RunOptions {
  readonly paths: readonly string[];
  /** What relative paths start from. */
  readonly cwd: string;
  readonly read: ReadOptions;
  readonly analyze: (article: Article) => Analysis;
  readonly compare: CompareOptions;
  readonly speakers: readonly SpeakerOverride[];
  /** Files read at the same time. The output does not depend on it. */
  readonly jobs: number;
  /** Standing facts of the run, for `run.json`: version, settings, lexicons. Also kept in the store as `run`. */
  readonly about: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface BatchOptions extends RunOptions {
  /** Folder of the output. */
  readonly out: string;
}

export interface Filled {
  readonly articles: number;
  /** Inputs and articles that could not be analyzed, sorted. */
  readonly failed: readonly ReadProblem[];
}

export interface RunSummary extends Filled {
  readonly seconds: number;
}

/**
 * Analyzes all articles of the given paths into a new store, which takes the place of the old one when it is whole.
 * Without a single article nothing is written. Throws when interrupted, leaving the last good store as it was.
 */
export async function runBatch(options: BatchOptions): Promise<RunSummary> {
  const started = Date.now();
  await mkdir(options.out, { recursive: true });
  const file = path.join(options.out, STORE_FILE);
  const draft = draftOf(file);
  await removeStore(draft);
  const store = await openStore(draft, { signal: options.signal });
  let filled: Filled;
  try {
    filled = await fillStore(store, options);
    await store.close();
    options.signal?.throwIfAborted();
    if (filled.articles > 0) await rename(draft, file);
  } finally {
    await store.close().catch(() => undefined);
    await removeStore(draft);
  }
  const summary = { ...filled, seconds: (Date.now() - started) / 1000 };
  if (filled.articles > 0) await writeRunFile(options, summary, started);
  return summary;
}

/** Reads and analyzes everything into an empty store, and makes the tables that need all articles. */
export async function fillStore(store: Store, options: RunOptions): Promise<Filled> {
  const { inputs, problems } = await findInputs(options.paths, options.read, options.cwd);
  const failed = [...problems];
  const articles = await analyzeAll(store, inputs, failed, options);
  failed.sort(byPlace);
  if (articles > 0) await finishStore(store, { articles, failed }, options);
  return { articles, failed };
}

/** Makes the tables that need all articles, once every record is in the store. `failed`: rows for `problems`. */
export async function finishStore(
  store: Store,
  { articles, failed }: Filled,
  options: Pick<RunOptions, 'speakers' | 'compare' | 'about' | 'signal' | 'onProgress'>,
): Promise<void> {
  await store.appendProblems([...failed].sort(byPlace));
  const report = (stage: Progress['stage']) => options.onProgress?.({ stage, inputs: 0, of: 0, articles });
  report('linking');
  await store.run(RESET_DERIVED);
  await linkStore(store, options.speakers);
  options.signal?.throwIfAborted();
  report('comparing');
  await deriveTables(store, options.compare);
  await store.setMeta('run', JSON.stringify(options.about));
}

/** Reads ahead, analyzes one article after the other, and writes batches. Returns how many were analyzed. */
async function analyzeAll(
  store: Store,
  inputs: readonly Input[],
  failed: ReadProblem[],
  { analyze, read, jobs, signal, onProgress }: RunOptions,
): Promise<number> {
  const seen = new Set<string>();
  let batch: Analysis[] = [];
  /** Where each article of the batch stands. */
  const files = new Map<string, string>();
  let length = 0;
  let articles = 0;
  let lastTurn = performance.now();
  const flush = async () => {
    await store.appendAnalyses(batch);
    await store.appendProblems(
      batch.flatMap(({ id, problems }) =>
        problems.map((one) => ({ file: files.get(id)!, document: id, ...one })),
      ),
    );
    batch = [];
    files.clear();
    length = 0;
  };
  for await (const { item, inputs: begun } of readAll(inputs, read, jobs)) {
    signal?.throwIfAborted();
    if ('problem' in item) failed.push(item.problem);
    else {
      const { article, file, notes } = item;
      const known = seen.has(article.id);
      seen.add(article.id);
      const outcome = known ? duplicate(article, file) : attempt(analyze, article, file);
      if ('code' in outcome) failed.push(outcome);
      else {
        batch.push(notes.length > 0 ? { ...outcome, problems: [...notes, ...outcome.problems] } : outcome);
        files.set(article.id, file);
        length += article.text.length;
        articles++;
      }
    }
    if (batch.length >= BATCH_ARTICLES || length >= BATCH_LENGTH) await flush();
    if (performance.now() - lastTurn > GIVE_WAY) {
      onProgress?.({ stage: 'reading', inputs: begun, of: inputs.length, articles });
      await turn();
      lastTurn = performance.now();
    }
  }
  if (batch.length > 0) await flush();
  return articles;
}

/** The one place where a fault in the analysis of an article is caught: it costs that article a row, not the run. */
export function attempt(
  analyze: RunOptions['analyze'],
  article: Article,
  file: string,
): Analysis | ReadProblem {
  try {
    return analyze(article);
  } catch (error) {
    const { message } = error as Error;
    return {
      file,
      document: article.id,
      code: 'analysis-failed',
      message: `The analysis failed: ${message.slice(0, 300)}. This is a fault of the program; please report it with the text.`,
    };
  }
}

export function duplicate({ id }: Pick<Article, 'id'>, file: string): ReadProblem {
  return {
    file,
    document: id,
    code: 'duplicate-id',
    message: `The id "${id}" is taken by an article before it, so this one was not analyzed. Give it an id of its own.`,
  };
}

/**
 * The items of all inputs in their order, whatever the order in which the disk answers: single articles are read
 * ahead through a queue, tables are streamed when their turn comes.
 */
export async function* readAll(
  inputs: readonly Input[],
  options: ReadOptions,
  jobs: number,
): AsyncGenerator<{ item: ReadItem; inputs: number }> {
  const queue = new PQueue({ concurrency: Math.max(1, jobs) });
  const ahead = new Map<number, Promise<ReadItem[]>>();
  let next = 0;
  for (const [i, input] of inputs.entries()) {
    for (; next < inputs.length && next < i + READ_AHEAD; next++) {
      const one = inputs[next]!;
      if (!isTable(one.format))
        ahead.set(
          next,
          queue.add(() => allOf(readInput(one, options))),
        );
    }
    const items = ahead.get(i);
    ahead.delete(i);
    if (items) for (const item of await items) yield { item, inputs: i + 1 };
    else for await (const item of readInput(input, options)) yield { item, inputs: i + 1 };
  }
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const byPlace = (a: ReadProblem, b: ReadProblem): number => {
  for (const key of ['file', 'document', 'code', 'message'] as const) {
    const [x, y] = [a[key] ?? '', b[key] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
};

export async function removeStore(file: string): Promise<void> {
  for (const suffix of ['', '.wal', '.tmp']) await rm(file + suffix, { force: true, recursive: true });
}

/** `run.json`, the only file with a clock in it. */
export async function writeRunFile(
  options: Pick<BatchOptions, 'out' | 'about'>,
  summary: RunSummary,
  started: number,
): Promise<void> {
  const run = {
    ...options.about,
    counts: { articles: summary.articles, failed: summary.failed.length },
    times: { started: new Date(started).toISOString(), seconds: summary.seconds },
  };
  await writeWhole(path.join(options.out, 'run.json'), [`${JSON.stringify(run, null, 2)}\n`]);
}
