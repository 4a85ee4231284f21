import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStretches } from '../../src/pipeline/quotes/quote-marks.js';
import { findQuotes } from '../../src/pipeline/quotes.js';
import { paragraphSpans, tokenize } from '../../src/pipeline/tokens.js';
import type { LayoutHint } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

const quotesOf = (text: string, layout?: LayoutHint[]) => findQuotes(tokenize(article(text, { layout }), []));

function stretches(text: string): string[] {
  const paragraphs = paragraphSpans(text).map(([start, end]) => ({ start, end }));
  return findStretches(text, paragraphs).map((s) => text.slice(s.start, s.end));
}

describe('quote marks', () => {
  it.each([
    ['curly', 'He said “yes” and “no”.', ['yes', 'no']],
    ['straight', 'He said "yes" and "no".', ['yes', 'no']],
    ['low and high', 'Er sagte „ja“ und ging.', ['ja']],
    ['guillemets', 'Il dit «oui» et part.', ['oui']],
    ['backticks', "He said ``yes'' twice.", ['yes']],
    ['curly closed by a straight one', 'He said “yes" and left.', ['yes']],
    ['turned the wrong way', 'He said ”yes” and left.', ['yes']],
    [
      'inner mark at the same place as the outer',
      "He said, ''I like 'Red,''' and left.",
      ["I like 'Red,'", 'Red,'],
    ],
    ['single, with a possessive', 'The ‘players’ choice’ won.', ['players’ choice']],
    ['decades and elisions', "The '90s and 'em all.", []],
    ['measures', 'A 6\'2" man with a 12" rule.', []],
  ])('%s', (_, text, expected) => {
    expect(stretches(text)).toEqual(expected);
  });

  it('costs one paragraph when a mark is odd', () => {
    expect(stretches('One “odd mark here.\nTwo “good” marks.')).toEqual(['odd mark here.', 'good']);
  });
});

describe('records', () => {
  it('numbers quotes in the order of the text and shares a group within one attribution', () => {
    const { quotes } = quotesOf('“We won,” Lind said. “Nobody lost.” Keller said the count was wrong.');
    expect(quotes.map((q) => [q.id, q.group, q.form])).toEqual([
      ['q1', 1, 'direct'],
      ['q2', 1, 'direct'],
      ['q3', 2, 'indirect'],
    ]);
  });

  it('tells the lemma of each cue beside the record', () => {
    const { cueTokens } = quotesOf('“We won,” said Lind. According to Keller, the count was wrong.');
    expect(cueTokens.map((cue) => [cue.quote, cue.lemma])).toEqual([
      [0, 'say'],
      [1, 'according to'],
    ]);
  });

  it('takes a blockquote of the layout for a block quote of the speaker before it', () => {
    const text = 'The mayor said the town was ready.\nCome and see it.';
    const { quotes } = quotesOf(text, [{ start: 35, end: 51, kind: 'blockquote' }]);
    expect(quotes.at(-1)).toMatchObject({
      form: 'block',
      text: 'Come and see it.',
      mention: { text: 'The mayor' },
    });
  });

  it('takes a possessive mark without an owner for no source', () => {
    const { quotes } = quotesOf('’s was “gone, and we never saw it again” to them.');
    expect(quotes.map((q) => q.mention)).toEqual([null]);
  });

  it('finds no quote where a cue word says nothing', () => {
    const texts = [
      'He said nothing.',
      'They claim damages from the insurer.',
      'The report of the committee lay on the desk.',
    ];
    expect(texts.map((text) => quotesOf(text).quotes.length)).toEqual([0, 0, 0]);
  });
});

/** Pieces that meet in every order: marks of all kinds, cues, names, breaks. */
const PIECES = [
  '“', '”', '"', "'", '‘', '’', "''", '``', '«', '»', ' ', '\n', ', ', '. ', ': ', ' - ', '(', ')', 'said', 'Keller', 'he',
  'that', 'the plan', 'was', 'according to', 'told', 'who', 'and', 'but', '6\'2"', '😀', '?', 'I', 'we', 'ADA: ',
]; // biome-ignore format: a list

describe('whatever the text', () => {
  it('spans are slices, sorted, inside one paragraph, and parents hold their children', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }), (pieces) => {
        const text = pieces.join(' ').replaceAll('  ', ' ');
        const { quotes } = quotesOf(text);
        const byId = new Map(quotes.map((q) => [q.id, q]));
        let before = 0;
        for (const quote of quotes) {
          expect(quote.text).toBe(text.slice(quote.start, quote.end));
          expect(quote.end).toBeGreaterThan(quote.start);
          expect(quote.start).toBeGreaterThanOrEqual(before);
          expect(quote.text).not.toContain('\n');
          before = quote.start;
          for (const [start, end] of quote.marked) {
            expect(start).toBeGreaterThanOrEqual(quote.start);
            expect(end).toBeLessThanOrEqual(quote.end);
          }
          if (quote.mention)
            expect(quote.mention.text).toBe(text.slice(quote.mention.start, quote.mention.end));
          if (quote.cue) expect(quote.cue.text).toBe(text.slice(quote.cue.start, quote.cue.end));
          const parent = quote.parent === null ? null : byId.get(quote.parent)!;
          if (parent) {
            expect(parent.start).toBeLessThanOrEqual(quote.start);
            expect(parent.end).toBeGreaterThanOrEqual(quote.end);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['opening marks', '“'.repeat(10_000)],
    ['straight marks', '"a '.repeat(10_000)],
    ['single marks', " 'a".repeat(10_000)],
    ['curly single marks', ' ‘a’s'.repeat(10_000)],
    ['pairs of apostrophes', "''a ".repeat(10_000)],
    ['one paragraph of cues', 'He said that she said, “no,” and '.repeat(3000)],
    ['commas', 'said, '.repeat(10_000)],
  ])('10,000 %s take linear time', (_, text) => {
    const time = (words: string) => {
      const start = performance.now();
      const paragraphs = [{ start: 0, end: words.length }];
      findStretches(words, paragraphs);
      return performance.now() - start;
    };
    // Marks alone on the whole text; the stage itself on a part, because the tokenizer is not the thing tested.
    expect(time(text)).toBeLessThan(1000);
    const doc = tokenize(article(text.slice(0, 30_000)), []);
    const start = performance.now();
    findQuotes(doc);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
