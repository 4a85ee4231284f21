/** Terms -> a trie over words. Words are numbered, so that matching a text compares numbers. */
import type { Atom } from './terms.js';

export interface Edge {
  /** Bits of parts of speech that may follow here; 0 = any. */
  readonly pos: number;
  /** Only the word form, not the lemma. */
  readonly formOnly: boolean;
  /** The form as it must stand, capitals too; null = any. */
  readonly exact: string | null;
  readonly next: Node;
}

export interface Node {
  /** Edges by number of the word. */
  words: Map<number, Edge[]> | null;
  /** Edges for any word of some parts of speech. */
  wild: Edge[] | null;
  /** What ends here. */
  ends: End[] | null;
}

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
  readonly exact: boolean;
}

export interface Trie {
  readonly root: Node;
  /** Word -> its number. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Beginning of a word -> its number, and the lengths there are, ascending. */
  readonly prefixes: ReadonlyMap<string, number>;
  readonly prefixLengths: readonly number[];
}

const ANY: Manner = { formOnly: false, exact: false };

function newNode(): Node {
  return { words: null, wild: null, ends: null };
}

/** Builds a trie; `add` puts runs in, `trie` is what they make. */
export function trieBuilder(): {
  trie: Trie;
  add: (run: readonly Atom[], manner: Manner, end: End) => void;
} {
  const numbers = new Map<string, number>();
  const prefixes = new Map<string, number>();
  const prefixLengths: number[] = [];
  let count = 0;
  const numberOf = (atom: Atom): number => {
    const table = atom.prefix ? prefixes : numbers;
    let number = table.get(atom.word!);
    if (number === undefined) {
      number = count++;
      table.set(atom.word!, number);
      if (atom.prefix && !prefixLengths.includes(atom.word!.length)) {
        prefixLengths.push(atom.word!.length);
        prefixLengths.sort((a, b) => a - b);
      }
    }
    return number;
  };
  const root = newNode();
  const add = (run: readonly Atom[], manner: Manner, end: End): void => {
    let node = root;
    for (const atom of run) node = step(node, atom, atom.word === null ? ANY : manner, numberOf);
    node.ends ??= [];
    if (!node.ends.some((e) => e.entry === end.entry && e.except === end.except)) node.ends.push(end);
  };
  return { trie: { root, numbers, prefixes, prefixLengths }, add };
}

/** The node behind an atom; made when it is not there. */
function step(node: Node, atom: Atom, manner: Manner, numberOf: (atom: Atom) => number): Node {
  let edges: Edge[];
  if (atom.word === null) {
    node.wild ??= [];
    edges = node.wild;
  } else {
    node.words ??= new Map();
    const number = numberOf(atom);
    edges = node.words.get(number) ?? [];
    node.words.set(number, edges);
  }
  const formOnly = manner.formOnly || atom.prefix;
  const exact = manner.exact && !atom.prefix ? atom.written : null;
  const known = edges.find((e) => e.pos === atom.pos && e.formOnly === formOnly && e.exact === exact);
  if (known) return known.next;
  const next = newNode();
  edges.push({ pos: atom.pos, formOnly, exact, next });
  return next;
}
