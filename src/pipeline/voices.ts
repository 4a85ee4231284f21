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
  const cells = new Map<number, number>();
  let token = 0;
  for (const paragraph of doc.paragraphs) {
    for (const at of wordStarts(doc.text, paragraph.start, paragraph.end)) {
      while (token + 1 < doc.tokens.length && doc.tokens[token]!.end <= at) token++;
      const cell = (voices.quote[token]! + 1) * VOICES.length + VOICES.indexOf(voices.voice[token]!);
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
    }
  }
  const counts = new Map<string, { voice: Voice; speaker: string | null; words: number }>();
  for (const [cell, words] of cells) {
    const voice = VOICES[cell % VOICES.length]!;
    const speaker = quotes[Math.floor(cell / VOICES.length) - 1]?.speaker ?? null;
    const key = `${voice}\t${speaker ?? ''}`;
    const count = counts.get(key);
    if (count) count.words += words;
    else counts.set(key, { voice, speaker, words });
  }
  return [...counts.values()];
}

/** Where the words of a stretch of text begin. */
function wordStarts(text: string, start: number, end: number): number[] {
  const starts: number[] = [];
  WORD.lastIndex = start;
  for (let match = WORD.exec(text); match && match.index < end; match = WORD.exec(text))
    starts.push(match.index);
  return starts;
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
  const counts = new Map<string, number>();
  for (let t = 0; t < doc.tokens.length; t++) {
    const { lemma, pos } = doc.tokens[t]!;
    if (voices.voice[t] !== 'author' || NO_WORD.has(pos)) continue;
    counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
  }
  const sorted = [...counts].filter(([lemma]) => LETTER.test(lemma)).sort(([a], [b]) => (a < b ? -1 : 1));
  // Not a plain object while filling: a lemma may be called `__proto__`.
  return Object.fromEntries(sorted);
}
