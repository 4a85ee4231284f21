/** The library's public face. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type AnalyzeFilesOptions, type FilesResult, runAndWrite } from './batch.js';
import { type Audit, auditLexicons } from './lexicons/audit.js';
import { checkLexicon } from './lexicons/check.js';
import { formatOf, type Imported, idOf, importDictionary } from './lexicons/formats/import.js';
import { type LexiconProblem, lexiconFiles, loadLexicons } from './lexicons/load.js';
import type { Family } from './lexicons/types.js';
import { type Config, ConfigError } from './pipeline/config.js';
import { withLock } from './pipeline/lock.js';
import { findInputs, type ReadProblem, readInput } from './pipeline/read/index.js';
import { findRegions } from './pipeline/regions.js';
import { fillStore, type Progress, type RunSummary } from './pipeline/run.js';
import { openStore, StoreError } from './pipeline/store.js';
import { tokenize } from './pipeline/tokens.js';
import type { Article, Token } from './pipeline/types.js';
import { type FilesOptions, prepare, programVersion } from './prepare.js';
import { type Output, writeOutput } from './report/all.js';
import { reportLexicons, writeComparePage } from './report/html/index.js';

export { type AnalyzeFilesOptions, type FilesResult, UnfinishedError } from './batch.js';
export type { Audit } from './lexicons/audit.js';
export { toCsv, toQuanteda, toYaml } from './lexicons/formats/export.js';
export { idOf } from './lexicons/formats/import.js';
export {
  formatProblem,
  LexiconError,
  type LexiconProblem,
  type Lexicons,
  type LoadOptions,
  loadLexicons,
} from './lexicons/load.js';
export { type EntryFilter, listCategories, listEntries } from './lexicons/tables.js';
export {
  type Category,
  type Concept,
  type Entry,
  FAMILIES,
  type Family,
  type Lexicon,
} from './lexicons/types.js';
export {
  articleLines,
  collectFiles,
  collectQueue,
  enqueueFiles,
  type Lines,
  recordLines,
  workOnQueue,
} from './machines.js';
export { analyze, analyzeAll } from './pipeline/analyze.js';
export { type Config, ConfigError, loadConfig, type Overrides } from './pipeline/config.js';
export { writeWhole } from './pipeline/files.js';
export { LockedError } from './pipeline/lock.js';
export { LOG_FORMATS, type Log, type LogFields, type LogFormat, openLog } from './pipeline/log.js';
export { discard, type Enqueued, QueueError, type QueueOptions } from './pipeline/queue.js';
export { type Columns, FORMATS, type Format, type ReadProblem, ROW_FIELDS } from './pipeline/read/index.js';
export type { Alert } from './pipeline/rules.js';
export type { Progress, RunSummary } from './pipeline/run.js';
export { openStore, type Store, StoreError } from './pipeline/store.js';
export type * from './pipeline/types.js';
export { type WatchOptions, watchFolder } from './pipeline/watch.js';
export { type FilesOptions, programVersion } from './prepare.js';
export type { Output } from './report/all.js';
export { auditLines, categoryLines, entryLines } from './report/lexicon-text.js';

/**
 * Analyzes files into a folder: the store, all tables, records and the report. What the store has already is not
 * analyzed again, and when nothing is new nothing is made again. Throws ConfigError for wrong settings, LexiconError
 * for a lexicon that cannot be used, LockedError when another process is at work on the folder; what is wrong with an
 * article is a row of `failed`.
 */
export async function analyzeFiles(options: AnalyzeFilesOptions): Promise<FilesResult> {
  return runAndWrite(await prepare(options), options);
}

/** The event of all files that are put side by side: whoever compares them says that they tell one thing. */
const TOGETHER = 'all';

/** Side by side is for a few: one is no comparison, and of more than six nobody can read all. */
export const FEWEST_COMPARED = 2;
export const MOST_COMPARED = 6;

/**
 * One page with the given articles side by side, tested pair by pair as accounts of one event. `file`: where it goes.
 * Throws ConfigError for fewer than two and more than six; where fewer than two could be analyzed nothing is written.
 */
