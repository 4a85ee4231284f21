/** Rates with their intervals, by category: the plots, what they say in words, and their numbers. */
import type { VNode } from 'preact';
import { type RatePoint, type RateRow, ratesChart, roundUp, short, tooFew } from './charts.js';
import { Chart, Swatch, TableView } from './components.js';
import type { Rate } from './data.js';
import { capital, formOf, readable, VOICE_NAMES } from './forms.js';

/** What rates belong to: a source, or an article. */
export interface RateUnit {
  readonly of: string;
  readonly label: string;
  readonly words: number;
}

export interface RateGroup {
  readonly family: string;
  readonly category: string;
  readonly hits: number;
  /** `own` and `quoted` of each unit. */
  readonly of: ReadonlyMap<string, { readonly own: Rate | null; readonly quoted: Rate | null }>;
}

/** Rates by category: wording first, the commonest first. */
export function groupRates(rates: readonly Rate[]): RateGroup[] {
  const groups = new Map<string, { family: string; category: string; hits: number; of: Map<string, { own: Rate | null; quoted: Rate | null }> }>(); // biome-ignore format: one type
  for (const rate of rates) {
    const key = `${rate.family} ${rate.category}`;
    let group = groups.get(key);
    if (!group) {
      group = { family: rate.family, category: rate.category, hits: 0, of: new Map() };
      groups.set(key, group);
    }
    if (rate.voice === 'all') group.hits += rate.hits;
    const cell = group.of.get(rate.of) ?? { own: null, quoted: null };
    if (rate.voice === 'author') cell.own = rate;
    if (rate.voice === 'quoted') cell.quoted = rate;
    group.of.set(rate.of, cell);
  }
  return [...groups.values()]
    .filter((group) => group.hits > 0)
    .sort((a, b) => (a.family === b.family ? b.hits - a.hits || (a.category < b.category ? -1 : 1) : a.family < b.family ? 1 : -1)); // biome-ignore format: one order
}

export function rowsOf(group: RateGroup, units: readonly RateUnit[]): RateRow[] {
  return units.map(({ of, label, words }) => ({
    label,
    note: `${words.toLocaleString('en')} words`,
    own: group.of.get(of)?.own ?? null,
    quoted: group.of.get(of)?.quoted ?? null,
  }));
}

/** The end of the axis: room for every rate, and for intervals that are not out of all proportion. */
export function axisEnd(rows: readonly RateRow[]): number {
  const points = rows
    .flatMap((row) => [row.own, row.quoted])
    .filter((p): p is RatePoint => p !== null && p.rate !== null);
  const most = Math.max(0, ...points.map((p) => p.rate!));
  const widest = Math.max(0, ...points.map((p) => p.high ?? 0));
  return roundUp(Math.max(1, most, Math.min(widest, most * 2.2)));
}

export function inWords(group: RateGroup, rows: readonly RateRow[]): string {
  const point = (p: RatePoint | null, voice: string, own: boolean) =>
    p === null
      ? `${voice}: none`
      : p.rate === null
        ? `${voice}: ${tooFew(p, own)} for a rate`
        : `${voice}: ${short(p.rate)}, interval ${short(p.low ?? 0)} to ${short(p.high ?? 0)}`;
  const parts = rows.map(
    (row) => `${row.label}, ${point(row.own, 'own words', true)}, ${point(row.quoted, 'quoted', false)}`,
  );
  return `${capital(readable(group.category))} per 1,000 words. ${parts.join('; ')}.`;
}

export const VoiceKey = () => (
  <ul class="key">
    <li>
      <svg width="26" height="12" aria-hidden="true">
        <path class="ci" d="M1 6h24" />
        <circle class="own" cx="13" cy="6" r="4.5" />
      </svg>
      the outlet’s own words
    </li>
    <li>
      <svg width="26" height="12" aria-hidden="true">
        <path class="ci-q" d="M1 6h24" />
        <circle class="quo" cx="13" cy="6" r="4.5" />
      </svg>
      in quotations
    </li>
    <li>line: 95 % interval, unadjusted</li>
  </ul>
);

export function Panel({
  group,
  units,
}: {
  readonly group: RateGroup;
  readonly units: readonly RateUnit[];
}): VNode {
  const rows = rowsOf(group, units).slice(0, 12);
  const form = formOf(group.family, group.category);
  return (
    <div class="panel">
      <h4>
        <Swatch form={form} /> {capital(readable(group.category))}{' '}
        <span class="n">{group.hits.toLocaleString('en')}</span>
      </h4>
      <Chart
        name={`rates-${group.category}`}
        label={inWords(group, rows)}
        svg={ratesChart(rows, axisEnd(rows))}
      />
    </div>
  );
}

export function RatesTable(props: {
  readonly unit: string;
  readonly units: readonly RateUnit[];
  readonly rates: readonly Rate[];
  readonly groups: readonly RateGroup[];
}): VNode {
  const known = new Map(props.units.map(({ of, label }) => [of, label]));
  const kept = new Set(props.groups.map((group) => group.category));
  const rows = props.rates.filter((rate) => known.has(rate.of) && kept.has(rate.category) && (rate.voice === 'author' || rate.voice === 'quoted' || rate.voice === 'reported')); // biome-ignore format: one condition
  return (
    <TableView
      name="rates"
      label="Rates by category and voice"
      head={['Category', capital(props.unit), 'Voice', 'Hits', 'Words', 'Per 1,000', '95 % interval']}
      numbers={[3, 4, 5, 6]}
    >
      {rows.map((rate) => (
        <tr>
          <th scope="row">{readable(rate.category)}</th>
          <td>
            <bdi>{known.get(rate.of)}</bdi>
          </td>
          <td>{VOICE_NAMES[rate.voice]}</td>
          <td class="num">{rate.hits}</td>
          <td class="num">{rate.words}</td>
          <td class="num">{rate.rate === null ? 'too few words' : short(rate.rate)}</td>
          <td class="num">{rate.low === null ? '' : `${short(rate.low)} to ${short(rate.high ?? 0)}`}</td>
        </tr>
      ))}
    </TableView>
  );
}
