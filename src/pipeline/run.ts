/**
 * The batch: inputs -> articles -> records -> store. All that has to do with files, clocks and crashes is here.
 *
 * A run never touches the last good store. It fills a draft beside it with what is new, copies the rest over, makes
 * the tables that need all articles, and puts the draft in the place of the store by one renaming. What a run that was
 * killed left in the draft is gone on with.
 */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { articlesIn, type Before, lookBefore, openLeftDraft, reading, removeStore } from './before.js';
import { BEFORE, fillChanges } from './changes.js';
import { type CompareOptions, deriveTables, RESET_DERIVED } from './compare.js';
import { draftOf, writeWhole } from './files.js';
import { type Found, fill, fillItems, NOTHING_KNOWN } from './fill.js';
import { hashOf } from './hash.js';
import { linkStore } from './link/table.js';
import type { SpeakerOverride } from './link.js';
import { withLock } from './lock.js';
import { collectGarbage } from './memory.js';
import { type About, tellChanges, tellOutput } from './notice.js';
import { builtWorker, type PoolOptions, startPool, type Workers, workHere } from './pool.js';
import { findInputs, type ReadOptions, type ReadProblem } from './read/index.js';
import { BASE_TABLE_NAMES } from './records.js';
import { MODEST, openStore, type Store } from './store.js';
import type { Problem } from './types.js';
import type { AnalyzeArticles } from './work.js';

export { removeStore } from './before.js';
export { duplicate, readAll } from './fill.js';

export const STORE_FILE = 'framescope.duckdb';
const RUN_FILE = 'run.json';
/** Of an analysis that says nothing of what made it. */
const UNNAMED = 'unnamed';

export interface Progress {
  readonly stage: 'reading' | 'linking' | 'comparing' | 'writing';
  /** While reading inputs begun, of all; while writing pages, of about so many; 0 of 0 where nobody knows. */
  readonly inputs: number;
  readonly of: number;
  /** Articles done. */
  readonly articles: number;
}

export interface RunOptions {
  readonly paths: readonly string[];
  /** What relative paths start from. */
  readonly cwd: string;
  readonly read: ReadOptions;
  readonly analyze: AnalyzeArticles;
  /** What the analysis depends on besides the article; see `hash.ts`. */
  readonly analysisHash?: string;
  readonly compare: CompareOptions;
  readonly speakers: readonly SpeakerOverride[];
  /** Workers that analyze at the same time; 1: this process. The output does not depend on it. */
  readonly jobs: number;
  /** How workers analyze as `analyze` does; without it, this process does everything. */
  readonly pool?: Omit<PoolOptions, 'jobs' | 'signal'>;
  /** Standing facts of the run, for `run.json`: version, settings, lexicons. Also kept in the store as `run`. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Where analyzed articles come from when not from `paths`: other machines. */
  readonly gather?: (filling: Gathering) => Promise<Found>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** What a person wants to know before the work begins. */
  readonly onNotice?: (line: string) => void;
}

export interface BatchOptions extends RunOptions {
  /** Folder of the output. */
  readonly out: string;
  /** Analyzes every article again. */
  readonly force?: boolean;
  /** Drops articles that are no longer among the given paths. */
  readonly prune?: boolean;
  /** What is made of the store. */
  readonly output?: {
    /** What it depends on besides the store: when it changes, the output is made again. */
    readonly key: string;
    /** Files below `out` that a whole output has. */
    readonly files: readonly string[];
    readonly write: () => Promise<void>;
    /** Called when the store is as it was. */
    readonly nothingNew?: () => Promise<void>;
  };
}

export interface Filled {
  readonly articles: number;
  /** Inputs and articles that could not be analyzed, sorted. */
  readonly failed: readonly ReadProblem[];
}

export interface RunSummary extends Filled {
  readonly seconds: number;
  /** Of the articles of the store: analyzed in this run, taken over; of the store before, no longer in it. */
  readonly counts?: { readonly analyzed: number; readonly kept: number; readonly dropped: number };
  /** The store is another one than before. */
  readonly changed?: boolean;
}

/**
 * Brings the store of a folder up to date with the articles of the given paths: analyzes those that are new or
 * changed, or all when program, lexicons or settings are others than before; keeps those that are not among the paths.
 * Without a single article nothing is written. Throws LockedError when another process is at work on the folder, and
 * when interrupted, leaving the last good store as it was.
 */
