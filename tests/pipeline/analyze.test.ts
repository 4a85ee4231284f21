import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { analyze, analyzeAll } from '../../src/pipeline/analyze.js';
import { article } from '../helpers/article.js';

const lexicons = loadLexicons();
const told = (id: string, text: string) => article(text, { id });

const NEWS = [
  told(
    'dam',
    'The dam failed on Monday.\n\n"It was sabotage," said Ilse Brandt, the mayor. She blamed the ministry.',
  ),
  told('empty', ''),
  told(
    'vote',
    'The regime claimed victory. Officials allegedly “lost” 300 ballots, according to the commission.',
  ),
  told('marks', '“““ "" \u2018 She said. “He added'),
];

describe('several articles together', () => {
  it('give the records that each gives alone, whatever stands beside them', () => {
    const alone = NEWS.map((one) => analyze(one, lexicons));
    expect(alone[0]!.quotes[0]!.speaker).not.toBeNull();
    expect(analyzeAll(NEWS, lexicons)).toEqual(alone);
    expect(analyzeAll(NEWS.toReversed(), lexicons)).toEqual(alone.toReversed());
  });

  it('lose one whose analysis fails, and tell at each moment which one is worked on', () => {
    const broken = {
      ...told('broken', ''),
      get text(): string {
        throw new Error('no text');
      },
    };
    const at: number[] = [];
    const made = analyzeAll([NEWS[0]!, broken, NEWS[2]!], lexicons, {}, (index) => at.push(index));
    expect(made[1]).toEqual(new Error('no text'));
    expect([made[0], made[2]]).toEqual([analyze(NEWS[0]!, lexicons), analyze(NEWS[2]!, lexicons)]);
    // The broken one is begun once; the others come up in every stage.
    expect(at.slice(0, 3)).toEqual([0, 1, 2]);
    expect(at.filter((index) => index === 1)).toHaveLength(1);
    expect(at.at(-1)).toBe(2);
    expect(() => analyze(broken, lexicons)).toThrow('no text');
  });
});
