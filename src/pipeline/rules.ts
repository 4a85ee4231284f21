/** Rules of `framescope.yml` that watch the figures: what fires stands in alerts.csv and can end a run with code 5. */
import { z } from 'zod';
import { BEFORE } from './changes.js';
import type { Store } from './store.js';
import { VOICES } from './types.js';

const UNITS = ['document', 'speaker', 'source', 'speaker_source', 'event_source'] as const;
/** As rates are given. */
const PER_1000 = '1,000';
/** Stands for every concept. */
const ANY = 'any';

const name = z.string().trim().min(1);

const RULE = z
  .strictObject({
    id: name.describe('Name of the rule, as alerts.csv shows it.'),
    category: name.optional().describe('Category whose rate is watched, such as `loaded-language`.'),
    unit: z
      .enum(UNITS)
      .optional()
      .describe(
        'Whose rate: each `source` (default), `document`, `speaker`, `speaker_source` or `event_source`.',
      ),
    voice: z
      .enum([...VOICES, 'all'])
      .optional()
      .describe('In which voice: `author`, `headline`, `quoted`, `reported`, or `all` of them (default).'),
    above: z
      .number()
      .min(0)
      .optional()
      .describe('It fires when the rate, in hits per 1,000 words, is above this.'),
    certain: z
      .boolean()
      .optional()
      .describe('Only when even the lower end of the 95 % interval of the rate is above it.'),
    new_name_for: name
      .optional()
      .describe(
        'Instead of a category: a concept, or `any`. It fires when a name is met that the run before did not have.',
      ),
  })
  .superRefine((rule, context) => {
    const wrong = (key: keyof typeof rule | 'id', message: string) =>
      context.addIssue({ code: 'custom', path: [key], message });
    if (rule.new_name_for === undefined) {
      if (rule.category === undefined) wrong('id', 'say what it watches: category, or new_name_for');
      else if (rule.above === undefined) wrong('category', 'say from which rate on: above: 12');
      return;
    }
    for (const key of ['category', 'unit', 'voice', 'above', 'certain'] as const)
      if (rule[key] !== undefined) wrong(key, 'new_name_for goes without it');
  });

export const RULES = z.array(RULE).superRefine((rules, context) => {
  const seen = new Set<string>();
  for (const [i, { id }] of rules.entries()) {
    if (seen.has(id))
      context.addIssue({ code: 'custom', path: [i, 'id'], message: `there is a rule "${id}" before` });
    seen.add(id);
  }
});

export type Rule = z.output<typeof RULE>;
/** The keys of a rule, for messages. */
export const RULE_KEYS = Object.keys(RULE.shape);

export interface Alert {
  readonly rule: string;
  readonly message: string;
  /** True: a name that is new since the run before; false: a rate that is above the line. */
  readonly news: boolean;
}

/** What a rule names that nobody knows: the key, and the mend. */
export function unknownIn(
  rule: Rule,
  known: { readonly categories: ReadonlySet<string>; readonly concepts: ReadonlySet<string> },
): { readonly key: string; readonly message: string } | null {
  const { category, new_name_for: concept } = rule;
  if (category !== undefined && !known.categories.has(category))
    return { key: 'category', message: `no lexicon has "${category}"; see: framescope lexicon list` };
  if (concept !== undefined && concept !== ANY && !known.concepts.has(concept))
    return { key: 'new_name_for', message: `no lexicon has the concept "${concept}"` };
  return null;
}

/** Fills `alerts` from the scores and names of the run. The store of the run before is asked where it is attached. */
export async function fillAlerts(store: Store, rules: readonly Rule[]): Promise<void> {
  for (const rule of rules) {
    const rows = rule.new_name_for === undefined ? await ratesOf(store, rule) : await namesOf(store, rule);
    await store.insert(
      'alerts',
      rows.map((row) => [
        rule.id, row.message, row.unit, row.id, row.event, row.source, row.speaker, row.voice, row.family,
        row.category, row.words, row.hits, row.rate, row.rate_low, row.rate_high, rule.above ?? null, row.concept,
        row.name, row.uses, row.document,
      ]), // biome-ignore format: the order of the columns
    );
  }
}

