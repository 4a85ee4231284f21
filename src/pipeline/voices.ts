/** Whose words is each token? And how many words has each voice and speaker? */
import {
  type Document,
  type Quote,
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
  const voice: Voice[] = new Array(doc.tokens.length);
  const quoteOf = new Int32Array(doc.tokens.length).fill(-1);
  for (const paragraph of doc.paragraphs) {
    const base: Voice = paragraph.region === 'headline' ? 'headline' : 'author';
    for (let t = paragraph.first; t < paragraph.last; t++) voice[t] = base;
  }
  // Outer quotes first: an inner one starts later, or is shorter, and overwrites.
  const order = quotes.map((_, index) => index);
  order.sort((a, b) => quotes[a]!.start - quotes[b]!.start || quotes[b]!.end - quotes[a]!.end);
  let from = 0;
  for (const index of order) {
    const quote = quotes[index]!;
    while (from < doc.tokens.length && doc.tokens[from]!.end <= quote.start) from++;
    for (let t = from; t < doc.tokens.length && doc.tokens[t]!.start < quote.end; t++) {
      voice[t] = quote.form === 'block' || isMarked(quote, doc.tokens[t]!.start) ? 'quoted' : 'reported';
      quoteOf[t] = index;
    }
  }
  return { voice, quote: quoteOf };
}

function isMarked(quote: Quote, at: number): boolean {
  for (const [start, end] of quote.marked) if (at >= start && at < end) return true;
  return false;
}

/** Counts the words of running text by voice and speaker, in order of appearance. */
export function countWords(doc: Document, quotes: readonly Quote[], voices: Voices): VoiceWords[] {
  // Cells are voice x (nobody, or one of the quotes); speakers are put together at the end.
  const cells = new Int32Array((quotes.length + 1) * VOICES.length);
  const met: number[] = [];
  const { text, tokens } = doc;
  let token = 0;
  for (const { start, end } of doc.paragraphs) {
    for (let at = nextWord(text, start, end); at < end; at = nextWord(text, wordEnd(text, at, end), end)) {
      while (token + 1 < tokens.length && tokens[token]!.end <= at) token++;
      const cell = (voices.quote[token]! + 1) * VOICES.length + VOICES.indexOf(voices.voice[token]!);
      if (cells[cell] === 0) met.push(cell);
      cells[cell]!++;
    }
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

function nextWord(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && partAt(text, at) === 0) at++;
  return at;
}

/** The end of the word that begins at a place: it goes on behind an apostrophe or a hyphen if a letter follows. */
function wordEnd(text: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const part = partAt(text, at);
    if (part > 0) at += part;
    else if (unitAt(text, at) === JOINER && partAt(text, at + 1) > 0) at++;
    else break;
  }
  return at;
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
const NO_WORD: ReadonlySet<string> = new Set(['PUNCT', 'SYM', 'NUM', 'SPACE']);

/** Uses of each lower-cased lemma in the author's own running text, keys in code point order. */
export function countLemmas(doc: Document, voices: Voices): Record<string, number> {
  const { tokens } = doc;
  const { voice } = voices;
  const met: Lemma[] = [];
  for (let t = 0; t < tokens.length; t++) {
    if (voice[t] !== 'author') continue;
    const { lemma, pos } = tokens[t]!;
    if (NO_WORD.has(pos)) continue;
    const known = lemmas.get(lemma) ?? newLemma(lemma);
    if (known.uses++ === 0 && known.isWord) met.push(known);
    else if (!known.isWord) known.uses = 0;
  }
  met.sort((a, b) => a.order - b.order || (a.lemma < b.lemma ? -1 : 1));
  // Without a prototype: a lemma may be called `__proto__`, and hundreds of keys go in faster.
  const counts: Record<string, number> = Object.create(null);
  for (const known of met) {
    counts[known.lemma] = known.uses;
    known.uses = 0;
  }
  if (lemmas.size > LEMMAS_KEPT) lemmas.clear();
  return counts;
}

interface Lemma {
  readonly lemma: string;
  /** It has a letter. */
  readonly isWord: boolean;
  /** Smaller for what comes earlier in code point order; of equal ones the whole words decide. */
  readonly order: number;
  /** In the article that is being counted; 0 before and after. */
  uses: number;
}

/** Lemmas repeat from article to article; they are forgotten when there are more than this. */
const LEMMAS_KEPT = 50_000;
const lemmas = new Map<string, Lemma>();
/** So many ASCII characters fit into a number: 7 bits each of 53. */
const ORDERING = 7;
const LAST_ASCII = 127;

function newLemma(lemma: string): Lemma {
  let order = 0;
  let ascii = true;
  for (let k = 0; k < ORDERING; k++) {
    const code: number = ascii && k < lemma.length ? Math.min(lemma.charCodeAt(k), LAST_ASCII) : 0;
    if (code === LAST_ASCII) ascii = false;
    order = order * (LAST_ASCII + 1) + code;
  }
  const made = { lemma, isWord: LETTER.test(lemma), order, uses: 0 };
  lemmas.set(lemma, made);
  return made;
}
