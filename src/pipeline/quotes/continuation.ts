/**
 * Marked words that no cue of their sentence claims. A whole quoted sentence goes on with the speaker of its paragraph,
 * or with the running speaker of the paragraphs before; marked words inside a sentence are somebody's words of that
 * sentence, or a scare quote, a title, a name. Also here, because they look beyond the sentence: "This was stated by X"
 * and transcripts.
 */

import type { CueLexicon } from '../../lexicons/cues.js';
import type { Span } from '../types.js';
import type { Attribution } from './attribution.js';
import { findBlocks } from './block.js';
import { type Draft, draftOf, draftOfStretch, type Running, spanOf } from './draft.js';
import { isShouted, pointsBack, transcriptLabel } from './headline.js';
import { describeStretch, type Scare, scareKind } from './scare.js';
import { K, type Segment, type Skeleton, startOf, stretchAt, tokenAt } from './skeleton.js';
import { phraseAfter, sharedSubject, subjectBefore } from './source.js';
import { chainEnd, type Range, verbGroup } from './syntax.js';
import { WORD } from './words.js';

const NOBODY: Omit<Running, 'group'> = { mention: null, cue: null, speech: true };

/** Share of such continuations that are right, from the 840 articles: within a paragraph, over paragraphs. */
const SAME_PARAGRAPH = 0.99;
const LATER_CUE = 0.95;
const EARLIER_PARAGRAPH = 0.92;
const FAR_PARAGRAPH = 0.7;
/** A quoted sentence waits for its cue no longer than so many sentences. */
const LATER_REACH = 12;

