/** Formulas. Counts go in, rates, intervals and p values come out; nothing here knows what is counted. */
import quantileBeta from '@stdlib/stats-base-dists-beta-quantile';
import quantileGamma from '@stdlib/stats-base-dists-gamma-quantile';
import cdfT from '@stdlib/stats-base-dists-t-cdf';
import quantileT from '@stdlib/stats-base-dists-t-quantile';

/** Rates are given per this many words. */
export const PER_WORDS = 1000;
/** Under this many words in a voice a rate says nothing: counts only. */
export const FEWEST_WORDS = 100;
/** Groups of fewer articles than this give counts and rates, but no claim. */
export const FEWEST_ARTICLES = 5;
export const PERMUTATIONS = 9_999;
const TAIL = 0.025;

/**
 * Exact 95 % interval of a Poisson count (Garwood 1936): the expected counts that make `hits` or more, and `hits`
 * or fewer, each happen with probability .025.
 */
export function poissonLimits(hits: number): Limits {
  // Counts repeat all the time, and a quantile costs as much as matching a lexicon: each is computed once.
  let limits = knownLimits.get(hits);
  if (!limits) {
    const low = hits === 0 ? 0 : quantileGamma(TAIL, hits, 1);
    limits = { low, high: quantileGamma(1 - TAIL, hits + 1, 1) };
    knownLimits.set(hits, limits);
  }
  return limits;
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

const knownLimits = new Map<number, Limits>();

/** Hits per 1,000 words with its Garwood interval; null under 100 words. */
export function rateOf(hits: number, words: number): { rate: number; low: number; high: number } | null {
  if (words < FEWEST_WORDS) return null;
  const { low, high } = poissonLimits(hits);
  const scale = PER_WORDS / words;
  return { rate: hits * scale, low: low * scale, high: high * scale };
}

export interface RatioTest {
  /** Rate of a over rate of b; null when neither has hits, Infinity when only b has none. */
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number;
}

/**
 * Two texts: exact conditional test that two Poisson rates are equal (Przyborowski & Wilenski 1940, as in R's
 * `poisson.test`): given all hits, those of a are binomial with a's share of the words. Two-sided p adds up the
 * outcomes that are at most as likely; the interval of the ratio comes from Clopper & Pearson (1934).
 */
export function compareTexts(hitsA: number, wordsA: number, hitsB: number, wordsB: number): RatioTest {
  const all = hitsA + hitsB;
  if (all === 0) return { ratio: null, low: null, high: null, p: 1 };
  const share = wordsA / (wordsA + wordsB);
  const odds = (p: number) => (p >= 1 ? Number.POSITIVE_INFINITY : (p / (1 - p)) * (wordsB / wordsA));
  const low = hitsA === 0 ? 0 : quantileBeta(TAIL, hitsA, hitsB + 1);
  const high = hitsB === 0 ? 1 : quantileBeta(1 - TAIL, hitsA + 1, hitsB);
  return {
    ratio: hitsB === 0 ? Number.POSITIVE_INFINITY : hitsA / wordsA / (hitsB / wordsB),
    low: odds(low),
    high: odds(high),
    p: binomialTest(hitsA, all, share),
  };
}

/** Two-sided exact binomial p, the way R's `binom.test` adds up outcomes at most as likely as the one seen. */
function binomialTest(hits: number, trials: number, share: number): number {
  const logs = logChoose(trials);
  const likelihood = (k: number) =>
    Math.exp(logs[k]! + k * Math.log(share) + (trials - k) * Math.log1p(-share));
  // R's guard against outcomes that tie but for rounding.
  const limit = likelihood(hits) * (1 + 1e-7);
  let p = 0;
  for (let k = 0; k <= trials; k++) {
    const one = likelihood(k);
    if (one <= limit) p += one;
  }
  return Math.min(1, p);
}

/** log(n over k) for k = 0..n */
function logChoose(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 1; k <= n; k++) logs[k] = logs[k - 1]! + Math.log((n - k + 1) / k);
  return logs;
}

/** Hits and words of the articles of one group, in any order. */
export interface ArticleCounts {
  readonly hits: readonly number[];
  readonly words: readonly number[];
}

/**
 * Two groups of articles: log rate ratio with a variance that is robust to articles as clusters (linearised ratio
 * estimator with the factor n/(n-1), Cochran 1977 section 6; the sandwich of a Poisson model with words as
 * offset), t with n1 + n2 - 2 degrees of freedom. Both groups must have hits; see `permutationTest` otherwise.
 */
