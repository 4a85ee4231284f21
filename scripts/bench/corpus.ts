/**
 * Articles for measuring: paragraphs of the sample corpus (and of ../shared/eval/data where it is at hand) dealt out
 * again, under varied dates, outlets, names and ids. The same numbers give the same bytes on every machine.
 *
 * What grows in a real corpus grows here: three of five articles tell an event that two to six outlets tell (they draw
 * from the same paragraphs, and no two draw the same ones, so that hardly any is a copy of another), people are
 * renamed to names of a long-tailed list, and a run of ten times as many articles covers ten times as many days.
 */

import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gazetteer, WORD } from '../../src/lexicons/gazetteer.js';

export interface Row {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly published: string;
  readonly text: string;
}

const SAMPLE = 'data';
const SHARED = '../shared/eval/data';
/** Texts of news, whole; single sentences are put together to paragraphs. */
const SHARED_TEXTS = ['quotes-more.jsonl', 'quotes-news.jsonl', 'events-news.jsonl'];
const SHARED_SENTENCES = ['stance-news.jsonl', 'stance-more.jsonl', 'wording-sentences.jsonl'];
const SENTENCES_A_PARAGRAPH = 3;

/** As many articles a day as a few tens of outlets print on one subject. */
const ARTICLES_A_DAY = 100;
const OUTLETS = 40;
const WORDS = 600;
/** Of ten articles, those that stand alone. */
const ALONE = 4;
const MOST_ACCOUNTS = 6;
/** Paragraphs that all accounts of an event draw from, for each that one of them takes. */
const POOL = 3;
const FIRST_DAY = Date.UTC(2015, 0, 1);
const DAY = 86_400_000;
/** Rows of a file. */
const FILE_ROWS = 5000;

/** Numbers in [0, 1): mulberry32, one stream a seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const lines = (file: string): { text: string }[] =>
  readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as { text: string }); // biome-ignore format: one chain

let stock: readonly string[] | null = null;

/** Paragraphs to deal out. */
function paragraphs(): readonly string[] {
  if (stock) return stock;
  const files = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!README)\.(txt|md)$/u.test(name),
  );
  const texts = files
    .sort()
    .map((name) => readFileSync(join(SAMPLE, name), 'utf8').replace(/^---[\s\S]*?---\n/u, ''));
  const singles: string[] = [];
  if (existsSync(SHARED)) {
    for (const name of SHARED_TEXTS) texts.push(...lines(join(SHARED, name)).map(({ text }) => text));
    const sentences = SHARED_SENTENCES.flatMap((name) => lines(join(SHARED, name)).map(({ text }) => text));
    for (let i = 0; i < sentences.length; i += SENTENCES_A_PARAGRAPH)
      singles.push(sentences.slice(i, i + SENTENCES_A_PARAGRAPH).join(' '));
  }
  stock = [...texts.flatMap((text) => text.split(/\n+/u)), ...singles]
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph.length > 40);
  return stock;
}

/** Where the texts come from, for the page. */
export const sourceOfTexts = (): string =>
  existsSync(SHARED) ? 'paragraphs of data/ and of annotated news text' : 'paragraphs of data/';

const ONSETS = ['B', 'D', 'F', 'G', 'H', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'V', 'Br', 'Kr', 'St', 'Tr'];
const MIDDLES = ['ana', 'ela', 'ino', 'oru', 'ade', 'emi', 'ova', 'ari', 'usta', 'enka', 'olti', 'andre'];
const ENDS = ['v', 'nen', 'ssen', 'ly', 'dez', 'mann', 'rov', 'kis', 'tti', 'lund', 'ck', 'ward'];
const SURNAMES = ONSETS.length * MIDDLES.length * ENDS.length;

function surname(n: number): string {
  const [a, rest] = [n % ONSETS.length, Math.floor(n / ONSETS.length)];
  return `${ONSETS[a]}${MIDDLES[rest % MIDDLES.length]}${ENDS[Math.floor(rest / MIDDLES.length) % ENDS.length]}`;
}

const PERSON = /\b([A-Z][\p{L}]+) ([A-Z][a-z][\p{L}-]+)\b/gu;

