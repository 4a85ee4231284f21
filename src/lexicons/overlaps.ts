/** Of everything that was found in a text, what is recorded: without literal senses and mentions, the longest first. */
import { isDeniable, isNegated, isSetAside } from './context.js';
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
const LONGEST = 64;
/** Room for so many candidates to begin with. */
const LEAST = 256;
/** Up to so many numbers are sorted in place. */
const FEW = 16;

/**
 * Makes the choice among what was found. Candidates and matches are put in order by one number each, which sorts ten
 * times as fast as a comparison of fields. The fields of a number are powers of two, which divide without rounding; it
 * is exact up to 16 million tokens at 130,000 entries in 64 lanes.
 */
export function createResolve(targets: readonly Target[]): Resolve {
  const byRank = Int32Array.from(targets, (_, i) => i);
  byRank.sort((a, b) => targets[b]!.entry.weight - targets[a]!.entry.weight || a - b);
  const rank = inverse(byRank);
  const byName = Int32Array.from(targets, (_, i) => i);
  byName.sort((a, b) => {
    const [x, y] = [targets[a]!, targets[b]!];
    return compare(x.lexicon.id, y.lexicon.id) || compare(x.entry.id, y.entry.id);
  });
  const named = inverse(byName);
  const laneOf = Int32Array.from(targets, ({ lane }) => lane);
  const sharing = Uint8Array.from(targets, ({ shares }) => (shares === null ? 0 : 1));
  const deniable = targets.map(({ entry }) => isDeniable(entry.category));
  const kinds: (Kind | undefined)[] = new Array(targets.length);
  const entries = powerOfTwo(targets.length);
  /** By token: the pass in which a match was put on it. */
  let taken = new Int32Array(0);
  let pass = 0;
  let keys = new Float64Array(LEAST);
  let accepted = new Float64Array(LEAST);

  /**
   * Puts what is kept of the candidates [from, to) behind the `count` already accepted; returns how many there are then.
   * Both come out in order: candidates by lane, the longest first, then the leftmost, then by weight; what is accepted by
   * place, the longer first, then by lexicon and entry.
   */
  const accept = (from: number, to: number, places: number, count: number): number => {
    sortPart(keys, from, to);
    let lane = -1;
    let shared: Map<number, number[]> | null = null;
    let kept = count;
    for (let c = from; c < to; c++) {
      const place = Math.floor(keys[c]! / entries);
      const index = byRank[keys[c]! - place * entries]!;
      const extent = Math.floor(place / places);
      const first = place - extent * places;
      const last = first + LONGEST - (extent & (LONGEST - 1));
      if (laneOf[index] !== lane) {
        lane = laneOf[index]!;
        shared = null;
        pass++;
      }
      const span = first * LONGEST + LONGEST - (last - first);
      if (!isFree(taken, pass, first, last)) {
        const others = shared?.get(span);
        if (!others || !mayShare(targets, index, others)) continue;
        others.push(index);
      } else {
        for (let t = first; t < last; t++) taken[t] = pass;
        if (sharing[index] === 1) {
          shared ??= new Map();
          shared.set(span, [index]);
        }
      }
      accepted[kept++] = span * entries + named[index]!;
    }
    sortPart(accepted, count, kept);
    return kept;
  };

  /** Only candidates on the same or overlapping words, whatever their lanes, have to be compared: cluster by cluster. */
  const acceptAll = (tokens: readonly LexToken[], found: Found): number => {
    const { first, last, end } = found;
    const places = powerOfTwo(tokens.length);
    const isLiteral = literalSenses(found);
    let count = 0;
    let cluster = 0;
    let clusterEnd = 0;
    let candidates = 0;
    let asked = -1;
    let aside = false;
    // The search goes backwards: the last found is the first in the text.
    for (let c = found.length - 1; c >= 0; c--) {
      const entry = end[c]! >> 1;
      const from = first[c]!;
      const to = last[c]!;
      if (end[c]! & 1 || isLiteral?.(entry, from, to)) continue;
      if (from !== asked) {
        asked = from;
        aside = isSetAside(tokens, from);
      }
      if (aside) continue;
      if (from >= clusterEnd) {
        count = accept(cluster, candidates, places, count);
        cluster = candidates;
      }
      clusterEnd = Math.max(clusterEnd, to);
      const place = (laneOf[entry]! * LONGEST + LONGEST - (to - from)) * places + from;
      keys[candidates++] = place * entries + rank[entry]!;
    }
    return accept(cluster, candidates, places, count);
  };

  return (tokens, found) => {
    if (found.length === 0) return [];
    if (taken.length < tokens.length) taken = new Int32Array(tokens.length * 2);
    if (keys.length < found.length) {
      keys = new Float64Array(found.length * 2);
      accepted = new Float64Array(found.length * 2);
    }
    const count = acceptAll(tokens, found);
    const matches: Match[] = [];
    for (let a = 0; a < count; a++) {
      const span = Math.floor(accepted[a]! / entries);
      const index = byName[accepted[a]! - span * entries]!;
      const first = Math.floor(span / LONGEST);
      const last = first + LONGEST - (span & (LONGEST - 1));
      kinds[index] ??= kindOf(targets[index]!);
      const { lexicon, entry, family, category, weight } = kinds[index];
      const negated = deniable[index]! && found.denied[first] === 1 && isNegated(tokens, first, last);
      matches.push({ lexicon, entry, family, category, weight, first, last, negated });
    }
    return matches;
  };
}

/** Sorts the numbers in [from, to): few at a time, for which the built-in way takes longer to begin than to sort. */
function sortPart(numbers: Float64Array, from: number, to: number): void {
  if (to - from > FEW) {
    numbers.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const number = numbers[i]!;
    let k = i - 1;
    for (; k >= from && numbers[k]! > number; k--) numbers[k + 1] = numbers[k]!;
    numbers[k + 1] = number;
  }
}

/** What a match says of its entry, in one place. */
type Kind = Omit<Match, 'first' | 'last' | 'negated'>;

function kindOf({ lexicon, entry }: Target): Kind {
  const { category, weight } = entry;
  return { lexicon: lexicon.id, entry: entry.id, family: lexicon.family, category, weight };
}

/** The least power of two that is no less. */
function powerOfTwo(least: number): number {
  let power = 1;
  while (power < least) power *= 2;
  return power;
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
function literalSenses({
  first,
  last,
  end,
  length,
}: Found): ((entry: number, first: number, last: number) => boolean) | null {
  // By entry: the tokens that its literal senses stand on.
  let literal: Map<number, Set<number>> | null = null;
  for (let c = 0; c < length; c++) {
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

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  order.forEach((item, place) => {
    places[item] = place;
  });
  return places;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
