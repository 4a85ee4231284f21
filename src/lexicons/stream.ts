/** Tokens -> numbers: what the trie is searched with. */
import { mayDeny } from './context.js';
import { opensCapital } from './names.js';
import { splitWord } from './terms.js';
import { type Trie, wordBit } from './trie.js';
import type { LexToken, Pos } from './types.js';

/** A piece of a token; most tokens are one piece, "neo-Nazi" is three. Arrays run parallel; only `length` counts. */
export interface Stream {
  /** Numbers of form and lemma among the words of all terms, or UNKNOWN. */
  form: Int32Array;
  lemma: Int32Array;
  /** Index of the token. */
  token: Int32Array;
  /** The bits of form and lemma (see `wordBit`); all of them where the word has a beginning. */
  bits: Int32Array;
  flags: Uint8Array;
  length: number;
  /** By token: a word that may deny it stands before it in its sentence. */
  denied: Uint8Array;
}

/** The number of a word that stands in no term. */
export const UNKNOWN = -1;
/** Flags. The first, the last piece of its token. */
export const BEGINS = 1;
export const ENDS = 2;
/** A hyphen between two words without blanks, or an opening quote mark: a blank of a term passes over it. */
export const PASSED = 4;
/** The word begins as a `begin*` item does. */
export const HAS_BEGINNING = 8;
/** The lemma is guessed from a word that was not tagged as a verb; it can only be that of a verb. */
export const GUESSED = 16;
/** A run begins with the form or the lemma, or is met by it behind the wildcards that it begins with. */
export const STARTS = 32;
export const ANCHORS = 64;
/** The first piece of its sentence. */
export const OPENS = 128;

/** What else is known of a word: only tokens of words that have one of these are looked at more closely. */
const SINGLE = 256;
const MAY_PASS = 512;
/** It stands in no term, but its pieces may. */
const COMPOUND = 1024;
const DENIES = 2048;
const ODD = SINGLE | COMPOUND | DENIES;
const FLAGS = 255;

const OPENING: ReadonlySet<string> = new Set(['"', "'", '\u2018', '\u201c', '\u00ab']);
const LEAST = 1024;
/** So many words are remembered by their ids; a long run meets ever new names, and their ids take the places of old. */
const SLOTS = 2 ** 17;
/** Of each of them: its id + 1, its number, its flags and what else is known, the number of its base form. */
const SLOT = 4;
const NUMBER = 1;
const FACTS = 2;
const BASE = 3;
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

/** What the reader asks about words and places. */
export interface Asked {
  /** Flags of the words of terms, by number: STARTS, ANCHORS. */
  readonly flagsOf: Uint8Array;
  /** Whether a word begins as a `begin*` item does. */
  readonly hasBeginning: (word: string) => boolean;
  /** Whether the capitals around a token say nothing. */
  readonly isIdle: (tokens: readonly LexToken[], token: number) => boolean;
}

