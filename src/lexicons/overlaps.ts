/** Of everything that was found in a text, what is recorded: without literal senses and mentions, the longest first. */
import { isDeniable, isMentioned, isNegated, isOpposed } from './context.js';
import type { Found } from './search.js';
import type { Entry, Lexicon, LexToken, Match } from './types.js';

/** An entry as matching needs it. */
export interface Target {
  readonly lexicon: Lexicon;
  readonly entry: Entry;
  /** Only one match stands on the same words within a lane. */
  readonly lane: number;
  /** Equally long matches on the very same words are kept, too, unless they share this text; null: none is. */
  readonly shares: string | null;
}

export type Resolve = (tokens: readonly LexToken[], found: Found) => Match[];

/** More tokens than a match has. */
const LONGEST = 128;

/**
 * Makes the choice among what was found. Candidates and matches are put in order by one number each, which sorts ten
 * times as fast as a comparison of fields; the numbers are exact up to ten million tokens at 100,000 entries.
 */
export function createResolve(targets: readonly Target[]): Resolve {
  const byRank = targets.map((_, i) => i);
  byRank.sort((a, b) => targets[b]!.entry.weight - targets[a]!.entry.weight || a - b);
  const rank = inverse(byRank);
  const byName = targets.map((_, i) => i);
  byName.sort((a, b) => {
    const [x, y] = [targets[a]!, targets[b]!];
    return compare(x.lexicon.id, y.lexicon.id) || compare(x.entry.id, y.entry.id);
  });
  const named = inverse(byName);
  const deniable = targets.map(({ entry }) => isDeniable(entry.category));
  const count = targets.length;
  /** By token: the pass in which a match was put on it; shared lanes remember which. */
  let taken = new Int32Array(0);
  let pass = 0;

  /** The candidates of each lane as numbers: the longest first, then the leftmost, then by weight. */
  const candidates = (tokens: readonly LexToken[], { first, last, end }: Found): number[][] => {
    const isLiteral = literalSenses(first, last, end);
    const lanes: number[][] = [];
    for (let c = 0; c < end.length; c++) {
      const entry = end[c]! >> 1;
      const from = first[c]!;
      const to = last[c]!;
      if (end[c]! & 1 || isLiteral?.(entry, from, to)) continue;
      if (isOpposed(tokens, from) || isMentioned(tokens, from)) continue;
      const { lane } = targets[entry]!;
      lanes[lane] ??= [];
      lanes[lane].push(((LONGEST - (to - from)) * tokens.length + from) * count + rank[entry]!);
    }
    return lanes;
  };

  return (tokens, found) => {
    if (found.end.length === 0) return [];
    if (taken.length < tokens.length) taken = new Int32Array(tokens.length * 2);
    // Accepted matches as numbers: by place, the longer first, then by lexicon and entry.
    const accepted: number[] = [];
    for (const lane of candidates(tokens, found)) {
      if (lane === undefined) continue;
      pass++;
      const shared = new Map<number, number[]>();
      for (const key of lane.sort((a, b) => a - b)) {
        const index = byRank[key % count]!;
        const place = Math.floor(key / count);
        const from = place % tokens.length;
        const length = LONGEST - Math.floor(place / tokens.length);
        const span = from * LONGEST + LONGEST - length;
        if (!isFree(taken, pass, from, from + length)) {
          const others = shared.get(span);
          if (!others || !mayShare(targets, index, others)) continue;
          others.push(index);
        } else {
          taken.fill(pass, from, from + length);
          if (targets[index]!.shares !== null) shared.set(span, [index]);
        }
        accepted.push(span * count + named[index]!);
      }
    }
    accepted.sort((a, b) => a - b);
    return accepted.map((key): Match => {
      const index = byName[key % count]!;
      const span = Math.floor(key / count);
      const first = Math.floor(span / LONGEST);
      const last = first + LONGEST - (span % LONGEST);
      const { lexicon, entry } = targets[index]!;
      return {
        lexicon: lexicon.id,
        entry: entry.id,
        family: lexicon.family,
        category: entry.category,
        weight: entry.weight,
        first,
        last,
        negated: deniable[index]! && isNegated(tokens, first, last),
      };
    });
  };
}

function isFree(taken: Int32Array, pass: number, first: number, last: number): boolean {
  for (let t = first; t < last; t++) if (taken[t] === pass) return false;
  return true;
}

/** On the same words: another category of a user's lexicon, another concept that has the same name. */
function mayShare(targets: readonly Target[], index: number, others: readonly number[]): boolean {
  const { shares } = targets[index]!;
  return shares !== null && others.every((other) => targets[other]!.shares !== shares);
}

/** Whether an `except` of an entry touches a match of it; null when no `except` was met. */
function literalSenses(
  first: Found['first'],
  last: Found['last'],
  end: Found['end'],
): ((entry: number, first: number, last: number) => boolean) | null {
  // By entry: the tokens that its literal senses stand on.
  let literal: Map<number, Set<number>> | null = null;
  for (let c = 0; c < end.length; c++) {
    if (!(end[c]! & 1)) continue;
    const entry = end[c]! >> 1;
    literal ??= new Map();
    const tokens = literal.get(entry) ?? new Set();
    literal.set(entry, tokens);
    for (let t = first[c]!; t < last[c]!; t++) tokens.add(t);
  }
  if (!literal) return null;
  const known = literal;
  return (entry, first, last) => {
    const tokens = known.get(entry);
    if (!tokens) return false;
    for (let t = first; t < last; t++) if (tokens.has(t)) return true;
    return false;
  };
}

function inverse(order: readonly number[]): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((item, place) => {
    places[item] = place;
  });
  return places;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
