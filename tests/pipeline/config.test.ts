import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { settingsPage, settingsSchema } from '../../scripts/settings.js';
import { ConfigError, loadConfig } from '../../src/pipeline/config.js';
import { freshFolder } from '../helpers/folder.js';

const { at, put } = freshFolder('config');
const load = (paths: string[] = [], overrides = {}) => loadConfig(paths, at(), overrides);
async function complaint(yaml: string): Promise<string> {
  put('framescope.yml', yaml);
  return load().then(
    () => 'no complaint',
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    },
  );
}

describe('where settings come from', () => {
  it('is a file here, else in a given folder, else nowhere', async () => {
    expect((await load(['a', 'b'])).file).toBeNull();
    put('b/framescope.yml', 'by: event');
    expect(await load(['a', 'b', '-'])).toMatchObject({
      by: ['event'],
      file: at('b/framescope.yml'),
    });
    put('framescope.yml', 'by: [month]');
    expect((await load(['b'])).by).toEqual(['month']);
    expect((await load(['b'], { config: 'b/framescope.yml' })).by).toEqual(['event']);
  });
  it('is a flag before the file', async () => {
    put('framescope.yml', 'by: month\njobs: 3\ncolumns: {text: a, id: b}\nlexicons: own.yml\n');
    expect(
      await load([], { by: ['source'], jobs: 5, columns: { text: 'z' }, lexicons: ['two.yml'] }),
    ).toMatchObject({
      by: ['source'],
      jobs: 5,
      columns: { text: 'z', id: 'b' },
      lexicons: [at('own.yml'), at('two.yml')],
    });
  });
  it('reads the files that it names, relative to itself', async () => {
    put(
      'sub/framescope.yml',
      'targets: t.yml\nspeakers: s.yml\nexclude: {terms: [Slammed], categories: [hedges]}',
    );
    put('sub/t.yml', 'targets:\n  - {id: velm, name: Velm, demonyms: [Velmer]}\n');
    put('sub/s.yml', '- {id: ilse-brandt, name: Ilse Brandt}\n');
    expect(await load(['sub'])).toMatchObject({
      targets: [{ id: 'velm', name: 'Velm', aliases: [], demonyms: ['Velmer'], members: [] }],
      speakers: [{ id: 'ilse-brandt' }],
      exclude: { entries: [], terms: ['slammed'], categories: ['hedges'] },
    });
  });
});

describe('wrong settings', () => {
  it.each([
    [
      'an unknown key',
      'by: source\nexlude: {}\n',
      /^framescope\.yml:2: exlude: there is no such key; known are: by, targets/u,
    ],
    [
      'an unknown key within',
      'exclude:\n  words: [a]\n',
      /^framescope\.yml:2: exclude\.words: there is no such key; known are: entries, terms/u,
    ],
    ['a wrong value', '\njobs: many\n', /^framescope\.yml:2: jobs: .*number/u],
    [
      'a wrong item of a list',
      'targets:\n  - id: a\n    name: A\n  - id: b\n',
      /^framescope\.yml:4: targets\.1\.name: /u,
    ],
    ['a list where words stand', '- by\n', /^framescope\.yml:1: /u],
    ['broken YAML', 'by: [source\njobs: 1\n', /^framescope\.yml:\d: /u],
    ['a target twice', 'targets: [{id: a, name: A}, {id: a, name: B}]', /twice/u],
    ['a file that is not there', 'targets: gone.yml', /gone\.yml: there is no such file/u],
  ])('%s is told with its place', async (_, yaml, message) => expect(await complaint(yaml)).toMatch(message));
  it('of a file named outright that is not there', async () => {
    await expect(load([], { config: 'gone.yml' })).rejects.toThrow(/gone\.yml: there is no such file/u);
  });
});

describe('the documentation', () => {
  const committed = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  it('is what the schema says (npm run settings)', () => {
    expect(committed('framescope.schema.json')).toBe(settingsSchema());
    expect(committed('settings.md')).toBe(settingsPage());
  });
});
