/** What is known of each token before names are read: its words' bits, quote marks, title case, doubtful capitals. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import type { Document, Token } from '../types.js';

/**
 * What the stage knows of each token, computed once. The lists run parallel to the tokens, with zeros behind the last;
 * they are used again for the next article.
 */
export interface Words {
  readonly bits: Int32Array;
  /** 1: inside double quote marks. */
  readonly quoted: Uint8Array;
  /** By sentence; 1: written in capitals throughout, or nearly. */
  readonly titleCase: Uint8Array;
  /** 1: a capital tells nothing here: the first word of a sentence, a quotation, after a colon. */
  readonly opening: Uint8Array;
  /** 1: may point to an entity: a pronoun, a role, a body, or anything with a capital. */
  readonly points: Uint8Array;
  /** Of the form in lower case: words whose signatures differ are two. */
  readonly signature: Uint16Array;
  /** 1: may belong to a name (`nameTokens`). */
  readonly isName: Uint8Array;
  /** Tokens with a capital, "I" left out. */
  readonly capitals: readonly number[];
}

/** Lists for articles up to this many tokens are made once. */
const MOST_TOKENS = 2 ** 16;
/** Zeros behind the last token: nobody looks farther ahead. */
const BEHIND = 64;

const newLists = (n: number) => ({
  bits: new Int32Array(n),
  quoted: new Uint8Array(n),
  titleCase: new Uint8Array(n),
  opening: new Uint8Array(n),
  points: new Uint8Array(n),
  signature: new Uint16Array(n),
  isName: new Uint8Array(n),
});
const lists = newLists(MOST_TOKENS + BEHIND);

function emptyLists(n: number): typeof lists {
  if (n > MOST_TOKENS) return newLists(n + BEHIND);
  lists.bits.fill(0, n, n + BEHIND);
  lists.opening.fill(0, 0, n);
  lists.isName.fill(0, 0, n + BEHIND);
  return lists;
}

/** A sentence in title case has hardly a noun, verb or adjective in lower case; this share is let pass. */
const LOWER_CASE_SHARE = 0.1;
const TITLE_CASE_WORDS = 4;
/** So few tell it where title case is to be expected. */
const TITLE_CASE_IN_HEADLINE = 2;

/** A word without a possessive that the tokenizer left on it. */
export const bare = (word: string): string =>
  word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word;

/** Tags of words that, in lower case, are no role, body or particle. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  'PUNCT DET ADP PRON AUX CCONJ SCONJ PART NUM VERB ADV'.split(' '),
);

export function readWords(doc: Document): Words {
  const { tokens, sentences } = doc;
  const all = emptyLists(tokens.length);
  const { bits, quoted, titleCase, opening, points, signature } = all;
  const capitals: number[] = [];
  let open = false;
  let paragraph = -1;
  for (let s = 0; s < sentences.length; s++) {
    const sentence = sentences[s]!;
    const { first, last } = sentence;
    if (sentence.paragraph !== paragraph) open = false;
    paragraph = sentence.paragraph;
    let content = 0;
    let lower = 0;
    let fresh = true;
    for (let i = first; i < last; i++) {
      const token = tokens[i]!;
      const { capital, pos } = token;
      const known = knownOf(token);
      signature[i] = lastSignature;
      const plain = PLAIN_TAGS.has(pos);
      // Most words are small ones in lower case, of which nothing is asked.
      const own = capital || !plain ? known & BITS : 0;
      bits[i] = own;
      points[i] = capital || (own & (WORD.role | WORD.body)) !== 0 || pos === 'PRON' ? 1 : 0;
      if (capital && !(known & IS_I)) capitals.push(i);
      if (fresh) opening[i] = 1;
      fresh = false;
      switch (known >>> BEGINS) {
        case LETTER:
          if ((!plain && i > first) || pos === 'VERB') {
            content++;
            if (!capital) lower++;
          }
          break;
        case OPENS:
          open = true;
          fresh = true;
          break;
        case CLOSES:
          open = false;
          fresh = opening[i] === 1;
          break;
        case STRAIGHT:
          open = !open;
          fresh = open || opening[i] === 1;
          break;
        case APOSTROPHE:
          if (i > first && tokens[i - 1]!.text === "'" && tokens[i - 1]!.end === token.start) {
            // Two apostrophes for one mark; the first changed nothing.
            open = !open;
            fresh = open || opening[i - 1] === 1;
          } else fresh = opening[i] === 1;
          break;
        case STARTS:
          fresh = true;
          break;
        case DASH:
          // After a dateline: "MOSCOW \u2014 The ...".
          fresh = opening[i] === 1 || i - first < 8;
          break;
        case OTHER:
          fresh = opening[i] === 1;
          break;
      }
      quoted[i] = open ? 1 : 0;
    }
    const fewest =
      doc.paragraphs[sentence.paragraph]!.region === 'headline' ? TITLE_CASE_IN_HEADLINE : TITLE_CASE_WORDS;
    titleCase[s] = content >= fewest && lower <= content * LOWER_CASE_SHARE ? 1 : 0;
  }
  return { ...all, capitals };
}

/** What is known of a form, in one number: the bits of `WORD`, then these. */
const BITS = 2 ** 23 - 1;
const IS_I = 1 << 23;
/** From this bit on, how it begins. */
const BEGINS = 24;
const OTHER = 1;
const LETTER = 2;
const OPENS = 3;
const CLOSES = 4;
const STRAIGHT = 5;
const APOSTROPHE = 6;
const STARTS = 7;
const DASH = 8;
const DIGIT = 9;

