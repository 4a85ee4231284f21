/** Rates over time: what the page says and draws of hand-made rows of `trends`. */

import { h } from 'preact';
import { render } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import { trendChart } from '../../src/report/html/charts.js';
import type { TrendPoint } from '../../src/report/html/data-trends.js';
import { Trends } from '../../src/report/html/pages/trends.js';
import { placeOf } from '../../src/report/html/site.js';

const point = (period: string, rate: number | null): TrendPoint => ({
  width: 'month', period, source: 'The Port Mirror', family: 'wording', category: 'loaded-language', articles: 2,
  words: rate === null ? 60 : 1000, hits: rate ?? 1, rate, low: rate === null ? null : rate / 2,
  high: rate === null ? null : rate * 2,
}); // biome-ignore format: a row
const POINTS = [point('2026-01', 4), point('2026-02', null), point('2026-03', 6), point('2026-04', 8)];
const place = placeOf({ single: false, name: '', nav: [], version: '0', articles: new Map(), speakers: new Map(), events: new Map() }, 'index'); // biome-ignore format: one call

describe('rates over time', () => {
  it('are not shown where the dates span too little', () => {
    expect(render(h(Trends, { place, trends: [] }))).toBe('');
  });

  it('are told in words, with each interval, and a period of too few words has none', () => {
    const html = render(h(Trends, { place, trends: POINTS }));
    expect(html).toContain('2026-01: 4.0, interval 2.0 to 8.0; 2026-02: too few words');
    expect(html).toContain('month by month');
  });

  it('leave a gap in line and band where a period has no rate', () => {
    const svg = trendChart(POINTS, POINTS.map(({ period }) => period), 20); // biome-ignore format: one call
    expect(svg.match(/<circle/g)).toHaveLength(3);
    expect(svg).not.toContain('NaN');
    // A gap parts the line: it is begun twice.
    const line = [...svg.matchAll(/<path[^>]* d="([^"]+)"/g)].at(-1)![1]!;
    expect(line.match(/M/g)).toHaveLength(2);
  });
});
