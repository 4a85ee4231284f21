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
import { addNested } from './quotes/nested.js';
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

/** All quotes of an article. Never throws on odd marks; time is linear in the text. */
export function findQuotes(doc: Document): QuoteFindings {
  const lexicon = loadCues();
  const stretches = findStretches(doc.text, doc.paragraphs);
  const sk = buildSkeleton(doc, stretches);
  const attributions = sk.segments.map((segment, index) =>
    attributionsOf(sk, index, lexicon, doc.paragraphs[segment.paragraph]!.region === 'headline'),
  );
  quoteHeadlines(sk, attributions);
  const drafts: Draft[] = [];
  const running: (Running | null)[][] = attributions.map(() => []);
  let group = 0;
  for (let s = 0; s < attributions.length; s++) {
    for (const attribution of attributions[s]!) {
      group++;
      const carried = runningOf(sk, attribution, group);
      running[s]!.push(carried);
      for (const content of attribution.contents) {
        const draft = draftOf(
          sk,
          content,
          sk.segments[s]!.paragraph,
          carried,
          attribution.rule,
          attribution.reliability,
        );
        if (draft) drafts.push(draft);
      }
    }
  }
  group = addNested(sk, lexicon, drafts, group);
  const scare: Scare[] = [];
  group = continueQuotes(sk, attributions, running, drafts, scare, group, lexicon);
  addHints(doc, drafts, group);
  return finish(doc, drafts, scare);
}

/** Headlines with a colon, once the article's sources are known. */
function quoteHeadlines(sk: Skeleton, attributions: Attribution[][]): void {
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

function attributionsOf(sk: Skeleton, index: number, lexicon: CueLexicon, headline: boolean): Attribution[] {
  if (headline) {
    const colon = headlineColon(sk, index, null);
    if (colon) return [colon];
  }
  return findAttributions(sk, index, lexicon, headline);
}

/** Sorts, drops what overlaps by crossing or repeats, sets parents, gives ids. */
function finish(doc: Document, drafts: Draft[], scare: Scare[]): QuoteFindings {
  drafts.sort((a, b) => a.start - b.start || b.end - a.end || b.reliability - a.reliability);
  const kept: Draft[] = [];
  const stack: number[] = [];
  for (const draft of drafts) {
    while (stack.length > 0 && kept[stack.at(-1)!]!.end <= draft.start) stack.pop();
    const outer = stack.at(-1) ?? -1;
    if (outer >= 0) {
      if (draft.rule !== 'nested' && draft.form !== 'block') continue;
      if (kept[outer]!.end < draft.end) continue;
    }
    draft.parent = outer;
    stack.push(kept.length);
    kept.push(draft);
  }
  const groups = new Map<number, number>();
  const cueTokens: QuoteCue[] = [];
  const quotes = kept.map((draft, i): Quote => {
    if (!groups.has(draft.group)) groups.set(draft.group, groups.size + 1);
    if (draft.cue)
      cueTokens.push({
        quote: i,
        lemma: draft.cue.lemma,
        start: draft.cue.start,
        end: draft.cue.end,
        speech: draft.speech,
        rule: draft.rule,
      });
    return {
      id: `q${i + 1}`,
      start: draft.start,
      end: draft.end,
      text: doc.text.slice(draft.start, draft.end),
      form: draft.form,
      marked: draft.marked,
      group: groups.get(draft.group)!,
      parent: draft.parent >= 0 ? `q${draft.parent + 1}` : null,
      cue: draft.cue
        ? {
            start: draft.cue.start,
            end: draft.cue.end,
            text: doc.text.slice(draft.cue.start, draft.cue.end),
            category: 'neutral',
          }
        : null,
      mention: draft.mention
        ? {
            start: draft.mention[0],
            end: draft.mention[1],
            text: doc.text.slice(draft.mention[0], draft.mention[1]),
          }
        : null,
      speaker: null,
      confidence: confidenceOf(draft),
    };
  });
  scare.sort((a, b) => a.start - b.start);
  return { quotes, scare, cueTokens, rules: kept.map((draft) => draft.rule) };
}
