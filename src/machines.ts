/** The same job over many machines: articles out, records in. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type AnalyzeFilesOptions, type FilesResult, runAndWrite } from './batch.js';
import type { Config } from './pipeline/config.js';
import { codeHash, contentHash } from './pipeline/hash.js';
import {
  type Arrived,
  analyzeItems,
  gatherAll,
  gatheredOf,
  type Maker,
  parseLines,
  readArticles,
} from './pipeline/map.js';
import { builtWorker, startPool, type Workers, workHere } from './pipeline/pool.js';
import {
  type Enqueued, enqueue, gather, QueueError, type QueueOptions, type QueueRun, type WorkOptions,work, 
} from './pipeline/queue.js'; // biome-ignore format: one list
import { StoreError } from './pipeline/store.js';
import { type FilesOptions, type Prepared, prepare, prepareWith, programVersion } from './prepare.js';

/** Lines of JSON, each with its newline; `failed` counts articles that could not be read or analyzed. */
export interface Lines {
  readonly lines: AsyncGenerator<string>;
  readonly counts: { articles: number; failed: number };
}

/** The articles of the given paths as lines that `mapFiles` reads on standard input, wherever it runs. */
export async function articleLines(options: FilesOptions): Promise<Lines> {
  const { run } = await prepare(options);
  const counts = { articles: 0, failed: 0 };
  async function* lines() {
    for await (const item of readArticles(run)) {
      options.signal?.throwIfAborted();
      if ('problem' in item) counts.failed++;
      else counts.articles++;
      yield `${JSON.stringify(item)}\n`;
    }
  }
  return { lines: lines(), counts };
}

/** The records of the articles of the given paths, one a line; what could not be analyzed is a line `{"problem": …}`. */
export async function recordLines(options: FilesOptions): Promise<Lines> {
  const prepared = await prepare(options);
  const { run } = prepared;
  const by = makerOf(prepared);
  const counts = { articles: 0, failed: 0 };
  async function* lines() {
    for await (const line of analyzeItems(readArticles(run), run.analyze, by)) {
      options.signal?.throwIfAborted();
      if ('problem' in line) counts.failed++;
      else counts.articles++;
      yield `${JSON.stringify(line)}\n`;
    }
  }
  return { lines: lines(), counts };
}

/**
 * Gathers files of records (globs, `-`) into a folder, with all that `analyzeFiles` writes; what the folder has already
 * is kept, as there. Throws what `analyzeFiles` throws, and StoreError for records of another version, other lexicons or
 * settings.
 */
export async function collectFiles(options: AnalyzeFilesOptions): Promise<FilesResult> {
  const prepared = await prepare({ ...options, paths: [] });
  const arrived = arrivedIn(options.paths, options.cwd ?? process.cwd());
  return gatherInto(gatheredOf(arrived, makerOf(prepared)), prepared, options);
}

const makerOf = ({ lexicons, run }: Prepared): Maker => ({
  version: programVersion(),
  code: codeHash(),
  lexicons: lexicons.hash,
  analysis: run.analysisHash,
});

function gatherInto(
  all: Parameters<typeof gatherAll>[0],
  prepared: Prepared,
  options: Pick<AnalyzeFilesOptions, 'out' | 'prune' | 'signal' | 'onProgress'>,
): Promise<FilesResult> {
  const report = (articles: number) => options.onProgress?.({ stage: 'reading', inputs: 0, of: 0, articles });
  const run = {
    ...prepared.run,
    gather: (filling: Parameters<typeof gatherAll>[1]) => gatherAll(all, filling, report),
  };
  return runAndWrite({ ...prepared, run }, options);
}

async function* arrivedIn(paths: readonly string[], cwd: string): AsyncGenerator<Arrived> {
  // Of two patterns that name one file it is read once.
  const read = new Set<string>();
  for (const given of paths) {
    if (given === '-') {
      yield* parseLines(process.stdin, '-');
      continue;
    }
    const files = isDynamicPattern(given) ? (await glob(given, { cwd })).sort() : [given];
    if (files.length === 0) throw new StoreError(`There is no file of records like "${given}".`);
    for (const file of files) {
      const full = path.resolve(cwd, file);
      if (read.has(full)) continue;
      read.add(full);
      // A missing file must not pass for one without records.
      const there = await stat(full).catch(() => null);
      if (there === null) throw new StoreError(`There is no file of records at ${file}.`);
      if (there.isDirectory())
        throw new StoreError(`${file} is a folder. Name the files of records in it: '${file}/*.jsonl'`);
      yield* parseLines(createReadStream(full), file);
    }
  }
}

