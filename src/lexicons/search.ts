/** The search: where the runs of a trie stand in a text, before overlaps are resolved. */
import { nameFinder } from './names.js';
import { isPastVerb, POSSESSIVES, tolerates } from './speech.js';
import { AHEAD, BEHIND, ENOUGH, prefixFinder, startsOf } from './starts.js';
import {
  ANCHORS,
  BEGINS,
  ENDS,
  GUESSED,
  HAS_BEGINNING,
  OPENS,
  PASSED,
  STARTS,
  type Stream,
  streamReader,
  UNKNOWN,
} from './stream.js';
import { posBit } from './terms.js';
import {
  FIRST_EDGE,
  FIRST_END,
  FORM_ONLY,
  MANNER,
  NEXT,
  PAIR,
  PLAIN,
  POS,
  ROOT,
  STRIDE,
  type Trie,
  WILD,
  WILD_POS,
  WORD,
  WORD_BITS,
} from './trie.js';
import type { LexToken } from './types.js';

/** What was found, in parallel lists of which only `length` counts: the tokens [first, last) and what ends there. */
export interface Found {
  first: Int32Array;
  last: Int32Array;
  /** Index of the entry, shifted left by one; the lowest bit: a literal sense, not a match. */
  end: Int32Array;
  length: number;
  /** By token: a word that may deny it stands before it in its sentence. */
  denied: Uint8Array;
}

const VERB = posBit('VERB');
const DET = posBit('DET');
const PRON = posBit('PRON');
/** Longer than any run of atoms. */
const DEEPEST = 32;
const LEAST = 256;

export type Search = (tokens: readonly LexToken[], lenient?: (token: number) => boolean) => Found;

/**
 * Makes a search through a trie. Its working memory is used again for the next text, and so is what it returns; nothing
 * of a text is kept.
 */
