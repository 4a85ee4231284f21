/**
 * What differs between the accounts of one event and can be counted in their texts: names for one thing, how much is
 * quoted, who is, and how it is introduced. Nothing is tested here: the sentences say what stands in these texts, with
 * the counts behind them, and no more.
 */
import type { Store } from '../store.js';
import { ACCOUNT_NAME } from './accounts.js';
import type { Finding } from './findings.js';
import { grouped, listed, times } from './phrases.js';

/** A name must be used so often by an account, which the other never uses, while that names the thing so often. */
const FEWEST_USES = 3;
const FEWEST_OTHERS = 2;
/** So many names of one thing are shown; with fewer, those of speakers and outlets may by chance speak of two things. */
const MOST_NAMES = 3;
/** Accounts must differ by this share of their words in how much they quote, or of their cues in how they introduce. */
const QUOTED_APART = 0.1;
const CUES_APART = 0.2;
/** Fewer words, words of a speaker, or cues, tell nothing. */
const FEWEST_WORDS = 100;
const FEWEST_SPOKEN = 20;
const FEWEST_CUES = 5;
const FEWEST_TELLING_CUES = 3;

/** A finding of a set of accounts (`account_sets`). */
export interface Counted extends Finding {
  readonly set: string;
  /** Kinds of findings, the most telling first. */
  readonly rank: number;
}

type Found = Omit<Counted, 'rank'>;

/** All of them; within a set in the order in which they are told. Reads `account_sets`, `name_uses` and the cells. */
export async function countedFindings(store: Store): Promise<Counted[]> {
  await store.run(`
    CREATE OR REPLACE TEMP TABLE accounts AS
    SELECT s.set, d.id AS document, ${accountIn('s.set')} AS name, d.words
    FROM account_sets s JOIN documents d ON d.id = s.document`);
  const found: Counted[] = [];
  for (const [rank, kind] of KINDS.entries())
    for (const finding of await kind(store)) found.push({ ...finding, rank });
  return found;
}

/** How an account is called beside the others of its set: by its source, with the date where two have the same. */
export const accountIn = (set: string) => `CASE
    WHEN d.source IS NOT NULL AND count(*) OVER (PARTITION BY ${set}, d.source) > 1
      THEN d.source || ' (' || coalesce(left(d.published, 10), d.id) || ')'
    ELSE ${ACCOUNT_NAME} END`;

const COUNTED = 'Counted in these texts, not tested';

type Names = { set: string; a: string; b: string; name_a: string; name_b: string; name: string; uses: number; others: string[]; uses_b: number }; // biome-ignore format: a row

/**
 * One account has a name in its own words that another, which names the thing too, never has; of the thing that the
 * accounts have most names for.
 */
async function ownNames(store: Store): Promise<Found[]> {
  const rows = await store.query<Names>(`
    WITH own AS (
      SELECT a.set, u.concept, u.document, u.name, count(*)::INTEGER AS uses
      FROM name_uses u JOIN accounts a USING (document) WHERE u.voice IN ('author', 'headline') GROUP BY ALL
    ), named AS (
      SELECT set, concept, document, list(name ORDER BY uses DESC, name) AS names, sum(uses)::INTEGER AS uses
      FROM own GROUP BY ALL
    ), variety AS (
      SELECT set, concept, count(DISTINCT name) AS names FROM own GROUP BY ALL
    ), pairs AS (
      SELECT x.set, x.concept, x.document AS a, y.document AS b, x.name, x.uses, y.names AS others, y.uses AS uses_b
      FROM own x JOIN named y ON y.set = x.set AND y.concept = x.concept AND y.document <> x.document
      WHERE x.uses >= ${FEWEST_USES} AND y.uses >= ${FEWEST_OTHERS} AND NOT list_contains(y.names, x.name)
    )
    SELECT p.*, x.name AS name_a, y.name AS name_b FROM pairs p
    JOIN variety v USING (set, concept)
    JOIN accounts x ON x.document = p.a JOIN accounts y ON y.document = p.b
    QUALIFY row_number() OVER (PARTITION BY p.set ORDER BY v.names DESC, p.uses + p.uses_b DESC, p.uses DESC, p.concept, p.a, p.b) = 1
    ORDER BY p.set`);
  return rows.map(({ set, a, b, name_a, name_b, name, uses, others, uses_b }) => ({
    set,
    sentence: `In its own words, ${name_a} says “${name}” ${times(uses)}. ${name_b} never does: it says ${listed(others.slice(0, MOST_NAMES).map((other) => `“${other}”`))}.`,
    certainty: `${COUNTED}: ${uses} uses, and ${uses_b} of other names for the same kind of thing.`,
    ...about('framing', 'naming', a, b, 'author'),
  }));
}

const about = (family: string, category: string, a: string, b: string, voice: string | null = null) => ({
  a,
  b,
  voice,
  family,
  category,
});

type Use = {
  set: string;
  about: string;
  name: string;
  document: string;
  account: string;
  speaker: string | null;
};

