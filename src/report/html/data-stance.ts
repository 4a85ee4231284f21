/** For and against, as `stance_summary` adds it up, and the sentences that each figure rests on. */
import { mergedTargets } from '../../pipeline/compare/stance.js';
import { type Query, SHOWN } from './data.js';

/** How one voice stands to one target. Clauses: sentences that name the target. */
export interface StanceCell {
  /** source, document or speaker */
  readonly unit: string;
  readonly of: string;
  readonly name: string;
  /** own (author and headline), quoted, reported */
  readonly voice: string;
  readonly target: string;
  readonly targetName: string;
  readonly clauses: number;
  readonly speaking: number;
  readonly positive: number;
  readonly negative: number;
  /** (positive - negative) / speaking with its interval; null under three clauses that speak. */
  readonly balance: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly verdict: string;
  readonly protagonist: number;
  readonly antagonist: number;
  readonly victim: number;
}

export interface StanceSentence {
  readonly unit: string;
  readonly of: string;
  readonly voice: string;
  readonly target: string;
  readonly document: string;
  /** Number of the stance in the record of its article, from 0. */
  readonly n: number;
  readonly source: string;
  readonly sentence: string;
  readonly words: string | null;
  readonly label: number;
}

export interface TargetRow {
  readonly target: string;
  readonly name: string;
}

/** Who is warmer to a target, in its own words. */
export interface StancePair {
  readonly target: string;
  readonly a: string;
  readonly b: string;
  readonly positiveA: number;
  readonly negativeA: number;
  readonly positiveB: number;
  readonly negativeB: number;
  readonly q: number | null;
  readonly verdict: string;
}

/** The targets that most clauses of the run speak for or against. */
export function stanceTargets(query: Query, limit: number): Promise<TargetRow[]> {
  return query(
    `SELECT target, min(target_name) AS name FROM stance_summary
     WHERE unit = 'document' AND voice IN ('own', 'quoted', 'reported')
     GROUP BY target HAVING sum(speaking) > 0 ORDER BY sum(speaking) DESC, target LIMIT $limit`,
    { limit },
  );
}

/** `where`: a condition on the rows of `stance_summary`, met before anything is joined to them. */
const cellsOf = (where: string): string => `SELECT s.unit, s.id AS "of",
    CASE s.unit WHEN 'document' THEN ${SHOWN} WHEN 'speaker' THEN coalesce(sp.name, s.id) ELSE s.id END AS name,
    s.voice, s.target, s.target_name AS "targetName", s.clauses, s.speaking, s.positive, s.negative, s.balance,
    s.balance_low AS low, s.balance_high AS high, s.verdict, s.protagonist, s.antagonist, s.victim
  FROM (
    SELECT * FROM stance_summary WHERE ${where}
      AND ((unit = 'speaker' AND voice IN ('quoted', 'reported')) OR (unit <> 'speaker' AND voice = 'own'))
  ) s
  LEFT JOIN documents d ON d.id = CASE WHEN s.unit = 'document' THEN s.id END
  LEFT JOIN speakers sp ON sp.speaker = CASE WHEN s.unit = 'speaker' THEN s.id END`;

/** Sources (or articles) in their own words, and speakers, toward the given targets; those with most to say first. */
export function stanceCells(
  query: Query,
  options: {
    readonly unit: 'source' | 'document';
    readonly targets: readonly string[];
    readonly own: number;
    readonly speakers: number;
  },
): Promise<StanceCell[]> {
  const { unit, targets, own, speakers } = options;
  if (targets.length === 0) return Promise.resolve([]);
  return query(
    `WITH cells AS (${cellsOf(`unit IN ($unit, 'speaker') AND target IN (SELECT unnest($targets::VARCHAR[]))`)}),
     ranked AS (
       SELECT unit, "of", dense_rank() OVER (PARTITION BY unit ORDER BY sum(speaking) DESC, "of") AS place FROM cells
       GROUP BY unit, "of" HAVING sum(speaking) > 0 OR unit <> 'speaker'
     )
     SELECT cells.* FROM cells JOIN ranked USING (unit, "of")
     WHERE place <= CASE WHEN unit = 'speaker' THEN $speakers::INTEGER ELSE $own::INTEGER END
     ORDER BY unit = 'speaker', place, voice, target`,
    { unit, targets: [...targets], own, speakers },
  );
}

