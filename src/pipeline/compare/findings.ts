/** The most telling findings in words, each with its certainty: what the first screen and the terminal say. */
import type { Store } from '../store.js';
import { CLAIM_BELOW, REST } from './groups.js';
import { eventName, grouped, label, limit, number, probability, voicePhrase } from './phrases.js';

/** Findings kept for the run and for each event. */
const MOST_FINDINGS = 6;
/** A name must be used this often by a source before it is called its name for the thing. */
const FEWEST_NAMINGS = 2;
/** With so many claims nobody needs to be told what was not found. */
const ENOUGH_CLAIMS = 3;
/** Differences that are not claimed are told from this p on, so many of them. */
const SUGGESTED_BELOW = 0.05;
const MOST_SUGGESTIONS = 2;

interface Finding {
  readonly sentence: string;
  readonly certainty: string;
  readonly a: string | null;
  readonly b: string | null;
  readonly voice: string | null;
  readonly family: string | null;
  readonly category: string | null;
}

type Comparison = {
  by: string; a: string; b: string; voice: string; family: string; category: string;
  hits_a: number; words_a: number; articles_a: number; hits_b: number; words_b: number; articles_b: number;
  ratio: number; ratio_low: number | null; ratio_high: number | null; p: number; q: number; verdict: string;
  name_a: string; name_b: string; scope: string;
}; // biome-ignore format: a row

/** Makes `findings` for the run and for each event: claimed differences, contrasts of naming, and what was not found. */
export async function fillFindings(store: Store): Promise<void> {
  const claimed = await claims(store);
  const named = await namingContrasts(store);
  const missed = await notFound(store);
  const weak = await suggestions(store);
  const ofScope = (scope: string) => [claimed, named, missed, weak].map((found) => found.get(scope) ?? []);
  const events = [...new Set([...claimed.keys(), ...named.keys(), ...missed.keys()])].filter(
    (scope) => scope !== RUN,
  );
  events.sort();
  const rows = events.flatMap((event) => rowsOf(event, ofScope(event).flat()));
  const [best, contrasts, nothing, hints] = ofScope(RUN);
  // Where the groups are too small to be compared, the accounts of single events still say something.
  const ofEvents = events.flatMap((event) =>
    (claimed.get(event) ?? []).slice(0, 1).map((one) => inEvent(one, event)),
  );
  const strongest = best!.length > 0 ? best! : ofEvents.sort((x, y) => x.q - y.q);
  await store.insert('findings', [
    ...rows,
    ...rowsOf(RUN, [...strongest, ...contrasts!, ...nothing!, ...hints!]),
  ]);
}

/** The scope of what is said of all articles. */
const RUN = 'run';

function rowsOf(scope: string, findings: readonly Finding[]): (string | number | null)[][] {
  return findings
    .slice(0, MOST_FINDINGS)
    .map((f, i) => [i + 1, scope, f.sentence, f.certainty, f.a, f.b, f.voice, f.family, f.category]);
}

