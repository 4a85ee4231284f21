/** Speed as ratios within one run: what a machine does in a millisecond cancels out. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { packageRoot } from '../../src/lexicons/root.js';
import { analyze } from '../../src/pipeline/analyze.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import { article } from '../helpers/article.js';

const ROUNDS = 5;
/** Loading may take 150 ms where wink's model takes 200: the same on a machine of any speed. */
const LOADING = 150 / 200;
/** Share of an article's analysis that matching may take. */
const MATCHING = 0.15;

const best = (times: readonly number[]): number => Math.min(...times);

/** A program that times both, each from its import on, and prints the milliseconds. */
const PROGRAM = `
const start = performance.now();
const { loadLexicons } = await import('../../src/lexicons/load.js');
loadLexicons().match([]);
const loaded = performance.now();
const { default: model } = await import('wink-eng-lite-web-model');
const { default: winkNLP } = await import('wink-nlp');
winkNLP(model, ['sbd', 'pos']);
console.log(JSON.stringify([loaded - start, performance.now() - loaded]));
`;

describe('loading in a fresh process, with the cache warm', () => {
  it('takes no more than three quarters of the time of the model of wink', async () => {
    const folder = join(packageRoot(), '.cache/speed');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'load.ts'), PROGRAM);
    const outfile = join(folder, 'load.mjs');
    await build({
      entryPoints: [join(folder, 'load.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'warning',
    });
    const run = () => {
      const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
      expect(stderr).toBe('');
      return JSON.parse(stdout) as [ours: number, wink: number];
    };
    run();
    const times = Array.from({ length: ROUNDS }, run);
    expect(best(times.map(([ours]) => ours)) / best(times.map(([, wink]) => wink))).toBeLessThan(LOADING);
  });
});

describe('matching', () => {
  it('takes no more than its share of the analysis of an article', () => {
    const lexicons = loadLexicons();
    const data = join(packageRoot(), 'data');
    const articles = readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.txt'))
      .map((name) => article(readFileSync(join(data, name), 'utf8')));
    const docs = articles.map((one) => tokenize(one, []));
    const time = (work: () => void): number => {
      const start = performance.now();
      for (let i = 0; i < 3; i++) work();
      return performance.now() - start;
    };
    const matching = () => docs.forEach((doc) => void lexicons.match(doc.tokens));
    const analysis = () => articles.forEach((one) => void analyze(one, lexicons));
    matching();
    analysis();
    // In turns, so that a drift of the machine meets both.
    const times = Array.from({ length: ROUNDS }, () => [time(matching), time(analysis)] as const);
    const share = best(times.map(([match]) => match)) / best(times.map(([, whole]) => whole));
    expect(share).toBeLessThan(MATCHING);
  });
});