export function createSearch(trie: Trie): Search {
  const { nodes, edges, ends, written } = trie;
  const starts = startsOf(trie);
  const names = nameFinder();
  const beginnings = prefixFinder(trie);
  const read = streamReader(trie, {
    flagsOf: starts.flags,
    hasBeginning: (word) => beginnings(word).length > 0,
    isIdle: names.areCapitalsIdle,
  });
  const path = new Int32Array(DEEPEST);
  const found: Found = { ...newFound(LEAST), length: 0, denied: new Uint8Array(0) };
  let tokens: readonly LexToken[] = [];
  let lenient: (token: number) => boolean = never;
  let stream: Stream;

  /** Goes on behind `node`, whose last word is the one before `at`. */
  const walk = (node: number, at: number, depth: number): void => {
    const n = node * STRIDE;
    if (nodes[n + FIRST_END] !== nodes[n + STRIDE + FIRST_END]) finish(n, at - 1, depth);
    if (at >= stream.length || stream.flags[at]! & OPENS) return;
    advance(n, at, depth);
    if (stream.flags[at]! & PASSED && at + 1 < stream.length && !(stream.flags[at + 1]! & OPENS)) {
      advance(n, at + 1, depth);
    }
  };

  /** Follows the edges of the node whose numbers begin at `n` that the piece at `at` satisfies. */
  const advance = (n: number, at: number, depth: number): void => {
    if (stream.bits[at]! & nodes[n + WORD_BITS]!) {
      path[depth] = stream.token[at]!;
      const form = stream.form[at]!;
      const lemma = stream.lemma[at]!;
      const to = nodes[n + STRIDE + FIRST_EDGE]! * STRIDE;
      if (form !== UNKNOWN) follow(edgeOf(n, form), to, form, at, depth, true);
      if (lemma !== UNKNOWN && lemma !== form) follow(edgeOf(n, lemma), to, lemma, at, depth, false);
      if (stream.flags[at]! & HAS_BEGINNING) {
        for (const number of beginnings(tokens[stream.token[at]!]!.lower)) {
          follow(edgeOf(n, number), to, number, at, depth, true);
        }
      }
    }
    if (nodes[n + WILD_POS] !== 0) passWildcards(n, at, depth);
  };

  const passWildcards = (n: number, at: number, depth: number): void => {
    if (stream.flags[at]! & PASSED) return;
    const i = stream.token[at]!;
    const tag = wildTag(tokens[i]!);
    if ((nodes[n + WILD_POS]! & tag) === 0) return;
    path[depth] = i;
    const to = nodes[n + STRIDE + FIRST_EDGE]! * STRIDE;
    for (let e = nodes[n + FIRST_EDGE]! * STRIDE; e < to && edges[e + WORD] === WILD; e += STRIDE) {
      if (edges[e + POS]! & tag) walk(edges[e + NEXT]!, at + 1, depth + 1);
    }
  };

  /** The place of the first edge of a node with a word, or where it would stand; they are sorted by word. */
  const edgeOf = (n: number, number: number): number => {
    let low = nodes[n + FIRST_EDGE]!;
    let high = nodes[n + STRIDE + FIRST_EDGE]!;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (edges[middle * STRIDE + WORD]! < number) low = middle + 1;
      else high = middle;
    }
    return low * STRIDE;
  };

  /** Follows the edges in [from, to) as long as they have the word. */
  const follow = (
    from: number,
    to: number,
    number: number,
    at: number,
    depth: number,
    isForm: boolean,
  ): void => {
    for (let e = from; e < to && edges[e + WORD] === number; e += STRIDE) {
      const wanted = edges[e + POS]!;
      const how = edges[e + MANNER]!;
      if (how & FORM_ONLY && !isForm) continue;
      const i = stream.token[at]!;
      if (!isForm && stream.flags[at]! & GUESSED && !mayBeVerb(wanted, i)) continue;
      if (wanted !== 0 && !isOfPos(wanted, i)) continue;
      if (how > FORM_ONLY && !standsAs(written[(how >> 1) - 1]!, tokens[i]!)) continue;
      walk(edges[e + NEXT]!, at + 1, depth + 1);
    }
  };

  /** A lemma that was guessed is that of a verb: the entry asks for one, or takes any and the place is a verb's. */
  const mayBeVerb = (wanted: number, i: number): boolean =>
    wanted === 0 ? isPastVerb(tokens, i) : (wanted & VERB) !== 0;

  const isOfPos = (pos: number, i: number): boolean =>
    (pos & posBit(tokens[i]!.pos)) !== 0 || tolerates(pos, tokens, i, lenient, names.areCapitalsIdle);

  const finish = (n: number, at: number, depth: number): void => {
    if (!(stream.flags[at]! & ENDS)) return;
    for (let k = nodes[n + FIRST_END]!; k < nodes[n + STRIDE + FIRST_END]!; k++) {
      const end = ends[k * PAIR]!;
      const plain = ends[k * PAIR + PLAIN]!;
      if (plain !== 0 && !(end & 1) && touchesName(plain, depth)) continue;
      if (found.length === found.end.length) grow(found);
      const f = found.length++;
      found.first[f] = path[0]!;
      found.last[f] = stream.token[at]! + 1;
      found.end[f] = end;
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

  /** Looks for runs that begin with the piece at `at`; `ahead`: the bits of the words that may stand behind it. */
  const searchAt = (at: number, ahead: number, wildHere: boolean): void => {
    const form = stream.form[at]!;
    const lemma = stream.lemma[at]!;
    path[0] = stream.token[at]!;
    if (form !== UNKNOWN) searchFor(form, at, ahead, true);
    if (lemma !== UNKNOWN && lemma !== form) searchFor(lemma, at, ahead, false);
    if (stream.flags[at]! & HAS_BEGINNING) {
      for (const number of beginnings(tokens[stream.token[at]!]!.lower)) searchFor(number, at, ahead, true);
    }
    if (wildHere) passWildcards(ROOT, at, 0);
  };

  const searchFor = (number: number, at: number, ahead: number, isForm: boolean): void => {
    const s = number * STRIDE;
    if ((starts.words[s + AHEAD]! & ahead) === 0 && starts.words[s + ENOUGH] === 0) return;
    follow(starts.words[s]!, starts.words[s + BEHIND]!, number, at, 0, isForm);
  };

  /** Backwards, so that the first word of a run is met before the wildcards in front of it. */
  const searchAll = (): void => {
    const { flags, bits, length } = stream;
    const reach = 2 * starts.deepest; // a hyphen may stand behind each wildcard
    let wildFrom = length;
    let ahead = 0;
    for (let at = length - 1; at >= 0; at--) {
      const here = flags[at]!;
      const wildHere = at >= wildFrom;
      if (here & BEGINS && (wildHere || here & (STARTS | HAS_BEGINNING))) searchAt(at, ahead, wildHere);
      if (here & ANCHORS) wildFrom = at - reach;
      else if (at <= wildFrom) wildFrom = length;
      if (here & OPENS) ahead = 0;
      else ahead = here & PASSED ? ahead | bits[at]! : bits[at]!;
    }
  };

  return (given, isLenient) => {
    tokens = given;
    lenient = isLenient ?? never;
    names.reset();
    stream = read(tokens);
    found.length = 0;
    found.denied = stream.denied;
    searchAll();
    tokens = [];
    lenient = never;
    return found;
  };
}

const never = (): boolean => false;

type Lists = Pick<Found, 'first' | 'last' | 'end'>;

function newFound(size: number): Lists {
  return { first: new Int32Array(size), last: new Int32Array(size), end: new Int32Array(size) };
}

function grow(found: Found): void {
  const { first, last, end, length } = found;
  const larger = newFound(length * 2);
  larger.first.set(first);
  larger.last.set(last);
  larger.end.set(end);
  Object.assign(found, larger);
}

/** What wildcards a token satisfies: "their" is tagged as a pronoun and stands where a determiner does. */
function wildTag({ pos, lower }: LexToken): number {
  return pos === 'PRON' && POSSESSIVES.has(lower) ? PRON | DET : posBit(pos);
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
