/** What may stand between a cue and its content: the person spoken to, and adjuncts. */
import type { CueSyntax } from '../../lexicons/cues.js';
import { K, lower, type Skeleton, tokenAt } from './skeleton.js';
import { chainEnd, isNominal, phraseEnd, startsClause } from './syntax.js';

/** Words that open an indirect question. */
export const WH = new Set(['if', 'whether', 'what', 'how', 'why', 'who', 'when', 'where', 'which']);
export const ADJUNCT_PREPS = new Set([
  'in',
  'on',
  'at',
  'during',
  'to',
  'after',
  'from',
  'via',
  'before',
  'through',
  'despite',
  'with',
  'for',
  'by',
  'about',
  'of',
  'over',
  'outside',
  'following',
  'under',
  'near',
  'upon',
  'throughout',
  'as',
  'without',
  'between',
  'among',
  'inside',
  'against',
  'into',
  'toward',
  'towards',
]);

/** "told the crowd that", "reminded voters he": the end of the addressee. */
export function skipAddressee(sk: Skeleton, j: number, hi: number, syntax: CueSyntax): number {
  const { kind } = sk;
  if (j >= hi) return j;
  const k = kind[j]!;
  if (!(isNominal(k) || k === K.DET || k === K.ADJ) || k === K.QUOTED) return j;
  const word = lower(sk, j);
  if (word === 'that' || WH.has(word)) return j;
  if (k === K.PRON) {
    // A subject pronoun opens the clause itself: "warned he would".
    return word === 'he' || word === 'she' || word === 'they' || word === 'i' || word === 'we' ? j : j + 1;
  }
  let end = phraseEnd(sk, j, hi);
  if (end === j) return j;
  const next = kind[end];
  if (next === K.VERB || next === K.AUX) {
    if (syntax.lemma !== 'tell') return j;
    // "told the paper Trump would": two noun phrases in a row.
    for (let i = j + 1; i < end; i++) {
      const left = tokenAt(sk, i - 1);
      const right = tokenAt(sk, i);
      if (left?.pos === 'NOUN' && (right?.pos === 'PROPN' || right?.pos === 'DET')) return i;
    }
    return j;
  }
  while (
    end < hi &&
    (kind[end] === K.CC || (kind[end] === K.ADP && (lower(sk, end) === 'of' || lower(sk, end) === 'from')))
  ) {
    const more = phraseEnd(sk, end + 1, hi);
    if (more === end + 1 || kind[more] === K.VERB || kind[more] === K.AUX) break;
    end = more;
  }
  return end;
}

/** The end of a prepositional adjunct that is followed by what may be the content; `j` when it is the content's own. */
export function adjunctEnd(sk: Skeleton, j: number, hi: number): number {
  const { kind } = sk;
  let end = phraseEnd(sk, j + 1, hi);
  if (end === j + 1 && kind[j + 1] === K.TIME) end = j + 2;
  if (end === j + 1 && kind[j + 1] === K.QUOTED) end = j + 2;
  if (end === j + 1 && kind[j + 1] === K.VERB) {
    // "after meeting with aides"
    end = chainEnd(sk, j + 2, hi);
    if (end === j + 2) return j;
  }
  if (end === j + 1) return j;
  while (end < hi && (kind[end] === K.TIME || (kind[end] === K.ADP && lower(sk, end) === 'of'))) {
    if (kind[end] === K.TIME) end++;
    else {
      const more = phraseEnd(sk, end + 1, hi);
      if (more === end + 1) break;
      end = more;
    }
  }
  if (end >= hi) return end;
  const next = kind[end]!;
  const word = lower(sk, end);
  if (
    next === K.COMMA ||
    next === K.COLON ||
    next === K.END ||
    next === K.QUOTED ||
    next === K.ADP ||
    next === K.DASH ||
    next === K.TIME
  )
    return end;
  if (word === 'that' || WH.has(word)) return end;
  if (next === K.PRON || next === K.DET || next === K.NOUN || next === K.ADJ)
    return startsClause(sk, end, hi) ? end : j;
  if (next === K.VERB || next === K.AUX) return j;
  return end;
}
