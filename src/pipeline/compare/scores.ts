/** Counts and rates of every unit: document, speaker, source, speaker in a source, source in an event. */
import { UNCOUNTED_CATEGORIES } from '../score.js';
import { FEWEST_WORDS, PER_WORDS, poissonLimits } from '../statistics.js';
import type { Store } from '../store.js';

const uncounted = [...UNCOUNTED_CATEGORIES].map((category) => `'${category}'`).join(', ');

/**
 * Counted hits and words per document, voice and run-wide speaker, with the document's groups beside them. Every
 * other table of counts is a sum over these two.
 */
const CELLS = `
CREATE OR REPLACE TEMP TABLE cell_documents AS
  SELECT d.id AS document, d.source, e.event, e.copy_of IS NOT NULL AS copy
  FROM documents d LEFT JOIN events e ON e.document = d.id;
CREATE OR REPLACE TEMP TABLE cell_hits AS
  SELECT m.document, m.voice, s.speaker, m.family, m.category,
         count(*)::INTEGER AS hits, sum(m.weight)::INTEGER AS weight
  FROM markers m
  LEFT JOIN document_speakers s ON s.document = m.document AND s.local_speaker = m.local_speaker
  WHERE NOT m.negated AND m.category NOT IN (${uncounted})
  GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE cell_words AS
  SELECT v.document, v.voice, s.speaker, sum(v.words)::INTEGER AS words
  FROM voices v
  LEFT JOIN document_speakers s ON s.document = v.document AND s.local_speaker = v.local_speaker
  GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE met AS SELECT DISTINCT family, category FROM cell_hits;
`;

interface Unit {
  readonly unit: string;
  /** Expression of the unit's id; columns of the cell and of `cell_documents` (d) may stand in it. */
  readonly id: string;
  readonly event?: string;
  readonly source?: string;
  readonly speaker?: string;
  readonly where: string;
  /**
   * Rows without hits are written too, of wording and commitment, which are shown as rates beside each other. There are
   * too many speakers for that: theirs are left out.
   */
  readonly zeros: boolean;
}

/** Copies of one text are counted once wherever several articles are added up. */
const UNITS: readonly Unit[] = [
  { unit: 'document', id: 'c.document', event: 'd.event', source: 'd.source', where: 'true', zeros: true },
  {
    unit: 'speaker',
    id: 'c.speaker',
    speaker: 'c.speaker',
    where: 'c.speaker IS NOT NULL AND NOT d.copy',
    zeros: false,
  },
  {
    unit: 'source',
    id: 'd.source',
    source: 'd.source',
    where: 'd.source IS NOT NULL AND NOT d.copy',
    zeros: true,
  },
  {
    unit: 'speaker_source',
    id: `c.speaker || ' @ ' || d.source`,
    source: 'd.source',
    speaker: 'c.speaker',
    where: 'c.speaker IS NOT NULL AND d.source IS NOT NULL AND NOT d.copy',
    zeros: false,
  },
  {
    unit: 'event_source',
    id: `d.event || ' @ ' || d.source`,
    event: 'd.event',
    source: 'd.source',
    where: 'd.event IS NOT NULL AND d.source IS NOT NULL AND NOT d.copy',
    zeros: false,
  },
];

/** Makes `scores`: every unit x voice with words x category met in the run, and the voice `all`. */
export async function fillScores(store: Store): Promise<void> {
  await store.run(CELLS);
  await fillLimits(store);
  for (const unit of UNITS) await store.run(scoresOf(unit));
  await fillSources(store);
}

/** Garwood limits of every count that can occur, so that intervals need no arithmetic outside `statistics.ts`. */
async function fillLimits(store: Store): Promise<void> {
  await store.run(
    'CREATE OR REPLACE TEMP TABLE poisson_limits (hits INTEGER PRIMARY KEY, low DOUBLE, high DOUBLE)',
  );
  const totals = await store.query<{ hits: number }>(`
    SELECT DISTINCT sum(hits)::INTEGER AS hits FROM cell_hits h JOIN cell_documents d USING (document)
    GROUP BY GROUPING SETS (
      (document, voice, family, category), (document, family, category),
      (source, voice, family, category), (source, family, category),
      (speaker, voice, family, category), (speaker, family, category),
      (source, speaker, voice, family, category), (source, speaker, family, category),
      (event, source, voice, family, category), (event, source, family, category))
    ORDER BY 1`);
  // Copies are left out of some units, so a unit's count may be smaller than any of these: fill the small ones.
  const counts = new Set<number>([
    ...totals.map(({ hits }) => hits),
    ...Array.from({ length: 200 }, (_, i) => i),
  ]);
  const rows = [...counts]
    .sort((a, b) => a - b)
    .map((hits) => {
      const { low, high } = poissonLimits(hits);
      return [hits, low, high];
    });
  await store.insert('poisson_limits', rows);
}

