import { describe, expect, it } from 'vitest';
import { entry, found, wording } from './helper.js';

const lexicons = wording(
  entry('a.terrorist', ['terrorist', 'liar', 'massacre', 'regime', 'hero', 'brutal', 'brutally']),
  entry('a.slaughter', 'slaughter', { pos: ['VERB'] }),
  entry('a.nothing', 'nothing but lies'),
);

describe('negation', () => {
  it.each([
    'He is not a terrorist.',
    'He isn’t a terrorist.',
    'There was no massacre.',
    'He was never a hero.',
    'He is neither a hero nor a coward.',
    'It was done without a massacre.',
    'That was hardly a massacre.',
    'He is not a “terrorist”.',
    'They did not slaughter them.',
    'He cannot be called a terrorist.',
    'It was far from brutal.',
    'There is no evidence of a massacre.',
    'She is not seen as a hero.',
    'He is not the hero they wanted.',
  ])('denies: %s', (text) => {
    expect(found(lexicons, text).filter((match) => !match.startsWith('!'))).toEqual([]);
    expect(found(lexicons, text)).toHaveLength(1);
  });

  it('goes on behind "or"', () => {
    expect(found(lexicons, 'He is not a hero or liar.')).toEqual(['!hero', '!liar']);
  });

  it.each([
    ['A no vote would be a massacre.', ['massacre']],
    ['He is not only a terrorist.', ['terrorist']],
    ['He is not just a liar.', ['liar']],
    ['No doubt the regime knew.', ['regime']],
    ['He is not here, but the terrorist is.', ['terrorist']],
    ['He did not win because the regime cheated.', ['regime']],
    ['They do not support the regime.', ['regime']],
    ['They know he is not well and a terrorist won.', ['terrorist']],
    ['He did not know that the terrorist had gone.', ['terrorist']],
    ['He is not welcome in a regime.', ['regime']],
    ['They did not call the terrorists back.', ['terrorists']],
    ['It is not the regime’s fault.', ['regime']],
    ['No. The regime fell.', ['regime']],
    ['It was nothing but lies.', ['nothing but lies']],
  ])('does not deny: %s', (text, expected) => {
    expect(found(lexicons, text)).toEqual(expected);
  });
});

describe('what a negation leaves', () => {
  it.each(['frame-political', 'naming', 'factives', 'hedges'])('%s', (category) => {
    const some = wording({ ...entry(`${category}.x`, ['vote', 'hero']), category });
    expect(found(some, 'They will not vote, and he is not a hero.')).toEqual(['vote', 'hero']);
  });

  it.each(['boosters', 'moral-harm', 'role-antagonist'])('and takes back: %s', (category) => {
    const some = wording({ ...entry(`${category}.x`, 'hero'), category });
    expect(found(some, 'He is not a hero.')).toEqual(['!hero']);
  });
});

describe('mention', () => {
  it.each([
    'Avoid the word “regime” here.',
    "Avoid the word 'regime' here.",
    'Editors avoid the term terrorist altogether.',
    'Editors avoid words such as “regime” here.',
    'Editors avoid terms like “terrorist” here.',
  ])('is not recorded: %s', (text) => {
    expect(found(lexicons, text)).toEqual([]);
  });

  it.each([
    ['In the words of a liar, it was fine.', ['liar']],
    ['This near-term brutal outlook holds.', ['brutal']],
    ['He called it a “massacre”.', ['massacre']],
  ])('is told from use: %s', (text, expected) => {
    expect(found(lexicons, text)).toEqual(expected);
  });
});
