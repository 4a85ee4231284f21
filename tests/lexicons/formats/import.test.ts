import { describe, expect, it } from 'vitest';
import { toCsv, toQuanteda, toYaml } from '../../../src/lexicons/formats/export.js';
import { type Format, formatOf, idOf, importDictionary } from '../../../src/lexicons/formats/import.js';
import { assemble, formatProblem, loadLexicons } from '../../../src/lexicons/load.js';
import { parseLexicon } from '../../../src/lexicons/parse.js';
import { freshFolder } from '../../helpers/folder.js';
import { entry, found, lexicon, tokensOf } from '../helper.js';

const read = (text: string, format: Format, more: object = {}) =>
  importDictionary(text, format, { file: 'd', id: 'mine', ...more });
const problems = (text: string, format: Format) => read(text, format).problems.map(formatProblem);
const skipped = (text: string, format: Format) => read(text, format).skipped.map(formatProblem);
/** category: words matched, in the order of the text. */
const hits = (text: string, format: Format, sentence: string) => {
  const lexicons = assemble({ curated: [], added: [read(text, format).lexicon!] });
  const tokens = tokensOf(sentence);
  return lexicons
    .match(tokens)
    .map((m) => `${m.category}: ${sentence.slice(tokens[m.first]!.start, tokens[m.last - 1]!.end)}`);
};

describe('LIWC', () => {
  const DIC =
    '%\n1\tcare.virtue\n02\tHarm Vice\n30\tkin\n%\nabus*\t2\nkind of\t30\nmother*\t1\t30\nhurt\t02\t1\nWAR\t2\n';

  it('is read, with two-part names, wildcards and phrases', () => {
    const { lexicon, problems } = read(DIC, 'liwc');
    expect(problems).toEqual([]);
    expect(lexicon!.categories.map(({ id, meaning }) => [id, meaning])).toEqual([
      ['care-virtue', 'care.virtue'],
      ['harm-vice', 'Harm Vice'],
      ['kin', 'kin'],
    ]);
    expect(lexicon!.entries.map(({ id }) => id)).toEqual([
      'harm-vice.abus',
      'kin.kind-of',
      'care-virtue.mother',
      'kin.mother',
      'harm-vice.hurt',
      'care-virtue.hurt',
      'harm-vice.war',
    ]);
  });

  it('takes numbers parted by blanks behind a tab', () => {
    expect(hits('%\n1\tcare\n2\tharm\n%\nhurt\t1 2\n', 'liwc', 'It hurt.').sort()).toEqual([
      'care: hurt',
      'harm: hurt',
    ]);
  });

  it('counts a word in each of its categories, and the word forms only', () => {
    expect(hits(DIC, 'liwc', 'The abusers hurt a motherly kind of War, hurting wars.').sort()).toEqual([
      'care-virtue: hurt',
      'care-virtue: motherly',
      'harm-vice: War',
      'harm-vice: abusers',
      'harm-vice: hurt',
      'kin: kind of',
      'kin: motherly',
    ]);
  });

  it('reads categories by blanks, Windows line ends and a byte order mark', () => {
    const text = '\ufeff%\r\n1 care\r\n%\r\nlook after 1\r\nnurse 1\r\n';
    expect(hits(text, 'liwc', 'They look after her; a nurse came.')).toEqual([
      'care: look after',
      'care: nurse',
    ]);
  });

  it('reads words that count differently before another', () => {
    const text = '%\n131\tinquire\n135\tdiscrep\n%\nkind\t<of>131/135\n';
    expect(hits(text, 'liwc', 'A kind of man, a kind man.')).toEqual(['inquire: kind of', 'discrep: kind']);
  });

  it('leaves out what has no counterpart, and says so', () => {
    const text = '%\n1\ta\n2\tb\n%\nlike\t(02 134)1/2\t1\n:)\t1\n*ing\t1\nwar\t1\n';
    expect(skipped(text, 'liwc')).toEqual([
      'd:5:1: "like" is left out of (02 134)1/2: a category that depends on the word before has no counterpart',
      'd:6:1: ":)" is left out: ":)" is no word; put blanks around punctuation and leave out brackets and quote marks',
      'd:7:1: "*ing" is left out: a * can only stand for the end of a word, or for a word; write the words out',
    ]);
    expect(hits(text, 'liwc', 'I like war.')).toEqual(['a: like', 'a: war']);
  });

  it.each([
    ['1\ta\n%\nwar\t1\n', ['d:1:1: a LIWC dictionary begins with a line "%"; then categories, then "%" again']],
    ['', ['d:1:1: a LIWC dictionary begins with a line "%"; then categories, then "%" again']],
    ['%\n1\ta\nwar\t1\n', ['d:4:1: the list of categories has no end; write a line "%" behind the last category']],
    ['%\n1\ta\n1\tb\n%\nwar\t1\n', ['d:3:1: the number 1 stands for two categories; give each its own']],
    ['%\none\n%\nwar\t1\n', ['d:2:1: "one" is no category; write a number, a tab and a name', 'd:4:1: "war" has category 1, which the head of the file does not name; add it there']],
    ['%\n1\ta\n%\nwar\t2\n', ['d:4:1: "war" has category 2, which the head of the file does not name; add it there']],
    ['%\n1\ta\n%\nwar\n', ['d:4:1: "war" has no category; write the numbers of its categories behind it']],
    ['%\n1\ta\n%\nwar\tx\n', ['d:4:1: "x" is no number of a category']],
    ['%\n1\ta\n%\n', ['d:1:1: no words found; is it a LIWC file?']],
  ])('refuses %j', (text, expected) => {
    expect(read(text, 'liwc').lexicon).toBeNull();
    expect(problems(text, 'liwc')).toEqual(expected);
  }); // biome-ignore format: a table
});

