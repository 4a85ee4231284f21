#!/usr/bin/env node
/** Flags in, calls out, exit codes. */
import path from 'node:path';
import { Argument, Command, CommanderError, Option } from 'commander';
import {
  type AnalyzeFlags,
  collect,
  DEFAULT_OUT,
  DEFAULT_PATHS,
  formatOf,
  outputFormat,
  settingsOf,
  withInput,
  withReport,
} from './cli/flags.js';
import { addMachines, mapToStdout } from './cli/machines.js';
import {
  complain,
  EXIT,
  type Manner,
  note,
  printAll,
  progressBar,
  say,
  speak,
  tellOutput,
  tellProblems,
  tellResult,
} from './cli/terminal.js';
import { addWatch } from './cli/watch.js';
import {
  analyzeFiles,
  auditFiles,
  auditLines,
  ConfigError,
  categoryLines,
  checkLexicons,
  compareFiles,
  entryLines,
  FAMILIES,
  type Family,
  FEWEST_COMPARED,
  formatProblem,
  idOf,
  importFile,
  LexiconError,
  LOG_FORMATS,
  LockedError,
  listCategories,
  listEntries,
  loadLexicons,
  programVersion,
  QueueError,
  remakeOutput,
  StoreError,
  toCsv,
  toQuanteda,
  toYaml,
  UnfinishedError,
  writeWhole,
} from './index.js';

export { EXIT } from './cli/terminal.js';

interface AnalyzeOnly {
  map?: boolean;
  force?: boolean;
  prune?: boolean;
}

