/** Words of a sentence that may be cues, in their sense as verb or noun. */
import { type CueLexicon, type CueSyntax, TAKES } from '../../lexicons/cues.js';
import { K, lower, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { subjectBefore } from './source.js';
import { hasFinite, phraseStart, startsClause, type VerbGroup, verbGroup } from './syntax.js';
import { WORD } from './words.js';

export interface Candidate {
  readonly head: number;
  readonly syntax: CueSyntax;
  readonly group: VerbGroup;
  readonly noun: boolean;
}

export function findCandidates(
  sk: Skeleton,
  segment: Segment,
  lexicon: CueLexicon,
  headline: boolean,
): Candidate[] {
  const out: Candidate[] = [];
  const { kind, word } = sk;
  for (let e = segment.first; e < segment.last; e++) {
    if ((word[e]! & WORD.cue) === 0) continue;
    const token = tokenAt(sk, e)!;
    const k = kind[e]!;
    if (k === K.VERB) {
      const syntax = lexicon.verbs.get(token.lemma) ?? lexicon.verbs.get(lexicon.past.get(token.lower) ?? '');
      if (!syntax) continue;
      // "the accused", "a reported 300"
      if (e > segment.first && kind[e - 1] === K.DET && !headline) continue;
      if (
        e + 1 < segment.last &&
        e > segment.first &&
        kind[e + 1] === K.NOUN &&
        (kind[e - 1] === K.ADJ || kind[e - 1] === K.POSS) &&
        (token.lower.endsWith('ed') || token.lower.endsWith('ing'))
      )
        continue;
      out.push({ head: e, syntax, group: verbGroup(sk, e, segment.first), noun: false });
    } else {
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
  if (next === 'that' && (kind[e + 2] === K.VERB || kind[e + 2] === K.AUX)) return false;
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
  return (
    before !== null &&
    (before.lower === 'they' ||
      before.lower === 'we' ||
      (sk.kind[e - 1] === K.NOUN && before.lower.endsWith('s') && before.lower !== tokenAt(sk, e)!.lower))
  );
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

const RELATIVE = new Set(['who', 'which']);
