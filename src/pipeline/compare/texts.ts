/** Two accounts of one event, text against text. */
import { compareTexts, FEWEST_WORDS } from '../statistics.js';
import type { Store } from '../store.js';
import { type ComparisonRow, writeComparisons } from './groups.js';

/** Events whose pairs are compared at a time: their rows are held at once. */
const SETS_AT_ONCE = 200;

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
 * a run of up to eight articles without events, all pairs. p values are adjusted within each event. Reads `account_sets`.
 */
export async function compareAccounts(store: Store): Promise<void> {
  await store.run(`CREATE OR REPLACE TEMP TABLE account_cells AS ${CELLS}`);
  const [last] = await store.query<{ block: number | null }>('SELECT max(block) AS block FROM account_cells');
  for (let block = 0; block <= (last?.block ?? -1); block++) {
    const cells = await store.query<Cell>(
      `SELECT set, document, voice, family, category, words, hits FROM account_cells WHERE block = $block
       ORDER BY set, voice, family, category, document`,
      { block },
    );
    const sets = new Map<string, Cell[]>();
    for (const cell of cells) {
      const known = sets.get(cell.set);
      if (known) known.push(cell);
      else sets.set(cell.set, [cell]);
    }
    await writeComparisons(store, [...sets.values()].map(comparePairs));
  }
  await store.run('DROP TABLE account_cells');
}

/** Words and hits of every account, zeros included, for each voice and category that its set has a hit of. */
const CELLS = `
WITH blocks AS (
  SELECT set, ((row_number() OVER (ORDER BY set) - 1) // ${SETS_AT_ONCE})::INTEGER AS block
  FROM (SELECT DISTINCT set FROM account_sets)
), words AS (
  SELECT s.set, s.document, w.voice, sum(w.words)::INTEGER AS words
  FROM account_sets s JOIN cell_words w USING (document)
  WHERE w.voice IN ('author', 'quoted', 'reported') GROUP BY ALL
), hits AS (
  SELECT s.set, s.document, h.voice, h.family, h.category, sum(h.hits)::INTEGER AS hits
  FROM account_sets s JOIN cell_hits h USING (document)
  WHERE h.voice IN ('author', 'quoted', 'reported') GROUP BY ALL
), met AS (SELECT DISTINCT set, voice, family, category FROM hits)
SELECT w.set, w.document, w.voice, m.family, m.category, w.words, coalesce(h.hits, 0) AS hits, k.block
FROM words w JOIN blocks k ON k.set = w.set JOIN met m ON m.set = w.set AND m.voice = w.voice
LEFT JOIN hits h ON h.document = w.document AND h.voice = w.voice AND h.family = m.family AND h.category = m.category
ORDER BY block`;

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
