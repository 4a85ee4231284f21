import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { formatProblem, LexiconError, loadLexicons } from '../../src/lexicons/load.js';
import { parseLexicon, parseSources, slug } from '../../src/lexicons/parse.js';
import { foundIds } from './helper.js';

const SOURCES = { ptc: { title: 'T', authors: 'A', year: 2019 } };
const HEADER = `id: wording-x
family: wording
version: 1.0.0
licence: CC0-1.0
about: A try.
weights: "1 mild, 2 strong, 3 extreme"
categories:
  loaded: {meaning: m, source: ptc}
  harsh: {meaning: m, source: editorial}
entries:
`;
const SHAM = `  - id: loaded.sham
    category: loaded
    terms: [sham]
    why: because
    source: ptc
    hit: "A [sham]."
    miss: "A shame."
`;
const errors = (text: string, name = 'wording-x') =>
  parseLexicon(text, 'f.yml', name, SOURCES).problems.map(formatProblem);

describe('a lexicon file', () => {
  it('may lie under a name that is no id: what is an id in it counts', () => {
    const text = HEADER.replace('wording-x', 'my-words-2') + SHAM;
    expect(errors(text, 'My words.2')).toEqual([]);
    expect(errors(HEADER + SHAM, 'My words.2')).toEqual([
      'f.yml:1:5: the id is not the name of the file; write "id: my-words-2"',
    ]);
  });

  it('is read', () => {
    const { lexicon, problems } = parseLexicon(HEADER + SHAM, 'f.yml', 'wording-x', SOURCES);
    expect(problems).toEqual([]);
    expect(lexicon).toMatchObject({ id: 'wording-x', family: 'wording', version: '1.0.0', file: 'f.yml' });
    expect(lexicon!.categories.map(({ id }) => id)).toEqual(['loaded', 'harsh']);
    expect(lexicon!.entries).toEqual([
      {
        id: 'loaded.sham',
        category: 'loaded',
        terms: ['sham'],
        weight: 1,
        why: 'because',
        source: 'ptc',
        hit: ['A [sham].'],
        miss: ['A shame.'],
        line: 11,
      },
    ]);
  });

  // Each change to the sound file above, and the whole of what must be said about it.
  it.each([
    ['an unknown key', 'terms: [sham]', 'terms: [sham]\n    lema: false', 'f.yml:14:5: loaded.sham: an entry has no key "lema"; write "lemma"'],
    ['a missing reason', '    why: because\n', '', 'f.yml:11:5: loaded.sham: "why" is missing; give a reason that a reader can agree with'],
    ['a missing source', '    source: ptc\n', '', 'f.yml:11:5: loaded.sham: "source" is missing; write a key of sources.yml, or editorial'],
    ['an unknown source', 'source: ptc\n    hit', 'source: pct\n    hit', 'f.yml:15:13: loaded.sham: no source "pct"; write "ptc", or editorial'],
    ['no terms', '[sham]', '[]', 'f.yml:13:12: loaded.sham: "terms" is empty; write a word'],
    ['an empty term', '[sham]', '[sham, ""]', 'f.yml:13:19: loaded.sham: "terms" has an empty item; write text or remove it'],
    ['a term that YAML reads as no text', '[sham]', '[sham, null]', 'f.yml:13:19: loaded.sham: YAML reads null as no text; write "null" in quotes'],
    ['a number for a term', '[sham]', '[1619]', 'f.yml:13:13: loaded.sham: YAML reads 1619 as no text; write "1619" in quotes'],
    ['a hit without brackets', 'A [sham].', 'A sham.', 'f.yml:16:10: loaded.sham: the match is not in brackets; write "They called the vote a [sham]."'],
    ['a miss with brackets', 'A shame.', 'A [shame].', 'f.yml:17:11: loaded.sham: a miss has no match to show; leave the brackets out'],
    ['no miss', '    miss: "A shame."\n', '', 'f.yml:11:5: loaded.sham: "miss" is missing; write a near miss: a text in which it must not match'],
    ['an unknown part of speech', 'terms: [sham]', 'terms: [sham]\n    pos: [NUON]', 'f.yml:14:11: loaded.sham: "NUON" is no part of speech; write NOUN'],
    ['an unknown category', 'category: loaded', 'category: loded', 'f.yml:12:15: loaded.sham: "loded" is no category; write "loaded"'],
    ['an id of another category', 'id: loaded.sham', 'id: harsh.sham', 'f.yml:11:9: harsh.sham: an id begins with its category; write "loaded.sham"'],
    ['an id with blanks', 'id: loaded.sham', 'id: loaded.A sham', 'f.yml:11:9: loaded.A sham: "loaded.A sham" is no id; write "loaded.a-sham"'],
    ['a weight off the scale', 'terms: [sham]', 'terms: [sham]\n    weight: 4', 'f.yml:14:13: loaded.sham: "weight" is 1 (mild), 2 (strong) or 3 (extreme)'],
    ['an except that takes the whole term', 'terms: [sham]', 'terms: [sham]\n    except: [vote? sham]', 'f.yml:13:13: loaded.sham: the except "vote? sham" takes every "sham"; remove one of them'],
    ['a plural as in a regular expression', '[sham]', '[sham, "death squads?"]', 'f.yml:13:19: loaded.sham: "squads?" makes the whole word optional; write "squad" (its plural matches, too)'],
    ['a wrong name', 'id: wording-x', 'id: wording-y', 'f.yml:1:5: the id is not the name of the file; write "id: wording-x"'],
    ['a wrong family', 'family: wording', 'family: wordings', 'f.yml:2:9: "wordings" is no family; write "wording"'],
    ['a version of two numbers', '1.0.0', '"1.0"', 'f.yml:3:10: a version is three numbers; write "1.0.0"'],
    ['a bad pattern', '[sham]', '["sham,"]', 'f.yml:13:13: loaded.sham: "sham," is no word; put blanks around punctuation and leave out brackets and quote marks'],
  ])('refuses %s', (_, before, after, message) => {
    const sound = HEADER + SHAM;
    expect(sound).toContain(before);
    expect(errors(sound.replace(before, after))).toEqual([message]);
  }); // biome-ignore format: a table

  it('refuses an id and a term that are taken in a category, and names where', () => {
    expect(errors(HEADER + SHAM + SHAM)).toEqual([
      'f.yml:18:9: loaded.sham: the id "loaded.sham" is taken in line 11; give it another',
      'f.yml:20:13: loaded.sham: "sham" stands in loaded.sham already; remove it from one of them',
    ]);
    const harsh = SHAM.replaceAll('loaded', 'harsh');
    expect(errors(HEADER + SHAM + harsh)).toEqual([]);
  });

  it('lets an except take some of what a term stands for', () => {
    const some = SHAM.replace('[sham]', '[sham vote|ballot]').replace(
      'why',
      'except: [sham ballot]\n    why',
    );
    expect(errors(HEADER + some)).toEqual([]);
  });

  it('asks for the scale where weights are used', () => {
    const heavy = (HEADER + SHAM).replace(/weights:.*\n/u, '').replace('    why', '    weight: 3\n    why');
    expect(errors(heavy)).toEqual([
      'f.yml:1:1: "weights" is missing; write down what the weights 1, 2 and 3 mean',
    ]);
  });

  it('asks for no reasons and examples of an imported file and of what the program records itself', () => {
    const bare = '  - {id: loaded.sham, category: loaded, terms: [sham]}\n';
    expect(errors(`${HEADER.replace('entries', 'imported: a.dic\nentries')}${bare}`)).toEqual([]);
    const layout = '  - {id: loaded.marks, category: loaded, layout: true, why: w, source: ptc}\n';
    expect(errors(HEADER + layout)).toEqual([]);
  });

  it('says where YAML itself breaks', () => {
    expect(errors('id: wording-x\nterms: [a\n')[0]).toMatch(/^f\.yml:\d+:\d+: not valid YAML: /u);
    expect(errors('- a\n')).toEqual(['f.yml:1:1: the file is no mapping; begin with "id: name-of-the-file"']);
    expect(errors('')).toHaveLength(1);
  });

  it('may bring sources of its own', () => {
    const own = HEADER.replace(
      'categories',
      'sources:\n  mine: {title: T, authors: A, year: 2001}\ncategories',
    );
    expect(errors(own + SHAM.replace('ptc', 'mine'))).toEqual([]);
  });

  it('keeps attribution to its six classes', () => {
    const text = HEADER.replace('family: wording', 'family: attribution') + SHAM;
    expect(errors(text).filter((error) => error.includes('attribution has no category'))).toHaveLength(2);
  });
});