/** Gives every second person of a text another surname, wherever it stands in it. Few names are met often, most once. */
function rename(text: string, random: () => number): string {
  const { words } = gazetteer();
  const renamed = new Map<string, string>();
  for (const [, given, last] of text.matchAll(PERSON)) {
    if (!((words.get(given!.toLowerCase()) ?? 0) & WORD.given) || renamed.has(last!)) continue;
    const other = surname(Math.floor(random() ** 2 * SURNAMES));
    renamed.set(last!, random() < 0.5 ? last! : other);
  }
  if (renamed.size === 0) return text;
  return text.replace(/\p{Lu}[\p{L}-]+/gu, (word) => renamed.get(word) ?? word);
}

/** The articles of one event, or one that stands alone. */
interface Plan {
  readonly seed: number;
  readonly accounts: number;
  /** Number of its first article. */
  readonly first: number;
}

/** `count` articles, one after the other. */
export function* articles(count: number): Generator<Row> {
  const random = numbers(count);
  for (let first = 0; first < count; ) {
    const alone = random() * 10 < ALONE;
    const accounts = alone ? 1 : Math.min(count - first, 2 + Math.floor(random() * (MOST_ACCOUNTS - 1)));
    yield* accountsOf({ seed: first + 1, accounts, first });
    first += accounts;
  }
}

function* accountsOf({ seed, accounts, first }: Plan): Generator<Row> {
  const random = numbers(Math.imul(seed, 2_654_435_761));
  const all = paragraphs();
  // Paragraphs that follow one another keep their speakers.
  const pool: string[] = [];
  let [words, at] = [0, 0];
  while (words < WORDS * (accounts === 1 ? 1 : POOL)) {
    if (pool.length % 4 === 0) at = Math.floor(random() * all.length);
    const paragraph = all[at++ % all.length]!;
    pool.push(paragraph);
    words += wordsIn(paragraph);
  }
  const day = Math.floor(first / ARTICLES_A_DAY);
  const names = Math.floor(random() * 4_294_967_296);
  const sources = outlets(accounts, random);
  for (let k = 0; k < accounts; k++) {
    const picked = accounts === 1 ? pool : pickFrom(pool, random);
    // Accounts of one event have the same people.
    const text = rename(picked.join('\n\n'), numbers(names));
    yield {
      id: `article-${String(first + k).padStart(7, '0')}`,
      title: text.split(' ').slice(0, 9).join(' ').slice(0, 90),
      source: sources[k]!,
      published: new Date(FIRST_DAY + (day + (k % 2)) * DAY).toISOString().slice(0, 10),
      text,
    };
  }
}

const wordsIn = (text: string): number => text.split(' ').length;

function pickFrom(pool: readonly string[], random: () => number): string[] {
  const order = pool.map((paragraph) => ({ paragraph, by: random() })).sort((a, b) => a.by - b.by);
  const picked: string[] = [];
  let words = 0;
  for (const { paragraph } of order) {
    if (words >= WORDS) break;
    picked.push(paragraph);
    words += wordsIn(paragraph);
  }
  return picked;
}

/** Different outlets, some of which print much more than others. */
function outlets(count: number, random: () => number): string[] {
  const taken = new Set<string>();
  while (taken.size < count) taken.add(`Outlet ${1 + Math.floor(random() ** 2 * OUTLETS)}`);
  return [...taken];
}

/** Writes articles `from` to `to` of a corpus of `of` into files of JSONL. */
export async function writeArticles(folder: string, of: number, from = 0, to = of): Promise<void> {
  mkdirSync(folder, { recursive: true });
  let [n, file] = [0, null as ReturnType<typeof createWriteStream> | null];
  const close = async () => {
    if (!file) return;
    file.end();
    await once(file, 'close');
  };
  for (const row of articles(of)) {
    if (n >= to) break;
    if (n++ < from) continue;
    if (!file || (n - 1 - from) % FILE_ROWS === 0) {
      await close();
      file = createWriteStream(
        join(folder, `part-${String(from + Math.floor((n - 1 - from) / FILE_ROWS)).padStart(7, '0')}.jsonl`),
      );
    }
    if (!file.write(`${JSON.stringify(row)}\n`)) await once(file, 'drain');
  }
  await close();
}

/** One text of about so many characters. */
export function textOf(length: number): string {
  const parts: string[] = [];
  let has = 0;
  for (const { text } of articles(Math.ceil(length / 2000) + 2)) {
    parts.push(text);
    has += text.length + 2;
    if (has >= length) break;
  }
  return parts.join('\n\n').slice(0, length);
}
