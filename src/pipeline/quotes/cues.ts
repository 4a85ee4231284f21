/** Finds attributions in one sentence of the skeleton: cue, source and contents, as ranges of elements. */
import { type CueLexicon, type CueSyntax, TAKES } from '../../lexicons/cues.js';
import { contentAfter, contentEnd, endsWithComma, type Opening } from './content.js';
import { quoteFirst } from './quote-first.js';
import { endsSentence, K, lower, type Segment, type Skeleton, stretchAt, tokenAt } from './skeleton.js';
import { phraseAfter, sharedSubject, subjectAfter, subjectBefore } from './source.js';
import {
  chainEnd,
  isNominal,
  phraseEnd,
  phraseStart,
  type Range,
  startsClause,
  type VerbGroup,
  verbGroup,
} from './syntax.js';

export type Rule =
  | 'quote-first' | 'quote-after' | 'that' | 'clause' | 'wh' | 'noun' | 'inf' | 'clause-first' | 'parenthetical'
  | 'according' | 'cue-noun' | 'colon' | 'headline' | 'view' | 'continuation' | 'earlier-paragraph' | 'later-cue' | 'loose'
  | 'block' | 'back' | 'transcript' | 'nested' | 'signature'; // biome-ignore format: a list

/** One attribution: who (source), the word that tells it (cue), what (contents). */
export interface Attribution {
  readonly cue: Range;
  readonly head: number;
  readonly lemma: string;
  readonly speech: boolean;
  readonly source: Range | null;
  readonly contents: readonly Range[];
  readonly rule: Rule;
  readonly reliability: number;
  readonly segment: number;
  /** The content stands in the next paragraph, after a colon. */
  readonly announces?: boolean;
}

