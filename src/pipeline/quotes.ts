/**
 * Who is quoted saying what, as far as spans go: contents, cues, and the words that name the source. Who those words
 * mean is `speakers.ts`. The order: marks are paired; the text becomes a skeleton in which marked words are one
 * element; each sentence is searched for cues with source and content; marked words that no cue claims go on with the
 * running speaker, or are scare quotes.
 */
import { type CueLexicon, loadCues } from '../lexicons/cues.js';
import type { Attribution, Rule } from './quotes/attribution.js';
import { confidenceOf } from './quotes/confidence.js';
import { continueQuotes } from './quotes/continuation.js';
import { findAttributions } from './quotes/cues.js';
import { type Draft, draftOf, type Running, runningOf } from './quotes/draft.js';
import { headlineColon } from './quotes/headline.js';
import { addHints } from './quotes/hints.js';
import { addNested, addRelayed } from './quotes/nested.js';
import { findStretches } from './quotes/quote-marks.js';
import type { Scare } from './quotes/scare.js';
import { buildSkeleton, lower, type Skeleton } from './quotes/skeleton.js';
import type { Document, Quote } from './types.js';

/** What a quote's cue is, beside the record: the lemma decides its category in attribution.yml. */
export interface QuoteCue {
  /** Index into `quotes`. */
  readonly quote: number;
  /** Lemma of the cue word; "according to"; ":" for a colon. */
  readonly lemma: string;
  readonly start: number;
  readonly end: number;
  /** False for belief ("thinks"). */
  readonly speech: boolean;
  readonly rule: Rule;
}

export interface QuoteFindings {
  /** In text order, ids q1, q2 ...; `speaker` null, category of the cue 'neutral' until `attribution.yml` tells it. */
  readonly quotes: readonly Quote[];
  /** Marked words that are nobody's speech. */
  readonly scare: readonly Scare[];
  /** One for each quote that has a cue, in the order of `quotes`. */
  readonly cueTokens: readonly QuoteCue[];
  /** Per quote: the rule that found it. */
  readonly rules: readonly Rule[];
}

const NOBODY: readonly Running[] = [];

/** All quotes of an article. Never throws on odd marks; time is linear in the text. */
export function findQuotes(doc: Document): QuoteFindings {
  const lexicon = loadCues();
  const stretches = findStretches(doc.text, doc.paragraphs);
  const sk = buildSkeleton(doc, stretches);
  const attributions: (readonly Attribution[])[] = [];
  for (let s = 0; s < sk.segments.length; s++) attributions.push(attributionsOf(sk, s, lexicon));
  quoteHeadlines(sk, attributions);
  const drafts: Draft[] = [];
  const running: (readonly Running[])[] = [];
  let group = 0;
  for (let s = 0; s < attributions.length; s++) {
    const found = attributions[s]!;
    if (found.length === 0) {
      running.push(NOBODY);
      continue;
    }
    const { paragraph } = sk.segments[s]!;
    const mine: Running[] = [];
    for (const attribution of found) {
      const carried = runningOf(sk, attribution, ++group);
      mine.push(carried);
      for (const content of attribution.contents) {
        const draft = draftOf(sk, content, paragraph, carried, attribution.rule, attribution.reliability);
        if (draft) drafts.push(draft);
      }
    }
    running.push(mine);
  }
  group = addNested(sk, lexicon, drafts, group);
  group = addRelayed(sk, lexicon, attributions, drafts, group);
  const scare: Scare[] = [];
  group = continueQuotes(sk, attributions, running, drafts, scare, group, lexicon);
  addHints(doc, drafts, group);
  return finish(doc, drafts, scare);
}

/** Headlines with a colon, once the article's sources are known. */
function quoteHeadlines(sk: Skeleton, attributions: (readonly Attribution[])[]): void {
  let speakers: Set<string> | null = null;
  for (let s = 0; s < attributions.length; s++) {
    if (attributions[s]!.length > 0 || sk.doc.paragraphs[sk.segments[s]!.paragraph]!.region !== 'headline')
      continue;
    speakers ??= new Set(
      attributions.flat().map((a) => (a.source && a.speech ? lower(sk, a.source.last - 1) : '')),
    );
    const colon = headlineColon(sk, s, speakers);
    if (colon) attributions[s] = [colon];
  }
}

function attributionsOf(sk: Skeleton, index: number, lexicon: CueLexicon): readonly Attribution[] {
  const segment = sk.segments[index]!;
  const headline = sk.doc.paragraphs[segment.paragraph]!.region === 'headline';
  if (headline) {
    const colon = headlineColon(sk, index, null);
    if (colon) return [colon];
  }
  return findAttributions(sk, segment, index, lexicon, headline);
}

/** Sorts, drops what overlaps by crossing or repeats, sets parents, gives ids. */
function finish({ text }: Document, drafts: Draft[], scare: Scare[]): QuoteFindings {
  drafts.sort((a, b) => a.start - b.start || b.end - a.end || b.reliability - a.reliability);
  const quotes: Quote[] = [];
  const cueTokens: QuoteCue[] = [];
  const rules: Rule[] = [];
  const groups = new Map<number, number>();
  /** The quotes that the next one may stand in, as indexes, innermost last. */
  const stack: number[] = [];
  for (const draft of drafts) {
    while (stack.length > 0 && quotes[stack.at(-1)!]!.end <= draft.start) stack.pop();
    const parent = stack.at(-1) ?? -1;
    if (parent >= 0) {
      if (draft.rule !== 'nested' && draft.form !== 'block') continue;
      if (quotes[parent]!.end < draft.end) continue;
    }
    const i = quotes.length;
    stack.push(i);
    const { start, end, cue, mention, rule } = draft;
    let group = groups.get(draft.group);
    if (group === undefined) {
      group = groups.size + 1;
      groups.set(draft.group, group);
    }
    if (cue)
      cueTokens.push({
        quote: i,
        lemma: cue.lemma,
        start: cue.start,
        end: cue.end,
        speech: draft.speech,
        rule,
      });
    rules.push(rule);
    quotes.push({
      id: `q${i + 1}`,
      start,
      end,
      text: text.slice(start, end),
      form: draft.form,
      marked: draft.marked,
      group,
      parent: parent >= 0 ? `q${parent + 1}` : null,
      cue: cue
        ? { start: cue.start, end: cue.end, text: text.slice(cue.start, cue.end), category: 'neutral' }
        : null,
      mention: mention
        ? { start: mention[0], end: mention[1], text: text.slice(mention[0], mention[1]) }
        : null,
      speaker: null,
      confidence: confidenceOf(draft),
    });
  }
  scare.sort((a, b) => a.start - b.start);
  return { quotes, scare, cueTokens, rules };
}
