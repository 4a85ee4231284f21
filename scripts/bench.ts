/**
 * Speed of the whole analysis beside wink-nlp alone with the pipes it needs, in one run on the same texts, one thread.
 * The bar: at least half as fast. Rounds alternate, so that a drift of the machine meets both; medians are compared.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import { loadLexicons } from '../src/lexicons/load.js';
import { analyze } from '../src/pipeline/analyze.js';
import { cleanCopy } from '../src/pipeline/tokens.js';
import type { Article } from '../src/pipeline/types.js';

const ROUNDS = 7;
const ARTICLES = 300;
const BAR = 0.5;

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
    const none = { title: null, source: null, published: null, url: null, event: null, language: null };
    return { ...none, id: `a${i}`, text: picked.join('\n\n') };
  });
}

const articles = makeArticles(ARTICLES);
const nlp = winkNLP(model, ['sbd', 'pos']);
const lexicons = loadLexicons();
const options = { targets: [], exclude: { entries: [], terms: [], categories: [] } };

function wink(): void {
  for (const { text } of articles) {
    const doc = nlp.readDoc(cleanCopy(text));
    doc.tokens().out();
    doc.tokens().out(nlp.its.pos);
  }
}

function framescope(): void {
  for (const article of articles) analyze(article, lexicons, options);
}

function time(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

wink();
framescope();
const times: { wink: number; framescope: number }[] = [];
for (let round = 0; round < ROUNDS; round++) times.push({ wink: time(wink), framescope: time(framescope) });
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const [alone, whole] = [median(times.map((t) => t.wink)), median(times.map((t) => t.framescope))];
const words = articles.reduce((sum, { text }) => sum + text.split(/\s+/u).length, 0) / articles.length;
const perSecond = (ms: number) => Math.round((articles.length / ms) * 1000);
console.log(
  `${articles.length} articles of ${Math.round(words)} words, one thread, median of ${ROUNDS} rounds`,
);
console.log(`wink-nlp alone (sbd, pos, tokens and tags out): ${perSecond(alone)} articles/s`);
console.log(`framescope, whole analysis:                     ${perSecond(whole)} articles/s`);
console.log(`ratio ${(alone / whole).toFixed(2)}, bar ${BAR}: ${alone / whole >= BAR ? 'held' : 'MISSED'}`);
process.exitCode = alone / whole >= BAR ? 0 : 1;
