/** Text -> tokens, sentences and paragraphs with exact offsets, through wink-nlp. */
import type { Article, Document, Paragraph, Region, Sentence, Token } from './types.js';
import { BREAK, readWords, type Word, type Words } from './wink.js';

/**
 * wink is quadratic on unbroken runs (200 KB of base64 does not end) and counts no more than 65,535 blanks in a row:
 * both are no text, so a paragraph is cut there.
 */
const LONGEST_RUN = 200;
const SPACE = 32;
const NO_BREAK_SPACE = 0xa0;
const NO_TEXT = /\S{201,}|\s{1000,}/gu;
/** White space that wink does not count, so that its offsets would drift. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: tabs and line ends are among them
const ODD_SPACE = /[\u0009-\u000d\u0085\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/gu;
/** What wink returns for `COVID19...` depends on what it saw before. */
const DOTS = /\.{2,}/gu;
const APOSTROPHE = /\u02bc/gu;
/** What follows a word with an apostrophe without a blank, for characters beyond ASCII: see `setApart`. */
const STICKS = /\p{L}*(?=[^\s\p{L}\p{N}])/uy;
const ASCII = 0x80;
const CANNOT = /\b[Cc](?:annot|ANNOT)(?=[^\s\p{L}\p{N}_])/gu;
const ELLIPSIS = '\u2026';
/** Characters read in one go: a bound to the memory that a huge text takes. */
const BATCH = 100_000;
/** A newline ends a paragraph; only these kinds of region have a voice. */
const SILENT: ReadonlySet<string> = new Set(['header', 'byline', 'boilerplate', 'comments']);
/** Hard-wrapped text: most lines are about equally long and go on in lower case. */
const WRAP_MIN_LINES = 6;
const WRAP_MIN_WIDTH = 40;
const WRAP_MAX_WIDTH = 100;

/**
 * A copy of the same length that wink can be trusted with.
 * Exported for tests: every change keeps the length, so offsets into the copy are offsets into the text.
 */
export function cleanCopy(text: string): string {
  return text
    .replace(APOSTROPHE, '\u2019')
    .replace(ODD_SPACE, ' ')
    .replace(DOTS, (dots) => `\u2026${' '.repeat(dots.length - 1)}`);
}

/**
 * Paragraphs as spans of the text, blank ones left out. A newline ends a paragraph, unless the text is evidently
 * hard-wrapped; then a blank line does.
 */
export function paragraphSpans(text: string): [number, number][] {
  const separator = isHardWrapped(text) ? /\r?\n[ \t]*(?:\r?\n[ \t]*)+/gu : /[\r\n\u2028\u2029]+/gu;
  const spans: [number, number][] = [];
  let from = 0;
  const push = (to: number) => {
    const piece = text.slice(from, to);
    const start = from + (piece.length - piece.trimStart().length);
    const end = to - (piece.length - piece.trimEnd().length);
    if (end > start) spans.push([start, end]);
  };
  for (const match of text.matchAll(separator)) {
    push(match.index);
    from = match.index + match[0].length;
  }
  push(text.length);
  return spans;
}

