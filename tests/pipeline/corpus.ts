/** Small articles of our own with something to find in each, for tests of whole runs. */
import { filesOf } from '../helpers/folder.js';

const PEOPLE = ['Ilse Brandt', 'Tomas Reva', 'Mira Halden', 'Owen Sollis'];
const VERBS = ['said', 'claimed', 'admitted', 'insisted', 'warned'];
const LOADED = ['slammed', 'blasted', 'praised', 'met', 'called'];

export interface Row {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly published: string;
}

/** The article of a number, always the same. */
export function articleOf(n: number): Row {
  const pick = (list: readonly string[], by: number) => list[(n * by + (n >> 2)) % list.length]!;
  const person = pick(PEOPLE, 1);
  const text = [
    `${person} ${pick(LOADED, 3)} the owner of the harbour in Velm on Monday, ${n} days after it was closed.`,
    `“We were slow to answer, and number ${n} shows it,” ${person} ${pick(VERBS, 2)}. The owner allegedly knew.`,
    `A spokesman ${pick(VERBS, 7)} that the reckless plan of ${pick(PEOPLE, 5)} would fail.`,
  ].join('\n\n');
  return { id: `a${n}`, text, source: `Post ${n % 3}`, published: `2026-03-${10 + (n % 9)}` };
}

export const lines = (rows: readonly object[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const articles = (count: number, from = 0): Row[] =>
  Array.from({ length: count }, (_, i) => articleOf(from + i));

/** Every file below a folder with its bytes, but those that may differ from run to run (DESIGN.md section 6). */
export const outcome = (folder: string): Record<string, string> =>
  filesOf(folder, /^run\.json$|\.duckdb$|^csv\/changes\.csv$|^changes\.html$/u);
