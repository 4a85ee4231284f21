/**
 * How often a difference is found where there is none: the articles of a run are split at random into two halves,
 * 1,000 times, and the halves compared as groups are. Prints the share of tests with p < .05, which should be about 5 %
 * or less, and of splits in which a difference would be claimed.
 *
 *   npm run splits -- out/analysis.jsonl
 */
import { readFileSync } from 'node:fs';
import { UNCOUNTED_CATEGORIES } from '../src/pipeline/score.js';
import {
  benjaminiHochberg,
  compareGroups,
  compareWithNone,
  FEWEST_ARTICLES,
  FEWEST_WORDS,
  groupSums,
} from '../src/pipeline/statistics.js';
import type { Analysis } from '../src/pipeline/types.js';

const SPLITS = 1000;
const SIGNIFICANT = 0.05;
/** Kinds with hits in so many articles are told apart: with fewer, p takes few values, and the test is cautious. */
const COMMON_FROM = 20;

const file = process.argv[2];
if (!file) {
  console.error('usage: npm run splits -- out/analysis.jsonl');
  process.exit(2);
}
const records = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Analysis);

/** Hits of one kind in one voice, article by article, and the words of that voice. */
interface Cell {
  readonly hits: number[];
  readonly words: readonly number[];
}
const cells = new Map<string, Cell>();
for (const voice of ['author', 'quoted', 'reported'] as const) {
  const words = records.map((record) => record.words[voice]);
  for (const [i, record] of records.entries()) {
    for (const marker of record.markers) {
      if (marker.voice !== voice || marker.negated || UNCOUNTED_CATEGORIES.has(marker.category)) continue;
      const key = `${voice} ${marker.family} ${marker.category}`;
      const cell = cells.get(key) ?? { hits: records.map(() => 0), words };
      cell.hits[i]!++;
      cells.set(key, cell);
    }
  }
}

// Park & Miller's minimal standard generator: the same splits every time.
let state = 20_251_122;
const random = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};

const told = { tests: 0, significant: 0, common: 0, commonSignificant: 0, claiming: 0 };
for (let round = 0; round < SPLITS; round++) {
  const order = records.map((_, i) => ({ i, key: random() })).sort((x, y) => x.key - y.key);
  const half = Math.floor(order.length / 2);
  const [a, b] = [order.slice(0, half), order.slice(half)];
  const p: number[] = [];
  for (const { hits, words } of cells.values()) {
    const [left, right] = [a, b].map((side) => {
      // An article without a word in that voice is no article of that group.
      const spoken = side.filter(({ i }) => words[i]! > 0);
      return groupSums(
        spoken.map(({ i }) => hits[i]!),
        spoken.map(({ i }) => words[i]!),
      );
    });
    if (Math.min(left!.words, right!.words) < FEWEST_WORDS) continue;
    if (Math.min(left!.articles, right!.articles) < FEWEST_ARTICLES) continue;
    const both = left!.hits > 0 && right!.hits > 0;
    const test = both ? compareGroups(left!, right!) : compareWithNone(left!, right!);
    p.push(test.p);
    const significant = Number(test.p < SIGNIFICANT);
    told.tests++;
    told.significant += significant;
    if (hits.filter((n) => n > 0).length >= COMMON_FROM) {
      told.common++;
      told.commonSignificant += significant;
    }
  }
  if (benjaminiHochberg(p).some((q) => q < SIGNIFICANT)) told.claiming++;
}

const percent = (n: number, of: number) => `${((100 * n) / of).toFixed(1)} %`;
console.log(`${records.length} articles, ${SPLITS} random halves, ${cells.size} kinds by voice`);
console.log(`p < .05: ${percent(told.significant, told.tests)} of ${told.tests} tests`);
console.log(
  `of kinds met in ${COMMON_FROM} articles and more: ${percent(told.commonSignificant, told.common)} of ${told.common}`,
);
console.log(`splits in which a difference is claimed: ${percent(told.claiming, SPLITS)}`);
