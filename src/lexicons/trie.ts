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

/** The edges of node n are those from edges[n] up to edges[n + 1], wildcards first; its ends likewise. */
export interface Trie {
  /** Word -> its number. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Beginning of a word -> its number, and the lengths there are, ascending. */
  readonly prefixes: ReadonlyMap<string, number>;
  readonly prefixLengths: readonly number[];
  /** Numbers of the words that a term writes with a capital. */
  readonly proper: ReadonlySet<number>;
  readonly edges: Int32Array;
  /** Number of the word, or WILD. */
  readonly word: Int32Array;
  /** Bits of parts of speech that may follow here; 0 = any. */
  readonly pos: Int32Array;
  /** FORM_ONLY, or 1 + index into `written` shifted left by one: the form as it must stand. */
  readonly manner: Int32Array;
  readonly next: Int32Array;
  readonly written: readonly string[];
  readonly ends: Int32Array;
  /** Index of the entry, shifted left by one; the lowest bit: a literal sense (`except`), not a match. */
  readonly end: Int32Array;
  /** `End.plain` of each. */
  readonly plain: Int32Array;
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
      const edges = new Int32Array(ends.length + 1);
      for (const { node } of byNode) edges[node + 1]!++;
      const endStarts = new Int32Array(ends.length + 1);
      for (let n = 0; n < ends.length; n++) {
        edges[n + 1]! += edges[n]!;
        endStarts[n + 1] = endStarts[n]! + ends[n]!.length;
      }
      return {
        numbers,
        prefixes,
        prefixLengths: lengths(prefixes),
        proper,
        edges,
        word: Int32Array.from(byNode, (e) => e.word),
        pos: Int32Array.from(byNode, (e) => e.pos),
        manner: Int32Array.from(byNode, (e) => e.manner),
        next: Int32Array.from(byNode, (e) => e.to),
        written,
        ends: endStarts,
        end: Int32Array.from(ends.flat(), ({ entry, except }) => (entry << 1) | (except ? 1 : 0)),
        plain: Int32Array.from(ends.flat(), ({ plain }) => plain),
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

export type TrieArrays = Readonly<
  Record<'numbers' | 'edges' | 'word' | 'pos' | 'manner' | 'next' | 'ends' | 'end' | 'plain', Int32Array>
>;

export function packTrie(trie: Trie): { packed: PackedTrie; arrays: TrieArrays } {
  const { numbers, prefixes, proper, written, edges, word, pos, manner, next, ends, end, plain } = trie;
  return {
    packed: { words: [...numbers.keys()].join('\n'), prefixes: [...prefixes], proper: [...proper], written },
    arrays: { numbers: Int32Array.from(numbers.values()), edges, word, pos, manner, next, ends, end, plain },
  };
}

export function unpackTrie({ words, prefixes, proper, written }: PackedTrie, arrays: TrieArrays): Trie {
  const numbers = new Map<string, number>();
  if (words) words.split('\n').forEach((word, i) => void numbers.set(word, arrays.numbers[i]!));
  const known = new Map(prefixes);
  const { edges, word, pos, manner, next, ends, end, plain } = arrays;
  return {
    numbers, prefixes: known, prefixLengths: lengths(known), proper: new Set(proper), written,
    edges, word, pos, manner, next, ends, end, plain,
  }; // biome-ignore format: one thought a line
}
