/** Commands that part reading, analyzing and gathering, for many machines. */
import { once } from 'node:events';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import {
  articleLines,
  collectFiles,
  collectQueue,
  discard,
  enqueueFiles,
  type Lines,
  recordLines,
  workOnQueue,
} from '../index.js';
import { type AnalyzeFlags, DEFAULT_PATHS, settingsOf, wholeNumber, withInput, withReport } from './flags.js';
import { complain, EXIT, note, progressBar, say, tellProblems, tellResult } from './terminal.js';

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
      .description('gather what other machines analyzed, and write tables and a report')
      .argument('[records...]', 'files of records, as `analyze - --map` prints them')
      .option('--redis <url>', 'gather from workers instead, until all is in')
      .option('--queue <name>', 'name of the job in Redis', queueName, DEFAULT_QUEUE)
      .option('--keep', 'leave in Redis what was gathered')
      .option('--prune', 'drop articles that are no longer among the records'),
  ).action(
    async (paths: string[], flags: AnalyzeFlags & QueueFlags & { keep?: boolean; prune?: boolean }) => {
      const bar = progressBar();
      const { keep, prune } = flags;
      const options = {
        out: path.resolve(flags.out),
        prune,
        signal,
        onProgress: bar.update,
        onNotice: note,
      };
      if ((flags.redis === undefined) === (paths.length === 0)) {
        complain('Name files of records, or a Redis with --redis URL.');
        done(EXIT.usage);
        return;
      }
      const gathered =
        flags.redis === undefined
          ? collectFiles({ ...inputOf(paths, flags), ...options })
          : collectQueue({ url: flags.redis, queue: flags.queue, keep, ...options });
      done(tellResult(await gathered.finally(bar.stop), flags));
    },
  );

  withInput(withQueue(program.command('enqueue')))
    .description('put articles into a queue on Redis, for workers on any number of machines')
    .argument('[paths...]', `files, folders, globs (default: ${DEFAULT_PATHS.join(' ')})`)
    .option('--discard', 'drop what the queue holds, before anything is put in; without paths, only that')
    .action(async (paths: string[], flags: AnalyzeFlags & Required<QueueFlags> & { discard?: boolean }) => {
      const given = paths.length > 0 ? paths : DEFAULT_PATHS;
      const at = { url: flags.redis, queue: flags.queue, signal };
      if (flags.discard) {
        await discard(at);
        if (paths.length === 0) {
          say('Dropped what the queue held.');
          done(EXIT.done);
          return;
        }
      }
      const { articles, added, failed, kept } = await enqueueFiles({ ...inputOf(given, flags), ...at });
      if (!kept) complain('Redis keeps nothing on disk; start it with: redis-server --appendonly yes');
      tellProblems(failed, null);
      if (articles === 0) {
        complain('No article could be read; nothing was put in.');
        done(EXIT.nothing);
        return;
      }
      const all = `${articles} ${articles === 1 ? 'article' : 'articles'}`;
      say(
        added === articles ? `${all} put in.` : `${added} of ${all} put in, the others are there already.`,
        {
          articles,
          added,
          failed: failed.length,
        },
      );
      done(failed.length > 0 ? EXIT.partly : EXIT.done);
    });

  withQueue(program.command('worker'))
    .description('analyze what is put into a queue, until it is ended')
    .option('--jobs <n>', 'jobs at the same time (default: cores)', wholeNumber)
    .option('--drain', 'end when nothing is left to do')
    .option('--lock <seconds>', 'take over what a worker holds that was silent so long', wholeNumber, 30)
    .action(async (flags: Required<QueueFlags> & { jobs?: number; drain?: boolean; lock: number }) => {
      let articles = 0;
      const total = await workOnQueue({
        url: flags.redis,
        queue: flags.queue,
        jobs: flags.jobs,
        drain: flags.drain,
        lockSeconds: flags.lock,
        signal,
        onJob(more) {
          articles += more;
          say(`${articles} articles analyzed`, { articles });
        },
        onTrouble: (message) => complain(`Redis: ${message}`),
      });
      if (signal?.aborted) say(`Ended; ${total} articles analyzed.`);
      done(EXIT.done);
    });
}

const DEFAULT_QUEUE = 'articles';

interface QueueFlags {
  redis?: string;
  queue: string;
}

function queueName(value: string): string {
  if (!/^[\w.-]+$/u.test(value)) throw new InvalidArgumentError('Write letters, digits, dots, - and _ only.');
  return value;
}

const withQueue = (command: Command): Command =>
  command
    .requiredOption('--redis <url>', 'redis://host:port')
    .option('--queue <name>', 'name of the job in Redis', queueName, DEFAULT_QUEUE);

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
  format: flags.inputFormat,
});

/** Writes lines as fast as they are taken. */
async function pour({ lines, counts }: Lines): Promise<number> {
  for await (const line of lines) if (!process.stdout.write(line)) await once(process.stdout, 'drain');
  if (counts.failed > 0)
    complain(`${counts.failed} could not be analyzed; the lines say why.`, { ...counts });
  return counts.failed > 0 ? EXIT.partly : EXIT.done;
}
