/** Tokens -> numbers: what the trie is searched with. */
import { splitWord } from './terms.js';
import type { LexToken } from './types.js';

/** A piece of a token; most tokens are one piece, "neo-Nazi" is three. Arrays run parallel; only `length` counts. */
export interface Stream {
  /** Numbers of form and lemma among the words of all terms, or UNKNOWN. */
  form: Int32Array;
  lemma: Int32Array;
  /** Index of the token. */
  token: Int32Array;
  /** Bits: BEGINS, ENDS, PASSED. */
  flags: Uint8Array;
  length: number;
}

/** The number of a word that stands in no term. */
export const UNKNOWN = -1;
/** The first, the last piece of its token. */
export const BEGINS = 1;
export const ENDS = 2;
/** A hyphen between two words without blanks, or an opening quote mark: a blank of a term passes over it. */
export const PASSED = 4;

const OPENING: ReadonlySet<string> = new Set(['"', "'", '\u2018', '\u201c', '\u00ab']);
const LEAST = 1024;

/**
 * Makes a function that reads tokens into a stream. The stream is used again for the next text.
 * `numbers`: word -> number. `inflected`: regular inflections of those words, for words that were not lemmatised.
 * `isIdle`: whether the capitals around a token say nothing.
 */
export function streamReader(
  numbers: ReadonlyMap<string, number>,
  inflected: ReadonlyMap<string, number>,
  isIdle: (tokens: readonly LexToken[], token: number) => boolean,
): (tokens: readonly LexToken[]) => Stream {
  const stream = newStream(LEAST);

  const readPieces = (pieces: readonly string[], token: LexToken, i: number): void => {
    reserve(stream, stream.length + pieces.length);
    const lemmas = splitWord(token.lemma);
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k]!;
      const n = stream.length++;
      const form = numbers.get(piece) ?? UNKNOWN;
      const base = lemmas.length === pieces.length ? numbers.get(lemmas[k]!) : undefined;
      stream.form[n] = form;
      stream.lemma[n] = inflected.get(piece) ?? base ?? form;
      stream.token[n] = i;
      stream.flags[n] =
        (k === 0 ? BEGINS : 0) | (k === pieces.length - 1 ? ENDS : 0) | (piece === '-' ? PASSED : 0);
    }
  };

  return (tokens) => {
    stream.length = 0;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      const { lower, lemma } = token;
      const form = numbers.get(lower) ?? UNKNOWN;
      let base = lemma === lower ? form : (numbers.get(lemma) ?? UNKNOWN);
      if (base === UNKNOWN && form === UNKNOWN && isCompound(lower)) {
        // What the tokenizer left whole counts as its pieces.
        const pieces = splitWord(lower);
        if (pieces.length > 1) {
          readPieces(pieces, token, i);
          continue;
        }
      }
      // Names are not lemmatised, and in title case every word is taken for one.
      if (token.capital && base === form && token.pos === 'PROPN') {
        const word = inflected.get(lower);
        if (word !== undefined && isIdle(tokens, i)) base = word;
      }
      const n = stream.length;
      if (n === stream.form.length) reserve(stream, n + 1);
      stream.length = n + 1;
      stream.form[n] = form;
      stream.lemma[n] = base;
      stream.token[n] = i;
      stream.flags[n] = lower.length === 1 && isPassed(tokens, i) ? BEGINS | ENDS | PASSED : BEGINS | ENDS;
    }
    return stream;
  };
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

/** Regular inflections of a word; some are no words, which does no harm. */
export function regularForms(word: string): string[] {
  if (word.length < 3 || !/^[a-z]+$/u.test(word)) return [];
  const last = word.at(-1)!;
  const short = word.slice(0, -1);
  if (last === 'y' && !/[aeiou]y$/u.test(word)) return [`${short}ies`, `${short}ied`, `${word}ing`];
  const stem = last === 'e' ? short : word;
  const forms = [/(?:s|x|z|ch|sh)$/u.test(word) ? `${word}es` : `${word}s`, `${stem}ed`, `${stem}ing`];
  if (/(?:^|[^aeiou])[aeiou][bdgklmnprtv]$/u.test(word)) forms.push(`${word}${last}ed`, `${word}${last}ing`);
  return forms;
}

function newStream(size: number): Stream {
  return {
    form: new Int32Array(size),
    lemma: new Int32Array(size),
    token: new Int32Array(size),
    flags: new Uint8Array(size),
    length: 0,
  };
}

/** Makes room, keeping what stands there. */
function reserve(stream: Stream, size: number): void {
  if (stream.form.length >= size) return;
  const grown = newStream(size * 2);
  grown.form.set(stream.form);
  grown.lemma.set(stream.lemma);
  grown.token.set(stream.token);
  grown.flags.set(stream.flags);
  Object.assign(stream, { ...grown, length: stream.length });
}
