/**
 * Speed of the whole analysis beside wink-nlp alone with the pipes it needs (sbd, pos), in one run on the same texts, one
 * thread with the memory and the tasks of the program's workers. What is read of wink is what an
 * analysis needs of it: tokens, tags, lemmas, the blanks before each token, and the sentences. The bar: at least half as
 * fast. Rounds alternate, and the ratio is the median of the ratios of the rounds, so that a drift of the machine meets
 * both sides.
 *
 * The texts: articles of about 600 words dealt out of the paragraphs of data/, which are dense in quotes, names and loaded
 * words; or with a file of articles (`npm run bench -- articles.jsonl`) those that it holds in `text`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lexicons, loadLexicons } from '../../src/lexicons/load.js';
import { analyzeAll } from '../../src/pipeline/analyze.js';
import type { Article } from '../../src/pipeline/types.js';
import { TASK_ARTICLES } from '../../src/pipeline/work.js';
import { winkAlone } from '../wink-alone.js';
import { median, ROUNDS, timeInTurns } from './measure.js';

const ARTICLES = 300;
const BAR = 0.5;

const none = { title: null, source: null, published: null, url: null, event: null, language: null };

/** Articles made from the sample texts by dealing their paragraphs out again. */
function makeArticles(count: number): Article[] {
  const data = 'data';
  const files = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(txt|md)$/u.test(name),
  );
  const texts = files
    .filter((name) => !name.includes('README'))
    .sort()
    .map((name) => readFileSync(join(data, name), 'utf8'));
  const paragraphs = texts
    .flatMap((text) => text.replace(/^---[\s\S]*?---\n/u, '').split(/\n+/u))
    .filter((p) => p.length > 40);
  return Array.from({ length: count }, (_, i) => {
    const picked: string[] = [];
    let words = 0;
    for (let k = 0; words < 600; k++) {
      const paragraph = paragraphs[(i * 17 + k * 29 + ((i * k) % 7)) % paragraphs.length]!;
      picked.push(paragraph);
      words += paragraph.split(' ').length;
    }
    return { ...none, id: `a${i}`, text: picked.join('\n\n') };
  });
}

/** Articles of a JSONL file: at most `count`. */
function readArticles(file: string, count: number): Article[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).slice(0, count);
  return lines.map((line, i) => ({ ...none, id: `a${i}`, text: String(JSON.parse(line).text) }));
}

/** The analysis as a worker is given it, so many articles at a time. */
export function analyzeInTasks(articles: readonly Article[], lexicons: Lexicons): void {
  for (let from = 0; from < articles.length; from += TASK_ARTICLES)
    analyzeAll(articles.slice(from, from + TASK_ARTICLES), lexicons);
}

/** Prints the figures. `file`: of articles. Returns whether the bar was held. */
export function besideWink(file?: string): boolean {
  const articles = file ? readArticles(file, ARTICLES) : makeArticles(ARTICLES);
  const source = file ?? 'paragraphs of data/, dense in quotes';
  const readAlone = winkAlone();
  const lexicons = loadLexicons();
  const times = timeInTurns({
    wink() {
      for (const { text } of articles) readAlone(text);
    },
    framescope: () => analyzeInTasks(articles, lexicons),
  });
  const ratio = median(times.wink.map((alone, i) => alone / times.framescope[i]!));
  const words = articles.reduce((sum, { text }) => sum + text.split(/\s+/u).length, 0) / articles.length;
  const perSecond = (seconds: readonly number[]) => Math.round(articles.length / median(seconds));
  console.log(
    `${articles.length} articles of ${Math.round(words)} words (${source}), one thread, median of ${ROUNDS} rounds`,
  );
  console.log(
    `wink-nlp alone (sbd, pos; tokens, tags, lemmas, blanks, sentences out): ${perSecond(times.wink)} articles/s`,
  );
  console.log(`framescope, whole analysis: ${perSecond(times.framescope)} articles/s`);
  console.log(`ratio ${ratio.toFixed(2)}, bar ${BAR}: ${ratio >= BAR ? 'held' : 'MISSED'}`);
  return ratio >= BAR;
}
