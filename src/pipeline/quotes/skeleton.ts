/**
 * The text as attribution sees it: every outer stretch in quote marks becomes one element, all else stays a token.
 * So "..., he said" reads the same however long the quoted words are, and marks decide where sentences end.
 */
import type { Document, Token } from '../types.js';
import type { Stretch } from './quote-marks.js';

/** What an element is, as far as clauses go. */
export const K = {
  NOUN: 1,
  PRON: 2,
  DET: 3,
  ADJ: 4,
  ADP: 5,
  VERB: 6,
  AUX: 7,
  ADV: 8,
  PART: 9,
  CC: 10,
  SC: 11,
  COMMA: 12,
  COLON: 13,
  SEMI: 14,
  DASH: 15,
  OPEN: 16,
  CLOSE: 17,
  END: 18,
  HYPHEN: 19,
  MARK: 20,
  TIME: 21,
  POSS: 22,
  QUOTED: 23,
  OTHER: 24,
} as const;

/** A sentence of the skeleton: half-open range of elements. */
export interface Segment {
  readonly first: number;
  readonly last: number;
  readonly paragraph: number;
}

export interface Skeleton {
  readonly doc: Document;
  readonly stretches: readonly Stretch[];
  /** Per element: a token's index, or -1 - a stretch's index. */
  readonly at: Int32Array;
  readonly kind: Uint8Array;
  readonly segments: readonly Segment[];
  /** Per paragraph: its segments, half-open. */
  readonly firstSegment: Int32Array;
}

const WEEKDAYS = new Set([
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'today', 'yesterday', 'tonight', 'tomorrow',
  'mon.', 'tues.', 'wed.', 'thurs.', 'fri.', 'sat.', 'sun.',
]); // biome-ignore format: a list
const MONTHS = new Set([
  'january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
  'jan.', 'feb.', 'aug.', 'sept.', 'oct.', 'nov.', 'dec.',
]); // biome-ignore format: a list
const SPANS = new Set([
  'week', 'month', 'year', 'morning', 'afternoon', 'evening', 'night', 'weekend', 'fall', 'spring', 'summer', 'winter', 'day',
]); // biome-ignore format: a list
const WHICH_SPAN = new Set(['last', 'this', 'next', 'that', 'earlier', 'later', 'each', 'every', 'one']);
const IS_AFTER = new Set(['it', 'he', 'she', 'that', 'there', 'who', 'what', 'here', 'where', 'this']);

const STATED = [
  'wrote', 'tweeted', 'added', 'noted', 'argued', 'insisted', 'claimed', 'explained', 'asked', 'warned', 'stressed', 'announced', 'declared',
  'acknowledged', 'suggested', 'reported', 'estimated', 'predicted', 'concluded', 'conceded', 'admitted', 'asserted', 'alleged', 'believed',
]; // biome-ignore format: a list
/** Words whose kind is not what their tag says. */
const SPECIAL = new Map<
  string,
  'day' | 'may' | 'span' | 'is' | 'poss' | 'aux' | 'noun' | 'said' | 'stated' | 'about'
>([
  ...['about', 'over', 'around', 'under', 'above', 'below'].map((word) => [word, 'about'] as const),
  ...[...WEEKDAYS, ...MONTHS, 'ago'].map((word) => [word, 'day'] as const),
  ...[...SPANS].map((word) => [word, 'span'] as const),
  ['may', 'may'],
  // Tagged as adjectives before a noun: "he said company leaders had".
  ...['said', 'says', 'told', 'tells'].map((word) => [word, 'said'] as const),
  ...STATED.map((word) => [word, 'stated'] as const),
  // The tagger takes it for a verb after "to".
  ['police', 'noun'],
  ["'s", 'is'],
  ["'", 'poss'],
  ...["'re", "'ve", "'ll", "'d", "'m"].map((word) => [word, 'aux'] as const),
]);

