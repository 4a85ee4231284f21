import { describe, expect, it } from 'vitest';
import { auditLexicons } from '../../src/lexicons/audit.js';
import { assemble } from '../../src/lexicons/load.js';
import { lexiconPage } from '../../src/lexicons/page.js';
import { listCategories, listEntries } from '../../src/lexicons/tables.js';
import { entry, lexicon, tokensOf } from './helper.js';

const labels = lexicon('wording-labels', 'wording', [
  entry('name-calling.hawk', 'warmonger', { counterpart: 'name-calling.dove' }),
  entry('name-calling.dove', 'appeaser', { counterpart: 'name-calling.hawk', weight: 2 }),
  entry('name-calling.stooge', ['stooge', 'lackey'], { counterpart: 'name-calling.gone' }),
  entry('name-calling.thug', 'thug', { counterpart: 'name-calling.cult' }),
  entry('name-calling.cult', 'cult', { case: 'any' }),
  entry('doubt-markers.marks', [], { layout: true }),
]);
const loaded = lexicon('wording-loaded', 'wording', [
  entry('loaded.cult', ['cult', 'sham|farce']),
  entry('loaded.slam', 'slammed', { pos: ['VERB'] }),
  entry('loaded.rat', 'rat', { lemma: false }),
]);
const cues = lexicon('attribution', 'attribution', [entry('hostile.thug', 'thug')]);
const lexicons = assemble({ curated: [labels, loaded, cues] });
const corpus = [
  'The thugs and the warmonger slammed the cult. They slam it, slamming rats.',
  'A thug is not a stooge. Rats!',
].map(tokensOf);
const audit = auditLexicons(lexicons, corpus);

describe('auditLexicons', () => {
  it('tells what never hits and what hits most, denied matches not counted', () => {
    expect(audit.articles).toBe(2);
    expect(audit.entries).toBe(10);
    expect(audit.neverHit.map(({ entry }) => entry)).toEqual([
      'name-calling.dove',
      'name-calling.stooge',
      'loaded.cult',
      'loaded.rat',
    ]);
    expect(audit.hits[0]).toEqual({
      lexicon: 'attribution',
      entry: 'hostile.thug',
      category: 'hostile',
      hits: 2,
      articles: 2,
      words: [
        ['thug', 1],
        ['thugs', 1],
      ],
    });
  });

  it('tells terms in two categories of a family, not of two families', () => {
    expect(audit.shared).toEqual([
      {
        words: 'cult',
        entries: [
          { lexicon: 'wording-labels', entry: 'name-calling.cult', category: 'name-calling' },
          { lexicon: 'wording-loaded', entry: 'loaded.cult', category: 'loaded' },
        ],
      },
    ]);
  });

  it('tells inflections that the corpus has and the entry lacks', () => {
    expect(audit.missingInflections).toEqual([
      { lexicon: 'wording-loaded', entry: 'loaded.slam', term: 'slammed', missing: ['slam', 'slamming'] },
      { lexicon: 'wording-loaded', entry: 'loaded.rat', term: 'rat', missing: ['rats'] },
    ]);
  });

  it('tells labels whose counterpart is missing, and those that name none', () => {
    expect(audit.unbalanced).toEqual([
      {
        lexicon: 'wording-labels',
        entry: 'name-calling.stooge',
        counterpart: 'name-calling.gone',
        reason: 'there is no such entry',
      },
      {
        lexicon: 'wording-labels',
        entry: 'name-calling.thug',
        counterpart: 'name-calling.cult',
        reason: 'it names no counterpart',
      },
    ]);
    expect(audit.alone.map(({ entry }) => entry)).toEqual(['name-calling.cult']);
  });
});

describe('tables', () => {
  it('list entries by every filter', () => {
    const ids = (filter: object) => listEntries(lexicons, filter).map((row) => row.entry);
    expect(ids({})).toHaveLength(10);
    expect(ids({ category: 'loaded', search: 'farce' })).toEqual(['loaded.cult']);
    expect(ids({ family: 'attribution' })).toEqual(['hostile.thug']);
    expect(ids({ lexicon: 'wording-loaded', search: 'loaded.r' })).toEqual(['loaded.rat']);
    expect(listEntries(lexicons, { search: 'stooge' })[0]).toMatchObject({
      terms: 'stooge; lackey',
      counterpart: 'name-calling.gone',
      weight: 1,
    });
  });

  it('count categories, joined over files', () => {
    const more = lexicon('wording-more', 'wording', [entry('loaded.x', ['a', 'b'])]);
    const rows = listCategories(assemble({ curated: [loaded, more] }));
    expect(rows).toEqual([
      {
        id: 'loaded',
        meaning: '',
        source: 'editorial',
        family: 'wording',
        entries: 4,
        terms: 6,
        lexicons: ['wording-loaded', 'wording-more'],
      },
    ]);
  });
});

describe('lexiconPage', () => {
  it('shows counts, categories and only the works that are cited', () => {
    const cited = { ...loaded, categories: [{ id: 'loaded', meaning: 'hot | words', source: 'ptc' }] };
    const sources = {
      ptc: {
        title: 'On words',
        authors: 'A, B.',
        year: 2019,
        where: 'Journal 1',
        url: 'https://example.org/',
      },
      other: { title: 'Other', authors: 'C', year: 2000 },
    };
    const page = lexiconPage(
      assemble({ curated: [cited], bibliography: { text: '', sources, problems: [] } }),
    );
    expect(page).toContain('3 entries with 4 terms in 1 category, and 0 concepts');
    expect(page).toContain('| `loaded` | hot \\| words | `ptc` | 3 | 4 |');
    expect(page).toContain('- `ptc`: A, B. (2019). [On words](https://example.org/). Journal 1.');
    expect(page).not.toContain('Other');
  });
});
