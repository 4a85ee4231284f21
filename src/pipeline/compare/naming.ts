/** What each source, and each speaker in it, calls the same thing. */
import { slug } from '../../lexicons/parse.js';
import type { Concept } from '../../lexicons/types.js';
import type { Store } from '../store.js';

/**
 * Makes `naming`: concept x name x source x event x voice x speaker, with the first use as example. Two columns answer
 * what is asked of it: `names_used` (who calls it by two names?) and `only_in_marks` (which name is used only in
 * quotation marks?).
 */
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
  await store.run(USES);
  await store.run(NAMING);
}

/**
 * One row a use. `speaks`: whose name it is: the outlet's in its own words, a speaker's in quoted words, and apart from
 * these in reported words, where the name may be either's.
 */
const USES = `
CREATE OR REPLACE TEMP TABLE name_uses AS
SELECT c.concept, c.about, c.name, d.source, e.event, m.voice, s.speaker, m.scare, m.sentence, m.document, m.start,
  m.text, m.voice = 'quoted' OR m.scare AS marked,
  -- An article without a source is an outlet of its own: example_document says which.
  coalesce('source ' || d.source, 'article ' || m.document) AS outlet,
  CASE WHEN m.voice IN ('author', 'headline') THEN 'own ' || coalesce(d.source, 'article ' || m.document)
    ELSE m.voice || ' ' || coalesce(s.speaker, 'unknown in ' || m.document) END AS speaks
FROM markers m
JOIN concept_names c ON c.entry = m.entry
JOIN documents d ON d.id = m.document
LEFT JOIN events e ON e.document = m.document
LEFT JOIN document_speakers s ON s.document = m.document AND s.local_speaker = m.local_speaker
WHERE m.category = 'naming' AND NOT m.negated AND e.copy_of IS NULL`;

const NAMING = `
INSERT INTO naming
WITH variety AS (
  SELECT concept, speaks, count(DISTINCT name)::INTEGER AS names FROM name_uses GROUP BY ALL
), marks AS (
  SELECT concept, name, outlet, bool_and(marked) AS only_marked FROM name_uses GROUP BY ALL
)
SELECT u.concept, u.about, u.name, u.source, u.event, u.voice, u.speaker,
  count(*)::INTEGER, count(*) FILTER (u.scare)::INTEGER,
  arg_min(u.sentence, (u.document, u.start)), arg_min(u.document, (u.document, u.start)),
  arg_min(u.start, (u.document, u.start)), arg_min(u.text, (u.document, u.start)),
  max(v.names), bool_and(k.only_marked)
FROM name_uses u
JOIN variety v ON v.concept = u.concept AND v.speaks = u.speaks
JOIN marks k ON k.concept = u.concept AND k.name = u.name AND k.outlet = u.outlet
GROUP BY u.concept, u.about, u.name, u.source, u.outlet, u.event, u.voice, u.speaker
ORDER BY ALL`;
