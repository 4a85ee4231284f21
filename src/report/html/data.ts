/**
 * What the pages show, as plain typed objects: every figure of the report is read here, from the tables of the
 * store, in a stated order. The report adds nothing up; sums and shares are made by the queries.
 *
 * A table that a run did not fill gives an empty list, and the page says so in words.
 */
import { ACCOUNT_NAME, STANDS_WHOLE } from '../../pipeline/compare/accounts.js';
import { accountIn } from '../../pipeline/compare/counted.js';
import { literals } from '../../pipeline/store.js';
import type { Analysis } from '../../pipeline/types.js';

export type Bind = Record<string, string | number | boolean | null | string[]>;
/** Runs one statement on the store; `$name` in it is the value of that name. */
export type Query = <T>(sql: string, bind?: Bind) => Promise<T[]>;

/** Rows by a key, in their order. */
export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}

export interface Totals {
  readonly articles: number;
  readonly sources: number;
  readonly speakers: number;
  readonly words: number;
  readonly quotes: number;
  readonly events: number;
  /** ISO dates, or null where no article is dated. */
  readonly first: string | null;
  readonly last: string | null;
}

export interface Finding {
  /** `run`, an event, or `all`. */
  readonly scope: string;
  /** The event whose accounts it compares; `all` where it compares none. */
  readonly event: string;
  readonly rank: number;
  readonly sentence: string;
  readonly certainty: string | null;
  readonly a: string | null;
  readonly b: string | null;
  readonly voice: string | null;
  readonly family: string | null;
  readonly category: string | null;
}

export interface DocumentRow {
  readonly id: string;
  /** How it is called beside the others of its event. */
  readonly name: string;
  readonly title: string | null;
  readonly source: string | null;
  readonly published: string | null;
  readonly event: string | null;
  readonly words: number;
  readonly quotes: number;
  readonly markers: number;
  readonly opening: string | null;
  /** Whole percentages of all words. */
  readonly own: number;
  readonly quoted: number;
  readonly reported: number;
  /** The article that this one is a copy of. */
  readonly copyOf: string | null;
}

export interface SourceRow {
  readonly source: string;
  readonly documents: number;
  readonly words: number;
  readonly wordsAuthor: number;
  readonly wordsQuoted: number;
  readonly cues: number;
  /** In the order of `ATTRIBUTION`. */
  readonly profile: readonly { readonly category: string; readonly cues: number; readonly share: number }[];
}

/** From the one that keeps its distance to the one that presents as fact. */
export const ATTRIBUTION = [
  'counter-factive',
  'hostile',
  'guilt',
  'distancing',
  'neutral',
  'endorsing',
] as const;

