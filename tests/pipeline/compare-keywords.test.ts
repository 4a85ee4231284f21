import { afterEach, describe, expect, it } from 'vitest';
import { deriveTables } from '../../src/pipeline/compare.js';
import { DERIVED_TABLES } from '../../src/pipeline/schema.js';
import { openStore, type Store } from '../../src/pipeline/store.js';
import type { Analysis } from '../../src/pipeline/types.js';

let store: Store;
afterEach(() => store?.close());

type Uses = Readonly<Record<string, number>>;

/** An article of 300 words, of which only some are told. */
function article(id: string, source: string, lemmas: Uses, text = ''): Analysis {
  const told = Object.values(lemmas).reduce((a, b) => a + b, 0);
  return {
    schema: 1, id, title: null, source, published: null, url: null, event: null, language: 'en', text, fields: {},
    words: { all: 300, author: 300, headline: 0, quoted: 0, reported: 0 },
    voices: [{ voice: 'author', speaker: null, words: 300 }],
    lemmas: { ...lemmas, [`filler${id}`]: 300 - told },
    sentences: [], regions: [], quotes: [], speakers: [], markers: [], targets: [], stances: [], scores: [], problems: [],
  }; // biome-ignore format: the order of the record
}

/** The words that the report shows of each source, those it uses more first. */
async function keywords(articles: readonly Analysis[], by = ['source']): Promise<Record<string, string[]>> {
  store = await openStore(':memory:');
  await store.run(DERIVED_TABLES);
  await store.appendAnalyses(articles);
  await deriveTables(store, { by, concepts: [] });
  const rows = await store.query<{ a: string; lemma: string; z: number }>('SELECT a, lemma, z FROM keywords ORDER BY a, z DESC, lemma'); // biome-ignore format: one query
  const words: Record<string, string[]> = {};
  for (const { a, lemma, z } of rows) {
    words[a] ??= [];
    words[a].push(`${z > 0 ? '+' : '-'}${lemma}`);
  }
  return words;
}

/** Four articles a source, each with the same uses. */
const four = (source: string, uses: Uses, text: (i: number) => string = () => ''): Analysis[] =>
  [0, 1, 2, 3].map((i) => article(`${source}${i}`, source, uses, text(i)));

describe('words that set a source apart', () => {
  it('are those that it uses more in several articles, and the others less', async () => {
    const words = await keywords([
      ...four('North', { regime: 4, school: 2 }),
      ...four('South', { school: 2 }),
    ]);
    expect(words).toEqual({ North: ['+regime'], South: ['-regime'] });
  });

  it('are those of its own grouping when there are several', async () => {
    const articles = [...four('North', { regime: 4 }), ...four('South', { school: 4 })];
    const dated = articles.map((one, i) => ({
      ...one,
      published: i % 2 === 0 ? '2026-01-05' : '2026-02-05',
    }));
    await keywords(dated, ['source', 'month', 'event']);
    expect(await store.query('SELECT DISTINCT "by", a FROM keywords ORDER BY ALL')).toEqual([
      { by: 'source', a: 'North' },
      { by: 'source', a: 'South' },
    ]);
  });

  it('are one word with and without the full stops of an acronym, also in one article', async () => {
    await keywords([...four('North', { 'f.b.i.': 3, fbi: 2 }), ...four('South', { fbi: 1, school: 4 })]);
    expect(
      await store.query(
        `SELECT lemma, uses_a AS a, uses_b AS b, articles_a AS "inA", articles_b AS "inB" FROM keywords
         WHERE a = 'North' AND lemma LIKE '%f%b%i%'`,
      ),
    ).toEqual([{ lemma: 'fbi', a: 20, b: 4, inA: 4, inB: 4 }]);
  });

  it('are no words of grammar, dates, titles, initials or outlets', async () => {
    const idle = { of: 9, they: 9, say: 9, thursday: 9, march: 9, 'mr.': 9, representative: 9, 'j.': 9, "'s": 9, reuters: 9, 'u.s.': 9 }; // biome-ignore format: a list
    expect(await keywords([...four('North', idle), ...four('South', {})])).toEqual({});
  });

  it('are not its own name, which others may use', async () => {
    const words = await keywords([
      ...four('The Harbour Lantern', { lantern: 4, harbour: 1 }),
      ...four('South', { harbour: 6 }),
    ]);
    expect(words).toEqual({ South: ['+harbour', '-lantern'] });
  });

  it('are not made by one article', async () => {
    const [first, ...rest] = four('North', { ferry: 1 });
    const loud = article('North9', 'North', { ferry: 30 });
    expect(await keywords([first!, ...rest, loud, ...four('South', { ferry: 1 })])).toEqual({});
  });

  it('do not set apart by the full stops of an acronym', async () => {
    expect(await keywords([...four('North', { 'f.b.i.': 5 }), ...four('South', { fbi: 5 })])).toEqual({});
    const words = await keywords([...four('North', { 'f.b.i.': 5 }), ...four('South', {})]);
    expect(words).toEqual({ North: ['+fbi'], South: ['-fbi'] });
  });

  it('are no parts of longer names and no given names', async () => {
    // Without words of their own they would be copies of each other.
    const own = (i: number) => Array.from({ length: 60 }, (_, k) => `${'abcd'[i]}${k}`).join(' ');
    const text = (i: number) =>
      `In New Halden they met Donald Kvist, then Kvist left New Halden with Donald Kvist: ${own(i)}`;
    const words = await keywords([
      ...four('North', { halden: 5, donald: 5, kvist: 5 }, text),
      ...four('South', {}),
    ]);
    expect(words.North).toEqual(['+kvist']);
  });
});
