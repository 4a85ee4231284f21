/** Inputs -> articles -> rows: reads ahead, gives what is new to the workers, and takes the outcomes in order. */
import { readFile, stat } from 'node:fs/promises';
import PQueue from 'p-queue';
import { contentHash, inputHash } from './hash.js';
import type { Workers } from './pool.js';
import { LARGEST_ARTICLE } from './read/decode.js';
import {
  type Input,
  isTable,
  type ReadItem,
  type ReadOptions,
  type ReadProblem,
  readInput,
  readOne,
} from './read/index.js';
import { lengthOf, type Rows } from './records.js';
import { type Item, type Outcome, sizeOf, TASK_ARTICLES, TASK_LENGTH } from './work.js';

/** Entries that wait together when most of them need no work. */
const TASK_ENTRIES = 1000;
/** Records of a transaction: enough to make it worth while, few enough to hold. Articles, units of what is stored. */
const BATCH_ARTICLES = 200;
const BATCH_LENGTH = 20_000_000;
/** Files read ahead of the analysis; tables are streamed row by row and count as one. */
const READ_AHEAD = 16;
/** Files read at the same time: reading waits for the disk; more gain nothing. */
const READERS = 4;
/** Tasks that may be begun and not yet stored, by worker. */
const TASKS_AHEAD = 3;

/** What the store has already, analyzed as this run would. */
export interface Known {
  /** Content hash by article. */
  readonly content: ReadonlyMap<string, string>;
  /** Article by the hash of its file. */
  readonly byInput: ReadonlyMap<string, string>;
}
export const NOTHING_KNOWN: Known = { content: new Map(), byInput: new Map() };

export interface Found {
  /** Articles analyzed in this run. */
  readonly fresh: Set<string>;
  /** Articles met that need no analysis, with the file that each stands in. */
  readonly kept: Map<string, string>;
  /** Every id that was met and is taken. */
  readonly seen: Set<string>;
  /** Of these, at some place, an article was met that could not be read or analyzed. */
  readonly lost: Set<string>;
  readonly failed: ReadProblem[];
}

/** One thing met, in the order of the inputs. */
export type Entry = { readonly item: Item } | { readonly kept: string; readonly file: string } | { readonly problem: ReadProblem }; // biome-ignore format: one choice

export interface FillOptions {
  readonly read: ReadOptions;
  readonly workers: Workers;
  readonly known: Known;
  /** Takes the rows of finished articles, in order; never two at a time. */
  readonly append: (rows: readonly Rows[], ids: readonly string[]) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (inputs: number, articles: number) => void;
}

/**
 * Analyzes everything of the inputs that is not known. Of articles with the same id the first counts, in the order of
 * the inputs, whatever the order in which disk and workers answer.
 */
export async function fill(inputs: readonly Input[], options: FillOptions): Promise<Found> {
  const { read, known, signal } = options;
  const taker = createTaker(options);
  let begun = 0;
  for await (const { item: entry, inputs: at } of entriesOf(inputs, read, known)) {
    signal?.throwIfAborted();
    begun = at;
    await taker.give(entry, () =>
      options.onProgress?.(begun, taker.found.fresh.size + taker.found.kept.size),
    );
  }
  return taker.end();
}

/** The same for items that come from elsewhere; ids that were met already are passed over by the caller. */
export async function fillItems(items: AsyncIterable<Item>, options: FillOptions): Promise<Found> {
  const taker = createTaker(options);
  for await (const item of items) {
    options.signal?.throwIfAborted();
    await taker.give({ item }, () => undefined);
  }
  return taker.end();
}

interface Taker {
  readonly found: Found;
  /** Resolves when there is room for more. */
  give(entry: Entry, onTaken: () => void): Promise<void>;
  end(): Promise<Found>;
}

function createTaker({ workers, append, signal }: FillOptions): Taker {
  const found: Found = { fresh: new Set(), kept: new Map(), seen: new Set(), lost: new Set(), failed: [] };
  // One task at a time is taken, in order; how many may wait is what holds the reading back.
  const taking = new PQueue({ concurrency: 1 });
  const room = workers.size * TASKS_AHEAD;
  let failure: { error: unknown } | null = null;
  let entries: Entry[] = [];
  let [items, length] = [0, 0];
  const batch = createBatch(append);

  async function take(entry: Entry, outcome: Outcome | undefined): Promise<void> {
    const one = outcome ?? (entry as Exclude<Entry, { item: Item }>);
    if ('problem' in one) {
      found.failed.push(one.problem);
      if (one.problem.document !== null) found.lost.add(one.problem.document);
      if ('item' in entry && 'article' in entry.item) found.seen.add(entry.item.article.id);
      return;
    }
    const id = 'kept' in one ? one.kept : one.id;
    if (found.seen.has(id)) {
      found.failed.push(duplicate({ id }, one.file));
      return;
    }
    found.seen.add(id);
    if ('kept' in one) {
      found.kept.set(id, one.file);
      return;
    }
    found.fresh.add(id);
    await batch.put(id, one.rows);
  }

  async function submit(onTaken: () => void): Promise<void> {
    const task = entries;
    const work = task.flatMap((entry) => ('item' in entry ? [entry.item] : []));
    [entries, items, length] = [[], 0, 0];
    const outcomes = work.length > 0 ? workers.run(work) : Promise.resolve([]);
    outcomes.catch(() => undefined);
    void taking
      .add(async () => {
        if (failure) return;
        const done = await outcomes;
        let next = 0;
        for (const entry of task) await take(entry, 'item' in entry ? done[next++] : undefined);
        onTaken();
      })
      .catch((error: unknown) => {
        failure ??= { error };
      });
    await taking.onSizeLessThan(room);
    if (failure) throw (failure as { error: unknown }).error;
  }

  return {
    found,
    async give(entry, onTaken) {
      entries.push(entry);
      if ('item' in entry) {
        items++;
        length += sizeOf(entry.item);
      }
      if (items >= TASK_ARTICLES || length >= TASK_LENGTH || entries.length >= TASK_ENTRIES)
        await submit(onTaken);
    },
    async end() {
      if (entries.length > 0) await submit(() => undefined);
      await taking.onIdle();
      if (failure) throw (failure as { error: unknown }).error;
      signal?.throwIfAborted();
      await batch.flush();
      return found;
    },
  };
}

