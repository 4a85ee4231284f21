/** Which articles are put beside each other, and how each is called there. */
import type { Store } from '../store.js';

/** More accounts of one event than this are not compared pair by pair. */
const MOST_ACCOUNTS = 8;
/** So many articles can be read side by side at once; who gives no more, and names no event, wants to compare them all. */
const MOST_AS_THEY_ARE = 6;
/** A longer title is cut where it stands for an account. */
const LONGEST_NAME = 44;

/**
 * One row with `whole`: the run is a handful of articles for which no event is given, and what was found does not hold
 * them all. They are compared as they are.
 */
export const STANDS_WHOLE = `
SELECT count(*) BETWEEN 2 AND ${MOST_AS_THEY_ARE} AND NOT coalesce(bool_or(given), false)
  AND NOT (count(event) = count(*) AND count(DISTINCT event) = 1) AS whole
FROM events WHERE copy_of IS NULL`;

/** Makes the temporary table `account_sets`: the accounts of each event; where all articles are one set, it is ''. */
export async function makeSets(store: Store): Promise<void> {
  const [row] = await store.query<{ whole: boolean }>(STANDS_WHOLE);
  await store.run(`
    CREATE OR REPLACE TEMP TABLE account_sets AS
    SELECT event AS set, document FROM events
    WHERE event IS NOT NULL AND copy_of IS NULL AND NOT ${row!.whole}
    QUALIFY count(*) OVER (PARTITION BY event) BETWEEN 2 AND ${MOST_ACCOUNTS}`);
  await store.run(`
    INSERT INTO account_sets SELECT '', document FROM events
    WHERE copy_of IS NULL AND NOT EXISTS (SELECT 1 FROM account_sets)
      AND (SELECT count(*) FROM events WHERE copy_of IS NULL) BETWEEN 2 AND ${MOST_ACCOUNTS}`);
}

/**
 * How an article is called where it stands for an account: by its source; else by its number, where its id is a number
 * and a hash, as crawlers make them; else by its title, cut where it is long; else by its id. `d`: the table of articles.
 */
export const ACCOUNT_NAME = `CASE
    WHEN d.source IS NOT NULL THEN d.source
    WHEN regexp_matches(d.id, '^\\d+[_-][0-9a-f]{12,}$') THEN 'Article ' || regexp_extract(d.id, '^\\d+')
    WHEN length(d.title) > ${LONGEST_NAME} THEN regexp_replace(left(d.title, ${LONGEST_NAME}), '\\W+\\w*$', '') || '…'
    ELSE coalesce(d.title, d.id) END`;