/** What a run is, for machines that have nothing of it but the program. */
interface Setup {
  readonly config: Config;
  readonly about: Readonly<Record<string, unknown>>;
  /** The user's lexicons; a file's name may be its id. */
  readonly lexicons: readonly { readonly name: string; readonly text: string }[];
}

/** Puts the articles of the given paths into a queue. Throws QueueError, and what `analyzeFiles` throws. */
export async function enqueueFiles(options: FilesOptions & QueueOptions): Promise<Enqueued> {
  const prepared = await prepare(options);
  const { config, run } = prepared;
  const own = await Promise.all(
    config.lexicons.map(async (file) => ({ name: path.basename(file), text: await readFile(file, 'utf8') })),
  );
  const setup: Setup = { config, about: run.about, lexicons: own };
  return enqueue(
    readArticles(run),
    { fingerprint: fingerprintOf(prepared), setup: JSON.stringify(setup) },
    options,
  );
}

/** All that changes the output besides the articles; not where files stand, nor how many are read at a time. */
function fingerprintOf({ config, run }: Prepared): string {
  const { file: _, lexicons: __, columns: ___, jobs: ____, ...settings } = config;
  return createHash('sha256')
    .update(JSON.stringify([run.analysisHash, settings]))
    .digest('hex');
}

export interface WorkerOptions extends Omit<WorkOptions, 'prepare' | 'concurrency'> {
  /** Jobs at the same time; default: cores. */
  readonly jobs?: number;
}

/** Analyzes what others put into a queue, with the settings and lexicons they put there. Resolves to articles done. */
export async function workOnQueue(options: WorkerOptions): Promise<number> {
  const { jobs = availableParallelism() } = options;
  const folder = await mkdtemp(path.join(tmpdir(), 'framescope-worker-'));
  const started: Workers[] = [];
  try {
    return await work({
      ...options,
      concurrency: jobs,
      async prepare(queued) {
        const { run } = await readyFor(queued, folder);
        const { analyze, analysisHash } = run;
        const workers =
          builtWorker() === null
            ? workHere({ analyze, analysisHash })
            : await startPool({ ...run.pool, jobs });
        started.push(workers);
        return async (items) => {
          const outcomes = await workers.run(items);
          return items.map(({ article, notes }, i) => {
            const one = outcomes[i]!;
            if ('kept' in one) throw new Error(`${article.id}: nothing is kept here`);
            return 'problem' in one ? one : { ...one, contentHash: contentHash(article, notes) };
          });
        };
      },
    });
  } finally {
    await Promise.all(started.map((workers) => workers.close()));
    await rm(folder, { recursive: true, force: true });
  }
}

export interface CollectQueueOptions
  extends QueueOptions,
    Pick<AnalyzeFilesOptions, 'out' | 'prune' | 'onProgress' | 'onNotice'> {
  /** Leaves the queue as it is. */
  readonly keep?: boolean;
}

/** Gathers what workers made of a queue into a folder, until all is in, and empties the queue. Throws QueueError. */
export async function collectQueue(options: CollectQueueOptions): Promise<FilesResult> {
  const { onProgress, onNotice } = options;
  const gathering = await gather({
    ...options,
    onProgress: (done, of) => onProgress?.({ stage: 'reading', inputs: done, of, articles: done }),
  });
  const folder = await mkdtemp(path.join(tmpdir(), 'framescope-collect-'));
  try {
    const prepared = await readyFor(gathering.run, folder);
    const run = { ...prepared.run, signal: options.signal, onProgress, onNotice };
    const result = await gatherInto(
      gathering.all,
      { ...prepared, run },
      { ...options, onProgress: undefined },
    );
    if (!options.keep) await gathering.finish();
    return result;
  } finally {
    await gathering.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Settings and lexicons of a run, the same to the byte as where the articles were put in. Throws QueueError. */
async function readyFor(queued: QueueRun, folder: string): Promise<Prepared> {
  const { config, about, lexicons } = JSON.parse(queued.setup) as Setup;
  const files: string[] = [];
  for (const [i, { name, text }] of lexicons.entries()) {
    // Two of one name may come from two folders.
    const file = path.join(folder, String(i), path.basename(name));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    files.push(file);
  }
  const prepared = prepareWith({ ...config, lexicons: files }, { paths: [] });
  if (fingerprintOf(prepared) !== queued.fingerprint) {
    throw new QueueError(
      `The articles were put in by another version of framescope; this is ${programVersion()}. All machines need the same one.`,
    );
  }
  return { ...prepared, run: { ...prepared.run, about } };
}