/** By `lowerId`; 0: not looked up yet. */
let known = new Int32Array(2 ** 16);
let signatures = new Uint16Array(2 ** 16);
/** Ids beyond this are looked up as words: a long run meets ever new names. */
const MOST_IDS = 2 ** 20;
/** Of the token that was asked for last: a second result of `knownOf` without an object for each token. */
let lastSignature = 0;

function knownOf(token: Token): number {
  const id = token.lowerId ?? MOST_IDS;
  if (id < known.length && known[id] !== 0) {
    lastSignature = signatures[id]!;
    return known[id]!;
  }
  const { lower, text } = token;
  lastSignature = signatureOf(lower);
  const bits = gazetteer().words.get(bare(lower)) ?? 0;
  const found = bits | (isI(lower) ? IS_I : 0) | (beginningOf(text) << BEGINS);
  const c = text.charCodeAt(0);
  // These two are letter and mark, and the same form.
  if (id >= MOST_IDS || c === 0x02bc || c === 0x2019) return found;
  if (id >= known.length) {
    const [before, signed] = [known, signatures];
    known = new Int32Array(2 * id);
    known.set(before);
    signatures = new Uint16Array(2 * id);
    signatures.set(signed);
  }
  known[id] = found;
  signatures[id] = lastSignature;
  return found;
}

function beginningOf(text: string): number {
  const c = text.charCodeAt(0);
  if (isLetter(c)) return LETTER;
  if (c >= 48 && c <= 57) return DIGIT;
  if (c === 0x201c) return OPENS;
  if (c === 0x201d) return CLOSES;
  if (c === 39) return APOSTROPHE;
  if (c === 34) return STRAIGHT;
  if (c === 0x2014) return DASH;
  const starts = c === 58 || c === 0x2022 || c === 40 || c === 91 || (c === 0x2018 && text.length === 1);
  return starts ? STARTS : OTHER;
}

function isLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c < 0x2000);
}

/** First and last character and length in 12 bits. */
function signatureOf(word: string): number {
  const { length } = word;
  return ((word.charCodeAt(0) & 31) << 7) | ((word.charCodeAt(length - 1) & 31) << 2) | (length & 3);
}

/** "I", "I'm". */
function isI(word: string): boolean {
  return word.charCodeAt(0) === 105 && (word.length === 1 || word.charCodeAt(1) === 39);
}

