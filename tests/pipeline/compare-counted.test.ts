import { describe, expect, it } from 'vitest';
import { makeSets } from '../../src/pipeline/compare/accounts.js';
import { type Counted, countedFindings } from '../../src/pipeline/compare/counted.js';
import { memoryStores } from '../helpers/store.js';

const open = memoryStores();

interface Account {
  readonly id: string;
  readonly source?: string;
  readonly words?: number;
  readonly quoted?: number;
  /** Own names for the one thing there is, in their order. */
  readonly names?: readonly string[];
  /** Names in quotations: [speaker, name]. */
  readonly said?: readonly (readonly [string, string])[];
  /** Words given to speakers. */
  readonly spoken?: Readonly<Record<string, number>>;
  /** Classes of the verbs of attribution. */
  readonly cues?: readonly string[];
}

/** What is found in accounts of one event. */
async function found(accounts: readonly Account[], event: string | null = 'quay'): Promise<Counted[]> {
  const store = await open();
  await store.run(`
    CREATE TEMP TABLE name_uses (concept VARCHAR, about VARCHAR, name VARCHAR, voice VARCHAR, speaker VARCHAR, document VARCHAR, start INTEGER);
    CREATE TEMP TABLE cell_words (document VARCHAR, voice VARCHAR, speaker VARCHAR, words INTEGER)`);
  for (const {
    id,
    source = null,
    words = 200,
    quoted = 0,
    names = [],
    said = [],
    spoken = {},
    cues = [],
  } of accounts) {
    await store.run('INSERT INTO documents (id, source, words, words_quoted) VALUES ($id, $source, $words, $quoted)', { id, source, words, quoted }); // biome-ignore format: one row
    await store.insert('events', [[id, event, event !== null, null]]);
    const uses = [...names.map((name) => [null, name] as const), ...said];
    await store.insert(
      'name_uses',
      uses.map(([who, name], i) => [
        'clash',
        'A clash at a quay',
        name,
        who === null ? 'author' : 'quoted',
        who,
        id,
        i,
      ]),
    );
    await store.insert('cell_words', Object.entries(spoken).map(([who, n]) => [id, 'quoted', who, n])); // biome-ignore format: one call
    for (const [n, category] of cues.entries())
      await store.run(
        `INSERT INTO markers (document, n, text, family, category, voice, quote, negated)
         VALUES ($id, $n, $text, 'attribution', $category, 'author', 'q1', false)`,
        { id, n, text: `${category}ly`, category },
      );
  }
  const speakers = new Set(accounts.flatMap(({ spoken = {}, said = [] }) => [...Object.keys(spoken), ...said.map(([who]) => who)])); // biome-ignore format: one set
  await store.insert(
    'speakers',
    [...speakers].map((who) => [who, who.toUpperCase(), 'person', null, null, '[]', 1, 1, 1, 1, 0, 0]),
  );
  await makeSets(store);
  return countedFindings(store);
}
const sentences = async (...accounts: Account[]) => (await found(accounts)).map(({ sentence }) => sentence);

describe('what is counted in accounts of one event', () => {
  it('names that one has and another never has', async () => {
    const a = { id: 'a', source: 'Post', names: ['riot', 'riot', 'riot', 'clash'] };
    const b = { id: 'b', source: 'Wire', names: ['clash', 'protest'] };
    expect(await sentences(a, b)).toEqual([
      'In its own words, Post says “riot” 3 times. Wire never does: it says “clash” and “protest”.',
    ]);
    // Once, and it is not a name that Wire never has.
    expect(await sentences(a, { ...b, names: ['clash', 'protest', 'riot'] })).toEqual([]);
    // Two uses are too few to call a habit.
    expect(await sentences({ ...a, names: ['riot', 'riot'] }, b)).toEqual([]);
  });

  it('three names of an outlet and two speakers, and none of a speaker who has two', async () => {
    const own = { id: 'a', source: 'Post', names: ['clash'] };
    const others = { id: 'b', source: 'Wire', said: [['vell', 'riot'], ['orme', 'rescue']] as const }; // biome-ignore format: a row
    expect(await sentences(own, others)).toEqual([
      'A clash at a quay: “clash” (Post), “rescue” (ORME, quoted by Wire) and “riot” (VELL, quoted by Wire).',
    ]);
    const one = { ...others, said: [['vell', 'riot'], ['vell', 'rescue']] as const }; // biome-ignore format: a row
    expect(await sentences(own, one)).toEqual([]);
  });

  it('shares of quotations that are a tenth of the words apart', async () => {
    const b = { id: 'b', source: 'Wire', words: 400, quoted: 60 };
    expect(await sentences({ id: 'a', source: 'Post', words: 300, quoted: 90 }, b)).toEqual([
      'Post gives 30 % of its 300 words to word-for-word quotations, Wire 15 % of its 400.',
    ]);
    expect(await sentences({ id: 'a', source: 'Post', words: 300, quoted: 72 }, b)).toEqual([]);
    // Ninety words are too few for a share.
    expect(await sentences({ id: 'a', source: 'Post', words: 90, quoted: 80 }, b)).toEqual([]);
  });

  it('to whom most words go, and whom the other leaves out', async () => {
    const a = { id: 'a', source: 'Post', spoken: { vell: 60, orme: 20 } };
    const b = { id: 'b', source: 'Wire', spoken: { orme: 40 } };
    expect(await sentences(a, b)).toEqual([
      'Post gives most words to VELL (60 words), whom Wire does not quote; Wire to ORME (40).',
    ]);
    expect(await sentences({ ...a, spoken: { vell: 60 } }, { ...b, spoken: { vell: 30 } })).toEqual([]);
    // Two forms of a name may be one person.
    const forms = { ...b, spoken: { 'ana t. vell jr.': 40 } };
    expect(await sentences({ ...a, spoken: { 'ana vell': 60 } }, forms)).toEqual([]);
  });

  it('how statements are introduced, where it is far apart and not a matter of one or two', async () => {
    const plain = { id: 'b', source: 'Wire', cues: Array<string>(8).fill('neutral') };
    const cues = ['hostile', 'hostile', 'hostile', 'neutral', 'neutral', 'neutral'];
    expect(await sentences({ id: 'a', source: 'Post', cues }, plain)).toEqual([
      'Post introduces 3 of 6 statements with hostile words (“hostilely”), Wire none of 8.',
    ]);
    expect(await sentences({ id: 'a', source: 'Post', cues: cues.slice(1) }, plain)).toEqual([]);
  });

  it('is of all articles where a handful is given without an event, called by number where ids are hashes', async () => {
    const [one] = await found(
      [
        { id: '000_0123456789abcdef', words: 300, quoted: 90 },
        { id: '001_fedcba9876543210', words: 400 },
      ],
      null,
    );
    expect(one).toMatchObject({
      set: '',
      sentence:
        'Article 000 gives 30 % of its 300 words to word-for-word quotations, Article 001 none of its 400.',
      certainty: 'Counted in these texts, not tested: 90 words, and 0.',
    });
  });
});
