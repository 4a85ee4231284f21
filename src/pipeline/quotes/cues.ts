/** All attributions of one sentence of the skeleton, and where one ends because the next begins. */
import type { CueLexicon } from '../../lexicons/cues.js';
import { findAccordings, findViews } from './according.js';
import type { Attribution, Rule } from './attribution.js';
import { findClosing } from './backward.js';
import { type Candidate, findCandidates } from './candidates.js';
import { readForward } from './forward.js';
import { quoteFirst } from './quote-first.js';
import { K, lower, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { subjectBefore } from './source.js';
import { type Range, trimEnd } from './syntax.js';

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
  return reachMarks(sk, segment, cutAtClosings(sk, out));
}

function hasQuoted(sk: Skeleton, segment: Segment): boolean {
  for (let e = segment.first; e < segment.last; e++) if (sk.kind[e] === K.QUOTED) return true;
  return false;
}

/** Rules whose content is a clause that may go on after ", but". */
const CLAUSAL: ReadonlySet<Rule> = new Set<Rule>(['that', 'clause', 'wh', 'according', 'quote-after']);

/**
 * Marked words behind a content that was cut at a conjunction, with no other attribution about, are still its own:
 * "said the plan was cheap, but called for “patience”".
 */
function reachMarks(sk: Skeleton, segment: Segment, attributions: Attribution[]): Attribution[] {
  const taken = (e: number) =>
    attributions.some((a) => a.contents.some((range) => e >= range.first && e < range.last));
  let later = segment.last;
  for (let i = attributions.length - 1; i >= 0; i--) {
    const a = attributions[i]!;
    const end = a.contents.at(-1);
    const start = Math.min(a.cue.first, a.source?.first ?? a.cue.first, a.contents[0]?.first ?? a.cue.first);
    if (end && CLAUSAL.has(a.rule) && end.first > a.head) {
      let reach = -1;
      for (let e = end.last; e < later; e++) if (sk.kind[e] === K.QUOTED && !taken(e)) reach = e;
      if (reach >= 0)
        attributions[i] = {
          ...a,
          contents: [...a.contents.slice(0, -1), { first: end.first, last: tailEnd(sk, reach + 1, later) }],
        };
    }
    later = Math.min(later, start);
  }
  return attributions;
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
