/** Attributions whose content, or its first part, stands before the source: "..., X said", "..., X said, ...". */
import { type CueSyntax, TAKES } from '../../lexicons/cues.js';
import { skipLead } from './according.js';
import type { Attribution, Rule } from './attribution.js';
import { contentEnd } from './bounds.js';
import type { Candidate } from './candidates.js';
import { contentAfter, type Opening } from './content.js';
import { endsSentence, K, lower, type Segment, type Skeleton, stretchAt, tokenAt } from './skeleton.js';
import { subjectAfter, subjectBefore } from './source.js';
import { chainEnd, hasFinite, isNominal, type Range, startsClause, trimEnd } from './syntax.js';

const MIN_CLOSING = 0.72;

/** Adds closing and parenthetical attributions to `out`: the content, or its first part, stands before the source. */
export function findClosing(
  sk: Skeleton,
  segment: Segment,
  candidates: readonly Candidate[],
  index: number,
  out: Attribution[],
): void {
  let from = segment.first;
  for (const candidate of candidates) {
    if (candidate.noun || candidate.group.infinitive || candidate.head < from) continue;
    const attribution = readBackward(sk, segment, index, candidate, from);
    if (!attribution) continue;
    out.push(attribution);
    from = Math.max(attribution.cue.last, attribution.source?.last ?? 0);
    for (const { last } of attribution.contents) from = Math.max(from, last);
  }
}

function readBackward(
  sk: Skeleton,
  segment: Segment,
  index: number,
  candidate: Candidate,
  from: number,
): Attribution | null {
  const { kind } = sk;
  const { syntax, group, head } = candidate;
  if (!syntax.left) return null;
  const hi = segment.last;
  // Inverted: content, cue, source.
  let source: Range | null = null;
  let before: number;
  const left = group.first - 1;
  const inverted =
    left >= from &&
    (kind[left] === K.QUOTED || kind[left] === K.COMMA || kind[left] === K.DASH) &&
    group.first === head &&
    // "told X": what follows is the person spoken to.
    (!syntax.addressee || syntax.lemma === 'ask');
  const afterMarks = inverted && (kind[left] === K.QUOTED || (left > from && kind[left - 1] === K.QUOTED));
  if (inverted) source = subjectAfter(sk, head + 1, hi, afterMarks);
  // "he, once again, promised a “revolution”": nobody is that.
  if (source && kind[source.last - 1] === K.QUOTED) source = null;
  if (source) {
    // "..., said X" but not "..., added X dollars": what is before must be a clause or marked words.
    before = left;
    if (kind[left] === K.COMMA && (group.participle || !syntax.speech)) return null;
    if (
      kind[left] === K.COMMA &&
      !afterMarks &&
      !startsClause(sk, from, left) &&
      !isGerundSubject(sk, from, left) &&
      !hasMarks(sk, from, left) &&
      !(isReporting(syntax) && contentAfter(sk, syntax, source.last, hi, true)?.kind === 'clause')
    )
      return null;
    if (group.participle) return null;
  } else {
    if (group.participle) return null;
    source = subjectBefore(sk, group.first, from);
    if (!source || source.first <= from) return null;
    const tail = lower(sk, source.last - 1);
    if (
      tail === 'who' ||
      tail === 'which' ||
      (tail === 'that' && source.last - source.first > 0 && kind[source.last - 1] !== K.DET)
    )
      return null;
    // "A, a point Brandt admitted": what is admitted, not who does.
    if (isRelativeObject(sk, source)) return null;
    before = source.first - 1;
  }
  if (before < from) return null;
  let k = kind[before]!;
  let end = before;
  if ((k === K.SC || k === K.ADP) && lower(sk, before) === 'as' && before > from) {
    // "..., as X put it,"
    end = before - 1;
    k = kind[end]!;
  }
  if (k === K.CC && before - 1 >= from && kind[before - 1] === K.QUOTED) return null;
  if (k !== K.COMMA && k !== K.QUOTED && k !== K.DASH) return null;
  if (k === K.QUOTED && endsSentence(sk.doc.text, stretchAt(sk, end)!) && before !== end) return null;
  const contentLast = k === K.QUOTED ? end + 1 : end;
  // What follows the cue: nothing, an adjunct, or the rest of the content after a comma.
  const opening = contentAfter(
    sk,
    candidate.syntax,
    source.first > head ? source.last : head + 1,
    hi,
    source.first > head,
  );
  // "..., where, neighbours say, six people died": what follows alone is the content.
  if (opening && k === K.COMMA && contentLast - 1 >= from && OPENERS.has(lower(sk, contentLast - 1)))
    return null;
  const quoteBefore =
    kind[contentLast - 1] === K.QUOTED ||
    (kind[contentLast - 1] === K.COMMA && kind[contentLast - 2] === K.QUOTED);
  if (
    opening &&
    !opening.afterComma &&
    opening.kind !== 'noun' &&
    !(quoteBefore && opening.kind !== 'that' && opening.kind !== 'quote' && opening.kind !== 'colon')
  ) {
    if (!(quoteBefore && k === K.QUOTED)) return null;
  }
  if (
    !quoteBefore &&
    (!tellsClauses(syntax) ||
      (!opening && !closes(sk, source.first > head ? source.last : head + 1, hi, syntax)))
  )
    return null;
  // "Although X spoke of “A,” Y said B": the main clause is behind the marks.
  let first = skipLead(sk, from, contentLast);
  if (quoteBefore && opening?.kind === 'clause' && !opening.afterComma && SUBORDINATORS.has(lower(sk, first)))
    return null;
  if (group.passive && !quoteBefore) return null;
  if (group.negated && !quoteBefore) return null;
  if (first >= contentLast) return null;
  if (!quoteBefore) {
    // "In July, X said": an adjunct is no content.
    const goesOn = opening?.afterComma && opening.kind !== 'that' && continues(sk, opening);
    if (!goesOn && !hasFinite(sk, first, contentLast)) return null;
    if (opening?.afterComma && !goesOn && isSubordinate(sk, first, contentLast)) return null;
    if (!opening && isSubordinate(sk, first, contentLast) && !hasMainClause(sk, first, contentLast))
      return null;
  } else {
    first = widenToQuote(sk, first, contentLast);
  }
  const contents: Range[] = [{ first, last: trimEnd(sk, first, contentLast) }];
  let rule: Rule = quoteBefore ? 'quote-first' : 'clause-first';
  if (
    opening?.afterComma ||
    (opening && quoteBefore && (opening.kind === 'quote' || opening.kind === 'colon'))
  ) {
    const goesOn =
      opening.kind !== 'clause' ||
      !quoteBefore ||
      kind[opening.first] === K.AUX ||
      isFiniteVerb(sk, opening.first);
    if (goesOn) {
      const last = contentEnd(sk, opening.first, hi, opening.kind);
      if (last > opening.first) contents.push({ first: opening.first, last });
      if (!quoteBefore) rule = 'parenthetical';
    }
  }
  if (!opening && !quoteBefore) {
    const more = conjoined(sk, head + 1, hi);
    if (more >= 0 && source.first < head) {
      contents.push({ first: more, last: contentEnd(sk, more, hi, 'clause') });
      rule = 'parenthetical';
    }
  }
  return {
    cue: { first: group.first > left && inverted ? head : group.first, last: head + 1 },
    head,
    lemma: syntax.lemma,
    speech: syntax.speech,
    source,
    contents: contents.filter((range) => range.last > range.first),
    rule,
    reliability: 0.95,
    segment: index,
  };
}

