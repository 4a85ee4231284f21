/** Two accounts of one event, text against text. */
import { compareTexts, FEWEST_WORDS } from '../statistics.js';
import type { Store } from '../store.js';
import { type ComparisonRow, writeComparisons } from './groups.js';

/** More accounts of one event than this are not compared pair by pair. */
const MOST_ACCOUNTS = 8;

type Row = { document: string; voice: string; family: string; category: string; words: number; hits: number };

/**
 * Appends rows with `by` = 'texts', a and b = document ids: pairs within each event of up to eight accounts, or, in
 * a run of up to eight articles without events, all pairs. p values are adjusted within each event.
 */
export async function compareAccounts(store: Store): Promise<void> {
  for (const documents of await accountSets(store)) {
    const rows = await store.query<Row>(
      `SELECT id AS document, voice, family, category, words, hits FROM scores
       WHERE unit = 'document' AND voice IN ('author', 'quoted', 'reported')
         AND id IN (SELECT unnest($documents::VARCHAR[]))
       ORDER BY voice, family, category, id`,
      { documents: [...documents] },
    );
    await writeComparisons(store, comparePairs(rows));
  }
}

async function accountSets(store: Store): Promise<string[][]> {
  const events = await store.query<{ documents: string[] }>(`
    SELECT list(document ORDER BY document) AS documents FROM events
    WHERE event IS NOT NULL AND copy_of IS NULL GROUP BY event
    HAVING count(*) BETWEEN 2 AND ${MOST_ACCOUNTS} ORDER BY event`);
  if (events.length > 0) return events.map(({ documents }) => documents);
  const all = await store.query<{ id: string }>(
    `SELECT id FROM documents ORDER BY id LIMIT ${MOST_ACCOUNTS + 1}`,
  );
  return all.length > 1 && all.length <= MOST_ACCOUNTS ? [all.map(({ id }) => id)] : [];
}

function comparePairs(rows: readonly Row[]): ComparisonRow[] {
  const cells = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.voice}\t${row.family}\t${row.category}`;
    const cell = cells.get(key);
    if (cell) cell.push(row);
    else cells.set(key, [row]);
  }
  const out: ComparisonRow[] = [];
  for (const cell of cells.values()) {
    for (let i = 0; i < cell.length; i++) {
      for (let j = i + 1; j < cell.length; j++) {
        const [a, b] = [cell[i]!, cell[j]!];
        if (a.hits + b.hits === 0) continue;
        const enough = a.words >= FEWEST_WORDS && b.words >= FEWEST_WORDS;
        out.push({
          by: 'texts',
          a: a.document,
          b: b.document,
          voice: a.voice,
          family: a.family,
          category: a.category,
          sumsA: { hits: a.hits, words: a.words, articles: 1 },
          sumsB: { hits: b.hits, words: b.words, articles: 1 },
          test: enough ? compareTexts(a.hits, a.words, b.hits, b.words) : null,
          reason: enough ? null : 'too little text',
        });
      }
    }
  }
  return out;
}
