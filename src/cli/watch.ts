/** `framescope watch`: the batch again whenever articles arrive. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { analyzeFiles, ConfigError, LexiconError, LockedError, StoreError, watchFolder } from '../index.js';
import { type AnalyzeFlags, settingsOf, wholeNumber, withInput, withReport } from './flags.js';
import type { Context } from './machines.js';
import { complain, EXIT, note, progressBar, say, tellResult } from './terminal.js';

export function addWatch(program: Command, { signal = new AbortController().signal, done }: Context): void {
  withInput(
    withReport(program.command('watch'))
      .description('analyze articles as files arrive, until it is ended')
      .argument('<folder>')
      .option('--settle <seconds>', 'wait until nothing more came for so long', wholeNumber, 2),
  ).action(async (folder: string, flags: AnalyzeFlags & { settle: number }) => {
    // A slip of the pen would be waited for without end.
    if (!(await stat(folder).catch(() => null))?.isDirectory()) {
      complain(`There is no folder "${folder}" to watch.`);
      done(EXIT.nothing);
      return;
    }
    const out = path.resolve(flags.out);
    let runs = 0;
    const run = async (): Promise<boolean> => {
      const bar = progressBar();
      try {
        const result = await analyzeFiles({
          paths: [folder],
          out,
          settings: settingsOf(flags),
          format: flags.inputFormat,
          signal,
          onProgress: bar.update,
          onNotice: note,
        }).finally(bar.stop);
        // An empty folder is one that waits for its first article.
        if (result.articles > 0 || result.failed.length > 0) tellResult(result, flags);
        return true;
      } catch (error) {
        if (signal.aborted) throw error;
        if (error instanceof LockedError) {
          complain(error.message);
          return false;
        }
        // Whoever starts it with wrong settings is told at once; who changes them later may mend them.
        const mendable =
          error instanceof ConfigError || error instanceof LexiconError || error instanceof StoreError;
        if (!mendable || runs === 0) throw error;
        complain(error.message);
        return true;
      } finally {
        runs++;
      }
    };
    await watchFolder({
      folder,
      except: out,
      settle: flags.settle * 1000,
      signal,
      run,
      onReady: () => say(`Watching ${folder}; Ctrl-C ends it.`),
      onGone: () => complain(`The folder ${folder} is gone; waiting until it is there again.`),
    });
    done(EXIT.done);
  });
}
