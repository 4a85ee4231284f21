/** Texts that nobody would print: they may cost an article its figures, but never the run its time. */
import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { analyze } from '../../src/pipeline/analyze.js';
import { article } from '../helpers/article.js';

const lexicons = loadLexicons();
/** Under a second each when linear, minutes when not; the machine may do other things besides. Milliseconds. */
const PATIENCE = 20_000;

const analysisOf = (text: string) => analyze(article(text), lexicons);

describe('an article of 80,000 characters without an end of a sentence', () => {
  const given = ['Anna', 'Boris', 'Carla'];
  const family = ['Keller', 'Ivanov', 'Stone', 'Berg'];
  const list = Array.from({ length: 6_400 }, (_, i) => `${given[i % 3]} ${family[i % 4]}`).join(' ');

  it.each([
    ['of names', list],
    ['of names joined by "and"', 'Anna Keller and '.repeat(5_000)],
    ['of appositions', 'Anna, the mayor, '.repeat(4_700)],
    ['in capitals', 'THE PORT OF VELM '.repeat(4_700)],
  ])(
    '%s is analyzed in time',
    (_, text) => {
      const start = performance.now();
      analysisOf(`${text} said it was closed.`);
      expect(performance.now() - start).toBeLessThan(PATIENCE);
    },
    120_000,
  );
});
