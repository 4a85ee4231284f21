import { describe, expect, it } from 'vitest';
import { winkAlone } from '../scripts/wink-alone.js';
import { loadLexicons } from '../src/lexicons/load.js';
import { analyze, analyzeAll } from '../src/pipeline/analyze.js';

/** Times of single runs vary, and only upwards: the fastest of some says what the work costs. */
const RUNS = 5;
/** On a busy machine it takes more of them until the fastest is free of what else ran. */
const MOST_RUNS = 100;
/** Linear, with a tenth for noise. */
const MOST_FOR_TWICE = 2.2;
/** Over several doublings noise counts for less, and what is not linear for more. */
const DOUBLINGS = 3;
/** Words of the short text; the long one still fits into the caches of a processor, which are no matter of the program. */
const SHORT = 750;
/** Of the time of wink alone. `npm run bench` holds the bar of 2; a busy machine must not fail a test. */
const MOST_OF_WINK = 3;

const lexicons = loadLexicons();
const options = { targets: [], exclude: { entries: [], terms: [], categories: [] } };
const none = { title: null, source: null, published: null, url: null, event: null, language: null };

function work(text: string): void {
  analyze({ ...none, id: 'a', text }, lexicons, options);
}

/**
 * Ratio of the times of two jobs, each by its fastest run; they alternate, so that a drift of the machine meets both.
 * Runs until it is below `wanted`, or as often as it takes to be sure that it is not.
 */
function ratioOf(job: () => void, other: () => void, wanted: number): number {
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < MOST_RUNS; run++) {
    [job, other].forEach((work, j) => {
      const start = performance.now();
      work();
      best[j] = Math.min(best[j]!, performance.now() - start);
    });
    if (run >= RUNS && best[0]! / best[1]! < wanted) break;
  }
  return best[0]! / best[1]!;
}

const PROSE = [
  'The port of Halden reopened on Tuesday after a strike of nine days, and the first ships left before noon.',
  'Officials said the talks would go on, although neither side had given up its brutal demands.',
  'Mayor Ada Lindt told reporters that the city could not bear another month of this disastrous blockade.',
  'She blamed the company, which rejected the claim.',
];
const SPEECH = [
  '“We will not be moved by threats,” said Ada Lindt, the mayor of Halden.',
  '“They lied to us,” he said, “and they will lie again.”',
  '"It is a scandal", Peter Holm of the Dockers\' Union told the Post.',
  '“Nobody asked the people who live here what they wanted.”',
];

/** About `words` words, a paragraph after every two sentences. */
function article(sentences: readonly string[], words: number, gap = '\n\n'): string {
  const parts: string[] = [];
  let count = 0;
  for (let s = 0; count < words; s++) {
    const sentence = sentences[s % sentences.length]!;
    count += sentence.split(' ').length;
    parts.push(sentence, s % 2 === 1 ? gap : ' ');
  }
  return parts.join('').trim();
}

describe('speed', () => {
  it.each([
    ['plain prose', (words: number) => article(PROSE, words)],
    ['quotes only', (words: number) => article(SPEECH, words)],
    ['one paragraph', (words: number) => article([...PROSE, ...SPEECH], words, ' ')],
    ['no punctuation', (words: number) => article(PROSE, words, ' ').replace(/[^\w\s]/gu, '')],
    ['marks that nothing closes', (words: number) => article(PROSE, words).replace(/ the /gu, ' “the ')],
  ])('%s: twice the text takes at most 2.2 times the time', (_, make) => {
    const [short, long] = [make(SHORT), make(SHORT * 2 ** DOUBLINGS)];
    const wanted = MOST_FOR_TWICE ** DOUBLINGS;
    const ratio = ratioOf(
      () => work(long),
      () => work(short),
      wanted,
    );
    expect(ratio).toBeLessThan(wanted);
  });

  it('stays within reach of wink alone', () => {
    const read = winkAlone();
    const texts = Array.from({ length: 30 }, (_, i) => article([...PROSE, ...SPEECH], 400 + i));
    const alone = () => texts.forEach(read);
    const articles = texts.map((text, i) => ({ ...none, id: `a${i}`, text }));
    const slower = ratioOf(() => analyzeAll(articles, lexicons, options), alone, MOST_OF_WINK);
    expect(slower).toBeLessThan(MOST_OF_WINK);
  });
});
