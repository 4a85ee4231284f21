/** Groups of articles against the pooled rest, and against each other where there are few. */
import {
  benjaminiHochberg,
  compareGroups,
  compareWithNone,
  FEWEST_ARTICLES,
  FEWEST_WORDS,
  type GroupSums,
  type RatioTest,
  restOf,
} from '../statistics.js';
import type { Store } from '../store.js';

/** The pooled rest, as it is called in the column `b`. */
export const REST = '(all others)';
/** Up to this many groups each pair is compared too. */
const MOST_PAIRED_GROUPS = 8;
/** A difference is claimed only below this q. */
export const CLAIM_BELOW = 0.05;
/** Headlines are too short to be compared as a voice of their own. */
const COMPARED_VOICES = `('author', 'quoted', 'reported')`;

export type Verdict = 'more' | 'less' | 'no detectable difference' | 'too little text' | 'counts only';

export interface ComparisonRow {
  readonly by: string;
  readonly a: string;
  readonly b: string;
  readonly voice: string;
  readonly family: string;
  readonly category: string;
  readonly sumsA: Pick<GroupSums, 'hits' | 'words' | 'articles'>;
  readonly sumsB: Pick<GroupSums, 'hits' | 'words' | 'articles'>;
  /** null: not tested, for the reason given. */
  readonly test: RatioTest | null;
  readonly reason: 'too little text' | 'counts only' | null;
}

/** SQL that gives `document` and `grp` for a grouping; a document without a value stands in no group. */
export function groupingSql(by: string): string {
  const documents = `documents d JOIN cell_documents c ON c.document = d.id AND NOT c.copy`;
  switch (by) {
    case 'source':
      return `SELECT d.id AS document, d.source AS grp FROM ${documents} WHERE d.source IS NOT NULL`;
    case 'event':
      return `SELECT d.id AS document, c.event AS grp FROM ${documents} WHERE c.event IS NOT NULL`;
    case 'month':
      return `SELECT d.id AS document, left(d.published, 7) AS grp FROM ${documents} WHERE d.published IS NOT NULL`;
    default: {
      const path = `$."${by.replaceAll(/["\\]/g, '\\$&')}"`.replaceAll("'", "''");
      const value = `json_extract_string(d.fields, '${path}')`;
      return `SELECT d.id AS document, ${value} AS grp FROM ${documents} WHERE ${value} IS NOT NULL`;
    }
  }
}

/**
 * `sums`: one row a group x voice x category met, over the articles that have words in that voice. Speakers are
 * groups of their quoted words, article by article.
 */
async function makeSums(store: Store, by: string): Promise<void> {
  const speaker = by === 'speaker';
  const words = speaker
    ? `SELECT w.document, w.speaker AS grp, w.voice, sum(w.words)::BIGINT AS words
       FROM cell_words w JOIN cell_documents c ON c.document = w.document AND NOT c.copy
       WHERE w.speaker IS NOT NULL AND w.voice = 'quoted' GROUP BY ALL`
    : `SELECT w.document, g.grp, w.voice, sum(w.words)::BIGINT AS words
       FROM cell_words w JOIN (${groupingSql(by)}) g USING (document)
       WHERE w.voice IN ${COMPARED_VOICES} GROUP BY ALL`;
  const sameSpeaker = speaker ? 'AND h.speaker = w.grp' : '';
  await store.run(`
CREATE OR REPLACE TEMP TABLE group_words AS ${words};
CREATE OR REPLACE TEMP TABLE group_hits AS
  SELECT w.document, w.grp, w.voice, h.family, h.category, sum(h.hits)::BIGINT AS hits, any_value(w.words) AS words
  FROM group_words w JOIN cell_hits h ON h.document = w.document AND h.voice = w.voice ${sameSpeaker}
  GROUP BY ALL;
CREATE OR REPLACE TEMP TABLE group_sums AS
  WITH w AS (
    SELECT grp, voice, count(*)::BIGINT AS articles, sum(words)::BIGINT AS words,
           sum(words * words)::BIGINT AS words2
    FROM group_words GROUP BY ALL
  ), h AS (
    SELECT grp, voice, family, category, sum(hits)::BIGINT AS hits, count(*)::BIGINT AS articles_with_hits, sum(hits * hits)::BIGINT AS hits2,
           sum(hits * words)::BIGINT AS hits_words
    FROM group_hits GROUP BY ALL
  ), seen AS (SELECT DISTINCT voice, family, category FROM h)
  SELECT w.grp, w.voice, s.family, s.category, w.articles, w.words, w.words2,
         coalesce(h.hits, 0) AS hits, coalesce(h.articles_with_hits, 0) AS articles_with_hits, coalesce(h.hits2, 0) AS hits2, coalesce(h.hits_words, 0) AS hits_words
  FROM w JOIN seen s USING (voice)
  LEFT JOIN h ON h.grp = w.grp AND h.voice = w.voice AND h.family = s.family AND h.category = s.category`);
}

