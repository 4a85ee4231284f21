/** The most telling findings in words, each with its certainty: what the first screen and the terminal say. */
import type { Store } from '../store.js';
import { accountIn, countedFindings } from './counted.js';
import { CLAIM_BELOW, REST } from './groups.js';
import { eventName, grouped, label, limit, number, probability, times, voicePhrase } from './phrases.js';

/** Findings kept for the run and for each event. */
const MOST_FINDINGS = 6;
/** A name must be used by a source in so many articles before it is called its name for the thing. */
const FEWEST_NAMING_ARTICLES = 3;
/** What is counted is told before what was not found, but no more of it than this. */
const MOST_COUNTED = 3;
/** With so many claims nobody needs to be told what was not found. */
const ENOUGH_CLAIMS = 3;
/** Differences that are not claimed are told from this p on, so many of them. */
const SUGGESTED_BELOW = 0.05;
const MOST_SUGGESTIONS = 2;

export interface Finding {
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

/**
 * Makes `findings` for the run and for each event: claimed differences, what is counted in the texts, and what was not
 * found. Only the first rest on a test, and each says which it is.
 */
export async function fillFindings(store: Store): Promise<void> {
  const claimed = await claims(store);
  const counted = byScope(await countedFindings(store), ({ set }) => set || RUN);
  const missed = await notFound(store);
  const weak = await suggestions(store);
  const of = <T>(found: ByScope<T>, scope: string) => found.get(scope) ?? [];
  const inOrder = (scope: string, first: readonly Finding[], then: readonly Finding[]) => {
    const room = Math.max(1, MOST_COUNTED - first.length);
    const rest = [...of(missed, scope), ...of(weak, scope)];
    return rowsOf(scope, [...first, ...then.slice(0, room), ...rest, ...then.slice(room)]);
  };
  const events = [...new Set([...claimed.keys(), ...counted.keys(), ...missed.keys()])].filter(
    (scope) => scope !== RUN,
  );
  events.sort();
  const rows = events.flatMap((event) => inOrder(event, of(claimed, event), of(counted, event)));
  // Where the groups are too small to be compared, the accounts of single events still say something.
  const best = of(claimed, RUN);
  const ofEvents = events.flatMap((event) =>
    of(claimed, event)
      .slice(0, 1)
      .map((one) => inEvent(one, event)),
  );
  const strongest = best.length > 0 ? best : ofEvents.sort((x, y) => x.q - y.q);
  const others = events
    .filter((event) => !claimed.has(event))
    .flatMap((event) =>
      of(counted, event)
        .slice(0, 1)
        .map((one) => inEvent(one, event)),
    );
  others.sort((x, y) => x.rank - y.rank);
  const whole = of(counted, RUN);
  const told = whole.length > 0 ? whole : [...(await namingContrasts(store)), ...others];
  await store.insert('findings', [...rows, ...inOrder(RUN, strongest, told)]);
}

/** The scope of what is said of all articles. */
const RUN = 'run';

function rowsOf(scope: string, findings: readonly Finding[]): (string | number | null)[][] {
  return findings
    .slice(0, MOST_FINDINGS)
    .map((f, i) => [i + 1, scope, f.sentence, f.certainty, f.a, f.b, f.voice, f.family, f.category]);
}

function inEvent<T extends Finding>(finding: T, event: string): T {
  const sentence = finding.sentence.replace(/^In /u, (word) => word.toLowerCase());
  return { ...finding, sentence: `${eventName(event)}: ${sentence}` };
}

type ByScope<T> = ReadonlyMap<string, T[]>;

function byScope<T>(rows: readonly T[], scopeOf: (row: T) => string): Map<string, T[]> {
  const scopes = new Map<string, T[]>();
  for (const row of rows) {
    const scope = scopeOf(row);
    const list = scopes.get(scope);
    if (list) list.push(row);
    else scopes.set(scope, [row]);
  }
  return scopes;
}

/** How often somebody is quoted with "said" is no framing. */
const TELLING = `NOT (c.family = 'attribution' AND c.category = 'neutral')`;

/**
 * A comparison's account, NULL where it compares groups. In a join this stands on one side alone: of a condition that
 * takes a side by itself as well, the database compares every row with every other.
 */
const accountOf = (side: 'a' | 'b') => `CASE WHEN c."by" = 'texts' THEN c.${side} END`;

/** Comparisons with the scope they speak for: accounts for their event, or for the run when all are one set. */
const SCOPED = `
  SELECT c.*, CASE WHEN c."by" = 'texts' THEN coalesce(nullif(s.set, ''), '${RUN}') ELSE '${RUN}' END AS scope
  FROM comparisons c LEFT JOIN account_sets s ON s.document = ${accountOf('a')}`;

/** How accounts are called beside each other. */
const ACCOUNT_NAMES = `
  SELECT d.id, ${accountIn('s.set')} AS name FROM documents d LEFT JOIN account_sets s ON s.document = d.id`;

interface Claim extends Finding {
  readonly scope: string;
  readonly q: number;
}

async function claims(store: Store): Promise<ByScope<Claim>> {
  const rows = onePerKind(await comparisons(store, `c.verdict IN ('more', 'less')`));
  return byScope(
    rows.map((row) => claimOf(row)),
    ({ scope }) => scope,
  );
}

/** Comparisons under a condition, the most certain first, with the names of both sides. */
function comparisons(store: Store, where: string): Promise<Comparison[]> {
  return store.query<Comparison>(
    `WITH names AS (${ACCOUNT_NAMES}), scoped AS (${SCOPED})
     SELECT c.*, coalesce(x.name, c.a) AS name_a, coalesce(y.name, c.b) AS name_b
     FROM scoped c
     LEFT JOIN names x ON x.id = ${accountOf('a')}
     LEFT JOIN names y ON y.id = ${accountOf('b')}
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
  const found = onePerKind(await comparisons(store, where)).map((row) => {
    const claim = claimOf({ ...row, verdict: row.ratio > 1 ? 'more' : 'less' });
    const certainty = `Not claimed: p = ${probability(row.p)} taken alone, but ${probability(row.q)} among all comparisons, so it may be chance.`;
    return { ...claim, certainty: certainty.replaceAll('= <', '<') };
  });
  const scopes = byScope(found, ({ scope }) => scope);
  for (const list of scopes.values()) list.splice(MOST_SUGGESTIONS);
  return scopes;
}

function claimOf(row: Comparison): Claim {
  // Said from the side that has more of it.
  const more = row.verdict === 'more';
  const [high, low] = more ? [side(row, 'a'), side(row, 'b')] : [side(row, 'b'), side(row, 'a')];
  const factor = more ? row.ratio : 1 / row.ratio;
  const [from, to] = more
    ? [row.ratio_low, row.ratio_high]
    : [inverse(row.ratio_high), inverse(row.ratio_low)];
  const uses = `${voicePhrase(row.voice)}, ${high.name} has ${label(row.category)}`;
  const sentence = Number.isFinite(factor)
    ? `${uses} ${number(factor)} times as often as ${low.name}: ${high.counts} against ${low.counts}.`
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
    scope: row.scope,
  };
}

function inverse(value: number | null): number | null {
  return value === null ? null : 1 / value;
}

function side(row: Comparison, which: 'a' | 'b'): { name: string; counts: string; words: string } {
  const [hits, size, name] =
    which === 'a' ? [row.hits_a, row.words_a, row.name_a] : [row.hits_b, row.words_b, row.name_b];
  const words = `${grouped(size)} words`;
  return { name: name === REST ? 'all others together' : name, counts: `${times(hits)} in ${words}`, words };
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
  const nothing = { a: null, b: null, voice: null, family: null, category: null };
  const found = rows.map(({ scope, tested, claimed, compared, texts }) => {
    const what = scope !== RUN || texts ? 'these accounts' : 'the sources';
    if (tested === 0) {
      const sentence = `There is too little text, or there are too few articles, to say that ${what} differ in how often they use a kind of wording.`;
      return {
        ...nothing,
        scope,
        sentence,
        certainty: `${grouped(compared)} comparisons, none of them tested: counts only.`,
      };
    }
    const where =
      claimed > 0
        ? `in the other ${grouped(tested - claimed)} comparisons`
        : `in how often they use a kind of wording, in any of ${grouped(tested)} comparisons`;
    return {
      ...nothing,
      scope,
      sentence: `No detectable difference between ${what} ${where}.`,
      certainty: `None has an adjusted p below ${probability(CLAIM_BELOW)}. It does not mean that they are alike.`,
    };
  });
  return byScope(found, ({ scope }) => scope);
}

type Contrast = { a: string; name_a: string; uses_a: number; articles_a: number; b: string; name_b: string; uses_b: number; articles_b: number }; // biome-ignore format: a row

/** Two sources that, in their own words and in several articles each, mostly call one thing by different names. */
async function namingContrasts(store: Store): Promise<Finding[]> {
  const rows = await store.query<Contrast>(
    `WITH uses AS (
       SELECT concept, source, name, count(*)::INTEGER AS uses, count(DISTINCT document)::INTEGER AS articles
       FROM name_uses WHERE source IS NOT NULL AND voice IN ('author', 'headline') GROUP BY ALL
     ), main AS (
       SELECT *, sum(uses) OVER (PARTITION BY concept, source) AS total FROM uses
       QUALIFY row_number() OVER (PARTITION BY concept, source ORDER BY uses DESC, name) = 1
     ), kept AS (SELECT * FROM main WHERE articles >= ${FEWEST_NAMING_ARTICLES} AND uses * 3 >= total * 2)
     SELECT x.concept, x.source AS a, x.name AS name_a, x.uses AS uses_a, x.articles AS articles_a,
       y.source AS b, y.name AS name_b, y.uses AS uses_b, y.articles AS articles_b
     FROM kept x JOIN kept y ON x.concept = y.concept AND x.source < y.source AND x.name <> y.name
     QUALIFY row_number() OVER (PARTITION BY x.concept ORDER BY least(x.articles, y.articles) DESC, a, b) = 1
     ORDER BY least(x.articles, y.articles) DESC, x.concept`,
  );
  return rows.map((row) => ({
    sentence: `In its own words, ${row.a} mostly says “${row.name_a}” where ${row.b} says “${row.name_b}”.`,
    certainty: `Counted, not tested: ${times(row.uses_a)} in ${row.articles_a} articles, and ${times(row.uses_b)} in ${row.articles_b}; not of the same events.`,
    a: row.a,
    b: row.b,
    voice: 'author',
    family: 'framing',
    category: 'naming',
  }));
}