/** Evident wrapping: lines of one block end near one width, and the next goes on without a new sentence. */
function isHardWrapped(text: string): boolean {
  if (!/\n[ \t]*\r?\n/u.test(text)) return false;
  let inner = 0;
  let wrapped = 0;
  const lines = text.split('\n');
  for (let i = 0; i + 1 < lines.length; i++) {
    const line = lines[i]!.trim();
    const next = lines[i + 1]!.trim();
    if (!line || !next) continue;
    inner++;
    const narrow = line.length >= WRAP_MIN_WIDTH && line.length <= WRAP_MAX_WIDTH;
    if (narrow && (!/[.!?:"\u201d]$/u.test(line) || /^\p{Ll}/u.test(next))) wrapped++;
  }
  return inner >= WRAP_MIN_LINES && wrapped / inner > 0.7;
}

/** Paragraphs, sentences and tokens of an article; silent regions (see `SILENT`) give none. */
export function tokenize(article: Article, regions: readonly Region[]): Document {
  const { text } = article;
  const copy = cleanCopy(text);
  const builder = new Builder(text);
  let batch: Stretch[] = [];
  let size = 0;
  for (const piece of cutAtRegions(paragraphSpans(text), regions)) {
    if (piece.region !== null && SILENT.has(piece.region)) continue;
    for (const [start, end] of textIn(copy, piece.start, piece.end)) {
      batch.push({ start, words: copy.slice(start, end), piece });
      size += end - start;
    }
    if (size >= BATCH) {
      readBatch(batch, builder);
      batch = [];
      size = 0;
    }
  }
  readBatch(batch, builder);
  const { tokens, sentences, paragraphs } = builder;
  return { article, text, regions, tokens, sentences, paragraphs };
}

type Piece = { start: number; end: number; region: Region['kind'] | null };

/** Cuts paragraphs where a region begins or ends inside them, so that each piece lies in one region or in none. */
function cutAtRegions(spans: readonly [number, number][], regions: readonly Region[]): Piece[] {
  const pieces: Piece[] = [];
  let next = 0;
  for (const [start, end] of spans) {
    while (next < regions.length && regions[next]!.end <= start) next++;
    let at = start;
    for (let r = next; r < regions.length && regions[r]!.start < end; r++) {
      const region = regions[r]!;
      if (region.start > at) pieces.push({ start: at, end: region.start, region: null });
      pieces.push({ start: Math.max(at, region.start), end: Math.min(end, region.end), region: region.kind });
      at = Math.min(end, region.end);
    }
    if (at < end) pieces.push({ start: at, end, region: null });
  }
  return pieces;
}

/** The stretches of a paragraph that are text: see `NO_TEXT`. */
function textIn(copy: string, start: number, end: number): [number, number][] {
  const stretches: [number, number][] = [];
  let from = start;
  if (hasLongRun(copy, start, end)) {
    for (const { 0: run, index } of copy.slice(start, end).matchAll(NO_TEXT)) {
      if (start + index > from) stretches.push([from, start + index]);
      from = start + index + run.length;
    }
  }
  if (end > from) stretches.push([from, end]);
  return stretches;
}

/** Whether anything in it may be no text; the pattern that finds it is slow on plain prose. */
function hasLongRun(copy: string, start: number, end: number): boolean {
  let run = 0;
  let blank = false;
  for (let i = start; i < end; i++) {
    const isBlank = copy.charCodeAt(i) <= SPACE;
    run = isBlank === blank ? run + 1 : 1;
    blank = isBlank;
    if (run > LONGEST_RUN) return true;
  }
  return false;
}

/** Words of one paragraph as they stand in the copy from `start` on. */
interface Stretch {
  readonly start: number;
  readonly words: string;
  readonly piece: Piece;
}

/** Reads whole paragraphs, all at once if the tokenizer keeps them apart. */
function readBatch(batch: readonly Stretch[], builder: Builder): void {
  const full = batch.filter(({ words }) => words.trim() !== '');
  if (full.length === 0) return;
  const { apart, blanks } = setApart(full.map(({ words }) => words).join(BREAK));
  const words = readWords(apart, full.length - 1);
  if (words) builder.add(full, apart, blanks, words);
  else for (const one of full) readBatch([one], builder);
}

/** A paragraph whose end is not known yet. */
type Open = Omit<Paragraph, 'last' | 'lastSentence'> & { last: number; lastSentence: number };

/** Puts the tokens, sentences and paragraphs of one article together. */
class Builder {
  readonly tokens: Token[] = [];
  readonly sentences: Sentence[] = [];
  readonly paragraphs: Open[] = [];
  private piece: Piece | null = null;

  constructor(private readonly text: string) {}

  /** `apart` is the stretches joined, with blanks put in at `blanks`. */
  add(
    stretches: readonly Stretch[],
    apart: string,
    blanks: readonly number[],
    { words, sentences }: Words,
  ): void {
    const { text, tokens } = this;
    let stretch = 0;
    let shift = this.enter(stretches[0]!, 0);
    let at = 0;
    let taken = 0;
    let sentence = 0;
    let end = sentences[0]![1]!;
    let first = tokens.length;
    for (let i = 0; i < words.length; i++) {
      const word = words[i]!;
      while (isBlank(apart.charCodeAt(at))) at++;
      while (taken < blanks.length && blanks[taken]! < at) taken++;
      if (word === null) {
        first = this.close(first);
        at += BREAK.length;
        shift = this.enter(stretches[++stretch]!, at - taken);
      } else {
        tokens.push(
          tokenOf(word, at - taken + shift, text, this.sentences.length, this.paragraphs.length - 1),
        );
        at += word.value.length;
      }
      if (i === end) {
        if (!goesOn(words, i, isBlank(apart.charCodeAt(at)))) first = this.close(first);
        if (++sentence < sentences.length) end = sentences[sentence]![1]!;
      }
    }
    this.close(first);
  }

  /** Goes on to a stretch that begins at `at` of the words joined; returns what lies between that and its place. */
  private enter({ piece, start }: Stretch, at: number): number {
    if (piece !== this.piece) {
      const first = this.tokens.length;
      const firstSentence = this.sentences.length;
      this.paragraphs.push({
        start: piece.start,
        end: piece.end,
        region: piece.region,
        first,
        last: first,
        firstSentence,
        lastSentence: firstSentence,
      });
      this.piece = piece;
    }
    return start - at;
  }

  /** Ends the sentence that began at token `first`, if there is any; returns where the next begins. */
  private close(first: number): number {
    const { tokens, sentences } = this;
    const last = tokens.length;
    if (last === first) return last;
    const { start, paragraph } = tokens[first]!;
    sentences.push({ start, end: tokens[last - 1]!.end, first, last, paragraph });
    const around = this.paragraphs[paragraph]!;
    around.last = last;
    around.lastSentence = sentences.length;
    return last;
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === NO_BREAK_SPACE;
}

const isAsciiSpace = (code: number): boolean => code === SPACE || (code >= 9 && code <= 13);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function isAsciiLetter(code: number): boolean {
  const small = code | 32;
  return small >= 97 && small <= 122;
}

const INITIAL = /^\p{Lu}\.$/u;
const CAPITAL = /^\p{Lu}$/u;

/**
 * The tokenizer ended a sentence with word `i` where none ends: inside "D-N.Y.", after "(R-Ga.)" before a small letter,
 * before a comma.
 */
function goesOn(words: readonly (Word | null)[], i: number, apart: boolean): boolean {
  const word = words[i];
  const next = words[i + 1];
  if (!word || !next) return false;
  if (next.value === ',' || next.value === ';') return true;
  const before = words[i - 1];
  if (!before) return false;
  if (word.value === ')') return before.value === '.' && /^\p{Ll}/u.test(next.value);
  return !apart && word.value === '.' && CAPITAL.test(before.value) && INITIAL.test(next.value);
}

/** The token that begins at `start`. */
function tokenOf(word: Word, start: number, text: string, sentence: number, paragraph: number): Token {
  const { value } = word;
  let end = start + value.length;
  let written = value;
  if (!word.exact) {
    if (value === ELLIPSIS) end = endOfDots(text, start);
    written = text.slice(start, end);
  }
  return {
    start,
    end,
    text: written,
    lower: word.lower,
    lemma: word.lemma,
    lowerId: word.lowerId,
    lemmaId: word.lemmaId,
    pos: word.pos,
    capital: word.capital,
    sentence,
    paragraph,
  };
}

/** The text with a blank behind every word that would stick, and where these blanks stand in it. */
function setApart(text: string): { apart: string; blanks: readonly number[] } {
  const pieces: string[] = [];
  const blanks: number[] = [];
  let behind = 0;
  for (const end of endsOfStuck(text)) {
    pieces.push(text.slice(behind, end));
    blanks.push(end + blanks.length);
    behind = end;
  }
  if (blanks.length === 0) return { apart: text, blanks };
  pieces.push(text.slice(behind));
  return { apart: pieces.join(' '), blanks };
}

/**
 * Where words end that wink reads in another way when something follows them without a blank.
 * Whether it parts `Ryan's` depends on what it saw before: it learns the whole from `Ryan's,`, and then never parts it
 * again. And it parts `cannot`, but not in `cannot.`, which is then a word without a lemma.
 */
function endsOfStuck(text: string): number[] {
  const ends: number[] = [];
  let behind = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isApostrophe(text.charCodeAt(i)) || !isLetterBefore(text, i)) continue;
    const end = endOfStuck(text, i + 1);
    if (end < 0) continue;
    // The letter before was part of the last word, or else a blank goes here.
    if (i !== behind) {
      ends.push(end);
      behind = end;
    }
    i = end - 1;
  }
  if (!text.includes('annot') && !text.includes('ANNOT')) return ends;
  for (const { index, 0: word } of text.matchAll(CANNOT)) ends.push(index + word.length);
  return [...new Set(ends)].sort((a, b) => a - b);
}

function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2018 || code === 0x2019;
}

function isLetterBefore(text: string, i: number): boolean {
  const code = text.charCodeAt(i - 1);
  return code < ASCII ? isAsciiLetter(code) : /\p{L}$/u.test(text.slice(Math.max(0, i - 2), i));
}

/** Where the letters from `from` on end, if what follows them is neither blank nor number; -1 if not. */
function endOfStuck(text: string, from: number): number {
  let end = from;
  while (isAsciiLetter(text.charCodeAt(end))) end++;
  const code = text.charCodeAt(end);
  if (code < ASCII) return isAsciiSpace(code) || isDigit(code) ? -1 : end;
  STICKS.lastIndex = end;
  return STICKS.test(text) ? STICKS.lastIndex : -1;
}

/** An ellipsis of the copy may stand for a run of dots in the text. */
function endOfDots(text: string, start: number): number {
  let end = start + 1;
  if (text[start] === '.') while (text[end] === '.') end++;
  return end;
}