/** Every target that the given units speak for or against. */
export function stancesOf(
  query: Query,
  unit: 'document' | 'speaker',
  of: readonly string[],
): Promise<StanceCell[]> {
  if (of.length === 0) return Promise.resolve([]);
  return query(
    `${cellsOf('unit = $unit AND id IN (SELECT unnest($of::VARCHAR[])) AND speaking > 0')}
     ORDER BY s.id, s.speaking DESC, s.target, s.voice`,
    { unit, of: [...of] },
  );
}

/** The clauses that speak, up to `each` for every unit, voice and target. */
export function stanceSentences(
  query: Query,
  unit: 'source' | 'document' | 'speaker',
  of: readonly string[],
  each: number,
): Promise<StanceSentence[]> {
  if (of.length === 0) return Promise.resolve([]);
  const by = { source: 'source_id', document: 'document', speaker: 'speaker' }[unit];
  const voices = unit === 'speaker' ? "voice <> 'own'" : "voice = 'own'";
  // Only what is said in articles of these units is looked at: there are many calls.
  const documents = {
    source: 'SELECT id FROM documents WHERE source IN (SELECT unnest($of::VARCHAR[]))',
    document: 'SELECT unnest($of::VARCHAR[])',
    speaker: 'SELECT document FROM document_speakers WHERE speaker IN (SELECT unnest($of::VARCHAR[]))',
  }[unit];
  const where = `document IN (${documents})`;
  // Copies are counted once wherever articles are added up.
  const counted = unit === 'document' ? '' : 'AND NOT copy';
  return query(
    `WITH targets AS (${mergedTargets(where)}),
     clauses AS (
       SELECT x.document, d.source AS source_id, ${SHOWN} AS source, s.speaker, t.id AS target, x.sentence,
         CASE WHEN x.voice IN ('author', 'headline') THEN 'own' ELSE x.voice END AS voice, x.voice AS exact,
         e.copy_of IS NOT NULL AS copy, min(x.n)::INTEGER AS n, sign(sum(x.label))::INTEGER AS label,
         string_agg(DISTINCT nullif(x.evidence, ''), ' | ' ORDER BY nullif(x.evidence, '')) FILTER (x.label <> 0) AS words
       FROM (SELECT * FROM stances WHERE ${where}) x JOIN documents d ON d.id = x.document
       JOIN targets t ON t.document = x.document AND t.target = x.target
       LEFT JOIN events e ON e.document = x.document
       LEFT JOIN document_speakers s ON s.document = x.document AND s.local_speaker = x.local_speaker
       GROUP BY ALL
     )
     SELECT '${unit}' AS unit, ${by} AS "of", voice, target, document, n, source, sentence, words, label FROM clauses
     WHERE label <> 0 AND ${voices} ${counted} AND ${by} IN (SELECT unnest($of::VARCHAR[]))
     QUALIFY row_number() OVER (PARTITION BY ${by}, voice, target ORDER BY document, n) <= $each
     ORDER BY "of", voice, target, document, n`,
    { of: [...of], each },
  );
}

/** Pairs that were compared: of sources, or of the given accounts of one event. */
export function stancePairs(query: Query, documents: readonly string[] | null): Promise<StancePair[]> {
  if (documents?.length === 0) return Promise.resolve([]);
  return query(
    `SELECT target_name AS target, a, b, positive_a AS "positiveA", negative_a AS "negativeA",
       positive_b AS "positiveB", negative_b AS "negativeB", q, verdict FROM stance_pairs
     WHERE ${documents === null ? `"by" = 'source'` : `"by" = 'texts' AND a IN (SELECT unnest($documents::VARCHAR[]))`}
     ORDER BY q NULLS LAST, target, a, b`,
    documents === null ? {} : { documents: [...documents] },
  );
}
