/** What the commands say: words for people on a terminal, or JSON lines for collectors of logs. */
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import {
  type FilesResult,
  type Log,
  type LogFields,
  type LogFormat,
  openLog,
  type Progress,
  type ReadProblem,
  type RunSummary,
} from '../index.js';

export const EXIT = {
  done: 0,
  nothing: 1,
  usage: 2,
  partly: 3,
  held: 4,
  alert: 5,
  interrupted: 130,
} as const;

/** Problems told on the terminal; all of them stand in problems.csv. */
const PROBLEMS_TOLD = 10;
/** How often a log tells of progress, in milliseconds. */
const LOG_EVERY = 10_000;

export interface Manner {
  readonly quiet?: boolean;
  readonly log?: LogFormat;
}

let quiet = false;
let log: Log | null = null;

/** How everything is said from now on; the program asks for it once, before a command begins. */
export function speak(manner: Manner): void {
  quiet = manner.quiet ?? false;
  log = manner.log === 'json' ? openLog((line) => void process.stderr.write(line), { quiet }) : null;
}

/** What went well. */
export function say(line: string, fields: LogFields = {}): void {
  if (log) log.info(fields, line);
  else if (!quiet) process.stdout.write(`${line}\n`);
}

/** What was asked for, to standard output: neither `--quiet` nor a log keeps it back. */
export const print = (line: string): void => void process.stdout.write(`${line}\n`);
export const printAll = (lines: readonly string[]): void => print(lines.join('\n'));

/** What is good to know before the work begins; beside the data, so on standard error. */
export function note(line: string): void {
  if (log) log.info({}, line);
  else if (!quiet) process.stderr.write(`${line}\n`);
}

/** What somebody has to mend. */
export function complain(line: string, fields: LogFields = {}): void {
  if (log) log.warn(fields, line);
  else process.stderr.write(`${line}\n`);
}

export function tellOutput({ index, findings }: { index: string; findings: readonly string[] }): void {
  if (log) {
    log.info({ index, findings }, 'report written');
    return;
  }
  say(`Report: ${index}`);
  if (findings.length > 0)
    say(`\nMost telling:\n${findings.map((sentence, i) => `  ${i + 1}. ${sentence}`).join('\n')}`);
}

/** How many articles there are, and what was done with them. */
export function tellCounts({ articles, failed, seconds, counts, changed }: RunSummary): void {
  const { analyzed = articles, kept = 0, dropped = 0 } = counts ?? {};
  const of = (n: number) => `${n} ${n === 1 ? 'article' : 'articles'}`;
  const time = `in ${seconds.toFixed(1)} s.`;
  const more = [kept > 0 && `${kept} as before`, dropped > 0 && `${dropped} dropped`].filter((one) => one);
  const done = [`${of(analyzed)} analyzed`, ...more].join(', ');
  say(changed === false ? `Nothing new: ${of(articles)} as before, ${time}` : `${done} ${time}`, {
    articles,
    analyzed,
    kept,
    dropped,
    failed: failed.length,
    seconds,
  });
}

/** All that is to be said of a run that ended, and its exit code. `out`: the folder as the user calls it. */
export function tellResult(result: FilesResult, { out, failOn }: { out: string; failOn?: 'alert' }): number {
  const { failed, output, alerts } = result;
  tellProblems(failed, output ? out : null);
  if (!output) {
    complain('No article could be analyzed; nothing was written.');
    return EXIT.nothing;
  }
  tellCounts(result);
  tellOutput(output);
  // For somebody to look at, so `--quiet` does not keep them back.
  for (const { rule, message } of alerts)
    complain(log ? message : `Alert ${rule}: ${message}`, { alert: rule });
  if (failOn === 'alert' && alerts.length > 0) return EXIT.alert;
  return failed.length > 0 ? EXIT.partly : EXIT.done;
}

/** `out`: the folder of the output, where all problems stand. */
export function tellProblems(failed: readonly ReadProblem[], out: string | null): void {
  for (const { file, document, code, message } of failed.slice(0, PROBLEMS_TOLD))
    complain(log ? message : `${file}: ${message}`, { file, document, code });
  const more = failed.length - PROBLEMS_TOLD;
  const table = out === null ? '' : ` in ${path.join(out, 'csv', 'problems.csv')}`;
  if (more > 0) complain(`… and ${more} more${table}.`, { more });
}

/** A bar on stderr, on a terminal only; in a log, a line for each stage and every ten seconds. */
export function progressBar(): { update: (progress: Progress) => void; stop: () => void } {
  if (log) return { update: progressLog(), stop: () => undefined };
  if (quiet || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    format: '{stage} {bar} {value}/{total} {things} · {articles} articles',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  bar.start(1, 0, { stage: 'reading', things: 'files', articles: 0 });
  return {
    update({ stage, inputs, of, articles }) {
      if (of > 0) bar.setTotal(of);
      const things = stage === 'writing' ? 'pages' : 'files';
      bar.update(of > 0 ? inputs : bar.getTotal(), { stage, things, articles });
    },
    stop: () => bar.stop(),
  };
}

function progressLog(): (progress: Progress) => void {
  let last: { stage: string; at: number } = { stage: '', at: 0 };
  return (progress) => {
    const at = Date.now();
    if (progress.stage === last.stage && at - last.at < LOG_EVERY) return;
    last = { stage: progress.stage, at };
    log?.info({ ...progress }, progress.stage);
  };
}