/** Names for one thing of which each is one user's: an account's own, or a speaker's whom it quotes. */
async function namesOfSpeakers(store: Store): Promise<Found[]> {
  const rows = await store.query<Use>(`
    WITH used AS (
      SELECT a.set, u.concept, u.about, u.name, a.document, a.name AS account, u.speaker, u.start,
        u.voice = 'quoted' AS quoted, coalesce(u.speaker, u.document) AS who
      FROM name_uses u JOIN accounts a USING (document)
      WHERE (u.voice IN ('author', 'headline') OR (u.voice = 'quoted' AND u.speaker IS NOT NULL))
    ), single AS (
      SELECT set, concept, count(*) OVER (PARTITION BY set, concept) AS names, bool_and(one) OVER (PARTITION BY set, concept) AS each_one
      FROM (SELECT set, concept, name, count(DISTINCT who) = 1 AS one FROM used GROUP BY ALL)
    ), kept AS (
      SELECT set, concept, count(DISTINCT name) AS names, count(*) AS uses FROM used SEMI JOIN
        (SELECT DISTINCT set, concept FROM single WHERE each_one AND names >= ${MOST_NAMES}) USING (set, concept)
      GROUP BY set, concept
      HAVING count(DISTINCT document) > 1 AND bool_or(quoted) AND count(DISTINCT who) >= count(DISTINCT name)
      QUALIFY row_number() OVER (PARTITION BY set ORDER BY count(DISTINCT name) DESC, count(*) DESC, concept) = 1
    )
    SELECT u.set, any_value(u.about) AS about, u.name, arg_min(u.document, (u.document, u.start)) AS document,
      arg_min(u.account, (u.document, u.start)) AS account, any_value(coalesce(sp.name, u.speaker)) FILTER (u.quoted) AS speaker
    FROM used u SEMI JOIN kept USING (set, concept) LEFT JOIN speakers sp ON sp.speaker = u.speaker
    GROUP BY u.set, u.concept, u.name ORDER BY u.set, bool_or(u.quoted), document, u.name`);
  return groupsOf(rows).map((uses) => {
    const shown = uses.slice(0, MOST_NAMES);
    const each = shown.map(({ name, account, speaker }) =>
      speaker === null ? `“${name}” (${account})` : `“${name}” (${speaker}, quoted by ${account})`,
    );
    return {
      set: uses[0]!.set,
      sentence: `${uses[0]!.about}: ${listed(each)}.`,
      certainty: `${COUNTED}. A name in a quotation is the speaker’s, not the outlet’s.`,
      ...about('framing', 'naming', shown[0]!.document, shown.at(-1)!.document, 'quoted'),
    };
  });
}

function groupsOf<T extends { set: string }>(rows: readonly T[]): T[][] {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.set, [...(groups.get(row.set) ?? []), row]);
  return [...groups.values()];
}

type Share = { set: string; document: string; name: string; words: number; quoted: number; rank: number };

/** The accounts that quote most and least. */
async function quotedShares(store: Store): Promise<Found[]> {
  const rows = await store.query<Share>(`
    SELECT a.set, a.document, a.name, d.words, d.words_quoted AS quoted
    FROM accounts a JOIN documents d ON d.id = a.document WHERE d.words >= ${FEWEST_WORDS}
    ORDER BY a.set, d.words_quoted / d.words DESC, a.document`);
  return groupsOf(rows).flatMap((shares) => {
    const [most, least] = [shares[0]!, shares.at(-1)!];
    if (most.quoted / most.words - least.quoted / least.words < QUOTED_APART) return [];
    const low =
      least.quoted === 0
        ? `none of its ${grouped(least.words)}`
        : `${percent(least)} of its ${grouped(least.words)}`;
    return [
      {
        set: most.set,
        sentence: `${most.name} gives ${percent(most)} of its ${grouped(most.words)} words to word-for-word quotations, ${least.name} ${low}.`,
        certainty: `${COUNTED}: ${most.quoted} words, and ${least.quoted}.`,
        ...about('voices', 'quotation', most.document, least.document),
      },
    ];
  });
}

const percent = ({ quoted, words }: Share) => `${Math.round((100 * quoted) / words)} %`;

type Spoken = { set: string; document: string; account: string; speaker: string; name: string; surname: string; person: boolean; words: number; silent: string[] }; // biome-ignore format: a row

/**
 * Two accounts that give most words to different speakers; best, to one whom the other does not quote. That two forms of a
 * name are one person is not always found: nothing is said of persons with the same surname.
 */
