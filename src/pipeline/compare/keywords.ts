/** Words that set a group apart from the pooled rest, in the author's own voice. */
import { logLikelihood, logOdds, logRatio } from '../statistics.js';
import type { Store } from '../store.js';
import { REST } from './groups.js';

/** A word needs this many uses in this many articles of the run. */
const FEWEST_USES = 5;
const FEWEST_ARTICLES = 3;
/** Words kept on each side of a group. */
const MOST_WORDS = 50;
/** Two-sided .05: words nearer to zero are not telling. */
const SMALLEST_Z = 1.96;

type Row = { grp: string; lemma: string; uses: number; articles: number };

/** Appends to `keywords`: for each group of a grouping of articles its most telling lemmas, by z. */
export async function fillKeywords(store: Store, by: string): Promise<void> {
  if (by === 'speaker') return; // only the author's words are counted as lemmas
  await store.run(`
    CREATE OR REPLACE TEMP TABLE group_lemmas AS
    SELECT g.grp, l.lemma, sum(l.uses)::INTEGER AS uses, count(*)::INTEGER AS articles
    FROM lemmas l JOIN (SELECT DISTINCT document, grp FROM group_words) g USING (document) GROUP BY ALL`);
  const sizes = new Map(
    (
      await store.query<{ grp: string; size: number }>(
        'SELECT grp, sum(uses)::INTEGER AS size FROM group_lemmas GROUP BY grp ORDER BY grp',
      )
    ).map(({ grp, size }) => [grp, size]),
  );
  if (sizes.size < 2) return;
  const all = new Map(
    (
      await store.query<{ lemma: string; uses: number; articles: number }>(
        `SELECT lemma, sum(uses)::INTEGER AS uses, sum(articles)::INTEGER AS articles FROM group_lemmas GROUP BY lemma
       HAVING length(lemma) > 1 AND sum(uses) >= ${FEWEST_USES} AND sum(articles) >= ${FEWEST_ARTICLES} ORDER BY lemma`,
      )
    ).map((row) => [row.lemma, row]),
  );
  const sizeAll = [...sizes.values()].reduce((a, b) => a + b, 0);
  for (const [grp, sizeA] of sizes) {
    const rows = await store.query<Row>('SELECT * FROM group_lemmas WHERE grp = $grp ORDER BY lemma', {
      grp,
    });
    const own = new Map(rows.map((row) => [row.lemma, row]));
    const words = [...all.values()].map(({ lemma, uses, articles }) => {
      const usesA = own.get(lemma)?.uses ?? 0;
      const articlesA = own.get(lemma)?.articles ?? 0;
      const use = { usesA, sizeA, usesB: uses - usesA, sizeB: sizeAll - sizeA, usesAll: uses, sizeAll };
      const z = logOdds(use);
      return { lemma, z, use, articlesA, articlesB: articles - articlesA };
    });
    const telling = words.filter(({ z }) => Math.abs(z) >= SMALLEST_Z);
    telling.sort((x, y) => y.z - x.z || (x.lemma < y.lemma ? -1 : 1));
    const kept =
      telling.length <= 2 * MOST_WORDS
        ? telling
        : [...telling.slice(0, MOST_WORDS), ...telling.slice(-MOST_WORDS)];
    await store.insert(
      'keywords',
      kept.map(({ lemma, z, use, articlesA, articlesB }) => [
        by, grp, REST, lemma, z, logRatio(use), logLikelihood(use), use.usesA, use.usesB, articlesA, articlesB,
      ]), // biome-ignore format: the order of the columns
    );
  }
}
