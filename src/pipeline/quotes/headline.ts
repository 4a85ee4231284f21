/** Headlines and transcripts: "X: what X says", "what X says: X", and paragraphs that begin with a speaker's label. */
import type { Attribution } from './attribution.js';
import { K, lower, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { startsClause } from './syntax.js';
import { WORD } from './words.js';

/** Names of series and kinds of text before a colon: no speakers. */
const TOPICS = new Set([
  'video', 'watch', 'live', 'review', 'analysis', 'opinion', 'exclusive', 'breaking', 'photos', 'update', 'updated', 'column', 'podcast', 'fact', 'check', 'transcript', 'today', 'primer', 'briefing', 'q&a', 'election', 'elections',
  'politics', 'news', 'debate', 'guide', 'explainer', 'latest', 'recap', 'note', 'first', 'correction', 'story', 'picture',
  'photo', 'follow', 'read', 'tags', 'contact', 'related', 'more',
]); // biome-ignore format: a list
/** Labels that are sources without a name. */
const LABELS = new Set([
  'poll', 'report', 'study', 'survey', 'police', 'officials', 'sources', 'experts', 'analysts', 'historians', 'camp', 'campaign', 'editorial',
  'minister', 'ministry', 'army', 'military', 'kremlin', 'pentagon', 'government', 'spokesman', 'spokeswoman', 'judge', 'court', 'source',
]); // biome-ignore format: a list
const LONGEST_LABEL = 6;

/**
 * "Keller: I will win" in a headline. Without marks and without a verb only when the article quotes that speaker:
 * `speakers` holds the last words of its sources, or null while they are not known.
 */
export function headlineColon(
  sk: Skeleton,
  index: number,
  speakers: ReadonlySet<string> | null,
): Attribution | null {
  const segment = sk.segments[index]!;
  const { kind } = sk;
  let colon = -1;
  for (let e = segment.first; e < segment.last && e - segment.first <= LONGEST_LABEL + 4; e++) {
    if (kind[e] === K.COLON) {
      colon = e;
      break;
    }
    if (kind[e] === K.QUOTED || kind[e] === K.END) return null;
  }
  if (colon <= segment.first || colon + 1 >= segment.last) return null;
  let quoted = false;
  for (let e = colon + 1; e < segment.last; e++) if (kind[e] === K.QUOTED) quoted = true;
  let capital = true;
  for (let e = segment.first; e < colon; e++) {
    const token = tokenAt(sk, e)!;
    if (TOPICS.has(token.lower)) return null;
    if (token.pos === 'NUM' && segment.first === e) return null;
    // "Big win for X: ..." is about X.
    if (kind[e] === K.AUX || (kind[e] === K.ADP && !quoted)) return null;
    if (kind[e] === K.COMMA && !quoted) return null;
    if (!token.capital && kind[e] === K.NOUN) capital = false;
  }
  if (colon - segment.first > LONGEST_LABEL && !quoted) return null;
  const named = tokenAt(sk, colon - 1)?.pos === 'PROPN' || tokenAt(sk, colon - 1)?.pos === 'NOUN';
  const label = lower(sk, colon - 1);
  const known = LABELS.has(label) || (speakers?.has(label) ?? false);
  if (!quoted && !known && !(named && capital && startsClause(sk, colon + 1, segment.last))) return null;
  return {
    cue: { first: colon, last: colon + 1 },
    head: colon,
    lemma: ':',
    speech: true,
    source: { first: segment.first, last: colon },
    contents: [{ first: colon + 1, last: segment.last }],
    rule: 'headline',
    reliability: quoted ? 0.85 : 0.6,
    segment: index,
  };
}

/** The label of a transcript's paragraph ("TAPPER: ...", "Q: ..."), as the index of its colon; -1 when there is none. */
export function transcriptLabel(sk: Skeleton, segment: Segment): number {
  const { kind } = sk;
  const last = Math.min(segment.last, segment.first + LONGEST_LABEL + 1);
  let colon = segment.first;
  while (colon < last && kind[colon] !== K.COLON) colon++;
  if (colon === last || colon === segment.first) return -1;
  for (let e = segment.first; e < colon; e++) {
    const token = tokenAt(sk, e);
    if (!token) return -1;
    if (kind[e] === K.COMMA || kind[e] === K.HYPHEN || kind[e] === K.OPEN || kind[e] === K.CLOSE) continue;
    if (
      token.pos !== 'PROPN' &&
      !/^\p{Lu}[\p{Lu}.]*$/u.test(token.text) &&
      !(kind[e] === K.END && token.text === '.')
    )
      return -1;
    if (TOPICS.has(token.lower) && segment.first === e) return -1;
  }
  return colon;
}

export function isShouted(sk: Skeleton, first: number, last: number): boolean {
  for (let e = first; e < last; e++) {
    const token = tokenAt(sk, e);
    if (token && /\p{Ll}/u.test(token.text)) return false;
  }
  return true;
}

/** "This was stated by X", "This is reported by X": points back at the sentence before. */
const STATED = new Set([
  'state',
  'report',
  'announce',
  'say',
  'note',
  'declare',
  'confirm',
  'write',
  'tell',
  'stress',
  'emphasize',
  'mention',
  'reveal',
  'publish',
  'claim',
]);

export function pointsBack(sk: Skeleton, segment: Segment): { head: number; by: number } | null {
  if ((sk.word[segment.first]! & WORD.pointer) === 0) return null;
  let passive = false;
  for (let e = segment.first + 1; e < segment.last && e < segment.first + 7; e++) {
    if (sk.kind[e] === K.AUX) passive = true;
    else if (sk.kind[e] === K.VERB && passive) {
      if (!STATED.has(tokenAt(sk, e)!.lemma)) return null;
      for (let b = e + 1; b < segment.last && b < e + 12; b++) {
        if (lower(sk, b) === 'by') return { head: e, by: b };
        if (sk.kind[b] === K.COMMA || sk.kind[b] === K.VERB) return null;
      }
      return null;
    }
  }
  return null;
}
