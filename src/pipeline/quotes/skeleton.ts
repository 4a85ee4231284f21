/**
 * The text as attribution sees it: every outer stretch in quote marks becomes one element, all else stays a token.
 * So "..., he said" reads the same however long the quoted words are, and marks decide where sentences end.
 */
import type { Document, Token } from '../types.js';
import { isLeadingName, isMidName, K, kindOf } from './kinds.js';
import type { Stretch } from './quote-marks.js';
import { bitsOf, WORD } from './words.js';

export { K };

/** A sentence of the skeleton: half-open range of elements. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly paragraph: number;
  /** What is among its elements: their `word` joined. */
  readonly has: number;
}

export interface Skeleton {
  readonly doc: Document;
  readonly stretches: readonly Stretch[];
  /** Per element: a token's index, or -1 - a stretch's index. */
  readonly at: Int32Array;
  readonly kind: Uint8Array;
  /** Per element: bits of `WORD`. */
  readonly word: Int32Array;
  readonly segments: readonly Segment[];
  /** Per paragraph: its segments, half-open. */
  readonly firstSegment: readonly number[];
}

/** Articles are seldom longer than so many elements. */
const ROOM = 2 ** 12;
/** Shared by the skeletons that fit, because new arrays cost more than filling them: one is done with before the next is built. */
const room = { at: new Int32Array(ROOM), kind: new Uint8Array(ROOM), word: new Int32Array(ROOM) };

/** Arrays for `size` elements, all 0. */
function roomFor(size: number): { at: Int32Array; kind: Uint8Array; word: Int32Array } {
  if (size > ROOM)
    return { at: new Int32Array(size), kind: new Uint8Array(size), word: new Int32Array(size) };
  return {
    at: room.at.subarray(0, size).fill(0),
    kind: room.kind.subarray(0, size).fill(0),
    word: room.word.subarray(0, size).fill(0),
  };
}

/** Builds the skeleton. `stretches` are sorted by start; only outer ones become elements. */
export function buildSkeleton(doc: Document, stretches: readonly Stretch[]): Skeleton {
  const { tokens, paragraphs, text } = doc;
  const { at, kind, word } = roomFor(tokens.length + stretches.length);
  const segments: Segment[] = [];
  const firstSegment: number[] = [];
  let n = 0;
  /** The next outer stretch, and where it opens. */
  let q = nextOuter(stretches, 0);
  let opens = q < stretches.length ? stretches[q]!.open : Infinity;
  /** The kind of the token before; 0 after marked words. */
  let before = 0;
  for (let p = 0; p < paragraphs.length; p++) {
    const paragraph = paragraphs[p]!;
    firstSegment.push(segments.length);
    const headline = paragraph.region === 'headline';
    let first = n;
    let has = 0;
    /** The tokenizer's sentence of the token before; -1 at the paragraph's start and after marked words. */
    let sentence = -1;
    for (let t = paragraph.first; t < paragraph.last; ) {
      const token = tokens[t]!;
      while (opens <= token.start && stretches[q]!.close <= token.start) {
        q = nextOuter(stretches, q + 1);
        opens = q < stretches.length ? stretches[q]!.open : Infinity;
      }
      const marked = opens <= token.start;
      if (n > first) {
        const left = at[n - 1]!;
        let ends = n - first >= LONGEST_SENTENCE;
        if (marked) ends ||= kind[n - 1] === K.END || (left < 0 && endsSentence(text, stretches[-1 - left]!));
        else if (left < 0) {
          const stretch = stretches[-1 - left]!;
          ends ||=
            token.capital &&
            endsSentence(text, stretch) &&
            !attaches(tokens, t, paragraph.last, asks(text, stretch));
        } else
          ends ||=
            sentence !== token.sentence &&
            opensSentence(token) &&
            !isShortParenthesis(kind, first, n) &&
            !inParenthesis(kind, first, n);
        if (ends) {
          segments.push({ first, last: n, paragraph: p, has });
          first = n;
          has = 0;
        }
      }
      if (marked) {
        const stretch = stretches[q]!;
        const inside = t;
        while (t < paragraph.last && tokens[t]!.start < stretch.close) t++;
        const title = n > first && !headline && isTitle(tokens, inside, t, stretch, kind[n - 1]!);
        at[n] = -1 - q;
        kind[n] = title ? K.NOUN : K.QUOTED;
        word[n] = title ? WORD.marked : WORD.marked | WORD.quoted;
        before = 0;
        sentence = -1;
        q = nextOuter(stretches, q + 1);
        opens = q < stretches.length ? stretches[q]!.open : Infinity;
      } else {
        const bits = bitsOf(token.lowerId, token.lower);
        at[n] = t;
        before =
          token.capital && !headline && (isMidName(tokens, t) || isLeadingName(tokens, t))
            ? K.NOUN
            : kindOf(tokens, t, before, bits);
        kind[n] = before;
        word[n] = mayBeCue(token, before, bits) ? bits | WORD.cue : bits;
        sentence = token.sentence;
        t++;
      }
      has |= word[n]!;
      n++;
    }
    if (n > first) segments.push({ first, last: n, paragraph: p, has });
  }
  firstSegment.push(segments.length);
  return { doc, stretches, at, kind, word, segments, firstSegment };
}

