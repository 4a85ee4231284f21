/** What each source, account and speaker calls the same thing. */
import { eventOf, type Query, SHOWN } from './data.js';

export interface NameUse {
  readonly concept: string;
  readonly about: string;
  readonly name: string;
  /** A source, or an article's id. */
  readonly of: string;
  readonly voice: string;
  readonly speaker: string | null;
  readonly uses: number;
  readonly scare: number;
  /** The sentence of the first use. */
  readonly example: string | null;
  readonly document: string | null;
  /** Number of that marker in the record of its article, from 0. */
  readonly marker: number | null;
  /** Names that this voice of this user has for the thing. */
  readonly namesUsed: number;
  /** The source, or account, has this name in quotation marks only. */
  readonly onlyInMarks: boolean;
}

/** Names that sources use for one thing; only things that have at least two. */
export function naming(query: Query, limit: number): Promise<NameUse[]> {
  return query(
    `WITH used AS (
       SELECT n.concept, min(n.about) AS about, n.name, coalesce(n.source, ${SHOWN}) AS "of", n.voice,
         sp.name AS speaker, sum(n.uses)::INTEGER AS uses, sum(n.scare)::INTEGER AS scare,
         arg_min(n.example, (n.example_document, n.example_start)) AS example, min(n.example_document) AS document,
         arg_min(n.example_start, (n.example_document, n.example_start)) AS start,
         max(n.names_used)::INTEGER AS "namesUsed", bool_and(n.only_in_marks) AS "onlyInMarks"
       FROM naming n LEFT JOIN speakers sp ON sp.speaker = n.speaker
       LEFT JOIN documents d ON d.id = n.example_document GROUP BY 1, 3, 4, 5, 6
     ), told AS (
       SELECT concept, count(DISTINCT name) AS names, sum(uses) AS uses FROM used GROUP BY concept
       HAVING count(DISTINCT name) > 1 ORDER BY names DESC, uses DESC, concept LIMIT $limit
     ), places AS (
       SELECT document, start, min(n)::INTEGER AS marker FROM markers WHERE category = 'naming' GROUP BY ALL
     )
     SELECT used.* EXCLUDE (start), places.marker FROM used JOIN told USING (concept)
     LEFT JOIN places USING (document, start)
     ORDER BY told.names DESC, told.uses DESC, concept, "of", used.uses DESC, name, voice, speaker NULLS FIRST`,
    { limit },
  );
}

/** The same within events, account by account: `event` tells which. */
export function namingOfTexts(
  query: Query,
  events: readonly string[],
  ids: readonly string[],
  each: number,
): Promise<(NameUse & { event: string })[]> {
  return query(
    `WITH abouts AS (SELECT concept, min(about) AS about FROM naming GROUP BY concept),
     written AS (
       SELECT concept, trim(regexp_replace(strip_accents(lower(name)), '[^a-z0-9]+', '-', 'g'), '-') AS slug, min(name) AS written
       FROM (SELECT DISTINCT concept, name FROM naming) GROUP BY ALL
     ), said AS (
       SELECT ds.document, ds.local_speaker, coalesce(sp.name, ds.name) AS speaker
       FROM (SELECT * FROM document_speakers WHERE document IN (SELECT unnest($ids::VARCHAR[]))) ds
       LEFT JOIN speakers sp ON sp.speaker = ds.speaker
     ), uses AS (
       SELECT ${eventOf(events)} AS event, split_part(m.entry, '.', 1) AS concept, split_part(m.entry, '.', 2) AS name,
         m.document, m.voice, said.speaker, m.scare, m.sentence, m.n,
         m.voice = 'quoted' OR m.scare AS marked,
         CASE WHEN m.voice IN ('author', 'headline') THEN 'own' ELSE m.voice || coalesce(m.local_speaker, '') END AS speaks
       FROM markers m JOIN events e ON e.document = m.document
       LEFT JOIN said ON said.document = m.document AND said.local_speaker = m.local_speaker
       WHERE m.category = 'naming' AND NOT m.negated AND m.document IN (SELECT unnest($ids::VARCHAR[]))
     ), variety AS (
       SELECT concept, document, speaks, count(DISTINCT name)::INTEGER AS names FROM uses GROUP BY ALL
     ), marks AS (
       SELECT concept, name, document, bool_and(marked) AS only_marked FROM uses GROUP BY ALL
     ), used AS (
       SELECT u.event, u.concept, u.name, u.document AS "of", u.voice, u.speaker, count(*)::INTEGER AS uses,
         (count(*) FILTER (u.scare))::INTEGER AS scare, arg_min(u.sentence, u.n) AS example, min(u.n)::INTEGER AS marker,
         max(v.names)::INTEGER AS "namesUsed", bool_and(k.only_marked) AS "onlyInMarks"
       FROM uses u JOIN variety v ON v.concept = u.concept AND v.document = u.document AND v.speaks = u.speaks
       JOIN marks k ON k.concept = u.concept AND k.name = u.name AND k.document = u.document
       GROUP BY ALL
     ), told AS (
       SELECT event, concept, count(DISTINCT name) AS names, sum(uses) AS uses FROM used GROUP BY event, concept
       HAVING count(DISTINCT name) > 1
       QUALIFY row_number() OVER (PARTITION BY event ORDER BY count(DISTINCT name) DESC, sum(uses) DESC, concept) <= $each
     )
     SELECT used.* EXCLUDE (name), coalesce(w.written, used.name) AS name, used."of" AS document, abouts.about
     FROM used JOIN told USING (event, concept) LEFT JOIN abouts USING (concept)
     LEFT JOIN written w ON w.concept = used.concept AND w.slug = used.name
     ORDER BY used.event, told.names DESC, told.uses DESC, used.concept, used."of", used.uses DESC, used.name, voice, speaker NULLS FIRST`,
    { ids: [...ids], each },
  );
}
