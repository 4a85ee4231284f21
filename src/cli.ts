#!/usr/bin/env node
/** Flags in, calls out, exit codes. */
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import {
  analyzeFiles,
  auditFiles,
  auditLines,
  type Columns,
  ConfigError,
  categoryLines,
  checkLexicons,
  compareFiles,
  entryLines,
  FAMILIES,
  type Family,
  FORMATS,
  type Format,
  formatProblem,
  idOf,
  importFile,
  LexiconError,
  listCategories,
  listEntries,
  loadLexicons,
  type Overrides,
  type Progress,
  programVersion,
  type ReadProblem,
  ROW_FIELDS,
  remakeOutput,
  StoreError,
  toCsv,
  toQuanteda,
  toYaml,
  UnfinishedError,
  writeWhole,
} from './index.js';

export const EXIT = { done: 0, nothing: 1, usage: 2, partly: 3, interrupted: 130 } as const;

const DEFAULT_PATHS = ['data'];
const DEFAULT_OUT = 'out';
/** Problems told on the terminal; all of them stand in problems.csv. */
const PROBLEMS_TOLD = 10;

interface AnalyzeFlags {
  out: string;
  config?: string;
  lexicon?: string[];
  by?: string[];
  targets?: string;
  speakers?: string;
  column?: Columns;
  format?: Format;
  jobs?: number;
  singleFile?: boolean;
}

const collect = (value: string, before: string[] = []): string[] => [...before, value];

function mapColumn(value: string, before: Columns = {}): Columns {
  const [field, ...rest] = value.split('=');
  const name = rest.join('=');
  if (!ROW_FIELDS.includes(field as never) || name === '') {
    throw new InvalidArgumentError(`Write FIELD=COLUMN, where FIELD is one of ${ROW_FIELDS.join(', ')}.`);
  }
  return { ...before, [field!]: name };
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,2}$/u.test(value)) throw new InvalidArgumentError('Write a whole number from 1 on.');
  return Number(value);
}

const settingsOf = (flags: AnalyzeFlags): Overrides => ({
  config: flags.config,
  by: flags.by,
  targets: flags.targets,
  speakers: flags.speakers,
  lexicons: flags.lexicon,
  columns: flags.column,
  jobs: flags.jobs,
  singleFile: flags.singleFile,
});

/** Flags that every command which reads articles has. */
function withInput(command: Command): Command {
  return command
    .option('--config <file>', 'settings; default: framescope.yml here, else in a given folder')
    .option('--lexicon <file>', 'a lexicon of your own, added to ours (repeatable)', collect)
    .option('--targets <file>', 'whom stance is measured toward')
    .option('--speakers <file>', 'which names are one speaker and which are not')
    .option(
      '--column <field=name>',
      'column of JSONL or CSV that holds a field: text=body (repeatable)',
      mapColumn,
    )
    .addOption(new Option('--format <format>', 'read every input as this').choices(FORMATS))
    .option('--jobs <n>', 'files read at the same time; the results do not depend on it', wholeNumber);
}

