/** What each source, and each speaker in it, calls the same thing. */
import type { Store } from '../store.js';

/** Makes `naming`: concept x name x source x event x voice x speaker, with the first use as example. */
export async function fillNaming(store: Store): Promise<void> {
  await store.run(`
INSERT INTO naming
SELECT split_part(m.entry, '.', 1), NULL, split_part(m.entry, '.', 2), d.source, e.event, m.voice, s.speaker,
  count(*)::INTEGER, count(*) FILTER (m.scare)::INTEGER,
  arg_min(m.sentence, (m.document, m.start)), arg_min(m.document, (m.document, m.start)),
  arg_min(m.start, (m.document, m.start))
FROM markers m
JOIN documents d ON d.id = m.document
LEFT JOIN events e ON e.document = m.document
LEFT JOIN document_speakers s ON s.document = m.document AND s.local_speaker = m.local_speaker
WHERE m.category = 'naming' AND e.copy_of IS NULL
GROUP BY split_part(m.entry, '.', 1), split_part(m.entry, '.', 2), d.source, e.event, m.voice, s.speaker
ORDER BY 1, 3, 4, 5, 6, 7`);
}
