/** Whose words is each token? And how many words has each voice and speaker? */
import type { Pos } from '../lexicons/types.js';
import {
  type Document,
  type Quote,
  type Token,
  VOICES,
  type Voice,
  type Voices,
  type VoiceWords,
  type WordCounts,
} from './types.js';

/** A word is a run of letters, marks and digits with inner apostrophes and hyphens (DESIGN: Counting). */
export const WORD = /[\p{L}\p{M}\p{N}]+(?:['\u2019\u02bc\u2010\u2011-][\p{L}\p{M}\p{N}]+)*/gu;

/**
 * Gives every token exactly one voice; the innermost quote wins. Marked words of a quote are `quoted`, and so is a
 * whole block quotation; the rest of a quote is `reported`.
 */
export function assignVoices(doc: Document, quotes: readonly Quote[]): Voices {
  const { tokens } = doc;
  const voice: Voice[] = new Array(tokens.length);
  const quoteOf = new Int32Array(tokens.length).fill(-1);
  for (const { region, first, last } of doc.paragraphs) {
    const base: Voice = region === 'headline' ? 'headline' : 'author';
    for (let t = first; t < last; t++) voice[t] = base;
  }
  // Outer quotes first: an inner one starts later, or is shorter, and overwrites.
  const order = quotes.map((_, index) => index);
  order.sort((a, b) => quotes[a]!.start - quotes[b]!.start || quotes[b]!.end - quotes[a]!.end);
  let from = 0;
  for (const index of order) {
    const { start, end, form, marked } = quotes[index]!;
    from = endingAfter(tokens, start, from);
    const to = startingFrom(tokens, end, from);
    const plain: Voice = form === 'block' ? 'quoted' : 'reported';
    for (let t = from; t < to; t++) {
      voice[t] = plain;
      quoteOf[t] = index;
    }
    if (form === 'block') continue;
    for (const [opens, closes] of marked) {
      const first = startingFrom(tokens, opens, from);
      for (let t = first; t < to && tokens[t]!.start < closes; t++) voice[t] = 'quoted';
    }
  }
  return { voice, quote: quoteOf };
}

/** The first token from `low` on that ends after a place. */
function endingAfter(tokens: readonly Token[], at: number, low: number): number {
  let [from, to] = [low, tokens.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (tokens[middle]!.end <= at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The first token from `low` on that starts at a place or behind it. */
function startingFrom(tokens: readonly Token[], at: number, low: number): number {
  let [from, to] = [low, tokens.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (tokens[middle]!.start < at) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Counts the words of running text by voice and speaker, in order of appearance. */
export function countWords(doc: Document, quotes: readonly Quote[], voices: Voices): VoiceWords[] {
  // Cells are voice x (nobody, or one of the quotes); speakers are put together at the end.
  const cells = new Int32Array((quotes.length + 1) * VOICES.length);
  const met: number[] = [];
  const { tokens } = doc;
  const counter = new Counter(doc.text);
  let voice: Voice | undefined;
  let quote = -1;
  let cell = 0;
  for (const { start, end, first, last } of doc.paragraphs) {
    counter.enter(start);
    for (let t = first; t < last; t++) {
      const token = tokens[t]!;
      if (voices.voice[t] !== voice || voices.quote[t] !== quote) {
        voice = voices.voice[t]!;
        quote = voices.quote[t]!;
        cell = (quote + 1) * VOICES.length + VOICES.indexOf(voice);
      }
      const words = counter.read(token);
      if (words === 0) continue;
      if (cells[cell] === 0) met.push(cell);
      cells[cell]! += words;
    }
    // What is no text has no tokens, but may hold a word; it goes with the token after it, the last with that before.
    const rest = counter.skipTo(end);
    if (rest === 0) continue;
    const t = Math.min(last, tokens.length - 1);
    cell = (voices.quote[t]! + 1) * VOICES.length + VOICES.indexOf(voices.voice[t]!);
    voice = undefined;
    if (cells[cell] === 0) met.push(cell);
    cells[cell]! += rest;
  }
  const counts = new Map<string, { voice: Voice; speaker: string | null; words: number }>();
  for (const cell of met) {
    const words = cells[cell]!;
    const voice = VOICES[cell % VOICES.length]!;
    const speaker = quotes[Math.floor(cell / VOICES.length) - 1]?.speaker ?? null;
    const key = `${voice}\t${speaker ?? ''}`;
    const count = counts.get(key);
    if (count) count.words += words;
    else counts.set(key, { voice, speaker, words });
  }
  return [...counts.values()];
}

/** By UTF-16 unit, as far as met: 0 not met yet; half of a pair is told by the whole character. */
const PART = 1;
const JOINER = 2;
const HALF = 3;
const NEITHER = 4;
const units = new Uint8Array(2 ** 16);

function unitAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return units[unit] || kindOf(unit);
}

function kindOf(unit: number): number {
  if (Number.isNaN(unit)) return NEITHER;
  const char = String.fromCharCode(unit);
  const joins = /['\u2019\u2010\u2011-]/u.test(char);
  const kind = joins ? JOINER : unit >= 0xd800 && unit < 0xe000 ? HALF : IN_WORD.test(char) ? PART : NEITHER;
  units[unit] = kind;
  return kind;
}

const IN_WORD = /^[\p{L}\p{M}\p{N}]$/u;

/** Length of the letter, mark or digit at a place, 0 where there is none. */
function partAt(text: string, at: number): number {
  const kind = unitAt(text, at);
  if (kind === PART) return 1;
  return kind === HALF && IN_WORD.test(String.fromCodePoint(text.codePointAt(at)!)) ? 2 : 0;
}

/**
 * Counts the words that begin in stretches of a text, read one after the other. A word goes on behind an apostrophe or a
 * hyphen if a letter follows.
 */
class Counter {
  /** Where the text has been read to. */
  private at = 0;
  /** The last character belongs to a word, or is the apostrophe or hyphen right behind one. */
  private state: typeof OUTSIDE | typeof INSIDE | typeof BEHIND = OUTSIDE;

  constructor(private readonly text: string) {}

  /** Begins a paragraph. */
  enter(at: number): void {
    this.at = at;
    this.state = OUTSIDE;
  }

  /** Words that begin up to the end of a token. */
  read(token: Token): number {
    const { start, end } = token;
    const { at } = this;
    let words = 0;
    if (start === at + 1 && this.text.charCodeAt(at) === BLANK) this.state = OUTSIDE;
    else if (start > at) words = this.skipTo(start);
    if (shapeOf(token) === PLAIN) {
      if (this.state === OUTSIDE) words++;
      this.state = INSIDE;
      this.at = end;
      return words;
    }
    return words + this.skipTo(end);
  }

  /** Words that begin up to a place. */
  skipTo(end: number): number {
    const { text } = this;
    let { at, state } = this;
    let words = 0;
    while (at < end) {
      const part = partAt(text, at);
      if (part > 0) {
        if (state === OUTSIDE) words++;
        state = INSIDE;
        at += part;
      } else {
        state = state === INSIDE && unitAt(text, at) === JOINER ? BEHIND : OUTSIDE;
        at++;
      }
    }
    this.at = at;
    this.state = state;
    return words;
  }
}

const OUTSIDE = 0;
const INSIDE = 1;
const BEHIND = 2;
const BLANK = 32;

/** Of a token: made of letters, marks and digits only, or to be read character by character. */
const PLAIN = 1;
const MIXED = 2;
/** By `lowerId`; 0: not met yet. */
const shapes = new Uint8Array(2 ** 20);
/** A letter, but written like the apostrophe that some have in its place: forms do not tell them apart. */
const LETTER_APOSTROPHE = '\u02bc';

function shapeOf({ lowerId: id, text }: Token): number {
  if (id === undefined || id >= shapes.length) return MIXED;
  if (shapes[id] === 0) shapes[id] = isPlain(text) ? PLAIN : MIXED;
  return shapes[id]!;
}

function isPlain(text: string): boolean {
  for (let k = 0; k < text.length; k++) if (unitAt(text, k) !== PART) return false;
  return !text.includes(LETTER_APOSTROPHE);
}

/** Words of each voice over all speakers, and their sum. */
export function totalWords(counts: readonly VoiceWords[]): WordCounts {
  const total = { all: 0, author: 0, headline: 0, quoted: 0, reported: 0 };
  for (const { voice, words } of counts) {
    total[voice] += words;
    total.all += words;
  }
  return total;
}

const LETTER = /\p{L}/u;

/** Tags of what is no word; numbers have no letter. */
const isNoWord = (pos: Pos): boolean => pos === 'PUNCT' || pos === 'NUM' || pos === 'SYM' || pos === 'SPACE';

/** Uses of each lower-cased lemma in the author's own running text, keys in code point order. */
export function countLemmas(doc: Document, voices: Voices): Record<string, number> {
  const { tokens } = doc;
  const { voice } = voices;
  const used: number[] = [];
  for (let t = 0; t < tokens.length; t++) {
    if (voice[t] !== 'author') continue;
    const token = tokens[t]!;
    if (isNoWord(token.pos)) continue;
    const known = lemmaOf(token);
    if (!known.isWord || known.uses++ > 0) continue;
    // Into its place among the few of its beginning.
    const { beginning } = known;
    let before: Lemma | null = null;
    let after = firsts[beginning] ?? null;
    if (after === null) used.push(beginning);
    while (after !== null && isBefore(after, known)) {
      before = after;
      after = after.next;
    }
    known.next = after;
    if (before === null) firsts[beginning] = known;
    else before.next = known;
  }
  used.sort((a, b) => a - b);
  // Without a prototype: a lemma may be called `__proto__`, and hundreds of keys go in faster.
  const counts: Record<string, number> = Object.create(null);
  for (const beginning of used) {
    for (let known = firsts[beginning] ?? null; known !== null; known = known.next) {
      counts[known.lemma] = known.uses;
      known.uses = 0;
    }
    firsts[beginning] = null;
  }
  if (lemmas.size > LEMMAS_KEPT) {
    lemmas.clear();
    byId.length = 0;
  }
  return counts;
}

interface Lemma {
  readonly lemma: string;
  /** It has a letter. */
  readonly isWord: boolean;
  /** Number of its first two characters; smaller for what comes earlier in code point order. */
  readonly beginning: number;
  /** Smaller for what comes earlier in code point order; of equal ones the whole words decide. */
  readonly order: number;
  /** In the article that is being counted; 0 before and after. */
  uses: number;
  /** There, the one behind it among those of its beginning. */
  next: Lemma | null;
}

const isBefore = (a: Lemma, b: Lemma): boolean =>
  a.order !== b.order ? a.order < b.order : a.lemma < b.lemma;

/** Lemmas repeat from article to article; they are forgotten when there are more than this. */
const LEMMAS_KEPT = 50_000;
const lemmas = new Map<string, Lemma>();
/** The same, by `lemmaId`. */
const byId: (Lemma | undefined)[] = [];
const MOST_IDS = 2 ** 20;
/** So many ASCII characters fit into a number: 7 bits each of 53. */
const ORDERING = 7;
const LAST_ASCII = 127;
/** What may come first: something before the letters, one of a to z, or something behind them. */
const PLACES = 28;
/** By `beginning`: the first lemma of the article that is being counted. */
const firsts: (Lemma | null)[] = new Array(PLACES * PLACES).fill(null);

function lemmaOf({ lemma, lemmaId: id }: Token): Lemma {
  if (id === undefined || id >= MOST_IDS) return lemmas.get(lemma) ?? newLemma(lemma);
  const known = byId[id] ?? lemmas.get(lemma) ?? newLemma(lemma);
  byId[id] = known;
  return known;
}

function newLemma(lemma: string): Lemma {
  let order = 0;
  let ascii = true;
  for (let k = 0; k < ORDERING; k++) {
    const code: number = ascii && k < lemma.length ? Math.min(lemma.charCodeAt(k), LAST_ASCII) : 0;
    if (code === LAST_ASCII) ascii = false;
    order = order * (LAST_ASCII + 1) + code;
  }
  const first = placeOf(lemma, 0);
  // Only among words of one letter does the second decide.
  const second = first === 0 || first === PLACES - 1 ? 0 : placeOf(lemma, 1);
  const beginning = first * PLACES + second;
  const made = { lemma, isWord: LETTER.test(lemma), beginning, order, uses: 0, next: null };
  lemmas.set(lemma, made);
  return made;
}

function placeOf(lemma: string, k: number): number {
  const code = k < lemma.length ? lemma.charCodeAt(k) : 0;
  return code < 97 ? 0 : Math.min(code - 96, PLACES - 1);
}