const POS_KIND: Record<string, number> = {
  NOUN: K.NOUN, PROPN: K.NOUN, NUM: K.NOUN, SYM: K.NOUN, X: K.NOUN, INTJ: K.OTHER, PRON: K.PRON, DET: K.DET, ADJ: K.ADJ,
  ADP: K.ADP, VERB: K.VERB, AUX: K.AUX, ADV: K.ADV, PART: K.PART, CCONJ: K.CC, SCONJ: K.SC, SPACE: K.OTHER, PUNCT: K.OTHER,
}; // biome-ignore format: a table

/** Builds the skeleton. `stretches` are sorted by start; only outer ones become elements. */
export function buildSkeleton(doc: Document, stretches: readonly Stretch[]): Skeleton {
  const { tokens } = doc;
  const at = new Int32Array(tokens.length + stretches.length);
  const kind = new Uint8Array(tokens.length + stretches.length);
  const segments: Segment[] = [];
  const firstSegment = new Int32Array(doc.paragraphs.length + 1);
  let n = 0;
  let q = 0;
  for (let p = 0; p < doc.paragraphs.length; p++) {
    const paragraph = doc.paragraphs[p]!;
    firstSegment[p] = segments.length;
    const headline = paragraph.region === 'headline';
    let first = n;
    const cut = () => {
      if (n > first) segments.push({ first, last: n, paragraph: p });
      first = n;
    };
    let previous = -1;
    for (let t = paragraph.first; t < paragraph.last; ) {
      if (n - first >= LONGEST_SENTENCE) cut();
      const token = tokens[t]!;
      while (q < stretches.length && (stretches[q]!.close <= token.start || stretches[q]!.parent >= 0)) q++;
      const stretch = stretches[q];
      if (stretch && stretch.open <= token.start && token.start < stretch.close) {
        if (n > first && kind[n - 1] === K.END) cut();
        else if (n > first && at[n - 1]! < 0 && endsSentence(doc.text, stretches[-1 - at[n - 1]!]!)) cut();
        at[n] = -1 - q;
        const inside = t;
        while (t < paragraph.last && tokens[t]!.start < stretch.close) t++;
        const title =
          n > first && paragraph.region !== 'headline' && isTitle(tokens, inside, t, stretch, kind[n - 1]!);
        kind[n++] = title ? K.NOUN : K.QUOTED;
        q++;
        previous = -1;
        continue;
      }
      const afterQuote = n > first && at[n - 1]! < 0;
      if (afterQuote) {
        const ended = endsSentence(doc.text, stretches[-1 - at[n - 1]!]!);
        if (
          ended &&
          token.capital &&
          !attaches(tokens, t, paragraph.last, asks(doc.text, stretches[-1 - at[n - 1]!]!))
        )
          cut();
      } else if (previous >= 0 && tokens[previous]!.sentence !== token.sentence && opensSentence(token)) {
        if (!isShortParenthesis(kind, first, n) && !inParenthesis(kind, first, n)) cut();
      }
      at[n] = t;
      kind[n] =
        !headline && isMidName(tokens, t)
          ? K.NOUN
          : kindOf(tokens, t, n > 0 && at[n - 1] === t - 1 ? kind[n - 1]! : 0);
      n++;
      previous = t;
      t++;
    }
    cut();
  }
  firstSegment[doc.paragraphs.length] = segments.length;
  return { doc, stretches, at, kind, segments, firstSegment };
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

function isHyphen(token: Token | undefined): boolean {
  return token !== undefined && token.text === '-';
}

const ARTICLES = new Set(['a', 'an', 'the']);

/** A verb form other than -ed and -ing right after an article, or after an article and one adjective. */
function isMisread(tokens: readonly Token[], t: number): boolean {
  const { lower } = tokens[t]!;
  if (lower.endsWith('ed') || lower.endsWith('ing') || t === 0) return false;
  const before = tokens[t - 1]!;
  if (ARTICLES.has(before.lower)) return true;
  return (
    t > 1 &&
    ARTICLES.has(tokens[t - 2]!.lower) &&
    (before.pos === 'ADJ' || (before.pos === 'VERB' && before.lower.endsWith('ed'))) &&
    (!lower.endsWith('s') || lower.endsWith('ss'))
  );
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

const CLOSING = new Set(['”', '"', "'", '’', '»']);

/** A capital in mid-sentence makes a name of what is tagged as a verb: Sue, Ward, Grant. */
function isMidName(tokens: readonly Token[], t: number): boolean {
  const token = tokens[t]!;
  if (!token.capital || (token.pos !== 'VERB' && token.pos !== 'ADJ')) return false;
  const before = tokens[t - 1];
  // “...,” Ward said: a name right after marked words.
  if (before && token.pos === 'VERB' && CLOSING.has(before.text) && tokens[t + 1]?.pos === 'VERB')
    return true;
  if (!before || before.sentence !== token.sentence || before.pos === 'PUNCT') return false;
  return token.pos === 'VERB' || before.pos === 'PROPN';
}

function asks(text: string, stretch: Stretch): boolean {
  const c = text.charCodeAt(stretch.end - 1);
  return c === 63 || c === 33;
}

function kindOf(tokens: readonly Token[], t: number, before: number): number {
  const token = tokens[t]!;
  const { lower, pos } = token;
  if (pos === 'PUNCT' || pos === 'SYM') {
    const c = token.text.charCodeAt(0);
    switch (c) {
      case 44:
        return K.COMMA;
      case 58:
        return K.COLON;
      case 59:
        return K.SEMI;
      case 40:
      case 91:
        return K.OPEN;
      case 41:
      case 93:
        return K.CLOSE;
      case 46:
      case 33:
      case 63:
      case 0x2026:
        return K.END;
      case 0x2013:
      case 0x2014:
        return K.DASH;
      case 45: {
        if (token.text.length > 1) return K.DASH;
        const left = tokens[t - 1];
        const right = tokens[t + 1];
        return left?.end === token.start || right?.start === token.end ? K.HYPHEN : K.DASH;
      }
      case 36:
      case 37:
      case 35:
      case 38:
        return K.NOUN;
      default:
        return K.MARK;
    }
  }
  const special = SPECIAL.get(lower);
  if (special !== undefined) {
    switch (special) {
      case 'day':
        return K.TIME;
      case 'may':
        if (token.capital && pos === 'PROPN') return K.TIME;
        break;
      case 'span':
        if (t > 0 && (WHICH_SPAN.has(tokens[t - 1]!.lower) || before === K.TIME)) return K.TIME;
        break;
      case 'is':
        return t > 0 && pos === 'PART' && IS_AFTER.has(tokens[t - 1]!.lower)
          ? K.AUX
          : pos === 'AUX'
            ? K.AUX
            : K.POSS;
      case 'poss':
        return K.POSS;
      case 'noun':
        return K.NOUN;
      case 'about':
        // "over 7,000 people"
        if (pos === 'ADP' && tokens[t + 1]?.pos === 'NUM') return K.ADJ;
        break;
      case 'said':
        if (before !== K.DET) return K.VERB;
        break;
      case 'stated':
        if (
          pos === 'ADJ' &&
          (before === K.NOUN || before === K.PRON || before === K.COMMA || before === K.ADV)
        )
          return K.VERB;
        break;
      case 'aux':
        return K.AUX;
    }
  }
  if (before === K.TIME && pos === 'NUM') return K.TIME;
  // "so-called ally"
  if (pos === 'ADV' && isHyphen(tokens[t + 1]) && tokens[t + 1]!.start === token.end) return K.ADJ;
  // "a televised address": the base form of a verb cannot follow an article.
  if (pos === 'VERB' && isMisread(tokens, t)) return K.NOUN;
  // "dad-of-two"
  if (pos === 'ADP' && before === K.HYPHEN) return K.NOUN;
  return POS_KIND[pos] ?? K.OTHER;
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