/** Below this share of attributing uses a cue is left alone. */
/** Words that open a clause before the main one. */
const LEADING = new Set([
  'when',
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
const MIN_CLOSING = 0.72;
const RELATIVE = new Set(['who', 'which']);
export const MIN_RELIABILITY = 0.5;

interface Candidate {
  readonly head: number;
  readonly syntax: CueSyntax;
  readonly group: VerbGroup;
  readonly noun: boolean;
}

export function findAttributions(
  sk: Skeleton,
  index: number,
  lexicon: CueLexicon,
  headline: boolean,
): Attribution[] {
  const segment = sk.segments[index]!;
  const candidates = findCandidates(sk, segment, lexicon, headline);
  const accordings = findAccordings(sk, segment, index).concat(findViews(sk, segment, index, lexicon));
  if (candidates.length === 0 && accordings.length === 0 && !hasQuoted(sk, segment)) return [];
  const out: Attribution[] = [];
  // Outer first: an "according to" or a closing "..., X said" holds what stands before it.
  const closed = accordings.concat(findClosing(sk, segment, candidates, index));
  closed.sort((a, b) => a.head - b.head);
  const held: Range[] = [];
  for (const attribution of closed) {
    const range = attribution.contents[0]!;
    out.push(attribution);
    held.push({ first: range.first, last: attribution.cue.last });
    if (attribution.source) held.push(attribution.source);
    for (const content of attribution.contents) held.push(content);
  }
  const usedHeads = new Set(closed.map((a) => a.head));
  const inHeld = (e: number) => held.some((range) => e >= range.first && e < range.last);
  let previous: Attribution | null = null;
  for (let c = 0; c < candidates.length; c++) {
    const candidate = candidates[c]!;
    if (usedHeads.has(candidate.head)) {
      previous = closed.find((a) => a.head === candidate.head) ?? previous;
      continue;
    }
    if (inHeld(candidate.head)) continue;
    if (previous && insideContent(previous, candidate.head) && !isSibling(sk, previous, candidate)) continue;
    const attribution = readForward(sk, segment, index, candidate, previous, headline);
    if (!attribution) continue;
    // A sibling ends the content before it.
    if (previous && insideContent(previous, candidate.head)) shorten(sk, out, previous, attribution);
    out.push(attribution);
    previous = attribution;
  }
  const claimed = out.flatMap((a) => a.contents);
  out.push(...quoteFirst(sk, index, (e) => claimed.some((range) => e >= range.first && e < range.last)));
  out.sort((a, b) => a.head - b.head);
  return cutAtClosings(sk, out);
}

function hasQuoted(sk: Skeleton, segment: Segment): boolean {
  for (let e = segment.first; e < segment.last; e++) if (sk.kind[e] === K.QUOTED) return true;
  return false;
}

/** Contents that run into a later attribution's own words end before them. */
function cutAtClosings(sk: Skeleton, attributions: Attribution[]): Attribution[] {
  return attributions.map((a) => {
    const contents = a.contents.map((range) => {
      let { last } = range;
      for (const b of attributions) {
        if (b === a) continue;
        const start = Math.min(
          b.cue.first,
          b.source && b.source.first > range.first ? b.source.first : b.cue.first,
          ...b.contents.map((x) => x.first).filter((x) => x > range.first),
        );
        if (start > range.first && start < last && b.head > a.head) last = trimEnd(sk, range.first, start);
      }
      return { first: range.first, last };
    });
    return { ...a, contents: contents.filter((range) => range.last > range.first) };
  });
}

function insideContent(a: Attribution, e: number): boolean {
  return a.contents.some((range) => e >= range.first && e < range.last);
}

/** "X said A, adding B" / "X said A and vowed B" / "X said A, but Y said B": the second stands beside the first. */
function isSibling(sk: Skeleton, previous: Attribution, candidate: Candidate): boolean {
  const { kind } = sk;
  const { group } = candidate;
  const before = group.first - 1;
  const content = previous.contents.find(
    (range) => candidate.head >= range.first && candidate.head < range.last,
  );
  if (!content || before <= content.first) return false;
  if (group.participle && (kind[before] === K.COMMA || kind[before] === K.DASH || kind[before] === K.QUOTED))
    return true;
  if (kind[before] === K.CC && !group.infinitive && group.modal === false) {
    // "said A and vowed B": same tense as the first cue.
    const word = lower(sk, group.first);
    return isPast(sk, group.first) === isPast(sk, previous.head) && !word.endsWith('ing');
  }
  const subject = subjectBefore(sk, group.first, content.first);
  if (!subject || subject.first - 1 <= content.first) return false;
  let b = subject.first - 1;
  if (kind[b] === K.ADP || kind[b] === K.SC) {
    const word = lower(sk, b);
    if (word === 'while' || word === 'whereas' || word === 'though' || word === 'although')
      return kind[b - 1] === K.COMMA;
    return false;
  }
  if (kind[b] === K.CC) {
    b--;
    return kind[b] === K.COMMA || kind[b] === K.QUOTED || kind[b] === K.SEMI;
  }
  return kind[b] === K.SEMI || kind[b] === K.DASH;
}

function isPast(sk: Skeleton, e: number): boolean {
  const word = lower(sk, e);
  const token = tokenAt(sk, e);
  return (
    word.endsWith('ed') ||
    (token !== null && token.lemma !== word && !word.endsWith('s') && !word.endsWith('ing'))
  );
}

function shorten(sk: Skeleton, out: Attribution[], previous: Attribution, next: Attribution): void {
  const at = out.indexOf(previous);
  if (at < 0) return;
  const stop =
    next.source && next.source.first > previous.head
      ? Math.min(next.source.first, next.cue.first)
      : next.cue.first;
  const contents = previous.contents
    .map((range) =>
      range.first < stop && stop < range.last
        ? { first: range.first, last: trimEnd(sk, range.first, stop) }
        : range,
    )
    .filter((range) => range.last > range.first);
  out[at] = { ...previous, contents };
}

/** Leaves off commas, conjunctions and the like at the end. */
export function trimEnd(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  let end = last;
  while (end > first) {
    const k = kind[end - 1]!;
    const word = lower(sk, end - 1);
    if (
      k === K.COMMA ||
      k === K.CC ||
      k === K.SEMI ||
      k === K.DASH ||
      k === K.COLON ||
      k === K.END ||
      word === 'while' ||
      word === 'as' ||
      word === 'whereas'
    )
      end--;
    else break;
  }
  return end;
}

function findCandidates(sk: Skeleton, segment: Segment, lexicon: CueLexicon, headline: boolean): Candidate[] {
  const out: Candidate[] = [];
  const { kind } = sk;
  for (let e = segment.first; e < segment.last; e++) {
    const token = tokenAt(sk, e);
    if (!token) continue;
    const k = kind[e]!;
    if (k === K.VERB) {
      const syntax = lexicon.verbs.get(token.lemma);
      if (!syntax) {
        continue;
      }
      // "the accused", "a reported 300"
      if (e > segment.first && kind[e - 1] === K.DET && !headline) continue;
      if (
        e + 1 < segment.last &&
        e > segment.first &&
        kind[e + 1] === K.NOUN &&
        (kind[e - 1] === K.ADJ || kind[e - 1] === K.POSS) &&
        !token.lower.endsWith('s')
      )
        continue;
      out.push({ head: e, syntax, group: verbGroup(sk, e, segment.first), noun: false });
    } else if (k === K.NOUN || k === K.ADJ) {
      const lemma = token.capital && !headline ? undefined : lexicon.thirdPerson.get(token.lower);
      const verb = lemma === undefined ? undefined : lexicon.verbs.get(lemma);
      if (verb && e > segment.first && readsAsVerb(sk, segment, e, headline, verb)) {
        out.push({ head: e, syntax: verb, group: verbGroup(sk, e, segment.first), noun: false });
        continue;
      }
      const plain = lexicon.verbs.get(token.lower);
      if (plain && (closesPlural(sk, segment, e) || pluralThat(sk, segment, e))) {
        out.push({ head: e, syntax: plain, group: verbGroup(sk, e, segment.first), noun: false });
        continue;
      }
      const noun = lexicon.nouns.get(token.lemma);
      if (noun && e + 1 < segment.last && lower(sk, e + 1) === 'that') {
        out.push({ head: e, syntax: noun, group: plainGroup(e), noun: true });
      }
    }
  }
  return out;
}

function plainGroup(e: number): VerbGroup {
  return {
    first: e,
    head: e,
    passive: false,
    negated: false,
    infinitive: false,
    participle: false,
    modal: false,
  };
}

/** "KCNA reports that": tagged as a noun, but a verb by its place. */
function readsAsVerb(
  sk: Skeleton,
  segment: Segment,
  e: number,
  headline: boolean,
  syntax: CueSyntax,
): boolean {
  const { kind } = sk;
  const before = tokenAt(sk, e - 1);
  if (!before) return false;
  if (kind[e - 1] === K.POSS || (kind[e - 1] === K.DET && !RELATIVE.has(before.lower))) return false;
  if (RELATIVE.has(before.lower)) return true;
  const next = e + 1 < segment.last ? lower(sk, e + 1) : '';
  if (next === 'of' || next === 'against' || next === 'by') return false;
  const nominal =
    kind[e - 1] === K.PRON || before.pos === 'PROPN' || kind[e - 1] === K.NOUN || kind[e - 1] === K.ADV;
  if (!nominal) return false;
  if (headline) return before.pos === 'PROPN' || before.pos === 'PRON' || next === 'that';
  if (kind[e - 1] === K.PRON) return !before.lower.endsWith('s');
  if (next === 'that' && (before.pos === 'PROPN' || kind[e - 1] === K.ADV)) return true;
  if (
    next === 'that' &&
    kind[e - 1] === K.NOUN &&
    kind[e + 2] !== K.VERB &&
    kind[e + 2] !== K.AUX &&
    !hasFinite(sk, segment.first, e)
  )
    return true;
  const quotedNext =
    e + 1 < segment.last &&
    (kind[e + 1] === K.QUOTED || (kind[e + 1] === K.COMMA && kind[e + 2] === K.QUOTED));
  if (quotedNext && !hasFinite(sk, segment.first, e)) return true;
  if ((syntax.takes & (TAKES.clause | TAKES.quote)) === 0) return false;
  const atEnd = e + 1 >= segment.last || kind[e + 1] === K.END || kind[e + 1] === K.COMMA;
  if (atEnd) {
    const subject = subjectBefore(sk, e, segment.first);
    return (
      subject !== null &&
      subject.first - 1 > segment.first &&
      (kind[subject.first - 1] === K.COMMA || kind[subject.first - 1] === K.QUOTED)
    );
  }
  return before.pos === 'PROPN' && startsClause(sk, e + 1, segment.last) && !hasFinite(sk, segment.first, e);
}

/** "Experts note that", "leaders point out that": the base form tagged as a noun. */
function pluralThat(sk: Skeleton, segment: Segment, e: number): boolean {
  const next = lower(sk, e + 1) === 'out' ? e + 2 : e + 1;
  if (e <= segment.first || next >= segment.last || lower(sk, next) !== 'that') return false;
  const before = tokenAt(sk, e - 1);
  return before !== null && (before.lower === 'they' || before.lower === 'we' || (sk.kind[e - 1] === K.NOUN && before.lower.endsWith('s') && before.lower !== tokenAt(sk, e)!.lower));
}

/** "..., experts note.": a plural subject's verb tagged as a noun. */
function closesPlural(sk: Skeleton, segment: Segment, e: number): boolean {
  const { kind } = sk;
  if (e - 2 < segment.first || (e + 1 < segment.last && kind[e + 1] !== K.END && kind[e + 1] !== K.COMMA))
    return false;
  const before = tokenAt(sk, e - 1);
  if (before?.pos !== 'NOUN' || !before.lower.endsWith('s')) return false;
  const start = phraseStart(sk, e - 1, segment.first);
  return start > segment.first && (kind[start - 1] === K.COMMA || kind[start - 1] === K.QUOTED);
}

function hasFinite(sk: Skeleton, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const k = sk.kind[i]!;
    if (k === K.VERB || k === K.AUX || k === K.QUOTED) return true;
  }
  return false;
}

/** "According to X, ..." and "..., according to X". */
function findAccordings(sk: Skeleton, segment: Segment, index: number): Attribution[] {
  const out: Attribution[] = [];
  const { kind } = sk;
  for (let e = segment.first; e + 2 < segment.last; e++) {
    if (lower(sk, e) !== 'according' || lower(sk, e + 1) !== 'to') continue;
    const source = phraseAfter(sk, e + 2, segment.last);
    if (!source) continue;
    const lead = e - segment.first <= 1 || !startsClause(sk, segment.first, e) || kind[e - 1] === K.CC;
    let contents: Range[];
    if (lead) {
      const from = afterSource(sk, source.last, segment.last);
      if (from >= segment.last) continue;
      contents = [{ first: from, last: contentEnd(sk, from, segment.last, 'clause') }];
      if (e - segment.first > 1 && kind[e - 1] === K.COMMA && kind[from - 1] === K.COMMA) {
        const first = skipLead(sk, segment.first, e - 1);
        if (first < e - 1) contents.unshift({ first, last: e - 1 });
      }
    } else {
      let first = skipLead(sk, segment.first, e);
      first = clauseBefore(sk, first, e);
      contents = [{ first, last: trimEnd(sk, first, e) }];
      // "A, according to X, B": the sentence goes on.
      const next = afterSource(sk, source.last, segment.last);
      if (kind[e - 1] === K.COMMA && next < segment.last && kind[next - 1] === K.COMMA && (kind[next] === K.VERB || kind[next] === K.AUX)) {
        contents.push({ first: next, last: contentEnd(sk, next, segment.last, 'clause') });
      }
    }
    contents = contents.filter((range) => range.last > range.first);
    if (contents.length === 0) continue;
    out.push({
      cue: { first: e, last: e + 2 },
      head: e,
      lemma: 'according to',
      speech: true,
      source,
      contents,
      rule: 'according',
      reliability: 0.93,
      segment: index,
    });
  }
  return out;
}

/** "In his opinion, ...", "in the words of X, ...": the possessor is the source. */
function findViews(sk: Skeleton, segment: Segment, index: number, lexicon: CueLexicon): Attribution[] {
  const { kind } = sk;
  const e = segment.first;
  if (lower(sk, e) !== 'in') return [];
  for (let i = e + 1; i < segment.last && i < e + 10; i++) {
    if (!lexicon.views.has(lower(sk, i)) || kind[i] !== K.NOUN) continue;
    let source: Range | null = null;
    let comma = i + 1;
    if (kind[i - 1] === K.PRON) source = { first: i - 1, last: i };
    else if (kind[i - 1] === K.POSS) source = { first: e + 1, last: i - 1 };
    else if (lower(sk, i + 1) === 'of') {
      source = phraseAfter(sk, i + 2, segment.last);
      comma = source?.last ?? comma;
    }
    if (!source || kind[comma] !== K.COMMA || comma + 1 >= segment.last) return [];
    return [
      {
        cue: { first: i, last: i + 1 },
        head: i,
        lemma: lower(sk, i),
        speech: true,
        source,
        contents: [{ first: comma + 1, last: contentEnd(sk, comma + 1, segment.last, 'clause') }],
        rule: 'view',
        reliability: 0.8,
        segment: index,
      },
    ];
  }
  return [];
}

/** After a source: past an apposition and the comma or colon. */
function afterSource(sk: Skeleton, i: number, hi: number): number {
  const { kind } = sk;
  let j = i;
  for (let steps = 0; j < hi && steps < LONGEST_TAIL; steps++, j++) {
    const k = kind[j]!;
    if (k === K.COMMA || k === K.COLON) {
      // An apposition: "according to X, a spokesman for Y, ..."
      if (
        k === K.COMMA &&
        j + 1 < hi &&
        (kind[j + 1] === K.DET || lower(sk, j + 1) === 'who' || lower(sk, j + 1) === 'which')
      ) {
        const end = chainEnd(sk, j + 1, hi);
        if (kind[j + 1] === K.DET && end < hi && kind[end] === K.COMMA && startsClause(sk, end + 1, hi)) {
          j = end - 1;
          continue;
        }
      }
      return j + 1;
    }
    if (k === K.END || k === K.SEMI) return hi;
    if (k === K.QUOTED) return j;
  }
  return j < hi && kind[j] !== K.END ? j : hi;
}

const LONGEST_TAIL = 30;

/** Passes conjunctions and adverbs with a comma at the start of a sentence. */
function skipLead(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  let i = first;
  while (
    i < last &&
    (kind[i] === K.CC ||
      kind[i] === K.COMMA ||
      kind[i] === K.MARK ||
      kind[i] === K.DASH ||
      kind[i] === K.HYPHEN)
  )
    i++;
  return i;
}

/** Where a content that runs up to `e` begins: after a semicolon or ", but" in the sentence, else at its start. */
function clauseBefore(sk: Skeleton, first: number, e: number): number {
  const { kind } = sk;
  for (let i = e - 1; i > first; i--) {
    if (kind[i] === K.SEMI) return i + 1;
    if (
      kind[i] === K.CC &&
      kind[i - 1] === K.COMMA &&
      startsClause(sk, i + 1, e) &&
      startsClause(sk, first, i - 1)
    )
      return i + 1;
  }
  return first;
}

/** Closing and parenthetical attributions: the content, or its first part, stands before the source. */
function findClosing(
  sk: Skeleton,
  segment: Segment,
  candidates: readonly Candidate[],
  index: number,
): Attribution[] {
  const out: Attribution[] = [];
  let from = segment.first;
  for (const candidate of candidates) {
    if (candidate.noun || candidate.group.infinitive || candidate.head < from) continue;
    const attribution = readBackward(sk, segment, index, candidate, from);
    if (!attribution) continue;
    out.push(attribution);
    from = Math.max(
      attribution.cue.last,
      attribution.source?.last ?? 0,
      ...attribution.contents.map((range) => range.last),
    );
  }
  return out;
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
    group.first === head;
  const afterMarks = inverted && (kind[left] === K.QUOTED || (left > from && kind[left - 1] === K.QUOTED));
  if (inverted) source = subjectAfter(sk, head + 1, hi, afterMarks);
  if (source) {
    // "..., said X" but not "..., added X dollars": what is before must be a clause or marked words.
    before = left;
    if (kind[left] === K.COMMA && (group.participle || !startsClause(sk, from, left) || !syntax.speech))
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
  if (group.passive && !quoteBefore) return null;
  if (group.negated && !quoteBefore) return null;
  let first = skipLead(sk, from, contentLast);
  if (first >= contentLast) return null;
  if (!quoteBefore) {
    // "In July, X said": an adjunct is no content.
    const goesOn = opening?.afterComma && continues(sk, opening);
    if (!goesOn && !hasFinite(sk, first, contentLast)) return null;
    if (opening?.afterComma && !goesOn && isSubordinate(sk, first)) return null;
    if (!opening && isSubordinate(sk, first) && !hasMainClause(sk, first, contentLast)) return null;
  } else {
    first = widenToQuote(sk, first, contentLast);
  }
  const contents: Range[] = [{ first, last: trimEnd(sk, first, contentLast) }];
  let rule: Rule = quoteBefore ? 'quote-first' : 'clause-first';
  if (
    opening?.afterComma ||
    (opening && quoteBefore && (opening.kind === 'quote' || opening.kind === 'colon'))
  ) {
    const goesOn = opening.kind !== 'clause' || !quoteBefore || kind[opening.first] === K.AUX || isFiniteVerb(sk, opening.first);
    if (goesOn) {
      const last = contentEnd(sk, opening.first, hi, opening.kind);
      if (last > opening.first) contents.push({ first: opening.first, last });
      if (!quoteBefore) rule = 'parenthetical';
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
    if (k === K.ADV || k === K.TIME) e++;
    else if (k === K.ADP) {
      const end = chainEnd(sk, e + 1, hi);
      e = end > e + 1 ? end : e + 1;
    } else if (syntax.addressee && (isNominal(k) || k === K.DET || k === K.ADJ)) {
      const end = chainEnd(sk, e, hi);
      if (end === e) return false;
      e = end;
    } else return false;
  }
  return true;
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

function isSubordinate(sk: Skeleton, first: number): boolean {
  return (
    SUBORDINATORS.has(lower(sk, first)) ||
    sk.kind[first] === K.TIME ||
    (sk.kind[first] === K.VERB && !tokenIsNoun(sk, first))
  );
}

function tokenIsNoun(sk: Skeleton, e: number): boolean {
  return tokenAt(sk, e)?.pos === 'NOUN';
}

/** After a leading subordinate clause and its comma another clause follows. */
function hasMainClause(sk: Skeleton, first: number, last: number): boolean {
  for (let i = first; i < last; i++) if (sk.kind[i] === K.COMMA && startsClause(sk, i + 1, last)) return true;
  return false;
}

/** Source, cue, content in this order, and cues that share an earlier subject. */
function readForward(
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
  const reliability = reliabilityOf(syntax, opening.kind);
  let penalty = 1;
  let source: Range | null = null;
  const before = group.first - 1;
  if (group.passive) {
    if (opening.kind === 'noun' || opening.kind === 'inf') return null;
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
  if (group.negated) penalty *= opening.kind === 'quote' ? 0.9 : 0.7;
  if (group.modal) penalty *= opening.kind === 'quote' ? 0.9 : 0.75;
  if (headline) penalty = Math.max(penalty, 0.9);
  if (source && isConditional(sk, source, lo)) penalty *= 0.7;
  if (reliability * penalty < MIN_RELIABILITY) return null;
  if (opening.kind === 'noun' || opening.kind === 'inf') {
    if (!source || isNamingOnly(sk, group, source, lo)) return null;
  }
  const first = opening.kind === 'noun' ? complementQuote(sk, opening.first, hi) : opening.first;
  const stop = source && !announces ? subordinateEnd(sk, source, lo, first, hi) : hi;
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

/** "When X said A, Y left": the content of a cue in a leading subordinate clause ends with that clause. */
function subordinateEnd(sk: Skeleton, source: Range, lo: number, first: number, hi: number): number {
  const before = source.first - 1;
  if (before < lo || source.first > first) return hi;
  const word = lower(sk, before);
  if (!LEADING.has(word) || (before > lo && sk.kind[before - 1] !== K.COMMA && sk.kind[before - 1] !== K.CC))
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
  if (word === 'as' && before - 1 >= lo) {
    // "quoted X as saying", "was quoted as saying"
    if (isNominal(kind[before - 1]!)) return { first: phraseStart(sk, before - 1, lo), last: before };
    if (kind[before - 1] === K.VERB) return subjectBefore(sk, verbGroup(sk, before - 1, lo).first, lo);
  }
  if (kind[before] === K.ADP && group.participle && before - lo < LEAD_REACH) {
    const following = mainSubjectAfter(sk, group.head, hi);
    if (following) return following;
  }
  if (kind[before] === K.NOUN && group.participle)
    return { first: phraseStart(sk, before, lo), last: before + 1 };
  if (previous?.source && previous.head < group.first && previous.speech) return previous.source;
  return sharedSubject(sk, group.first, lo);
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
  if (!startsClause(sk, first + 1, segment.last) && kind[first + 1] !== K.QUOTED) return null;
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
