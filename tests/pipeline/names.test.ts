import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { compareNames, foldName, isAcronymOf, nameKey, parseName, slug } from '../../src/pipeline/names.js';

interface Pair {
  kind?: 'person' | 'organization';
  a: string;
  b: string;
  same: boolean;
  why: string;
}
const pairs = parse(readFileSync(new URL('./name-pairs.yml', import.meta.url), 'utf8')) as Pair[];

describe('pairs of names', () => {
  const wrong = (pair: Pair) =>
    (compareNames(pair.a, pair.b, pair.kind ?? 'person') === 'same') !== pair.same;

  it('are told apart, and their accuracy is printed', () => {
    const failed = pairs.filter(wrong);
    console.info(`name pairs: ${pairs.length - failed.length} of ${pairs.length} right`);
    expect(
      failed.map(({ a, b, same, why }) => `${a} / ${b} should be ${same ? 'one' : 'two'}: ${why}`),
    ).toEqual([]);
  });

  it('are at least 70, with traps on both sides', () => {
    expect(pairs.filter((pair) => pair.same).length).toBeGreaterThan(35);
    expect(pairs.filter((pair) => !pair.same).length).toBeGreaterThan(30);
  });

  it('are compared the same in both directions', () => {
    for (const { a, b, kind = 'person' } of pairs) {
      expect(compareNames(a, b, kind), `${a} / ${b}`).toBe(compareNames(b, a, kind));
    }
  });
});

describe('parts of a name', () => {
  it.each([
    ['Mr. Boris Johnson', ['boris'], 'johnson'],
    ['Kim Jong-un', ['jongun'], 'kim'],
    ['Kim Davis', ['kim'], 'davis'],
    ['Xi Jinping', ['jinping'], 'xi'],
    ['Ursula von der Leyen', ['ursula'], 'leyen'],
    ['George H.W. Bush', ['george', 'h', 'w'], 'bush'],
    ['Lee Harvey Oswald', ['lee', 'harvey'], 'oswald'],
    ['Gerasimov', [], 'gerasimov'],
  ])('%s', (name, given, surname) => {
    const parsed = parseName(name);
    expect(parsed.given).toEqual(given);
    expect(parsed.surname).toBe(surname);
  });

  it('keeps a suffix apart', () => {
    expect(parseName('Donald Trump Jr.')).toMatchObject({ surname: 'trump', suffix: 'jr' });
  });

  it('leaves one with a surname only unsure', () => {
    expect(compareNames('Gerasimov', 'Valery Gerasimov', 'person')).toBe('unsure');
    expect(compareNames('Gerasimov', 'Valery Gerasimenko', 'person')).toBe('different');
  });

  it('never throws, and any name is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (name) => {
        expect(foldName(foldName(name))).toBe(foldName(name));
        expect(nameKey(name)).toMatch(/^[a-z]*$/);
        expect(slug(name)).not.toMatch(/[\s/]|^-|-$/);
        expect(compareNames(name, name, 'person')).not.toBe(
          parseName(name).given.length > 0 ? 'different' : 'same',
        );
      }),
    );
  });
});

describe('acronyms', () => {
  it.each([
    ['KPA', "Korean People's Army", true],
    ['DFA', 'Democracy for America', true],
    ['NATO', 'North Atlantic Treaty Organization', true],
    ['PA', 'Press Association', false], // two letters fit too much
    ['who', 'World Health Organization', false],
  ])('%s of %s', (acronym, name, expected) => {
    expect(isAcronymOf(acronym, name)).toBe(expected);
  });
});
