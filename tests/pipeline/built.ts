/** The built program for tests of several processes, and files to compare what they write. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../helpers/folder.js';

/** `npm test` builds it first. */
export const CLI = path.resolve(
  process.env.FRAMESCOPE_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url)),
  'cli.js',
);

/** For tests that start many processes, on a machine that may do other things besides. Milliseconds. */
export const PATIENCE = 240_000;

/** Runs the program to its end. */
export function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Whether a tool is there. Where FRAMESCOPE_REDIS=required, tests without it fail instead of being skipped. */
export const has = (tool: string): boolean =>
  process.env.FRAMESCOPE_REDIS === 'required' || spawnSync(tool, ['--version']).error === undefined;
export const isBuilt = existsSync(CLI);

/** Every file below a folder with its content, but those that may differ from run to run. */
export const outcome = (folder: string): Record<string, string> => filesOf(folder, /run\.json$|\.duckdb$/u);

/** Names of files that are not the same: short, where the files themselves would fill a screen. */
export const differing = (a: Record<string, string>, b: Record<string, string>): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();

/** Waits for what will be so before long. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE / 2;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('waited in vain');
    await sleep(20);
  }
}

/** All that is given, in its order. */
export async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const SAID = [
  'slammed the delay',
  'claimed the port was safe',
  'said the harbour had closed',
  'allegedly hid it',
];
const PLACES = ['Velm', 'Sarno', 'Tarrow', 'Brenn', 'Holm'];

/** Articles of two outlets that differ in every sentence; `n` from 1. */
export function row(n: number): { id: string; source: string; text: string } {
  const text = Array.from({ length: 6 }, (_, i) => {
    const place = PLACES[(n + i) % PLACES.length];
    return `The mayor of ${place} ${SAID[(n * 3 + i) % SAID.length]} on day ${n}. “We counted ${n * 10 + i} ships,” Ilse Brandt said.`;
  }).join('\n\n');
  return { id: `r${n}`, source: n % 2 ? 'Post' : 'Herald', text };
}

/** Writes a corpus with all that may go wrong: a taken id, an unclear date, an empty file, a page of HTML. */
export function writeCorpus(folder: string, articles: number): void {
  mkdirSync(path.join(folder, 'sub'), { recursive: true });
  const rows = Array.from({ length: articles }, (_, i) => JSON.stringify(row(i + 1)));
  rows.splice(3, 0, JSON.stringify({ ...row(2), text: row(99).text }));
  rows.push(JSON.stringify({ ...row(98), id: 'late', date: '03/04/2024' }), '{"id": "cut');
  writeFileSync(path.join(folder, 'rows.jsonl'), `${rows.join('\n')}\n`);
  writeFileSync(path.join(folder, 'empty.txt'), '');
  writeFileSync(path.join(folder, 'sub/page.html'), `<html><body><p>${row(97).text}</p></body></html>`);
}
