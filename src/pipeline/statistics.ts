/** Formulas. Counts go in, rates, intervals and p values come out; nothing here knows what is counted. */
import distributions from 'jstat';

const { jStat } = distributions;

/** Rates are given per this many words. */
export const PER_WORDS = 1000;
/** Under this many words in a voice a rate says nothing: counts only. */
export const FEWEST_WORDS = 100;
/** Groups of fewer articles than this give counts and rates, but no claim. */
export const FEWEST_ARTICLES = 5;
const TAIL = 0.025;

/**
 * Exact 95 % interval of a Poisson count (Garwood 1936): the expected counts that make `hits` or more, and `hits`
 * or fewer, each happen with probability .025.
 */
export function poissonLimits(hits: number): Limits {
  // Counts repeat all the time, and a quantile costs as much as matching a lexicon: each is computed once.
  let limits = knownLimits.get(hits);
  if (!limits) {
    const low = hits === 0 ? 0 : jStat.gamma.inv(TAIL, hits, 1);
    limits = { low, high: jStat.gamma.inv(1 - TAIL, hits + 1, 1) };
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
  const low = hitsA === 0 ? 0 : jStat.beta.inv(TAIL, hitsA, hitsB + 1);
  const high = hitsB === 0 ? 1 : jStat.beta.inv(1 - TAIL, hitsA + 1, hitsB);
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

/** What a group of articles adds up to in one voice and category; h = hits, w = words of an article. */
export interface GroupSums {
  readonly articles: number;
  readonly articlesWithHits: number;
  readonly hits: number;
  readonly words: number;
  /** Sum of h², of h·w, of w² over the articles. */
  readonly hits2: number;
  readonly hitsWords: number;
  readonly words2: number;
}

/** The sums of single articles, for callers that hold them as lists. */
export function groupSums(hits: readonly number[], words: readonly number[]): GroupSums {
  const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((value, i) => value * b[i]!));
  return {
    articles: hits.length,
    articlesWithHits: hits.filter((h) => h > 0).length,
    hits: sum(hits),
    words: sum(words),
    hits2: dot(hits, hits),
    hitsWords: dot(hits, words),
    words2: dot(words, words),
  };
}

/** All articles but those of the group. */
export function restOf(all: GroupSums, group: GroupSums): GroupSums {
  return {
    articles: all.articles - group.articles,
    articlesWithHits: all.articlesWithHits - group.articlesWithHits,
    hits: all.hits - group.hits,
    words: all.words - group.words,
    hits2: all.hits2 - group.hits2,
    hitsWords: all.hitsWords - group.hitsWords,
    words2: all.words2 - group.words2,
  };
}

/**
 * Two groups of articles: log rate ratio with a variance that is robust to articles as clusters (linearised ratio
 * estimator with the factor n/(n-1), Cochran 1977 chapter 6; the sandwich of a Poisson model with words as
 * offset), t with n1 + n2 - 2 degrees of freedom. Both groups must have hits; see `compareWithNone` otherwise.
 */
export function compareGroups(a: GroupSums, b: GroupSums): RatioTest {
  const difference = Math.log(a.hits / a.words) - Math.log(b.hits / b.words);
  const error = Math.sqrt(logRateVariance(a) + logRateVariance(b));
  const freedom = a.articles + b.articles - 2;
  const reach = jStat.studentt.inv(1 - TAIL, freedom) * error;
  return {
    ratio: Math.exp(difference),
    low: Math.exp(difference - reach),
    high: Math.exp(difference + reach),
    p:
      error === 0
        ? difference === 0
          ? 1
          : 0
        : 2 * jStat.studentt.cdf(-Math.abs(difference) / error, freedom),
  };
}

function logRateVariance({ articles, hits, words, hits2, hitsWords, words2 }: GroupSums): number {
  const rate = hits / words;
  const squares = Math.max(0, hits2 - 2 * rate * hitsWords + rate * rate * words2);
  return (squares * articles) / (articles - 1) / hits ** 2;
}

/**
 * Two groups of articles of which one has no hit: the log rate ratio is infinite, and no other deal of the articles
 * can exceed it. p is the larger of two exact ones:
 * - the permutation test over articles: the share of all deals of the articles to groups of these sizes in which one
 *   side has no hit (no sampling is needed: the deals can be counted);
 * - the conditional binomial test with articles that have hits as events and words as exposure, because the group
 *   with shorter articles has fewer occasions for a hit, which a deal of articles does not know.
 */
export function compareWithNone(a: GroupSums, b: GroupSums): RatioTest {
  const withHits = a.articlesWithHits + b.articlesWithHits;
  const deals = oneSidedDeals(withHits, a.articles, b.articles);
  const exposure = binomialTest(a.articlesWithHits, withHits, a.words / (a.words + b.words));
  return {
    ratio: b.hits === 0 ? Number.POSITIVE_INFINITY : 0,
    low: null,
    high: null,
    p: Math.min(1, Math.max(deals, exposure)),
  };
}

/** Chance that `marked` of n1 + n2 articles all fall into the same of two groups of n1 and n2. */
function oneSidedDeals(marked: number, n1: number, n2: number): number {
  const allIn = (size: number) => {
    let chance = 1;
    for (let k = 0; k < marked; k++) chance *= Math.max(0, size - k) / (n1 + n2 - k);
    return chance;
  };
  return allIn(n1) + allIn(n2);
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
