/** Misses of the stance stage against an annotated file, by where the target stands in its clause. */
import { existsSync, readFileSync } from 'node:fs';
import { type Feature, featuresOf } from '../../src/pipeline/stance/features.js';
import { judge } from '../../src/pipeline/stance/model.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Article } from '../../src/pipeline/types.js';

/** To read and learn from; the weights were fitted on it. */
const FILE = '../shared/eval/data/stance-more.jsonl';
const NAMES: Readonly<Record<string, string>> = { '-1': 'negative', '0': 'neutral', '1': 'positive' };
/** The place of the target, by the first feature that tells it. */
const PLACES: readonly (readonly [place: string, feature: RegExp])[] = [
  ['speaker', /^speaker/u],
  ['passive subject', /^passive:/u],
  ['subject', /^subject:/u],
  ['subject of be', /^predicate:/u],
  ['inside a subject', /^inner:/u],
  ['owner', /^owner/u],
  ['object', /^object:/u],
  ['behind against', /^(?:against:|prep:against)/u],
  ['behind a preposition', /^(?:via|by|prep):/u],
];

interface Miss {
  readonly cause: string;
  readonly place: string;
  readonly line: string;
}

export function stanceErrors(args: ReadonlyMap<string, string>): void {
  const file = args.get('file') ?? FILE;
  if (!existsSync(file)) {
    console.error(`errors: no file ${file}`);
    process.exit(1);
  }
  const misses: Miss[] = [];
  const all = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.trim()) continue;
    const { place, miss } = compare(JSON.parse(line));
    all.set(place, (all.get(place) ?? 0) + 1);
    if (miss) misses.push(miss);
  }
  print(misses, all, args);
}

function compare(row: {
  id: string;
  text: string;
  targets: { start: number; end: number }[];
  polarity: number;
}): { place: string; miss: Miss | null } {
  const none = { title: null, source: null, published: null, url: null, event: null, language: null };
  const article: Article = { ...none, id: row.id, text: row.text };
  const doc = tokenize(article, []);
  const { start, end } = row.targets[0]!;
  const first = doc.tokens.findIndex((token) => token.end > start);
  const last = doc.tokens.findLastIndex((token) => token.start < end) + 1;
  const quoted = (row.text.slice(0, start).match(/["\u201c\u201d]/gu)?.length ?? 0) % 2 === 1;
  const reading = featuresOf(doc, { first, last, quoted }, () => true);
  const { label, evidence, polarity } = judge(reading);
  const place = placeOf(reading.features);
  if (label === row.polarity) return { place, miss: null };
  const shown = evidence.map((token) => doc.tokens[token]!.text).join(', ');
  const marked = `${row.text.slice(0, start)}[[${row.text.slice(start, end)}]]${row.text.slice(end)}`;
  const cause = `${NAMES[row.polarity]} taken for ${NAMES[label]}`;
  return {
    place,
    miss: {
      cause,
      place,
      line: `${row.id} ${marked.replaceAll('\n', ' / ')}\n      ${polarity.toFixed(2)} ${shown}`,
    },
  };
}

function placeOf(features: readonly Feature[]): string {
  for (const [place, pattern] of PLACES) if (features.some(({ name }) => pattern.test(name))) return place;
  return 'elsewhere';
}

function print(
  misses: readonly Miss[],
  all: ReadonlyMap<string, number>,
  args: ReadonlyMap<string, string>,
): void {
  const chosen = misses.filter(
    ({ cause, place }) => (args.get('cause') ?? cause) === cause && (args.get('place') ?? place) === place,
  );
  const limit = Number(args.get('n') ?? (args.has('cause') || args.has('place') ? 60 : 5));
  console.log('place                   rows  missed');
  for (const [place, rows] of [...all].sort((a, b) => b[1] - a[1])) {
    const missed = misses.filter((miss) => miss.place === place).length;
    console.log(`${place.padEnd(22)} ${String(rows).padStart(5)}  ${((100 * missed) / rows).toFixed(0)} %`);
  }
  for (const cause of [...new Set(misses.map((miss) => miss.cause))].sort()) {
    const own = chosen.filter((miss) => miss.cause === cause);
    if (own.length === 0) continue;
    console.log(`\n== ${cause}: ${own.length}`);
    for (const { place, line } of own.slice(0, limit)) console.log(`  (${place}) ${line}`);
  }
}