export async function runBatch(options: BatchOptions): Promise<RunSummary> {
  return withLock(options.out, async () => {
    const started = Date.now();
    const done = await updateStore(options, started);
    const summary = (): RunSummary => {
      const { articles, failed, counts, changed } = done;
      return { articles, failed, counts, changed, seconds: (Date.now() - started) / 1000 };
    };
    if (done.articles === 0) return summary();
    const whole = Date.now();
    await updateOutput(options, done.state);
    if (!done.changed) await options.output?.nothingNew?.();
    await writeRunFile(options, summary(), started, {
      state: done.state,
      output: options.output?.key,
      analysis: (done.read - started) / 1000,
      store: (whole - started) / 1000,
    });
    return summary();
  });
}

type Updated = Filled &
  Required<Pick<RunSummary, 'counts' | 'changed'>> & {
    readonly state: string;
    /** When everything was read and analyzed. */
    readonly read: number;
  };

/** `started`: when the run began, milliseconds of the clock. */
async function updateStore(options: BatchOptions, started: number): Promise<Updated> {
  const { signal, force = false, prune = false, analysisHash = UNNAMED } = options;
  const file = path.join(options.out, STORE_FILE);
  const draftFile = draftOf(file);
  const derived = hashOf(analysisHash, JSON.stringify([options.compare, options.speakers]));
  let draft = force ? null : await openLeftDraft(draftFile, analysisHash, signal);
  const workers = workersOf(options);
  try {
    const before = await lookBefore(file, draft, analysisHash);
    tellChanges(before, derived, options);
    const open = async (): Promise<Store> => {
      if (draft) return draft;
      await removeStore(draftFile);
      draft = await openStore(draftFile, { ...MODEST, signal });
      return draft;
    };
    const filling = {
      ...options,
      workers,
      known: force ? NOTHING_KNOWN : before.known,
      async append(rows: Parameters<Store['appendRows']>[0], ids: readonly string[]) {
        const store = await open();
        await drop(
          store,
          ids.filter((id) => before.drafted.has(id)),
        );
        await store.appendRows(rows);
      },
    };
    const found = await (options.gather ? options.gather(filling) : fillFrom(options, filling));
    const wanted = new Set([...found.fresh, ...found.kept.keys()]);
    if (wanted.size === 0) {
      return { articles: 0, failed: found.failed, counts: NO_COUNTS, changed: false, state: '', read: 0 };
    }
    const left = [...before.ids].filter((id) => !wanted.has(id) && !found.lost.has(id));
    if (!prune) await keep(left, file, found, filling, wanted);
    // They hold more memory than all that follows.
    await workers.close();
    if (found.fresh.size > MANY) collectGarbage();
    found.failed.sort(byPlace);
    const read = Date.now();
    const counts = {
      analyzed: found.fresh.size,
      kept: wanted.size - found.fresh.size,
      dropped: [...before.ids].filter((id) => !wanted.has(id)).length,
    };
    const result = { articles: wanted.size, failed: found.failed, counts, read };
    const same =
      before.exists &&
      before.state !== null &&
      before.derived === derived &&
      counts.analyzed + counts.dropped === 0 &&
      ![...wanted].some((id) => before.drafted.has(id)) &&
      (await sameProblems(file, found));
    if (same) return { ...result, changed: false, state: before.state! };
    const store = await open();
    const state = randomUUID();
    await store.grow();
    await finishDraft(store, { file, before, found, wanted }, options);
    await addRun(store, started, { ...result, version: options.about.version, analysisHash });
    await store.setMeta('derived', derived);
    await store.setMeta('state', state);
    await store.close();
    draft = null;
    signal?.throwIfAborted();
    await rename(draftFile, file);
    return { ...result, changed: true, state };
  } catch (error) {
    // What is in the draft when somebody interrupts the run is whole, and spares the next one the work.
    await (draft as Store | null)?.close().catch(() => undefined);
    if (!signal?.aborted) await removeStore(draftFile);
    draft = null;
    throw error;
  } finally {
    await workers.close();
    if (draft) {
      await (draft as Store).close().catch(() => undefined);
      await removeStore(draftFile);
    }
  }
}

/** After so many articles there is much to be collected. */
const MANY = 1000;
const NO_COUNTS = { analyzed: 0, kept: 0, dropped: 0 } as const;

type Filling = Parameters<typeof fill>[1];
/** What the gathering of articles analyzed elsewhere has to know. */
export type Gathering = Pick<Filling, 'known' | 'append' | 'signal'>;

