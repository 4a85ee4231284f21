/** Comparisons: each claimed difference with its picture, and all of them as a table. */
import type { VNode } from 'preact';
import { ratioChart, roundUp, short, times } from './charts.js';
import { Quiet, Swatch, TableView } from './components.js';
import type { Comparison } from './data.js';
import { capital, categoryName, formOf, VOICE_NAMES } from './forms.js';

/** The pooled rest, as compare.ts calls it. */
export const REST = '(all others)';
/** Claimed differences shown with a picture; all stand in the table. */
export const MOST_CLAIMS = 8;

export function ratioEnd(rows: readonly Comparison[]): number {
  const values = rows.flatMap(({ ratio }) => (ratio && Number.isFinite(ratio) ? [ratio, 1 / ratio] : []));
  return Math.min(1000, Math.max(10, roundUp(Math.max(1, ...values))));
}

export function ClaimRow(props: {
  readonly row: Comparison;
  readonly max: number;
  readonly label: (of: string) => string;
}): VNode {
  const { row, max, label } = props;
  const finite = row.ratio !== null && Number.isFinite(row.ratio) && row.ratio > 0;
  const never = row.hitsA === 0 ? label(row.a) : row.hitsB === 0 ? label(row.b) : null;
  const interval = row.low !== null ? `, interval ${times(row.low)} to ${row.high === null || !Number.isFinite(row.high) ? 'no upper limit' : times(row.high)}` : ''; // biome-ignore format: one phrase
  return (
    <li class="two-up">
      <div>
        <Swatch form={formOf(row.family, row.category)} />{' '}
        <b>{capital(categoryName(row.family, row.category))}</b>, {VOICE_NAMES[row.voice]}:{' '}
        <bdi>{label(row.a)}</bdi> {row.verdict} than <bdi>{label(row.b)}</bdi>.
        <span class="fig">
          {row.hitsA} in {row.wordsA.toLocaleString('en')} words against {row.hitsB} in{' '}
          {row.wordsB.toLocaleString('en')}
          {finite ? `; ${times(row.ratio!)}${interval}` : never ? `; not once in ${never}` : ''}; adjusted p{' '}
          {probability(row.q)}
        </span>
      </div>
      {row.ratio !== null ? (
        <div
          class="ratio"
          aria-hidden="true"
          dangerouslySetInnerHTML={{ __html: ratioChart(row.ratio!, row.low, row.high, max) }}
        />
      ) : null}
    </li>
  );
}

export function probability(p: number | null): string {
  if (p === null) return '–';
  return p < 0.001 ? '< .001' : `= ${p.toFixed(3).replace(/^0/, '')}`;
}

/** More rows than this stay in csv/comparisons.csv: a page is for reading. */
const MOST_COMPARISONS = 300;

export function ComparisonTable(props: {
  readonly rows: readonly Comparison[];
  readonly label: (of: string) => string;
}): VNode {
  const { rows, label } = props;
  return (
    <>
      <TableView
        name="comparisons"
        label="Comparisons"
        head={[
          'Category',
          'Voice',
          'A',
          'B',
          'A: hits in words',
          'B: hits in words',
          'Ratio',
          '95 % interval',
          'q',
          'Verdict',
        ]}
        numbers={[4, 5, 6, 7, 8]}
      >
        {rows.slice(0, MOST_COMPARISONS).map((row) => (
          <tr>
            <th scope="row">{categoryName(row.family, row.category)}</th>
            <td>{VOICE_NAMES[row.voice] ?? row.voice}</td>
            <td>
              <bdi>{label(row.a)}</bdi>
            </td>
            <td>
              <bdi>{label(row.b)}</bdi>
            </td>
            <td class="num">
              {row.hitsA} in {row.wordsA}
            </td>
            <td class="num">
              {row.hitsB} in {row.wordsB}
            </td>
            <td class="num">{row.ratio === null || !Number.isFinite(row.ratio) ? '' : short(row.ratio)}</td>
            <td class="num">
              {row.low === null
                ? ''
                : `${short(row.low)} to ${row.high === null || !Number.isFinite(row.high) ? '∞' : short(row.high)}`}
            </td>
            <td class="num">{row.q === null ? '' : row.q < 0.001 ? '< .001' : row.q.toFixed(3)}</td>
            <td>{row.verdict}</td>
          </tr>
        ))}
      </TableView>
      {rows.length > MOST_COMPARISONS ? (
        <Quiet>
          The first {MOST_COMPARISONS} of {rows.length.toLocaleString('en')}; all stand in
          csv/comparisons.csv.
        </Quiet>
      ) : null}
    </>
  );
}