type SumsRow = {
  grp: string; voice: string; family: string; category: string; articles: number; words: number; words2: number;
  hits: number; articles_with_hits: number; hits2: number; hits_words: number;
}; // biome-ignore format: a row

/** What a grouping that the program knows is made by, for those who ask for it in vain. */
const MADE_BY: Readonly<Record<string, string>> = {
  event: 'event',
  month: 'date',
  speaker: 'speaker who is quoted word for word',
};
/** Fields named to who asked for one that is not there. */
const MOST_FIELDS = 20;

/** Why nothing is compared by a grouping of fewer than two groups, and what could be asked for instead. */
export async function tooFewGroups(store: Store, by: string, groups: number): Promise<string> {
  const what = MADE_BY[by] ?? `field "${by}"`;
  const nothing = `Nothing was compared by ${by}:`;
  if (groups === 1) return `${nothing} all articles that have a ${what} have the same one.`;
  const rows = await store.query<{ field: string }>(
    `SELECT DISTINCT unnest(json_keys(fields)) AS field FROM documents WHERE fields IS NOT NULL ORDER BY 1`,
  );
  const fields = rows.slice(0, MOST_FIELDS).map(({ field }) => field);
  const known = fields.length === 0 ? 'They have no fields of their own' : `Their fields: ${fields.join(', ')}${rows.length > MOST_FIELDS ? ' and more' : ''}`; // biome-ignore format: one choice
  return `${nothing} no article has a ${what}. ${known}; besides, there are source, event, month and speaker.`;
}

/** Compares the groups of one grouping and appends the rows to `comparisons`. Resolves to the number of groups. */
export async function compareGroupings(store: Store, by: string): Promise<number> {
  await makeSums(store, by);
  const [met] = await store.query<{ groups: number }>(
    'SELECT count(DISTINCT grp)::INTEGER AS groups FROM group_words',
  );
  const rows = await store.query<SumsRow>('SELECT * FROM group_sums ORDER BY voice, family, category, grp');
  const out: ComparisonRow[] = [];
  for (const cell of cellsOf(rows)) {
    const groups = [...cell.groups].sort(([a], [b]) => (a < b ? -1 : 1));
    if (groups.length < 2) continue;
    const total = groups.map(([, sums]) => sums).reduce(addSums);
    const pairs: [string, string, GroupSums, GroupSums][] = [];
    // With two groups the rest of one is the other.
    if (groups.length > 2)
      for (const [name, sums] of groups) pairs.push([name, REST, sums, restOf(total, sums)]);
    if (groups.length <= MOST_PAIRED_GROUPS)
      for (let i = 0; i < groups.length; i++)
        for (let j = i + 1; j < groups.length; j++)
          pairs.push([groups[i]![0], groups[j]![0], groups[i]![1], groups[j]![1]]);
    for (const [a, b, sumsA, sumsB] of pairs) {
      const { voice, family, category } = cell;
      if (sumsA.hits + sumsB.hits === 0) continue;
      const row = { by, a, b, voice, family, category, sumsA, sumsB };
      const reason = reasonNotToTest(sumsA, sumsB);
      const test = reason
        ? null
        : sumsA.hits > 0 && sumsB.hits > 0
          ? compareGroups(sumsA, sumsB)
          : compareWithNone(sumsA, sumsB);
      out.push({ ...row, test, reason });
    }
  }
  await writeComparisons(store, [out]);
  return met!.groups;
}

