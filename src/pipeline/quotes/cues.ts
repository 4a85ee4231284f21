/** All attributions of one sentence of the skeleton, and where one ends because the next begins. */
import type { CueLexicon } from '../../lexicons/cues.js';
import { findAccordings, findView } from './according.js';
import { type Attribution, isInside, isTaken, type Rule } from './attribution.js';
import { findClosing } from './backward.js';
import { type Candidate, findCandidates } from './candidates.js';
import { readForward } from './forward.js';
import { quoteFirst } from './quote-first.js';
import { K, lower, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { subjectBefore } from './source.js';
import { type Range, trimEnd } from './syntax.js';
import { WORD } from './words.js';

const NONE: readonly Attribution[] = [];

/** `segment`: the sentence with that index, or a part of it. */
export function findAttributions(
  sk: Skeleton,
  segment: Segment,
  index: number,
  lexicon: CueLexicon,
  headline: boolean,
): readonly Attribution[] {
  const { has } = segment;
  const candidates = (has & WORD.cue) !== 0 ? findCandidates(sk, segment, lexicon, headline) : [];
  const closed = (has & WORD.according) !== 0 ? findAccordings(sk, segment, index) : [];
  const view = findView(sk, segment, index, lexicon);
  if (view) closed.push(view);
  const quoted = (has & WORD.quoted) !== 0;
  if (candidates.length === 0 && closed.length === 0 && !quoted) return NONE;
  // Outer first: an "according to" or a closing "..., X said" holds what stands before it.
  findClosing(sk, segment, candidates, index, closed);
  closed.sort(byHead);
  const out = closed.slice();
  let previous: Attribution | null = null;
  for (let c = 0; c < candidates.length; c++) {
    const candidate = candidates[c]!;
    const own = closed.find(({ head }) => head === candidate.head);
    if (own) {
      previous = own;
      continue;
    }
    if (isHeld(closed, candidate.head)) continue;
    const inside: boolean = previous !== null && isInside(previous, candidate.head);
    if (inside && !isSibling(sk, previous!, candidate)) continue;
    const attribution = readForward(sk, segment, index, candidate, previous, headline);
    if (!attribution) continue;
    // A sibling ends the content before it.
    if (inside) shorten(sk, out, previous!, attribution);
    out.push(attribution);
    previous = attribution;
  }
  if (quoted) out.push(...quoteFirst(sk, segment, index, out));
  out.sort(byHead);
  const cut = cutAtClosings(sk, out);
  if (quoted) reachMarks(sk, segment, cut);
  return cut;
}

function byHead(a: Attribution, b: Attribution): number {
  return a.head - b.head;
}

/** Element `e` lies in the source or content of an attribution, or between its content and its cue. */
function isHeld(closed: readonly Attribution[], e: number): boolean {
  for (const a of closed) {
    if (e >= a.contents[0]!.first && e < a.cue.last) return true;
    if (a.source && e >= a.source.first && e < a.source.last) return true;
    if (isInside(a, e)) return true;
  }
  return false;
}

/** Rules whose content is a clause that may go on after ", but". */
const CLAUSAL: ReadonlySet<Rule> = new Set<Rule>(['that', 'clause', 'wh', 'according', 'quote-after']);

/**
 * Marked words behind a content that was cut at a conjunction, with no other attribution about, are still its own:
 * "said the plan was cheap, but called for “patience”".
 */
function reachMarks(sk: Skeleton, segment: Segment, attributions: Attribution[]): void {
  let later = segment.last;
  for (let i = attributions.length - 1; i >= 0; i--) {
    const a = attributions[i]!;
    const end = a.contents.at(-1);
    const start = Math.min(a.cue.first, a.source?.first ?? a.cue.first, a.contents[0]?.first ?? a.cue.first);
    if (end && CLAUSAL.has(a.rule) && end.first > a.head) {
      let reach = -1;
      for (let e = end.last; e < later; e++)
        if (sk.kind[e] === K.QUOTED && !isTaken(attributions, e)) reach = e;
      if (reach >= 0)
        attributions[i] = {
          ...a,
          contents: [...a.contents.slice(0, -1), { first: end.first, last: tailEnd(sk, reach + 1, later) }],
        };
    }
    later = Math.min(later, start);
  }
}

function tailEnd(sk: Skeleton, from: number, hi: number): number {
  let e = from;
  while (
    e < hi &&
    sk.kind[e] !== K.COMMA &&
    sk.kind[e] !== K.SEMI &&
    sk.kind[e] !== K.DASH &&
    sk.kind[e] !== K.END
  )
    e++;
  return e;
}

/** Contents that run into a later attribution's own words end before them; empty ones are left out. */
function cutAtClosings(sk: Skeleton, attributions: readonly Attribution[]): Attribution[] {
  const out: Attribution[] = [];
  for (const a of attributions) {
    const contents: Range[] = [];
    let changed = false;
    for (const range of a.contents) {
      let { last } = range;
      for (const b of attributions) {
        if (b.head <= a.head) continue;
        const start = startBehind(b, range.first);
        if (start > range.first && start < last) last = trimEnd(sk, range.first, start);
      }
      if (last > range.first) contents.push({ first: range.first, last });
      changed ||= last !== range.last || last <= range.first;
    }
    out.push(changed ? { ...a, contents } : a);
  }
  return out;
}

/** Where an attribution begins, as far as its source and contents stand behind element `e`. */
function startBehind(a: Attribution, e: number): number {
  let start = a.cue.first;
  if (a.source && a.source.first > e) start = Math.min(start, a.source.first);
  for (const { first } of a.contents) if (first > e) start = Math.min(start, first);
  return start;
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
    // "said A and she accused Y": the same kind of act once more.
    if (
      candidate.syntax.speech &&
      isPast(sk, group.first) &&
      isPast(sk, previous.head) &&
      kind[subject.last - 1] === K.PRON
    )
      return true;
    if (candidate.syntax.lemma === previous.lemma && previous.lemma === 'say') return true;
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
