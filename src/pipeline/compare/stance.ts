/**
 * Stance toward each target, added up over an article, a source and a speaker, each voice apart; and who is warmer to
 * a target in its own words. A clause is counted once however often it names the target: what is counted are the
 * sentences of one voice (and speaker) that name it.
 */
import distributions from 'jstat';
import { benjaminiHochberg } from '../statistics.js';
import type { Store } from '../store.js';

const { jStat } = distributions;

/** Fewer clauses that speak for or against a target than this say nothing about a voice. */
export const FEWEST_CLAUSES = 3;
/** More accounts of one event, or sources, than this are not compared pair by pair. */
const MOST_PAIRED = 8;
/** A difference is claimed when its q value is below this. */
const CLAIMED_BELOW = 0.05;
const TAIL = 0.025;

/**
 * What a target of an article goes by over the run: a person who is quoted somewhere by the id of the speaker. `where`:
 * a condition on `document`.
 */
export const mergedTargets = (where: string): string => `
  SELECT x.document, x.target,
    coalesce(min(s.speaker), x.target) AS id, coalesce(min(p.name), min(x.target_name)) AS name
  FROM (SELECT DISTINCT document, target, target_name FROM stances WHERE ${where}) x
  LEFT JOIN (
    SELECT document, speaker, unnest(list_distinct(list_append(CAST(CAST(names AS JSON) AS VARCHAR[]), name))) AS name
    FROM document_speakers WHERE kind = 'person' AND ${where}
  ) s ON s.document = x.document AND s.name = x.target_name
  LEFT JOIN speakers p ON p.speaker = s.speaker
  GROUP BY x.document, x.target`;

/**
 * One row a clause: a sentence that names a target in one voice. Its polarity is the mean over its mentions, its label
 * the sign of the sum of theirs. Sentences are told apart by a hash of 64 bits: they themselves would be most of the memory
 * that all of this takes.
 */
const CLAUSES = `
CREATE OR REPLACE TEMP TABLE stance_targets AS ${mergedTargets('true')};
CREATE OR REPLACE TEMP TABLE stance_clauses AS
  SELECT x.document, d.source, e.event, e.copy_of IS NOT NULL AS copy, t.id AS target, t.name AS target_name,
    x.voice, s.speaker, hash(x.sentence) AS sentence, count(*)::INTEGER AS mentions,
    sum(CAST(round(x.polarity * 1000) AS INTEGER))::DOUBLE / count(*) / 1000 AS polarity,
    sign(sum(x.label))::INTEGER AS label,
    bool_or(x.role = 'protagonist') AS protagonist, bool_or(x.role = 'antagonist') AS antagonist,
    bool_or(x.role = 'victim') AS victim
  FROM stances x JOIN documents d ON d.id = x.document
  JOIN stance_targets t ON t.document = x.document AND t.target = x.target
  LEFT JOIN events e ON e.document = x.document
  LEFT JOIN document_speakers s ON s.document = x.document AND s.local_speaker = x.local_speaker
  GROUP BY ALL;
`;

interface Unit {
  readonly unit: string;
  readonly id: string;
  readonly event: string;
  readonly source: string;
  readonly speaker: string;
  readonly where: string;
}

/** Copies of one text are counted once wherever several articles are added up. */
const UNITS: readonly Unit[] = [
  { unit: 'document', id: 'document', event: 'event', source: 'source', speaker: 'speaker', where: 'true' },
  {
    unit: 'source',
    id: 'source',
    event: 'NULL',
    source: 'source',
    speaker: 'NULL',
    where: 'source IS NOT NULL AND NOT copy',
  },
  {
    unit: 'speaker',
    id: 'speaker',
    event: 'NULL',
    source: 'NULL',
    speaker: 'speaker',
    where: 'speaker IS NOT NULL AND NOT copy',
  },
];

