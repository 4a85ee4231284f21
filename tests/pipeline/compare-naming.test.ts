import { describe, expect, it } from 'vitest';
import { fillNaming } from '../../src/pipeline/compare/naming.js';
import type { Marker, Voice } from '../../src/pipeline/types.js';
import { memoryStores } from '../helpers/store.js';
import { sampleAnalysis } from './sample-analysis.js';

const open = memoryStores();

const name = (name: string) => ({ name, terms: [name], implies: '', usedBy: '', hit: [], miss: [] });
const CONCEPTS = [{ id: 'the-fight', about: 'A fight', names: [name('war'), name('brawl')] }];

interface Use {
  readonly name: 'war' | 'brawl';
  readonly voice?: Voice;
  readonly scare?: boolean;
}

function article(id: string, source: string | null, uses: readonly Use[]) {
  const text = uses.map((use) => `${use.name.toUpperCase()}.`).join(' ');
  const markers = uses.map((use, i): Marker => {
    const start = uses.slice(0, i).reduce((sum, { name }) => sum + name.length + 2, 0);
    const voice = use.voice ?? 'author';
    return {
      start,
      end: start + use.name.length,
      text: text.slice(start, start + use.name.length),
      lexicon: 'naming',
      entry: `the-fight.${use.name}`,
      family: 'framing',
      category: 'naming',
      weight: 1,
      voice,
      speaker: voice === 'author' ? null : 's1',
      quote: null,
      negated: false,
      scare: use.scare ?? false,
    };
  });
  return sampleAnalysis({
    id,
    source,
    text,
    sentences: [[0, text.length]],
    markers,
    quotes: [],
    stances: [],
    targets: [],
  });
}

async function table(...articles: ReturnType<typeof article>[]): Promise<Record<string, unknown>[]> {
  const store = await open(articles);
  await store.run("UPDATE document_speakers SET speaker = 'ilse-brandt'");
  await fillNaming(store, CONCEPTS);
  return store.query('SELECT * FROM naming ORDER BY source, voice, name');
}

describe('naming', () => {
  it('counts each name by source and voice, with the words of the first use', async () => {
    const rows = await table(
      article('a', 'Velm Post', [{ name: 'war' }, { name: 'war' }, { name: 'brawl', voice: 'quoted' }]),
    );
    expect(rows).toMatchObject([
      { name: 'war', voice: 'author', uses: 2, example_text: 'WAR', example_document: 'a', example_start: 0 },
      { name: 'brawl', voice: 'quoted', speaker: 'ilse-brandt', uses: 1, example_text: 'BRAWL' },
    ]);
  });

  it('tells who calls it by two names: an outlet in its own words, not through its sources', async () => {
    const rows = await table(
      article('a', 'Orrin Times', [{ name: 'war' }]),
      article('b', 'Orrin Times', [{ name: 'brawl' }]),
      article('c', 'Velm Post', [{ name: 'war' }, { name: 'brawl', voice: 'quoted' }]),
    );
    expect(rows.map(({ source, voice, names_used }) => [source, voice, names_used])).toEqual([
      ['Orrin Times', 'author', 2],
      ['Orrin Times', 'author', 2],
      ['Velm Post', 'author', 1],
      ['Velm Post', 'quoted', 1],
    ]);
  });

  it('tells which name an outlet has in quote marks only', async () => {
    const rows = await table(
      article('a', 'Orrin Times', [
        { name: 'war', voice: 'quoted' },
        { name: 'war' },
        { name: 'brawl', scare: true },
      ]),
      article('c', 'Velm Post', [
        { name: 'war', voice: 'quoted' },
        { name: 'brawl', voice: 'reported' },
      ]),
    );
    expect(
      rows.map(({ source, name, voice, only_in_marks }) => [source, name, voice, only_in_marks]),
    ).toEqual([
      ['Orrin Times', 'brawl', 'author', true],
      ['Orrin Times', 'war', 'author', false],
      ['Orrin Times', 'war', 'quoted', false],
      ['Velm Post', 'war', 'quoted', true],
      ['Velm Post', 'brawl', 'reported', false],
    ]);
  });

  it('never pools articles without a source', async () => {
    const rows = await table(article('a', null, [{ name: 'war' }]), article('b', null, [{ name: 'war' }]));
    expect(rows.map(({ uses, example_document }) => [uses, example_document])).toEqual([
      [1, 'a'],
      [1, 'b'],
    ]);
  });
});
