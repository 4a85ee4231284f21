/** How often a source uses a kind of wording over time, where its dates span enough periods to see anything. */
import { FEWEST_WORDS, PER_WORDS, poissonLimits } from '../statistics.js';
import type { Store } from '../store.js';

/** Fewer periods than this are no trend. */
const FEWEST_PERIODS = 4;
/** Widths of a period, the widest first, and how a date becomes one. A week is named by its Monday. */
const PERIODS = [
  { width: 'year', of: `left(published, 4)` },
  { width: 'month', of: `left(published, 7)` },
  { width: 'week', of: `strftime(date_trunc('week', TRY_CAST(left(published, 10) AS DATE)), '%Y-%m-%d')` },
  { width: 'day', of: `left(published, 10)` },
] as const;

/** Makes `trends`: width x period x source x voice (author, quoted) x category of wording and commitment; empty when no width fits. */
export async function fillTrends(store: Store): Promise<void> {
  for (const { width, of } of PERIODS) {
    const [row] = await store.query<{ periods: number }>(
      `SELECT count(DISTINCT ${of})::INTEGER AS periods FROM documents WHERE source IS NOT NULL`,
    );
    if ((row?.periods ?? 0) < FEWEST_PERIODS) continue;
    await fillWidth(store, width, of);
    return;
  }
}

type Row = {
  period: string; source: string; voice: string; family: string; category: string; articles: number; words: number;
  hits: number;
}; // biome-ignore format: a row

async function fillWidth(store: Store, width: string, of: string): Promise<void> {
  const rows = await store.query<Row>(`
WITH docs AS (
  SELECT d.id AS document, d.source, ${of} AS period FROM documents d JOIN cell_documents c ON c.document = d.id
  WHERE d.source IS NOT NULL AND ${of} IS NOT NULL AND NOT c.copy
), wide AS (SELECT source FROM docs GROUP BY source HAVING count(DISTINCT period) >= ${FEWEST_PERIODS}),
words AS (
  SELECT period, source, w.voice, count(DISTINCT document)::INTEGER AS articles, sum(w.words)::INTEGER AS words
  FROM docs JOIN wide USING (source) JOIN cell_words w USING (document)
  WHERE w.voice IN ('author', 'quoted') GROUP BY ALL
), hits AS (
  SELECT period, source, h.voice, h.family, h.category, sum(h.hits)::INTEGER AS hits
  FROM docs JOIN wide USING (source) JOIN cell_hits h USING (document)
  WHERE h.voice IN ('author', 'quoted') AND h.family IN ('wording', 'commitment') GROUP BY ALL
), met AS (SELECT DISTINCT source, voice, family, category FROM hits)
SELECT w.period, w.source, w.voice, m.family, m.category, w.articles, w.words, coalesce(h.hits, 0) AS hits
FROM words w JOIN met m ON m.source = w.source AND m.voice = w.voice
LEFT JOIN hits h ON h.period = w.period AND h.source = w.source AND h.voice = w.voice
  AND h.family = m.family AND h.category = m.category
ORDER BY w.source, w.voice, m.family, m.category, w.period`);
  await store.insert(
    'trends',
    rows.map(({ period, source, voice, family, category, articles, words, hits }) => {
      const { low, high } = poissonLimits(hits);
      const rates =
        words < FEWEST_WORDS ? [null, null, null] : [hits, low, high].map((n) => (n * PER_WORDS) / words);
      return [width, period, source, voice, family, category, articles, words, hits, ...rates];
    }),
  );
}
