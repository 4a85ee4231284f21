/**
 * Analysis apart from gathering: articles become lines on as many machines as there are, and the lines become one
 * store. A line is a record as in `analysis.jsonl` with one key more, `made`: what made it, and what the store keeps
 * beside a record; or `{"problem": …}` for what stands in problems.csv. Every line says all by itself, so that lines
 * may be mixed, sorted and parted by whatever carries them.
 */
import { createBatch, entriesOf, type Found, NOTHING_KNOWN } from './fill.js';
import { contentHash } from './hash.js';
import { findInputs, type Input, type ReadOptions, type ReadProblem } from './read/index.js';
import { type Rows, rowsOf } from './records.js';
import { duplicate, type Gathering, type RunOptions } from './run.js';
import { StoreError } from './store.js';
import type { Analysis, Article, Problem } from './types.js';
import {
  type ArticleItem,
  articleOf,
  failureOf,
  type Given,
  givenOf,
  readFileItem,
  TASK_ARTICLES,
  TASK_LENGTH,
} from './work.js';

type Reading = Pick<RunOptions, 'paths' | 'cwd' | 'read'>;

/** An article read, or why there is none. */
export type MapItem = ArticleItem | { readonly problem: ReadProblem };

/**
 * Every article of the given paths in the order in which a run on one machine takes them; a second one with a taken id
 * is a problem. Standard input may hold what `framescope articles` wrote: that comes first.
 */
export async function* readArticles(
  { paths, cwd, read }: Reading,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): AsyncGenerator<MapItem> {
  const given = paths.includes('-') ? await sniff(stdin) : null;
  const files = given?.items ? paths.filter((one) => one !== '-') : paths;
  const { inputs, problems } = await findInputs(files, read, cwd, given?.stream);
  for (const problem of problems) yield { problem };
  yield* withoutDuplicates(inOrder(given?.items ?? null, inputs, read));
}

async function* inOrder(
  items: AsyncIterable<MapItem> | null,
  inputs: readonly Input[],
  read: ReadOptions,
): AsyncGenerator<MapItem> {
  if (items) yield* items;
  for await (const { item: entry } of entriesOf(inputs, read, NOTHING_KNOWN)) {
    if ('problem' in entry) yield entry;
    else if ('kept' in entry) throw new Error(`${entry.file}: nothing is kept here`);
    else if ('article' in entry.item) yield entry.item;
    else yield await readFileItem(entry.item);
  }
}

async function* withoutDuplicates(items: AsyncIterable<MapItem>): AsyncGenerator<MapItem> {
  const seen = new Set<string>();
  for await (const item of items) {
    if ('problem' in item) yield item;
    else if (seen.has(item.article.id)) yield { problem: duplicate(item.article, item.file) };
    else {
      seen.add(item.article.id);
      yield item;
    }
  }
}