/** A possessive that the tokenizer left on its word. */
export function hasPossessive(word: string): boolean {
  if (word.charCodeAt(word.length - 1) !== 115) return false;
  const mark = word.charCodeAt(word.length - 2);
  return mark === 39 || mark === 0x2019 || mark === 0x02bc;
}

/** A name without it. */
export const withoutPossessive = (name: string): string => (hasPossessive(name) ? name.slice(0, -2) : name);

/** By signature, 1: a word of the article that is being read has it and is doubtful. */
const isSought = new Uint8Array(2 ** 12);

/** Which tokens may belong to a name. Capitals at the start of a sentence count only with further evidence. */
export function nameTokens(doc: Document, w: Words): Uint8Array {
  const { tokens } = doc;
  const { capitals, signature, isName: out } = w;
  const doubtful: number[] = [];
  const evidence = new Map<string, number>();
  for (const i of capitals) {
    if (w.opening[i] === 0) {
      out[i] = 1;
      continue;
    }
    const token = tokens[i]!;
    const bits = w.bits[i]!;
    if (bits & (WORD.honorific | WORD.title | WORD.group)) out[i] = 1;
    else if (bits & WORD.notName) out[i] = bits & WORD.phrase ? 1 : 0;
    else if (bits & (WORD.given | WORD.phrase) && token.pos !== 'AUX') out[i] = 1;
    // "Jolly said": an adverb, or a name.
    else if (FUNCTION_TAGS.has(token.pos) && !(token.pos === 'ADV' && tokens[i + 1]?.pos === 'VERB'))
      continue;
    else {
      doubtful.push(i);
      const word = bare(token.lower);
      evidence.set(word, 0);
      isSought[signatureOf(word)] = 1;
    }
  }
  if (doubtful.length === 0) return out;
  // A word that stands in lower case elsewhere is a common word; in capitals elsewhere, a name.
  for (let i = 0; i < tokens.length; i++) {
    // The signatures spare most of the look-ups.
    if (isSought[signature[i]!] === 0) continue;
    const token = tokens[i]!;
    const { lower } = token;
    const seen = evidence.get(lower);
    if (seen === undefined) continue;
    if (!token.capital) evidence.set(lower, -1);
    else if (seen === 0 && w.opening[i] === 0 && w.titleCase[token.sentence] === 0) evidence.set(lower, 1);
  }
  for (const word of evidence.keys()) isSought[signatureOf(word)] = 0;
  for (const i of doubtful) {
    const token = tokens[i]!;
    const seen = evidence.get(bare(token.lower))!;
    const next = tokens[i + 1];
    const run =
      next?.capital === true && next.sentence === token.sentence && !(w.bits[i + 1]! & WORD.notName);
    const capitals = token.text.length > 1 && token.text === token.text.toUpperCase();
    // "Satellite imagery", "Observers noted", "Photos showed": wink takes many first words for names.
    const nextBits = w.bits[i + 1] ?? 0;
    const bits = w.bits[i]!;
    const common =
      (next?.pos === 'NOUN' && next.start > token.end) ||
      (bits & (WORD.collective | WORD.document | WORD.body)) !== 0 ||
      (!(bits & WORD.surname) && /(?:[^siu]s|ly|ing|ed)$/u.test(token.lower));
    // "Crooked Hillary", "Following Sanders": a word of another kind before a name.
    if (seen <= 0 && (token.pos === 'VERB' || token.pos === 'ADJ') && nextBits & (WORD.given | WORD.surname))
      continue;
    if (seen > 0 || (seen === 0 && ((token.pos === 'PROPN' && !common) || run || capitals))) out[i] = 1;
    else if (run && (bits & (WORD.role | WORD.roleModifier | WORD.organization)) !== 0) out[i] = 1;
  }
  return out;
}

const FUNCTION_TAGS: ReadonlySet<string> = new Set(
  'DET ADP CCONJ SCONJ PRON ADV AUX PART NUM INTJ'.split(' '),
);
