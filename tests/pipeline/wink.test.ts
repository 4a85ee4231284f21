import { describe, expect, it } from 'vitest';
import model from 'wink-eng-lite-web-model';
import winkNLP, { type ItsFunction } from 'wink-nlp';
import { BREAK, readWords } from '../../src/pipeline/wink.js';

const nlp = winkNLP(model, ['sbd', 'pos']);
const { its } = nlp;
const lemma = its.lemma as unknown as ItsFunction<string>;

// What is read past the published accessors must be what these say: another version may lay its record out otherwise.
describe('what is read of the tokenizer', () => {
  const one = 'She can’t say who’s there, and it’s been said: "Let’s go." Zubrowka\u00a0saw the saw.';
  const two =
    'He left (at 5 p.m.) for the U.S. and 12 colour-blind mice followed him… They run. A run is a run.';
  const parts = [one, two, one];
  const doc = nlp.readDoc(parts.join(BREAK));
  const read = readWords(parts.join(BREAK), parts.length - 1)!;
  const isBreak = (value: string) => value === BREAK;

  it('words, tags and lemmas, token by token', () => {
    const values = doc.tokens().out();
    const tags = doc.tokens().out(its.pos);
    const lemmas = doc.tokens().out(lemma) as string[];
    const fold = (word: string) => word.toLowerCase().replace(/[‘’]/gu, "'");
    expect(read.words.map((word) => (word ? [word.value, word.pos, word.lemma] : null))).toEqual(
      values.map((value, i) => (isBreak(value) ? null : [value, tags[i], fold(lemmas[i]!)])),
    );
    // What hangs on the place of a word is there: one with two tags, and a part of contractions with two lemmas.
    const said = (list: string[], word: string) => new Set(list.filter((_, i) => values[i] === word));
    expect(said(tags, 'saw').size).toBe(2);
    expect(said(lemmas, '’s').size).toBe(2);
  });

  it('sentences, by their first and last token', () => {
    const spans = doc.sentences().out(its.span);
    expect(read.sentences.map(([first, last]) => [first, last])).toEqual(spans);
    expect(spans.length).toBeGreaterThan(parts.length);
  });

  it('breaks, of which no other number is taken', () => {
    expect(read.words.filter((word) => word === null)).toHaveLength(2);
    expect(readWords(parts.join(BREAK), 1)).toBeNull();
  });
});
