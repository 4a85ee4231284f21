/** A worker of the pool: loads the lexicons once, then does one batch of articles after the other. */
import { workerData } from 'piscina';
import { type Lexicons, loadLexicons } from '../lexicons/load.js';
import { analyzeAll } from './analyze.js';
import { keepSmall } from './memory.js';
import type { AnalyzeOptions } from './types.js';
import { type Analyzer, type Item, type Outcome, workOn } from './work.js';

/** What a worker needs to analyze as the main process would. */
export interface WorkerSetup extends AnalyzeOptions {
  /** Paths of the user's lexicons. */
  readonly lexicons: readonly string[];
  /** Hash of all lexicons as the main process has them. */
  readonly lexiconsHash: string;
  readonly analysisHash: string;
}

const setup = workerData as WorkerSetup;
const { targets, exclude, analysisHash } = setup;
let lexicons: Lexicons | null = null;

export interface Task {
  readonly items: readonly Item[];
  /** Tells the main process which item this one is at, from 1. */
  readonly clock: Int32Array;
}

export default async function work({ items, clock }: Task): Promise<Outcome[]> {
  const loaded = lexicons ?? load();
  lexicons = loaded;
  const analyzer: Analyzer = {
    analyze: (articles, onBegin) => analyzeAll(articles, loaded, { targets, exclude }, onBegin),
    analysisHash,
  };
  const outcomes = await workOn(items, analyzer, (index) => Atomics.store(clock, 0, index + 1));
  keepSmall();
  return outcomes;
}

function load(): Lexicons {
  const loaded = loadLexicons({ extra: setup.lexicons, exclude });
  if (loaded.hash !== setup.lexiconsHash) throw new Error('a lexicon was changed while the run began');
  return loaded;
}