/** How lines of `framescope articles` begin; no row of a user's does so by chance and is no such line. */
const ITEM = /^\{"(?:article|problem)":\{/u;
const LONGEST_ITEM_START = 12;

type Sniffed =
  | { readonly items: AsyncGenerator<MapItem>; readonly stream?: undefined }
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

async function* parseItems(stream: AsyncIterable<Uint8Array>): AsyncGenerator<MapItem> {
  for await (const { line, place } of linesOf(stream)) {
    const item = parsed<{ article: Article; file: string; notes: Problem[]; problem: ReadProblem }>(line);
    const whole =
      (typeof item?.article?.id === 'string' &&
        typeof item.article.text === 'string' &&
        Array.isArray(item.notes)) ||
      typeof item?.problem?.message === 'string';
    yield whole ? (item as MapItem) : { problem: { file: `-:${place}`, document: null, ...BROKEN_ARTICLE } };
  }
}

/** JSON, or null for what is none. */
function parsed<T>(text: string): Partial<T> | null {
  try {
    return JSON.parse(text) as Partial<T> | null;
  } catch {
    return null;
  }
}

const BROKEN_ARTICLE = {
  code: 'bad-json',
  message:
    'The line is no article as `framescope articles` writes it: it was cut off or comes from elsewhere. Make it again: framescope articles <paths>',
};

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

/** What analyzes: figures of another program, other lexicons or other settings do not go together. */
export interface Maker {
  readonly version: string;
  /** See `hash.ts`; `analysis` is made of the other two and the settings. */
  readonly code: string;
  readonly lexicons: string;
  readonly analysis: string;
}

/** What a line has besides the record. */
interface Made {
  readonly by: Maker;
  /** Where the article stood; null: on standard input, which has no place that another machine would know. */
  readonly file: string | null;
  readonly inputHash: string | null;
  readonly given: Given | null;
}
export type MadeRecord = Analysis & { readonly made: Made };
export type Line = MadeRecord | { readonly problem: ReadProblem };

const STDIN = /^-:\d+$/u;

/** Lines of items, in their order. */
export async function* analyzeItems(
  items: AsyncIterable<MapItem>,
  analyze: RunOptions['analyze'],
  by: Maker,
): AsyncGenerator<Line> {
  let some: MapItem[] = [];
  let length = 0;
  for await (const item of items) {
    some.push(item);
    if ('article' in item) length += item.article.text.length;
    if (some.length < TASK_ARTICLES && length < TASK_LENGTH) continue;
    yield* analyzeSome(some, analyze, by);
    [some, length] = [[], 0];
  }
  yield* analyzeSome(some, analyze, by);
}

function analyzeSome(items: readonly MapItem[], analyze: RunOptions['analyze'], by: Maker): Line[] {
  const articles = items.flatMap((item) => ('article' in item ? [item.article] : []));
  const analyses = analyze(articles);
  let next = 0;
  return items.map((item) =>
    'problem' in item ? { problem: item.problem } : lineOf(item, analyses[next++]!, by),
  );
}

function lineOf(
  { article, file, notes, inputHash }: ArticleItem,
  analysis: Analysis | Error,
  by: Maker,
): Line {
  if (analysis instanceof Error) return { problem: failureOf(analysis, article, file) };
  const made = {
    by,
    file: STDIN.test(file) ? null : file,
    inputHash: inputHash ?? null,
    given: givenOf(article, notes),
  };
  return { ...analysis, problems: [...notes, ...analysis.problems], made };
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

/**
 * The lines of a stream of records; what is none becomes a problem. `file`: its name. Throws StoreError for a record
 * that does not say what made it.
 */
export async function* parseLines(stream: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<Arrived> {
  for await (const { line, place } of linesOf(stream)) {
    const at = `${file}:${place}`;
    yield { line: parseLine(line, at) ?? { problem: { file: at, document: null, ...BROKEN } }, file: at };
  }
}

function parseLine(text: string, at: string): Line | null {
  const line = parsed<MadeRecord & { problem: ReadProblem }>(text);
  if (typeof line?.problem?.message === 'string') return line as Line;
  const isRecord = line?.schema === 1 && typeof line.id === 'string' && Array.isArray(line.markers);
  if (!isRecord) return null;
  if (typeof line.made?.by?.analysis !== 'string') {
    throw new StoreError(
      `${at}: the record does not say what made it (its key "made" is missing, as in analysis.jsonl), and figures of another version, lexicon or setting must not get among others. Make it again: framescope analyze - --map`,
    );
  }
  return line as MadeRecord;
}

/** An article that was analyzed elsewhere, ready for the store. */
export type Gathered =
  | { readonly problem: ReadProblem }
  | { readonly id: string; readonly file: string; readonly contentHash: string; readonly rows: Rows };

/**
 * Records out of their lines. Throws StoreError for one that was not made as it would be here (`by`): its figures do not
 * go with the others, and a later run would analyze it again.
 */
export async function* gatheredOf(lines: AsyncIterable<Arrived>, by: Maker): AsyncGenerator<Gathered> {
  for await (const { line, file: arrived } of lines) {
    if ('problem' in line) {
      yield line;
      continue;
    }
    const { made, ...record } = line;
    const other = differenceOf(made.by, by);
    if (other !== null) throw new StoreError(`${arrived}: the record was made ${other}`);
    const { inputHash, given } = made;
    const input = given === null ? null : JSON.stringify(given);
    const { article, notes } = articleOf(JSON.stringify(record), input);
    const content = contentHash(article, notes);
    const file = made.file ?? arrived;
    const origin = { contentHash: content, analysisHash: by.analysis, inputHash, input, file };
    yield { id: record.id, file, contentHash: content, rows: rowsOf(record, origin) };
  }
}

/** How records of one maker differ from those of another, and the mend; null: they do not. */
function differenceOf(was: Maker, is: Maker): string | null {
  if (was.analysis === is.analysis) return null;
  if (was.version !== is.version)
    return `by framescope ${was.version}, this is ${is.version}. All machines need the same version; make the records again.`;
  if (was.code !== is.code)
    return 'by another build of this version of framescope. All machines need the same one; make the records again.';
  if (was.lexicons !== is.lexicons)
    return 'with other lexicons than those at hand here. Collect with the settings that the records were made with (--lexicon, --config), or make them again.';
  return 'with other settings (targets, exclude). Collect with those that the records were made with (--config, --targets), or make them again.';
}

/** Puts what was analyzed elsewhere into a store, in whatever order it comes. Of two with one id the first counts. */
export async function gatherAll(
  all: AsyncIterable<Gathered>,
  { known, append, signal }: Gathering,
  onProgress: (articles: number) => void = () => undefined,
): Promise<Found> {
  const found: Found = { fresh: new Set(), kept: new Map(), seen: new Set(), lost: new Set(), failed: [] };
  const batch = createBatch(async (rows, ids) => {
    await append(rows, ids);
    onProgress(found.seen.size);
  });
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
        await batch.put(one.id, one.rows);
      }
    }
  }
  await batch.flush();
  return found;
}
