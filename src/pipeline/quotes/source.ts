/** Finds the words that name a source: the subject of a cue, before it, after it, or shared with an earlier verb. */
import { K, lower, type Skeleton, tokenAt } from './skeleton.js';
import {
  chainEnd,
  chainStart,
  closesWithComma,
  isNominal,
  phraseStart,
  type Range,
  verbGroup,
} from './syntax.js';

const RELATIVE = new Set(['who', 'which', 'that']);
/** Pronouns that are nobody: "it is said", "there". */
const EMPTY_SUBJECTS = new Set([
  'there',
  'what',
  'whatever',
  'everything',
  'nothing',
  'anything',
  'something',
]);
/** A relative pronoun is joined with the name before it when both together are no longer than this. */
const LONGEST_WITH_WHO = 44;
const ARTICLES = new Set(['the', 'a', 'an', 'every', 'no']);
const LONGEST_APPOSITION = 60;

/** The subject of the verb group that begins at `first`, looking back no further than `lo`; null when there is none. */
export function subjectBefore(sk: Skeleton, first: number, lo: number): Range | null {
  const { kind } = sk;
  // "earlier" may be an adverb of the verb group.
  let i = Math.min(first - 1, spanBefore(sk, first, lo));
  for (let steps = 0; steps < 6 && i >= lo; steps++) {
    const span = spanBefore(sk, i, lo);
    if (span < i) {
      i = span;
      continue;
    }
    const k = kind[i]!;
    if (k === K.ADV || k === K.TIME || (i > lo && isFloating(sk, i))) i--;
    // "who Beck on Wednesday called"
    else if (k === K.ADP && i + 1 < first && kind[i + 1] === K.TIME) i--;
    else if (
      k === K.COMMA ||
      k === K.CLOSE ||
      k === K.DASH ||
      (k === K.QUOTED && i > lo && closesWithComma(sk, i))
    ) {
      const before = beforeInsertion(sk, i, lo);
      if (before === null) return null;
      i = before;
    } else if (k === K.PRON || k === K.DET || k === K.SC) {
      const word = lower(sk, i);
      if (RELATIVE.has(word) && (k === K.PRON || k === K.SC || word === 'that')) return antecedent(sk, i, lo);
      if ((word === 'there' || word === 'here') && i > lo && sk.kind[i - 1] === K.NOUN) {
        // "a doctor there said"
        i--;
        continue;
      }
      if (k === K.SC || EMPTY_SUBJECTS.has(word) || ARTICLES.has(word)) return null;
      return { first: k === K.DET ? i : chainStart(sk, i, lo), last: i + 1 };
    } else if (k === K.NOUN || k === K.QUOTED || k === K.ADJ || k === K.POSS) {
      // Nor has a possessive mark that begins the sentence an owner.
      if ((k === K.QUOTED || k === K.POSS) && i === lo) return null;
      if (k === K.POSS) i--;
      return { first: chainStart(sk, i, lo), last: i + 1 };
    } else if (k === K.ADP && i - 1 >= lo && lower(sk, i) === 'as' && kind[i - 1] === K.NOUN) {
      i--;
    } else return null;
  }
  return null;
}

/** "less than two weeks ago": the element before it, when it ends at `i`; else `i`. */
function spanBefore(sk: Skeleton, i: number, lo: number): number {
  if (i - 1 < lo || !SINCE.has(lower(sk, i)) || !SPANS.has(lower(sk, i - 1))) return i;
  const start = phraseStart(sk, i - 1, lo);
  // Not a subject that is counted with it: "The office two weeks ago said".
  let first = i - 1;
  while (first - 1 >= start && tokenAt(sk, first - 1)?.pos !== 'NOUN' && !tokenAt(sk, first - 1)?.capital)
    first--;
  return lower(sk, first - 1) === 'than' && first - 2 >= lo ? first - 3 : first - 1;
}

