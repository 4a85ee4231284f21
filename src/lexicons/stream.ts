/** Tokens -> numbers: what the trie is searched with. */
import { opensCapital } from './names.js';
import { splitWord } from './terms.js';
import type { Trie } from './trie.js';
import type { LexToken, Pos } from './types.js';

/** A piece of a token; most tokens are one piece, "neo-Nazi" is three. Arrays run parallel; only `length` counts. */
export interface Stream {
  /** Numbers of form and lemma among the words of all terms, or UNKNOWN. */
  form: Int32Array;
  lemma: Int32Array;
  /** Index of the token. */
  token: Int32Array;
  /** Bits: BEGINS, ENDS, PASSED, HAS_BEGINNING, GUESSED. */
  flags: Uint8Array;
  length: number;
}

/** The number of a word that stands in no term. */
export const UNKNOWN = -1;
/** The first, the last piece of its token. */
export const BEGINS = 1;
export const ENDS = 2;
/** A hyphen between two words without blanks, or an opening quote mark: a blank of a term passes over it. */
export const PASSED = 4;
/** The word may begin as a `begin*` item does. */
export const HAS_BEGINNING = 8;
/** The lemma is guessed from a word that was not tagged as a verb; it can only be that of a verb. */
export const GUESSED = 16;

const OPENING: ReadonlySet<string> = new Set(['"', "'", '\u2018', '\u201c', '\u00ab']);
const LEAST = 1024;
/** Ids beyond this are looked up as words: a long run meets ever new names. */
const MOST_IDS = 2 ** 20;
/** So many guessed lemmas are remembered. */
const MOST_GUESSES = 20_000;
/**
 * What the tokenizer may leave without its lemma: names ("Nazis"), in title case nearly every word, and verbs that it
 * does not know ("cratered") or takes for something else ("strangles", "plundered").
 */
const GUESSED_POS: ReadonlySet<Pos> = new Set<Pos>(['PROPN', 'VERB', 'NOUN', 'ADJ']);
/** Ending, and what stands in its place in the base form. */
const INFLECTIONS: readonly (readonly [string, ...string[]])[] = [
  ['ies', 'y'],
  ['ied', 'y'],
  ['es', '', 'e'],
  ['s', ''],
  ['ed', '', 'e'],
  ['ing', '', 'e'],
];

/**
 * Makes a function that reads tokens into a stream. The stream is used again for the next text.
 * `mayBegin`: a quick test for `begin*` items. `isIdle`: whether the capitals around a
 * token say nothing.
 */
export function streamReader(
  { numbers, proper }: Pick<Trie, 'numbers' | 'proper'>,
  mayBegin: ((word: string) => boolean) | null,
  isIdle: (tokens: readonly LexToken[], token: number) => boolean,
): (tokens: readonly LexToken[]) => Stream {
  const stream = newStream(LEAST);
  const singles = singleNumbers(numbers);
  /** By id of a word: its number, shifted by two; 0 = not looked up yet. */
  let byId = new Int32Array(LEAST);
  const numberOf = (word: string, id: number | undefined): number => {
    if (id === undefined || id >= MOST_IDS) return numbers.get(word) ?? UNKNOWN;
    if (id >= byId.length) byId = grown(byId, id);
    const known = byId[id]!;
    if (known !== 0) return known - 2;
    const number = numbers.get(word) ?? UNKNOWN;
    byId[id] = number + 2;
    return number;
  };
  const guesses = new Map<string, number>();
  const guess = (word: string): number => {
    const known = guesses.get(word);
    if (known !== undefined) return known;
    if (guesses.size >= MOST_GUESSES) guesses.clear();
    const number = baseNumber(numbers, word);
    guesses.set(word, number);
    return number;
  };

  const readPieces = (pieces: readonly string[], token: LexToken, i: number): void => {
    reserve(stream, stream.length + pieces.length);
    const lemmas = splitWord(token.lemma);
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k]!;
      const n = stream.length++;
      const form = numbers.get(piece) ?? UNKNOWN;
      const base = lemmas.length === pieces.length ? numbers.get(lemmas[k]!) : undefined;
      stream.form[n] = form;
      stream.lemma[n] = base ?? (form === UNKNOWN ? baseNumber(numbers, piece) : form);
      stream.token[n] = i;
      stream.flags[n] =
        (k === 0 ? BEGINS : 0) |
        (k === pieces.length - 1 ? ENDS : 0) |
        (piece === '-' ? PASSED : 0) |
        (mayBegin?.(piece) ? HAS_BEGINNING : 0);
    }
  };

  return (tokens) => {
    stream.length = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const { lower, lemma } = token;
      const n = stream.length;
      if (n === stream.form.length) reserve(stream, n + 1);
      if (lower.length === 1) {
        // Punctuation, mostly: no lemma, no inflection.
        stream.form[n] = stream.lemma[n] = singles[lower.charCodeAt(0)] ?? numbers.get(lower) ?? UNKNOWN;
        stream.token[n] = i;
        stream.flags[n] = isPassed(tokens, i) ? BEGINS | ENDS | PASSED : BEGINS | ENDS;
        stream.length = n + 1;
        continue;
      }
      const form = numberOf(lower, token.lowerId);
      let base = lemma === lower ? form : numberOf(lemma, token.lemmaId);
      if (base === UNKNOWN && form === UNKNOWN && isCompound(lower)) {
        // What the tokenizer left whole counts as its pieces.
        const pieces = splitWord(lower);
        if (pieces.length > 1) {
          readPieces(pieces, token, i);
          continue;
        }
      }
      let flags = mayBegin?.(lower) ? BEGINS | ENDS | HAS_BEGINNING : BEGINS | ENDS;
      if (lemma === lower && mayBeInflected(lower) && GUESSED_POS.has(token.pos)) {
        const number = guess(lower);
        if (number === UNKNOWN) {
        } else if (token.pos !== 'PROPN') {
          base = number;
          if (token.pos !== 'VERB') flags |= GUESSED;
        } else if (proper.has(number) || opensCapital(tokens, i) || isIdle(tokens, i)) base = number;
      }
      stream.form[n] = form;
      stream.lemma[n] = base;
      stream.token[n] = i;
      stream.flags[n] = flags;
      stream.length = n + 1;
    }
    return stream;
  };
}

