import { describe, expect, it } from 'vitest';
import { type CompareOptions, deriveTables } from '../../src/pipeline/compare.js';
import { linkStore } from '../../src/pipeline/link/table.js';
import type { Store } from '../../src/pipeline/store.js';
import type { Analysis, Marker, Voice } from '../../src/pipeline/types.js';
import { memoryStores } from '../helpers/store.js';

const open = memoryStores();
let store: Store;

interface Sketch {
  readonly id: string;
  readonly source?: string | null;
  readonly event?: string | null;
  readonly text?: string;
  /** Words by voice. */
  readonly words: Partial<Record<Voice, number>>;
  /** Hits of loaded language by voice. */
  readonly hits?: Partial<Record<Voice, number>>;
  readonly fields?: Record<string, string>;
}

/** A record with just what counts: words and hits. */
function record({
  id,
  source = null,
  event = null,
  text = '',
  words,
  hits = {},
  fields = {},
}: Sketch): Analysis {
  const voices = Object.entries(words).map(([voice, n]) => ({
    voice: voice as Voice,
    speaker: null,
    words: n,
  }));
  const markers = Object.entries(hits).flatMap(([voice, n]) =>
    Array.from({ length: n }, (_, i): Marker => ({
      start: i, end: i + 1, text: 'x', lexicon: 'wording-loaded', entry: 'loaded-language.sham', family: 'wording',
      category: 'loaded-language', weight: 2, voice: voice as Voice, speaker: null, quote: null, negated: false,
      scare: false,
    })),
  ); // biome-ignore format: the order of the record
  const total = { author: 0, headline: 0, quoted: 0, reported: 0, ...words };
  const all = total.author + total.headline + total.quoted + total.reported;
  return {
    schema: 1, id, title: null, source, published: null, url: null, event, language: 'en', text, fields,
    words: { all, ...total }, voices, lemmas: {}, sentences: [], regions: [], quotes: [], speakers: [], markers,
    targets: [], stances: [], scores: [], problems: [],
  }; // biome-ignore format: the order of the record
}

async function derive(records: readonly Analysis[], options: Partial<CompareOptions> = {}): Promise<void> {
  store = await open(records);
  await deriveTables(store, { by: ['source'], concepts: [], ...options });
}

/** Articles of one source: words and hits in the author's voice. */
function articles(source: string, counts: readonly (readonly [words: number, hits: number])[]): Analysis[] {
  return counts.map(([words, hits], i) =>
    record({ id: `${source}-${i}`, source, words: { author: words }, hits: { author: hits } }),
  );
}

