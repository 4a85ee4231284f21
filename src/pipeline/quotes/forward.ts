/** Attributions in the order source, cue, content, and cues that share an earlier or later subject. */
import { type CueSyntax, TAKES } from '../../lexicons/cues.js';
import { type Attribution, MIN_RELIABILITY, type Rule } from './attribution.js';
import { contentEnd, endsWithComma } from './bounds.js';
import type { Candidate } from './candidates.js';
import { contentAfter, type Opening } from './content.js';
import { K, lower, type Segment, type Skeleton, stretchAt, tokenAt } from './skeleton.js';
import { phraseAfter, sharedSubject, subjectAfter, subjectBefore } from './source.js';
import {
  chainEnd,
  chainStart,
  hasFinite,
  isNominal,
  phraseEnd,
  phraseStart,
  type Range,
  startsClause,
  type VerbGroup,
  verbGroup,
} from './syntax.js';

/** Words that open a clause before the main one. */
const LEADING = new Set([
  'when',
  'where',
  'as',
  'while',
  'after',
  'before',
  'although',
  'though',
  'because',
  'since',
  'if',
  'once',
  'whenever',
  'until',
]);

/** Verbs that only carry a cue noun: "voiced confidence that". */
const THAT_SAID = new Set(['that', 'this']);
/** What is issued by somebody who thereby speaks. */
const ISSUED = new Set([
  'statement',
  'email',
  'e-mail',
  'letter',
  'message',
  'tweet',
  'memo',
  'release',
  'post',
  'text',
  'note',
  'video',
  'article',
  'appeal',
  'telegram',
  'communique',
  'communiqué',
]);
const RELATIVES = new Set(['who', 'which', 'that']);
const LIGHT = new Set([
  'express',
  'voice',
  'make',
  'give',
  'issue',
  'offer',
  'repeat',
  'reiterate',
  'have',
  'raise',
  'share',
  'release',
  'publish',
  'send',
]);

/** A participle so near the start of its sentence belongs to the subject that follows. */
const LEAD_REACH = 6;

/** Source, cue, content in this order, and cues that share an earlier subject. */
export function readForward(
  sk: Skeleton,
  segment: Segment,
  index: number,
  candidate: Candidate,
  previous: Attribution | null,
  headline: boolean,
): Attribution | null {
  const { kind } = sk;
  const { syntax, group, head } = candidate;
  const lo = segment.first;
  const hi = segment.last;
  if (candidate.noun) return readNoun(sk, segment, index, candidate);
  const inverted = invertedSubject(sk, group, lo, hi);
  const announces =
    kind[hi - 1] === K.COLON && (syntax.takes & TAKES.quote) !== 0 && !hasVerbBetween(sk, head + 1, hi - 1);
  const opening: Opening | null = announces
    ? { kind: 'colon', first: hi, afterComma: false }
    : contentAfter(sk, syntax, inverted ? inverted.last : head + 1, hi, false);
  if (!opening) return null;
  if (opening.afterComma && opening.kind === 'clause' && !startsClause(sk, opening.first, hi)) return null;
  // "But, she added, the plan is dead": said of a clause by whatever takes a that-clause.
  const parenthetical =
    opening.afterComma && opening.kind === 'clause' && kind[head + 1] === K.COMMA && syntax.left;
  const reliability = reliabilityOf(syntax, parenthetical ? 'that' : opening.kind);
  let penalty = 1;
  let source: Range | null = null;
  const before = group.first - 1;
  if (group.passive) {
    if (opening.kind === 'noun' || opening.kind === 'inf') return null;
    // "was first reported last week by": only who is told something takes a bare clause.
    if (opening.kind === 'clause' && !syntax.addressee) return null;
    source = agentAfter(sk, head + 1, opening.first);
    if (!source && lower(sk, head) !== 'quoted') penalty = 0.75;
  } else if (group.infinitive) {
    // "to say that": somebody's purpose; the subject of the sentence speaks only when marked words follow.
    if (opening.kind !== 'quote' && opening.kind !== 'that') return null;
    source = sharedSubject(sk, group.first, lo);
    penalty = opening.kind === 'quote' ? 0.9 : 0.6;
    if (!source) return null;
  } else if (group.participle || (before >= lo && kind[before] === K.CC)) {
    source = participleSource(sk, group, lo, hi, previous);
    if (!source) return null;
  } else {
    source = inverted ?? subjectBefore(sk, group.first, lo);
    if (!source && before >= lo && (kind[before] === K.COMMA || kind[before] === K.ADV))
      source = sharedSubject(sk, group.first, lo);
    if (!source) {
      if (opening.kind === 'quote' && before < lo) return null;
      source = sharedSubject(sk, group.first, lo);
      penalty = 0.6;
      if (!source) return null;
    }
  }
  // "That said, ..."
  if (source && opening.afterComma && THAT_SAID.has(lower(sk, source.last - 1))) return null;
  if (group.negated) penalty *= opening.kind === 'quote' ? 0.9 : 0.7;
  if (group.modal) penalty *= opening.kind === 'quote' ? 0.9 : 0.75;
  if (headline) penalty = Math.max(penalty, 0.9);
  if (source && isConditional(sk, source, lo)) penalty *= 0.7;
  if (reliability * penalty < MIN_RELIABILITY) return null;
  if (opening.kind === 'noun' || opening.kind === 'inf') {
    if (!source || isNamingOnly(sk, group, source, lo)) return null;
  }
  const first = opening.kind === 'noun' ? complementQuote(sk, opening.first, hi) : opening.first;
  const stop = source && !announces ? clauseLimit(sk, source, group, lo, first, hi) : hi;
  const last = announces ? hi : contentEnd(sk, first, stop, opening.kind);
  if (last <= first && !announces) return null;
  return {
    cue: { first: group.first, last: head + 1 },
    head,
    lemma: syntax.lemma,
    speech: syntax.speech,
    source,
    contents: announces
      ? []
      : opening.kind === 'noun' && (syntax.takes & TAKES.clause) !== 0
        ? markedOnly(sk, first, last)
        : [{ first, last }],
    announces,
    rule: ruleOf(opening),
    reliability: reliability * penalty,
    segment: index,
  };
}

