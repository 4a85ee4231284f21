/**
 * Quotes inside quotes: “He told us, ‘Never sell,’ and we never did.” Only where the inner marks hold a saying and its
 * cue and source stand beside it within the outer marks; other inner marks are part of the outer quote. And what one
 * source relays of another: “Never sell,” she said on Monday, according to the Gazette.
 */
import { type CueLexicon, TAKES } from '../../lexicons/cues.js';
import type { Span, Token } from '../types.js';
import type { Attribution } from './attribution.js';
import { findAttributions } from './cues.js';
import { type Draft, draftOf, runningOf } from './draft.js';
import type { Stretch } from './quote-marks.js';
import { K, type Skeleton } from './skeleton.js';
import type { Range } from './syntax.js';
import { WORD } from './words.js';

const SHORTEST = 3;
/** Words between the cue and the inner marks ("told us", "said to him"). */
const REACH = 5;
const RELIABILITY = 0.8;

/** Adds a draft for every inner stretch that is somebody's words. Returns the number of groups in use. */
export function addNested(sk: Skeleton, lexicon: CueLexicon, drafts: Draft[], groups: number): number {
  let group = groups;
  const { tokens } = sk.doc;
  for (const inner of sk.stretches) {
    if (inner.parent < 0) continue;
    const outer = sk.stretches[inner.parent]!;
    const first = firstToken(tokens, inner.open);
    const last = firstToken(tokens, inner.close);
    if (!isSaying(tokens, first, last, inner)) continue;
    const cue = cueBefore(tokens, first, outer, lexicon) ?? cueAfter(tokens, last, outer, lexicon);
    if (!cue) continue;
    const token = tokens[cue.verb]!;
    drafts.push({
      start: inner.start,
      end: inner.end,
      form: 'direct',
      marked: [[inner.start, inner.end]],
      cue: { start: token.start, end: token.end, lemma: token.lemma },
      mention: cue.mention,
      group: ++group,
      paragraph: inner.paragraph,
      rule: 'nested',
      speech: false,
      reliability: RELIABILITY,
    });
  }
  return group;
}

/** Adds a draft for marked words that stand with their own speaker before "according to X". Returns the groups in use. */
export function addRelayed(
  sk: Skeleton,
  lexicon: CueLexicon,
  attributions: readonly (readonly Attribution[])[],
  drafts: Draft[],
  groups: number,
): number {
  let group = groups;
  for (const found of attributions) {
    for (const outer of found) {
      if (outer.rule !== 'according') continue;
      for (const inner of relayed(sk, lexicon, outer)) {
        const running = runningOf(sk, inner, ++group);
        const { paragraph } = sk.segments[outer.segment]!;
        for (const range of inner.contents) {
          const draft = hasMarks(sk, range)
            ? draftOf(sk, range, paragraph, running, 'nested', RELIABILITY)
            : null;
          if (draft) drafts.push(draft);
        }
      }
    }
  }
  return group;
}

/** What stands before "according to", read as a sentence of its own. */
function relayed(sk: Skeleton, lexicon: CueLexicon, outer: Attribution): readonly Attribution[] {
  const content = outer.contents[0]!;
  if (content.last > outer.head || !hasMarks(sk, content)) return [];
  const whole = sk.segments[outer.segment]!;
  const part = { ...whole, ...content, has: whole.has & ~WORD.according };
  const inner = findAttributions(sk, part, outer.segment, lexicon, false);
  return inner.filter(({ source, speech }) => source !== null && speech);
}

function hasMarks(sk: Skeleton, { first, last }: Range): boolean {
  for (let e = first; e < last; e++) if (sk.kind[e] === K.QUOTED) return true;
  return false;
}

function isSaying(tokens: readonly Token[], first: number, last: number, inner: Stretch): boolean {
  let words = 0;
  let verb = false;
  for (let t = first; t < last; t++) {
    const token = tokens[t]!;
    if (token.start < inner.start || token.pos === 'PUNCT') continue;
    words++;
    if (token.pos === 'VERB' || token.pos === 'AUX') verb = true;
  }
  return words >= SHORTEST && verb;
}

function cueBefore(tokens: readonly Token[], first: number, outer: Stretch, lexicon: CueLexicon) {
  for (let t = first - 1; t > 0 && first - t <= REACH && tokens[t]!.start >= outer.start; t--) {
    const token = tokens[t]!;
    if (token.text === '.' || token.text === '?' || token.text === '!') return null;
    if (token.pos !== 'VERB') continue;
    if (((lexicon.verbs.get(token.lemma)?.takes ?? 0) & TAKES.quote) === 0) return null;
    let end = t - 1;
    while (end > 0 && (tokens[end]!.pos === 'ADV' || tokens[end]!.pos === 'AUX')) end--;
    const mention = phraseEndingAt(tokens, end, outer);
    return mention ? { verb: t, mention } : null;
  }
  return null;
}

function cueAfter(tokens: readonly Token[], last: number, outer: Stretch, lexicon: CueLexicon) {
  const name = tokens[last];
  const verb = tokens[last + 1];
  if (!name || !verb || verb.end > outer.end || verb.pos !== 'VERB') return null;
  if (name.pos !== 'PRON' && name.pos !== 'PROPN') return null;
  if (((lexicon.verbs.get(verb.lemma)?.takes ?? 0) & TAKES.quote) === 0) return null;
  return { verb: last + 1, mention: [name.start, name.end] as Span };
}

/** The noun phrase or pronoun that ends with token `end`, inside the outer marks. */
function phraseEndingAt(tokens: readonly Token[], end: number, outer: Stretch): Span | null {
  const head = tokens[end];
  if (!head || head.start < outer.start) return null;
  if (head.pos === 'PRON') return [head.start, head.end];
  if (head.pos !== 'NOUN' && head.pos !== 'PROPN') return null;
  let first = end;
  while (first > 0 && tokens[first - 1]!.start >= outer.start) {
    const { pos, lower } = tokens[first - 1]!;
    if (
      pos !== 'NOUN' &&
      pos !== 'PROPN' &&
      pos !== 'ADJ' &&
      pos !== 'DET' &&
      !(pos === 'PRON' && POSSESSIVE.has(lower))
    )
      break;
    first--;
    if (pos === 'DET' || pos === 'PRON') break;
  }
  return [tokens[first]!.start, head.end];
}

const POSSESSIVE = new Set(['my', 'our', 'your', 'his', 'her', 'their', 'its']);

function firstToken(tokens: readonly Token[], offset: number): number {
  let lo = 0;
  let hi = tokens.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (tokens[mid]!.start < offset) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}
