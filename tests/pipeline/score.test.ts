import { describe, expect, it } from 'vitest';
import { scoreArticle } from '../../src/pipeline/score.js';
import type { Marker, VoiceWords } from '../../src/pipeline/types.js';

const marker = (voice: Marker['voice'], speaker: string | null, more: Partial<Marker> = {}): Marker => ({
  start: 0,
  end: 1,
  text: 'x',
  lexicon: 'l',
  entry: 'loaded.x',
  family: 'wording',
  category: 'loaded',
  weight: 1,
  voice,
  speaker,
  quote: null,
  negated: false,
  scare: false,
  ...more,
});

const WORDS: VoiceWords[] = [
  { voice: 'author', speaker: null, words: 200 },
  { voice: 'quoted', speaker: 's2', words: 100 },
  { voice: 'quoted', speaker: 's10', words: 60 },
  { voice: 'quoted', speaker: null, words: 40 },
];

/** Voice, speaker, family, category, words, hits. */
const rows = (markers: Marker[]) =>
  scoreArticle(markers, WORDS).map((s) =>
    [s.voice, s.speaker ?? '-', s.family, s.category, s.words, s.hits].join(' '),
  );

describe('scores of an article', () => {
  it('counts a marker for all, for its voice and for its speaker, each with the words of its own', () => {
    expect(rows([marker('quoted', 's2'), marker('quoted', null), marker('author', null)])).toEqual([
      'all - wording loaded 400 3',
      'author - wording loaded 200 1',
      'quoted - wording loaded 200 2',
      'quoted s2 wording loaded 100 1',
    ]);
  });

  it('sorts by voice, speaker, family and category, whatever the order of the markers', () => {
    const doubt = { category: 'doubt-markers' } as const;
    const hedge = { family: 'commitment', category: 'hedges' } as const;
    const markers = [
      marker('quoted', 's2'),
      marker('quoted', 's10', hedge),
      marker('quoted', 's2', doubt),
      marker('quoted', 's10'),
    ];
    const expected = [
      'all - commitment hedges 400 1',
      'all - wording doubt-markers 400 1',
      'all - wording loaded 400 2',
      'quoted - commitment hedges 200 1',
      'quoted - wording doubt-markers 200 1',
      'quoted - wording loaded 200 2',
      'quoted s10 commitment hedges 60 1',
      'quoted s10 wording loaded 60 1',
      'quoted s2 wording doubt-markers 100 1',
      'quoted s2 wording loaded 100 1',
    ];
    expect(rows(markers)).toEqual(expected);
    expect(rows(markers.toReversed())).toEqual(expected);
  });

  it('keeps a category of two families apart', () => {
    expect(rows([marker('author', null), marker('author', null, { family: 'framing' })])).toEqual([
      'all - framing loaded 400 1',
      'all - wording loaded 400 1',
      'author - framing loaded 200 1',
      'author - wording loaded 200 1',
    ]);
  });

  it('leaves out denied markers and names for things', () => {
    expect(
      rows([marker('author', null, { negated: true }), marker('author', null, { category: 'naming' })]),
    ).toEqual([]);
  });

  it('gives the mean weight, and a rate from 100 words on', () => {
    const markers = [
      marker('quoted', 's10', { weight: 3 }),
      marker('quoted', 's2', { weight: 2 }),
      marker('quoted', 's2', { weight: 1 }),
    ];
    const scores = scoreArticle(markers, WORDS);
    const of = (speaker: string) => scores.find((s) => s.voice === 'quoted' && s.speaker === speaker)!;
    expect(of('s2')).toMatchObject({ hits: 2, meanWeight: 1.5, rate: 20 });
    // Garwood: 2 hits, 0.2422 to 7.2247 expected.
    expect(of('s2').rateLow).toBeCloseTo(2.422, 2);
    expect(of('s2').rateHigh).toBeCloseTo(72.247, 2);
    expect(of('s10')).toMatchObject({ hits: 1, meanWeight: 3, rate: null, rateLow: null, rateHigh: null });
  });
});
