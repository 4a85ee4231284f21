/** The most telling findings in words, each with its certainty: what the first screen and the terminal say. */
import type { Store } from '../store.js';
import { CLAIM_BELOW, REST } from './groups.js';

/** Findings kept for the run and for each event. */
const MOST_FINDINGS = 6;
/** A name must be used this often by a source before it is called its name for the thing. */
const FEWEST_NAMINGS = 2;

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
  ratio: number; ratio_low: number | null; ratio_high: number | null; q: number; verdict: string;
  name_a: string; name_b: string;
}; // biome-ignore format: a row

/** Makes `findings` for the run and for each event: claimed differences, contrasts of naming, and what was not found. */
export async function fillFindings(store: Store): Promise<void> {
  const events = await store.query<{ event: string }>(
    'SELECT DISTINCT event FROM events WHERE event IS NOT NULL ORDER BY event',
  );
  const ofEvents: Finding[] = [];
  for (const { event } of events) {
    const where = `c."by" = 'texts' AND c.a IN (SELECT document FROM events WHERE event = $event)`;
    const claimed = await claims(store, where, { event });
    const contrasts = await namingContrasts(store, 'n.event = $event', { event });
    await write(store, event, [...claimed, ...contrasts, ...(await notFound(store, where, true, { event }))]);
    ofEvents.push(...claimed.slice(0, 1));
  }
  const inText = events.length === 0;
  const where = inText ? `c."by" IN ('source', 'texts')` : `c."by" <> 'texts'`;
  const claimed = await claims(store, where, {});
  const contrasts = await namingContrasts(store, 'true', {});
  // Where the groups are too small to be compared, the accounts of single events still say something.
  const best = claimed.length > 0 ? claimed : ofEvents;
  await write(store, 'run', [...best, ...contrasts, ...(await notFound(store, where, inText, {}))]);
}

async function write(store: Store, scope: string, findings: readonly Finding[]): Promise<void> {
  await store.insert(
    'findings',
    findings
      .slice(0, MOST_FINDINGS)
      .map((f, i) => [i + 1, scope, f.sentence, f.certainty, f.a, f.b, f.voice, f.family, f.category]),
  );
}

/** Accounts are named by their source where it tells them apart, else by source and id. */
const ACCOUNT_NAMES = `
  SELECT d.id, CASE WHEN d.source IS NULL THEN coalesce(d.title, d.id)
    WHEN count(*) OVER (PARTITION BY e.event, d.source) > 1 THEN d.source || ' (' || coalesce(d.published, d.id) || ')'
    ELSE d.source END AS name
  FROM documents d LEFT JOIN events e ON e.document = d.id`;

async function claims(store: Store, where: string, bind: Record<string, string>): Promise<Finding[]> {
  const rows = await store.query<Comparison>(
    `WITH names AS (${ACCOUNT_NAMES})
     SELECT c.*, coalesce(x.name, c.a) AS name_a, coalesce(y.name, c.b) AS name_b
     FROM comparisons c
     LEFT JOIN names x ON c."by" = 'texts' AND x.id = c.a
     LEFT JOIN names y ON c."by" = 'texts' AND y.id = c.b
     WHERE ${where} AND c.verdict IN ('more', 'less')
       AND NOT (c.family = 'attribution' AND c.category = 'neutral')
     ORDER BY c.family = 'framing', c.q, c.p, abs(ln(greatest(least(c.ratio, 1e6), 1e-6))) DESC,
       c.category, c.voice, c.a, c.b`,
    bind,
  );
  // One finding a category and voice: the other pairs stand in the table.
  const seen = new Set<string>();
  return rows
    .filter(({ category, voice }) => {
      const key = `${category}\t${voice}`;
      return seen.has(key) ? false : seen.add(key);
    })
    .map(claimOf);
}