/** Marked words in the object of a verb that names no content: they alone are the speaker's. */
function markedOnly(sk: Skeleton, first: number, last: number): Range[] {
  const out: Range[] = [];
  for (let e = first; e < last; e++) if (sk.kind[e] === K.QUOTED) out.push({ first: e, last: e + 1 });
  return out.length > 0 ? out : [{ first, last }];
}

/** "a party called X", "as they call it", "in a book describing": no act of speech of that noun. */
function isNamingOnly(sk: Skeleton, group: VerbGroup, source: Range, lo: number): boolean {
  if (source.last > group.first || group.first !== group.head || group.participle) return false;
  const before = source.first - 1;
  if (before < lo) return false;
  const k = sk.kind[before]!;
  if (lower(sk, before) === 'as') return true;
  return (k === K.VERB || k === K.ADP || k === K.AUX) && lower(sk, group.head).endsWith('ed');
}

/** "called the moment “a display of panic”": the marked words alone; "called him a “good man”" begins at the object. */
function complementQuote(sk: Skeleton, first: number, hi: number): number {
  const end = phraseEnd(sk, first, hi);
  if (end <= first || end >= hi || sk.kind[end] !== K.QUOTED) return first;
  const k = sk.kind[end - 1]!;
  return k === K.DET || k === K.ADJ ? first : end;
}

/** Where the cue's own clause ends: that of a relative or leading clause before the sentence's end. */
function clauseLimit(
  sk: Skeleton,
  source: Range,
  group: VerbGroup,
  lo: number,
  first: number,
  hi: number,
): number {
  // "After saying A, X left": the subject found behind the content closes it.
  if (source.first > first) return source.first - 1;
  return Math.min(subordinateEnd(sk, source, lo, first, hi), relativeEnd(sk, group, lo, first, hi));
}