export function continueQuotes(
  sk: Skeleton,
  attributions: readonly (readonly Attribution[])[],
  running: readonly (readonly Running[])[],
  drafts: Draft[],
  scare: Scare[],
  groups: number,
  lexicon: CueLexicon,
): number {
  let group = groups;
  const claimed = claimedStarts(sk, drafts);
  const attributed = drafts.length;
  let lastStart: ReadonlyMap<number, number> | null = null;
  /** Paragraphs that are one quotation: what was found inside them is dropped. */
  const replaced = new Set<number>();
  let last: Running | null = null;
  let lastParagraph = -1;
  let announced: Running | null = null;
  const { doc } = sk;
  for (let p = 0; p < doc.paragraphs.length; p++) {
    const from = sk.firstSegment[p]!;
    const to = sk.firstSegment[p + 1]!;
    if (from === to) continue;
    const label = transcriptLabel(sk, sk.segments[from]!);
    if (label >= 0 && isTranscript(sk, p, label)) {
      const segment = sk.segments[from]!;
      group++;
      const mine: Running = {
        mention: spanOf(sk, { first: segment.first, last: label }),
        cue: null,
        group,
        speech: true,
      };
      addTranscript(sk, p, label, mine, drafts);
      replaced.add(p);
      last = mine;
      lastParagraph = p;
      continue;
    }
    if (announced?.cue && isBare(sk, attributions, p)) {
      const { start, end } = doc.paragraphs[p]!;
      drafts.push({
        ...announced,
        start,
        end,
        form: 'block',
        marked: [],
        paragraph: p,
        rule: 'block',
        reliability: 1,
      });
      last = announced;
      announced = null;
      lastParagraph = p;
      continue;
    }
    let here: Running | null = announced;
    announced = null;
    for (let s = from; s < to; s++) {
      const segment = sk.segments[s]!;
      const own = running[s]!;
      const back = pointsBack(sk, segment);
      if (back) {
        lastStart ??= lastStarts(drafts, attributed);
        if (addBack(sk, s, back, ++group, lastStart, drafts)) continue;
      }
      let ownSpeech: Running | null = null;
      for (const r of own) if (r.speech && r.mention) ownSpeech = r;
      const end = (segment.has & WORD.marked) !== 0 ? segment.last : segment.first;
      for (let e = segment.first; e < end; e++) {
        const stretch = stretchAt(sk, e);
        if (!stretch || claimed.has(stretch.start)) continue;
        if (sk.kind[e] !== K.QUOTED) {
          const kind = scareKind(sk, e, segment.first, segment.last, false) === 'name' ? 'name' : 'title';
          scare.push({ start: stretch.start, end: stretch.end, kind });
          continue;
        }
        if (isWholeSentence(sk, segment, e)) {
          // A leading quoted sentence whose cue opens the next sentence is claimed by it already.
          const later: Running | null = here ? null : laterCue(running, attributions, s, to);
          const signed = here || later ? null : signedBelow(sk, p);
          if (here) drafts.push(draftOfStretch(stretch, here, 'continuation', SAME_PARAGRAPH));
          else if (later) drafts.push(draftOfStretch(stretch, later, 'later-cue', LATER_CUE));
          else {
            group++;
            const carried: Running = signed
              ? { ...NOBODY, mention: signed, group }
              : { ...NOBODY, mention: last?.mention ?? null, group };
            const near = p - lastParagraph <= 3 ? EARLIER_PARAGRAPH : FAR_PARAGRAPH;
            drafts.push(draftOfStretch(stretch, carried, signed ? 'signature' : 'earlier-paragraph', near));
          }
          continue;
        }
        const kind = scareKind(sk, e, segment.first, segment.last, own.length > 0);
        if (kind) {
          scare.push({ start: stretch.start, end: stretch.end, kind });
          continue;
        }
        group++;
        drafts.push(looseQuote(sk, segment, e, ownSpeech, here, last, group));
      }
      ownSpeech ??= strayCue(sk, s, to, lexicon, group + 1);
      if (ownSpeech && ownSpeech.group > group) group = ownSpeech.group;
      if (ownSpeech) {
        here = ownSpeech;
        last = ownSpeech;
        lastParagraph = p;
      }
    }
    announced = announcement(sk, attributions, running, to - 1, group + 1);
    if (announced) {
      group++;
      last = announced;
      lastParagraph = p;
    }
  }
  group = findBlocks(sk, attributions, drafts, group, replaced);
  if (replaced.size > 0) {
    const kept = drafts.filter(
      (d) => d.rule === 'transcript' || d.rule === 'block' || !replaced.has(d.paragraph),
    );
    drafts.length = 0;
    for (const draft of kept) drafts.push(draft);
  }
  return group;
}

/** A full paragraph without marks and without a cue of its own: after "stated the following:" it is what was stated. */
function isBare(sk: Skeleton, attributions: readonly (readonly Attribution[])[], p: number): boolean {
  if (sk.doc.paragraphs[p]!.region !== null) return false;
  for (let s = sk.firstSegment[p]!; s < sk.firstSegment[p + 1]!; s++) {
    if (attributions[s]!.length > 0) return false;
    if ((sk.segments[s]!.has & WORD.marked) !== 0) return false;
  }
  const last = sk.segments[sk.firstSegment[p + 1]! - 1]!;
  return sk.kind[last.last - 1] === K.END;
}

/** A paragraph that ends in a colon hands its speaker to the next one. */
function announcement(
  sk: Skeleton,
  attributions: readonly (readonly Attribution[])[],
  running: readonly (readonly Running[])[],
  s: number,
  group: number,
): Running | null {
  const segment = sk.segments[s]!;
  if (sk.kind[segment.last - 1] !== K.COLON) return null;
  const list = attributions[s]!;
  for (let i = list.length - 1; i >= 0; i--) if (list[i]!.announces) return running[s]![i] ?? null;
  const subject = sharedSubject(sk, segment.last - 1, segment.first);
  return subject ? { mention: spanOf(sk, subject), cue: null, group, speech: true } : null;
}

