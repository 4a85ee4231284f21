/** How sure a quote is: by the rule that found it, form and mention. */
import type { Draft } from './draft.js';

/** Estimated chance that bounds and speaker are right. */
export function confidenceOf(draft: Draft): number {
  return Math.round(Math.min(0.99, draft.reliability) * 100) / 100;
}