/** "X, who said A, left" and "X - who said A - left": the content ends where the insertion does. */
function relativeEnd(sk: Skeleton, group: VerbGroup, lo: number, first: number, hi: number): number {
  const { kind } = sk;
  let who = group.first - 1;
  // "which officials said": the pronoun stands before the subject.
  while (
    who > lo &&
    group.first - who < 5 &&
    !RELATIVES.has(lower(sk, who)) &&
    (kind[who] === K.NOUN ||
      kind[who] === K.ADJ ||
      kind[who] === K.PRON ||
      kind[who] === K.DET ||
      kind[who] === K.ADV)
  )
    who--;
  if (who <= lo || !RELATIVES.has(lower(sk, who))) return hi;
  let opener = kind[who - 1]!;
  // "Brandt, the strongman who once said A, left": the apposition's comma.
  if (opener === K.NOUN) {
    const start = phraseStart(sk, who - 1, lo);
    if (start > lo) opener = kind[start - 1]!;
  }
  if (opener !== K.COMMA && opener !== K.DASH) return hi;
  // The sentence has had its verb: nothing is to follow the insertion.
  if (hasFinite(sk, lo, who - 1)) return hi;
  for (let e = first + 1; e + 1 < hi; e++) {
    const pause =
      kind[e] === K.QUOTED &&
      opener === K.COMMA &&
      endsWithComma(sk.doc.text, stretchAt(sk, e)!.start, stretchAt(sk, e)!.end);
    if (kind[e] !== opener && !pause) continue;
    const next = kind[e + 1] === K.ADV ? e + 2 : e + 1;
    if (
      opener === K.DASH ||
      ((kind[next] === K.VERB || kind[next] === K.AUX) && !lower(sk, next).endsWith('ing'))
    )
      return pause ? e + 1 : e;
  }
  return hi;
}

/** "When X said A, Y left": the content of a cue in a leading subordinate clause ends with that clause. */
function subordinateEnd(sk: Skeleton, source: Range, lo: number, first: number, hi: number): number {
  let before = source.first - 1;
  if (before < lo || source.first > first) return hi;
  // "Although in September she said"
  while (
    before > lo &&
    source.first - before < 6 &&
    (sk.kind[before] === K.TIME ||
      sk.kind[before] === K.ADP ||
      sk.kind[before] === K.NOUN ||
      sk.kind[before] === K.DET) &&
    !LEADING.has(lower(sk, before))
  )
    before--;
  const word = lower(sk, before);
  // "Even as X said A, Y left"
  if (before > lo && lower(sk, before - 1) === 'even') before--;
  if (
    !LEADING.has(word) ||
    (before > lo &&
      sk.kind[before - 1] !== K.COMMA &&
      sk.kind[before - 1] !== K.CC &&
      lower(sk, before - 1) !== 'asked')
  )
    return hi;
  for (let e = first + 1; e < hi; e++) {
    const k = sk.kind[e]!;
    if (
      (k === K.COMMA ||
        (k === K.QUOTED && endsWithComma(sk.doc.text, stretchAt(sk, e)!.start, stretchAt(sk, e)!.end))) &&
      e + 1 < hi &&
      startsClause(sk, e + 1, hi) &&
      sk.kind[e + 1] !== K.SC
    )
      return k === K.COMMA ? e : e + 1;
  }
  return hi;
}

function hasVerbBetween(sk: Skeleton, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const k = sk.kind[i]!;
    if (
      k === K.AUX ||
      k === K.QUOTED ||
      (k === K.VERB && !lower(sk, i).endsWith('ing') && !lower(sk, i).endsWith('ed'))
    )
      return true;
  }
  return false;
}

/** "Said X: “...”" at the start of a sentence or after a comma: the source between cue and content. */
function invertedSubject(sk: Skeleton, group: VerbGroup, lo: number, hi: number): Range | null {
  if (group.first !== group.head || !(group.first === lo || sk.kind[group.first - 1] === K.COMMA))
    return null;
  const source = subjectAfter(sk, group.head + 1, hi);
  if (!source || source.last + 1 >= hi) return null;
  const k = sk.kind[source.last]!;
  return (k === K.COMMA || k === K.COLON) && sk.kind[source.last + 1] === K.QUOTED ? source : null;
}

function isConditional(sk: Skeleton, source: Range, lo: number): boolean {
  const before = source.first - 1;
  if (before < lo) return false;
  const word = lower(sk, before);
  return word === 'if' || word === 'whether' || word === 'unless';
}

