/** Rates over time, source by source: filled where the dates of a run span at least four periods. */
import type { Query } from './data.js';

export interface TrendPoint {
  /** year, month, week, day */
  readonly width: string;
  readonly period: string;
  readonly source: string;
  readonly family: string;
  readonly category: string;
  readonly articles: number;
  readonly words: number;
  readonly hits: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * The outlets' own words: of wording and of certainty the commonest categories, half of the given number each, for the
 * sources with most words. A category that is met less than once a picture's dot is left out: its bands are all there is.
 */
export function trends(query: Query, categories: number, sources: number): Promise<TrendPoint[]> {
  return query(
    `WITH told AS (
       SELECT source, row_number() OVER (ORDER BY sum(words) DESC, source) AS place
       FROM (SELECT DISTINCT source, period, words FROM trends WHERE voice = 'author') GROUP BY source
       ORDER BY place LIMIT $sources
     ), own AS (SELECT t.*, told.place FROM trends t JOIN told USING (source) WHERE t.voice = 'author'),
     kinds AS (
       SELECT family, category, sum(hits) AS hits FROM own GROUP BY family, category
       HAVING count(rate) > 0 AND sum(hits) >= count(rate)
       QUALIFY row_number() OVER (PARTITION BY family ORDER BY sum(hits) DESC, category) <= $categories / 2
     )
     SELECT o.width, o.period, o.source, o.family, o.category, o.articles, o.words, o.hits, o.rate,
       o.rate_low AS low, o.rate_high AS high
     FROM own o JOIN kinds k USING (family, category)
     ORDER BY k.family DESC, k.hits DESC, category, o.place, period`,
    { categories, sources },
  );
}
