/** Everything that is made from the store: tables, their description, records and pages. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Lexicons } from '../lexicons/load.js';
import { writeWhole } from '../pipeline/files.js';
import { folderHash, hashOf } from '../pipeline/hash.js';
import { type Progress, STORE_FILE } from '../pipeline/run.js';
import { openStore, type Store } from '../pipeline/store.js';
import { headerOf } from './csv.js';
import { writeDataFiles } from './data-files.js';
import { dataPackage } from './datapackage.js';
import { writeReport } from './html/index.js';
import { reportLexicons } from './html/lexicons.js';
import { writeParquet } from './parquet.js';
import { FEWEST_FOR_THREADS, HAS_THREADS, writeInThreads } from './threads.js';

/** Findings told when a run ends. */
const TOLD = 3;

export interface OutputOptions {
  /** Folder that holds the store and takes the output. */
  readonly out: string;
  readonly singleFile: boolean;
  /** The tables as Parquet, too. */
  readonly parquet?: boolean;
  readonly lexicons: Lexicons;
  readonly version: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Output {
  /** Path of the report's first page. */
  readonly index: string;
  /** The most telling findings, in words, best first. */
  readonly findings: readonly string[];
}

/** Makes every file of the output again from the store, without analyzing. Throws StoreError when there is none. */
export async function writeOutput(options: OutputOptions): Promise<Output> {
  const { out, signal, version, singleFile, onProgress } = options;
  const lexicons = reportLexicons(options.lexicons);
  const file = path.join(out, STORE_FILE);
  const store = await openStore(file, { readOnly: true, signal });
  let articles = 0;
  const onPage = (inputs: number, of: number) => onProgress?.({ stage: 'writing', inputs, of, articles });
  try {
    const [row] = await store.query<{ n: number }>('SELECT count(*) AS n FROM documents');
    articles = row!.n;
    onPage(0, 0);
    if (options.parquet) await writeParquet(store, path.join(out, 'parquet'));
    await writeWhole(path.join(out, 'datapackage.json'), dataPackage({ version }), signal);
    if (!HAS_THREADS || singleFile || articles < FEWEST_FOR_THREADS) {
      await writeDataFiles(store, out, signal);
      await writeReport({ query: store.query, outDir: out, singleFile, lexicons, version, signal, onPage });
      return { index: path.join(out, INDEX), findings: await tellingFindings(store) };
    }
  } finally {
    await store.close();
  }
  // Each thread opens the store for itself: what this one held is given back before.
  await writeInThreads({ store: file, out, articles, version, lexicons }, { signal, onPage });
  return lastOutput(out);
}

/** The output that stands in a folder. */
export async function lastOutput(out: string): Promise<Output> {
  const store = await openStore(path.join(out, STORE_FILE), { readOnly: true });
  const findings = await tellingFindings(store).finally(() => store.close());
  return { index: path.join(out, INDEX), findings };
}

/** After a run that brought nothing new: who reads `changes.csv` after every run is told nothing twice. */
export async function writeNoChanges(out: string): Promise<void> {
  await writeWhole(path.join(out, 'csv', 'changes.csv'), headerOf('changes'));
}

const INDEX = 'index.html';
/** Where one of these is missing, somebody took the output away. */
export const OUTPUT_FILES = [INDEX, 'analysis.jsonl', 'datapackage.json', 'csv/documents.csv'] as const;

/** What the output depends on besides the store. */
export function outputKey(settings: { readonly singleFile: boolean; readonly parquet: boolean }): string {
  return hashOf(JSON.stringify(settings), folderHash(path.dirname(fileURLToPath(import.meta.url))));
}

async function tellingFindings(store: Store): Promise<string[]> {
  const rows = await store.query<{ sentence: string }>(
    `SELECT sentence FROM findings ORDER BY scope <> 'run', rank, scope, sentence LIMIT ${TOLD}`,
  );
  return rows.map(({ sentence }) => sentence);
}
