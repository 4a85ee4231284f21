/**
 * Quotation paragraphs without marks: a paragraph that tells of a statement is followed by one that speaks as "I" or
 * "we". Only where every such paragraph of the article stands after an attribution, so that a columnist's own
 * paragraphs are not taken for quotes; and once the habit is plain (two of them), a bare paragraph right after an
 * attribution is one too.
 */
import type { Span } from '../types.js';
import type { Attribution } from './attribution.js';
import { type Draft, spanOf } from './draft.js';
import { K, type Segment, type Skeleton, tokenAt } from './skeleton.js';
import { subjectBefore } from './source.js';
import { verbGroup } from './syntax.js';
import { WORD } from './words.js';

/** Who makes statements, besides people with a name. */
const SPEAKERS = new Set([
  'he', 'she', 'spokesman', 'spokeswoman', 'spokesperson', 'president', 'minister', 'leader', 'leadership', 'chief', 'chairman',
  'secretary', 'ambassador', 'official', 'officials', 'ministry', 'party', 'government', 'agency', 'general', 'commander', 'governor',
  'mayor', 'king', 'chancellor', 'premier', 'envoy', 'director', 'patriarch', 'pope',
]); // biome-ignore format: a list
/** So many paragraphs in the first person make it the article's habit to quote without marks. */
const HABIT = 2;
/** A quotation that does not say "I" is taken for one only when it is this short. */
const LONGEST_BARE = 3;
const RELIABILITY = 0.85;
const BARE_RELIABILITY = 0.7;

interface Paragraph {
  /** It speaks in the first person outside marks. */
  first: boolean;
  marks: boolean;
  /** The last attribution with a source: the one who may go on speaking. */
  owner: Attribution | null;
  /** A full sentence, not a subheading. */
  stop: boolean;
  sentences: number;
}

/** Adds block quotes and their paragraphs to `replaced`; returns the number of groups in use. */
export function findBlocks(
  sk: Skeleton,
  attributions: readonly (readonly Attribution[])[],
  drafts: Draft[],
  groups: number,
  replaced: Set<number>,
): number {
  const blocks: number[] = [];
  for (let p = 0; p < sk.doc.paragraphs.length; p++) {
    if (!maySayI(sk, p) || sk.doc.paragraphs[p]!.region !== null) continue;
    const here = describe(sk, attributions, p);
    if (!here.first || here.marks) continue;
    if (here.owner && speaksFor(sk, here.owner)) continue;
    // One paragraph in the first person that follows no attribution: the writer says "I".
    if (p === 0 || !(blocks.at(-1) === p - 1 || describe(sk, attributions, p - 1).owner)) return groups;
    blocks.push(p);
  }
  if (blocks.length < HABIT) return groups;
  const paragraphs = sk.doc.paragraphs.map((_, p) => describe(sk, attributions, p));
  const chosen = new Map<number, number>(blocks.map((p) => [p, RELIABILITY]));
  for (let p = 1; p < paragraphs.length; p++) {
    const here = paragraphs[p]!;
    if (
      chosen.has(p) ||
      chosen.has(p - 1) ||
      here.owner ||
      here.marks ||
      !here.stop ||
      here.sentences > LONGEST_BARE
    )
      continue;
    if (sk.doc.paragraphs[p]!.region !== null) continue;
    if (paragraphs[p - 1]!.owner && attributions[sk.firstSegment[p]! - 1]!.length > 0)
      chosen.set(p, BARE_RELIABILITY);
  }
  let group = groups;
  let mention: Span | null = null;
  for (const p of [...chosen.keys()].sort((a, b) => a - b)) {
    replaced.add(p);
    if (!chosen.has(p - 1)) mention = announcer(sk, attributions, p - 1);
    const { start, end } = sk.doc.paragraphs[p]!;
    drafts.push({
      start,
      end,
      form: 'block',
      marked: [],
      cue: null,
      mention,
      group: ++group,
      paragraph: p,
      rule: 'block',
      speech: true,
      reliability: chosen.get(p)!,
    });
  }
  return group;
}

function maySayI(sk: Skeleton, p: number): boolean {
  for (let s = sk.firstSegment[p]!; s < sk.firstSegment[p + 1]!; s++)
    if ((sk.segments[s]!.has & WORD.firstPerson) !== 0) return true;
  return false;
}

function describe(sk: Skeleton, attributions: readonly (readonly Attribution[])[], p: number): Paragraph {
  const out: Paragraph = { first: false, marks: false, owner: null, stop: false, sentences: 0 };
  for (let s = sk.firstSegment[p]!; s < sk.firstSegment[p + 1]!; s++) {
    const segment = sk.segments[s]!;
    out.sentences++;
    // Only the paragraph's last sentence announces what the next paragraph quotes.
    out.owner = attributions[s]!.findLast((a) => a.speech && isPerson(sk, a)) ?? null;
    if ((segment.has & WORD.quoted) !== 0) out.marks = true;
    if ((segment.has & WORD.firstPerson) !== 0 && saysI(sk, segment)) out.first = true;
    out.stop = sk.kind[segment.last - 1] === K.END;
  }
  return out;
}

function saysI({ kind, word }: Skeleton, { first, last }: Segment): boolean {
  for (let e = first; e < last; e++)
    if ((word[e]! & WORD.firstPerson) !== 0 && (kind[e] === K.PRON || kind[e] === K.DET)) return true;
  return false;
}

/** A source with a name or a role, or he or she: "the headline" and "it" do not go on speaking as "we". */
function isPerson(sk: Skeleton, a: Attribution): boolean {
  if (!a.source) return false;
  const head = tokenAt(sk, a.source.last - 1);
  return head !== null && (head.pos === 'PROPN' || SPEAKERS.has(head.lower));
}

/** An attribution of its own makes a paragraph the writer's; a pledge told inside a quotation does not. */
function speaksFor(sk: Skeleton, a: Attribution): boolean {
  return (
    a.rule !== 'inf' &&
    a.rule !== 'noun' &&
    !(a.source && (sk.word[a.source.first]! & WORD.firstPerson) !== 0)
  );
}

/** Whose statement a paragraph tells of: its last source, by name where a pronoun only takes one up. */
function announcer(sk: Skeleton, attributions: readonly (readonly Attribution[])[], p: number): Span | null {
  const from = sk.firstSegment[p]!;
  for (let s = sk.firstSegment[p + 1]! - 1; s >= from; s--) {
    const last = attributions[s]!.filter((a) => a.source && a.speech).at(-1);
    if (!last?.source) continue;
    if (sk.kind[last.source.last - 1] !== K.PRON) return spanOf(sk, last.source);
    for (let back = s - 1; back >= from; back--) {
      const subject = mainSubject(sk, back);
      if (subject) return subject;
    }
    return spanOf(sk, last.source);
  }
  return null;
}

function mainSubject(sk: Skeleton, s: number): Span | null {
  const segment = sk.segments[s]!;
  for (let e = segment.first; e < segment.last; e++) {
    if (sk.kind[e] !== K.VERB && sk.kind[e] !== K.AUX) continue;
    const group = verbGroup(sk, e, segment.first);
    if (group.infinitive || group.participle) continue;
    const subject = subjectBefore(sk, group.first, segment.first);
    if (!subject || sk.kind[subject.last - 1] !== K.NOUN) continue;
    // "In a statement published ...": what a preposition governs is no subject.
    if (subject.first > segment.first && sk.kind[subject.first - 1] === K.ADP) continue;
    return spanOf(sk, subject);
  }
  return null;
}
