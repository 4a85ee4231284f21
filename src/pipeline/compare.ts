/**
 * All arithmetic over articles: the derived tables of the store, made from its base tables after the speakers are
 * linked. Every sum runs over integers, so the tables are the same whatever the order of arrival.
 */

import type { Concept } from '../lexicons/types.js';
import { makeSets } from './compare/accounts.js';
import { countSpeakersOnce } from './compare/copies.js';
import { fillEvents } from './compare/events.js';
import { fillFacts } from './compare/facts.js';
import { fillFindings } from './compare/findings.js';
import { compareGroupings, tooFewGroups } from './compare/groups.js';
import { fillKeywords } from './compare/keywords.js';
import { fillNaming } from './compare/naming.js';
import { fillScores } from './compare/scores.js';
import { fillStances } from './compare/stance.js';
import { compareAccounts } from './compare/texts.js';
import { fillTrends } from './compare/trends.js';
import { fillAlerts, type Rule } from './rules.js';
import { DERIVED_TABLES } from './schema.js';
import type { Store } from './store.js';

export interface CompareOptions {
  /** Groupings to compare: `source`, `event`, `speaker`, `month`, or a metadata field. */
  readonly by: readonly string[];
  /** The naming lexicon: what its entries are about and how their names are shown. */
  readonly concepts: readonly Concept[];
  /** What is watched; see `rules.ts`. */
  readonly rules?: readonly Rule[];
  /** Told in words: a grouping that this run cannot be compared by. */
  readonly onNotice?: (line: string) => void;
}

export const DEFAULT_GROUPINGS = ['source'] as const;

/** Makes every derived table of the store anew, except `speakers`, which `link.ts` fills. */
export async function deriveTables(store: Store, options: CompareOptions): Promise<void> {
  await fillEvents(store);
  await countSpeakersOnce(store);
  await fillScores(store);
  for (const by of options.by) {
    const groups = await compareGroupings(store, by);
    // Few sources are no mistake: everybody is compared by them without asking.
    if (groups < 2 && by !== 'source') options.onNotice?.(await tooFewGroups(store, by, groups));
  }
  await makeSets(store);
  await compareAccounts(store);
  await fillTrends(store);
  for (const by of options.by) await fillKeywords(store, by);
  // The largest of the tables that were made on the way, and nothing below reads it.
  await store.run('DROP TABLE cell_hits');
  await fillNaming(store, options.concepts);
  await fillStances(store);
  await fillFacts(store);
  await fillFindings(store);
  await fillAlerts(store, options.rules ?? []);
}

/** The statement that empties all derived tables; run before linking. */
export const RESET_DERIVED = DERIVED_TABLES;