function scoresOf({
  unit,
  id,
  event = 'NULL',
  source = 'NULL',
  speaker = 'NULL',
  where,
  zeros,
}: Unit): string {
  const keys = `'${unit}' AS unit, ${id} AS id, ${event} AS event, ${source} AS source, ${speaker} AS speaker`;
  const cells = (table: string) => `${table} c JOIN cell_documents d USING (document) WHERE ${where}`;
  return `
INSERT INTO scores
WITH w AS (
  SELECT ${keys}, c.voice AS voice, c.words FROM ${cells('cell_words')}
  UNION ALL SELECT ${keys}, 'all', c.words FROM ${cells('cell_words')}
), words AS (
  SELECT unit, id, event, source, speaker, voice, sum(words)::INTEGER AS words FROM w GROUP BY ALL
), h AS (
  SELECT ${keys}, c.voice AS voice, c.family, c.category, c.hits, c.weight FROM ${cells('cell_hits')}
  UNION ALL SELECT ${keys}, 'all', c.family, c.category, c.hits, c.weight FROM ${cells('cell_hits')}
), hits AS (
  SELECT id, voice, family, category, sum(hits)::INTEGER AS hits, sum(weight)::INTEGER AS weight FROM h GROUP BY ALL
)
SELECT words.unit, words.id, words.event, words.source, words.speaker, words.voice, met.family, met.category,
       words.words, coalesce(hits.hits, 0), hits.weight / hits.hits,
       CASE WHEN words.words >= ${FEWEST_WORDS} THEN coalesce(hits.hits, 0) * ${PER_WORDS}.0 / words.words END,
       CASE WHEN words.words >= ${FEWEST_WORDS} THEN p.low * ${PER_WORDS}.0 / words.words END,
       CASE WHEN words.words >= ${FEWEST_WORDS} THEN p.high * ${PER_WORDS}.0 / words.words END,
       words.words < ${FEWEST_WORDS}
FROM words CROSS JOIN met
${zeros ? 'LEFT' : 'INNER'} JOIN hits ON hits.id = words.id AND hits.voice = words.voice
  AND hits.family = met.family AND hits.category = met.category
LEFT JOIN poisson_limits p ON p.hits = coalesce(hits.hits, 0)
${zeros ? `WHERE hits.hits IS NOT NULL OR met.family IN ('wording', 'commitment')` : ''}`;
}

async function fillSources(store: Store): Promise<void> {
  const classes = ['neutral', 'distancing', 'endorsing', 'guilt', 'hostile', 'counter-factive'];
  const cues = classes.map((name) => `count(*) FILTER (category = '${name}')::INTEGER AS "cues_${name}"`);
  await store.run(`
INSERT INTO sources
WITH docs AS (
  SELECT d.source, ${['words', 'words_author', 'words_headline', 'words_quoted', 'words_reported', 'quotes']
    .map((column) => `coalesce(sum(${column}) FILTER (NOT c.copy), 0)::INTEGER AS ${column}`)
    .join(', ')},
    (count(*) FILTER (NOT c.copy))::INTEGER AS documents, (count(*) FILTER (c.copy))::INTEGER AS copies
  FROM documents d JOIN cell_documents c ON c.document = d.id WHERE d.source IS NOT NULL GROUP BY d.source
), who AS (
  SELECT c.source, count(DISTINCT s.speaker)::INTEGER AS speakers
  FROM document_speakers s JOIN cell_documents c USING (document)
  WHERE NOT c.copy GROUP BY c.source
), cues AS (
  SELECT c.source, count(*)::INTEGER AS cues, ${cues.join(', ')}
  FROM markers m JOIN cell_documents c USING (document)
  WHERE m.family = 'attribution' AND m.quote IS NOT NULL AND NOT m.negated AND NOT c.copy
  GROUP BY c.source
)
SELECT docs.source, documents, words, words_author, words_headline, words_quoted, words_reported, quotes,
  coalesce(speakers, 0), coalesce(cues, 0), ${classes.map((name) => `coalesce("cues_${name}", 0)`).join(', ')}, copies
FROM docs LEFT JOIN who USING (source) LEFT JOIN cues USING (source)
ORDER BY docs.source`);
}
