/** Speakers of the run in the store: every local speaker gets its id, and `speakers` one row for each. */
import { type LocalSpeaker, linkSpeakers, type SpeakerOverride } from '../link.js';
import type { Store } from '../store.js';

type Row = Omit<LocalSpeaker, 'names'> & { names: string };

/** All local speakers, in any order. Each text stands once in memory, however many rows have it: this is the longest list of a run. */
async function localSpeakers(store: Store): Promise<LocalSpeaker[]> {
  const texts = new Map<string, string>();
  const lists = new Map<string, readonly string[]>();
  const once = <T extends string | null | undefined>(text: T): T => {
    if (typeof text !== 'string') return text;
    if (!texts.has(text)) texts.set(text, text);
    return texts.get(text) as T;
  };
  const locals: LocalSpeaker[] = [];
  for await (const row of store.stream<Row>(`
    SELECT s.document, s.local_speaker AS local, s.name, s.kind, s.role, s.affiliation, s.names, d.event
    FROM document_speakers s JOIN documents d ON d.id = s.document`)) {
    let names = lists.get(row.names);
    if (!names) {
      names = (JSON.parse(row.names) as string[]).map(once);
      lists.set(row.names, names);
    }
    locals.push({
      document: once(row.document),
      local: once(row.local),
      name: once(row.name),
      kind: once(row.kind),
      role: once(row.role),
      affiliation: once(row.affiliation),
      names,
      event: once(row.event),
    });
  }
  return locals;
}

/** Fills `document_speakers.speaker` and the table `speakers`. Records are left as they are. */
export async function linkStore(store: Store, overrides: readonly SpeakerOverride[] = []): Promise<void> {
  const linked = linkSpeakers(await localSpeakers(store), overrides);
  await store.run(
    'CREATE OR REPLACE TEMP TABLE linked (document VARCHAR, local_speaker VARCHAR, speaker VARCHAR)',
  );
  await store.insert(
    'linked',
    linked.rows.map((row) => [row.document, row.local, row.speaker]),
  );
  await store.run(`
    UPDATE document_speakers s SET speaker = l.speaker FROM linked l
    WHERE l.document = s.document AND l.local_speaker = s.local_speaker;
    CREATE OR REPLACE TEMP TABLE linked_names (
      speaker VARCHAR, name VARCHAR, kind VARCHAR, role VARCHAR, affiliation VARCHAR, names VARCHAR)`);
  await store.insert(
    'linked_names',
    linked.speakers.map((s) => [s.speaker, s.name, s.kind, s.role, s.affiliation, JSON.stringify(s.names)]),
  );
  await store.run(`
    DELETE FROM speakers;
    INSERT INTO speakers
    WITH own AS (
      SELECT s.speaker, count(DISTINCT s.document)::INTEGER AS documents, count(DISTINCT d.source)::INTEGER AS sources
      FROM document_speakers s JOIN documents d ON d.id = s.document GROUP BY s.speaker
    ), said AS (
      SELECT s.speaker, count(*)::INTEGER AS quotes FROM quotes q
      JOIN document_speakers s ON s.document = q.document AND s.local_speaker = q.local_speaker GROUP BY s.speaker
    ), spoken AS (
      SELECT s.speaker, (sum(words) FILTER (v.voice = 'quoted'))::INTEGER AS quoted,
        (sum(words) FILTER (v.voice = 'reported'))::INTEGER AS reported
      FROM voices v JOIN document_speakers s ON s.document = v.document AND s.local_speaker = v.local_speaker
      GROUP BY s.speaker
    )
    SELECT n.speaker, n.name, n.kind, n.role, n.affiliation, n.names, own.documents, own.sources,
      coalesce(said.quotes, 0), coalesce(spoken.quoted, 0), coalesce(spoken.reported, 0), 0
    FROM linked_names n JOIN own USING (speaker) LEFT JOIN said USING (speaker) LEFT JOIN spoken USING (speaker)
    ORDER BY n.speaker`);
}