async function fillFrom(
  { paths, read, cwd, onProgress }: RunOptions,
  filling: Omit<Filling, 'onProgress'>,
): Promise<Found> {
  const { inputs, problems } = await findInputs(paths, read, cwd);
  const found = await fill(inputs, {
    ...filling,
    onProgress: (begun, articles) =>
      onProgress?.({ stage: 'reading', inputs: begun, of: inputs.length, articles }),
  });
  found.failed.push(...problems);
  return found;
}

/** Keeps articles that were not met; those of another analysis are analyzed again from what the store has of them. */
async function keep(
  ids: readonly string[],
  file: string,
  found: Found,
  filling: Omit<Filling, 'onProgress'>,
  wanted: Set<string>,
): Promise<void> {
  const redo = ids.filter((id) => !filling.known.content.has(id));
  for (const id of ids) if (filling.known.content.has(id)) wanted.add(id);
  if (redo.length === 0) return;
  const again = await reading(file, (store) => fillItems(articlesIn(store, redo), filling));
  for (const id of again.fresh) {
    found.fresh.add(id);
    wanted.add(id);
  }
  found.failed.push(...again.failed);
}

/** Workers that start when there is work: a run with nothing new needs none. */
function workersOf({ jobs, pool, signal, analyze, analysisHash = UNNAMED }: RunOptions): Workers {
  if (jobs <= 1 || !pool || (pool.worker ?? builtWorker()) === null)
    return workHere({ analyze, analysisHash }, signal);
  let started: Promise<Workers> | null = null;
  return {
    size: jobs,
    async run(items) {
      started ??= startPool({ ...pool, jobs, signal });
      return (await started).run(items);
    },
    async close() {
      const ended = started;
      started = null;
      await (await ended?.catch(() => null))?.close();
    },
  };
}

interface Parts {
  readonly file: string;
  readonly before: Before;
  readonly found: Found;
  readonly wanted: ReadonlySet<string>;
}

/** Makes the draft whole: what is kept comes from the last good store, what nobody wants goes. */
async function finishDraft(
  store: Store,
  { file, before, found, wanted }: Parts,
  options: RunOptions,
): Promise<void> {
  await drop(
    store,
    [...before.drafted].filter((id) => !wanted.has(id)),
  );
  if (before.exists) await store.run(`ATTACH '${file.replaceAll("'", "''")}' AS ${BEFORE} (READ_ONLY)`);
  const inDraft = (id: string) => found.fresh.has(id) || before.drafted.has(id);
  // A run that was killed at its very end has left its own row there.
  await store.run('DELETE FROM runs; CREATE OR REPLACE TEMP TABLE copied (id VARCHAR)');
  await store.insert(
    'copied',
    [...wanted].filter((id) => !inDraft(id)).map((id) => [id]),
  );
  await store.run('CREATE OR REPLACE TEMP TABLE met (id VARCHAR, file VARCHAR)');
  await store.insert('met', [...found.kept]);
  if (before.exists) {
    const copies = BASE_TABLE_NAMES.map((table) => {
      const id = table === 'documents' ? 'id' : 'document';
      return `INSERT INTO ${table} SELECT * FROM ${BEFORE}.${table} WHERE ${id} IN (SELECT id FROM copied);`;
    });
    await store.runTogether(`INSERT INTO runs SELECT * FROM ${BEFORE}.runs; ${copies.join('\n')}`);
  }
  await store.run(`
    UPDATE documents SET file = met.file FROM met WHERE met.id = documents.id AND met.file IS DISTINCT FROM documents.file;
    DELETE FROM problems;`);
  await store.appendProblems(await unclear(store));
  await finishStore(store, { articles: wanted.size, failed: found.failed }, options);
  await fillChanges(store, before.exists);
  if (before.exists) await store.run(`DETACH ${BEFORE}`);
}

/** The history of the store: one row a run that brought something new. */
async function addRun(
  store: Store,
  started: number,
  of: Pick<Updated, 'articles' | 'counts' | 'failed'> & { version: unknown; analysisHash: string },
): Promise<void> {
  const [last] = await store.query<{ run: number | null }>('SELECT max(run) AS run FROM runs');
  const { analyzed, kept, dropped } = of.counts;
  const seconds = (Date.now() - started) / 1000;
  const version = typeof of.version === 'string' ? of.version : null;
  const run = [(last?.run ?? 0) + 1, new Date(started).toISOString(), seconds, version, of.analysisHash];
  await store.insert('runs', [[...run, of.articles, analyzed, kept, dropped, of.failed.length]]);
}

/** Takes articles out of the base tables. */
async function drop(store: Store, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of BASE_TABLE_NAMES) {
    const id = table === 'documents' ? 'id' : 'document';
    await store.run(`DELETE FROM ${table} WHERE ${id} IN (SELECT unnest($ids::VARCHAR[]))`, { ids });
  }
}

