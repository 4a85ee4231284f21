import { describe, expect, it } from 'vitest';
import { readTerm, splitWord } from '../../src/lexicons/terms.js';

const words = (term: string) => readTerm(term).map((run) => run.map((atom) => atom.word ?? '_').join(' '));

describe('readTerm', () => {
  it.each([
    ['sham', ['sham']],
    ['cannon fodder', ['cannon fodder']],
    ['so-called', ['so - called']],
    ["don't", ["do n't"]],
    ["people's war", ["people 's war"]],
    ['a|b c', ['a c', 'b c']],
    ['very? bad', ['bad', 'very bad']],
    ['say|tell? that', ['that', 'say that', 'tell that']],
    ['so-called NOUN|PROPN', ['so - called _', 'so - called _']],
    ['abus*', ['abus']],
    ['of course ,', ['of course ,']],
    ['9/11', ['9/11']],
  ])('%s', (term, expected) => {
    expect(words(term).sort()).toEqual([...expected].sort());
  });

  it('keeps a tag to its alternative', () => {
    const runs = readTerm('claim/VERB|claim/NOUN');
    expect(new Set(runs.map((run) => run[0]!.pos)).size).toBe(2);
  });

  it.each([
    ['', /empty/],
    ['a|b/VERB', /write a\/VERB\|b\/VERB/],
    ['claim/VREB', /no part of speech/],
    ['NOUN *', /word that must stand/],
    ['very? *', /word that must stand/],
    ['a||b', /empty alternative/],
    ['a*', /at least 2 letters/],
    ['"sham"', /quote marks/],
    ['sham,', /blanks around punctuation/],
    ['a|b|c|d|e a|b|c|d|e a|b|c|d|e a|b|c|d|e', /split it/],
    ['a b c d e f g h i j k l m n o p q', /shorten/],
  ])('refuses %s', (term, message) => {
    expect(() => readTerm(term)).toThrow(message);
  });
});

describe('splitWord', () => {
  it.each([
    ['neo-Nazi', ['neo', '-', 'Nazi']],
    ['neo‑Nazi', ['neo', '-', 'Nazi']],
    ['Ukraine’s', ['Ukraine', "'s"]],
    ["soldiers'", ['soldiers', "'"]],
    ["o'clock", ["o'clock"]],
    ["isn't", ['is', "n't"]],
    ['cannot', ['cannot']],
  ])('%s', (word, pieces) => {
    expect(splitWord(word)).toEqual(pieces);
  });
});
