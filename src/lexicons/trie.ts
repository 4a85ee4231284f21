/**
 * Terms -> a trie over words, laid out flat: words and nodes are numbers, so that matching a text compares numbers,
 * and a compiled trie can be kept in a file.
 */
import type { Atom } from './terms.js';

/** A term ends here. */
export interface End {
  /** Index of the entry. */
  readonly entry: number;
  /** A literal sense of the entry (`except`), not a match. */
  readonly except: boolean;
  /** Bit i: the i-th word is written without capitals, so it must not stand inside a proper name. */
  readonly plain: number;
}

/** How the words of a term are matched. */
export interface Manner {
  readonly formOnly: boolean;
  /** Capitals must stand as in the term; `names`: only those of words that have one in the term. */
  readonly exact: boolean | 'names';
}

/**
 * What a search needs of a node or an edge lies side by side: four numbers each, so that one step touches one place in
 * memory and not eight.
 */
export interface Trie {
  /** Word -> its number. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Beginning of a word -> its number, and the lengths there are, ascending. */
  readonly prefixes: ReadonlyMap<string, number>;
  readonly prefixLengths: readonly number[];
  /** Numbers of the words that a term writes with a capital. */
  readonly proper: ReadonlySet<number>;
  /**
   * Of each node, and of one that closes the list: its FIRST_EDGE and FIRST_END, which reach to those of the next node;
   * WORD_BITS, a bit for the word of each edge (see `wordBit`); WILD_POS, the parts of speech of its wildcards.
   */
  readonly nodes: Int32Array;
  /**
   * Of each edge, those of a node by word with wildcards first: the number of the WORD, or WILD; bits of the parts of
   * speech (POS) that may follow here, 0 = any; the MANNER: FORM_ONLY, or 1 + index into `written` shifted left by one,
   * the form as it must stand; and the NEXT node.
   */
  readonly edges: Int32Array;
  readonly written: readonly string[];
  /**
   * A PAIR of each end: the index of the entry, shifted left by one, with the lowest bit for a literal sense (`except`),
   * not a match; and `End.plain` (PLAIN).
   */
  readonly ends: Int32Array;
}

/** Numbers of a node, and of an edge. */
export const STRIDE = 4;
export const FIRST_EDGE = 0;
export const FIRST_END = 1;
export const WORD_BITS = 2;
export const WILD_POS = 3;
export const WORD = 0;
export const POS = 1;
export const MANNER = 2;
export const NEXT = 3;
/** Numbers of an end. */
export const PAIR = 2;
export const PLAIN = 1;

/** One of 32 bits for a word: where a node's WORD_BITS lack it, no edge of the node has the word. */
export function wordBit(number: number): number {
  return 1 << (number & 31);
}

export const ROOT = 0;
/** An edge for any word of some parts of speech. */
export const WILD = -1;
/** Only the word form, not the lemma. */
export const FORM_ONLY = 1;

/** What edges of all nodes have in common. */
interface Label {
  readonly word: number;
  readonly pos: number;
  readonly manner: number;
}

/** More labels than there can be: an edge is known by node * MOST_LABELS + label. */
const MOST_LABELS = 2 ** 22;

export interface TrieBuilder {
  /** Puts in a run of atoms. */
  add(run: readonly Atom[], manner: Manner, end: End): void;
  /** The trie of all that was put in. */
  build(): Trie;
}

