import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import model from 'wink-eng-lite-web-model';
import winkNLP, { type WinkMethods } from 'wink-nlp';
import { quickModel } from '../../src/pipeline/wink-model.js';

// The rules are those of one version of the model, laid out anew: what they find must be what the model finds itself.
describe('the model laid out for speed', () => {
  const pipes = ['sbd', 'pos'];
  const plain = winkNLP(model, pipes);
  const quick = winkNLP(quickModel, pipes);
  const found = ({ readDoc, its }: WinkMethods, text: string) => {
    const doc = readDoc(text);
    return { tags: doc.tokens().out(its.pos), sentences: doc.sentences().out(its.span) };
  };

  it('gives every text of the sample the same tags and sentences', () => {
    const names = readdirSync('data', { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(?:txt|md)$/u.test(name),
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const text = readFileSync(join('data', name), 'utf8');
      expect(found(quick, text), name).toEqual(found(plain, text));
    }
  });

  it('gives the same for words of every hint in any order', () => {
    const word = fc.constantFrom(
      'the', 'that', 'to', 'say', 'the winning strategy', 'a leading voice', 'think', 'voice', 'Dr.', 'U.S.', 'p.m.', 'J.', 'No.', 'will', 'which',
      'many', 'out', 'as', 'like', '"', '"', ' "', "'", '”', '“', '.', '?', '!', '…', ')', '(', '-', ':', '\n\n', 'it’s',
      'can’t', 'more', 'so', 'Zork', 'zorked', '12', '$5', 'have', 'been', 'not', 'her', 'his', 'what', 'a',
    ); // biome-ignore format: a list
    const words = fc
      .array(fc.tuple(word, fc.constantFrom(' ', ' ', '')), { size: 'medium' })
      .map((list) => list.flat().join(''));
    fc.assert(
      fc.property(words, (text) => {
        // Without a token wink itself fails.
        fc.pre(text.trim() !== '');
        expect(found(quick, text)).toEqual(found(plain, text));
      }),
      { numRuns: 500 },
    );
  });
});