/** Makes `stance_summary` and `stance_pairs`. The speakers must be linked and the events found. */
export async function fillStances(store: Store): Promise<void> {
  await store.run(CLAUSES);
  await fillShares(store);
  for (const unit of UNITS) await store.run(summaryOf(unit));
  await fillPairs(store);
  await store.run('DROP TABLE stance_clauses; DROP TABLE stance_targets; DROP TABLE stance_limits');
}

/** Exact limits of every share of positive clauses that occurs, so that SQL joins them and does no arithmetic. */
async function fillShares(store: Store): Promise<void> {
  await store.run(
    'CREATE OR REPLACE TEMP TABLE stance_limits (positive INTEGER, speaking INTEGER, low DOUBLE, high DOUBLE)',
  );
  const unions = UNITS.map((unit) => `SELECT DISTINCT positive, speaking FROM (${countsOf(unit)})`);
  const shares = await store.query<{ positive: number; speaking: number }>(
    `${unions.join(' UNION ')} ORDER BY speaking, positive`,
  );
  await store.insert(
    'stance_limits',
    shares
      .filter(({ speaking }) => speaking >= FEWEST_CLAUSES)
      .map(({ positive, speaking }) => {
        const { low, high } = balanceLimits(positive, speaking);
        return [positive, speaking, low, high];
      }),
  );
}

/**
 * Exact 95 % interval of the balance (positive - negative) / speaking, from -1 to 1: Clopper & Pearson (1934) for the
 * share of positive ones among clauses that speak. It holds for any number of clauses, however few, where an interval
 * around a mean polarity would need a shape of its distribution that three clauses do not show.
 */
export function balanceLimits(positive: number, speaking: number): { low: number; high: number } {
  const negative = speaking - positive;
  const low = positive === 0 ? 0 : jStat.beta.inv(TAIL, positive, negative + 1);
  const high = negative === 0 ? 1 : jStat.beta.inv(1 - TAIL, positive + 1, negative);
  return { low: 2 * low - 1, high: 2 * high - 1 };
}

/** `own`: author and headline together; every other voice apart, those of sources by speaker. */
const countsOf = ({ unit, id, event, source, speaker, where }: Unit): string => `
SELECT '${unit}' AS unit, ${id} AS id, ${event} AS event, ${source} AS source,
  CASE WHEN v.voice IN ('quoted', 'reported') THEN ${speaker} END AS speaker, v.voice, target,
  min(target_name) AS target_name, sum(mentions)::INTEGER AS mentions, count(*)::INTEGER AS clauses,
  count(*) FILTER (label <> 0)::INTEGER AS speaking, count(*) FILTER (label > 0)::INTEGER AS positive,
  count(*) FILTER (label < 0)::INTEGER AS negative,
  sum(CAST(round(polarity * 1000) AS INTEGER))::DOUBLE / count(*) / 1000 AS mean_polarity,
  count(*) FILTER (protagonist)::INTEGER AS protagonist, count(*) FILTER (antagonist)::INTEGER AS antagonist,
  count(*) FILTER (victim)::INTEGER AS victim
FROM (
  SELECT * FROM stance_clauses
  UNION ALL SELECT * REPLACE ('own' AS voice) FROM stance_clauses WHERE voice IN ('author', 'headline')
) v WHERE ${where} GROUP BY ALL`;

const summaryOf = (unit: Unit): string => `
INSERT INTO stance_summary
SELECT c.unit, c.id, c.event, c.source, c.speaker, c.voice, c.target, c.target_name, c.mentions, c.clauses, c.speaking,
  c.positive, c.negative, c.mean_polarity,
  CASE WHEN c.speaking >= ${FEWEST_CLAUSES} THEN (c.positive - c.negative) / c.speaking END, l.low, l.high,
  CASE WHEN c.speaking < ${FEWEST_CLAUSES} THEN 'too little to say'
    WHEN l.low > 0 THEN 'for' WHEN l.high < 0 THEN 'against' ELSE 'no clear side' END,
  c.protagonist, c.antagonist, c.victim
FROM (${countsOf(unit)}) c
LEFT JOIN stance_limits l ON l.positive = c.positive AND l.speaking = c.speaking
ORDER BY ALL`;