/** "- Jane Doe" as the next paragraph: the name under a quotation. */
function signedBelow(sk: Skeleton, p: number): Span | null {
  const s = sk.firstSegment[p + 1]!;
  const segment = sk.segments[s];
  if (!segment || segment.paragraph !== p + 1 || sk.kind[segment.first] !== K.DASH) return null;
  const end = chainEnd(sk, segment.first + 1, segment.last);
  if (end === segment.first + 1 || segment.last - end > 1 || tokenAt(sk, segment.first + 1)?.pos !== 'PROPN')
    return null;
  return spanOf(sk, { first: segment.first + 1, last: end });
}

/** "Smith agreed. “...”": a cue of speech that ends its sentence, right before a quoted one. */
function strayCue(sk: Skeleton, s: number, to: number, lexicon: CueLexicon, group: number): Running | null {
  const segment = sk.segments[s]!;
  const next = sk.segments[s + 1];
  if (!next || s + 1 >= to || sk.kind[next.first] !== K.QUOTED) return null;
  let e = segment.last - 1;
  while (e > segment.first && (sk.kind[e] === K.END || sk.kind[e] === K.ADV || sk.kind[e] === K.TIME)) e--;
  const token = tokenAt(sk, e);
  const syntax = token && sk.kind[e] === K.VERB ? lexicon.verbs.get(token.lemma) : undefined;
  if (!token || !syntax?.left || !syntax.speech) return null;
  const source = subjectBefore(sk, verbGroup(sk, e, segment.first).first, segment.first);
  if (!source) return null;
  return {
    mention: spanOf(sk, source),
    cue: { start: token.start, end: token.end, lemma: token.lemma },
    group,
    speech: true,
  };
}

/** Where the stretches start that a draft covers. */
function claimedStarts(sk: Skeleton, drafts: readonly Draft[]): Set<number> {
  const out = new Set<number>();
  if (sk.stretches.length === 0) return out;
  for (const { marked } of drafts) for (const [start] of marked) out.add(start);
  return out;
}

/** By paragraph: where the last of the first `count` drafts starts. */
function lastStarts(drafts: readonly Draft[], count: number): Map<number, number> {
  const out = new Map<number, number>();
  for (let d = 0; d < count; d++) {
    const { paragraph, start } = drafts[d]!;
    out.set(paragraph, Math.max(start, out.get(paragraph) ?? 0));
  }
  return out;
}

/** The segment is the stretch alone, but for marks and a leading conjunction. */
function isWholeSentence(sk: Skeleton, segment: Segment, e: number): boolean {
  let others = 0;
  for (let i = segment.first; i < segment.last; i++) {
    const k = sk.kind[i]!;
    if (
      i === e ||
      k === K.QUOTED ||
      k === K.COMMA ||
      k === K.END ||
      k === K.MARK ||
      k === K.CC ||
      k === K.DASH ||
      k === K.HYPHEN
    )
      continue;
    others++;
  }
  if (others > 0) return false;
  const d = describeStretch(sk, e);
  return d.words > 1 || d.stop;
}

/** The first attribution with a source in the later sentences of the paragraph, when its quote stands first. */
function laterCue(
  running: readonly (readonly Running[])[],
  attributions: readonly (readonly Attribution[])[],
  s: number,
  to: number,
): Running | null {
  for (let next = s + 1; next < to && next - s <= LATER_REACH; next++) {
    const list = attributions[next]!;
    for (let i = 0; i < list.length; i++) {
      const r = running[next]![i];
      if (r?.mention && r.speech) return r;
    }
  }
  return null;
}

