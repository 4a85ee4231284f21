/** How did it change? Small multiples: a row a kind of wording, a picture a source, all on one axis of time. */
import type { VNode } from 'preact';
import { roundUp, short, trendChart } from '../charts.js';
import { Absent, Block, Chart, Scroll, Swatch, TableView } from '../components.js';
import type { TrendPoint } from '../data-trends.js';
import { capital, formOf, readable } from '../forms.js';
import type { Place } from '../site.js';

/** An interval may reach this many times as far as the highest rate before the picture cuts it. */
const ROOM = 2;

export function Trends(props: {
  readonly place: Place;
  readonly trends: readonly TrendPoint[];
}): VNode | null {
  const { place, trends } = props;
  if (trends.length === 0) return null;
  const { width } = trends[0]!;
  const periods = [...new Set(trends.map((point) => point.period))].sort();
  const sources = [...new Set(trends.map((point) => point.source))];
  const kinds = [...new Set(trends.map((point) => point.category))];
  return (
    <Block
      place={place}
      name="time"
      wide
      title="How did it change?"
      intro={`Markers per 1,000 of the outlet’s own words, ${width} by ${width}. The band is the 95 % interval of each ${width}; a ${width} of fewer than 100 words is left open. Where bands overlap, do not read a change into the line. ▴: the interval runs on.`}
    >
      {kinds.map((category) => {
        const rows = trends.filter((point) => point.category === category);
        const most = Math.max(1, ...rows.map((point) => point.rate ?? 0));
        const widest = Math.max(0, ...rows.map((point) => point.high ?? 0));
        const max = roundUp(Math.max(most, Math.min(widest, most * ROOM)));
        return (
          <>
            <h3 class="over-time">
              <Swatch form={formOf(rows[0]!.family, category)} /> {capital(readable(category))}
            </h3>
            <Scroll label={`${capital(readable(category))} over time, by source`}>
              <div class="panels">
                {sources.map((source) => {
                  const own = rows.filter((point) => point.source === source);
                  return (
                    <div class="panel">
                      <h4>
                        <bdi>{source}</bdi>
                      </h4>
                      {own.length === 0 ? (
                        <Absent>not once</Absent>
                      ) : (
                        <Chart
                          name={`trend-${category}-${source}`}
                          label={inWords(category, source, own)}
                          svg={trendChart(own, periods, max)}
                        />
                      )}
                    </div>
                  );
                })}
              </div>
            </Scroll>
          </>
        );
      })}
      <details>
        <summary>The numbers behind these plots</summary>
        <TableView
          name="trends"
          label="Rates over time"
          head={[
            'Category',
            'Source',
            capital(width),
            'Articles',
            'Hits',
            'Words',
            'Per 1,000',
            '95 % interval',
          ]}
          numbers={[3, 4, 5, 6, 7]}
        >
          {trends.map((point) => (
            <tr>
              <th scope="row">{readable(point.category)}</th>
              <td>
                <bdi>{point.source}</bdi>
              </td>
              <td>{point.period}</td>
              <td class="num">{point.articles}</td>
              <td class="num">{point.hits}</td>
              <td class="num">{point.words}</td>
              <td class="num">{point.rate === null ? 'too few words' : short(point.rate)}</td>
              <td class="num">
                {point.low === null ? '' : `${short(point.low)} to ${short(point.high ?? 0)}`}
              </td>
            </tr>
          ))}
        </TableView>
      </details>
    </Block>
  );
}

function inWords(category: string, source: string, points: readonly TrendPoint[]): string {
  const parts = points.map(({ period, rate, low, high }) =>
    rate === null
      ? `${period}: too few words`
      : `${period}: ${short(rate)}, interval ${short(low ?? 0)} to ${short(high ?? 0)}`,
  );
  return `${capital(readable(category))} per 1,000 words, ${source}. ${parts.join('; ')}.`;
}