/** What was unclear about the articles of a store, as rows of `problems`. */
async function unclear(store: Store, files?: ReadonlyMap<string, string>): Promise<ReadProblem[]> {
  const rows = await store.query<{ id: string; file: string; problems: string }>(
    'SELECT id, file, problems FROM documents WHERE problems IS NOT NULL ORDER BY id',
  );
  return rows.flatMap(({ id, file, problems }) =>
    (JSON.parse(problems) as Problem[]).map(({ code, message }) => ({
      file: files?.get(id) ?? file,
      document: id,
      code,
      message,
    })),
  );
}

/** Whether the problems of the last good store are those of this run, when its articles are the same. */
async function sameProblems(file: string, { kept, failed }: Found): Promise<boolean> {
  return reading(file, async (store) => {
    const were = await store.query<ReadProblem>('SELECT file, document, code, message FROM problems');
    const text = (problems: ReadProblem[]) => JSON.stringify(problems.sort(byPlace));
    const are = [...failed, ...(await unclear(store, kept))].map(({ file, document, code, message }) => ({
      file,
      document,
      code,
      message,
    }));
    return text(were) === text(are);
  });
}

/** Makes the output when the store is another one than that which it was made of, or when something of it is missing. */
async function updateOutput(options: BatchOptions, state: string): Promise<void> {
  const { out, output } = options;
  if (!output) return;
  const file = path.join(out, RUN_FILE);
  const last = await readFile(file, 'utf8')
    .then((text) => JSON.parse(text) as Made & About)
    .catch((): Made & About => ({}));
  const made = last.state === state;
  if (made && last.output === output.key && output.files.every((name) => existsSync(path.join(out, name))))
    return;
  if (made && last.output !== output.key) tellOutput(last, options);
  // A run file that names this store says that all is made of it; from here on until the end it is not.
  if (made) await rm(file);
  await output.write();
}

/** Reads and analyzes everything into an empty store, and makes the tables that need all articles. */
export async function fillStore(store: Store, options: RunOptions): Promise<Filled> {
  const { analyze, analysisHash = UNNAMED, signal } = options;
  const found = await fillFrom(options, {
    read: options.read,
    workers: workHere({ analyze, analysisHash }, signal),
    known: NOTHING_KNOWN,
    append: (rows) => store.appendRows(rows),
    signal,
  });
  const filled = { articles: found.fresh.size, failed: found.failed.sort(byPlace) };
  if (filled.articles > 0) {
    await store.appendProblems(await unclear(store));
    await finishStore(store, filled, options);
  }
  return filled;
}

/** Makes the tables that need all articles, once every record is in the store. `failed`: rows for `problems`. */
export async function finishStore(
  store: Store,
  { articles, failed }: Filled,
  options: Pick<RunOptions, 'speakers' | 'compare' | 'about' | 'signal' | 'onProgress' | 'onNotice'>,
): Promise<void> {
  await store.appendProblems([...failed].sort(byPlace));
  const report = (stage: Progress['stage']) => options.onProgress?.({ stage, inputs: 0, of: 0, articles });
  report('linking');
  await store.run(RESET_DERIVED);
  await linkStore(store, options.speakers);
  options.signal?.throwIfAborted();
  report('comparing');
  await deriveTables(store, { ...options.compare, onNotice: options.onNotice });
  await store.setMeta('run', JSON.stringify(options.about));
}

const byPlace = (a: ReadProblem, b: ReadProblem): number => {
  for (const key of ['file', 'document', 'code', 'message'] as const) {
    const [x, y] = [a[key] ?? '', b[key] ?? ''];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
};

/**
 * What the run file says of the output: the store that it was made of, and how; seconds from the start until all was
 * analyzed, and until the store was whole.
 */
interface Made {
  readonly state?: string;
  readonly output?: string;
  readonly analysis?: number;
  readonly store?: number;
}

/** `run.json`, the only file with a clock in it. Written last: what it says is there. */
export async function writeRunFile(
  options: Pick<BatchOptions, 'out' | 'about'>,
  summary: RunSummary,
  started: number,
  { analysis, store, ...made }: Made = {},
): Promise<void> {
  const run = {
    ...options.about,
    ...made,
    counts: { articles: summary.articles, failed: summary.failed.length, ...summary.counts },
    times: { started: new Date(started).toISOString(), seconds: summary.seconds, analysis, store },
  };
  await writeWhole(path.join(options.out, RUN_FILE), `${JSON.stringify(run, null, 2)}\n`);
}