/** "More from X: “...”", "Here's X in 1992: “...”": the name right before a colon. */
function beforeColon(sk: Skeleton, colon: number, lo: number): Range | null {
  const { kind } = sk;
  let last = colon;
  while (last > lo && (kind[last - 1] !== K.NOUN || tokenAt(sk, last - 1)?.pos === 'NUM')) {
    if (
      kind[last - 1] !== K.NOUN &&
      kind[last - 1] !== K.TIME &&
      kind[last - 1] !== K.ADP &&
      kind[last - 1] !== K.CLOSE
    )
      return null;
    last--;
  }
  if (last <= lo || tokenAt(sk, last - 1)?.pos !== 'PROPN') return null;
  let first = last - 1;
  while (
    first > lo &&
    (kind[first - 1] === K.NOUN || kind[first - 1] === K.CC) &&
    tokenAt(sk, first - 1) &&
    (tokenAt(sk, first - 1)!.capital || kind[first - 1] === K.CC)
  )
    first--;
  return { first, last };
}

/** Marked words inside a sentence without a cue of their own: the subject's words. */
function looseQuote(
  sk: Skeleton,
  segment: Segment,
  e: number,
  own: Running | null,
  here: Running | null,
  last: Running | null,
  group: number,
): Draft {
  const stretch = stretchAt(sk, e)!;
  if (sk.kind[e - 1] === K.COLON && e - 1 > segment.first) {
    const before = beforeColon(sk, e - 1, segment.first);
    if (before)
      return draftOfStretch(
        stretch,
        { mention: spanOf(sk, before), cue: null, group, speech: true },
        'colon',
        0.8,
      );
  }
  if (own) return draftOfStretch(stretch, { ...own, group }, 'loose', 0.7);
  const subject = sharedSubject(sk, e, segment.first);
  const mention = subject ? spanOf(sk, subject) : (here?.mention ?? last?.mention ?? null);
  return draftOfStretch(stretch, { mention, cue: null, group, speech: true }, 'loose', 0.5);
}

/** A label counts when it is in capitals, or when the next paragraphs have labels too. */
function isTranscript(sk: Skeleton, p: number, label: number): boolean {
  const first = sk.segments[sk.firstSegment[p]!]!.first;
  if (sk.doc.paragraphs[p]!.region === 'headline') return false;
  if (isShouted(sk, first, label)) return true;
  let near = 0;
  for (let other = Math.max(0, p - 3); other < Math.min(sk.doc.paragraphs.length, p + 4); other++) {
    if (other === p) continue;
    const s = sk.firstSegment[other]!;
    if (s < sk.firstSegment[other + 1]! && transcriptLabel(sk, sk.segments[s]!) >= 0) near++;
  }
  return near >= 2;
}

function addTranscript(sk: Skeleton, p: number, label: number, mine: Running, drafts: Draft[]): void {
  const to = sk.firstSegment[p + 1]!;
  const end = sk.doc.paragraphs[p]!.end;
  const last = sk.segments[to - 1]!.last;
  if (label + 1 >= last) return;
  const draft = draftOf(sk, { first: label + 1, last }, p, mine, 'transcript', 0.9);
  if (draft)
    drafts.push({
      ...draft,
      end: draft.form === 'direct' ? draft.end : end,
      form: draft.form === 'direct' ? 'direct' : 'block',
    });
}

/** "This was stated by X": the sentence before is X's. */
function addBack(
  sk: Skeleton,
  s: number,
  back: { head: number; by: number },
  group: number,
  lastStart: ReadonlyMap<number, number>,
  drafts: Draft[],
): boolean {
  if (s === 0) return false;
  const source = phraseAfter(sk, back.by + 1, sk.segments[s]!.last);
  if (!source) return false;
  const before = sk.segments[s - 1]!;
  if ((lastStart.get(before.paragraph) ?? -1) >= startOf(sk, before.first)) return false;
  const cue = {
    start: sk.doc.tokens[sk.at[back.head]!]!.start,
    end: sk.doc.tokens[sk.at[back.head]!]!.end,
    lemma: sk.doc.tokens[sk.at[back.head]!]!.lemma,
  };
  const draft = draftOf(
    sk,
    { first: before.first, last: before.last },
    before.paragraph,
    { mention: spanOf(sk, source), cue, group, speech: true },
    'back',
    0.9,
  );
  if (!draft) return false;
  drafts.push(draft);
  return true;
}