describe('scores', () => {
  it('add up over documents and voices, with Garwood intervals from 100 words on', async () => {
    await derive([
      record({ id: 'a', source: 'S', words: { author: 300, quoted: 60 }, hits: { author: 2, quoted: 1 } }),
      record({ id: 'b', source: 'S', words: { author: 200 }, hits: { author: 1 } }),
    ]);
    const rows = await store.query(
      `SELECT voice, words, hits, rate, round(rate_low, 4) AS low, round(rate_high, 4) AS high, too_little
       FROM scores WHERE unit = 'source' ORDER BY voice`,
    );
    // Garwood for 3 hits: .61867 to 8.76727; for 4: 1.08987 to 10.24159.
    expect(rows).toEqual([
      { voice: 'all', words: 560, hits: 4, rate: 4000 / 560, low: 1.9462, high: 18.2886, too_little: false },
      { voice: 'author', words: 500, hits: 3, rate: 6, low: 1.2373, high: 17.5345, too_little: false },
      { voice: 'quoted', words: 60, hits: 1, rate: null, low: null, high: null, too_little: true },
    ]);
  });

  it('pool no articles without a source', async () => {
    await derive([record({ id: 'a', words: { author: 300 }, hits: { author: 2 } })]);
    expect(await store.query(`SELECT * FROM scores WHERE unit = 'source'`)).toEqual([]);
    expect(await store.query('SELECT * FROM sources')).toEqual([]);
  });

  it('count a syndicated copy once', async () => {
    const text = Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ');
    const one = { source: 'S', text, words: { author: 150 }, hits: { author: 1 } };
    await derive([record({ ...one, id: 'a' }), record({ ...one, id: 'b' })]);
    const [row] = await store.query<{ words: number; hits: number }>(
      `SELECT words, hits FROM scores WHERE unit = 'source' AND voice = 'author'`,
    );
    expect(row).toEqual({ words: 150, hits: 1 });
  });

  it('name a source of nothing but copies, and a speaker in copies, without counting them', async () => {
    const text = Array.from({ length: 80 }, (_, i) => `word${i}`).join(' ');
    const copied = (id: string, source: string): Analysis => ({
      ...record({ id, source, text, words: { author: 150 }, hits: { author: 1 } }),
      speakers: [{ id: 's1', name: 'Ada Vell', kind: 'person', role: null, affiliation: null, names: ['Ada Vell'], mentions: [] }],
      voices: [{ voice: 'author', speaker: null, words: 150 }, { voice: 'quoted', speaker: 's1', words: 30 }],
    }); // biome-ignore format: a record
    store = await open([copied('a', 'S'), copied('b', 'T')]);
    await linkStore(store);
    await deriveTables(store, { by: ['source'], concepts: [] });
    expect(await store.query('SELECT source, documents, words, copies FROM sources')).toEqual([
      { source: 'S', documents: 1, words: 150, copies: 0 },
      { source: 'T', documents: 0, words: 0, copies: 1 },
    ]);
    expect(await store.query('SELECT documents, sources, words_quoted, copies FROM speakers')).toEqual([
      { documents: 1, sources: 1, words_quoted: 30, copies: 1 },
    ]);
  });
});

