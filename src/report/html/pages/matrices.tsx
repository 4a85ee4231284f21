/** Matrices of the overview: kinds of wording by article, ways to introduce a source. */
import type { VNode } from 'preact';
import { PROFILE_SIGN, profileChart, short } from '../charts.js';
import { Block, Chart, count, Quiet, Scroll, TableView } from '../components.js';
import type { Rate, SourceRow } from '../data.js';
import { capital, readable, VOICE_NAMES } from '../forms.js';
import { groupRates } from '../rates.js';
import type { Place } from '../site.js';
import type { HeatRow, OverviewData } from './overview.js';

type Props = { readonly place: Place; readonly data: OverviewData };

/** Steps of the shade in a heat map. */
const SHADES = 9;

export function Heat({ place, data }: Props): VNode {
  const { heat } = data;
  const groups = groupRates(heat.rates);
  const cells = new Map(heat.rates.map((rate) => [`${rate.of}\n${rate.category}\n${rate.voice}`, rate]));
  const most = Math.max(1, ...heat.rates.map((rate) => rate.rate ?? 0));
  const title =
    heat.unit === 'article'
      ? 'Which article stands out, and for what?'
      : 'Which source stands out, and for what?';
  return (
    <Block
      place={place}
      name="heat"
      wide
      title={title}
      intro="Markers per 1,000 words; darker is more. Hatched: fewer than 100 words in that voice, so the count stands there instead."
    >
      {groups.length === 0 || heat.rows.length === 0 ? (
        <Quiet>There is nothing to show: no marker was found.</Quiet>
      ) : (
        <div class="voices">
          <fieldset class="seg">
            <legend class="vh">Whose words</legend>
            {(['all', 'author', 'quoted'] as const).map((voice, i) => (
              <label>
                <input
                  type="radio"
                  name={place.id('heat-voice')}
                  value={voice}
                  checked={i === 0}
                  autocomplete="off"
                />
                {voice === 'all' ? 'All voices' : capital(VOICE_NAMES[voice]!)}
              </label>
            ))}
          </fieldset>
          {(['all', 'author', 'quoted'] as const).map((voice) => (
            <div class={`heat-of heat-${voice}`}>
              <p class="print-only">{capital(VOICE_NAMES[voice]!)}</p>
              <TableView
                name={`heat-${voice}`}
                label={`Markers per 1,000 words, ${VOICE_NAMES[voice]}`}
                class="heat"
                head={[
                  capital(heat.unit),
                  ...groups.map((group) => (
                    <span class="col-head">
                      <span>{readable(group.category)}</span>
                    </span>
                  )),
                ]}
              >
                {heat.rows.map((row) => (
                  <tr>
                    <th scope="row">
                      <RowName place={place} row={row} unit={heat.unit} />
                      {row.note ? <small>{row.note}</small> : null}
                    </th>
                    {groups.map((group) => (
                      <HeatCell rate={cells.get(`${row.of}\n${group.category}\n${voice}`)} most={most} />
                    ))}
                  </tr>
                ))}
              </TableView>
            </div>
          ))}
        </div>
      )}
    </Block>
  );
}

function RowName({
  place,
  row,
  unit,
}: {
  readonly place: Place;
  readonly row: HeatRow;
  readonly unit: string;
}): VNode {
  const page = unit === 'article' ? place.site.articles.get(row.of) : undefined;
  return page ? (
    <a href={place.href(page)}>
      <bdi>{row.label}</bdi>
    </a>
  ) : (
    <bdi>{row.label}</bdi>
  );
}

function HeatCell({ rate, most }: { readonly rate: Rate | undefined; readonly most: number }): VNode {
  if (!rate) return <td class="none">–</td>;
  if (rate.rate === null) return <td class="few">{rate.hits}</td>;
  if (rate.hits === 0) return <td class="none">0</td>;
  return (
    <td class={`h${Math.max(1, Math.round((rate.rate / most) ** 0.6 * SHADES))}`}>{short(rate.rate)}</td>
  );
}

/** With fewer cues a share says nothing: counts. */
const FEWEST_CUES = 10;

const cueCounts = ({ profile }: SourceRow) =>
  profile
    .filter((part) => part.cues > 0)
    .map((part) => `${part.cues} ${part.category}`)
    .join(', ');

export function Profile({ place, data }: Props): VNode {
  const rows = data.sources.filter((source) => source.cues >= FEWEST_CUES).slice(0, 12);
  const few = data.sources.filter((source) => source.cues > 0 && source.cues < FEWEST_CUES);
  const label = rows
    .map((row) => `${row.source}, ${count(row.cues, 'cue')}: ${row.profile.filter((part) => part.cues > 0).map((part) => `${part.category} ${part.cues}, ${short(part.share)} %`).join(', ')}`) // biome-ignore format: one phrase
    .join('; ');
  return (
    <Block
      place={place}
      name="introduced"
      title="How are sources introduced?"
      intro="“Said” takes no side. “Noted” presents what follows as fact. “Claimed” keeps it at arm’s length. “Denied” and “admitted” imply guilt."
    >
      {rows.length + few.length === 0 ? (
        <Quiet>
          {data.sources.length === 0
            ? 'No article of this run names its source, so there is no profile by source.'
            : 'No word that introduces a speaker was found.'}
        </Quiet>
      ) : (
        <>
          <ul class="key profile-key">
            {['counter-factive', 'hostile', 'guilt', 'distancing', 'neutral', 'endorsing'].map((category) => (
              <li>
                <span class={`dot p-${category}`} aria-hidden="true" /> {category} {PROFILE_SIGN[category]}
              </li>
            ))}
          </ul>
          <Scroll label="How sources are introduced, by source">
            <Chart
              name="attribution"
              label={`Share of each way to introduce a source. ${label}.`}
              svg={profileChart(
                rows.map((row) => ({ label: row.source, note: count(row.cues, 'cue'), parts: row.profile })),
              )}
            />
          </Scroll>
          <p class="small">Figures in the bars are counts; lengths are shares of all cues.</p>
          {few.length > 0 ? (
            <p class="small">
              Fewer than {FEWEST_CUES} cues, so counts only:{' '}
              {few.map((source, i) => (
                <>
                  {i > 0 ? '; ' : ''}
                  <bdi>{source.source}</bdi> {cueCounts(source)}
                </>
              ))}
              .
            </p>
          ) : null}
        </>
      )}
    </Block>
  );
}
