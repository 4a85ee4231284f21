/** The search: where the runs of a trie stand in a text, before overlaps are resolved. */
import { nameFinder } from './names.js';
import { isPastVerb, POSSESSIVES, tolerates } from './speech.js';
import {
  BEGINS,
  ENDS,
  GUESSED,
  HAS_BEGINNING,
  PASSED,
  type Stream,
  streamReader,
  UNKNOWN,
} from './stream.js';
import { posBit } from './terms.js';
import { FORM_ONLY, ROOT, type Trie, WILD } from './trie.js';
import type { LexToken } from './types.js';

/** What was found, in parallel lists: the tokens [first, last) and what ends there. */
export interface Found {
  readonly first: number[];
  readonly last: number[];
  /** Index of the entry, shifted left by one; the lowest bit: a literal sense, not a match. */
  readonly end: number[];
}

/** Words whose beginnings were looked up are remembered, up to this many. */
const MOST_REMEMBERED = 50_000;
const VERB = posBit('VERB');
const DET = posBit('DET');
const PRON = posBit('PRON');
/** Longer than any run of atoms. */
const DEEPEST = 32;

export type Search = (tokens: readonly LexToken[], lenient?: (token: number) => boolean) => Found;

/** Makes a search through a trie. Its working memory is used again for the next text; nothing of a text is kept. */
export function createSearch(trie: Trie): Search {
  const { prefixes, edges, word, pos, manner, next, written, ends } = trie;
  const firstEdges = edgesByWord(trie, ROOT);
  const { isAnchor, deepest } = wildAnchors(trie);
  const names = nameFinder();
  const read = streamReader(trie, prefixes.size > 0 ? beginningTest(prefixes) : null, names.areCapitalsIdle);
  const beginnings = prefixFinder(trie);
  const path = new Int32Array(DEEPEST);
  let tokens: readonly LexToken[] = [];
  let lenient: ((token: number) => boolean) | undefined;
  let stream: Stream;
  let sentence = 0;
  /** A run may begin with a wildcard at the present piece. */
  let wildHere = false;
  let found: Found;

  /** Goes on behind `node`, whose last word is the one before `at`. */
  const walk = (node: number, at: number, depth: number): void => {
    if (ends[node] !== ends[node + 1]) finish(node, at - 1, depth);
    if (at >= stream.length || edges[node] === edges[node + 1]) return;
    advance(node, at, depth);
    if (stream.flags[at]! & PASSED && at + 1 < stream.length) advance(node, at + 1, depth);
  };

  const advance = (node: number, at: number, depth: number): void => {
    const i = stream.token[at]!;
    const token = tokens[i]!;
    if (token.sentence !== sentence) return;
    path[depth] = i;
    const form = stream.form[at]!;
    const lemma = stream.lemma[at]!;
    if (form !== UNKNOWN) follow(edgeOf(node, form), edges[node + 1]!, form, at, depth, true);
    if (lemma !== UNKNOWN && lemma !== form) {
      follow(edgeOf(node, lemma), edges[node + 1]!, lemma, at, depth, false);
    }
    if (stream.flags[at]! & HAS_BEGINNING) {
      for (const number of beginnings(token.lower)) {
        follow(edgeOf(node, number), edges[node + 1]!, number, at, depth, true);
      }
    }
    const first = edges[node]!;
    if (word[first] !== WILD || (node === ROOT && !wildHere) || stream.flags[at]! & PASSED) return;
    const tag = wildTag(token);
    for (let e = first; e < edges[node + 1]! && word[e] === WILD; e++) {
      if (pos[e]! & tag) walk(next[e]!, at + 1, depth + 1);
    }
  };

  /** The first edge of a node with a word, or the end of its edges; they are sorted by word. */
  const edgeOf = (node: number, number: number): number => {
    if (node === ROOT) return firstEdges[number] === UNKNOWN ? edges[ROOT + 1]! : firstEdges[number]!;
    let low = edges[node]!;
    let high = edges[node + 1]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (word[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const follow = (
    from: number,
    to: number,
    number: number,
    at: number,
    depth: number,
    isForm: boolean,
  ): void => {
    for (let e = from; e < to && word[e] === number; e++) {
      const how = manner[e]!;
      if (how & FORM_ONLY && !isForm) continue;
      if (!isForm && stream.flags[at]! & GUESSED && !mayBeVerb(pos[e]!, stream.token[at]!)) continue;
      const i = stream.token[at]!;
      if (pos[e] !== 0 && !isOfPos(pos[e]!, i)) continue;
      if (how > FORM_ONLY && !standsAs(written[(how >> 1) - 1]!, tokens[i]!)) continue;
      walk(next[e]!, at + 1, depth + 1);
    }
  };

  /** A lemma that was guessed is that of a verb: the entry asks for one, or takes any and the place is a verb's. */
  const mayBeVerb = (wanted: number, i: number): boolean =>
    wanted === 0 ? isPastVerb(tokens, i) : (wanted & VERB) !== 0;

  const isOfPos = (pos: number, i: number): boolean =>
    (pos & posBit(tokens[i]!.pos)) !== 0 ||
    tolerates(pos, tokens, i, lenient?.(i) ?? false, names.areCapitalsIdle);

  const finish = (node: number, at: number, depth: number): void => {
    if (!(stream.flags[at]! & ENDS)) return;
    for (let k = ends[node]!; k < ends[node + 1]!; k++) {
      const end = trie.end[k]!;
      const plain = trie.plain[k]!;
      if (plain !== 0 && !(end & 1) && touchesName(plain, depth)) continue;
      found.first.push(path[0]!);
      found.last.push(stream.token[at]! + 1);
      found.end.push(end);
    }
  };

  /** One of the words of a run that are written without capitals stands inside a proper name. */
  const touchesName = (plain: number, depth: number): boolean => {
    for (let d = 0; d < depth; d++) {
      const i = path[d]!;
      if (plain & (1 << d) && tokens[i]!.capital && names.isInName(tokens, i)) return true;
    }
    return false;
  };

  /** Backwards, so that the first word of a run is met before the wildcards in front of it. */
  const searchAll = (): void => {
    const { form, lemma, flags, length } = stream;
    const reach = 2 * deepest; // a hyphen may stand behind each wildcard
    let wildFrom = length;
    for (let at = length - 1; at >= 0; at--) {
      const byForm = form[at]!;
      const byLemma = lemma[at]!;
      wildHere = at >= wildFrom;
      const isStart =
        (byForm !== UNKNOWN && firstEdges[byForm] !== UNKNOWN) ||
        (byLemma !== UNKNOWN && firstEdges[byLemma] !== UNKNOWN) ||
        wildHere ||
        (flags[at]! & HAS_BEGINNING) !== 0;
      if (isStart && flags[at]! & BEGINS) {
        sentence = tokens[stream.token[at]!]!.sentence;
        advance(ROOT, at, 0);
      }
      if (
        (byForm !== UNKNOWN && isAnchor[byForm] === 1) ||
        (byLemma !== UNKNOWN && isAnchor[byLemma] === 1)
      ) {
        wildFrom = at - reach;
      } else if (at <= wildFrom) wildFrom = length;
    }
  };

  return (given, isLenient) => {
    tokens = given;
    lenient = isLenient;
    found = { first: [], last: [], end: [] };
    names.reset();
    stream = read(tokens);
    searchAll();
    tokens = [];
    lenient = undefined;
    return found;
  };
}

/** By number of a word: the first edge of a node with it, or UNKNOWN. */
function edgesByWord({ edges, word, numbers, prefixes }: Trie, node: number): Int32Array {
  const first = new Int32Array(numbers.size + prefixes.size).fill(UNKNOWN);
  for (let e = edges[node + 1]! - 1; e >= edges[node]!; e--) if (word[e] !== WILD) first[word[e]!] = e;
  return first;
}

/** What wildcards a token satisfies: "their" is tagged as a pronoun and stands where a determiner does. */
function wildTag({ pos, lower }: LexToken): number {
  return pos === 'PRON' && POSSESSIVES.has(lower) ? PRON | DET : posBit(pos);
}

/** The first words of runs that begin with wildcards, by number, and the most wildcards before one. */
interface Anchors {
  readonly isAnchor: Uint8Array;
  readonly deepest: number;
}

function wildAnchors({ edges, word, next, numbers, prefixes }: Trie): Anchors {
  const isAnchor = new Uint8Array(numbers.size + prefixes.size);
  let deepest = 0;
  const visit = (node: number, depth: number): void => {
    for (let e = edges[node]!; e < edges[node + 1]!; e++) {
      if (word[e] === WILD) visit(next[e]!, depth + 1);
      else if (depth > 0) {
        isAnchor[word[e]!] = 1;
        deepest = Math.max(deepest, depth);
      }
    }
  };
  visit(ROOT, 0);
  return { isAnchor, deepest };
}

/** A quick test by two letters whether a word may begin with one of the prefixes. */
function beginningTest(prefixes: ReadonlyMap<string, number>): (word: string) => boolean {
  const place = (word: string) => ((word.charCodeAt(0) & 255) << 8) | (word.charCodeAt(1) & 255);
  const taken = new Uint8Array(2 ** 16);
  for (const prefix of prefixes.keys()) taken[place(prefix)] = 1;
  return (word) => taken[place(word)] === 1;
}

/** The numbers of the prefixes that a word begins with. */
function prefixFinder({ prefixes, prefixLengths }: Trie): (word: string) => readonly number[] {
  const remembered = new Map<string, readonly number[]>();
  return (word) => {
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

/**
 * Capitals as in the term, as far as the form is the term's: "Nazis" stands as "Nazi" does, "ices" not as "ICE". A word
 * all in capitals stands as one with its first.
 */
function standsAs(written: string, { text, lower, capital }: LexToken): boolean {
  const named = written[0] !== written[0]!.toLowerCase();
  if (capital !== named || text === undefined) return capital === named;
  if (named && text.length > 1 && text === text.toUpperCase()) return true;
  const length = Math.min(text.length, written.length);
  for (let k = 0; k < length && lower[k] === written[k]!.toLowerCase(); k++) {
    if (text[k] !== written[k]) return false;
  }
  return true;
}
