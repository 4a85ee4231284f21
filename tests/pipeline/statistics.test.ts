import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  benjaminiHochberg,
  compareGroups,
  compareTexts,
  compareWithNone,
  groupSums,
  logLikelihood,
  logOdds,
  logRatio,
  poissonLimits,
  rateOf,
  restOf,
} from '../../src/pipeline/statistics.js';

type Numbers = (number | null)[];
// Made by reference.R beside it; R prints an infinite bound as null. jStat holds eight digits; figures show three.
const reference = JSON.parse(
  readFileSync(new URL('./statistics/reference.json', import.meta.url), 'utf8'),
) as { garwood: Numbers[]; texts: Numbers[]; groups: number[][][]; bh: number[][][] };

function near(actual: number | null, expected: number | null, digits = 7): void {
  if (expected === null) expect(actual).toBe(Number.POSITIVE_INFINITY);
  else
    expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(10 ** -digits * Math.max(1, Math.abs(expected)));
}

describe('against R', () => {
  it.each(reference.garwood)('Garwood interval of %d', (hits, low, high) => {
    near(poissonLimits(hits!).low, low!);
    near(poissonLimits(hits!).high, high!);
  });

  it.each(reference.texts)('poisson.test(%d in %d, %d in %d)', (a, wordsA, b, wordsB, low, high, p) => {
    const test = compareTexts(a!, wordsA!, b!, wordsB!);
    near(test.low, low!);
    near(test.high, high!);
    near(test.p, p!);
  });

  it.each(reference.groups)(
    'rate ratio of groups %#',
    (hitsA, wordsA, hitsB, wordsB, [ratio, low, high, p]) => {
      const test = compareGroups(groupSums(hitsA!, wordsA!), groupSums(hitsB!, wordsB!));
      near(test.ratio, ratio!);
      near(test.low, low!);
      near(test.high, high!);
      near(test.p, p!);
    },
  );

  it.each(reference.bh)('Benjamini-Hochberg %#', (p, q) => {
    for (const [i, value] of benjaminiHochberg(p!).entries()) near(value, q![i]!);
  });
});

describe('rates', () => {
  it('are hits per 1,000 words, from 100 words on', () => {
    expect(rateOf(3, 99)).toBeNull();
    expect(rateOf(3, 100)?.rate).toBe(30);
    expect(rateOf(0, 1000)).toMatchObject({ rate: 0, low: 0 });
  });
});

describe('two texts', () => {
  it('without any hit differ in nothing', () => {
    expect(compareTexts(0, 200, 0, 300)).toEqual({ ratio: null, low: null, high: null, p: 1 });
  });

  it('give the inverse ratio and the same p when swapped', () => {
    const count = fc.integer({ min: 0, max: 60 });
    const words = fc.integer({ min: 100, max: 5000 });
    fc.assert(
      fc.property(count, words, count, words, (a, wordsA, b, wordsB) => {
        fc.pre(a + b > 0);
        const one = compareTexts(a, wordsA, b, wordsB);
        const other = compareTexts(b, wordsB, a, wordsA);
        expect(one.p).toBeCloseTo(other.p, 9);
        expect(1 / one.low!).toBeCloseTo(other.high!, 6);
      }),
    );
  });
});

const article = fc.record({
  hits: fc.integer({ min: 0, max: 9 }),
  words: fc.integer({ min: 100, max: 900 }),
});
const group = fc
  .array(article, { minLength: 5, maxLength: 20 })
  .filter((list) => list.some(({ hits }) => hits > 0));
const sums = (list: { hits: number; words: number }[]) =>
  groupSums(
    list.map(({ hits }) => hits),
    list.map(({ words }) => words),
  );

