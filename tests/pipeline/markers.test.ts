import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/lexicons/load.js';
import { findMarkers } from '../../src/pipeline/markers.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Exclude, Quote, Span } from '../../src/pipeline/types.js';
import { assignVoices } from '../../src/pipeline/voices.js';
import { article } from '../helpers/article.js';
import { entry, lexicon } from '../lexicons/helper.js';

const NOTHING: Exclude = { entries: [], terms: [], categories: [] };

const lexicons = assemble({
  curated: [
    lexicon('attribution', 'attribution', [
      entry('distancing.claim', 'claim'),
      entry('hostile.slam', 'slam', { standalone: true }),
    ]),
    lexicon('commitment', 'commitment', [entry('attribution-hedges.allegedly', 'allegedly')]),
    lexicon('wording-test', 'wording', [entry('loaded.brutal', 'brutal'), entry('loaded.regime', 'regime')]),
  ],
});

function quote(id: string, text: string, words: string, cue: string | null): Quote {
  const start = text.indexOf(words);
  const at = cue === null ? -1 : text.indexOf(cue);
  return {
    id,
    start,
    end: start + words.length,
    text: words,
    form: 'indirect',
    marked: [],
    group: 1,
    parent: null,
    cue: cue === null ? null : { start: at, end: at + cue.length, text: cue, category: 'neutral' },
    mention: null,
    speaker: `of-${id}`,
    confidence: 1,
  };
}

function markersIn(text: string, quotes: Quote[], scare: Span[] = [], exclude = NOTHING) {
  const doc = tokenize(article(text), []);
  return findMarkers(doc, { quotes, scare }, assignVoices(doc, quotes), lexicons, exclude);
}

describe('markers', () => {
  it('come by place, the longer first, cues and scare quotes among the words', () => {
    const text = 'The brutal police, Ann claimed, was a brutal regime, and the brutal calm went on.';
    const found = quote('q1', text, 'was a brutal regime', 'claimed');
    const scare: Span = [text.indexOf('brutal calm'), text.indexOf(' went')];
    const { markers } = markersIn(text, [found], [scare]);
    expect(markers.map((m) => `${m.text}: ${m.voice}, ${m.speaker}, ${m.quote}, ${m.scare}`)).toEqual([
      'brutal: author, null, null, false',
      'claimed: author, null, q1, false',
      'brutal: reported, of-q1, q1, false',
      'regime: reported, of-q1, q1, false',
      'brutal calm: author, null, null, true',
      'brutal: author, null, null, true',
    ]);
  });

  it('a word behind an inner scare quote still stands in the outer one', () => {
    const text = 'A brutal and brutal and brutal and brutal day.';
    const scare: Span[] = [
      [2, 30],
      [2, 8],
    ];
    const { markers } = markersIn(text, [], scare);
    const words = markers.filter((m) => m.entry === 'loaded.brutal');
    expect(words.map((m) => m.scare)).toEqual([true, true, true, false]);
  });

  it('a cue takes its class from the word, and is one marker for all fragments', () => {
    const text = 'The regime, Ann claimed, was weak.';
    const quotes = [quote('q1', text, 'The regime', 'claimed'), quote('q2', text, 'was weak', 'claimed')];
    const { quotes: classified, markers } = markersIn(text, quotes);
    expect(classified.map(({ cue }) => cue!.category)).toEqual(['distancing', 'distancing']);
    expect(markers.filter((m) => m.family === 'attribution').map((m) => m.quote)).toEqual(['q1']);
    expect(quotes[0]!.cue!.category).toBe('neutral');
  });

  it('a word of attribution without a quote counts only where its entry stands by itself', () => {
    const { markers } = markersIn('Ann slammed the plan and claimed a refund.', []);
    expect(markers.map((m) => [m.entry, m.quote])).toEqual([['hostile.slam', null]]);
  });

  it('"allegedly" in a reported clause is the outlet keeping its distance', () => {
    const text = 'Ann claimed that he was allegedly brutal.';
    const { markers } = markersIn(text, [quote('q1', text, 'that he was allegedly brutal', 'claimed')]);
    expect(markers.map((m) => [m.text, m.voice, m.speaker])).toEqual([
      ['claimed', 'author', null],
      ['allegedly', 'author', null],
      ['brutal', 'reported', 'of-q1'],
    ]);
  });

  it('leaves out what is silenced by entry, category or term', () => {
    const text = 'A brutal regime fell, allegedly.';
    const left = (exclude: Partial<Exclude>) =>
      markersIn(text, [], [], { ...NOTHING, ...exclude }).markers.map((m) => m.text);
    expect(left({ entries: ['loaded.brutal'] })).toEqual(['regime', 'allegedly']);
    expect(left({ categories: ['loaded'] })).toEqual(['allegedly']);
    expect(left({ terms: ['Regime'] })).toEqual(['brutal', 'allegedly']);
  });
});
