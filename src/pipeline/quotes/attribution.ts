/** One attribution: who, the word that tells it, and what. */
import type { Range } from './syntax.js';

export type Rule =
  | 'quote-first' | 'quote-after' | 'that' | 'clause' | 'wh' | 'noun' | 'inf' | 'clause-first' | 'parenthetical'
  | 'according' | 'cue-noun' | 'colon' | 'headline' | 'view' | 'continuation' | 'earlier-paragraph' | 'later-cue' | 'loose'
  | 'block' | 'back' | 'transcript' | 'nested' | 'signature'; // biome-ignore format: a list

/** One attribution: who (source), the word that tells it (cue), what (contents). */
export interface Attribution {
  readonly cue: Range;
  readonly head: number;
  readonly lemma: string;
  readonly speech: boolean;
  readonly source: Range | null;
  readonly contents: readonly Range[];
  readonly rule: Rule;
  readonly reliability: number;
  readonly segment: number;
  /** The content stands in the next paragraph, after a colon. */
  readonly announces?: boolean;
}

export const MIN_RELIABILITY = 0.5;

/** Element `e` lies in the content. */
export function isInside({ contents }: Attribution, e: number): boolean {
  for (const range of contents) if (e >= range.first && e < range.last) return true;
  return false;
}

/** Element `e` lies in the content of one of them. */
export function isTaken(attributions: readonly Attribution[], e: number): boolean {
  for (const attribution of attributions) if (isInside(attribution, e)) return true;
  return false;
}