describe('quanteda', () => {
  const YML =
    'Economy:\n  Growth:\n    - boom*\n    - economic upswing\n  Crisis: slump\nPeople:\n  - elit*\n  - 1984\n';

  it('is read, nested', () => {
    expect(read(YML, 'quanteda').lexicon!.categories.map(({ id }) => id)).toEqual([
      'economy-growth',
      'economy-crisis',
      'people',
    ]);
    expect(
      hits(YML, 'quanteda', 'The elites of 1984 saw booming, an economic upswing, then a slump.'),
    ).toEqual([
      'people: elites',
      'people: 1984',
      'economy-growth: booming',
      'economy-growth: economic upswing',
      'economy-crisis: slump',
    ]);
  });

  it('may be told to match inflections', () => {
    const { lexicon } = read('Crisis: slump\n', 'quanteda', { lemma: true });
    expect(found(assemble({ curated: [], added: [lexicon!] }), 'The slumps came.')).toEqual(['slumps']);
  });

  it.each([
    ['a:\n  - b\n c', /^d:\d+:\d+: not valid YAML/u],
    ['- a\n', /no mapping/u],
    ['a:\nb: [c]\n', /^d:1:1: "a" has no words; write a list of words or remove it$/u],
    ['a: [b, ~]\n', /^d:1:1: YAML reads ~ as no word; write it in quotes$/u],
    ['a: [b, true]\n', /^d:1:1: YAML reads true as no word; write it in quotes$/u],
    ['A B: [c]\nA-B: [d]\n', /^d:2:1: "A-B" and "A B" would be one category, "a-b"; rename one of them$/u],
  ])('refuses %j', (text, message) => {
    expect(read(text, 'quanteda').lexicon).toBeNull();
    expect(problems(text, 'quanteda')[0]).toMatch(message);
  });
});

describe('CSV', () => {
  it.each([
    ['term,category,weight\nsham vote,loaded,3\n"regime",labels,\n'],
    ['\ufeffTerm;Category;Weight\r\nsham vote;loaded;3\r\nregime;labels;1\r\n'],
    ['word\tcategory\tweight\tnote\nsham vote\tloaded\t3\tx\nregime\tlabels\t1\ty\n'],
  ])('is read: %j', (text) => {
    const { lexicon, problems } = read(text, 'csv');
    expect(problems).toEqual([]);
    expect(lexicon!.entries.map(({ id, terms, weight }) => [id, terms, weight])).toEqual([
      ['loaded.sham-vote', ['sham vote'], 3],
      ['labels.regime', ['regime'], 1],
    ]);
  });

  it('takes a list of words alone for one category', () => {
    expect(read('term\nsham\nfarce\n', 'csv').lexicon!.entries.map(({ id }) => id)).toEqual([
      'mine.sham',
      'mine.farce',
    ]);
  });

  it.each([
    ['terms,category\nsham,a\n', 'd:1:1: no column "term"; rename "terms"'],
    ['a,b\nsham,c\n', 'd:1:1: no column "term"; its columns are a, b'],
    ['term,category\nsham,\n', 'd:2:1: "sham" has no category; write one'],
    ['term,category\n,a\n', 'd:2:1: a row without a term; write one or remove the row'],
    ['term,category,weight\nsham,a,2.5\n', 'd:2:1: "2.5" is no weight; write 1, 2 or 3, or leave it out'],
    [
      'term,category,weight\nsham,a,1\nsham,a,2\n',
      'd:3:1: "sham" has another weight in line 2; remove one of them',
    ],
    ['term\n', 'd:1:1: no words found; is it a CSV file?'],
  ])('refuses %j', (text, message) => {
    expect(read(text, 'csv').lexicon).toBeNull();
    expect(problems(text, 'csv')[0]).toBe(message);
  });

  it('says where a row has too many cells', () => {
    expect(problems('term,category\nsham,a\nfarce,a,b,c\n', 'csv')[0]).toMatch(/^d:3:1: not valid CSV: /u);
  });
});

