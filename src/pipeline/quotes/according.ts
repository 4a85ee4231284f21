/** "According to X, ..." in any place, and "in his opinion, ...". */
import type { CueLexicon } from '../../lexicons/cues.js';
import type { Attribution } from './attribution.js';
import { contentEnd } from './bounds.js';
import { K, lower, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { phraseAfter } from './source.js';
import { chainEnd, hasFinite, type Range, startsClause, trimEnd } from './syntax.js';
import { WORD } from './words.js';

/** "According to X, ..." and "..., according to X". */
export function findAccordings(sk: Skeleton, segment: Segment, index: number): Attribution[] {
  const out: Attribution[] = [];
  const { kind } = sk;
  for (let e = segment.first; e + 2 < segment.last; e++) {
    if (lower(sk, e) !== 'according' || lower(sk, e + 1) !== 'to') continue;
    const source = phraseAfter(sk, e + 2, segment.last) ?? upToPause(sk, e + 2, segment.last);
    if (!source || (source.last - source.first < 3 && NO_SOURCE.has(lower(sk, source.last - 1)))) continue;
    const lead = e - segment.first <= 1 || !hasFinite(sk, segment.first, e) || kind[e - 1] === K.CC;
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
      if (
        kind[e - 1] === K.COMMA &&
        next < segment.last &&
        kind[next - 1] === K.COMMA &&
        (kind[next] === K.VERB || kind[next] === K.AUX)
      ) {
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
export function findView(
  sk: Skeleton,
  segment: Segment,
  index: number,
  lexicon: CueLexicon,
): Attribution | null {
  const { kind } = sk;
  const e = segment.first;
  if ((sk.word[e]! & WORD.in) === 0) return null;
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
    if (!source || kind[comma] !== K.COMMA || comma + 1 >= segment.last) return null;
    return {
      cue: { first: i, last: i + 1 },
      head: i,
      lemma: lower(sk, i),
      speech: true,
      source,
      contents: [{ first: comma + 1, last: contentEnd(sk, comma + 1, segment.last, 'clause') }],
      rule: 'view',
      reliability: 0.8,
      segment: index,
    };
  }
  return null;
}

/** "according to state law": words the tagger did not take for a noun phrase, up to the next pause. */
function upToPause(sk: Skeleton, first: number, hi: number): Range | null {
  let e = first;
  while (
    e < hi &&
    e - first < SHORT_SOURCE &&
    sk.kind[e] !== K.COMMA &&
    sk.kind[e] !== K.END &&
    sk.kind[e] !== K.CLOSE &&
    sk.kind[e] !== K.QUOTED
  )
    e++;
  return e > first && e - first < SHORT_SOURCE ? { first, last: e } : null;
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
const SHORT_SOURCE = 8;
const LONGEST_DATELINE = 16;
const SHOUTED = /^\p{Lu}[\p{Lu}.]{2,}$/u;
/** "according to plan" names no source. */
const NO_SOURCE = new Set([
  'plan',
  'plans',
  'schedule',
  'form',
  'script',
  'custom',
  'taste',
  'need',
  'size',
  'age',
  'type',
  'circumstances',
  'tradition',
]);

function closedBetween(sk: Skeleton, from: number, to: number): boolean {
  for (let e = from; e < to; e++) if (sk.kind[e] === K.CLOSE) return true;
  return false;
}

/** Where a content that runs up to `e` begins: after a semicolon or ", but" in the sentence, else at its start. */
function clauseBefore(sk: Skeleton, first: number, e: number): number {
  const { kind } = sk;
  for (let i = e - 1; i > first; i--) {
    if (kind[i] === K.SEMI) return i + 1;
    // "(the number is lower, according to X)", "cheap: it costs nothing, according to X"
    if (kind[i] === K.OPEN && !closedBetween(sk, i, e)) return i + 1;
    if (kind[i] === K.COLON && startsClause(sk, i + 1, e)) return i + 1;
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

/** After "KELDER, Sept 14 (AP) - " or "/VSA/" at the start of a paragraph. */
function pastDateline(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  if (lower(sk, first) === '/' && lower(sk, first + 2) === '/') return first + 3;
  const token = tokenAt(sk, first);
  if (!token || token.start !== sk.doc.paragraphs[token.paragraph]!.start || !SHOUTED.test(token.text))
    return first;
  for (let e = first + 1; e < last && e - first < LONGEST_DATELINE; e++) {
    if (kind[e] === K.DASH) return e + 1;
    if (kind[e] === K.VERB || kind[e] === K.AUX || kind[e] === K.QUOTED) return first;
  }
  return first;
}

/** Passes conjunctions and adverbs with a comma at the start of a sentence. */
export function skipLead(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  let i = pastDateline(sk, first, last);
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