function inEvent(finding: Claim, event: string): Claim {
  const { sentence } = finding;
  return {
    ...finding,
    sentence: `${eventName(event)}: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
  };
}

type ByScope<T> = ReadonlyMap<string, T[]>;

function byScope<Row extends { scope: string }, T>(
  rows: readonly Row[],
  make: (row: Row) => T,
): Map<string, T[]> {
  const scopes = new Map<string, T[]>();
  for (const row of rows) {
    const list = scopes.get(row.scope);
    if (list) list.push(make(row));
    else scopes.set(row.scope, [make(row)]);
  }
  return scopes;
}

/** How often somebody is quoted with "said" is no framing. */
const TELLING = `NOT (c.family = 'attribution' AND c.category = 'neutral')`;

/** Comparisons with the scope they speak for: accounts for their event, or for the run when there are no events. */
const SCOPED = `
  SELECT c.*, CASE WHEN c."by" = 'texts' THEN coalesce(e.event, '${RUN}') ELSE '${RUN}' END AS scope
  FROM comparisons c LEFT JOIN events e ON c."by" = 'texts' AND e.document = c.a`;

/** Accounts are named by their source where it tells them apart, else by source and id. */
const ACCOUNT_NAMES = `
  SELECT d.id, CASE WHEN d.source IS NULL THEN coalesce(d.title, d.id)
    WHEN count(*) OVER (PARTITION BY e.event, d.source) > 1 THEN d.source || ' (' || coalesce(d.published, d.id) || ')'
    ELSE d.source END AS name
  FROM documents d LEFT JOIN events e ON e.document = d.id`;

interface Claim extends Finding {
  readonly q: number;
}

async function claims(store: Store): Promise<ByScope<Claim>> {
  return byScope(onePerKind(await comparisons(store, `c.verdict IN ('more', 'less')`)), claimOf);
}

/** Comparisons under a condition, the most certain first, with the names of both sides. */
function comparisons(store: Store, where: string): Promise<Comparison[]> {
  return store.query<Comparison>(
    `WITH names AS (${ACCOUNT_NAMES}), scoped AS (${SCOPED})
     SELECT c.*, coalesce(x.name, c.a) AS name_a, coalesce(y.name, c.b) AS name_b
     FROM scoped c
     LEFT JOIN names x ON c."by" = 'texts' AND x.id = c.a
     LEFT JOIN names y ON c."by" = 'texts' AND y.id = c.b
     WHERE ${where} AND ${TELLING}
     ORDER BY c.scope, c.family = 'framing', c.q, c.p, abs(ln(greatest(least(c.ratio, 1e6), 1e-6))) DESC,
       c.category, c.voice, c.a, c.b`,
  );
}

/** One a category and voice in each scope: the other pairs stand in the table. */
function onePerKind(rows: readonly Comparison[]): Comparison[] {
  const seen = new Set<string>();
  return rows.filter(({ scope, category, voice }) => {
    const key = `${scope}\t${category}\t${voice}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Where hardly anything is claimed: the largest differences that may well be chance, said as that. */
async function suggestions(store: Store): Promise<ByScope<Finding>> {
  const where = `c.verdict = 'no detectable difference' AND c.p < ${SUGGESTED_BELOW} AND c.voice = 'author'
    AND c.family IN ('wording', 'commitment')`;
  const found = byScope(onePerKind(await comparisons(store, where)), (row) => {
    const claim = claimOf({ ...row, verdict: row.ratio > 1 ? 'more' : 'less' });
    const certainty = `Taken alone p = ${probability(row.p)}; among all comparisons ${probability(row.q)}: it may well be chance.`;
    const { sentence } = claim;
    return {
      ...claim,
      sentence: `Perhaps by chance: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`,
      certainty: certainty.replaceAll('= <', '<'),
    };
  });
  for (const list of found.values()) list.splice(MOST_SUGGESTIONS);
  return found;
}

function claimOf(row: Comparison): Claim {
  // Said from the side that has more of it.
  const more = row.verdict === 'more';
  const [high, low] = more ? [side(row, 'a'), side(row, 'b')] : [side(row, 'b'), side(row, 'a')];
  const times = more ? row.ratio : 1 / row.ratio;
  const [from, to] = more
    ? [row.ratio_low, row.ratio_high]
    : [inverse(row.ratio_high), inverse(row.ratio_low)];
  const uses = `${voicePhrase(row.voice)}, ${high.name} has ${label(row.category)}`;
  const sentence = Number.isFinite(times)
    ? `${uses} ${number(times)} times as often as ${low.name}: ${high.counts} against ${low.counts}.`
    : `${uses} ${high.counts}, ${low.name} not once in ${low.words}.`;
  const interval = from !== null ? `95 % interval ${limit(from)} to ${limit(to)}, unadjusted; ` : '';
  const reach = row.by === 'texts' ? ', in these two texts' : '';
  return {
    sentence,
    certainty: `${interval}adjusted p = ${probability(row.q)}${reach}.`.replace('= <', '<'),
    a: row.a,
    b: row.b,
    voice: row.voice,
    family: row.family,
    category: row.category,
    q: row.q,
  };
}

function inverse(value: number | null): number | null {
  return value === null ? null : 1 / value;
}

function side(row: Comparison, which: 'a' | 'b'): { name: string; counts: string; words: string } {
  const [hits, size, name] =
    which === 'a' ? [row.hits_a, row.words_a, row.name_a] : [row.hits_b, row.words_b, row.name_b];
  const words = `${grouped(size)} words`;
  const times = hits === 1 ? 'once' : `${hits} times`;
  return { name: name === REST ? 'all others together' : name, counts: `${times} in ${words}`, words };
}

type Tested = { scope: string; tested: number; claimed: number; compared: number; texts: boolean };

/** What was compared without a result is a finding too. */
async function notFound(store: Store): Promise<ByScope<Finding>> {
  const rows = await store.query<Tested>(
    `WITH scoped AS (${SCOPED})
     SELECT scope, count(q)::INTEGER AS tested, (count(*) FILTER (verdict IN ('more', 'less')))::INTEGER AS claimed,
       count(*)::INTEGER AS compared, bool_and("by" = 'texts') AS texts
     FROM scoped c WHERE ${TELLING} GROUP BY scope HAVING count(*) FILTER (verdict IN ('more', 'less')) < ${ENOUGH_CLAIMS} ORDER BY scope`,
  );
  return byScope(rows, ({ scope, tested, claimed, compared, texts }) => {
    const nothing = { a: null, b: null, voice: null, family: null, category: null };
    const what = scope !== RUN || texts ? 'these accounts' : 'the sources';
    if (tested === 0) {
      const sentence = `There is too little text, or there are too few articles, to say that ${what} differ in how often they use a kind of wording.`;
      return {
        ...nothing,
        sentence,
        certainty: `${grouped(compared)} comparisons, none of them tested: counts only.`,
      };
    }
    const rest =
      claimed > 0
        ? `the other ${grouped(tested - claimed)} comparisons`
        : `any of ${grouped(tested)} comparisons`;
    return {
      ...nothing,
      sentence: `No detectable difference between ${what} in ${rest}.`,
      certainty: `None has an adjusted p below ${probability(CLAIM_BELOW)}. It does not mean that they are alike.`,
    };
  });
}

type Contrast = {
  scope: string; concept: string; a: string; name_a: string; uses_a: number; b: string; name_b: string; uses_b: number;
}; // biome-ignore format: a row

/** Two sources that, in their own words, mostly call one thing by different names; in each event and in the run. */
async function namingContrasts(store: Store): Promise<ByScope<Finding>> {
  const rows = await store.query<Contrast>(
    `WITH scoped AS (
       SELECT '${RUN}' AS scope, * FROM naming
       UNION ALL SELECT event AS scope, * FROM naming WHERE event IS NOT NULL
     ), uses AS (
       SELECT scope, concept, source, name, sum(uses)::INTEGER AS uses FROM scoped
       WHERE source IS NOT NULL AND voice IN ('author', 'headline') GROUP BY ALL
     ), main AS (
       SELECT *, sum(uses) OVER (PARTITION BY scope, concept, source) AS total FROM uses
       QUALIFY row_number() OVER (PARTITION BY scope, concept, source ORDER BY uses DESC, name) = 1
     ), kept AS (SELECT * FROM main WHERE uses >= ${FEWEST_NAMINGS} AND uses * 3 >= total * 2),
     pairs AS (
       SELECT x.scope, x.concept, x.source AS a, x.name AS name_a, x.uses AS uses_a,
              y.source AS b, y.name AS name_b, y.uses AS uses_b
       FROM kept x JOIN kept y
         ON x.scope = y.scope AND x.concept = y.concept AND x.source < y.source AND x.name <> y.name
     )
     SELECT * FROM pairs
     QUALIFY row_number() OVER (PARTITION BY scope, concept ORDER BY least(uses_a, uses_b) DESC, a, b) = 1
     ORDER BY scope, least(uses_a, uses_b) DESC, concept`,
  );
  return byScope(rows, (row) => ({
    sentence: `In their own words, ${row.a} mostly says “${row.name_a}” where ${row.b} says “${row.name_b}”.`,
    certainty: `Counted, not tested: ${row.uses_a} and ${row.uses_b} uses.`,
    a: row.a,
    b: row.b,
    voice: 'author',
    family: 'framing',
    category: 'naming',
  }));
}