export interface Rate {
  readonly unit: string;
  /** The source, article or speaker that it belongs to. */
  readonly of: string;
  readonly voice: string;
  readonly family: string;
  readonly category: string;
  readonly words: number;
  readonly hits: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface Comparison {
  readonly by: string;
  readonly a: string;
  readonly b: string;
  readonly voice: string;
  readonly family: string;
  readonly category: string;
  readonly hitsA: number;
  readonly wordsA: number;
  readonly articlesA: number;
  readonly hitsB: number;
  readonly wordsB: number;
  readonly articlesB: number;
  readonly ratio: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly p: number | null;
  readonly q: number | null;
  readonly verdict: string;
}

export interface Keyword {
  readonly a: string;
  readonly b: string;
  readonly lemma: string;
  readonly z: number;
  readonly usesA: number;
  readonly usesB: number;
  readonly articlesA: number;
  readonly articlesB: number;
}

export interface SpeakerRow {
  readonly speaker: string;
  readonly name: string;
  readonly kind: string;
  readonly role: string | null;
  readonly affiliation: string | null;
  readonly names: readonly string[];
  readonly documents: number;
  readonly sources: number;
  readonly quotes: number;
  readonly wordsQuoted: number;
  readonly wordsReported: number;
}

export interface QuoteRow {
  readonly speaker: string;
  readonly document: string;
  readonly quote: string;
  readonly text: string;
  readonly form: string;
  readonly cue: string | null;
  readonly cueCategory: string | null;
  readonly mention: string | null;
  /** How its article is called. */
  readonly name: string;
  readonly published: string | null;
}

/** How one source introduces one speaker. */
export interface Introduction {
  readonly speaker: string;
  readonly source: string;
  readonly quotes: number;
  readonly words: number;
  readonly mentions: readonly string[];
  readonly verbs: readonly { readonly lemma: string; readonly category: string; readonly uses: number }[];
}

export interface MarkerHit {
  readonly speaker: string;
  readonly document: string;
  readonly quote: string;
  readonly text: string;
  readonly lexicon: string;
  readonly family: string;
  readonly category: string;
}

export interface Fact {
  readonly fact: string;
  readonly document: string;
  readonly text: string;
  readonly voice: string | null;
  readonly speaker: string | null;
}

export interface ProblemRow {
  readonly file: string | null;
  readonly document: string | null;
  readonly code: string;
  readonly message: string;
}

export interface EventRow {
  readonly event: string;
  readonly given: boolean;
  readonly documents: number;
  readonly sources: number;
  /** Of the first account that has one. */
  readonly title: string | null;
  readonly first: string | null;
  readonly last: string | null;
}

/** Findings and pages of a run without events stand under this name. */
export const ALL = 'all';

/** The event that an article stands under; where all articles are put side by side, `ALL` for each of them. */
export const eventOf = (events: readonly string[]) => (events.includes(ALL) ? `'${ALL}'` : 'e.event');

/** The name of a document where it stands for an account. */
export const SHOWN = ACCOUNT_NAME;
const COUNTED = "voice IN ('author', 'headline', 'quoted', 'reported')";

export async function totals(query: Query): Promise<Totals> {
  const [row] = await query<Totals>(
    `SELECT count(*)::INTEGER AS articles, count(DISTINCT source)::INTEGER AS sources,
       (SELECT count(*) FROM speakers)::INTEGER AS speakers,
       coalesce(sum(words), 0)::INTEGER AS words, coalesce(sum(quotes), 0)::INTEGER AS quotes,
       (SELECT count(DISTINCT event) FROM events)::INTEGER AS events,
       min(published) AS first, max(published) AS last FROM documents`,
  );
  return row!;
}

export async function meta(query: Query): Promise<Map<string, string>> {
  const rows = await query<{ key: string; value: string }>('SELECT key, value FROM meta ORDER BY key');
  return new Map(rows.map((row) => [row.key, row.value]));
}

const FINDING = `SELECT f.scope, f.rank, f.sentence, f.certainty, f.a, f.b, f.voice, f.family, f.category,
       CASE WHEN f.scope = 'run' THEN coalesce(e.event, '${ALL}') ELSE f.scope END AS event
     FROM findings f LEFT JOIN events e ON e.document = f.a`;

/** What is said of the given scopes (`run`, an event), the most telling first. */
export function findings(query: Query, scopes: readonly string[]): Promise<Finding[]> {
  return query(
    `${FINDING} WHERE f.scope IN (SELECT unnest($scopes::VARCHAR[])) ORDER BY f.scope, f.rank, f.sentence`,
    { scopes: [...scopes] },
  );
}

/** The same beside the other accounts of its event, where two may have one source. */
const account = (event: string) => `${accountIn(event)} AS name`;

/** Whether all articles of the run are put side by side as they are, whatever events were found among them. */
export async function standsWhole(query: Query): Promise<boolean> {
  const [row] = await query<{ whole: boolean }>(STANDS_WHOLE);
  return row?.whole ?? false;
}

/** What is said of single events, whatever it rests on. */
export function firstFindings(query: Query, limit: number): Promise<Finding[]> {
  return query(`${FINDING} WHERE f.scope <> 'run' ORDER BY f.rank, f.scope LIMIT $limit`, { limit });
}

/** Of single events, the findings that rest on a test, best first. */
export function bestFindings(query: Query, limit: number): Promise<Finding[]> {
  return query(
    `${FINDING} WHERE f.scope <> 'run' AND f.category IS NOT NULL ORDER BY f.rank, f.scope LIMIT $limit`,
    { limit },
  );
}

const documentColumns = (
  event: string,
) => `d.id, ${account(event)}, d.title, d.source, d.published, ${event} AS event, d.words,
  d.quotes, d.markers, CASE WHEN length(d.opening) < 160 THEN d.opening
    ELSE regexp_replace(d.opening, '\\s+\\S*$', '') || '…' END AS opening,
  (100 * (d.words_author + d.words_headline) / greatest(d.words, 1))::INTEGER AS own,
  (100 * d.words_quoted / greatest(d.words, 1))::INTEGER AS quoted,
  (100 * d.words_reported / greatest(d.words, 1))::INTEGER AS reported, e.copy_of AS "copyOf"`;
const DOCUMENT_TABLES = 'documents d LEFT JOIN events e ON e.document = d.id';

/** Articles in the order of the report: by date, source and id. */
export function documents(query: Query, limit: number, offset = 0): Promise<DocumentRow[]> {
  return query(
    `SELECT ${documentColumns('e.event')} FROM ${DOCUMENT_TABLES}
     ORDER BY d.published NULLS LAST, d.source NULLS LAST, d.id LIMIT $limit OFFSET $offset`,
    { limit, offset },
  );
}

const ORDER_OF_ACCOUNTS = 'e.copy_of IS NOT NULL, d.published NULLS LAST, d.source NULLS LAST, d.id';

/** The accounts of each of the given events, copies last. */
export function documentsOfEvents(
  query: Query,
  events: readonly string[],
  each: number,
): Promise<(DocumentRow & { event: string })[]> {
  const event = eventOf(events);
  return query(
    `SELECT ${documentColumns(event)} FROM ${DOCUMENT_TABLES} WHERE ${event} IN (SELECT unnest($events::VARCHAR[]))
     QUALIFY row_number() OVER (PARTITION BY ${event} ORDER BY ${ORDER_OF_ACCOUNTS}) <= $each ORDER BY event, ${ORDER_OF_ACCOUNTS}`,
    { events: [...events], each },
  );
}

/** Ids of the articles that are not among the first `each` accounts of one of these events. */
export async function idsAlone(query: Query, events: readonly string[], each: number): Promise<string[]> {
  const event = eventOf(events);
  const rows = await query<{ id: string }>(
    `SELECT d.id FROM ${DOCUMENT_TABLES}
     QUALIFY coalesce(${event} NOT IN (${literals(events)}), true)
       OR row_number() OVER (PARTITION BY ${event} ORDER BY ${ORDER_OF_ACCOUNTS}) > $each ORDER BY d.id`,
    { each },
  );
  return rows.map((row) => row.id);
}

export function documentsById(query: Query, ids: readonly string[]): Promise<DocumentRow[]> {
  return query(
    `SELECT ${documentColumns('e.event')} FROM ${DOCUMENT_TABLES} WHERE d.id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY d.id`,
    { ids: [...ids] },
  );
}

export async function documentIds(query: Query): Promise<string[]> {
  const rows = await query<{ id: string }>('SELECT id FROM documents ORDER BY id');
  return rows.map((row) => row.id);
}

/**
 * The records of the given articles by id, as JSON and in the order of their ids: `recordOf` reads one when its page is
 * made. A batch of them read at once is millions of small objects, and keeping those cost more than making the pages.
 */
export async function records(query: Query, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await query<{ id: string; record: string }>(
    `SELECT id, record FROM documents WHERE id IN (${literals(ids)}) ORDER BY id`,
  );
  return new Map(rows.map(({ id, record }) => [id, record]));
}
export const recordOf = (json: string): Analysis => JSON.parse(json) as Analysis;

export async function sources(query: Query, limit: number): Promise<SourceRow[]> {
  const counts = ATTRIBUTION.map((c) => `"cues_${c}" AS "${c}"`).join(', ');
  const shares = ATTRIBUTION.map((c) => `100.0 * "cues_${c}" / greatest(cues, 1) AS "share ${c}"`).join(', ');
  const rows = await query<SourceRow & Record<string, number>>(
    `SELECT source, documents, words, words_author AS "wordsAuthor", words_quoted AS "wordsQuoted", cues,
       ${counts}, ${shares} FROM sources WHERE documents > 0 ORDER BY words DESC, source LIMIT $limit`,
    { limit },
  );
  return rows.map((row) => ({
    source: row.source,
    documents: row.documents,
    words: row.words,
    wordsAuthor: row.wordsAuthor,
    wordsQuoted: row.wordsQuoted,
    cues: row.cues,
    profile: ATTRIBUTION.map((category) => ({
      category,
      cues: row[category] ?? 0,
      share: row[`share ${category}`] ?? 0,
    })),
  }));
}

/** Rates of one unit (`source`, `document`, `speaker`), all families but framing. */
export function rates(query: Query, unit: string, of: readonly string[]): Promise<Rate[]> {
  if (of.length === 0) return Promise.resolve([]);
  const column = unit === 'source' ? 'source' : unit === 'speaker' ? 'speaker' : 'id';
  return query(
    `SELECT unit, ${column} AS "of", voice, family, category, words, hits, rate, rate_low AS low,
       rate_high AS high FROM scores
     WHERE unit = $unit AND family IN ('wording', 'commitment')
       AND ${column} IN (SELECT unnest($of::VARCHAR[]))
     ORDER BY family, category, voice, ${column}`,
    { unit, of: [...of] },
  );
}

const COMPARISON = `SELECT "by", a, b, voice, family, category, hits_a AS "hitsA", words_a AS "wordsA",
       articles_a AS "articlesA", hits_b AS "hitsB", words_b AS "wordsB", articles_b AS "articlesB", ratio,
       ratio_low AS low, ratio_high AS high, p, q, verdict FROM comparisons`;
const COMPARISON_ORDER = `ORDER BY verdict NOT IN ('more', 'less'), q NULLS LAST, p NULLS LAST, family DESC, category, voice, a, b`;

/** Rows of one grouping, claimed differences first; framing is topic and stands in the tables only. */
export function comparisons(query: Query, by: string): Promise<Comparison[]> {
  return query(`${COMPARISON} WHERE "by" = $by AND family <> 'framing' ${COMPARISON_ORDER}`, { by });
}

/** What else was compared in this run: months, speakers, fields. */
export async function otherGroupings(query: Query): Promise<string[]> {
  const rows = await query<{ by: string }>(
    `SELECT DISTINCT "by" FROM comparisons WHERE "by" NOT IN ('source', 'texts') ORDER BY 1`,
  );
  return rows.map((row) => row.by);
}

/** Pairs of accounts of one event, text against text. */
export function comparisonsOfTexts(query: Query, ids: readonly string[]): Promise<Comparison[]> {
  return query(
    `${COMPARISON} WHERE "by" = 'texts' AND family <> 'framing' AND a IN (SELECT unnest($ids::VARCHAR[]))
     ${COMPARISON_ORDER}`,
    { ids: [...ids] },
  );
}

/** For each group the words that set it most apart, the strongest first. */
export function keywords(query: Query, by: string, each: number): Promise<Keyword[]> {
  return query(
    `SELECT a, b, lemma, z, uses_a AS "usesA", uses_b AS "usesB", articles_a AS "articlesA",
       articles_b AS "articlesB" FROM keywords WHERE "by" = $by AND z > 0
     QUALIFY row_number() OVER (PARTITION BY a ORDER BY z DESC, lemma) <= $each ORDER BY a, z DESC, lemma`,
    { by, each },
  );
}

const SPEAKER_COLUMNS = `speaker, name, kind, role, affiliation, names, documents, sources, quotes,
  words_quoted AS "wordsQuoted", words_reported AS "wordsReported"`;

type RawSpeaker = Omit<SpeakerRow, 'names'> & { names: string | null };
const withNames = (row: RawSpeaker): SpeakerRow => ({
  ...row,
  names: row.names ? (JSON.parse(row.names) as string[]) : [],
});

/** The most widely quoted first. */
export async function speakers(query: Query, limit: number, offset = 0): Promise<SpeakerRow[]> {
  const rows = await query<RawSpeaker>(
    `SELECT ${SPEAKER_COLUMNS} FROM speakers
     ORDER BY sources DESC, quotes DESC, documents DESC, name, speaker LIMIT $limit OFFSET $offset`,
    { limit, offset },
  );
  return rows.map(withNames);
}

export async function speakersById(query: Query, ids: readonly string[]): Promise<SpeakerRow[]> {
  const rows = await query<RawSpeaker>(
    `SELECT ${SPEAKER_COLUMNS} FROM speakers WHERE speaker IN (SELECT unnest($ids::VARCHAR[])) ORDER BY speaker`,
    { ids: [...ids] },
  );
  return rows.map(withNames);
}

/** Speakers who get a page: all of a small run, else the most widely quoted of those who speak more than once. */
export async function speakerIdsWithPage(query: Query, all: number, most: number): Promise<string[]> {
  const rows = await query<{ speaker: string }>(
    `SELECT speaker FROM speakers
     WHERE quotes > 0 AND ((SELECT count(*) FROM speakers) <= $all OR documents > 1 OR quotes > 2)
     ORDER BY sources DESC, quotes DESC, documents DESC, name, speaker LIMIT $most`,
    { all, most },
  );
  return rows.map((row) => row.speaker);
}

const SAID_BY = `JOIN document_speakers ds ON ds.document = q.document AND ds.local_speaker = q.local_speaker
     JOIN documents d ON d.id = q.document WHERE ds.speaker IN (SELECT unnest($speakers::VARCHAR[]))`;
/** The same without syndicated copies, which say nothing new. */
const SAID_ONCE_BY = `${SAID_BY} AND q.document NOT IN (SELECT document FROM events WHERE copy_of IS NOT NULL)`;

/** The first quotes of each of the given speakers, source by source. */
export function quotesOfSpeakers(
  query: Query,
  speakers: readonly string[],
  each: number,
): Promise<QuoteRow[]> {
  return query(
    `SELECT ds.speaker, q.document, q.quote, q.text, q.form, q.cue, q.cue_category AS "cueCategory", q.mention,
       ${SHOWN} AS name, d.published FROM quotes q ${SAID_ONCE_BY}
     QUALIFY row_number() OVER (PARTITION BY ds.speaker
       ORDER BY d.source NULLS LAST, d.published NULLS LAST, d.id, q.start, q.quote) <= $each
     ORDER BY ds.speaker, d.source NULLS LAST, d.published NULLS LAST, d.id, q.start, q.quote`,
    { speakers: [...speakers], each },
  );
}

/** Markers within the words of the given speakers. */
export function markersOfSpeakers(query: Query, speakers: readonly string[]): Promise<MarkerHit[]> {
  return query(
    `SELECT ds.speaker, m.document, m.quote, m.text, m.lexicon, m.family, m.category FROM markers m
     JOIN document_speakers ds ON ds.document = m.document AND ds.local_speaker = m.local_speaker
     WHERE ds.speaker IN (SELECT unnest($speakers::VARCHAR[])) AND m.voice IN ('quoted', 'reported')
       AND NOT m.negated AND m.family IN ('wording', 'commitment')
       AND m.document NOT IN (SELECT document FROM events WHERE copy_of IS NOT NULL)
     ORDER BY ds.speaker, m.document, m.start, m.category`,
    { speakers: [...speakers] },
  );
}

/** Sources that tell an event in which another source quotes the speaker, and do not quote them. */
export function silentSources(
  query: Query,
  speakers: readonly string[],
): Promise<{ speaker: string; source: string }[]> {
  return query(
    `WITH quoting AS (
       SELECT DISTINCT ds.speaker, d.source, e.event FROM events e JOIN quotes q ON q.document = e.document ${SAID_BY}
     )
     SELECT DISTINCT x.speaker, d.source FROM (SELECT DISTINCT speaker, event FROM quoting WHERE event IS NOT NULL) x
     JOIN events e ON e.event = x.event JOIN documents d ON d.id = e.document
     WHERE d.source IS NOT NULL AND NOT EXISTS
       (SELECT 1 FROM quoting y WHERE y.speaker = x.speaker AND y.source = d.source)
     ORDER BY x.speaker, d.source`,
    { speakers: [...speakers] },
  );
}

/** How each source introduces each of the given speakers. */
export async function introductions(query: Query, speakers: readonly string[]): Promise<Introduction[]> {
  const bind = { speakers: [...speakers] };
  const by = await query<Omit<Introduction, 'mentions' | 'verbs'> & { mentions: string | null }>(
    `SELECT ds.speaker, ${SHOWN} AS source, count(*)::INTEGER AS quotes, sum(q.words)::INTEGER AS words,
       string_agg(DISTINCT q.mention, chr(10) ORDER BY q.mention) AS mentions FROM quotes q ${SAID_ONCE_BY}
     GROUP BY 1, 2 ORDER BY ds.speaker, quotes DESC, 2`,
    bind,
  );
  const verbs = await query<{
    speaker: string;
    source: string;
    lemma: string;
    category: string;
    uses: number;
  }>(
    `SELECT ds.speaker, ${SHOWN} AS source, lower(q.cue) AS lemma, q.cue_category AS category,
       count(*)::INTEGER AS uses FROM quotes q ${SAID_ONCE_BY} AND q.cue IS NOT NULL
     GROUP BY 1, 2, 3, 4 ORDER BY uses DESC, 3, 4`,
    bind,
  );
  const key = (row: { speaker: string; source: string }) => `${row.speaker}\n${row.source}`;
  const bySource = groupBy(verbs, key);
  return by.map((row) => ({
    ...row,
    mentions: row.mentions?.split('\n') ?? [],
    verbs: bySource.get(key(row)) ?? [],
  }));
}

export interface SpeakerInText {
  readonly speaker: string;
  readonly name: string;
  readonly document: string;
  readonly quotes: number;
  readonly words: number;
}

/** Who is quoted in the accounts of events, and how often in each; the most widely quoted first. */
export function speakersOfTexts(
  query: Query,
  events: readonly string[],
  ids: readonly string[],
  each: number,
): Promise<(SpeakerInText & { event: string })[]> {
  return query(
    `WITH said AS (
       SELECT ${eventOf(events)} AS event, ds.speaker, min(coalesce(sp.name, ds.name)) AS name, q.document,
         count(*)::INTEGER AS quotes, sum(q.words)::INTEGER AS words FROM quotes q
       JOIN document_speakers ds ON ds.document = q.document AND ds.local_speaker = q.local_speaker
       JOIN events e ON e.document = q.document LEFT JOIN speakers sp ON sp.speaker = ds.speaker
       WHERE q.document IN (SELECT unnest($ids::VARCHAR[])) AND ds.speaker IS NOT NULL
       GROUP BY 1, ds.speaker, q.document
     ), top AS (
       SELECT event, speaker, count(*) AS accounts, sum(quotes) AS all_quotes FROM said GROUP BY event, speaker
       QUALIFY row_number() OVER (PARTITION BY event ORDER BY count(*) DESC, sum(quotes) DESC, speaker) <= $each
     )
     SELECT said.* FROM said JOIN top USING (event, speaker)
     ORDER BY event, accounts DESC, all_quotes DESC, speaker, document`,
    { ids: [...ids], each },
  );
}

/** Passages of several accounts of the given events that tell the same thing; the most widely told first. */
export function facts(
  query: Query,
  events: readonly string[],
  each: number,
): Promise<(Fact & { event: string })[]> {
  return query(
    `WITH all_facts AS (
       SELECT ${eventOf(events).replace('e.event', 'event')} AS event, event || ' ' || fact AS fact, fact AS n, document,
         start, text, voice, speaker FROM facts
       WHERE ${eventOf(events).replace('e.event', 'event')} IN (SELECT unnest($events::VARCHAR[]))
     ), told AS (
       SELECT event, fact, count(DISTINCT document) AS accounts FROM all_facts GROUP BY event, fact
       QUALIFY row_number() OVER (PARTITION BY event ORDER BY count(DISTINCT document) DESC, min(n), fact) <= $each
     )
     SELECT f.event, f.fact, f.document, f.text, f.voice, coalesce(sp.name, f.speaker) AS speaker
     FROM all_facts f JOIN told USING (event, fact) LEFT JOIN speakers sp ON sp.speaker = f.speaker
     ORDER BY f.event, told.accounts DESC, f.n, f.fact, f.document, f.start`,
    { events: [...events], each },
  );
}

export function events(query: Query): Promise<EventRow[]> {
  return query(
    `SELECT e.event, bool_or(e.given) AS given, count(*)::INTEGER AS documents,
       count(DISTINCT d.source)::INTEGER AS sources, min(d.published) AS first, max(d.published) AS last,
       arg_min(d.title, (coalesce(d.published, '9'), d.id)) FILTER (d.title IS NOT NULL) AS title
     FROM events e JOIN documents d ON d.id = e.document WHERE e.event IS NOT NULL
     GROUP BY e.event HAVING count(*) > 1 ORDER BY sources DESC, documents DESC, e.event`,
  );
}

export function problems(query: Query, limit: number): Promise<ProblemRow[]> {
  return query(
    'SELECT file, document, code, message FROM problems ORDER BY file NULLS LAST, document NULLS LAST, code, message LIMIT $limit',
    { limit },
  );
}

export async function problemCount(query: Query): Promise<number> {
  const [row] = await query<{ n: number }>('SELECT count(*)::INTEGER AS n FROM problems');
  return row!.n;
}

/** How often each lexicon hit in this run. */
export function lexiconUse(
  query: Query,
): Promise<{ lexicon: string; family: string; markers: number; entries: number }[]> {
  return query(
    `SELECT lexicon, min(family) AS family, count(*)::INTEGER AS markers,
       count(DISTINCT entry)::INTEGER AS entries FROM markers WHERE NOT negated AND ${COUNTED}
     GROUP BY lexicon ORDER BY lexicon`,
  );
}

/** How many of one thing changed in one way, and of that thing in any way. */
export interface ChangeCount {
  readonly thing: string;
  readonly change: string;
  readonly n: number;
  readonly all: number;
}

/** One change since the run before; figures of rates with one decimal. */
export interface ChangeRow {
  readonly thing: string;
  readonly change: string;
  readonly id: string;
  readonly name: string | null;
  readonly source: string | null;
  readonly voice: string | null;
  readonly family: string | null;
  readonly category: string | null;
  readonly before: string | null;
  readonly low: string | null;
  readonly high: string | null;
  readonly now: string | null;
}

export function changeCounts(query: Query): Promise<ChangeCount[]> {
  return query(
    `SELECT thing, change, count(*)::INTEGER AS n, (sum(count(*)) OVER (PARTITION BY thing))::INTEGER AS "all"
     FROM changes GROUP BY thing, change ORDER BY thing, change`,
  );
}

/** The first rows of each thing. */
export function changes(query: Query, limit: number): Promise<ChangeRow[]> {
  return query(
    `SELECT thing, change, id, name, source, voice, family, category,
       printf('%.1f', rate_before) AS before, printf('%.1f', rate_low_before) AS low,
       printf('%.1f', rate_high_before) AS high, printf('%.1f', rate_after) AS now
     FROM changes
     QUALIFY row_number() OVER (PARTITION BY thing ORDER BY change, id, speaker, source, voice, family, category) <= $limit
     ORDER BY thing, change, id, speaker, source, voice, family, category`,
    { limit },
  );
}