const SINCE = new Set(['ago', 'earlier', 'later', 'before']);
const SPANS = new Set(
  ['minute', 'hour', 'day', 'week', 'month', 'year', 'decade'].flatMap((span) => [span, `${span}s`]),
);

/** "last week", and "all" or "both" after the subject: no subject themselves. */
function isFloating(sk: Skeleton, e: number): boolean {
  const word = lower(sk, e);
  if (word === 'last' || word === 'next' || word === 'earlier') return sk.kind[e + 1] === K.TIME;
  return (
    (word === 'all' || word === 'both' || word === 'each') &&
    (sk.kind[e - 1] === K.NOUN || sk.kind[e - 1] === K.PRON)
  );
}

/** "X, who": the relative pronoun with the name it stands for. */
function antecedent(sk: Skeleton, who: number, lo: number): Range | null {
  const { kind } = sk;
  let i = who - 1;
  if (i >= lo && kind[i] === K.COMMA) i--;
  if (i >= lo && kind[i] === K.CLOSE) i = openBefore(sk, i, lo) - 1;
  if (i < lo || !isNominal(kind[i]!)) return { first: who, last: who + 1 };
  const first = phraseStart(sk, i, lo);
  const from = tokenAt(sk, first);
  const to = tokenAt(sk, who);
  if (from && to && to.end - from.start <= LONGEST_WITH_WHO) return { first, last: who + 1 };
  return { first: who, last: who + 1 };
}

function openBefore(sk: Skeleton, close: number, lo: number): number {
  for (let i = close - 1; i >= lo && close - i < LONGEST_APPOSITION; i--) if (sk.kind[i] === K.OPEN) return i;
  return close;
}

/**
 * `i` closes an insertion (", a farmer," or "(D-Mass.)" or "- who was there -"): the element before it, or null when
 * what stands there is no subject.
 */
function beforeInsertion(sk: Skeleton, i: number, lo: number): number | null {
  const { kind } = sk;
  // Marked words that end with a comma close an insertion as a comma does.
  const k = kind[i] === K.QUOTED ? K.COMMA : kind[i]!;
  if (k === K.CLOSE) {
    const open = openBefore(sk, i, lo);
    return open < i && open - 1 >= lo ? open - 1 : null;
  }
  if (kind[i - 1] === K.CLOSE && k === K.COMMA) {
    // "Gov. X (R-Ohio), said": the comma belongs to the parenthesis when a name stands before it.
    const open = openBefore(sk, i - 1, lo);
    if (open < i - 1 && open - 1 >= lo && tokenAt(sk, open - 1)?.pos === 'PROPN') return open - 1;
  }
  let commas = 0;
  for (let j = i - 1; j > lo && i - j < LONGEST_APPOSITION; j--) {
    if (kind[j] === K.CLOSE) {
      j = openBefore(sk, j, lo);
      continue;
    }
    if (kind[j] !== k) continue;
    if (++commas > 4) return null;
    let before = j - 1;
    if (kind[before] === K.CLOSE) before = openBefore(sk, before, lo) - 1;
    if (before < lo || !isNominal(kind[before]!)) continue;
    if (!opensInsertion(sk, j + 1, i)) continue;
    // "Smith, 45, a farmer, said": go on to the name.
    const inner = innerOf(sk, before, lo, k);
    if (inner !== null) return inner;
    if (hasAppositionBefore(sk, before, lo, k)) {
      continue;
    }
    return before;
  }
  return null;
}

/** An age or a short tag between commas before the insertion: the name stands before that. */
function innerOf(sk: Skeleton, before: number, lo: number, comma: number): number | null {
  const token = tokenAt(sk, before);
  if (
    token?.pos === 'NUM' &&
    before - 2 >= lo &&
    sk.kind[before - 1] === comma &&
    isNominal(sk.kind[before - 2]!)
  )
    return before - 2;
  return null;
}