/** Makes a function that reads tokens into a stream. The stream is used again for the next text. */
export function streamReader(
  { numbers, proper }: Pick<Trie, 'numbers' | 'proper'>,
  { flagsOf, hasBeginning, isIdle }: Asked,
): (tokens: readonly LexToken[]) => Stream {
  const stream = newStream(LEAST);
  // The last slot is for words without an id: they are looked up each time.
  const known = new Int32Array((SLOTS + 1) * SLOT);
  const slotOf = (word: string, id: number | undefined): number => {
    const slot = id === undefined ? SLOTS * SLOT : (id & (SLOTS - 1)) * SLOT;
    if (id === undefined || known[slot] !== id + 1) learn(slot, word, id ?? 0);
    return slot;
  };
  const learn = (slot: number, word: string, id: number): void => {
    const number = numbers.get(word) ?? UNKNOWN;
    let facts = flagsOfNumber(number);
    if (hasBeginning(word)) facts |= HAS_BEGINNING;
    if (mayDeny(word)) facts |= DENIES;
    if (word.length === 1) facts |= word === '-' || OPENING.has(word) ? SINGLE | MAY_PASS : SINGLE;
    // What the tokenizer left whole counts as its pieces.
    else if (number === UNKNOWN && isCompound(word) && splitWord(word).length > 1) facts |= COMPOUND;
    known[slot] = id + 1;
    known[slot + NUMBER] = number;
    known[slot + FACTS] = facts;
    known[slot + BASE] = mayBeInflected(word) ? baseNumber(numbers, word) : UNKNOWN;
  };
  const flagsOfNumber = (number: number): number => (number === UNKNOWN ? 0 : flagsOf[number]!);

  const add = (i: number, form: number, lemma: number, flags: number): void => {
    const n = stream.length++;
    stream.token[n] = i;
    stream.form[n] = form;
    stream.lemma[n] = lemma;
    stream.flags[n] = flags;
    stream.bits[n] = flags & HAS_BEGINNING ? -1 : bitOf(form) | bitOf(lemma);
  };

  const addPieces = (token: LexToken, i: number, flags: number): void => {
    const pieces = splitWord(token.lower);
    const lemmas = splitWord(token.lemma);
    reserve(stream, stream.length + pieces.length);
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k]!;
      const form = numbers.get(piece) ?? UNKNOWN;
      const base = lemmas.length === pieces.length ? numbers.get(lemmas[k]!) : undefined;
      const lemma = base ?? (form === UNKNOWN ? baseNumber(numbers, piece) : form);
      const place = (k === 0 ? flags | BEGINS : 0) | (k === pieces.length - 1 ? ENDS : 0);
      const kind = (piece === '-' ? PASSED : 0) | (hasBeginning(piece) ? HAS_BEGINNING : 0);
      add(i, form, lemma, place | kind | flagsOfNumber(form) | flagsOfNumber(lemma));
    }
  };

  return (tokens) => {
    stream.length = 0;
    if (stream.denied.length < tokens.length) stream.denied = new Uint8Array(tokens.length * 2);
    const { denied } = stream;
    let sentence = -1;
    let denial = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const { lower, lemma } = token;
      let flags = 0;
      if (token.sentence !== sentence) {
        sentence = token.sentence;
        denial = 0;
        flags = OPENS;
      }
      denied[i] = denial;
      if (stream.length === stream.form.length) reserve(stream, stream.length + 1);
      const slot = slotOf(lower, token.lowerId);
      const form = known[slot + NUMBER]!;
      const facts = known[slot + FACTS]!;
      const guess = known[slot + BASE]!;
      if (facts & ODD) {
        if (facts & DENIES) denial = 1;
        if (facts & SINGLE) {
          // Punctuation, mostly: no lemma, no inflection.
          if (facts & MAY_PASS && isPassed(tokens, i)) flags |= PASSED;
          add(i, form, form, flags | (facts & FLAGS) | BEGINS | ENDS);
          continue;
        }
      }
      let base = known[slotOf(lemma, token.lemmaId) + NUMBER]!;
      if (facts & COMPOUND && base === UNKNOWN) {
        addPieces(token, i, flags);
        continue;
      }
      flags |= (facts & FLAGS) | BEGINS | ENDS;
      if (guess !== UNKNOWN && lemma === lower && GUESSED_POS.has(token.pos)) {
        if (token.pos !== 'PROPN') {
          base = guess;
          if (token.pos !== 'VERB') flags |= GUESSED;
        } else if (proper.has(guess) || opensCapital(tokens, i) || isIdle(tokens, i)) base = guess;
      }
      add(i, form, base, flags | flagsOfNumber(base));
    }
    return stream;
  };
}

function bitOf(number: number): number {
  return number === UNKNOWN ? 0 : wordBit(number);
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

function newStream(size: number): Stream {
  return {
    form: new Int32Array(size),
    lemma: new Int32Array(size),
    token: new Int32Array(size),
    bits: new Int32Array(size),
    flags: new Uint8Array(size),
    length: 0,
    denied: new Uint8Array(size),
  };
}

/** Makes room for pieces, keeping those that stand there. */
function reserve(stream: Stream, size: number): void {
  if (stream.form.length >= size) return;
  const { form, lemma, token, bits, flags, length, denied } = stream;
  const larger = newStream(size * 2);
  larger.form.set(form);
  larger.lemma.set(lemma);
  larger.token.set(token);
  larger.bits.set(bits);
  larger.flags.set(flags);
  Object.assign(stream, { ...larger, length, denied });
}
