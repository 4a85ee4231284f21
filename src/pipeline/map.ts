/**
 * Analysis apart from gathering: articles become lines on as many machines as there are, and the lines become one
 * store. A line is a record as in `analysis.jsonl`; `{"beside": …}` after it for what the store keeps beside a record;
 * or `{"problem": …}` for what stands in problems.csv.
 */
import type { Found } from './fill.js';
import { contentHash } from './hash.js';
import { findInputs, type Input, type ReadItem, type ReadOptions, type ReadProblem } from './read/index.js';
import { type Rows, rowsOf } from './records.js';
import { attempt, duplicate, type Gathering, type RunOptions, readAll } from './run.js';
import { StoreError } from './store.js';
import type { Analysis } from './types.js';
import { articleOf } from './work.js';

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

/** What the store keeps beside a record: where the article stood, and what its record does not have of it. */
interface Beside {
  readonly id: string;
  readonly file: string;
  /** As `articleOf` reads it. */
  readonly input: string | null;
}
export type Line = Analysis | { readonly problem: ReadProblem } | { readonly beside: Beside };

/** Rows of standard input have no place that another machine would know. */
const STDIN = /^-:\d+$/u;

/** The lines of one item. */
export function analyzeItem(item: ReadItem, analyze: RunOptions['analyze']): Line[] {
  if ('problem' in item) return [{ problem: item.problem }];
  const { article, file, notes } = item;
  const { id, targets, layout } = article;
  const outcome = attempt(analyze, article, file);
  if ('code' in outcome) return [{ problem: outcome }];
  const record = notes.length > 0 ? { ...outcome, problems: [...notes, ...outcome.problems] } : outcome;
  const more = targets !== undefined || layout !== undefined || notes.length > 0;
  if (!more && STDIN.test(file)) return [record];
  const input = more ? JSON.stringify({ targets, layout, notes }) : null;
  return [record, { beside: { id, file, input } }];
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
    const line = JSON.parse(text) as Partial<Analysis & { problem: ReadProblem; beside: Beside }>;
    if (typeof line.problem?.message === 'string' || typeof line.beside?.id === 'string') return line as Line;
    return line.schema === 1 && typeof line.id === 'string' && Array.isArray(line.markers)
      ? (line as Analysis)
      : null;
  } catch {
    return null;
  }
}

/** An article that was analyzed elsewhere, ready for the store. */
export type Gathered =
  | { readonly problem: ReadProblem }
  | { readonly id: string; readonly file: string; readonly contentHash: string; readonly rows: Rows };

/**
 * Records out of their lines. `lexicons`: ids of those at hand; figures of different lexicons do not add up, so records
 * with others are refused with a StoreError. `analysisHash`: what the records are believed to be made with.
 */
export async function* gatheredOf(
  lines: AsyncIterable<Arrived>,
  { lexicons, analysisHash }: { readonly lexicons: ReadonlySet<string>; readonly analysisHash: string },
): AsyncGenerator<Gathered> {
  let held: { record: Analysis; file: string } | null = null;
  const finish = ({ record, file }: { record: Analysis; file: string }, input: string | null): Gathered => {
    const { article, notes } = articleOf(JSON.stringify(record), input);
    const content = contentHash(article, notes);
    const origin = { contentHash: content, analysisHash, inputHash: null, input, file };
    return { id: record.id, file, contentHash: content, rows: rowsOf(record, origin) };
  };
  for await (const { line, file } of lines) {
    if ('beside' in line) {
      const { id, file: place, input } = line.beside;
      if (held?.record.id === id) yield finish({ ...held, file: place }, input);
      held = null;
      continue;
    }
    if (held) yield finish(held, null);
    held = null;
    if ('problem' in line) yield line;
    else {
      mustBeKnown(line, lexicons, file);
      held = { record: line, file };
    }
  }
  if (held) yield finish(held, null);
}

function mustBeKnown({ markers }: Analysis, lexicons: ReadonlySet<string>, file: string): void {
  const unknown = markers.find(({ lexicon }) => !lexicons.has(lexicon));
  if (unknown) {
    throw new StoreError(
      `${file}: a record has markers of the lexicon "${unknown.lexicon}", which is not at hand here. Collect with the settings that the records were made with: --lexicon, --config.`,
    );
  }
}

/** Records of a transaction, and their length in units of text, as in a run on one machine. */
const BATCH = 200;
const BATCH_LENGTH = 4_000_000;

/** Puts what was analyzed elsewhere into a store, in whatever order it comes. Of two with one id the first counts. */
export async function gatherAll(
  all: AsyncIterable<Gathered>,
  { known, append, signal }: Gathering,
  onProgress: (articles: number) => void = () => undefined,
): Promise<Found> {
  const found: Found = { fresh: new Set(), kept: new Map(), seen: new Set(), lost: new Set(), failed: [] };
  let batch: Extract<Gathered, { rows: Rows }>[] = [];
  let length = 0;
  const flush = async () => {
    if (batch.length === 0) return;
    await append(
      batch.map(({ rows }) => rows),
      batch.map(({ id }) => id),
    );
    [batch, length] = [[], 0];
    onProgress(found.seen.size);
  };
  for await (const one of all) {
    signal?.throwIfAborted();
    if ('problem' in one) {
      found.failed.push(one.problem);
      if (one.problem.document !== null) found.lost.add(one.problem.document);
    } else if (found.seen.has(one.id)) found.failed.push(duplicate(one, one.file));
    else {
      found.seen.add(one.id);
      if (known.content.get(one.id) === one.contentHash) found.kept.set(one.id, one.file);
      else {
        found.fresh.add(one.id);
        batch.push(one);
        length += lengthOf(one.rows);
      }
    }
    if (batch.length >= BATCH || length >= BATCH_LENGTH) await flush();
  }
  await flush();
  return found;
}

const lengthOf = ({ quotes, markers, stances, lemmas }: Rows): number =>
  // A row of any table takes about as much as a sentence.
  100 * (quotes.length + markers.length + stances.length) + 10 * lemmas.length;