/** The whole program. Resolves to the exit code; prints to the given streams. */
export async function main(argv: readonly string[], signal?: AbortSignal): Promise<number> {
  let code: number = EXIT.done;
  const done = (exit: number) => {
    code = exit;
  };
  speak({});
  const program = new Command('framescope')
    .description(
      'Shows how news articles frame their story: loaded wording, attribution, hedging and stance,\nkept apart for the article and for each quoted speaker.',
    )
    .version(programVersion())
    .option('--quiet', 'say nothing but what went wrong')
    .addOption(
      new Option('--log <format>', 'how it is said: words, or JSON lines on standard error').choices(
        LOG_FORMATS,
      ),
    )
    .hook('preAction', (command) => speak(command.opts<Manner>()))
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 nothing could be done, 2 wrong usage or settings,\n3 done, but an article could not be analyzed (problems.csv), 4 another run holds the output,\n5 an alert rule fired and --fail-on asked for it, 130 interrupted.',
    );

  withInput(
    withReport(program.command('analyze'))
      .description('analyze articles and write tables and a report')
      .argument(
        '[paths...]',
        `files, folders, globs, or - for standard input (default: ${DEFAULT_PATHS.join(' ')})`,
      )
      .option('--map', 'only print the records, one a line, for `framescope collect`')
      .option('--force', 'analyze every article again, not only what is new or changed')
      .option('--prune', 'drop articles that are no longer among the paths'),
  ).action(async (paths: string[], flags: AnalyzeFlags & AnalyzeOnly) => {
    if (flags.map) {
      code = await mapToStdout(paths.length > 0 ? paths : DEFAULT_PATHS, flags, signal);
      return;
    }
    const bar = progressBar();
    const result = await analyzeFiles({
      paths: paths.length > 0 ? paths : DEFAULT_PATHS,
      out: path.resolve(flags.out),
      settings: settingsOf(flags),
      format: flags.inputFormat,
      force: flags.force,
      prune: flags.prune,
      signal,
      onProgress: bar.update,
      onNotice: note,
    }).finally(bar.stop);
    code = tellResult(result, flags);
  });

  program
    .command('report')
    .description('make tables and report again from the store, without analyzing')
    .argument('[folder]', 'output of an earlier run', DEFAULT_OUT)
    .option('--single-file', 'the whole report in one page, to mail')
    .addOption(outputFormat())
    .action(async (folder: string, { singleFile, format }: Pick<AnalyzeFlags, 'singleFile' | 'format'>) => {
      const bar = progressBar();
      const made = remakeOutput({
        singleFile,
        ...formatOf({ format }),
        out: path.resolve(folder),
        signal,
        onProgress: bar.update,
      });
      tellOutput(await made.finally(bar.stop));
    });

  withInput(
    program
      .command('compare')
      .description('write one page with a few articles side by side')
      .argument('<paths...>', 'two to six articles')
      .option('-o, --out <file>', 'the page', 'compare.html'),
  ).action(async (paths: string[], flags: AnalyzeFlags) => {
    const { articles, failed } = await compareFiles({
      paths,
      file: path.resolve(flags.out),
      settings: settingsOf(flags),
      format: flags.inputFormat,
      signal,
    });
    tellProblems(failed, null);
    if (articles < FEWEST_COMPARED) {
      complain('Fewer than two articles could be analyzed; nothing was written.');
      code = EXIT.nothing;
      return;
    }
    say(`Side by side: ${path.resolve(flags.out)}`);
    if (failed.length > 0) code = EXIT.partly;
  });

  addMachines(program, { signal, done });
  addWatch(program, { signal, done });

  const lexicon = program.command('lexicon').description('look at lexicons, check your own, bring others');
  const ownLexicon = ['--lexicon <file>', 'one of your own, beside ours (repeatable)'] as const;
  lexicon
    .command('list')
    .description('categories with their counts; with a filter, the entries')
    .option(...ownLexicon, collect)
    .option('--in <lexicon>', 'entries of one lexicon')
    .option('--family <family>', 'entries of one family')
    .option('--category <category>', 'entries of one category')
    .option('--search <words>', 'entries whose terms or id have these words')
    .action(
      (flags: { lexicon?: string[]; in?: string; family?: string; category?: string; search?: string }) => {
        const lexicons = loadLexicons({ extra: flags.lexicon });
        const { in: id, family, category, search } = flags;
        const filtered = [id, family, category, search].some((one) => one !== undefined);
        const filter = { lexicon: id, family, category, search: search?.toLowerCase() };
        const entries = filtered ? listEntries(lexicons, filter) : [];
        if (filtered && entries.length === 0) {
          complain('No entry is like that. Categories: framescope lexicon list');
          code = EXIT.usage;
        } else printAll(filtered ? entryLines(entries) : categoryLines(listCategories(lexicons)));
      },
    );
  lexicon
    .command('check')
    .description('check lexicon files and every example in them; without files, ours')
    .argument('[files...]')
    .action((files: string[]) => {
      const problems = checkLexicons(files);
      for (const problem of problems) complain(formatProblem(problem));
      if (problems.length > 0) code = EXIT.usage;
      else say('Nothing is wrong.');
    });
  lexicon
    .command('import')
    .description('turn a LIWC, quanteda or CSV dictionary into a lexicon of ours')
    .argument('<dictionary>')
    .option('-o, --out <file>', 'where it goes; default: standard output')
    .addOption(new Option('--family <family>', 'what its categories are about').choices(FAMILIES))
    .option('--lemma', 'its words match in all inflections')
    .action(async (file: string, flags: { out?: string; family?: Family; lemma?: boolean }) => {
      const {
        lexicon: made,
        problems,
        skipped,
      } = await importFile(file, {
        // A lexicon is called as its file.
        id: flags.out && idOf(flags.out),
        family: flags.family,
        lemma: flags.lemma,
      });
      for (const problem of [...problems, ...skipped]) complain(formatProblem(problem));
      if (!made) code = EXIT.usage;
      else if (flags.out === undefined) process.stdout.write(toYaml(made));
      else await writeWhole(path.resolve(flags.out), toYaml(made));
    });
  lexicon
    .command('export')
    .description('write our lexicons for another program, to standard output')
    .addArgument(new Argument('<format>').choices(['quanteda', 'csv']))
    .option(...ownLexicon, collect)
    .action((format: 'quanteda' | 'csv', flags: { lexicon?: string[] }) => {
      const { lexicons } = loadLexicons({ extra: flags.lexicon });
      const { text, leftOut } = format === 'csv' ? toCsv(lexicons) : toQuanteda(lexicons);
      process.stdout.write(text);
      for (const { entry, term } of leftOut) complain(`${entry}: "${term}" cannot be said in this format`);
    });
  withInput(
    lexicon
      .command('audit')
      .description('what entries do on a corpus: hits, none, overlaps, missing forms, balance')
      .argument('[paths...]', `the corpus (default: ${DEFAULT_PATHS.join(' ')})`)
      .option('--all', 'every row of each list'),
  ).action(async (paths: string[], flags: AnalyzeFlags & { all?: boolean }) => {
    const corpus = paths.length > 0 ? paths : DEFAULT_PATHS;
    const { audit, failed } = await auditFiles({
      paths: corpus,
      settings: settingsOf(flags),
      format: flags.inputFormat,
    });
    tellProblems(failed, null);
    printAll(auditLines(audit, flags.all ?? false));
  });

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return exitCodeOf(error, signal);
  }
}