function reasonNotToTest(a: GroupSums, b: GroupSums): ComparisonRow['reason'] {
  if (a.words < FEWEST_WORDS || b.words < FEWEST_WORDS) return 'too little text';
  if (a.articles < FEWEST_ARTICLES || b.articles < FEWEST_ARTICLES) return 'counts only';
  return null;
}

interface Cell {
  readonly voice: string;
  readonly family: string;
  readonly category: string;
  readonly groups: Map<string, GroupSums>;
}

function cellsOf(rows: readonly SumsRow[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const row of rows) {
    const key = `${row.voice}\t${row.family}\t${row.category}`;
    let cell = cells.get(key);
    if (!cell) {
      cell = { voice: row.voice, family: row.family, category: row.category, groups: new Map() };
      cells.set(key, cell);
    }
    const {
      articles,
      articles_with_hits: articlesWithHits,
      hits,
      words,
      hits2,
      hits_words: hitsWords,
      words2,
    } = row;
    cell.groups.set(row.grp, { articles, articlesWithHits, hits, words, hits2, hitsWords, words2 });
  }
  return [...cells.values()];
}

function addSums(a: GroupSums, b: GroupSums): GroupSums {
  return {
    articles: a.articles + b.articles,
    articlesWithHits: a.articlesWithHits + b.articlesWithHits,
    hits: a.hits + b.hits,
    words: a.words + b.words,
    hits2: a.hits2 + b.hits2,
    hitsWords: a.hitsWords + b.hitsWords,
    words2: a.words2 + b.words2,
  };
}

/** Adjusts p over all rows tested of each set, gives verdicts, and appends to `comparisons` in a fixed order. */
export async function writeComparisons(
  store: Store,
  sets: readonly (readonly ComparisonRow[])[],
): Promise<void> {
  const adjusted = sets.flatMap((rows) => {
    const q = adjust(rows);
    return rows.map((row, i) => ({ row, q: q[i]! }));
  });
  adjusted.sort(({ row: x }, { row: y }) => {
    for (const key of ['by', 'a', 'b', 'voice', 'family', 'category'] as const)
      if (x[key] !== y[key]) return x[key] < y[key] ? -1 : 1;
    return 0;
  });
  await store.insert(
    'comparisons',
    adjusted.map(({ row, q }) => {
      const { by, a, b, voice, family, category, sumsA, sumsB, test } = row;
      return [
        by, a, b, voice, family, category,
        sumsA.hits, sumsA.words, sumsA.articles, sumsB.hits, sumsB.words, sumsB.articles,
        test?.ratio ?? null, test?.low ?? null, test?.high ?? null, test?.p ?? null, q, verdictOf(row, q),
      ]; // biome-ignore format: the order of the columns
    }),
  );
}

/** q of each row, null where it was not tested. */
function adjust(rows: readonly ComparisonRow[]): (number | null)[] {
  const tested = rows.flatMap(({ test }, i) => (test ? [i] : []));
  const q = benjaminiHochberg(tested.map((i) => rows[i]!.test!.p));
  const all: (number | null)[] = rows.map(() => null);
  for (const [k, i] of tested.entries()) all[i] = q[k]!;
  return all;
}

function verdictOf({ reason, test }: ComparisonRow, q: number | null): Verdict {
  if (reason) return reason;
  if (q === null || q >= CLAIM_BELOW || test === null || test.ratio === null)
    return 'no detectable difference';
  return test.ratio > 1 ? 'more' : 'less';
}