/** "a point Ada Roe", "something she": a thing, and the subject of the relative clause behind it. */
function isRelativeObject(sk: Skeleton, { first, last }: Range): boolean {
  for (let e = first; e + 1 < last; e++) {
    if (!TOLD_THINGS.has(lower(sk, e))) continue;
    if (sk.kind[e + 1] === K.PRON || tokenAt(sk, e + 1)?.pos === 'PROPN') return true;
  }
  return false;
}

const TOLD_THINGS = new Set([
  'point', 'fact', 'claim', 'view', 'charge', 'accusation', 'allegation', 'figure', 'idea', 'argument', 'notion', 'line', 'term', 'phrase',
  'word', 'theme', 'sentiment', 'something', 'assertion', 'contention', 'criticism', 'complaint', 'lesson', 'detail', 'number', 'account',
]); // biome-ignore format: a list

/** "A, he says, because B": the second part begins with its conjunction; -1 when there is none. */
function conjoined(sk: Skeleton, from: number, hi: number): number {
  if (sk.kind[from] !== K.COMMA || from + 2 >= hi) return -1;
  const word = lower(sk, from + 1);
  return word === 'because' || word === 'but' || word === 'although' || word === 'so' || word === 'and'
    ? from + 1
    : -1;
}

/** The content goes on after a parenthetical cue: not where marked words begin a sentence of their own. */
function continues(sk: Skeleton, opening: Opening): boolean {
  if (opening.kind !== 'quote') return true;
  const c = sk.doc.text.charCodeAt(stretchAt(sk, opening.first)?.start ?? 0);
  return !(c >= 65 && c <= 90);
}

