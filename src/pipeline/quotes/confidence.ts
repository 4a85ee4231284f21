/**
 * How sure a quote is. Counted on 280 annotated news articles that the rules were made with (`npm run errors -- quotes
 * table` counts again): of the quotes that a rule found, with and without marked words, the share whose stretch
 * overlaps an annotated one by half or more and whose mention is right; (right + 1) / (all + 2), so that few counts say
 * less. Rules without counts there (nested, block, back, later-cue, view) have the editors' estimate.
 */
import type { Rule } from './attribution.js';
import type { Draft } from './draft.js';

/** By rule: with marked words, without. */
const SHARE: Readonly<Record<Rule, readonly [marked: number, unmarked: number]>> = {
  'quote-first': [0.97, 0.9],
  'quote-after': [0.85, 0.8],
  that: [0.88, 0.82],
  clause: [0.9, 0.82],
  wh: [0.75, 0.76],
  noun: [0.68, 0.62],
  inf: [0.84, 0.55],
  'clause-first': [0.89, 0.82],
  parenthetical: [0.91, 0.88],
  according: [0.89, 0.83],
  'cue-noun': [0.75, 0.55],
  colon: [0.79, 0.5],
  headline: [0.94, 0.63],
  view: [0.8, 0.75],
  continuation: [0.97, 0.9],
  'earlier-paragraph': [0.49, 0.49],
  'later-cue': [0.8, 0.8],
  loose: [0.44, 0.4],
  block: [0.8, 0.8],
  back: [0.85, 0.85],
  transcript: [0.75, 0.5],
  nested: [0.75, 0.75],
  signature: [0.86, 0.8],
};
/** A quote whose source no words name is right only where the text names none. */
const WITHOUT_MENTION = 0.5;

/** The estimated chance that stretch and mention are right, 0..1. */
export function confidenceOf(draft: Draft): number {
  const [marked, unmarked] = SHARE[draft.rule];
  const share = draft.marked.length > 0 ? marked : unmarked;
  return Math.round(share * (draft.mention ? 1 : WITHOUT_MENTION) * 100) / 100;
}