/** The noun phrase that ends at `before` is itself an apposition in commas ("X, a farmer from Y, in Z, said"). */
function hasAppositionBefore(sk: Skeleton, before: number, lo: number, comma: number): boolean {
  const start = chainStart(sk, before, lo);
  if (start - 2 < lo || sk.kind[start - 1] !== comma) return false;
  const first = sk.kind[start]!;
  const token = tokenAt(sk, start);
  if (first === K.DET) {
    if (!isNominal(sk.kind[start - 2]!)) return false;
    // "In Ohio, the governor of X, said": what a preposition governs is not the name.
    const name = phraseStart(sk, start - 2, lo);
    return lower(sk, start) !== 'the' || name <= lo || sk.kind[name - 1] !== K.ADP;
  }
  return (
    token !== null &&
    !token.capital &&
    first !== K.DET &&
    sk.kind[start - 2] === K.NOUN &&
    tokenAt(sk, start - 2)!.capital
  );
}

function opensInsertion(sk: Skeleton, first: number, last: number): boolean {
  const { kind } = sk;
  const k = kind[first]!;
  // "Murphy, though, said"
  if (last - first === 1 && (k === K.SC || k === K.ADV)) return true;
  if (k === K.CC || k === K.SC) return false;
  if (
    k === K.PRON &&
    ![
      'who',
      'which',
      'whose',
      'whom',
      'himself',
      'herself',
      'themselves',
      'its',
      'his',
      'her',
      'their',
    ].includes(lower(sk, first))
  )
    return false;
  return last > first;
}

const SUBJECT_STEPS = 40;

/**
 * The subject of the nearest finite verb before `from` ("X did A and said B", "X did A, adding B"); relative clauses in
 * commas and what is inside a that-clause ("X denied that Y left, adding B") are passed over.
 */
export function sharedSubject(sk: Skeleton, from: number, lo: number): Range | null {
  const { kind } = sk;
  let fallback: Range | null = null;
  for (let i = from - 1, steps = 0; i >= lo && steps < SUBJECT_STEPS * 2; i--, steps++) {
    if (kind[i] !== K.VERB && kind[i] !== K.AUX) continue;
    const group = verbGroup(sk, i, lo);
    if (group.infinitive || (group.participle && kind[i] === K.VERB)) {
      i = group.first;
      continue;
    }
    const subject = subjectBefore(sk, group.first, lo);
    if (subject) {
      const word = lower(sk, subject.last - 1);
      if (RELATIVE.has(word) || isInThatClause(sk, subject.first, lo)) fallback ??= subject;
      else return subject;
    }
    i = group.first;
  }
  return fallback;
}

/** "that" stands right before the subject that begins at `first`, and what takes the clause before it. */
function isInThatClause(sk: Skeleton, first: number, lo: number): boolean {
  const before = first - 1;
  if (before - 1 <= lo || lower(sk, before) !== 'that') return false;
  const k = sk.kind[before - 1]!;
  return k === K.VERB || k === K.NOUN || k === K.TIME;
}

/** The subject that stands after an inverted cue ("said X"); null when no noun phrase follows or it is another clause's. */
export function subjectAfter(sk: Skeleton, i: number, hi: number, afterMarks = true): Range | null {
  const { kind } = sk;
  let j = i;
  while (j < hi && kind[j] === K.ADV) j++;
  if (j >= hi || !(isNominal(kind[j]!) || kind[j] === K.DET || kind[j] === K.ADJ) || kind[j] === K.QUOTED)
    return null;
  // "said he" practically never occurs but after marked words.
  if (kind[j] === K.PRON && !afterMarks) return null;
  const end = chainEnd(sk, j, hi);
  if (end === j) return null;
  if (end < hi && (kind[end] === K.VERB || kind[end] === K.AUX)) {
    const word = lower(sk, end);
    if (!word.endsWith('ing') && !(afterMarks && word.endsWith('ed'))) return null;
  }
  return { first: j, last: end };
}

/** A noun phrase after "by", "according to" and the like, with its tail. */
export function phraseAfter(sk: Skeleton, i: number, hi: number): Range | null {
  const end = chainEnd(sk, i, hi);
  return end > i ? { first: i, last: end } : null;
}