export function trieBuilder(): TrieBuilder {
  const numbers = new Map<string, number>();
  const prefixes = new Map<string, number>();
  const proper = new Set<number>();
  const written: string[] = [];
  const labels: Label[] = [];
  /** Labels by number of the word + 1; wildcards first. */
  const labelsOf: number[][] = [[]];
  const next = new Map<number, number>();
  const ends: End[][] = [[]];

  const numberOf = ({ word, prefix }: Atom): number => {
    if (word === null) return WILD;
    const table = prefix ? prefixes : numbers;
    let number = table.get(word);
    if (number === undefined) {
      number = labelsOf.length - 1;
      table.set(word, number);
      labelsOf.push([]);
    }
    return number;
  };

  const labelOf = (atom: Atom, manner: Manner): number => {
    const word = numberOf(atom);
    if (word !== WILD && atom.written !== atom.word) proper.add(word);
    const bits = word === WILD ? 0 : mannerOf(atom, manner);
    const known = labelsOf[word + 1]!;
    for (const label of known) {
      if (labels[label]!.pos === atom.pos && labels[label]!.manner === bits) return label;
    }
    labels.push({ word, pos: atom.pos, manner: bits });
    known.push(labels.length - 1);
    return labels.length - 1;
  };

  const mannerOf = (atom: Atom, manner: Manner): number => {
    const form = manner.formOnly || atom.prefix ? FORM_ONLY : 0;
    if (!manner.exact || atom.prefix || (manner.exact === 'names' && atom.written === atom.word)) return form;
    let at = written.indexOf(atom.written);
    if (at < 0) at = written.push(atom.written) - 1;
    return form | ((at + 1) << 1);
  };

  return {
    add(run, manner, end) {
      let node = ROOT;
      for (const atom of run) {
        const key = node * MOST_LABELS + labelOf(atom, manner);
        let to = next.get(key);
        if (to === undefined) {
          to = ends.length;
          next.set(key, to);
          ends.push([]);
        }
        node = to;
      }
      const here = ends[node]!;
      if (!here.some((e) => e.entry === end.entry && e.except === end.except)) here.push(end);
    },
    build() {
      const byNode = [...next].map(([key, to]) => {
        const label = labels[key % MOST_LABELS]!;
        return { node: Math.floor(key / MOST_LABELS), to, ...label };
      });
      byNode.sort((a, b) => a.node - b.node || a.word - b.word || a.to - b.to);
      const nodes = new Int32Array((ends.length + 1) * STRIDE);
      for (const { node, word, pos } of byNode) {
        nodes[(node + 1) * STRIDE + FIRST_EDGE]!++;
        if (word === WILD) nodes[node * STRIDE + WILD_POS]! |= pos;
        else nodes[node * STRIDE + WORD_BITS]! |= wordBit(word);
      }
      for (let n = 0; n < ends.length; n++) {
        const [here, after] = [n * STRIDE, (n + 1) * STRIDE];
        nodes[after + FIRST_EDGE]! += nodes[here + FIRST_EDGE]!;
        nodes[after + FIRST_END] = nodes[here + FIRST_END]! + ends[n]!.length;
      }
      return {
        numbers,
        prefixes,
        prefixLengths: lengths(prefixes),
        proper,
        nodes,
        edges: Int32Array.from(byNode.flatMap(({ word, pos, manner, to }) => [word, pos, manner, to])),
        written,
        ends: Int32Array.from(
          ends.flat().flatMap(({ entry, except, plain }) => [(entry << 1) | (except ? 1 : 0), plain]),
        ),
      };
    },
  };
}

function lengths(prefixes: ReadonlyMap<string, number>): number[] {
  return [...new Set([...prefixes.keys()].map((prefix) => prefix.length))].sort((a, b) => a - b);
}

/** A trie as plain data, for a file; `arrays` holds its numbers. */
export interface PackedTrie {
  /** Words, a line break between: a word holds none. */
  readonly words: string;
  readonly prefixes: readonly (readonly [string, number])[];
  readonly proper: readonly number[];
  readonly written: readonly string[];
}

export type TrieArrays = Readonly<Record<'numbers' | 'nodes' | 'edges' | 'ends', Int32Array>>;

export function packTrie(trie: Trie): { packed: PackedTrie; arrays: TrieArrays } {
  const { numbers, prefixes, proper, written, nodes, edges, ends } = trie;
  return {
    packed: { words: [...numbers.keys()].join('\n'), prefixes: [...prefixes], proper: [...proper], written },
    arrays: { numbers: Int32Array.from(numbers.values()), nodes, edges, ends },
  };
}

export function unpackTrie({ words, prefixes, proper, written }: PackedTrie, arrays: TrieArrays): Trie {
  const numbers = new Map<string, number>();
  if (words) words.split('\n').forEach((word, i) => void numbers.set(word, arrays.numbers[i]!));
  const known = new Map(prefixes);
  const { nodes, edges, ends } = arrays;
  return {
    numbers, prefixes: known, prefixLengths: lengths(known), proper: new Set(proper), written,
    nodes, edges, ends,
  }; // biome-ignore format: one thought a line
}
