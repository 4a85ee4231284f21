/** A run with all that it writes. */
import path from 'node:path';
import { type Alert, alertsOf } from './pipeline/rules.js';
import { type RunSummary, runBatch, STORE_FILE } from './pipeline/run.js';
import { openStore } from './pipeline/store.js';
import { type FilesOptions, type Prepared, programVersion } from './prepare.js';
import {
  lastOutput,
  OUTPUT_FILES,
  type Output,
  outputKey,
  writeNoChanges,
  writeOutput,
} from './report/all.js';

export interface FilesResult extends RunSummary {
  /** Null: no article could be analyzed, and nothing was written. */
  readonly output: Output | null;
  /** What the rules found; of a run that brought nothing new, only what still holds. */
  readonly alerts: readonly Alert[];
}

/** Interrupted when the store was whole, but not all that is made from it. */
export class UnfinishedError extends Error {
  constructor(out: string) {
    super(
      `Interrupted while writing tables and pages; the store is whole. To finish: framescope report ${out}`,
    );
  }
}

export interface AnalyzeFilesOptions extends FilesOptions {
  /** Folder of the output. */
  readonly out: string;
  /** Analyze every article again. */
  readonly force?: boolean;
  /** Drop articles that are no longer among the paths. */
  readonly prune?: boolean;
}

/** Brings the store of a folder up to date, and everything that is made of it. */
export async function runAndWrite(
  { config, lexicons, run }: Prepared,
  options: Pick<AnalyzeFilesOptions, 'out' | 'force' | 'prune' | 'signal'>,
): Promise<FilesResult> {
  const { out, signal, force, prune } = options;
  const { singleFile, parquet } = config;
  const version = programVersion();
  let output: Output | null = null;
  const write = async () => {
    try {
      output = await writeOutput({
        out,
        singleFile,
        parquet,
        lexicons,
        version,
        signal,
        onProgress: run.onProgress,
      });
    } catch (error) {
      if (signal?.aborted) throw new UnfinishedError(out);
      throw error;
    }
  };
  const key = outputKey({ singleFile, parquet });
  const summary = await runBatch({
    ...run,
    out,
    force,
    prune,
    output: { key, files: OUTPUT_FILES, write, nothingNew: () => writeNoChanges(out) },
  });
  if (summary.articles === 0) return { ...summary, output: null, alerts: [] };
  const alerts = config.rules.length > 0 ? await alertsIn(out) : [];
  return {
    ...summary,
    output: output ?? (await lastOutput(out)),
    alerts: summary.changed === false ? alerts.filter(({ news }) => !news) : alerts,
  };
}

async function alertsIn(out: string): Promise<Alert[]> {
  const store = await openStore(path.join(out, STORE_FILE), { readOnly: true });
  return alertsOf(store).finally(() => store.close());
}
