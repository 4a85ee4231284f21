import { describe, expect, it } from 'vitest';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Document, Quote, QuoteForm } from '../../src/pipeline/types.js';
import { assignVoices, countLemmas, countWords, totalWords } from '../../src/pipeline/voices.js';
import { article } from '../helpers/article.js';

function read(text: string, headlineEnd = 0): Document {
  const headline = { start: 0, end: headlineEnd, kind: 'headline' as const };
  return tokenize(article(text), headlineEnd ? [headline] : []);
}

/** A quote over `words`; `marked` are the words of it that stand in marks. */
function quote(
  doc: Document,
  id: string,
  form: QuoteForm,
  words: string,
  marked: string[],
  speaker: string,
): Quote {
  const start = doc.text.indexOf(words);
  const spans = marked.map((part) => {
    const at = doc.text.indexOf(part);
    return [at, at + part.length] as const;
  });
  const end = start + words.length;
  return {
    id, start, end, text: words, form, marked: spans, group: 1, parent: null, cue: null, mention: null, speaker,
    confidence: 1,
  }; // biome-ignore format: the order of the record
}

describe('voices', () => {
  it('give marked words to the quote and the rest of it to the report', () => {
    const doc = read('Rates rise\nShe said the bank had "no choice" at all. He left.', 10);
    const quotes = [quote(doc, 'q1', 'mixed', 'the bank had "no choice" at all', ['no choice'], 's1')];
    const voices = assignVoices(doc, quotes);
    expect(countWords(doc, quotes, voices)).toEqual([
      { voice: 'headline', speaker: null, words: 2 },
      { voice: 'author', speaker: null, words: 4 },
      { voice: 'reported', speaker: 's1', words: 5 },
      { voice: 'quoted', speaker: 's1', words: 2 },
    ]);
  });

  it('let the innermost quote win', () => {
    const text = '"He told me \'go home\' and left," she said.';
    const doc = read(text);
    const outer = quote(
      doc,
      'q1',
      'direct',
      "He told me 'go home' and left,",
      ["He told me 'go home' and left,"],
      's1',
    );
    const inner = { ...quote(doc, 'q2', 'direct', 'go home', ['go home'], 's2'), parent: 'q1' };
    // The order of the list must not matter.
    for (const quotes of [
      [outer, inner],
      [inner, outer],
    ]) {
      const counts = countWords(doc, quotes, assignVoices(doc, quotes));
      expect(counts.find(({ speaker }) => speaker === 's2')?.words).toBe(2);
      expect(counts.find(({ speaker }) => speaker === 's1')?.words).toBe(5);
    }
  });

  it('count a block quotation as quoted though it has no marks', () => {
    const doc = read('The minister wrote:\nWe will not leave.');
    const quotes = [quote(doc, 'q1', 'block', 'We will not leave.', [], 's1')];
    expect(totalWords(countWords(doc, quotes, assignVoices(doc, quotes)))).toEqual({
      all: 7,
      author: 3,
      headline: 0,
      quoted: 4,
      reported: 0,
    });
  });

  it('count hyphens and apostrophes as parts of words', () => {
    const doc = read("The so-called peace-keepers didn't pay 1,200 — or £5.");
    // The, so-called, peace-keepers, didn't, pay, 1, 200, or, 5
    expect(totalWords(countWords(doc, [], assignVoices(doc, []))).all).toBe(9);
  });
});

describe('lemmas', () => {
  it('are those of the author alone', () => {
    const doc = read('The troops crossed rivers. "Rivers are deep," he said of __proto__.');
    const quotes = [quote(doc, 'q1', 'direct', 'Rivers are deep,', ['Rivers are deep,'], 's1')];
    const lemmas = countLemmas(doc, assignVoices(doc, quotes));
    expect(lemmas).toMatchObject({ troop: 1, cross: 1, river: 1, say: 1 });
    expect(lemmas).not.toHaveProperty('deep');
  });
});