export async function compareFiles(options: FilesOptions & { readonly file: string }): Promise<RunSummary> {
  const started = Date.now();
  const { lexicons, run } = await prepare(options);
  // A folder of thousands is refused before anything is analyzed.
  refuseUnlessFew((await findInputs(run.paths, run.read, run.cwd)).inputs.length, 1);
  const store = await openStore(':memory:');
  try {
    const filled = await fillStore(store, {
      ...run,
      analyze: (articles, onBegin) =>
        run.analyze(
          articles.map((article) => ({ ...article, event: TOGETHER })),
          onBegin,
        ),
    });
    refuseUnlessFew(filled.articles, FEWEST_COMPARED - filled.failed.length);
    if (filled.articles >= FEWEST_COMPARED) {
      const { file } = options;
      const notes = reportLexicons(lexicons);
      await writeComparePage({
        query: (sql, bind) => store.query(sql, bind),
        file,
        lexicons: notes,
        version: programVersion(),
      });
    }
    return { ...filled, seconds: (Date.now() - started) / 1000 };
  } finally {
    await store.close();
  }
}

function refuseUnlessFew(articles: number, fewest: number): void {
  if (articles >= fewest && articles <= MOST_COMPARED) return;
  throw new ConfigError(
    `Side by side takes ${FEWEST_COMPARED} to ${MOST_COMPARED} articles, and the paths given hold ${articles}. For more: framescope analyze`,
  );
}

/** Makes tables and report again from the store in a folder, with the lexicons that the run used. */
export async function remakeOutput(options: {
  readonly out: string;
  readonly singleFile?: boolean;
  readonly parquet?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}): Promise<Output> {
  return withLock(options.out, () => remake(options));
}

async function remake(options: Parameters<typeof remakeOutput>[0]): Promise<Output> {
  const { out, signal, onProgress } = options;
  const store = await openStore(path.join(out, 'framescope.duckdb'), { readOnly: true });
  const about = await store.getMeta('run').finally(() => store.close());
  if (about === null) throw new StoreError(`The store in ${out} is not whole. Analyze again.`);
  const { settings } = JSON.parse(about) as { settings: Config };
  const lexicons = loadLexicons({ extra: settings.lexicons, exclude: settings.exclude });
  const singleFile = options.singleFile ?? settings.singleFile;
  const parquet = options.parquet ?? settings.parquet ?? false;
  return writeOutput({
    out,
    singleFile,
    parquet,
    lexicons,
    version: programVersion(),
    signal,
    onProgress,
  });
}

/** Everything wrong with lexicon files, examples included; without files, with the curated ones. */
export function checkLexicons(files: readonly string[]): LexiconProblem[] {
  const all = files.length > 0 ? files : lexiconFiles();
  return all.flatMap((file) => checkLexicon(file, (text) => tokenize({ ...BARE, text }, []).tokens));
}
const BARE = { id: '', title: null, source: null, published: null, url: null, event: null, language: null };

/** What the editors of a lexicon want to know, on the articles of the given paths as corpus. */
export async function auditFiles(options: FilesOptions): Promise<{ audit: Audit; failed: ReadProblem[] }> {
  const { lexicons, run } = await prepare(options);
  const { inputs, problems } = await findInputs(run.paths, run.read, run.cwd);
  const failed = [...problems];
  const articles: Article[] = [];
  for (const input of inputs) {
    for await (const item of readInput(input, run.read)) {
      if ('problem' in item) failed.push(item.problem);
      else articles.push(item.article);
    }
  }
  return { audit: auditLexicons(lexicons, tokensOf(articles)), failed };
}

function* tokensOf(articles: readonly Article[]): Generator<readonly Token[]> {
  for (const article of articles) yield tokenize(article, findRegions(article)).tokens;
}

/** A dictionary of another program as a lexicon. Throws ConfigError when there is nothing to import. */
export async function importFile(
  file: string,
  options: { id?: string; family?: Family; lemma?: boolean },
): Promise<Imported> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigError(`${file}: ${error.message}`);
  });
  const format = formatOf(file, text);
  if (format === null)
    throw new ConfigError(`${file}: this is a lexicon of framescope already; use it with --lexicon`);
  return importDictionary(text, format, { ...options, file, id: options.id ?? idOf(file) });
}
