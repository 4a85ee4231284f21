import { describe, expect, it } from 'vitest';
import { articles, textOf } from '../../scripts/bench/corpus.js';
import { pageOf } from '../../scripts/bench/page.js';

const SOME = 300;

describe('the articles of the benchmarks', () => {
  const rows = [...articles(SOME)];

  it('are as many as asked for, each under an id of its own, of ordinary length', () => {
    expect(rows).toHaveLength(SOME);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(SOME);
    const words = rows.reduce((sum, { text }) => sum + text.split(/\s+/u).length, 0) / SOME;
    expect(words).toBeGreaterThan(500);
    expect(words).toBeLessThan(800);
  });

  it('are the same every time', () => {
    expect([...articles(SOME)]).toEqual(rows);
  });

  it('repeat no text', () => {
    expect(new Set(rows.map(({ text }) => text)).size).toBe(SOME);
  });

  it('cover ten times as many days when they are ten times as many', () => {
    const days = (count: number) => new Set([...articles(count)].map(({ published }) => published)).size;
    expect(days(3000)).toBeGreaterThan(5 * days(SOME));
  });

  it('become one text of the length asked for', () => {
    expect(textOf(50_000)).toHaveLength(50_000);
  });
});

describe('the page', () => {
  const common = {
    machine: { cpu: 'Some CPU', cores: 2, memory: 25, node: 'v20' },
    version: '1.2.3',
    texts: 'paragraphs',
  };
  const size = (articles: number, peak: number) => ({
    articles, peak, analysis: 10, store: 5, report: 5, wall: 20, cpu: 30, perSecond: 50, input: 4, storeSize: 10, output: 100,
  }); // biome-ignore format: a row

  it('leaves out what was not measured, and names the machine', () => {
    const page = pageOf({ sizes: { ...common, load: 0, rows: [size(1000, 500)] } });
    expect(page).toContain('Some CPU, 2 cores, 25 GB of memory, Node v20; framescope 1.2.3');
    expect(page).not.toContain('## Over Redis');
    expect(page).not.toContain('Something else was at work');
  });

  it('says how the peak grew, when something else was at work, and what millions would cost', () => {
    const page = pageOf({
      sizes: { ...common, load: 3, rows: [size(1000, 500), size(5000, 1000)] },
      large: { ...common, load: 0, rows: [size(100_000, 1400)] },
    });
    expect(page).toContain('Peak memory for 100,000 articles is 1.40 times that for 5,000');
    expect(page).toContain('Something else was at work when these began (load): sizes (3).');
    // 100 times 10 seconds; 100 times 10 MB.
    expect(page).toMatch(/reading and analysis, this machine \| 0.28 hours/u);
    expect(page).toMatch(/store \| 1 GB/u);
  });
});