/** Numbers of the words of one character below 128. */
function singleNumbers(numbers: ReadonlyMap<string, number>): Int32Array {
  return Int32Array.from({ length: 128 }, (_, code) => numbers.get(String.fromCharCode(code)) ?? UNKNOWN);
}

/** It ends in s, d or g. */
function mayBeInflected(word: string): boolean {
  const last = word.charCodeAt(word.length - 1);
  return last === 115 || last === 100 || last === 103;
}

function isCompound(word: string): boolean {
  return word.length > 3 && (word.includes('-') || word.includes("'"));
}

/** A hyphen that touches a word on both sides, or a quote mark that touches only the word after it. */
function isPassed(tokens: readonly LexToken[], i: number): boolean {
  const { lower, start, end, pos } = tokens[i]!;
  if (pos === 'DET' || pos === 'PRON' || tokens[i + 1]?.start !== end) return false;
  return lower === '-' ? tokens[i - 1]?.end === start : OPENING.has(lower) && tokens[i - 1]?.end !== start;
}

/**
 * The number of the word that a form is a regular inflection of, or UNKNOWN: "attacks", "denied", "slamming".
 * For words that were not lemmatised; the first word that stands in a term is taken.
 */
export function baseNumber(numbers: ReadonlyMap<string, number>, form: string): number {
  for (const [ending, ...replacements] of INFLECTIONS) {
    if (!form.endsWith(ending) || form.length < ending.length + 2) continue;
    const stem = form.slice(0, -ending.length);
    for (const replacement of replacements) {
      const number = numbers.get(stem + replacement);
      if (number !== undefined) return number;
    }
    // slamming: slam
    if (ending !== 's' && stem.at(-1) === stem.at(-2)) {
      const number = numbers.get(stem.slice(0, -1));
      if (number !== undefined) return number;
    }
  }
  return UNKNOWN;
}

function grown(array: Int32Array<ArrayBuffer>, index: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(array.length * 2, index + 1));
  larger.set(array);
  return larger;
}

function newStream(size: number): Stream {
  return {
    form: new Int32Array(size),
    lemma: new Int32Array(size),
    token: new Int32Array(size),
    flags: new Uint8Array(size),
    length: 0,
  };
}

/** Makes room, keeping what stands there. */
function reserve(stream: Stream, size: number): void {
  if (stream.form.length >= size) return;
  const grown = newStream(size * 2);
  grown.form.set(stream.form);
  grown.lemma.set(stream.lemma);
  grown.token.set(stream.token);
  grown.flags.set(stream.flags);
  Object.assign(stream, { ...grown, length: stream.length });
}
