/** Commands that part reading, analyzing and gathering, for many machines. */
import { once } from 'node:events';
import path from 'node:path';
import type { Command } from 'commander';
import { articleLines, collectFiles, type FilesResult, type Lines, recordLines } from '../index.js';
import { type AnalyzeFlags, DEFAULT_PATHS, settingsOf, withInput, withReport } from './flags.js';
import { complain, EXIT, progressBar, say, tellOutput, tellProblems } from './terminal.js';

export interface Context {
  readonly signal?: AbortSignal;
  readonly done: (code: number) => void;
}

export function addMachines(program: Command, { signal, done }: Context): void {
  withInput(
    program
      .command('articles')
      .description('read articles and print them as JSON lines, for `analyze - --map` on other machines')
      .argument('[paths...]', `files, folders, globs (default: ${DEFAULT_PATHS.join(' ')})`),
  ).action(async (paths: string[], flags: AnalyzeFlags) => {
    const given = paths.length > 0 ? paths : DEFAULT_PATHS;
    done(await pour(await articleLines({ ...inputOf(given, flags), signal })));
  });

  withInput(
    withReport(program.command('collect'))
      .description('gather records of other machines, and write tables and a report')
      .argument('[records...]', 'files of records, as `analyze - --map` prints them'),
  ).action(async (paths: string[], flags: AnalyzeFlags) => {
    const bar = progressBar();
    const options = {
      ...inputOf(paths, flags),
      out: path.resolve(flags.out),
      signal,
      onProgress: bar.update,
    };
    done(tellGathered(await collectFiles(options).finally(bar.stop), flags.out));
  });
}

/** `analyze - --map`: records to standard output. Resolves to the exit code. */
export async function mapToStdout(
  paths: readonly string[],
  flags: AnalyzeFlags,
  signal: AbortSignal | undefined,
): Promise<number> {
  return pour(await recordLines({ ...inputOf(paths, flags), signal }));
}

const inputOf = (paths: readonly string[], flags: AnalyzeFlags) => ({
  paths,
  settings: settingsOf(flags),
  format: flags.format,
});

/** Writes lines as fast as they are taken. */
async function pour({ lines, counts }: Lines): Promise<number> {
  for await (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  if (counts.failed > 0)
    complain(`${counts.failed} could not be analyzed; the lines say why.`, { ...counts });
  return counts.failed > 0 ? EXIT.partly : EXIT.done;
}

export function tellGathered({ articles, failed, seconds, output }: FilesResult, out: string): number {
  tellProblems(failed, output ? out : null);
  if (!output) {
    complain('There was no record; nothing was written.');
    return EXIT.nothing;
  }
  say(`${articles} ${articles === 1 ? 'record' : 'records'} gathered in ${seconds.toFixed(1)} s.`, {
    articles,
    failed: failed.length,
    seconds,
  });
  tellOutput(output);
  return failed.length > 0 ? EXIT.partly : EXIT.done;
}