describe('groups of articles', () => {
  const many = [
    [300, 6],
    [250, 4],
    [400, 9],
    [350, 7],
    [280, 5],
    [320, 6],
  ] as const;
  const few = [
    [300, 1],
    [260, 0],
    [410, 1],
    [330, 1],
    [290, 1],
    [310, 0],
  ] as const;

  it('differ where their articles do', async () => {
    await derive([...articles('A', many), ...articles('B', few)]);
    const rows = await store.query<Record<string, unknown>>(
      `SELECT a, b, hits_a, words_a, articles_a, hits_b, verdict, ratio FROM comparisons WHERE "by" = 'source'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      a: 'A',
      b: 'B',
      hits_a: 37,
      words_a: 1900,
      articles_a: 6,
      hits_b: 4,
      verdict: 'more',
    });
    expect(rows[0]!.ratio).toBeCloseTo(37 / 4, 9);
  });

  it('get counts and no claim under five articles, however large the difference', async () => {
    await derive([...articles('A', many.slice(0, 4)), ...articles('B', few)]);
    expect(await store.query(`SELECT verdict, p, ratio FROM comparisons WHERE "by" = 'source'`)).toEqual([
      { verdict: 'counts only', p: null, ratio: null },
    ]);
  });

  it('are compared with the pooled rest and with each other when there are three', async () => {
    await derive([...articles('A', many), ...articles('B', few), ...articles('C', few)]);
    const rows = await store.query<{ a: string; b: string }>(
      `SELECT a, b FROM comparisons WHERE "by" = 'source'`,
    );
    const pairs = rows.map(({ a, b }) => `${a} ${b}`).sort();
    expect(pairs).toEqual(['A (all others)', 'A B', 'A C', 'B (all others)', 'B C', 'C (all others)']);
  });

  it('can be made by any field of the input, whatever its name', async () => {
    const field = `desk "x'y"`;
    const one = (id: string, value: string) =>
      record({ id, words: { author: 300 }, hits: { author: 1 }, fields: { [field]: value } });
    await derive([one('a', 'home'), one('b', 'abroad')], { by: [field] });
    expect(await store.query(`SELECT "by", a, b FROM comparisons WHERE "by" <> 'texts'`)).toEqual([
      { by: field, a: 'abroad', b: 'home' },
    ]);
  });

  it('are told of when there are none, with the fields that could be asked for', async () => {
    const told: string[] = [];
    const one = (id: string) => record({ id, words: { author: 300 }, fields: { desk: 'home', byline: id } });
    await derive([one('a'), one('b')], { by: ['source', 'color', 'desk', 'month', 'byline'], onNotice: (line) => told.push(line) }); // biome-ignore format: one call
    expect(told).toEqual([
      'Nothing was compared by color: no article has a field "color". Their fields: byline, desk; besides, there are source, event, month and speaker.',
      'Nothing was compared by desk: all articles that have a field "desk" have the same one.',
      'Nothing was compared by month: no article has a date. Their fields: byline, desk; besides, there are source, event, month and speaker.',
    ]);
  });
});

describe('accounts of one event', () => {
  it('are compared text against text', async () => {
    await derive([
      record({ id: 'a', source: 'A', event: 'e', words: { author: 400 }, hits: { author: 16 } }),
      record({ id: 'b', source: 'B', event: 'e', words: { author: 400 }, hits: { author: 1 } }),
    ]);
    // 16 of 17 hits fall on half of the words: 2 * (1 + 17) / 2^17 = .000275
    const [row] = await store.query<{ p: number; verdict: string }>(
      `SELECT p, verdict FROM comparisons WHERE "by" = 'texts'`,
    );
    expect(row!.p).toBeCloseTo(36 / 2 ** 17, 9);
    expect(row!.verdict).toBe('more');
    const [finding] = await store.query<{ sentence: string; certainty: string }>(
      `SELECT * FROM findings WHERE scope = 'e'`,
    );
    expect(finding!.sentence).toBe(
      'In its own words, A has loaded language 16.0 times as often as B: 16 times in 400 words against once in 400 words.'.replace(
        '16.0',
        '16',
      ),
    );
    expect(finding!.certainty).toContain('in these two texts');
  });

  it('say so when nothing can be told', async () => {
    await derive([
      record({ id: 'a', source: 'A', event: 'e', words: { author: 400 }, hits: { author: 2 } }),
      record({ id: 'b', source: 'B', event: 'e', words: { author: 400 }, hits: { author: 3 } }),
    ]);
    const rows = await store.query<{ sentence: string; certainty: string }>(
      `SELECT * FROM findings WHERE scope = 'e'`,
    );
    expect(rows[0]!.sentence).toMatch(/^No detectable difference/u);
    expect(rows[0]!.certainty).toContain('does not mean that they are alike');
  });

  it('of under 100 words are too little text', async () => {
    await derive([
      record({ id: 'a', source: 'A', event: 'e', words: { author: 90 }, hits: { author: 9 } }),
      record({ id: 'b', source: 'B', event: 'e', words: { author: 400 }, hits: { author: 1 } }),
    ]);
    expect(await store.query(`SELECT verdict FROM comparisons WHERE "by" = 'texts'`)).toEqual([
      { verdict: 'too little text' },
    ]);
  });
});

describe('trends', () => {
  const month = (source: string, id: string, published: string, hits: number) => ({
    ...record({ id, source, words: { author: 500 }, hits: { author: hits } }),
    published,
  });

  it('need four periods, and take the widest of which there are four', async () => {
    await derive([
      month('A', 'a1', '2024-01-20', 1),
      month('A', 'a2', '2024-02-02', 2),
      month('A', 'a3', '2024-03-08', 3),
      month('A', 'a4', '2024-04-30', 0),
      // B wrote in two months only: no trend.
      month('B', 'b1', '2024-01-20', 9),
      month('B', 'b2', '2024-02-20', 9),
    ]);
    const rows = await store.query(
      'SELECT width, period, source, articles, words, hits, rate FROM trends ORDER BY period',
    );
    expect(rows).toEqual([
      { width: 'month', period: '2024-01', source: 'A', articles: 1, words: 500, hits: 1, rate: 2 },
      { width: 'month', period: '2024-02', source: 'A', articles: 1, words: 500, hits: 2, rate: 4 },
      { width: 'month', period: '2024-03', source: 'A', articles: 1, words: 500, hits: 3, rate: 6 },
      { width: 'month', period: '2024-04', source: 'A', articles: 1, words: 500, hits: 0, rate: 0 },
    ]);
  });

  it('are none without enough dates', async () => {
    await derive([month('A', 'a1', '2024-01-20', 1), month('A', 'a2', '2024-01-21', 1)]);
    expect(await store.query('SELECT * FROM trends')).toEqual([]);
  });
});

describe('facts', () => {
  const sentences = (text: string): [number, number][] =>
    [...text.matchAll(/[^.]+\./gu)].map(({ 0: s, index }) => [
      index + (s.length - s.trimStart().length),
      index + s.length,
    ]);
  const account = (id: string, text: string): Analysis => ({
    ...record({ id, source: id, event: 'e', text, words: { author: 40 } }),
    sentences: sentences(text),
  });

  it('put sentences that tell the same thing on one line', async () => {
    await derive([
      account(
        'a',
        'The dam at Orvik broke at dawn and flooded four villages. Engineers had warned of cracks in the concrete.',
      ),
      account(
        'b',
        'Nobody will say who paid. Four villages stood under water after the Orvik dam broke on Sunday.',
      ),
    ]);
    const rows = await store.query<{ fact: number; document: string; text: string }>(
      'SELECT fact, document, text FROM facts ORDER BY fact, document',
    );
    expect(rows).toEqual([
      { fact: 1, document: 'a', text: 'The dam at Orvik broke at dawn and flooded four villages.' },
      {
        fact: 1,
        document: 'b',
        text: 'Four villages stood under water after the Orvik dam broke on Sunday.',
      },
    ]);
  });

  it('are quotations of one utterance, whatever stands around them', async () => {
    await derive([
      account('a', '“We will not pay for a wall that nobody asked for,” said Kvist in Orvik.'),
      account('b', 'The angry premier told them that “we will not pay for a wall that nobody asked for”.'),
    ]);
    expect(await store.query('SELECT document FROM facts ORDER BY document')).toHaveLength(2);
  });

  it('are known by their numbers, however these are written', async () => {
    await derive([
      account('a', 'Insurers reckon with 25 000 claims after the flood.'),
      account('b', 'Some 25,000 claims await insurers because of the flood.'),
      account('c', 'About 25 insurers fear 30 claims after the flood.'),
    ]);
    const rows = await store.query<{ document: string }>(
      'SELECT document FROM facts WHERE fact = 1 ORDER BY document',
    );
    expect(rows.map(({ document }) => document)).toEqual(['a', 'b']);
  });

  it('need more than the same long title', async () => {
    await derive([
      account('a', 'The Orvik Harbour Authority spokesman Jonas Lund Brandt resigned after eleven years.'),
      account('b', 'He was greeted by Orvik Harbour Authority spokesman Jonas Lund Brandt with flowers.'),
    ]);
    expect(await store.query('SELECT * FROM facts')).toEqual([]);
  });

  it('need more than what the whole event is about', async () => {
    const about = (towns: readonly string[]) =>
      towns.map((town) => `In ${town} a strike of nurses over wages, shifts and pensions began.`).join(' ');
    const others = (end: string) =>
      [...'bdfgklmnpr'].map((x) => `The ${x}orn${end} ${x}lip${end} quam${x}${end}.`).join(' ');
    await derive([
      account(
        'a',
        `${about(['Orvik', 'Lund', 'Tresk'])} ${others('a')} Wages and pensions, shifts, nurses, strike.`,
      ),
      account(
        'b',
        `${about(['Omber', 'Solt', 'Varen'])} ${others('o')} This strike is about shifts, pensions and wages of nurses.`,
      ),
    ]);
    const rows = await store.query<{ text: string }>(
      `SELECT text FROM facts WHERE text LIKE 'Wages%' OR text LIKE 'This strike%'`,
    );
    expect(rows).toEqual([]);
  });

  it('need more than the same person', async () => {
    await derive([
      account('a', 'Prime Minister Hedda Kvist opened a new library in Orvik with a ribbon.'),
      account('b', 'Prime Minister Hedda Kvist denied taking bribes from a shipping firm.'),
    ]);
    expect(await store.query('SELECT * FROM facts')).toEqual([]);
  });
});
