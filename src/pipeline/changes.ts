/** What is new since the run before: articles, speakers, and rates that moved beyond their interval. */
import type { Store } from './store.js';

/** Name under which the store of the run before is attached. */
export const BEFORE = 'before';

/** Fills the table `changes`. `hasBefore`: the store of the run before is attached; otherwise everything is new. */
export async function fillChanges(store: Store, hasBefore: boolean): Promise<void> {
  const old = (table: string, columns: string) =>
    hasBefore ? `(SELECT ${columns} FROM ${BEFORE}.${table})` : `(SELECT ${columns} FROM ${table} LIMIT 0)`;
  const documents = 'id, title, source, content_hash';
  const speakers = 'speaker, name';
  await store.run(`
    INSERT INTO changes (thing, change, id, name, source)
    SELECT 'article', CASE WHEN b.id IS NULL THEN 'new' WHEN a.id IS NULL THEN 'dropped' ELSE 'changed' END,
      coalesce(a.id, b.id), CASE WHEN a.id IS NULL THEN b.title ELSE a.title END,
      CASE WHEN a.id IS NULL THEN b.source ELSE a.source END
    FROM documents a FULL JOIN ${old('documents', documents)} b ON a.id = b.id
    WHERE a.content_hash IS DISTINCT FROM b.content_hash OR a.id IS NULL OR b.id IS NULL;
    INSERT INTO changes (thing, change, id, name, speaker)
    SELECT 'speaker', CASE WHEN b.speaker IS NULL THEN 'new' ELSE 'gone' END, coalesce(a.speaker, b.speaker),
      coalesce(a.name, b.name), coalesce(a.speaker, b.speaker)
    FROM speakers a FULL JOIN ${old('speakers', speakers)} b ON a.speaker = b.speaker
    WHERE a.speaker IS NULL OR b.speaker IS NULL;`);
  if (!hasBefore) return;
  // The interval is that of the rate before: it says what chance alone would have moved in as much text.
  await store.run(`
    INSERT INTO changes
    SELECT 'rate', CASE WHEN a.rate > b.rate THEN 'up' ELSE 'down' END, a.id, coalesce(s.name, a.id), a.source,
      a.speaker, a.voice, a.family, a.category,
      b.rate, b.rate_low, b.rate_high, b.words, a.rate, a.rate_low, a.rate_high, a.words
    FROM scores a JOIN ${BEFORE}.scores b
      ON a.unit = b.unit AND a.id = b.id AND a.voice = b.voice AND a.family = b.family AND a.category = b.category
    LEFT JOIN speakers s ON a.unit = 'speaker' AND s.speaker = a.speaker
    WHERE a.unit IN ('source', 'speaker') AND (a.rate > b.rate_high OR a.rate < b.rate_low)`);
}
