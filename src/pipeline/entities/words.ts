/** What is known of each token before names are read: its words' bits, quote marks, title case, doubtful capitals. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import type { Document, Token } from '../types.js';

/** What the stage knows of each token, computed once. */
export interface Words {
  readonly bits: Int32Array;
  /** 1: inside double quote marks. */
  readonly quoted: Uint8Array;
  /** 1: a sentence written in capitals throughout, or nearly. */
  readonly titleCase: Uint8Array;
  /** 1: a capital tells nothing here: the first word of a sentence, a quotation, after a colon. */
  readonly opening: Uint8Array;
}

/** A sentence in title case has hardly a noun, verb or adjective in lower case; this share is let pass. */
const LOWER_CASE_SHARE = 0.1;
const TITLE_CASE_WORDS = 4;

/** A word without a possessive that the tokenizer left on it. */
export const bare = (word: string): string =>
  word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word;

/** Tags of words that, in lower case, are no role, body or particle. */
const PLAIN_TAGS: ReadonlySet<string> = new Set(
  'PUNCT DET ADP PRON AUX CCONJ SCONJ PART NUM VERB ADV'.split(' '),
);

export function readWords(doc: Document): Words {
  const { tokens, sentences } = doc;
  const { words } = gazetteer();
  const n = tokens.length;
  const bits = new Int32Array(n);
  const quoted = new Uint8Array(n);
  const titleCase = new Uint8Array(sentences.length);
  const opening = new Uint8Array(n);
  let open = false;
  for (let s = 0; s < sentences.length; s++) {
    const { first, last } = sentences[s]!;
    if (s === 0 || sentences[s - 1]!.paragraph !== sentences[s]!.paragraph) open = false;
    let content = 0;
    let lower = 0;
    let fresh = true;
    for (let i = first; i < last; i++) {
      const token = tokens[i]!;
      // Most words are small ones in lower case, of which nothing is asked.
      if (token.capital || !PLAIN_TAGS.has(token.pos)) bits[i] = bitsOf(words, token);
      if (fresh) opening[i] = 1;
      const c = token.text.charCodeAt(0);
      fresh = false;
      if (isLetter(c)) {
        if ((i > first && !PLAIN_TAGS.has(token.pos)) || token.pos === 'VERB') {
          content++;
          if (!token.capital) lower++;
        }
      } else if (c === 0x201c) {
        open = true;
        fresh = true;
      } else if (c === 0x201d) {
        open = false;
        fresh = opening[i] === 1;
      } else if (c === 39 && i > first && tokens[i - 1]!.text === "'" && tokens[i - 1]!.end === token.start) {
        // Two apostrophes for one mark; the first changed nothing.
        open = !open;
        fresh = open || opening[i - 1] === 1;
      } else if (c === 34) {
        open = !open;
        fresh = open || opening[i] === 1;
      } else if (
        c === 58 ||
        c === 0x2022 ||
        c === 40 ||
        c === 91 ||
        (c === 0x2018 && token.text.length === 1)
      ) {
        fresh = true;
      } else if (opening[i] === 1 && !(c >= 48 && c <= 57)) {
        fresh = true;
      } else if (c === 0x2014 && i - first < 8) {
        // After a dateline: "MOSCOW \u2014 The ...".
        fresh = true;
      }
      quoted[i] = open ? 1 : 0;
    }
    titleCase[s] = content >= TITLE_CASE_WORDS && lower <= content * LOWER_CASE_SHARE ? 1 : 0;
  }
  return { bits, quoted, titleCase, opening };
}

/** By `lowerId`: the bits of a word and one more; 0: not looked up yet. */
let known = new Int32Array(2 ** 16);
/** Ids beyond this are looked up as words: a long run meets ever new names. */
const MOST_IDS = 2 ** 20;

function bitsOf(words: ReadonlyMap<string, number>, { lower, lowerId: id }: Token): number {
  if (id === undefined || id >= MOST_IDS) return words.get(bare(lower)) ?? 0;
  if (id >= known.length) {
    const larger = new Int32Array(2 * id);
    larger.set(known);
    known = larger;
  }
  if (known[id] === 0) known[id] = (words.get(bare(lower)) ?? 0) + 1;
  return known[id]! - 1;
}

function isLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c < 0x2000);
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

/** Which tokens may belong to a name. Capitals at the start of a sentence count only with further evidence. */
export function nameTokens(doc: Document, w: Words): Uint8Array {
  const { tokens } = doc;
  const out = new Uint8Array(tokens.length);
  const doubtful: number[] = [];
  const evidence = new Map<string, number>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!token.capital || isI(token.lower)) continue;
    if (w.opening[i] === 0) {
      out[i] = 1;
      continue;
    }
    const bits = w.bits[i]!;
    if (bits & (WORD.honorific | WORD.title | WORD.group)) out[i] = 1;
    else if (bits & WORD.notName) out[i] = bits & WORD.phrase ? 1 : 0;
    else if (bits & (WORD.given | WORD.phrase) && token.pos !== 'AUX') out[i] = 1;
    else if (FUNCTION_TAGS.has(token.pos)) continue;
    else {
      doubtful.push(i);
      evidence.set(bare(token.lower), 0);
    }
  }
  if (doubtful.length === 0) return out;
  let lengths = 0;
  let letters = 0;
  for (const word of evidence.keys()) {
    lengths |= 1 << Math.min(word.length, 30);
    letters |= 1 << (word.charCodeAt(0) & 31);
  }
  // A word that stands in lower case elsewhere is a common word; in capitals elsewhere, a name.
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    // Two small masks spare most of the look-ups.
    const { lower } = token;
    if (!((lengths >> Math.min(lower.length, 30)) & 1) || !((letters >> (lower.charCodeAt(0) & 31)) & 1))
      continue;
    const seen = evidence.get(lower);
    if (seen === undefined) continue;
    if (!token.capital) evidence.set(token.lower, -1);
    else if (seen === 0 && w.opening[i] === 0 && w.titleCase[token.sentence] === 0)
      evidence.set(token.lower, 1);
  }
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
