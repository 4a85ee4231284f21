import { describe, expect, it } from 'vitest';
import { balanceLimits, fillStances, fisherTest } from '../../src/pipeline/compare/stance.js';
import { DERIVED_TABLES } from '../../src/pipeline/schema.js';
import type { Store } from '../../src/pipeline/store.js';
import type { Analysis, Role, Stance, Voice } from '../../src/pipeline/types.js';
import { memoryStores } from '../helpers/store.js';
import { sampleAnalysis } from './sample-analysis.js';

const open = memoryStores();
let store: Store;

interface Clause {
  readonly label: -1 | 0 | 1;
  readonly voice?: Voice;
  readonly role?: Role;
  /** Mentions of the target in the clause. */
  readonly mentions?: number;
}

/** An article of one word a sentence: every clause is a sentence that names the harbour board. */
function account(id: string, source: string, clauses: readonly Clause[], event = 'harbour'): Analysis {
  const text = clauses.map((_, i) => `Board${i}.`).join(' ');
  const sentences: [number, number][] = [];
  let at = 0;
  for (const part of text.split(' ')) {
    sentences.push([at, at + part.length]);
    at += part.length + 1;
  }
  const stances = clauses.flatMap(({ label, voice = 'author', role, mentions = 1 }, i): Stance[] =>
    Array.from({ length: mentions }, () => ({
      target: 'board',
      start: sentences[i]![0],
      end: sentences[i]![0] + 5,
      voice,
      speaker: voice === 'quoted' || voice === 'reported' ? 's1' : null,
      polarity: label * 0.5,
      label,
      role: role ?? null,
      evidence: [],
    })),
  );
  return sampleAnalysis({
    id,
    source,
    event,
    text,
    sentences,
    regions: [],
    quotes: [],
    markers: [],
    scores: [],
    targets: [{ id: 'board', name: 'Harbour Board', aliases: [], demonyms: [], members: [] }],
    stances,
  });
}

async function summed(...analyses: Analysis[]): Promise<Store> {
  store = await open(analyses);
  await store.run("UPDATE document_speakers SET speaker = 'ilse-brandt'");
  await store.insert(
    'events',
    analyses.map(({ id, event }) => [id, event, true, null]),
  );
  await store.insert(
    'sources',
    [...new Set(analyses.map(({ source }) => source!))].map((source) => [source, ...Array(15).fill(1)]),
  );
  await fillStances(store);
  return store;
}

const row = async (unit: string, voice: string, id: string): Promise<Record<string, unknown>> =>
  (
    await store.query<Record<string, unknown>>(
      `SELECT * FROM stance_summary WHERE unit = '${unit}' AND voice = '${voice}' AND id = '${id}'`,
    )
  )[0]!;

const repeat = (times: number, clause: Clause): Clause[] => Array(times).fill(clause);

describe('stance added up', () => {
  it('says too little under three clauses that speak, however many name the target', async () => {
    await summed(account('a', 'Velm Post', [...repeat(2, { label: -1 }), ...repeat(5, { label: 0 })]));
    expect(await row('document', 'own', 'a')).toMatchObject({
      clauses: 7, speaking: 2, negative: 2, balance: null, balance_low: null, verdict: 'too little to say',
    }); // biome-ignore format: the columns asked about
  });

  it('counts a clause once, keeps the voices apart and joins author and headline', async () => {
    await summed(
      account('a', 'Velm Post', [
        { label: 1, mentions: 3 },
        { label: 1, voice: 'headline', role: 'protagonist' },
        { label: 1 },
        ...repeat(4, { label: -1, voice: 'quoted', role: 'antagonist' } as Clause),
      ]),
    );
    expect(await row('document', 'own', 'a')).toMatchObject({
      mentions: 5, clauses: 3, positive: 3, negative: 0, balance: 1, protagonist: 1, antagonist: 0,
    }); // biome-ignore format: the columns asked about
    expect(await row('document', 'headline', 'a')).toMatchObject({
      clauses: 1,
      verdict: 'too little to say',
    });
    expect(await row('speaker', 'quoted', 'ilse-brandt')).toMatchObject({
      negative: 4,
      balance: -1,
      antagonist: 4,
    });
  });

  it('takes a side only when the exact interval lies on it', async () => {
    await summed(
      account('five', 'Velm Post', repeat(5, { label: -1 })),
      account('six', 'Orrin Times', repeat(6, { label: -1 })),
    );
    expect((await row('document', 'own', 'five')).verdict).toBe('no clear side');
    expect((await row('document', 'own', 'six')).verdict).toBe('against');
  });

  it('adds up the articles of a source, copies left out', async () => {
    await summed(
      account('a', 'Velm Post', repeat(4, { label: 1 })),
      account('b', 'Velm Post', repeat(2, { label: -1 })),
    );
    expect(await row('source', 'own', 'Velm Post')).toMatchObject({ positive: 4, negative: 2 });
    await store.run(
      `${DERIVED_TABLES} INSERT INTO events VALUES ('a', 'harbour', true, NULL), ('b', 'harbour', true, 'a')`,
    );
    await fillStances(store);
    expect(await row('source', 'own', 'Velm Post')).toMatchObject({ positive: 4, negative: 0 });
  });
});

describe('who is warmer', () => {
  const pair = async () =>
    (await store.query<Record<string, unknown>>('SELECT * FROM stance_pairs WHERE "by" = \'texts\''))[0];

  it('is said when the shares differ beyond chance', async () => {
    await summed(
      account('a', 'Velm Post', repeat(8, { label: 1 })),
      account('b', 'Orrin Times', repeat(8, { label: -1 })),
    );
    expect(await pair()).toMatchObject({ a: 'a', b: 'b', positive_a: 8, negative_b: 8, verdict: 'a warmer' });
  });

  it('is no detectable difference with few clauses, and too little to say under three', async () => {
    await summed(
      account('a', 'Velm Post', repeat(3, { label: 1 })),
      account('b', 'Orrin Times', repeat(3, { label: -1 })),
    );
    expect((await pair())!.verdict).toBe('no detectable difference');
    await summed(
      account('a', 'Velm Post', repeat(9, { label: 1 })),
      account('b', 'Orrin Times', repeat(2, { label: -1 })),
    );
    expect(await pair()).toMatchObject({ p: null, q: null, verdict: 'too little to say' });
  });
});

describe('formulas', () => {
  it('has the exact limits that follow from the powers of .025', () => {
    // All n positive: the lower limit of the share is .025 ** (1 / n).
    expect(balanceLimits(6, 6)).toEqual({ low: expect.closeTo(2 * 0.025 ** (1 / 6) - 1, 9), high: 1 });
    const { low, high } = balanceLimits(2, 4);
    expect(low).toBeCloseTo(-high, 9);
  });

  it("gives Fisher's p of the lady tasting tea", () => {
    // 3 of 4 right in each row: two-sided p = 34/70.
    expect(fisherTest(3, 1, 1, 3)).toBeCloseTo(34 / 70, 9);
    expect(fisherTest(4, 0, 0, 4)).toBeCloseTo(2 / 70, 9);
  });
});
