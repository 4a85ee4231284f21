/** A small record by hand, for tests of what is made from records. */
import type { Analysis } from '../../src/pipeline/types.js';

const TEXT = 'Harbour closed\n\n😀 Mayor Brandt slammed the owner. “We were slow,” she said.';
const at = (words: string): { start: number; end: number; text: string } => {
  const start = TEXT.indexOf(words);
  return { start, end: start + words.length, text: words };
};

export function sampleAnalysis(more: Partial<Analysis> = {}): Analysis {
  const slammed = at('slammed');
  const quote = at('We were slow,');
  return {
    schema: 1,
    id: 'a',
    title: 'Harbour closed',
    source: 'Velm Post',
    published: '2024-05-03',
    url: null,
    event: null,
    language: null,
    text: TEXT,
    fields: { desk: 'city' },
    words: { all: 11, author: 6, headline: 2, quoted: 3, reported: 0 },
    voices: [
      { voice: 'headline', speaker: null, words: 2 },
      { voice: 'author', speaker: null, words: 6 },
      { voice: 'quoted', speaker: 's1', words: 3 },
    ],
    lemmas: { brandt: 1, mayor: 1, owner: 1, say: 1, she: 1, slam: 1, the: 1 },
    sentences: [
      [0, 14],
      [16, at('owner.').end],
      [at('“We').start, TEXT.length],
    ],
    regions: [{ start: 0, end: 14, kind: 'headline' }],
    quotes: [
      {
        id: 'q1',
        ...quote,
        form: 'direct',
        marked: [[quote.start, quote.end]],
        group: 1,
        parent: null,
        cue: { ...at('said'), category: 'neutral' },
        mention: at('she'),
        speaker: 's1',
        confidence: 0.9,
      },
    ],
    speakers: [
      {
        id: 's1',
        name: 'Ilse Brandt',
        kind: 'person',
        role: 'mayor',
        affiliation: null,
        names: ['Brandt', 'Mayor Brandt'],
        mentions: [[at('Mayor Brandt').start, at('Mayor Brandt').end]],
      },
    ],
    markers: [
      {
        ...slammed,
        lexicon: 'wording-loaded',
        entry: 'loaded-language.slam',
        family: 'wording',
        category: 'loaded-language',
        weight: 2,
        voice: 'author',
        speaker: null,
        quote: null,
        negated: false,
        scare: false,
      },
      {
        ...at('said'),
        lexicon: 'attribution',
        entry: 'neutral.say',
        family: 'attribution',
        category: 'neutral',
        weight: 1,
        voice: 'author',
        speaker: null,
        quote: 'q1',
        negated: false,
        scare: false,
      },
    ],
    targets: [{ id: 'owner', name: 'the owner', aliases: [], demonyms: [], members: [] }],
    stances: [
      {
        target: 'owner',
        start: at('the owner').start,
        end: at('the owner').end,
        voice: 'author',
        speaker: null,
        polarity: -0.5,
        label: -1,
        role: null,
        evidence: [[slammed.start, slammed.end]],
      },
    ],
    scores: [],
    problems: [],
    ...more,
  };
}
