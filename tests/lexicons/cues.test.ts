import { describe, expect, it } from 'vitest';
import { buildCues, loadCues, type RawGroup, TAKES } from '../../src/lexicons/cues.js';

const group = (over: Partial<RawGroup>): RawGroup => ({
  words: ['say'],
  takes: ['that'],
  reliability: 0.9,
  ...over,
});

describe('cues.yml', () => {
  it('loads, in lower case, with what the commonest cue takes', () => {
    const { verbs, nouns, views } = loadCues();
    expect(
      [...verbs.keys(), ...nouns.keys(), ...views].filter((word) => word !== word.toLowerCase()),
    ).toEqual([]);
    const say = verbs.get('say')!;
    expect(say.takes & (TAKES.that | TAKES.clause | TAKES.quote)).toBe(
      TAKES.that | TAKES.clause | TAKES.quote,
    );
    expect(say.left && say.speech).toBe(true);
  });

  it('knows third persons and past forms', () => {
    const { thirdPerson, past } = loadCues();
    expect(['says', 'denies', 'stresses'].map((word) => thirdPerson.get(word))).toEqual([
      'say',
      'deny',
      'stress',
    ]);
    expect(['said', 'denied', 'argued'].map((word) => past.get(word))).toEqual(['say', 'deny', 'argue']);
  });
});

describe('building', () => {
  it('joins what a word takes in several groups, each complement with its own reliability', () => {
    const { verbs } = buildCues({
      verbs: [group({}), group({ takes: ['quote'], reliability: 0.7, left: true, preps: ['of'] })],
      nouns: [],
      views: [],
    });
    const say = verbs.get('say')!;
    expect([
      say.reliability.get(TAKES.that),
      say.reliability.get(TAKES.quote),
      say.left,
      [...say.preps],
    ]).toEqual([0.9, 0.7, true, ['of']]);
  });

  it.each([
    [
      'an unknown complement',
      { takes: ['thta'] as unknown as RawGroup['takes'] },
      /group of "say": unknown complement "thta"; use quote/u,
    ],
    ['an unknown key', { lefty: true } as Partial<RawGroup>, /unknown key "lefty"; use words/u],
    ['a share above one', { reliability: 90 }, /between 0 and 1/u],
  ])('refuses %s', (_, over, message) => {
    expect(() => buildCues({ verbs: [group(over)], nouns: [], views: [] })).toThrow(message);
  });
});