function claimOf(row: Comparison): Finding {
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

/** What was compared without a result is a finding too. */
async function notFound(
  store: Store,
  where: string,
  inText: boolean,
  bind: Record<string, string>,
): Promise<Finding[]> {
  const [row] = await store.query<{ tested: number; claimed: number; rows: number }>(
    `SELECT count(c.q)::INTEGER AS tested, (count(*) FILTER (c.verdict IN ('more', 'less')))::INTEGER AS claimed,
       count(*)::INTEGER AS rows FROM comparisons c WHERE ${where}`,
    bind,
  );
  if (!row || row.rows === 0 || row.claimed >= 3) return [];
  const nothing = { a: null, b: null, voice: null, family: null, category: null };
  const what = inText ? 'these accounts' : 'the sources';
  if (row.tested === 0) {
    const sentence = `There is too little text, or there are too few articles, to say that ${what} differ in how often they use a kind of wording.`;
    return [
      { ...nothing, sentence, certainty: `${row.rows} comparisons, none of them tested: counts only.` },
    ];
  }
  const rest =
    row.claimed > 0
      ? `the other ${row.tested - row.claimed} comparisons`
      : `any of ${row.tested} comparisons`;
  return [
    {
      ...nothing,
      sentence: `No detectable difference between ${what} in ${rest}.`,
      certainty: `None has an adjusted p below ${probability(CLAIM_BELOW)}. It does not mean that they are alike.`,
    },
  ];
}

type Contrast = {
  concept: string;
  a: string;
  name_a: string;
  uses_a: number;
  b: string;
  name_b: string;
  uses_b: number;
};

/** Two sources that, in their own words, mostly call one thing by different names. */
async function namingContrasts(
  store: Store,
  where: string,
  bind: Record<string, string>,
): Promise<Finding[]> {
  const rows = await store.query<Contrast>(
    `WITH uses AS (
       SELECT concept, source, name, sum(uses)::INTEGER AS uses FROM naming n
       WHERE source IS NOT NULL AND voice IN ('author', 'headline') AND ${where} GROUP BY ALL
     ), main AS (
       SELECT *, sum(uses) OVER (PARTITION BY concept, source) AS total FROM uses
       QUALIFY row_number() OVER (PARTITION BY concept, source ORDER BY uses DESC, name) = 1
     ), kept AS (SELECT * FROM main WHERE uses >= ${FEWEST_NAMINGS} AND uses * 3 >= total * 2),
     pairs AS (
       SELECT x.concept, x.source AS a, x.name AS name_a, x.uses AS uses_a,
              y.source AS b, y.name AS name_b, y.uses AS uses_b
       FROM kept x JOIN kept y ON x.concept = y.concept AND x.source < y.source AND x.name <> y.name
     )
     SELECT * FROM pairs
     QUALIFY row_number() OVER (PARTITION BY concept ORDER BY least(uses_a, uses_b) DESC, a, b) = 1
     ORDER BY least(uses_a, uses_b) DESC, concept`,
    bind,
  );
  return rows.map((row) => ({
    sentence: `In their own words, ${row.a} mostly says “${row.name_a}” where ${row.b} says “${row.name_b}”.`,
    certainty: `Counted, not tested: ${row.uses_a} and ${row.uses_b} uses.`,
    a: row.a,
    b: row.b,
    voice: 'author',
    family: 'framing',
    category: 'naming',
  }));
}

function voicePhrase(voice: string): string {
  if (voice === 'quoted') return 'In quotations';
  return voice === 'reported' ? 'In what others are reported to have said' : 'In its own words';
}

/** Categories whose id does not read as a phrase. */
const LABELS: Readonly<Record<string, string>> = {
  distancing: 'words of attribution that keep a distance',
  endorsing: 'words of attribution that endorse',
  guilt: 'words of attribution that imply guilt',
  hostile: 'hostile words of attribution',
  'counter-factive': 'words of attribution that say somebody is wrong',
  outcasting: 'outcasting labels',
  dehumanizing: 'dehumanizing words',
  glorifying: 'glorifying words',
  exaggeration: 'exaggeration',
  minimizing: 'minimizing words',
  fear: 'appeals to fear',
};

function label(category: string): string {
  const frame = /^frame-(.*)$/u.exec(category)?.[1];
  if (frame) return `words of the ${spaced(frame)} frame`;
  const foundation = /^moral-(.*)$/u.exec(category)?.[1];
  if (foundation) return `moral words of ${spaced(foundation)}`;
  return LABELS[category] ?? spaced(category);
}

function spaced(slug: string): string {
  return slug.replaceAll('-', ' ');
}

/** 12,345: written out here because the locale of the machine must not show. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/gu, ',');
}

function number(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}

function limit(value: number | null): string {
  return value === null || !Number.isFinite(value) ? 'no upper limit' : number(value);
}

function probability(p: number): string {
  return p < 0.001 ? '< .001' : p.toFixed(3).replace(/^0/u, '').replace(/0$/u, '');
}