export function compareGroups(a: ArticleCounts, b: ArticleCounts): RatioTest {
  const [sumA, sumB] = [sum(a.hits), sum(b.hits)];
  const difference = Math.log(sumA / sum(a.words)) - Math.log(sumB / sum(b.words));
  const error = Math.sqrt(logRateVariance(a) + logRateVariance(b));
  const freedom = a.hits.length + b.hits.length - 2;
  const reach = quantileT(1 - TAIL, freedom) * error;
  return {
    ratio: Math.exp(difference),
    low: Math.exp(difference - reach),
    high: Math.exp(difference + reach),
    p: error === 0 ? (difference === 0 ? 1 : 0) : 2 * cdfT(-Math.abs(difference) / error, freedom),
  };
}

function logRateVariance({ hits, words }: ArticleCounts): number {
  const n = hits.length;
  const all = sum(hits);
  const rate = all / sum(words);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (hits[i]! - rate * words[i]!) ** 2;
  return (squares * n) / (n - 1) / all ** 2;
}

/**
 * Articles dealt at random to two groups of the given sizes: how often is the difference of the rates at least as
 * large as the one seen? p = (1 + such permutations) / (1 + permutations) (Phipson & Smyth 2010).
 * Articles are given as one list, those of group a first; the same seed gives the same p.
 */
export function permutationTest(all: ArticleCounts, sizeA: number, seed: string): number {
  const n = all.hits.length;
  const [allHits, allWords] = [sum(all.hits), sum(all.words)];
  const difference = (hits: number, words: number) =>
    words === 0 || words === allWords ? 0 : Math.abs(hits / words - (allHits - hits) / (allWords - words));
  let [hits, words] = [0, 0];
  for (let i = 0; i < sizeA; i++) {
    hits += all.hits[i]!;
    words += all.words[i]!;
  }
  const seen = difference(hits, words) * (1 - 1e-12);
  const random = randomNumbers(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  let asLarge = 0;
  for (let round = 0; round < PERMUTATIONS; round++) {
    hits = 0;
    words = 0;
    for (let i = 0; i < sizeA; i++) {
      const j = i + Math.floor(random() * (n - i));
      const article = order[j]!;
      order[j] = order[i]!;
      order[i] = article;
      hits += all.hits[article]!;
      words += all.words[article]!;
    }
    if (difference(hits, words) >= seen) asLarge++;
  }
  return (1 + asLarge) / (1 + PERMUTATIONS);
}

/** Uniform numbers in [0, 1) from a text: mulberry32 seeded by FNV-1a, so that a run can be repeated anywhere. */
export function randomNumbers(seed: string): () => number {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** q values of Benjamini & Hochberg (1995), in the order given. */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((i, j) => p[j]! - p[i]!);
  const q = new Array<number>(p.length);
  let least = 1;
  order.forEach((index, k) => {
    least = Math.min(least, (p[index]! * p.length) / (p.length - k));
    q[index] = least;
  });
  return q;
}

/** Uses of one word in two groups and in the whole run, with the size of each in words. */
export interface WordUse {
  readonly usesA: number;
  readonly sizeA: number;
  readonly usesB: number;
  readonly sizeB: number;
  readonly usesAll: number;
  readonly sizeAll: number;
}

/** Weight of the prior of `logOdds`, in words. */
const PRIOR_WORDS = 500;

/**
 * z of the log-odds of a word in group a against b with an informative Dirichlet prior (Monroe, Colaresi & Quinn
 * 2008, equations 16, 18, 22); the prior of a word is 500 x its share in the run.
 */
export function logOdds({ usesA, sizeA, usesB, sizeB, usesAll, sizeAll }: WordUse): number {
  const prior = (PRIOR_WORDS * usesAll) / sizeAll;
  const omega = (uses: number, size: number) =>
    Math.log((uses + prior) / (size + PRIOR_WORDS - uses - prior));
  const variance = 1 / (usesA + prior) + 1 / (usesB + prior);
  return (omega(usesA, sizeA) - omega(usesB, sizeB)) / Math.sqrt(variance);
}

/** Log-likelihood ratio G² of a word in two groups (Dunning 1993, in the two-cell form of Rayson & Garside 2000). */
export function logLikelihood({ usesA, sizeA, usesB, sizeB }: WordUse): number {
  const share = (usesA + usesB) / (sizeA + sizeB);
  const part = (uses: number, size: number) => (uses === 0 ? 0 : uses * Math.log(uses / (size * share)));
  return 2 * (part(usesA, sizeA) + part(usesB, sizeB));
}

/** Binary log of the ratio of shares (Hardie 2014); a missing word counts as half a use. */
export function logRatio({ usesA, sizeA, usesB, sizeB }: WordUse): number {
  return Math.log2(Math.max(usesA, 0.5) / sizeA / (Math.max(usesB, 0.5) / sizeB));
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
