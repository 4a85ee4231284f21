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

/** The outlets' own words: the commonest categories that have any rate, for the sources with most words. */
export function trends(query: Query, categories: number, sources: number): Promise<TrendPoint[]> {
  return query(
    `WITH own AS (SELECT * FROM trends WHERE voice = 'author'),
     kinds AS (
       SELECT family, category, sum(hits) AS hits FROM own GROUP BY ALL HAVING count(rate) > 0
       ORDER BY family DESC, hits DESC, category LIMIT $categories
     ),
     told AS (
       SELECT source FROM (SELECT DISTINCT source, period, words FROM own) GROUP BY source
       ORDER BY sum(words) DESC, source LIMIT $sources
     )
     SELECT o.width, o.period, o.source, o.family, o.category, o.articles, o.words, o.hits, o.rate,
       o.rate_low AS low, o.rate_high AS high
     FROM own o JOIN kinds k USING (family, category) JOIN told USING (source)
     ORDER BY k.family DESC, k.hits DESC, category, source, period`,
    { categories, sources },
  );
}
