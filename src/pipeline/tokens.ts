/** Text -> tokens, sentences and paragraphs with exact offsets, through wink-nlp. */
import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItsFunction } from 'wink-nlp';
import type { Pos } from '../lexicons/types.js';
import type { Article, Document, Paragraph, Region, Sentence, Token } from './types.js';

// One model a process: creating it again costs 0.2 s and 41 MB, and breaks its custom entities.
const nlp = winkNLP(model, ['sbd', 'pos']);
const { its } = nlp;
// The published types know no lemma without a helper; its behaviour is that of the other accessors.
const itsLemma = its.lemma as unknown as ItsFunction<string>;

/**
 * wink is quadratic on unbroken runs (200 KB of base64 does not end) and counts no more than 65,535 blanks in a row:
 * both are no text, so a paragraph is cut there.
 */
const LONGEST_RUN = 200;
const SPACE = 32;
const NO_TEXT = /\S{201,}|\s{1000,}/gu;
/** White space that wink does not count, so that its offsets would drift. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: tabs and line ends are among them
const ODD_SPACE = /[\u0009-\u000d\u0085\u00ad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]/gu;
/** What wink returns for `COVID19...` depends on what it saw before. */
const DOTS = /\.{2,}/gu;
const APOSTROPHE = /\u02bc/gu;
/**
 * Whether wink parts `Ryan's` depends on what it saw before: it learns the whole from `Ryan's,`, and then never parts it
 * again. So a word with an apostrophe is set apart from what follows it by a blank that is taken out again.
 */
const STUCK = /\p{L}['\u2018\u2019]\p{L}*(?=[^\s\p{L}\p{N}])/gu;
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
  const tokens: Token[] = [];
  const sentences: Sentence[] = [];
  const paragraphs: Paragraph[] = [];
  for (const piece of cutAtRegions(paragraphSpans(text), regions)) {
    if (piece.region !== null && SILENT.has(piece.region)) continue;
    const first = tokens.length;
    const firstSentence = sentences.length;
    const target: Target = { text, paragraph: paragraphs.length, tokens, sentences };
    for (const [start, end] of textIn(copy, piece.start, piece.end)) readText(copy, start, end, target);
    if (tokens.length === first) continue;
    paragraphs.push({ ...piece, first, last: tokens.length, firstSentence, lastSentence: sentences.length });
  }
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

interface Target {
  readonly text: string;
  readonly paragraph: number;
  readonly tokens: Token[];
  readonly sentences: Sentence[];
}

function readText(
  copy: string,
  from: number,
  to: number,
  { text, paragraph, tokens, sentences }: Target,
): void {
  const { apart, blanks } = setApart(copy.slice(from, to));
  const doc = nlp.readDoc(apart);
  const all = doc.tokens();
  const values = all.out() as unknown as string[];
  const spaces = all.out(its.precedingSpaces) as unknown as string[];
  const tags = all.out(its.pos) as unknown as Pos[];
  const lemmas = all.out(itsLemma) as unknown as string[];
  // wink gives a sentence as the indexes of its first and last token.
  const spans = doc.sentences().out(its.span) as unknown as [number, number][];
  let sentence = 0;
  let sentenceFirst = tokens.length;
  let at = from;
  let taken = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    at += spaces[i]!.length;
    while (taken < blanks.length && from + blanks[taken]! < at) {
      taken++;
    }
    const start = at - taken;
    at += value.length;
    const end = value === '\u2026' ? endOfDots(text, start) : at - taken;
    const slice = text.slice(start, end);
    const form = formOf(value);
    const lemma = formOf(lemmas[i]!);
    tokens.push({
      start,
      end,
      text: slice,
      lower: form.lower,
      lemma: lemma.lower,
      lowerId: form.id,
      lemmaId: lemma.id,
      pos: tags[i]!,
      capital: form.capital,
      sentence: sentences.length,
      paragraph,
    });
    if (i === spans[sentence]?.[1] || i === values.length - 1) {
      const last = tokens.length;
      sentences.push({ start: tokens[sentenceFirst]!.start, end, first: sentenceFirst, last, paragraph });
      sentenceFirst = last;
      sentence++;
    }
  }
}

/** The text with a blank behind every word that would stick, and where these blanks stand in it. */
function setApart(text: string): { apart: string; blanks: readonly number[] } {
  const blanks: number[] = [];
  const apart = text.replace(STUCK, (word, index: number) => {
    blanks.push(index + word.length + blanks.length);
    return `${word} `;
  });
  return { apart, blanks };
}

/** An ellipsis of the copy may stand for a run of dots in the text. */
function endOfDots(text: string, start: number): number {
  let end = start + 1;
  if (text[start] === '.') while (text[end] === '.') end++;
  return end;
}

interface Form {
  /** Lower case, with one form of apostrophe and of hyphen. */
  readonly lower: string;
  readonly capital: boolean;
  /** Of `lower` in this process: a form forgotten and met again gets another. */
  readonly id: number;
}

/** Words repeat: what is known of a form is looked up, and forgotten when the list grows beyond this. */
const FORMS_KEPT = 50_000;
const forms = new Map<string, Form>();
let formsMet = 0;

function formOf(word: string): Form {
  let form = forms.get(word);
  if (!form) {
    const lower = word
      .toLowerCase()
      .replace(/[\u2018\u2019\u02bc]/gu, "'")
      .replace(/[\u2010\u2011]/gu, '-');
    form = { lower, capital: /^\p{Lu}/u.test(word), id: formsMet++ };
    if (forms.size >= FORMS_KEPT) forms.clear();
    forms.set(word, form);
  }
  return form;
}