describe('formatOf', () => {
  it.each([
    ['a.dic', '', 'liwc'],
    ['a.CSV', '', 'csv'],
    ['a.yml', 'family: [mother, father]\nid: [ego]\n', 'quanteda'],
    ['a.yml', 'id: a\nfamily: wording\n', null],
    ['a.yaml', 'id: a\nentries:\n  - id: x\n', null],
  ])('%s %j', (file, text, expected) => {
    expect(formatOf(file, text)).toBe(expected);
  });

  it('names a dictionary after its file', () => {
    expect(idOf('/a/Moral Foundations 2.0.dic')).toBe('moral-foundations-2-0');
  });
});

describe('a dictionary that was imported', () => {
  const { at, put } = freshFolder('import');

  it('is loaded like ours, from any format', () => {
    put('Mine.dic', '%\n1\tcare\n%\nmother*\t1\n:)\t1\n');
    const lexicons = loadLexicons({ extra: [at('Mine.dic')] });
    expect(lexicons.skipped).toHaveLength(1);
    const match = lexicons.match(tokensOf('A motherly hug.')).find(({ lexicon }) => lexicon === 'mine');
    expect(match).toMatchObject({ entry: 'care.mother', category: 'care', family: 'framing' });
    expect(lexicons.entry('mine', 'care.mother')?.why).toBe('A word of "care" in Mine.dic.');
  });

  it('can be kept as a file of ours, without loss', () => {
    const { lexicon } = read('term,category,weight\nsham vote,loaded,3\nabus*,loaded,1\n', 'csv');
    const again = parseLexicon(toYaml(lexicon!), 'mine.yml', 'mine', {});
    expect(again.problems).toEqual([]);
    const plain = (entries: readonly object[]) => entries.map((e) => ({ ...e, line: 0 }));
    expect(plain(again.lexicon!.entries)).toEqual(plain(lexicon!.entries));
  });
});

describe('export', () => {
  const ours = lexicon('wording-a', 'wording', [
    entry('loaded.sham', ['sham', "people's|so-called war", 'abus*'], {
      weight: 2,
      pos: ['NOUN'],
      except: ['pillow sham'],
    }),
    entry('loaded.pattern', ['so-called NOUN', 'what * calls']),
    entry('labels.fodder', 'cannon? fodder'),
  ]);

  it('to quanteda writes terms out and tells what it cannot say', () => {
    const { text, leftOut } = toQuanteda([ours]);
    const again = read(text, 'quanteda').lexicon!;
    expect(again.entries.map(({ category, terms }) => [category, ...terms])).toEqual([
      ['wording-loaded', 'sham'],
      ['wording-loaded', "people's war"],
      ['wording-loaded', 'so-called war'],
      ['wording-loaded', 'abus*'],
      ['wording-loaded', 'what * calls'],
      ['wording-labels', 'fodder'],
      ['wording-labels', 'cannon fodder'],
    ]);
    expect(leftOut).toEqual([{ lexicon: 'wording-a', entry: 'loaded.pattern', term: 'so-called NOUN' }]);
  });

  it('to CSV is one row a term, with formulas defused, and is read again', () => {
    const bad = lexicon('x', 'wording', [entry('a.x', 'sham', { why: '=HYPERLINK("x")' })]);
    expect(toCsv([bad]).text).toContain(`"'=HYPERLINK(""x"")"`);
    const again = read(
      toCsv([lexicon('x', 'wording', [entry('a.x', ['sham', 'farce'], { weight: 2 })])]).text,
      'csv',
    );
    expect(again.lexicon!.entries.map(({ category, terms, weight }) => [category, ...terms, weight])).toEqual(
      [
        ['a', 'sham', 2],
        ['a', 'farce', 2],
      ],
    );
  });
});
