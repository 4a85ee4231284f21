import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkLexicon, exampleErrors, readBrackets } from '../../src/lexicons/check.js';
import { assemble } from '../../src/lexicons/load.js';
import type { Entry } from '../../src/lexicons/types.js';
import { entry, lexicon, tokensOf } from './helper.js';

const errors = (...entries: Entry[]) => {
  const own = lexicon('wording-test', 'wording', entries);
  return exampleErrors(own, assemble({ curated: [own] }), tokensOf).map(
    ({ entry, message }) => `${entry}: ${message}`,
  );
};

describe('exampleErrors', () => {
  it('is content with sound examples', () => {
    const sound = {
      hit: ['They called the vote a [sham] and a [sham].'],
      miss: ['A pillow case.', 'It was no sham.'],
    };
    expect(errors(entry('a.sham', 'sham', sound))).toEqual([]);
  });

  it.each<[string, Entry[], string]>([
    ['a hit that fails', [entry('a.sham', 'sham', { hit: ['A [farce] it was.'] })], 'a.sham: does not match "farce" (farce/NOUN/farce) in its hit: A [farce] it was.'],
    ['a hit that is denied', [entry('a.sham', 'sham', { hit: ['It was not a [sham].'] })], 'a.sham: takes "sham" for denied in its hit: It was not a [sham].'],
    ['a hit of other words', [entry('a.sham', 'sham vote', { hit: ['A [sham] vote.'] })], 'a.sham: matches "sham vote", not "sham", in its hit: A [sham] vote.'],
    ['words that another entry takes', [entry('a.sham', 'sham', { hit: ['A [sham] vote.'] }), entry('b.vote', 'sham vote')], 'a.sham: does not match "sham" (sham/ADJ/sham); wording-test/b.vote takes "sham vote" in its hit: A [sham] vote.'],
    ['a miss that hits', [entry('a.sham', 'sham', { miss: ['A pillow sham.'] })], 'a.sham: matches "sham" in its miss: A pillow sham.'],
  ])('tells %s', (_, entries, message) => {
    expect(errors(...entries)).toEqual([message]);
  }); // biome-ignore format: a table
});

describe('readBrackets', () => {
  it('gives the text without brackets and where they stood', () => {
    const { text, spans } = readBrackets('A [sham] and [a farce].');
    expect(text).toBe('A sham and a farce.');
    expect(spans.map(([start, end]) => text.slice(start, end))).toEqual(['sham', 'a farce']);
  });
});

describe('checkLexicon', () => {
  const folder = mkdtempSync(join(tmpdir(), 'framescope-'));
  process.env.FRAMESCOPE_CACHE = join(folder, 'cache');
  afterAll(() => {
    delete process.env.FRAMESCOPE_CACHE;
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'mine.yml');
  const text = (hit: string) => `id: mine
family: wording
version: 1.0.0
licence: CC0-1.0
about: Mine.
categories:
  mine: {meaning: m, source: editorial}
entries:
  - id: mine.zorb
    category: mine
    terms: [zorb]
    why: because
    source: editorial
    hit: ${hit}
    miss: A ball.
`;

  it('tells first what is wrong with the form, then what is wrong with the examples', () => {
    writeFileSync(file, text('A zorb.'));
    expect(checkLexicon(file, tokensOf)).toMatchObject([{ line: 14, entry: 'mine.zorb' }]);
    writeFileSync(file, text('"A [ball]."'));
    expect(checkLexicon(file, tokensOf)).toMatchObject([
      { line: 9, entry: 'mine.zorb', message: expect.stringContaining('does not match "ball"') },
    ]);
    writeFileSync(file, text('"A [zorb]."'));
    expect(checkLexicon(file, tokensOf)).toEqual([]);
  });

  it('reads foreign dictionaries, too', () => {
    const dic = join(folder, 'mine.dic');
    writeFileSync(dic, '%\n1\ta\n%\nwar\t2\n');
    expect(checkLexicon(dic, tokensOf)).toMatchObject([{ line: 4 }]);
  });
});