describe('two groups', () => {
  it('give the inverse ratio and the same p when swapped', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        const one = compareGroups(sums(a), sums(b));
        const other = compareGroups(sums(b), sums(a));
        expect(one.p).toBeCloseTo(other.p, 9);
        expect(one.ratio! * other.ratio!).toBeCloseTo(1, 9);
      }),
    );
  });

  it('do not depend on the order of articles', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        expect(compareGroups(sums([...a].reverse()), sums(b))).toEqual(compareGroups(sums(a), sums(b)));
      }),
    );
  });

  it('are what is left when the other is taken from all', () => {
    fc.assert(
      fc.property(group, group, (a, b) => {
        expect(restOf(sums([...a, ...b]), sums(a))).toEqual(sums(b));
      }),
    );
  });

  it('split at random differ significantly in about 5 % of 1,000 splits', () => {
    // One corpus of 60 articles whose hits vary more than a Poisson count would.
    // Park & Miller's minimal standard generator: the same splits every time.
    let state = 20_251_122;
    const random = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const corpus = Array.from({ length: 60 }, () => {
      const words = 200 + Math.floor(random() * 800);
      const lean = 0.5 + 3 * random() ** 2;
      return { words, hits: Math.floor((words / 200) * lean * 2 * random()) };
    });
    let significant = 0;
    for (let round = 0; round < 1000; round++) {
      const shuffled = corpus.map((one) => ({ one, key: random() })).sort((x, y) => x.key - y.key);
      const a = shuffled.slice(0, 30).map(({ one }) => one);
      const b = shuffled.slice(30).map(({ one }) => one);
      if (compareGroups(sums(a), sums(b)).p < 0.05) significant++;
    }
    // Three standard errors of a share of .05 in 1,000 are .021.
    expect(significant).toBeGreaterThanOrEqual(29);
    expect(significant).toBeLessThanOrEqual(71);
  });
});

describe('a group without hits', () => {
  const group = (hits: number[], words = 300) =>
    groupSums(
      hits,
      hits.map(() => words),
    );

  it('is no finding when the other has a single hit', () => {
    expect(compareWithNone(group([0, 0, 0, 0, 0]), group([1, 0, 0, 0, 0])).p).toBe(1);
    // Nor when the articles of the group without hits are shorter.
    expect(compareWithNone(group([0, 0, 0, 0, 0], 150), group([1, 0, 0, 0, 0])).p).toBe(1);
  });

  it('is one of two deals in 252 when all five articles of the other have hits', () => {
    // Exposure alone would give 2 / 2^5 = .0625, and the larger of both counts.
    const test = compareWithNone(group([0, 0, 0, 0, 0]), group([3, 1, 2, 1, 4]));
    expect(test.p).toBeCloseTo(2 / 2 ** 5, 12);
    expect(test.ratio).toBe(0);
  });

  it('counts the deals of articles', () => {
    // 3 of 20 + 5 articles have hits, all in the larger group: C(22,5)/C(25,5) + C(22,2)/C(25,5)
    const large = group([1, 1, 1, ...(new Array(17).fill(0) as number[])], 100);
    const none = groupSums([0, 0, 0, 0, 0], [1000, 1000, 1000, 1000, 1000]);
    // By words 5 / 7 of the occasions were in the group without hits: (2/7)^3 = .0233, less than the deals.
    expect(compareWithNone(none, large).p).toBeCloseTo((26334 + 231) / 53130, 9);
  });

  it('gives the same p when swapped', () => {
    const [a, b] = [group([0, 0, 0, 0, 0, 0]), group([2, 0, 1, 0, 5, 1, 0])];
    expect(compareWithNone(a, b).p).toBe(compareWithNone(b, a).p);
    expect(compareWithNone(b, a).ratio).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('keywords', () => {
  const use = { usesA: 30, sizeA: 1000, usesB: 10, sizeB: 2000, usesAll: 40, sizeAll: 3000 };

  it('follow Monroe, Colaresi & Quinn by hand', () => {
    // prior 500 * 40 / 3000 = 6.667; odds (36.667 / 1463.333) against (16.667 / 2483.333)
    const difference = Math.log(36.6666667 / 1463.3333333) - Math.log(16.6666667 / 2483.3333333);
    expect(logOdds(use)).toBeCloseTo(difference / Math.sqrt(1 / 36.6666667 + 1 / 16.6666667), 6);
  });

  it('have no log ratio and no G² when used alike', () => {
    const alike = { usesA: 10, sizeA: 1000, usesB: 20, sizeB: 2000, usesAll: 30, sizeAll: 3000 };
    expect(logRatio(alike)).toBeCloseTo(0, 12);
    expect(logLikelihood(alike)).toBeCloseTo(0, 9);
    expect(logRatio(use)).toBeCloseTo(Math.log2(6), 12);
  });
});