/** Gathers rows for transactions. */
export function createBatch(append: FillOptions['append']): {
  put(id: string, rows: Rows): Promise<void>;
  flush(): Promise<void>;
} {
  let ids: string[] = [];
  let all: Rows[] = [];
  let length = 0;
  async function flush(): Promise<void> {
    if (all.length === 0) return;
    const [rows, of] = [all, ids];
    [all, ids, length] = [[], [], 0];
    await append(rows, of);
  }
  return {
    async put(id, rows) {
      all.push(rows);
      ids.push(id);
      length += lengthOf(rows);
      if (all.length >= BATCH_ARTICLES || length >= BATCH_LENGTH) await flush();
    },
    flush,
  };
}

export function duplicate({ id }: { readonly id: string }, file: string): ReadProblem {
  return {
    file,
    document: id,
    code: 'duplicate-id',
    message: `The id "${id}" is taken by an article before it, so this one was not analyzed. Give it an id of its own.`,
  };
}

/** What stands in the inputs, in their order. */
export async function* entriesOf(
  inputs: readonly Input[],
  read: ReadOptions,
  known: Known,
): AsyncGenerator<{ item: Entry; inputs: number }> {
  const single = (input: Input) => entryOf(input, read, known);
  async function* table(input: Input) {
    for await (const found of readInput(input, read)) yield entryOfRow(found, known);
  }
  yield* inOrder<Entry>(inputs, { single, table, readers: READERS });
}

/** All that is in the inputs, read, in their order. */
export async function* readAll(
  inputs: readonly Input[],
  options: ReadOptions,
  jobs: number,
): AsyncGenerator<{ item: ReadItem; inputs: number }> {
  const single = (input: Input) => readOne(input, options);
  const table = (input: Input) => readInput(input, options);
  yield* inOrder<ReadItem>(inputs, { single, table, readers: Math.max(1, jobs) });
}

interface Ways<T> {
  readonly single: (input: Input) => Promise<T>;
  readonly table: (input: Input) => AsyncIterable<T>;
  /** Files read at the same time. */
  readonly readers: number;
}

/**
 * Items in the order of the inputs, whatever the order in which the disk answers: files with one article are read
 * ahead through a queue, tables are streamed when their turn comes.
 */
async function* inOrder<T>(
  inputs: readonly Input[],
  { single, table, readers }: Ways<T>,
): AsyncGenerator<{ item: T; inputs: number }> {
  const queue = new PQueue({ concurrency: readers });
  const ahead = new Map<number, Promise<T>>();
  let next = 0;
  for (const [i, input] of inputs.entries()) {
    for (; next < inputs.length && next < i + READ_AHEAD; next++) {
      const one = inputs[next]!;
      if (isTable(one.format)) continue;
      const item = queue.add(() => single(one));
      // Told when its turn comes.
      item.catch(() => undefined);
      ahead.set(next, item);
    }
    const item = ahead.get(i);
    ahead.delete(i);
    if (item) yield { item: await item, inputs: i + 1 };
    else for await (const one of table(input)) yield { item: one, inputs: i + 1 };
  }
}

function entryOfRow(found: ReadItem, { content }: Known): Entry {
  if ('problem' in found) return found;
  const { article, file, notes } = found;
  const before = content.get(article.id);
  if (before !== undefined && before === contentHash(article, notes)) return { kept: article.id, file };
  return { item: { article, file, notes } };
}

/** A file with one article: known as it stands, or bytes for a worker to take apart. */
async function entryOf(input: Input, read: ReadOptions, known: Known): Promise<Entry> {
  const bytes = await bytesOf(input);
  if (bytes === null) return entryOfRow(await readOne(input, read), known);
  const hash = inputHash(input, read.columns, bytes);
  const id = known.byInput.get(hash);
  if (id !== undefined) return { kept: id, file: input.file };
  const { stream: _, ...plain } = input;
  return {
    item: { input: plain, read, bytes, inputHash: hash, known: known.content.get(input.id) ?? null },
  };
}

/** Null: not a plain file of a size that is read; the reader says what is wrong. */
async function bytesOf({ path, stream }: Input): Promise<Uint8Array | null> {
  if (stream) return null;
  try {
    if ((await stat(path)).size > LARGEST_ARTICLE) return null;
    return await readFile(path);
  } catch {
    return null;
  }
}