const NOTHING = {
  unit: null, id: null, event: null, source: null, speaker: null, voice: null, family: null, category: null,
  words: null, hits: null, rate: null, rate_low: null, rate_high: null,
  concept: null, name: null, uses: null, document: null,
} as const; // biome-ignore format: a list
type Row = { [key in keyof typeof NOTHING]: string | number | null } & { message: string };

interface RateRow {
  readonly id: string;
  readonly shown: string;
  readonly voice: string;
  readonly category: string;
  readonly rate: number;
  readonly rate_low: number;
  readonly rate_high: number;
}

const IN_VOICE: Readonly<Record<string, string>> = {
  author: ' in its own words',
  headline: ' in its headlines',
  quoted: ' inside quotations',
  reported: ' in reported speech',
};

async function ratesOf(store: Store, rule: Rule): Promise<Row[]> {
  const rows = await store.query<RateRow>(
    // Under 100 words there is no rate, and nothing to be above.
    `SELECT s.unit, s.id, coalesce(p.name, s.id) AS shown, s.event, s.source, s.speaker, s.voice, s.family, s.category,
       s.words, s.hits, s.rate, s.rate_low, s.rate_high
     FROM scores s LEFT JOIN speakers p ON s.unit = 'speaker' AND p.speaker = s.speaker
     WHERE s.unit = $unit AND s.voice = $voice AND s.category = $category
       AND ${rule.certain ? 's.rate_low' : 's.rate'} > $above
     ORDER BY s.id, s.event, s.source, s.speaker, s.family`,
    {
      unit: rule.unit ?? 'source',
      voice: rule.voice ?? 'all',
      category: rule.category!,
      above: rule.above!,
    },
  );
  return rows.map(({ shown, ...row }) => {
    const [rate, low, high] = [row.rate, row.rate_low, row.rate_high].map((one) => one.toFixed(1));
    const where = IN_VOICE[row.voice] ?? '';
    const message = `${shown}: ${row.category}${where} ${rate} times in ${PER_1000} words (${low} to ${high}), above ${rule.above}`;
    return { ...NOTHING, ...row, message };
  });
}

interface NameRow {
  readonly concept: string;
  readonly name: string;
  readonly uses: number;
  readonly document: string;
  readonly sources: string | null;
}

async function namesOf(store: Store, { new_name_for: concept }: Rule): Promise<Row[]> {
  const [attached] = await store.query(`SELECT 1 FROM duckdb_databases() WHERE database_name = '${BEFORE}'`);
  // A first run would call every name new.
  if (!attached) return [];
  const rows = await store.query<NameRow>(
    `SELECT n.concept, n.name, sum(n.uses)::INTEGER AS uses, min(n.example_document) AS document,
       string_agg(DISTINCT n.source, ', ' ORDER BY n.source) AS sources
     FROM naming n
     WHERE ($concept = '${ANY}' OR n.concept = $concept)
       AND NOT EXISTS (SELECT 1 FROM ${BEFORE}.naming b WHERE b.concept = n.concept AND b.name = n.name)
     GROUP BY n.concept, n.name ORDER BY n.concept, n.name`,
    { concept: concept! },
  );
  return rows.map(({ sources, ...row }) => ({
    ...NOTHING,
    ...row,
    message: `${row.concept}: a new name, "${row.name}" (${row.uses} ${row.uses === 1 ? 'use' : 'uses'}${sources === null ? '' : `; ${sources}`})`,
  }));
}

/** The alerts of a store, in the order of the rules' names. */
export async function alertsOf(store: Store): Promise<Alert[]> {
  return store.query<Alert>(
    'SELECT rule, message, concept IS NOT NULL AS news FROM alerts ORDER BY rule, message',
  );
}
