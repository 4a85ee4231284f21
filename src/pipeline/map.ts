/**
 * Analysis apart from gathering: articles become lines on as many machines as there are, and the lines become one
 * store. A line is a record as in `analysis.jsonl`, or `{"problem": …}` for what stands in problems.csv.
 */
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { draftOf } from './files.js';
import { findInputs, type Input, type ReadItem, type ReadOptions, type ReadProblem } from './read/index.js';
import {
  attempt,
  duplicate,
  finishStore,
  type RunOptions,
  type RunSummary,
  readAll,
  removeStore,
  STORE_FILE,
  writeRunFile,
} from './run.js';
import { openStore, type Store, StoreError } from './store.js';
import type { Analysis } from './types.js';

type Reading = Pick<RunOptions, 'paths' | 'cwd' | 'read' | 'jobs'>;

/**
 * Every article of the given paths in the order in which a run on one machine takes them; a second one with a taken id
 * is a problem. Standard input may hold what `framescope articles` wrote.
 */
export async function* readArticles(
  { paths, cwd, read, jobs }: Reading,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): AsyncGenerator<ReadItem> {
  const given = paths.includes('-') ? await sniff(stdin) : null;
  if (given?.items) {
    yield* given.items;
    return;
  }
  const { inputs, problems } = await findInputs(paths, read, cwd, given?.stream);
  for (const problem of problems) yield { problem };
  yield* withoutDuplicates(inputs, read, jobs);
}

async function* withoutDuplicates(
  inputs: readonly Input[],
  read: ReadOptions,
  jobs: number,
): AsyncGenerator<ReadItem> {
  const seen = new Set<string>();
  for await (const { item } of readAll(inputs, read, jobs)) {
    if ('article' in item && seen.has(item.article.id)) {
      yield { problem: duplicate(item.article, item.file) };
      continue;
    }
    if ('article' in item) seen.add(item.article.id);
    yield item;
  }
}

