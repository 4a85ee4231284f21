/** What each source, and each speaker in it, calls the same thing. */
import { slug } from '../../lexicons/parse.js';
import type { Concept } from '../../lexicons/types.js';
import type { Store } from '../store.js';

/** Makes `naming`: concept x name x source x event x voice x speaker, with the first use as example. */
export async function fillNaming(store: Store, concepts: readonly Concept[]): Promise<void> {
  await store.run(
    'CREATE OR REPLACE TEMP TABLE concept_names (entry VARCHAR, concept VARCHAR, about VARCHAR, name VARCHAR)',
  );
  await store.insert(
    'concept_names',
    concepts.flatMap(({ id, about, names }) =>
      names.map(({ name }) => [`${id}.${slug(name)}`, id, about, name]),
    ),
  );
  await store.run(`
INSERT INTO naming
SELECT c.concept, c.about, c.name, d.source, e.event, m.voice, s.speaker,
  count(*)::INTEGER, count(*) FILTER (m.scare)::INTEGER,
  arg_min(m.sentence, (m.document, m.start)), arg_min(m.document, (m.document, m.start)),
  arg_min(m.start, (m.document, m.start))
FROM markers m
JOIN concept_names c ON c.entry = m.entry
JOIN documents d ON d.id = m.document
LEFT JOIN events e ON e.document = m.document
LEFT JOIN document_speakers s ON s.document = m.document AND s.local_speaker = m.local_speaker
WHERE m.category = 'naming' AND NOT m.negated AND e.copy_of IS NULL
GROUP BY c.concept, c.about, c.name, d.source, e.event, m.voice, s.speaker
ORDER BY ALL`);
}
