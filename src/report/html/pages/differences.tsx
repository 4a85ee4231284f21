/** Where the groups differ: claimed differences, plots of every kind of wording, and what was compared besides. */
import type { VNode } from 'preact';
import { ClaimRow, ComparisonTable, MOST_CLAIMS, REST, ratioEnd } from '../comparisons.js';
import { Block, count, NoDifference, Quiet, Scroll } from '../components.js';
import type { Comparison } from '../data.js';
import { FAMILY_NAMES, readable } from '../forms.js';
import { groupRates, Panel, RatesTable, VoiceKey } from '../rates.js';
import type { Place } from '../site.js';
import type { OverviewData } from './overview.js';

/** Kinds whose plots stand open; the rarer ones are folded. */
const FIRST_PANELS = 6;

type Props = { readonly place: Place; readonly data: OverviewData };

export function Differences({ place, data }: Props): VNode {
  const groups = groupRates(data.rates);
  const different = data.comparisons.filter((row) => row.verdict === 'more' || row.verdict === 'less');
  // How often one says “said” frames nothing: such differences come last.
  const saying = ({ family, category }: Comparison) => family === 'attribution' && category === 'neutral';
  const claimed = [...different.filter((row) => !saying(row)), ...different.filter(saying)];
  const tested = data.comparisons.filter((row) => row.q !== null);
  const untested = data.comparisons.length - tested.length;
  const byText = data.comparisons.some((row) => row.by === 'texts');
  const shown = claimed.slice(0, MOST_CLAIMS);
  const max = ratioEnd(shown);
  return (
    <Block
      place={place}
      name="differ"
      title={`Where do the ${data.unit}s differ?`}
      intro="Each dot is a rate per 1,000 words of that voice, each line its 95 % interval. Where lines overlap widely, do not read a difference into the dots."
    >
      <ul class="findings">
        {shown.map((row) => (
          <ClaimRow row={row} max={max} label={nameOf(data)} />
        ))}
        {claimed.length > shown.length ? (
          <li>{claimed.length - shown.length} more differences stand in the table below.</li>
        ) : null}
        <li>
          {tested.length > 0 ? (
            <>
              <NoDifference /> in {claimed.length === 0 ? 'any of' : 'the other'}{' '}
              {(tested.length - claimed.length).toLocaleString('en')}{' '}
              {claimed.length === 0 ? '' : `of ${tested.length.toLocaleString('en')} `}
              comparisons of wording, certainty and attribution.
            </>
          ) : data.unit === 'source' ? (
            'No two sources could be tested against each other: that takes five articles of each. Accounts of one event are compared on its own page.'
          ) : (
            'No two articles could be tested against each other: that takes 100 words of a voice in both.'
          )}
          <span class="fig">
            {untested > 0
              ? `${untested.toLocaleString('en')} more are counts only: too few articles or too little text. `
              : ''}
            {byText
              ? 'Pairs of texts are compared as these two texts; they do not stand for their outlets. '
              : ''}
            {tested.length > 0
              ? 'Frames and moral words, which are rather what a text is about, stand in csv/comparisons.csv. '
              : ''}
            “No detectable difference” does not mean alike.
          </span>
        </li>
      </ul>
      {groups.length === 0 ? (
        <Quiet>No marker of wording or certainty was found in this run.</Quiet>
      ) : (
        <>
          <VoiceKey />
          {(['wording', 'commitment'] as const).map((family) => {
            const members = groups.filter((group) => group.family === family);
            const rest = members.slice(FIRST_PANELS);
            if (members.length === 0) return null;
            return (
              <>
                <h3 class="fam">
                  <b>{FAMILY_NAMES[family].title}:</b> {FAMILY_NAMES[family].asks}
                </h3>
                <Scroll label={`Rates of ${FAMILY_NAMES[family].title.toLowerCase()}, kind by kind`}>
                  <div class="panels">
                    {members.slice(0, FIRST_PANELS).map((group) => (
                      <Panel group={group} units={data.units} />
                    ))}
                  </div>
                </Scroll>
                {rest.length > 0 ? (
                  <details>
                    <summary>
                      {count(rest.length, 'rarer kind')}:{' '}
                      {rest.map((group) => readable(group.category)).join(', ')}
                    </summary>
                    <Scroll label={`Rates of the rarer kinds of ${FAMILY_NAMES[family].title.toLowerCase()}`}>
                      <div class="panels">
                        {rest.map((group) => (
                          <Panel group={group} units={data.units} />
                        ))}
                      </div>
                    </Scroll>
                  </details>
                ) : null}
              </>
            );
          })}
          <p class="small">Wording and certainty are never added up, and there is no overall score.</p>
        </>
      )}
      <details>
        <summary>The numbers behind these plots</summary>
        <RatesTable unit={data.unit} units={data.units} rates={data.rates} groups={groups} />
      </details>
      {data.comparisons.length > 0 ? (
        <details>
          <summary>All comparisons</summary>
          <ComparisonTable rows={data.comparisons} label={nameOf(data)} />
        </details>
      ) : null}
    </Block>
  );
}

/** Months, speakers or a field of the input as groups. */
export function Others(props: {
  readonly place: Place;
  readonly by: string;
  readonly rows: readonly Comparison[];
}): VNode {
  const { place, by, rows } = props;
  const claimed = rows.filter((row) => row.verdict === 'more' || row.verdict === 'less');
  const tested = rows.filter((row) => row.q !== null);
  const shown = claimed.slice(0, MOST_CLAIMS);
  const label = (of: string) => (of === REST ? 'all others' : readable(of));
  return (
    <Block place={place} name={`by-${by}`} title={`And by ${readable(by)}?`}>
      <ul class="findings">
        {shown.map((row) => (
          <ClaimRow row={row} max={ratioEnd(shown)} label={label} />
        ))}
        <li>
          {tested.length === 0 ? (
            'Nothing could be tested: it takes two groups of five articles.'
          ) : (
            <>
              <NoDifference /> in {(tested.length - claimed.length).toLocaleString('en')} of{' '}
              {tested.length.toLocaleString('en')} comparisons.
            </>
          )}
        </li>
      </ul>
      <details>
        <summary>All comparisons by {readable(by)}</summary>
        <ComparisonTable rows={rows} label={label} />
      </details>
    </Block>
  );
}

function nameOf(data: OverviewData): (of: string) => string {
  return (of) => (of === REST ? 'all others' : (data.names.get(of) ?? of));
}
