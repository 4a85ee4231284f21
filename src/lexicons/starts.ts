/** How the runs of a trie begin: what a search asks of a piece before it follows any edge. */
import { ANCHORS, STARTS } from './stream.js';
import {
  FIRST_EDGE,
  FIRST_END,
  NEXT,
  ROOT,
  STRIDE,
  type Trie,
  WILD,
  WILD_POS,
  WORD,
  WORD_BITS,
} from './trie.js';

/** Words whose beginnings were looked up are remembered, up to this many. */
const MOST_REMEMBERED = 50_000;

/** How runs begin: with a word, or with wildcards before their first word. */
export interface Starts {
  /**
   * By number of a word, STRIDE numbers each: where the edges of the root with it begin and what lies BEHIND them;
   * AHEAD, the bits of all words that may follow it in a run; whether it is ENOUGH: a run ends here, or any word of
   * some parts of speech may follow.
   */
  readonly words: Int32Array;
  /** By number of a word: STARTS, ANCHORS. */
  readonly flags: Uint8Array;
  /** The most wildcards before the first word of a run. */
  readonly deepest: number;
}

export const BEHIND = 1;
export const AHEAD = 2;
export const ENOUGH = 3;

/** Reads the first words of all runs from a trie. */
export function startsOf({ nodes, edges, numbers, prefixes }: Trie): Starts {
  const size = numbers.size + prefixes.size;
  const words = new Int32Array(size * STRIDE);
  const flags = new Uint8Array(size);
  let deepest = 0;
  const visit = (node: number, depth: number): void => {
    const from = nodes[node * STRIDE + FIRST_EDGE]! * STRIDE;
    for (let e = nodes[(node + 1) * STRIDE + FIRST_EDGE]! * STRIDE - STRIDE; e >= from; e -= STRIDE) {
      const number = edges[e + WORD]!;
      const next = edges[e + NEXT]! * STRIDE;
      if (number === WILD) visit(edges[e + NEXT]!, depth + 1);
      else if (depth === 0) {
        const s = number * STRIDE;
        if (!(flags[number]! & STARTS)) words[s + BEHIND] = e + STRIDE;
        words[s] = e;
        words[s + AHEAD]! |= nodes[next + WORD_BITS]!;
        words[s + ENOUGH]! |=
          nodes[next + WILD_POS]! | (nodes[next + STRIDE + FIRST_END]! - nodes[next + FIRST_END]!);
        flags[number]! |= STARTS;
      } else {
        flags[number]! |= ANCHORS;
        deepest = Math.max(deepest, depth);
      }
    }
  };
  visit(ROOT, 0);
  return { words, flags, deepest };
}

/** The numbers of the prefixes that a word begins with. */
export function prefixFinder({ prefixes, prefixLengths }: Trie): (word: string) => readonly number[] {
  const mayBegin = beginningTest(prefixes);
  const remembered = new Map<string, readonly number[]>();
  return (word) => {
    if (!mayBegin(word)) return NOTHING;
    const known = remembered.get(word);
    if (known) return known;
    const numbers = prefixLengths
      .filter((length) => length <= word.length)
      .map((length) => prefixes.get(word.slice(0, length)))
      .filter((number) => number !== undefined);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, numbers);
    return numbers;
  };
}

const NOTHING: readonly number[] = [];

/** A quick test by two letters whether a word may begin with one of the prefixes. */
function beginningTest(prefixes: ReadonlyMap<string, number>): (word: string) => boolean {
  const place = (word: string) => ((word.charCodeAt(0) & 255) << 8) | (word.charCodeAt(1) & 255);
  const taken = new Uint8Array(2 ** 16);
  for (const prefix of prefixes.keys()) taken[place(prefix)] = 1;
  return (word) => taken[place(word)] === 1;
}