/** How lines of `framescope articles` begin; no row of a user's does so by chance and is no such line. */
const ITEM = /^\{"(?:article|problem)":\{/u;
const LONGEST_ITEM_START = 12;

type Sniffed =
  | { readonly items: AsyncGenerator<ReadItem>; readonly stream?: undefined }
  | { readonly items: null; readonly stream: AsyncIterable<Uint8Array> };

/** Whether a stream holds items already read, told from its first bytes. */
async function sniff(stream: AsyncIterable<Uint8Array>): Promise<Sniffed> {
  const rest = stream[Symbol.asyncIterator]();
  let start: Uint8Array = Buffer.alloc(0);
  while (start.length < LONGEST_ITEM_START) {
    const next = await rest.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  const whole = joined(start, rest);
  return ITEM.test(new TextDecoder().decode(start.subarray(0, LONGEST_ITEM_START)))
    ? { items: parseItems(whole) }
    : { items: null, stream: whole };
}

async function* joined(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (start.length > 0) yield start;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

async function* parseItems(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReadItem> {
  for await (const { line, place } of linesOf(stream)) {
    try {
      yield JSON.parse(line) as ReadItem;
    } catch {
      yield { problem: { file: `-:${place}`, document: null, ...BROKEN } };
    }
  }
}

const NEWLINE = 10;

/** Lines of UTF-8, empty ones left out. `place`: from 1. */
export async function* linesOf(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ line: string; place: number }> {
  let rest: Uint8Array[] = [];
  let place = 0;
  const take = () => {
    const line = Buffer.concat(rest).toString('utf8');
    rest = [];
    place++;
    return { line, place };
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      rest.push(chunk.subarray(from, at));
      from = at + 1;
      const taken = take();
      if (taken.line.trim() !== '') yield taken;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) {
    const taken = take();
    if (taken.line.trim() !== '') yield taken;
  }
}

/** What the analysis of an item gives: the record or why there is none, and what was unclear about the article. */
export type Line = Analysis | { readonly problem: ReadProblem; readonly note?: true };

/** The lines of one item. What a record says to be unclear is told beside it with the place, as problems.csv has it. */
export function analyzeItem(item: ReadItem, analyze: RunOptions['analyze']): Line[] {
  if ('problem' in item) return [{ problem: item.problem }];
  const { article, file, notes } = item;
  const outcome = attempt(analyze, article, file);
  if ('code' in outcome) return [{ problem: outcome }];
  const problems = [...notes, ...outcome.problems];
  return [
    problems.length > 0 ? { ...outcome, problems } : outcome,
    ...problems.map((one) => ({ problem: { file, document: article.id, ...one }, note: true as const })),
  ];
}

/** A line of records, and where it stands. */
export interface Arrived {
  readonly line: Line;
  /** For messages: `records-2.jsonl:17`. */
  readonly file: string;
}

/** What is written in a file of records that is no line of ours; told with the file and the line. */
const BROKEN = {
  code: 'bad-record',
  message:
    'The line is no record: it was cut off or comes from elsewhere. Make the records of its articles again: framescope analyze - --map',
};

/** The lines of a stream of records; what is none becomes a problem. `file`: its name. */
export async function* parseLines(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Arrived> {
  for await (const { line, place } of linesOf(stream)) {
    const at = `${file}:${place}`;
    yield { line: parseLine(line) ?? { problem: { file: at, document: null, ...BROKEN } }, file: at };
  }
}

function parseLine(text: string): Line | null {
  try {
    const line = JSON.parse(text) as Partial<Analysis> & { problem?: Partial<ReadProblem> };
    if (typeof line.problem?.message === 'string') return line as Line;
    return line.schema === 1 && typeof line.id === 'string' && Array.isArray(line.markers)
      ? (line as Analysis)
      : null;
  } catch {
    return null;
  }
}

export interface CollectOptions
  extends Pick<RunOptions, 'compare' | 'speakers' | 'about' | 'signal' | 'onProgress'> {
  /** Folder of the output. */
  readonly out: string;
  /** Ids of the lexicons at hand; a record with markers of another one was made with other settings. */
  readonly lexicons: ReadonlySet<string>;
}

/** Records of a batch, as in a run on one machine; units of text. */
const BATCH = 200;
const BATCH_LENGTH = 4_000_000;

/**
 * Gathers lines, in whatever order, into a new store, which takes the place of the old one when it is whole: the same
 * store as that of a run on one machine. Of two records with one id the first counts. Throws StoreError for records
 * that were made with other lexicons.
 */
export async function collectLines(
  lines: AsyncIterable<Arrived>,
  options: CollectOptions,
): Promise<RunSummary> {
  const started = Date.now();
  const { out, signal } = options;
  await mkdir(out, { recursive: true });
  const file = path.join(out, STORE_FILE);
  const draft = draftOf(file);
  await removeStore(draft);
  const store = await openStore(draft, { signal });
  let filled: { articles: number; failed: ReadProblem[] };
  try {
    filled = await append(store, lines, options);
    if (filled.articles > 0) await finishStore(store, filled, options);
    await store.close();
    signal?.throwIfAborted();
    if (filled.articles > 0) await rename(draft, file);
  } finally {
    await store.close().catch(() => undefined);
    await removeStore(draft);
  }
  const summary = { ...filled, seconds: (Date.now() - started) / 1000 };
  if (filled.articles > 0) await writeRunFile(options, summary, started);
  return summary;
}

async function append(
  store: Store,
  lines: AsyncIterable<Arrived>,
  { lexicons, signal, onProgress }: CollectOptions,
): Promise<{ articles: number; failed: ReadProblem[] }> {
  const seen = new Set<string>();
  const failed: ReadProblem[] = [];
  let batch: Analysis[] = [];
  let notes: ReadProblem[] = [];
  let length = 0;
  const flush = async () => {
    await store.appendAnalyses(batch);
    await store.appendProblems(notes);
    [batch, notes, length] = [[], [], 0];
    onProgress?.({ stage: 'reading', inputs: 0, of: 0, articles: seen.size });
  };
  for await (const { line, file } of lines) {
    signal?.throwIfAborted();
    if ('problem' in line) (line.note ? notes : failed).push(line.problem);
    else if (seen.has(line.id)) failed.push(duplicate(line, file));
    else {
      mustBeKnown(line, lexicons, file);
      seen.add(line.id);
      batch.push(line);
      length += line.text.length;
    }
    if (batch.length >= BATCH || length >= BATCH_LENGTH) await flush();
  }
  await flush();
  return { articles: seen.size, failed };
}

/** Figures of different lexicons do not add up. */
function mustBeKnown({ markers }: Analysis, lexicons: ReadonlySet<string>, file: string): void {
  const unknown = markers.find(({ lexicon }) => !lexicons.has(lexicon));
  if (unknown) {
    throw new StoreError(
      `${file}: a record has markers of the lexicon "${unknown.lexicon}", which is not at hand here. Collect with the settings that the records were made with: --lexicon, --config.`,
    );
  }
}