async function whoSpeaks(store: Store): Promise<Found[]> {
  const rows = await store.query<Spoken>(`
    WITH spoken AS (
      SELECT a.set, a.document, a.name AS account, w.speaker, sp.name, sp.kind,
        CASE WHEN sp.kind = 'person' THEN regexp_extract(lower(sp.name), '(\\S+)(,? (jr|sr|ii|iii|iv)\\.?)?$', 1) ELSE sp.name END AS surname,
        sum(w.words)::INTEGER AS words
      FROM accounts a JOIN cell_words w USING (document) JOIN speakers sp USING (speaker)
      WHERE w.voice IN ('quoted', 'reported') GROUP BY ALL
    ), top AS (
      SELECT s.* EXCLUDE (kind), s.kind = 'person' AS person FROM spoken s
      WHERE s.kind IN ('person', 'organization') AND s.words >= ${FEWEST_SPOKEN}
      QUALIFY row_number() OVER (PARTITION BY s.document ORDER BY s.words DESC, s.speaker) = 1
    ), heard AS (
      SELECT t.document, a.document AS other FROM top t JOIN accounts a ON a.set = t.set
      JOIN spoken s ON s.document = a.document AND s.surname = t.surname
    )
    SELECT t.*, coalesce(list(a.document) FILTER (h.other IS NULL), []) AS silent
    FROM top t JOIN accounts a ON a.set = t.set
    LEFT JOIN (SELECT DISTINCT * FROM heard) h ON h.document = t.document AND h.other = a.document
    GROUP BY ALL ORDER BY t.set, t.words DESC, t.document`);
  return groupsOf(rows).flatMap((tops) => {
    const pairs = tops.flatMap((x, i) => tops.slice(i + 1).map((y) => [x, y] as const));
    const apart = pairs.filter(([x, y]) => x.surname !== y.surname);
    const missing = (x: Spoken, y: Spoken) => Number(x.silent.includes(y.document));
    const score = ([x, y]: readonly [Spoken, Spoken]) => missing(x, y) + missing(y, x);
    const best = [...apart].sort((p, q) => score(q) - score(p) || least(q) - least(p))[0];
    if (!best) return [];
    const [x, y] = missing(best[0], best[1]) >= missing(best[1], best[0]) ? best : [best[1], best[0]];
    const whom = (one: Spoken, other: Spoken) =>
      missing(one, other) ? `, ${one.person ? 'whom' : 'which'} ${other.account} does not quote` : '';
    return [
      {
        set: x.set,
        sentence: `${x.account} gives most words to ${x.name} (${x.words} words)${whom(x, y)}; ${y.account} to ${y.name} (${y.words})${whom(y, x)}.`,
        certainty: `${COUNTED}: words quoted and reported, of speakers with a name. Who was not recognized is not counted.`,
        ...about('voices', 'speakers', x.document, y.document),
      },
    ];
  });
}

const least = ([x, y]: readonly [Spoken, Spoken]) => Math.min(x.words, y.words);

/** What words of attribution do, as a reader says it. */
const INTRODUCED: Readonly<Record<string, string>> = {
  endorsing: 'with words that present them as true',
  distancing: 'with words that keep a distance',
  hostile: 'with hostile words',
  guilt: 'with words that imply guilt',
  'counter-factive': 'with words that present them as false',
};

type Cues = {
  set: string;
  category: string;
  document: string;
  name: string;
  hits: number;
  cues: number;
  words: string[];
};

/** How statements are introduced, in the two accounts where that differs most. */
async function introductions(store: Store): Promise<Found[]> {
  const rows = await store.query<Cues>(`
    WITH cues AS (
      SELECT a.set, a.document, a.name, m.category, lower(m.text) AS word
      FROM accounts a JOIN markers m USING (document)
      WHERE m.family = 'attribution' AND m.quote IS NOT NULL AND NOT m.negated
    ), own AS (
      SELECT set, document, name, count(*)::INTEGER AS cues FROM cues GROUP BY ALL HAVING count(*) >= ${FEWEST_CUES}
    ), met AS (SELECT DISTINCT set, category FROM cues WHERE category <> 'neutral')
    SELECT * FROM (SELECT o.set, m.category, o.document, o.name, o.cues, count(c.word)::INTEGER AS hits,
      list(DISTINCT c.word ORDER BY c.word) FILTER (c.word IS NOT NULL) AS words
    FROM own o JOIN met m USING (set) LEFT JOIN cues c ON c.document = o.document AND c.category = m.category
    GROUP BY ALL) ORDER BY set, category, hits / cues DESC, document`);
  return groupsOf(rows).flatMap((all) => {
    const pairs = [...new Set(all.map(({ category }) => category))].flatMap((category) => {
      const of = all.filter((row) => row.category === category);
      const [most, least] = [of[0]!, of.at(-1)!];
      const apart = most.hits / most.cues - least.hits / least.cues;
      const known = category in INTRODUCED && most.hits >= FEWEST_TELLING_CUES && apart >= CUES_APART;
      return known ? [{ most, least, apart }] : [];
    });
    const best = pairs.sort((x, y) => y.apart - x.apart)[0];
    if (!best) return [];
    const { most, least } = best;
    const words = listed(most.words.slice(0, 2).map((word) => `“${word}”`));
    return [
      {
        set: most.set,
        sentence: `${most.name} introduces ${most.hits} of ${most.cues} statements ${INTRODUCED[most.category]} (${words}), ${least.name} ${least.hits === 0 ? 'none' : least.hits} of ${least.cues}.`,
        certainty: `${COUNTED}.`,
        ...about('attribution', most.category, most.document, least.document),
      },
    ];
  });
}

const KINDS = [ownNames, namesOfSpeakers, introductions, quotedShares, whoSpeaks] as const;
