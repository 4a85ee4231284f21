import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT, main } from '../../src/cli.js';
import { alertsOf, fillAlerts, RULES } from '../../src/pipeline/rules.js';
import { openStore, type Store } from '../../src/pipeline/store.js';
import { captured } from '../helpers/captured.js';
import { freshFolder } from '../helpers/folder.js';

describe('rules', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(':memory:');
  });
  afterEach(() => store.close());

  const score = (id: string, voice: string, rate: number | null, low: number | null, unit = 'source') => [
    unit, id, null, id, null, voice, 'wording', 'loaded-language', 1000, 5, 1, rate, low, 30, rate === null,
  ]; // biome-ignore format: the order of the columns
  const fired = async (...rules: object[]) => {
    await fillAlerts(store, RULES.parse(rules));
    return store.query<Record<string, unknown>>('SELECT * FROM alerts ORDER BY ALL');
  };
  const loud = { id: 'loud', category: 'loaded-language', above: 12 };

  it('fire for rates above the line, in the voice and unit they name', async () => {
    await store.insert('scores', [
      score('Post', 'author', 15, 11),
      score('Herald', 'author', 12, 9),
      score('Times', 'quoted', 20, 16),
      score('Little', 'author', null, null),
      score('a1', 'author', 40, 20, 'document'),
    ]);
    expect(await fired({ ...loud, voice: 'author' })).toMatchObject([
      { rule: 'loud', unit: 'source', id: 'Post', voice: 'author', rate: 15, above: 12, hits: 5 },
    ]);
    expect(await alertsOf(store)).toEqual([
      {
        rule: 'loud',
        message: 'Post: loaded-language in its own words 15.0 times in 1,000 words (11.0 to 30.0), above 12',
        news: false,
      },
    ]);
  });

  it('wait for the lower end of the interval where certainty is asked for', async () => {
    await store.insert('scores', [score('Post', 'all', 15, 11), score('Times', 'all', 20, 12.5)]);
    expect((await fired({ ...loud, certain: true })).map(({ id }) => id)).toEqual(['Times']);
  });

  describe('for new names', () => {
    const name = (table: string, concept: string, called: string, source: string, uses: number) =>
      store.run(
        `INSERT INTO ${table} (concept, name, source, uses, example_document) VALUES ('${concept}', '${called}', '${source}', ${uses}, 'a-${source}')`,
      );
    const before = async () => {
      await store.run(`ATTACH ':memory:' AS before; CREATE TABLE before.naming AS FROM naming LIMIT 0`);
    };
    it('fire for what the run before did not have, once a name', async () => {
      await before();
      await name('before.naming', 'dam', 'collapse', 'Post', 1);
      await name('naming', 'dam', 'collapse', 'Herald', 4);
      await name('naming', 'dam', 'sabotage', 'Post', 2);
      await name('naming', 'dam', 'sabotage', 'Herald', 1);
      await name('naming', 'strike', 'walkout', 'Post', 1);
      expect(await fired({ id: 'new', new_name_for: 'dam' })).toMatchObject([
        { concept: 'dam', name: 'sabotage', uses: 3, document: 'a-Herald' },
      ]);
      expect((await fired({ id: 'all', new_name_for: 'any' })).map((one) => [one.rule, one.name])).toEqual([
        ['all', 'sabotage'],
        ['all', 'walkout'],
        ['new', 'sabotage'],
      ]);
      expect((await alertsOf(store))[0]).toMatchObject({
        message: 'dam: a new name, "sabotage" (3 uses; Herald, Post)',
        news: true,
      });
    });
    it('do not fire when there was no run before', async () => {
      await name('naming', 'dam', 'sabotage', 'Post', 2);
      expect(await fired({ id: 'new', new_name_for: 'any' })).toEqual([]);
    });
  });
});

describe('rules in the settings', () => {
  const NEWS = 'The reckless mayor of Velm slammed the outrageous and shameful owner on Monday.';
  const { at, put } = freshFolder('rules');
  const said = captured();
  beforeEach(() => {
    const text = Array.from({ length: 24 }, () => NEWS).join('\n\n');
    put('in/a.jsonl', JSON.stringify({ id: 'a', source: 'Post', text }));
  });
  const analyze = (yaml: string, ...flags: string[]) => {
    put('in/framescope.yml', yaml);
    return main(['analyze', at('in'), '-o', at('out'), '--jobs', '1', ...flags]);
  };
  const LOUD = 'rules:\n  - id: loud\n    category: loaded-language\n    voice: author\n    above: 12\n';

  it('write alerts.csv, and end the run with 5 where that is asked for', async () => {
    expect(await analyze(LOUD, '--quiet')).toBe(EXIT.done);
    expect(said.stderr).toMatch(
      /^Alert loud: Post: loaded-language in its own words [\d.]+ times in 1,000 words/u,
    );
    expect(readFileSync(at('out/csv/alerts.csv'), 'utf8')).toMatch(
      /^rule,message,[\s\S]*\nloud,"Post: [^\n]*",source,Post,,Post,,author,wording,loaded-language,/u,
    );
    // Nothing is new, and it still holds.
    expect(await analyze(LOUD, '--fail-on', 'alert')).toBe(EXIT.alert);
    expect(await analyze(LOUD.replace('12', '900'), '--fail-on', 'alert')).toBe(EXIT.done);
    expect(readFileSync(at('out/csv/alerts.csv'), 'utf8')).toMatch(/^[^\n]*\r\n$/u);
  });

  it.each([
    [
      'an unknown category',
      'category: hedgehogs\n    above: 1',
      /framescope\.yml:3: rules\.0\.category: .*"hedgehogs"/u,
    ],
    [
      'an unknown concept',
      'new_name_for: nothing',
      /framescope\.yml:3: rules\.0\.new_name_for: .*"nothing"/u,
    ],
    ['no line', 'category: hedges', /framescope\.yml:3: rules\.0\.category: .*above/u],
    ['nothing to watch', 'voice: author', /framescope\.yml:2: rules\.0\.id: .*category, or new_name_for/u],
    ['two things', 'new_name_for: any\n    above: 3', /framescope\.yml:4: rules\.0\.above: /u],
    [
      'an unknown voice',
      'category: hedges\n    voice: mine\n    above: 1',
      /framescope\.yml:4: rules\.0\.voice: .*author/u,
    ],
    [
      'an unknown key',
      'category: hedges\n    over: 1',
      /framescope\.yml:4: rules\.0\.over: .*known are: id, category/u,
    ],
    [
      'an id twice',
      'new_name_for: any\n  - id: x\n    new_name_for: any',
      /framescope\.yml:4: rules\.1\.id: .*"x"/u,
    ],
  ])('with %s are refused with file and line', async (_, rest, message) => {
    expect(await analyze(`rules:\n  - id: x\n    ${rest}\n`)).toBe(EXIT.usage);
    expect(said.stderr).toMatch(message);
  });
});
