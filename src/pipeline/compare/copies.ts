/** A syndicated copy is shown as such and counted once: in the article that it repeats. */
import type { Store } from '../store.js';

/** Takes the copies out of the counts of `speakers`, which are made before anybody knows what is a copy. Reads `events`. */
export async function countSpeakersOnce(store: Store): Promise<void> {
  await store.run(`
    UPDATE speakers SET documents = n.documents, sources = n.sources, quotes = n.quotes,
      words_quoted = n.quoted, words_reported = n.reported, copies = n.copies
    FROM (
      WITH own AS (
        SELECT s.speaker, s.document, s.local_speaker, d.source, e.copy_of IS NOT NULL AS copy
        FROM document_speakers s JOIN documents d ON d.id = s.document JOIN events e ON e.document = s.document
      ), counted AS (SELECT * FROM own WHERE NOT copy),
      said AS (
        SELECT c.speaker, count(*)::INTEGER AS quotes FROM quotes q JOIN counted c USING (document, local_speaker) GROUP BY ALL
      ), spoken AS (
        SELECT c.speaker, (sum(v.words) FILTER (v.voice = 'quoted'))::INTEGER AS quoted,
          (sum(v.words) FILTER (v.voice = 'reported'))::INTEGER AS reported
        FROM voices v JOIN counted c USING (document, local_speaker) GROUP BY ALL
      ), met AS (
        SELECT speaker, count(DISTINCT document) FILTER (NOT copy)::INTEGER AS documents,
          count(DISTINCT source) FILTER (NOT copy)::INTEGER AS sources, count(DISTINCT document) FILTER (copy)::INTEGER AS copies
        FROM own GROUP BY ALL
      )
      SELECT met.*, coalesce(said.quotes, 0) AS quotes, coalesce(spoken.quoted, 0) AS quoted,
        coalesce(spoken.reported, 0) AS reported
      FROM met LEFT JOIN said USING (speaker) LEFT JOIN spoken USING (speaker) WHERE met.copies > 0
    ) n WHERE n.speaker = speakers.speaker`);
}