describe('naming.yml', () => {
  const CONCEPT = `id: naming
family: framing
version: 1.0.0
licence: CC0-1.0
about: Names.
concepts:
  - id: force
    about: Sending an army into a country
    names:
      - name: Special Operation
        terms: [special operation]
        implies: that it is no war
        used-by: the side that sends it
        hit: "The [special operation] began."
        miss: "She had an operation."
      - name: invasion
        terms: [invasion]
        except: [pitch invasion]
        implies: that it is unlawful
        used-by: the other side
        hit: "The [invasion] began."
        miss: "There was a pitch invasion."
`;

  it('makes an entry of every name', () => {
    const { lexicon, concepts, problems } = parseLexicon(CONCEPT, 'naming.yml', 'naming', SOURCES);
    expect(problems).toEqual([]);
    expect(concepts.map(({ id, names }) => [id, names.map(({ usedBy }) => usedBy)])).toEqual([
      ['force', ['the side that sends it', 'the other side']],
    ]);
    expect(lexicon!.entries.map(({ id, category }) => [id, category])).toEqual([
      ['force.special-operation', 'naming'],
      ['force.invasion', 'naming'],
    ]);
  });

  it('refuses a concept with one name, and a name without who uses it', () => {
    const one = CONCEPT.slice(0, CONCEPT.indexOf('      - name: invasion'));
    expect(errors(one, 'naming')).toEqual([
      'f.yml:9:5: force: a concept has at least two competing names'.replace('9:5', '10:7'),
    ]);
    expect(errors(CONCEPT.replace(/ +used-by: the other side\n/u, ''), 'naming')).toEqual([
      'f.yml:16:9: invasion: "used-by" is missing; say who tends to use it, neutrally',
    ]);
  });
});