/** Index of the first stretch from `q` on that stands in no other. */
function nextOuter(stretches: readonly Stretch[], q: number): number {
  let next = q;
  while (next < stretches.length && stretches[next]!.parent >= 0) next++;
  return next;
}

/** Whether cues.yml knows the word as what it is here; `findCandidates` looks closer. */
function mayBeCue({ lemma, lemmaId }: Token, kind: number, bits: number): boolean {
  if (kind === K.VERB) return (bits & WORD.cuePast) !== 0 || (bitsOf(lemmaId, lemma) & WORD.cueVerb) !== 0;
  if (kind !== K.NOUN && kind !== K.ADJ) return false;
  return (bits & (WORD.cueVerb | WORD.cueThird)) !== 0 || (bitsOf(lemmaId, lemma) & WORD.cueNoun) !== 0;
}

/** Small words that titles leave in lower case. */
const SMALL_WORDS = new Set([
  'a', 'an', 'the', 'of', 'in', 'on', 'for', 'and', 'to', 'with', 'at', 'by', 'from', 'or', "'s", 'vs.', 'as', "n't",
]); // biome-ignore format: a list
/** Longer than any sentence: text without full stops is cut, so that time stays linear. */
const LONGEST_SENTENCE = 400;
const LONGEST_TITLE = 8;

/** ABC’s “This Week”: every important word a capital, and a place in the sentence where only a noun can stand. */
function isTitle(
  tokens: readonly Token[],
  from: number,
  to: number,
  stretch: Stretch,
  before: number,
): boolean {
  if (before !== K.POSS && before !== K.ADP && before !== K.DET && before !== K.NOUN && before !== K.ADJ)
    return false;
  let words = 0;
  for (let t = from; t < to; t++) {
    const token = tokens[t]!;
    if (token.start < stretch.start || token.pos === 'PUNCT') continue;
    if (++words > LONGEST_TITLE) return false;
    if (!token.capital && token.pos !== 'NUM' && !SMALL_WORDS.has(token.lower)) return false;
  }
  return words > 0 && tokens[from + 1]?.capital === true;
}

/** Verbs that belong to the marked words before them even when those end with a full stop or a question mark. */
const ATTACHING = new Set([
  'say',
  'yell',
  'call',
  'explain',
  'declare',
  'wonder',
  'conclude',
  'scream',
  'recall',
  'remark',
  'ask',
  'reply',
  'tell',
  'add',
  'write',
  'tweet',
  'continue',
  'respond',
  'exclaim',
  'shout',
  'answer',
  'joke',
]);