function exitCodeOf(error: unknown, signal: AbortSignal | undefined): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (signal?.aborted) {
    complain(
      error instanceof UnfinishedError ? error.message : 'Interrupted; the last good output is as it was.',
    );
    return EXIT.interrupted;
  }
  if (error instanceof ConfigError || error instanceof LexiconError) {
    complain(error.message);
    return EXIT.usage;
  }
  if (error instanceof LockedError) {
    complain(error.message);
    return EXIT.held;
  }
  if (error instanceof StoreError || error instanceof QueueError) {
    complain(error.message);
    return EXIT.nothing;
  }
  const { name, message, path: file, code: given } = error as NodeJS.ErrnoException;
  if (name === 'ReplyError') {
    const mend = message.startsWith('OOM') ? ' Give it more memory (maxmemory), or collect in parts.' : '';
    complain(`Redis refuses it: ${message}${mend}`);
    return EXIT.nothing;
  }
  // The database tells of the same troubles in words only.
  const code = given ?? IN_WORDS.find(([words]) => words.test(message))?.[1];
  complain(
    code === undefined
      ? ((error as Error).stack ?? message)
      : `${file ?? 'Output'}: ${TROUBLE[code] ?? message}`,
  );
  return EXIT.nothing;
}

const IN_WORDS: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|File too large/u, 'ENOSPC'],
  [/Read-only file system/u, 'EROFS'],
  [/Permission denied/u, 'EACCES'],
  [/^Out of Memory Error/u, 'ENOMEM'],
];

/** What the system's codes mean for the one who has to mend it. */
const TROUBLE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room and run again; the last good output is as it was.',
  ENOMEM:
    'the database needs more memory than half of what this machine has. Divide the articles among several folders (-o); the last good output is as it was.',
  EACCES: 'this user may not write here. Choose another folder with -o.',
  EPERM: 'this user may not write here. Choose another folder with -o.',
  EROFS: 'this file system is read only. Choose another folder with -o.',
  ENOTDIR: 'a file stands where a folder is needed. Choose another folder with -o.',
  EEXIST: 'a file stands where a folder is needed. Choose another folder with -o.',
};

/** Runs as a program: the first Ctrl-C ends cleanly, the second at once. */
async function start(): Promise<void> {
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // Who reads it has enough; anything else would pass for whole.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? EXIT.done);
    process.exit(exitCodeOf(Object.assign(error, { path: 'Standard output' }), undefined));
  });
  process.stderr.on('error', () => undefined);
  process.exitCode = await main(process.argv.slice(2), abort.signal);
  // Whoever is told to end ends, though a connection is still being tried.
  if (abort.signal.aborted) process.exit();
}

const isProgram =
  process.argv[1] !== undefined && /(?:^|[\\/])(?:cli\.js|framescope)$/u.test(process.argv[1]);
if (isProgram) await start();