type Side = {
  by: string;
  event: string | null;
  target: string;
  target_name: string;
  id: string;
  positive: number;
  negative: number;
};

interface Pair {
  readonly a: Side;
  readonly b: Side;
  /** null: too little to say. */
  readonly p: number | null;
}

/** Accounts of one event against each other, and the sources of a run, in their own words. */
const SIDES = `
SELECT 'texts' AS "by", event, target, target_name, id, positive, negative FROM stance_summary s
WHERE unit = 'document' AND voice = 'own' AND event IN (
    SELECT event FROM events WHERE copy_of IS NULL GROUP BY event HAVING count(*) BETWEEN 2 AND ${MOST_PAIRED})
  AND id NOT IN (SELECT document FROM events WHERE copy_of IS NOT NULL)
UNION ALL
SELECT 'source', NULL, target, target_name, id, positive, negative FROM stance_summary
WHERE unit = 'source' AND voice = 'own' AND (SELECT count(*) FROM sources) BETWEEN 2 AND ${MOST_PAIRED}
ORDER BY ALL`;

async function fillPairs(store: Store): Promise<void> {
  const groups = new Map<string, Side[]>();
  for (const side of await store.query<Side>(SIDES)) {
    const key = `${side.by}\t${side.event ?? ''}\t${side.target}`;
    const group = groups.get(key);
    if (group) group.push(side);
    else groups.set(key, [side]);
  }
  const pairs = [...groups.values()].flatMap(pairsOf);
  const tested = pairs.filter(({ p }) => p !== null);
  const q = new Map<Pair, number>();
  for (const by of ['texts', 'source']) {
    const rows = tested.filter(({ a }) => a.by === by);
    benjaminiHochberg(rows.map(({ p }) => p!)).forEach((value, i) => {
      q.set(rows[i]!, value);
    });
  }
  await store.insert(
    'stance_pairs',
    pairs.map((pair) => {
      const { a, b, p } = pair;
      const adjusted = q.get(pair) ?? null;
      return [
        a.by, a.event, a.target, a.target_name, a.id, b.id, a.positive, a.negative, b.positive, b.negative, p,
        adjusted, verdictOf(a, b, adjusted),
      ]; // biome-ignore format: the order of the columns
    }),
  );
}

function pairsOf(sides: readonly Side[]): Pair[] {
  return sides.flatMap((a, i) =>
    sides.slice(i + 1).map((b) => {
      const enough = [a, b].every(({ positive, negative }) => positive + negative >= FEWEST_CLAUSES);
      const p = enough ? fisherTest(a.positive, a.negative, b.positive, b.negative) : null;
      return { a, b, p };
    }),
  );
}

function verdictOf(a: Side, b: Side, q: number | null): string {
  if (q === null) return 'too little to say';
  if (q >= CLAIMED_BELOW) return 'no detectable difference';
  return a.positive * b.negative > b.positive * a.negative ? 'a warmer' : 'b warmer';
}

/**
 * Two-sided exact test of two shares (Fisher 1935; Irwin's rule, as R's `fisher.test`): the chance of all tables with
 * these margins that are at most as likely as the one seen.
 */
export function fisherTest(a: number, b: number, c: number, d: number): number {
  const [row, other, column] = [a + b, c + d, a + c];
  const logFactorial = [0];
  for (let n = 1; n <= row + other; n++) logFactorial.push(logFactorial[n - 1]! + Math.log(n));
  const logChoose = (n: number, k: number) => logFactorial[n]! - logFactorial[k]! - logFactorial[n - k]!;
  const chance = (k: number) =>
    Math.exp(logChoose(row, k) + logChoose(other, column - k) - logChoose(row + other, column));
  // R's guard against outcomes that tie but for rounding.
  const limit = chance(a) * (1 + 1e-7);
  let p = 0;
  for (let k = Math.max(0, column - other); k <= Math.min(row, column); k++) {
    const one = chance(k);
    if (one <= limit) p += one;
  }
  return Math.min(1, p);
}