function participleSource(
  sk: Skeleton,
  group: VerbGroup,
  lo: number,
  hi: number,
  previous: Attribution | null,
): Range | null {
  const { kind } = sk;
  const before = group.first - 1;
  if (before < lo) {
    // "Calling X “Y,” he left": the subject follows the comma.
    return mainSubjectAfter(sk, group.head, hi);
  }
  const word = lower(sk, before);
  if (word === 'without') return null;
  if (word === 'as' && before - 1 >= lo) {
    // "quoted X as saying", "was quoted as saying"
    if (isNominal(kind[before - 1]!)) return { first: phraseStart(sk, before - 1, lo), last: before };
    if (kind[before - 1] === K.VERB) return subjectBefore(sk, verbGroup(sk, before - 1, lo).first, lo);
  }
  if (kind[before] === K.ADP && group.participle && before - lo < LEAD_REACH) {
    const following = mainSubjectAfter(sk, group.head, hi);
    if (following) return following;
  }
  if (kind[before] === K.NOUN && group.participle && ISSUED.has(lower(sk, before))) {
    // "released a statement saying": who released it.
    const issuer = sharedSubject(sk, before, lo);
    if (issuer) return issuer;
  }
  if (kind[before] === K.NOUN && group.participle)
    return { first: chainStart(sk, before, lo), last: before + 1 };
  if (previous?.source && previous.head < group.first && previous.speech) return previous.source;
  return sharedSubject(sk, group.first, lo) ?? leadingName(sk, lo, group.first);
}

/** The name that opens the sentence, where the tagger missed the verb after it. */
function leadingName(sk: Skeleton, lo: number, hi: number): Range | null {
  const end = phraseEnd(sk, lo, hi);
  if (end === lo || tokenAt(sk, end - 1)?.pos !== 'PROPN') return null;
  return { first: lo, last: end };
}

/** "After saying A, X left": the subject of the clause after the comma. */
function mainSubjectAfter(sk: Skeleton, head: number, hi: number): Range | null {
  const { kind } = sk;
  for (let i = head + 1; i + 1 < hi; i++) {
    if ((kind[i] !== K.COMMA && kind[i] !== K.QUOTED) || !startsClause(sk, i + 1, hi)) continue;
    const end = chainEnd(sk, i + 1, hi);
    if (end > i + 1) return { first: i + 1, last: end };
  }
  return null;
}

/** "was told by X that" */
function agentAfter(sk: Skeleton, from: number, to: number): Range | null {
  for (let i = from; i < to && i < from + 8; i++)
    if (lower(sk, i) === 'by') return phraseAfter(sk, i + 1, to);
  return null;
}

function reliabilityOf(syntax: CueSyntax, kind: Opening['kind']): number {
  if (kind === 'prep') return 0.7;
  if (kind === 'colon') return syntax.reliability.get(TAKES.quote) ?? 0.8;
  return syntax.reliability.get(TAKES[kind]) ?? 0;
}

function ruleOf(opening: Opening): Rule {
  if (opening.kind === 'quote') return 'quote-after';
  return opening.kind === 'prep' ? 'noun' : opening.kind;
}

/** "X's claim that ...", "the claim by X that ..." */
function readNoun(sk: Skeleton, segment: Segment, index: number, candidate: Candidate): Attribution | null {
  const { kind } = sk;
  const { head, syntax } = candidate;
  const start = phraseStart(sk, head, segment.first);
  let source: Range | null = null;
  for (let i = head - 1; i >= start; i--) {
    if (kind[i] === K.POSS && i > start) {
      source = { first: start, last: i };
      break;
    }
    if (kind[i] === K.PRON) source = { first: i, last: i + 1 };
  }
  const light = start - 1 >= segment.first ? tokenAt(sk, start - 1) : null;
  if (!source && light && kind[start - 1] === K.VERB && LIGHT.has(light.lemma)) {
    const group = verbGroup(sk, start - 1, segment.first);
    source = subjectBefore(sk, group.first, segment.first) ?? sharedSubject(sk, group.first, segment.first);
  }
  if (!source && start < head && kind[head - 1] === K.NOUN && tokenAt(sk, head - 1)?.capital)
    source = { first: start, last: head };
  if (!source && kind[start] === K.DET && lower(sk, start) !== 'the') return null;
  if (!source) return null;
  const first = head + 1;
  // "her claim that she “never left”": the verb is in the marks.
  const next = chainEnd(sk, first + 1, segment.last);
  const marked = next < segment.last && kind[next] === K.QUOTED;
  if (!marked && !startsClause(sk, first + 1, segment.last)) return null;
  const last = contentEnd(sk, first, segment.last, 'noun-clause');
  if (last <= first + 1) return null;
  return {
    cue: { first: head, last: head + 1 },
    head,
    lemma: syntax.lemma,
    speech: true,
    source,
    contents: [{ first, last }],
    rule: 'cue-noun',
    reliability: syntax.reliability.get(TAKES.that) ?? 0.6,
    segment: index,
  };
}
