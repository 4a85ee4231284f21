/**
 * LIWC dictionaries (.dic): the categories with their numbers between two lines of "%", then one word a line with the
 * numbers of its categories. A word may end in * (any ending) and may be a phrase; `<of>131/135` says that the word
 * counts for 131 before "of" and for 135 otherwise.
 */
import { type Dictionary, dictionary, type Imported, type ImportOptions } from './dictionary.js';

const FENCE = /^%\s*$/u;
const CATEGORY = /^\s*(\d+)\s+(\S.*?)\s*$/u;
const NUMBER = /^\d+$/u;
/** Some files part the word from its numbers with a tab and the numbers with blanks. */
const NUMBERS = /^\d+(?:\s+\d+)+$/u;
const BEFORE_WORD = /^<([^<>]+)>(\d+)\/(\d+)$/u;
const AFTER_CATEGORY = /^\([\d\s]+\)\d+\/\d+$/u;

/** Reads a LIWC dictionary. */
export function importLiwc(text: string, options: ImportOptions): Imported {
  const words = dictionary(text, 'LIWC', options);
  const lines = text.replace(/^\ufeff/u, '').split(/\r\n|\r|\n/u);
  const from = lines.findIndex((line) => line.trim() !== '');
  const to = lines.findIndex((line, i) => i > from && FENCE.test(line));
  if (from < 0 || !FENCE.test(lines[from]!)) {
    words.wrong(
      Math.max(1, from + 1),
      'a LIWC dictionary begins with a line "%"; then categories, then "%" again',
    );
    return words.finish();
  }
  if (to < 0) {
    words.wrong(lines.length, 'the list of categories has no end; write a line "%" behind the last category');
    return words.finish();
  }
  const categories = readCategories(lines, from + 1, to, words);
  for (let i = to + 1; i < lines.length; i++) {
    if (lines[i]!.trim()) readWord(lines[i]!, i + 1, categories, words);
  }
  return words.finish();
}

function readCategories(
  lines: readonly string[],
  from: number,
  to: number,
  words: Dictionary,
): Map<number, string> {
  const categories = new Map<number, string>();
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (!line.trim()) continue;
    const parts = CATEGORY.exec(line);
    if (!parts) words.wrong(i + 1, `"${line.trim()}" is no category; write a number, a tab and a name`);
    else if (categories.has(Number(parts[1]))) {
      words.wrong(i + 1, `the number ${parts[1]} stands for two categories; give each its own`);
    } else categories.set(Number(parts[1]), words.category(parts[2]!, i + 1));
  }
  return categories;
}

/** A word with its numbers. Phrases may hold blanks, so the numbers are taken from the end. */
function readWord(
  text: string,
  line: number,
  categories: ReadonlyMap<number, string>,
  words: Dictionary,
): void {
  const cells = text.includes('\t') ? text.trim().split(/\t+/u) : cellsByBlanks(text.trim());
  const word = cells[0]!.trim();
  const numbers = cells
    .slice(1)
    .map((cell) => cell.trim())
    .flatMap((cell) => (NUMBERS.test(cell) ? cell.split(/\s+/u) : cell))
    .filter(Boolean);
  if (numbers.length === 0) {
    words.wrong(line, `"${word}" has no category; write the numbers of its categories behind it`);
    return;
  }
  const add = (term: string, number: string) => {
    const category = categories.get(Number(number));
    if (category === undefined) {
      words.wrong(
        line,
        `"${word}" has category ${number}, which the head of the file does not name; add it there`,
      );
    } else words.add(category, term, 1, line);
  };
  for (const cell of numbers) {
    const before = BEFORE_WORD.exec(cell);
    if (before) {
      add(`${word} ${before[1]!.trim()}`, before[2]!);
      add(word, before[3]!);
    } else if (AFTER_CATEGORY.test(cell)) {
      words.skip(
        line,
        `"${word}" is left out of ${cell}: a category that depends on the word before has no counterpart`,
      );
    } else if (!NUMBER.test(cell)) {
      words.wrong(line, `"${cell}" is no number of a category`);
    } else add(word, cell);
  }
}

function cellsByBlanks(line: string): string[] {
  const cells = line.split(/\s+/u);
  let first = cells.length;
  while (first > 1 && /^[\d(<]/u.test(cells[first - 1]!)) first--;
  return [cells.slice(0, first).join(' '), ...cells.slice(first)];
}
