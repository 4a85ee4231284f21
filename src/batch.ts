/** A run with all that it writes. */
import { type RunSummary, runBatch } from './pipeline/run.js';
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
      output = await writeOutput({ out, singleFile, parquet, lexicons, version, signal });
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
  if (summary.articles === 0) return { ...summary, output: null };
  return { ...summary, output: output ?? (await lastOutput(out)) };
}