describe('sources.yml', () => {
  it('refuses a work without year or with an unknown field', () => {
    const { problems } = parseSources(
      'a: {title: T, authors: A}\nb: {title: T, authors: A, year: 2001, uri: x}\n',
      's.yml',
    );
    expect(problems.map(formatProblem)).toEqual([
      's.yml:1:4: a: "year" is missing; write the year it appeared',
      's.yml:2:39: b: a source has no key "uri"; write "url"',
    ]);
  });
});

describe('slug', () => {
  it.each([
    ['Special Operation', 'special-operation'],
    ['Côte d’Ivoire', 'cote-d-ivoire'],
    ['"war"', 'war'],
  ])('%s', (name, expected) => {
    expect(slug(name)).toBe(expected);
  });
});

describe('loadLexicons', () => {
  const folder = mkdtempSync(join(tmpdir(), 'framescope-'));
  const cache = mkdtempSync(join(tmpdir(), 'framescope-cache-'));
  const before = process.env.FRAMESCOPE_CACHE;
  process.env.FRAMESCOPE_CACHE = cache;
  afterAll(() => {
    rmSync(folder, { recursive: true });
    rmSync(cache, { recursive: true });
    if (before === undefined) delete process.env.FRAMESCOPE_CACHE;
    else process.env.FRAMESCOPE_CACHE = before;
  });
  writeFileSync(join(folder, 'sources.yml'), 'ptc: {title: T, authors: A, year: 2019}\n');
  writeFileSync(join(folder, 'wording-x.yml'), HEADER + SHAM + SHAM.replaceAll('sham', 'farce'));
  writeFileSync(join(folder, 'other-table.yml'), 'rows: [1, 2]\n');
  const attribution = `id: attribution
family: attribution
version: 1.0.0
licence: CC0-1.0
about: Cues.
categories:
  neutral: {meaning: m, source: ptc}
  hostile: {meaning: m, source: ptc}
entries:
  - {id: neutral.say, category: neutral, terms: [say, according to], why: w, source: ptc, hit: "He [said] so.", miss: "A day."}
  - {id: hostile.hit, category: hostile, terms: [hit|lash out, NOUN rant], why: w, source: ptc, hit: "He [lashed out].", miss: "A day."}
`;
  writeFileSync(join(folder, 'attribution.yml'), attribution);
  const extra = join(folder, 'extra.yaml');
  writeFileSync(
    extra,
    (HEADER + SHAM).replace('wording-x', 'extra').replace('[sham]', '[vote]').replace('[sham].', '[vote].'),
  );

  it('finds the lexicons of a folder and answers for their entries', () => {
    const lexicons = loadLexicons({ folder });
    expect(lexicons.lexicons.map(({ id }) => id)).toEqual(['attribution', 'wording-x']);
    expect(lexicons.entry('wording-x', 'loaded.farce')?.terms).toEqual(['farce']);
    expect(lexicons.entry('wording-x', 'neutral.say')).toBeUndefined();
    expect(lexicons.sources.ptc?.year).toBe(2019);
    expect(foundIds(lexicons, 'A sham, she said.')).toEqual(['loaded.sham', 'neutral.say']);
  });

  it('knows words of attribution by lemma and by phrase', () => {
    const { attribution } = loadLexicons({ folder });
    expect(attribution('say')).toMatchObject({ category: 'neutral', lexicon: 'attribution', weight: 1 });
    expect(attribution('according to')?.entry.id).toBe('neutral.say');
    expect(attribution('lash out')?.category).toBe('hostile');
    expect(attribution('rant')).toBeUndefined();
  });

  it('adds a user’s lexicon, and changes the hash with it', () => {
    const plain = loadLexicons({ folder });
    const more = loadLexicons({ folder, extra: [extra] });
    expect(foundIds(more, 'A sham vote.')).toEqual(['loaded.sham', 'loaded.sham']);
    expect(more.hash).not.toBe(plain.hash);
    expect(loadLexicons({ folder }).hash).toBe(plain.hash);
  });

  it('silences entries, categories and terms', () => {
    const text = 'A sham and a farce, she said.';
    const without = (exclude: { entries?: string[]; categories?: string[]; terms?: string[] }) =>
      foundIds(loadLexicons({ folder, exclude }), text);
    expect(without({ entries: ['loaded.sham'] })).toEqual(['loaded.farce', 'neutral.say']);
    expect(without({ categories: ['loaded'] })).toEqual(['neutral.say']);
    expect(without({ terms: ['farce'] })).toEqual(['loaded.sham', 'neutral.say']);
  });

  it('refuses two lexicons of one id, a missing file and bad data, all at once', () => {
    const twin = join(folder, 'sub');
    const load = () =>
      loadLexicons({ folder, extra: [join(folder, 'wording-x.yml'), join(twin, 'none.yml')] });
    expect(load).toThrow(LexiconError);
    expect(load).toThrow(/the id "wording-x" is taken by .*wording-x\.yml; rename this file and its id/u);
    expect(load).toThrow(/none\.yml:1:1: cannot be read/u);
  });

  it('makes the cache anew when it is broken, and when the file changes', () => {
    expect(foundIds(loadLexicons({ folder }), 'A sham.')).toEqual(['loaded.sham']);
    const files = readdirSync(cache);
    expect(files.filter((name) => name.startsWith('lexicon-wording-x-'))).toHaveLength(1);
    for (const name of files) {
      const [key] = readFileSync(join(cache, name), 'utf8').split('\n');
      writeFileSync(join(cache, name), `${key}\n{"lexicon": nonsense`);
    }
    expect(foundIds(loadLexicons({ folder }), 'A sham.')).toEqual(['loaded.sham']);
    writeFileSync(join(folder, 'wording-x.yml'), HEADER + SHAM.replaceAll('sham', 'circus'));
    expect(foundIds(loadLexicons({ folder }), 'A sham, a circus.')).toEqual(['loaded.circus']);
    expect(readdirSync(cache).sort()).toEqual(files.sort());
  });

  it('does without a cache that cannot be written', () => {
    process.env.FRAMESCOPE_CACHE = join(folder, 'wording-x.yml', 'no-folder');
    expect(foundIds(loadLexicons({ folder }), 'A circus.')).toEqual(['loaded.circus']);
  });
});
