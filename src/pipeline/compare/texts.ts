/** Two accounts of one event, text against text. */
import { compareTexts, FEWEST_WORDS } from '../statistics.js';
import type { Store } from '../store.js';
import { type ComparisonRow, writeComparisons } from './groups.js';

/** More accounts of one event than this are not compared pair by pair. */
const MOST_ACCOUNTS = 8;

type Cell = {
  set: string;
  document: string;
  voice: string;
  family: string;
  category: string;
  words: number;
  hits: number;
};

/**
 * Appends rows with `by` = 'texts', a and b = document ids: pairs within each event of up to eight accounts, or, in
 * a run of up to eight articles without events, all pairs. p values are adjusted within each event.
 */
export async function compareAccounts(store: Store): Promise<void> {
  await makeSets(store);
  let set: string | null = null;
  let cells: Cell[] = [];
  const done: ComparisonRow[][] = [];
  const close = () => {
    if (cells.length > 0) done.push(comparePairs(cells));
    cells = [];
  };
  for await (const cell of store.stream<Cell>(CELLS)) {
    if (cell.set !== set) close();
    set = cell.set;
    cells.push(cell);
  }
  close();
  await writeComparisons(store, done);
}

/** Which accounts are compared with each other: those of one event, or all articles of a small run. */
async function makeSets(store: Store): Promise<void> {
  await store.run(`
    CREATE OR REPLACE TEMP TABLE account_sets AS
    SELECT event AS set, document FROM events
    WHERE event IS NOT NULL AND copy_of IS NULL
    QUALIFY count(*) OVER (PARTITION BY event) BETWEEN 2 AND ${MOST_ACCOUNTS}`);
  await store.run(`
    INSERT INTO account_sets SELECT '', id FROM documents
    WHERE NOT EXISTS (SELECT 1 FROM account_sets)
      AND (SELECT count(*) FROM documents) BETWEEN 2 AND ${MOST_ACCOUNTS}`);
}

/** Words and hits of every account, zeros included, for each voice and category that its set has a hit of. */
const CELLS = `
WITH words AS (
  SELECT s.set, s.document, w.voice, sum(w.words)::INTEGER AS words
  FROM account_sets s JOIN cell_words w USING (document)
  WHERE w.voice IN ('author', 'quoted', 'reported') GROUP BY ALL
), hits AS (
  SELECT s.set, s.document, h.voice, h.family, h.category, sum(h.hits)::INTEGER AS hits
  FROM account_sets s JOIN cell_hits h USING (document)
  WHERE h.voice IN ('author', 'quoted', 'reported') GROUP BY ALL
), met AS (SELECT DISTINCT set, voice, family, category FROM hits)
SELECT w.set, w.document, w.voice, m.family, m.category, w.words, coalesce(h.hits, 0) AS hits
FROM words w JOIN met m ON m.set = w.set AND m.voice = w.voice
LEFT JOIN hits h ON h.document = w.document AND h.voice = w.voice AND h.family = m.family AND h.category = m.category
ORDER BY w.set, w.voice, m.family, m.category, w.document`;

function comparePairs(rows: readonly Cell[]): ComparisonRow[] {
  const cells = new Map<string, Cell[]>();
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
