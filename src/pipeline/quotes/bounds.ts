/** Where a content ends: with the sentence, or where another clause takes over. */
import type { Opening } from './content.js';
import { endsSentence, K, lower, type Skeleton, stretchAt } from './skeleton.js';
import { startsClause } from './syntax.js';

/** Openings after a comma at which an indirect content ends. */
const CUTTING = new Set(['but', 'while', 'whereas', 'although', 'though', 'according', 'yet']);

/** ", but that ...", ", but rather ...": the same content goes on. */
const GOES_ON = new Set(['that', 'rather', 'also', 'not', 'instead']);

/** The end of a content that begins at `first`: the sentence's end, or where another clause takes over. */
export function contentEnd(
  sk: Skeleton,
  first: number,
  hi: number,
  how: Opening['kind'] | 'noun-clause',
): number {
  const { kind } = sk;
  let end = hi;
  while (end > first && (kind[end - 1] === K.END || kind[end - 1] === K.MARK)) end--;
  if (kind[first] === K.QUOTED) {
    const stretch = stretchAt(sk, first)!;
    // Marked words that end with a stop or a comma are the whole content.
    const after = first + 1;
    if (after >= end) return after;
    if (
      how !== 'noun' &&
      (endsSentence(sk.doc.text, stretch) || endsWithComma(sk.doc.text, stretch.start, stretch.end)) &&
      kind[after] !== K.QUOTED
    )
      return after;
    if (kind[after] === K.COMMA || kind[after] === K.SEMI || kind[after] === K.DASH) return after;
    if (how === 'quote' || how === 'noun' || how === 'colon') {
      const k = kind[after]!;
      const word = lower(sk, after);
      if (
        k === K.TIME ||
        k === K.SC ||
        (k === K.ADP && word !== 'of' && word !== 'to' && word !== 'for') ||
        (k === K.CC && kind[after + 1] === K.VERB)
      )
        return after;
    }
  }
  for (let i = first + 1; i < end; i++) {
    const k = kind[i]!;
    if (k === K.SEMI && how !== 'colon') return i;
    if (k === K.QUOTED && i + 1 < end) {
      const stretch = stretchAt(sk, i)!;
      if (endsWithComma(sk.doc.text, stretch.start, stretch.end) && kind[i + 1] !== K.QUOTED) {
        const word = lower(sk, i + 1);
        if (kind[i + 1] === K.CC && kind[i + 2] === K.QUOTED) continue;
        if (how === 'noun') return i + 1;
        if (
          ((CUTTING.has(word) || kind[i + 1] === K.CC) && startsClause(sk, i + 2, end)) ||
          (kind[i + 1] === K.VERB && lower(sk, i + 1).endsWith('ing')) ||
          kind[i + 1] === K.SC ||
          kind[i + 1] === K.PRON ||
          kind[i + 1] === K.TIME
        )
          return i + 1;
      }
      continue;
    }
    if (k !== K.COMMA && k !== K.DASH) continue;
    if (i + 1 >= end) break;
    const word = lower(sk, i + 1);
    if (k === K.COMMA && CUTTING.has(word) && !GOES_ON.has(lower(sk, i + 2)) && startsClause(sk, i + 2, end))
      return i;
    if (k === K.COMMA && (word === 'according' || word === 'compared')) return i;
    if (k === K.COMMA && how !== 'colon' && isTail(sk, first, i, end)) return i;
    if (how === 'noun' && k === K.COMMA && i - first > 2) {
      const next = kind[i + 1]!;
      if (
        next === K.VERB ||
        next === K.CC ||
        next === K.PRON ||
        next === K.SC ||
        next === K.ADP ||
        next === K.DET ||
        next === K.TIME
      ) {
        if (!(next === K.CC && !startsClause(sk, i + 2, end))) return i;
      }
    }
    if (how === 'noun-clause' && k === K.COMMA && startsClause(sk, i + 1, end)) return i;
  }
  return end;
}

/**
 * After a comma a relative clause or an apposition that closes the sentence is the writer's in two of three cases
 * ("said he would leave, which surprised no one"); in mid-sentence it is part of the content.
 */
function isTail(sk: Skeleton, first: number, comma: number, end: number): boolean {
  const { kind } = sk;
  const word = lower(sk, comma + 1);
  const relative = word === 'which' || word === 'who';
  if (!relative)
    return (word === 'a' || word === 'an' || word === 'the') && isApposition(sk, first, comma, end);
  for (let e = comma + 2; e < end; e++) {
    if (kind[e] === K.QUOTED) return false;
    if (
      kind[e] === K.COMMA &&
      (kind[e + 1] === K.VERB || kind[e + 1] === K.AUX) &&
      !lower(sk, e + 1).endsWith('ing')
    )
      return false;
  }
  return true;
}

/** A noun phrase with an article that closes the sentence after a whole clause, and is no item of a list. */
function isApposition(sk: Skeleton, first: number, comma: number, end: number): boolean {
  const { kind } = sk;
  if (kind[comma - 1] !== K.NOUN || !startsClause(sk, first, comma)) return false;
  for (let e = comma + 1; e < end; e++) {
    const k = kind[e]!;
    if (k === K.QUOTED || k === K.COMMA || k === K.CC) return false;
  }
  return !startsClause(sk, comma + 1, end, true);
}

export function endsWithComma(text: string, start: number, end: number): boolean {
  for (let i = end - 1; i >= start; i--) {
    const c = text.charCodeAt(i);
    if (c === 44) return true;
    if (c === 0x2019 || c === 39 || c === 32) continue;
    return false;
  }
  return false;
}
