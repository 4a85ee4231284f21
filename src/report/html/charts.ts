/**
 * Charts, drawn by Observable Plot on a document of linkedom. A chart is a picture: its values stand in the label that
 * the page gives it and in a table, so the drawing itself is hidden from screen readers. Positions are layout;
 * every value drawn comes as it is from the store.
 */
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** One row of a plot of rates: the outlet's own words as a filled dot, quoted words as a ring. */
export interface RateRow {
  readonly label: string;
  readonly note?: string;
  readonly own: RatePoint | null;
  readonly quoted: RatePoint | null;
}
export interface RatePoint {
  readonly hits: number;
  readonly words: number;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

const OWN = 'var(--ink)';
const RING = 'var(--quoted-edge)';

/** Rates per 1,000 words with their intervals, on one axis from 0 to `max`. */
export function ratesChart(rows: readonly RateRow[], max: number, wide = false): string {
  const step = wide ? 50 : 36;
  const left = wide ? roomFor(rows, 7, 148, 210) : roomFor(rows, 6.3, 104, 140);
  const points = rows.flatMap((row, i) => [
    { point: row.own, y: i + 0.3, own: true },
    { point: row.quoted, y: i + 0.68, own: false },
  ]);
  const drawn = points.flatMap(({ point, y, own }) =>
    point !== null && point.rate !== null
      ? [{ y, own, rate: Math.min(point.rate, max), low: point.low, high: point.high, shown: point.rate }]
      : [],
  );
  const missing = points.flatMap(({ point, y, own }) =>
    point !== null && point.rate === null ? [{ y, text: tooFew(point, own) }] : [],
  );
  const lines = drawn.flatMap((d) =>
    d.low === null || d.high === null ? [] : [{ ...d, low: d.low, high: Math.min(d.high, max) }],
  );
  return clean(
    Plot.plot({
      document: document as never,
      width: wide ? 470 : 300,
      height: rows.length * step + 30,
      marginLeft: left,
      marginRight: wide ? 30 : 14,
      marginTop: 2,
      marginBottom: 28,
      x: {
        domain: [0, max],
        ticks: axisTicks(max, wide ? 5 : 3),
        tickFormat: (d: number) => String(Math.round(d * 100) / 100),
        label: null,
        tickSize: 0,
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.ruleX(axisTicks(max, wide ? 5 : 3), { stroke: 'var(--rule)' }),
        Plot.ruleX([0], { stroke: 'var(--rule-2)' }),
        ...[true, false].map((own) =>
          Plot.ruleY(
            lines.filter((d) => d.own === own),
            { y: 'y', x1: 'low', x2: 'high', stroke: own ? OWN : RING, strokeWidth: 1.5 },
          ),
        ),
        Plot.dot(
          drawn.filter((d) => !d.own),
          { x: 'rate', y: 'y', r: wide ? 4.5 : 4, fill: 'var(--paper)', stroke: RING, strokeWidth: 2 },
        ),
        Plot.dot(
          drawn.filter((d) => d.own),
          { x: 'rate', y: 'y', r: wide ? 4.5 : 4, fill: OWN },
        ),
        Plot.text(
          drawn.filter((d) => d.high !== null && d.high > max),
          { x: () => max, y: 'y', text: () => '▸', dx: 5, fill: 'var(--ink-2)' },
        ),
        Plot.text(missing, { x: 0, y: 'y', text: 'text', textAnchor: 'start', dx: 6, fill: 'var(--ink-3)' }),
        ...(wide
          ? [
              Plot.text(drawn, {
                x: (d: { high: number | null; rate: number }) => Math.min(d.high ?? d.rate, max),
                y: 'y',
                text: (d: { shown: number }) => short(d.shown),
                textAnchor: 'start',
                dx: 8,
                fill: 'var(--ink)',
              }),
            ]
          : []),
        Plot.text(rows, {
          x: 0,
          y: (_: RateRow, i: number) => i + (wide ? 0.36 : 0.48),
          text: (row: RateRow) => shorten(row.label, left - 12, wide ? 7 : 6.3),
          textAnchor: 'start',
          dx: -left + 1,
          fill: 'var(--ink)',
        }),
        Plot.text(wide ? rows : [], {
          x: 0,
          y: (_: RateRow, i: number) => i + 0.68,
          text: (row: RateRow) => row.note ?? '',
          textAnchor: 'start',
          dx: -left + 1,
          fill: 'var(--ink-3)',
        }),
      ],
    }),
  );
}

/** A ratio with its interval on a log axis that all rows of a list share; "equal" is marked. */
export function ratioChart(ratio: number, low: number | null, high: number | null, max: number): string {
  const from = 1 / max;
  const clamp = (value: number) => Math.min(Math.max(value, from), max);
  const runsOn = [
    ...(low !== null && low < from ? [{ x: from, text: '◂', dx: -5 }] : []),
    ...(high === null || high > max ? [{ x: max, text: '▸', dx: 5 }] : []),
  ];
  const ticks = [from, Math.sqrt(from), 1, Math.sqrt(max), max].map((t) => (t >= 1 ? t : t));
  return clean(
    Plot.plot({
      document: document as never,
      width: 260,
      height: 42,
      marginLeft: 16,
      marginRight: 16,
      marginTop: 2,
      marginBottom: 18,
      x: { type: 'log', domain: [from, max], axis: null },
      y: { domain: [1, 0], axis: null },
      marks: [
        Plot.ruleX(ticks, { stroke: 'var(--rule)' }),
        Plot.ruleX([1], { stroke: 'var(--rule-3)' }),
        Plot.ruleY([0.5], {
          x1: clamp(low ?? from),
          x2: clamp(high ?? max),
          stroke: OWN,
          strokeWidth: 1.5,
        }),
        Plot.dot([clamp(ratio)], { x: (d: number) => d, y: () => 0.5, r: 4.5, fill: OWN }),
        ...runsOn.map((d) =>
          Plot.text([d], { x: 'x', y: () => 0.5, text: 'text', dx: d.dx, fill: 'var(--ink-2)' }),
        ),
        Plot.text([1, Math.sqrt(max), max, 1 / Math.sqrt(max), from], {
          x: (d: number) => d,
          y: () => 1,
          dy: 10,
          text: (d: number) => (d === 1 ? 'equal' : times(d)),
          fill: 'var(--ink-3)',
        }),
      ],
    }),
  );
}

export interface TrendMark {
  readonly period: string;
  readonly rate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** One source over time: a line through the rates and a band of their intervals; periods without a rate are gaps. */
export function trendChart(points: readonly TrendMark[], periods: readonly string[], max: number): string {
  const at = new Map(points.map((point) => [point.period, point]));
  const rows = periods.map((period, i) => {
    const point = at.get(period);
    const high = point?.high ?? Number.NaN;
    return {
      i,
      rate: point?.rate ?? Number.NaN,
      low: point?.low ?? Number.NaN,
      high: Math.min(high, max),
      cut: high > max,
    };
  });
  const drawn = rows.filter((row) => !Number.isNaN(row.rate));
  const last = periods.length - 1;
  return clean(
    Plot.plot({
      document: document as never,
      width: 300,
      height: 130,
      marginLeft: 30,
      marginRight: 14,
      marginTop: 8,
      marginBottom: 24,
      x: { domain: [0, Math.max(1, last)], axis: null },
      y: {
        domain: [0, max],
        ticks: axisTicks(max, 3),
        tickFormat: (d: number) => String(Math.round(d * 100) / 100),
        label: null,
        tickSize: 0,
      },
      marks: [
        Plot.ruleY(axisTicks(max, 3), { stroke: 'var(--rule)' }),
        Plot.areaY(rows, { x: 'i', y1: 'low', y2: 'high', fill: 'var(--rule-2)', fillOpacity: 0.6 }),
        // A period between two gaps has no band to stand in.
        Plot.ruleX(drawn, { x: 'i', y1: 'low', y2: 'high', stroke: 'var(--rule-3)' }),
        Plot.lineY(rows, { x: 'i', y: 'rate', stroke: OWN, strokeWidth: 1.5 }),
        Plot.dot(drawn, { x: 'i', y: 'rate', r: 3, fill: OWN }),
        Plot.text(drawn.filter(({ cut }) => cut), { x: 'i', y: () => max, dy: -4, text: () => '▴', fill: 'var(--ink-2)' }),
        Plot.text([periods[0]!], { x: () => 0, y: () => 0, dy: 13, text: (d: string) => d, textAnchor: 'start', fill: 'var(--ink-3)' }),
        Plot.text([periods[last]!], { x: () => Math.max(1, last), y: () => 0, dy: 13, text: (d: string) => d, textAnchor: 'end', fill: 'var(--ink-3)' }),
      ], // biome-ignore format: a list of marks
    }),
  );
}

export interface ProfileRow {
  readonly label: string;
  readonly note: string;
  readonly parts: readonly { readonly category: string; readonly cues: number; readonly share: number }[];
}

const PROFILE_FILL: Readonly<Record<string, string>> = {
  'counter-factive': 'var(--ink)',
  hostile: 'var(--away)',
  guilt: 'var(--away-3)',
  distancing: 'var(--away-2)',
  neutral: 'var(--middle)',
  endorsing: 'var(--toward)',
};
const PROFILE_TEXT: Readonly<Record<string, string>> = {
  neutral: 'var(--ink)',
  distancing: 'var(--on-light)',
  guilt: 'var(--on-light)',
};

/** Shares of each way to introduce a source; counts stand in the bars. */
export function profileChart(rows: readonly ProfileRow[]): string {
  const step = 46;
  const left = roomFor(rows, 7, 132, 210);
  const width = 620;
  const inner = width - left - 10;
  const bars = rows.flatMap((row, i) => {
    let at = 0;
    return row.parts.map((part) => {
      const bar = { ...part, from: at, to: at + part.share, y: i };
      at = bar.to;
      return bar;
    });
  });
  return clean(
    Plot.plot({
      document: document as never,
      width,
      height: rows.length * step + 24,
      marginLeft: left,
      marginRight: 10,
      marginTop: 2,
      marginBottom: 22,
      x: {
        domain: [0, 100],
        ticks: [0, 25, 50, 75, 100],
        tickFormat: (d: number) => `${d} %`,
        label: null,
        tickSize: 0,
      },
      y: { domain: [rows.length, 0], axis: null },
      marks: [
        Plot.rect(bars, {
          x1: 'from',
          x2: 'to',
          y1: (d: { y: number }) => d.y + 0.12,
          y2: (d: { y: number }) => d.y + 0.72,
          fill: (d: { category: string }) => PROFILE_FILL[d.category]!,
          inset: 0.5,
        }),
        Plot.text(
          bars.filter((bar) => bar.cues > 0 && (bar.share / 100) * inner > 12 + 6 * String(bar.cues).length),
          {
            x: (d: { from: number; to: number }) => (d.from + d.to) / 2,
            y: (d: { y: number }) => d.y + 0.42,
            text: (d: { category: string; cues: number }) => `${PROFILE_SIGN[d.category] ?? ''}${d.cues}`,
            fill: (d: { category: string }) => PROFILE_TEXT[d.category] ?? 'var(--paper)',
          },
        ),
        Plot.ruleX([50], { stroke: 'var(--paper)', strokeOpacity: 0.5 }),
        Plot.text(rows, {
          x: 0,
          y: (_: ProfileRow, i: number) => i + 0.3,
          text: (row: ProfileRow) => shorten(row.label, left - 10, 7),
          textAnchor: 'start',
          dx: -left + 1,
          fill: 'var(--ink)',
        }),
        Plot.text(rows, {
          x: 0,
          y: (_: ProfileRow, i: number) => i + 0.62,
          text: 'note',
          textAnchor: 'start',
          dx: -left + 1,
          fill: 'var(--ink-3)',
        }),
      ],
    }),
  );
}

export const PROFILE_SIGN: Readonly<Record<string, string>> = {
  'counter-factive': '≠',
  hostile: '×',
  guilt: '!',
  distancing: '?',
  neutral: '',
  endorsing: '✓',
};

export function tooFew(point: RatePoint, own: boolean): string {
  if (point.words === 0) return own ? 'no words of its own' : 'nothing quoted';
  return `${point.hits} in ${point.words} words: too few`;
}

/** Two significant digits below 10, whole numbers above. */
export function short(value: number): string {
  if (value === 0) return '0';
  if (value < 0.1) return value.toPrecision(1);
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}

export function times(value: number): string {
  return value >= 1 ? `${short(value)}×` : `1/${short(1 / value)}`;
}

/** A round upper end for an axis, which halves and quarters well. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 8, 10].find((m) => m * power >= value) ?? 10) * power;
}

function axisTicks(max: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (max * i) / (count - 1));
}

/** Room for the longest label, between two bounds: a source should be named whole, but the picture is the point. */
function roomFor(rows: readonly { label: string }[], letter: number, least: number, most: number): number {
  const longest = Math.max(0, ...rows.map(({ label }) => label.length));
  return Math.min(most, Math.max(least, Math.ceil(longest * letter) + 13));
}

/** Cuts a label to the room there is, by a mean width of a letter. */
function shorten(label: string, room: number, letter: number): string {
  const most = Math.floor(room / letter);
  return label.length <= most ? label : `${label.slice(0, Math.max(1, most - 1)).trimEnd()}…`;
}

/** Styles inside a picture are not allowed by the page's policy; the page's own sheet does the rest. */
function clean(svg: unknown): string {
  return String((svg as { outerHTML: string }).outerHTML)
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:aria-[a-z]+|style|class|font-family|font-variant|y-axis)="[^"]*"/g, '')
    .replace('<svg ', '<svg class="plot" aria-hidden="true" ')
    .replace(/ (?:transform|d|x1|x2|y1|y2|cx|cy|x|y|width|height)="[^"]*"/g, (attribute) =>
      attribute.replace(/-?\d+\.\d{2,}/g, (n) => String(Math.round(Number(n) * 10) / 10)),
    );
}