/** "“The plan,” she said, failed": the verb that the marked words were the subject of. */
function isFiniteVerb(sk: Skeleton, e: number): boolean {
  const word = lower(sk, e);
  return sk.kind[e] === K.VERB && !word.endsWith('ing') && !word.endsWith('ed');
}

/** After a closing cue nothing follows but adjuncts and, where it takes one, an addressee. */
function closes(sk: Skeleton, i: number, hi: number, syntax: CueSyntax): boolean {
  const { kind } = sk;
  let e = i;
  for (let steps = 0; e < hi && steps < 8; steps++) {
    const k = kind[e]!;
    if (
      k === K.END ||
      k === K.COMMA ||
      k === K.CC ||
      k === K.SC ||
      k === K.SEMI ||
      k === K.DASH ||
      k === K.MARK ||
      k === K.CLOSE
    )
      return true;
    if (k === K.PRON && (lower(sk, e) === 'who' || lower(sk, e) === 'which')) return true;
    if (k === K.ADV || k === K.TIME) e++;
    else if (k === K.ADP) {
      const end = chainEnd(sk, e + 1, hi);
      e = Math.max(end, e + 1);
    } else if (syntax.addressee && (isNominal(k) || k === K.DET || k === K.ADJ)) {
      const end = chainEnd(sk, e, hi);
      if (end === e) return false;
      e = end;
    } else return false;
  }
  return true;
}

function hasMarks(sk: Skeleton, from: number, to: number): boolean {
  for (let e = from; e < to; e++) if (sk.kind[e] === K.QUOTED) return true;
  return false;
}

function isReporting(syntax: CueSyntax): boolean {
  return (syntax.reliability.get(TAKES.clause) ?? 0) >= 0.9;
}

/** Only a cue that commonly takes a clause can close one ("the plan failed, officials said"). */
function tellsClauses(syntax: CueSyntax): boolean {
  return (
    Math.max(syntax.reliability.get(TAKES.that) ?? 0, syntax.reliability.get(TAKES.clause) ?? 0) >=
    MIN_CLOSING
  );
}

/** Marked words at the end of a longer stretch: the content is the clause around them, or they alone. */
function widenToQuote(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  let q = last - 1;
  if (kind[q] === K.COMMA) q--;
  if (q <= first) return first;
  // "X left. He was, “A,” he said": a clause before the marks belongs to the content unless another cue is in it.
  if (kind[q - 1] === K.DASH) return q;
  for (let i = q - 1; i >= first; i--) {
    if (kind[i] === K.SEMI || kind[i] === K.COLON) return i + 1;
  }
  return first;
}

const OPENERS = new Set(['where', 'which', 'that', 'who', 'because', 'when', 'whose', 'as', 'if']);
const SUBORDINATORS = new Set([
  'when',
  'if',
  'while',
  'as',
  'after',
  'before',
  'although',
  'though',
  'because',
  'since',
  'until',
  'once',
  'asked',
  'whenever',
  'even',
  'for',
  'in',
  'during',
  'at',
  'on',
  'with',
  'by',
]);

/** What begins at `first` and ends before the comma at `last` or earlier is no clause that can stand alone. */
function isSubordinate(sk: Skeleton, first: number, last: number): boolean {
  return (
    SUBORDINATORS.has(lower(sk, first)) ||
    sk.kind[first] === K.TIME ||
    (sk.kind[first] === K.VERB && !tokenIsNoun(sk, first) && !isGerundSubject(sk, first, last))
  );
}

/** "Finding the wreck is not easy": a form in -ing that is the subject of what follows without a comma. */
function isGerundSubject(sk: Skeleton, first: number, last: number): boolean {
  if (!lower(sk, first).endsWith('ing')) return false;
  for (let e = first + 1; e < last; e++) if (sk.kind[e] === K.COMMA) return false;
  return hasFinite(sk, first + 1, last);
}

function tokenIsNoun(sk: Skeleton, e: number): boolean {
  return tokenAt(sk, e)?.pos === 'NOUN';
}

/** After a leading subordinate clause and its comma another clause follows. */
function hasMainClause(sk: Skeleton, first: number, last: number): boolean {
  for (let i = first; i < last; i++) if (sk.kind[i] === K.COMMA && startsClause(sk, i + 1, last)) return true;
  return false;
}