/** “Really?” Smith, a nurse, asked him: a name and a verb of speaking, and nothing that could be its content. */
function attaches(tokens: readonly Token[], t: number, last: number, asks: boolean): boolean {
  let i = t;
  while (i < last && i - t < 5 && (tokens[i]!.pos === 'PROPN' || (i === t && tokens[i]!.pos === 'PRON'))) i++;
  if (i === t || i >= last) return false;
  if (asks && tokens[i]!.text === ',') {
    const close = tokens.findIndex((token, k) => k > i && (token.text === ',' || token.text === '.'));
    if (close < 0 || close >= last || close - i > 14 || tokens[close]!.text === '.') return false;
    i = close + 1;
  }
  while (i < last && tokens[i]!.pos === 'ADV') i++;
  if (i >= last || tokens[i]!.pos !== 'VERB' || !ATTACHING.has(tokens[i]!.lemma)) return false;
  // Marked words or a clause of its own after the verb: then it belongs there.
  for (
    let k = i + 1;
    k < last && tokens[k]!.sentence === tokens[i]!.sentence && tokens[k]!.text !== '.';
    k++
  ) {
    const { text, pos, lower } = tokens[k]!;
    if (
      text === '"' ||
      text === '“' ||
      text === ':' ||
      lower === 'that' ||
      lower === 'if' ||
      lower === 'whether'
    )
      return false;
    if (!asks && (pos === 'VERB' || pos === 'AUX' || pos === 'PRON')) return false;
    if (k - i > 10 || (asks && text === ',')) break;
  }
  return true;
}

/** The stretch ends with a full stop, exclamation or question mark inside its marks. */
export function endsSentence(text: string, stretch: Stretch): boolean {
  for (let i = stretch.end - 1; i >= stretch.start; i--) {
    const c = text.charCodeAt(i);
    if (c === 46 || c === 33 || c === 63 || c === 0x2026) return true;
    if (c === 0x2019 || c === 39 || c === 32 || c === 93 || c === 41) continue;
    return false;
  }
  return false;
}

/** "(D-N.Y.)": a parenthesis opened a few elements ago. */
function inParenthesis(kind: Uint8Array, first: number, n: number): boolean {
  for (let e = n - 1; e >= first && n - e < 7; e--) {
    if (kind[e] === K.CLOSE) return false;
    if (kind[e] === K.OPEN) return true;
  }
  return false;
}

/** "Colonel (ret.) Aldo Meers": a full stop of an abbreviation in parentheses ends no sentence. */
function isShortParenthesis(kind: Uint8Array, first: number, n: number): boolean {
  if (n - 2 <= first || kind[n - 1] !== K.CLOSE || kind[n - 2] !== K.END) return false;
  for (let e = n - 3; e > first && n - e < 7; e--) if (kind[e] === K.OPEN) return kind[e - 1] === K.NOUN;
  return false;
}

/** After "(D-Ill.)" or "Jr." a comma or a small letter goes on with the sentence. */
function opensSentence(token: Token): boolean {
  if (token.pos === 'PUNCT') return token.text !== ',' && token.text !== ')' && token.text !== ';';
  const c = token.text.charCodeAt(0);
  return !(c >= 97 && c <= 122);
}

function asks(text: string, stretch: Stretch): boolean {
  const c = text.charCodeAt(stretch.end - 1);
  return c === 63 || c === 33;
}

/** The lower-cased word of an element; empty for a quoted stretch. */
export function lower(sk: Skeleton, e: number): string {
  const t = sk.at[e]!;
  return t >= 0 ? sk.doc.tokens[t]!.lower : '';
}

/** The token of an element, or null for a quoted stretch. */
export function tokenAt(sk: Skeleton, e: number): Token | null {
  const t = sk.at[e]!;
  return t >= 0 ? sk.doc.tokens[t]! : null;
}

export function stretchAt(sk: Skeleton, e: number): Stretch | null {
  const t = sk.at[e]!;
  return t < 0 ? sk.stretches[-1 - t]! : null;
}

export function startOf(sk: Skeleton, e: number): number {
  const t = sk.at[e]!;
  return t >= 0 ? sk.doc.tokens[t]!.start : sk.stretches[-1 - t]!.open;
}

export function endOf(sk: Skeleton, e: number): number {
  const t = sk.at[e]!;
  return t >= 0 ? sk.doc.tokens[t]!.end : sk.stretches[-1 - t]!.close;
}