/** The whole program. Resolves to the exit code; prints to the given streams. */
export async function main(argv: readonly string[], signal?: AbortSignal): Promise<number> {
  let code: number = EXIT.done;
  const program = new Command('framescope')
    .description(
      'Shows how news articles frame their story: loaded wording, attribution, hedging and stance,\nkept apart for the article and for each quoted speaker.',
    )
    .version(programVersion())
    .exitOverride()
    .configureHelp({ helpWidth: 100 })
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 nothing could be done, 2 wrong usage or settings,\n3 done, but an article could not be analyzed (problems.csv), 130 interrupted.',
    );

  withInput(
    program
      .command('analyze')
      .description('analyze articles and write tables and a report')
      .argument(
        '[paths...]',
        `files, folders, globs, or - for standard input (default: ${DEFAULT_PATHS.join(' ')})`,
      )
      .option('-o, --out <folder>', 'where the output goes', DEFAULT_OUT)
      .option(
        '--by <grouping>',
        'compare by source, event, speaker, month or a further field (repeatable)',
        collect,
      )
      .option('--force', 'analyze every article again; so far, every run does')
      .option('--single-file', 'the whole report in one page, to mail'),
  ).action(async (paths: string[], flags: AnalyzeFlags) => {
    const bar = progressBar();
    const { articles, failed, seconds, output } = await analyzeFiles({
      paths: paths.length > 0 ? paths : DEFAULT_PATHS,
      out: path.resolve(flags.out),
      settings: settingsOf(flags),
      format: flags.format,
      signal,
      onProgress: bar.update,
    }).finally(bar.stop);
    tellProblems(failed, output ? path.join(flags.out, 'csv', 'problems.csv') : null);
    if (!output) {
      complain('No article could be analyzed; nothing was written.');
      code = EXIT.nothing;
      return;
    }
    say(`${articles} ${articles === 1 ? 'article' : 'articles'} analyzed in ${seconds.toFixed(1)} s.`);
    tellOutput(output);
    if (failed.length > 0) code = EXIT.partly;
  });

  program
    .command('report')
    .description('make tables and report again from the store, without analyzing')
    .argument('[folder]', 'output of an earlier run', DEFAULT_OUT)
    .option('--single-file', 'the whole report in one page, to mail')
    .action(async (folder: string, flags: { singleFile?: boolean }) => {
      tellOutput(await remakeOutput({ out: path.resolve(folder), singleFile: flags.singleFile, signal }));
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
      format: flags.format,
      signal,
    });
    tellProblems(failed, null);
    if (articles === 0) {
      complain('No article could be analyzed; nothing was written.');
      code = EXIT.nothing;
      return;
    }
    say(`Side by side: ${path.resolve(flags.out)}`);
    if (failed.length > 0) code = EXIT.partly;
  });

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
        sayAll(
          filtered ? entryLines(listEntries(lexicons, filter)) : categoryLines(listCategories(lexicons)),
        );
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
      else await writeWhole(path.resolve(flags.out), [toYaml(made)]);
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
      format: flags.format,
    });
    tellProblems(failed, null);
    sayAll(auditLines(audit, flags.all ?? false));
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
  if (error instanceof StoreError) {
    complain(error.message);
    return EXIT.nothing;
  }
  const { code, message, path: file } = error as NodeJS.ErrnoException;
  complain(
    code === undefined
      ? ((error as Error).stack ?? message)
      : `${file ?? 'Output'}: ${TROUBLE[code] ?? message}`,
  );
  return EXIT.nothing;
}

/** What the system's codes mean for the one who has to mend it. */
const TROUBLE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full. Make room and run again; the last good output is as it was.',
  EACCES: 'this user may not write here. Choose another folder with -o.',
  EPERM: 'this user may not write here. Choose another folder with -o.',
  EROFS: 'this file system is read only. Choose another folder with -o.',
  ENOTDIR: 'a file stands where a folder is needed. Choose another folder with -o.',
  EEXIST: 'a file stands where a folder is needed. Choose another folder with -o.',
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const sayAll = (lines: readonly string[]): void => say(lines.join('\n'));
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

function tellOutput({ index, findings }: { index: string; findings: readonly string[] }): void {
  say(`Report: ${index}`);
  if (findings.length > 0)
    say(`\nMost telling:\n${findings.map((sentence, i) => `  ${i + 1}. ${sentence}`).join('\n')}`);
}

function tellProblems(failed: readonly ReadProblem[], table: string | null): void {
  for (const { file, message } of failed.slice(0, PROBLEMS_TOLD)) complain(`${file}: ${message}`);
  const more = failed.length - PROBLEMS_TOLD;
  if (more > 0) complain(`… and ${more} more${table ? ` in ${table}` : ''}.`);
}

/** A bar on stderr, on a terminal only. */
function progressBar(): { update: (progress: Progress) => void; stop: () => void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{stage} {bar} {value}/{total} files · {articles} articles',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(1, 0, { stage: 'reading', articles: 0 });
  return {
    update({ stage, inputs, of, articles }) {
      if (of > 0) bar.setTotal(of);
      bar.update(of > 0 ? inputs : bar.getTotal(), { stage, articles });
    },
    stop: () => bar.stop(),
  };
}

/** Runs as a program: the first Ctrl-C ends cleanly, the second at once. */
async function start(): Promise<void> {
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) process.exit(EXIT.interrupted);
    abort.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.stdout.on('error', () => process.exit(process.exitCode ?? EXIT.done));
  process.exitCode = await main(process.argv.slice(2), abort.signal);
}

const isProgram =
  process.argv[1] !== undefined && /(?:^|[\\/])(?:cli\.js|framescope)$/u.test(process.argv[1]);
if (isProgram) await start();
