/** The first page: what differs between these accounts, and how sure are we? */
import type { VNode } from 'preact';
import { PROFILE_SIGN, profileChart, type RatePoint, type RateRow, ratesChart, ratioChart, roundUp, short, times, tooFew } from '../charts.js'; // biome-ignore format: one list
import { Absent, Block, Chart, count, day, NoDifference, Quiet, Scroll, Share, SpeakerName, Swatch, TableView } from '../components.js'; // biome-ignore format: one list
import type {
  Comparison,
  DocumentRow,
  Finding,
  Keyword,
  NameUse,
  ProblemRow,
  Rate,
  SourceRow,
  StanceRow,
  Totals,
} from '../data.js';
import { ALL } from '../data.js';
import { capital, categoryName, FAMILY_NAMES, formOf, readable, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';
import { NamingTable } from './naming.js';

export interface OverviewData {
  readonly totals: Totals;
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceRow[];
  /** What the rates belong to: sources, or articles where there are fewer than two sources. */
  readonly unit: 'source' | 'article';
  readonly units: readonly { readonly of: string; readonly label: string; readonly words: number }[];
  readonly rates: readonly Rate[];
  readonly comparisons: readonly Comparison[];
  /** Groupings besides sources. */
  readonly others: readonly { readonly by: string; readonly rows: readonly Comparison[] }[];
  readonly heat: {
    readonly rows: readonly HeatRow[];
    readonly unit: 'source' | 'article';
    readonly rates: readonly Rate[];
  };
  readonly stances: readonly StanceRow[];
  readonly targets: readonly string[];
  readonly keywords: readonly Keyword[];
  readonly naming: readonly NameUse[];
  readonly documents: readonly DocumentRow[];
  /** How articles are called, for comparisons of texts. */
  readonly names: ReadonlyMap<string, string>;
  readonly problems: readonly ProblemRow[];
  readonly problemCount: number;
}
export interface HeatRow {
  readonly of: string;
  readonly label: string;
  /** What tells it from another of the same name. */
  readonly note?: string;
}

/** Rows of the pooled rest, as compare.ts calls it. */
const REST = '(all others)';
/** Kinds whose plots stand open; the rarer ones are folded. */
const FIRST_PANELS = 6;
/** Claimed differences shown with a picture; all stand in the table. */
const MOST_CLAIMS = 8;

export function Overview({ place, data }: { readonly place: Place; readonly data: OverviewData }): VNode {
  return (
    <>
      <Lede place={place} data={data} />
      <Differences place={place} data={data} />
      {data.others.map((other) => (
        <Others place={place} by={other.by} rows={other.rows} />
      ))}
      <Heat place={place} data={data} />
      <Profile place={place} data={data} />
      <Stances place={place} data={data} />
      <Keywords place={place} data={data} />
      <Block
        place={place}
        name="names"
        wide
        title="One thing, several names"
        intro="Where sources choose different names for the same thing, the choice is part of the framing. A name in a quotation is the speaker’s choice, not the outlet’s."
      >
        {data.naming.length === 0 ? (
          <Quiet>No thing with competing names is called by two of them in this run.</Quiet>
        ) : (
          <NamingTable place={place} uses={data.naming} columns={namingColumns(data)} />
        )}
      </Block>
      <WhatWasRead place={place} data={data} />
      <Unread place={place} data={data} />
    </>
  );
}

type Props = { readonly place: Place; readonly data: OverviewData };

function namingColumns(data: OverviewData): { of: string; label: string }[] {
  const used = new Set(data.naming.map((use) => use.of));
  const known = data.units.filter((unit) => used.has(unit.label)).map(({ label }) => ({ of: label, label }));
  return known.length > 0
    ? known
    : [...used]
        .sort()
        .slice(0, 8)
        .map((of) => ({ of, label: of }));
}

export function scopeLine(totals: Totals): string {
  const from = totals.sources > 0 ? ` from ${count(totals.sources, 'source')}` : '';
  const dates =
    totals.first && totals.last
      ? day(totals.first) === day(totals.last)
        ? ` · ${day(totals.first)}`
        : ` · ${day(totals.first)} to ${day(totals.last)}`
      : '';
  return `${count(totals.articles, 'article')}${from} · ${totals.words.toLocaleString('en')} words${dates}`;
}

/** The counts of a finding follow a colon: they are read below the headline. */
function counts({ sentence }: Finding): string {
  return /: (\d[^:]*)$/.exec(sentence)?.[1] ?? '';
}
function headline(finding: Finding): string {
  const tail = counts(finding);
  return tail ? `${finding.sentence.slice(0, -tail.length - 2)}.` : finding.sentence;
}

/** Where sources were tested against each other, what holds for the run is said before what holds for one event. */
function inOrder(place: Place, { findings, comparisons, totals }: OverviewData): Finding[] {
  const tested = totals.sources > 1 && comparisons.some((row) => row.q !== null);
  if (!tested) return [...findings];
  const ofEvent = (finding: Finding) => finding.category !== null && place.site.events.has(finding.event);
  return [...findings.filter((finding) => !ofEvent(finding)), ...findings.filter(ofEvent)];
}

function Lede({ place, data }: Props): VNode {
  const [head, ...rest] = inOrder(place, data);
  const events = place.site.nav.find((item) => item.page.startsWith('events'));
  const lead = leadCategory(data);
  return (
    <section class="lede" aria-labelledby={place.id('h')}>
      <div>
        <p class="eyebrow">{scopeLine(data.totals)}</p>
        <h1 id={place.id('h')}>
          {head
            ? headline(head)
            : `${count(data.totals.articles, 'article')} read. No difference between them was tested.`}
        </h1>
        {rest.length > 0 ? (
          <ul class="answer">
            {rest.slice(0, 3).map((finding) => (
              <li>
                {finding.sentence} <Evidence place={place} finding={finding} />
              </li>
            ))}
          </ul>
        ) : null}
        <div class="sure">
          <p>
            <b>How sure:</b> {head && counts(head) ? `${capital(counts(head))} ` : ''}
            {head?.certainty ?? 'Counts describe these texts only.'}{' '}
            {head ? <Evidence place={place} finding={head} /> : null}
          </p>
        </div>
        <p class="actions screen-only">
          {events ? (
            <a class="btn main" href={place.href(events.page)}>
              Read them side by side
            </a>
          ) : null}{' '}
          <a class="btn" href={place.href('method')}>
            How this was measured
          </a>
        </p>
      </div>
      {lead ? <LeadChart lead={lead} data={data} /> : null}
    </section>
  );
}

/** The words behind a finding are one click away. */
function Evidence({ place, finding }: { readonly place: Place; readonly finding: Finding }): VNode | null {
  if (!finding.category) return null;
  const event = place.site.events.get(finding.event);
  if (event) {
    return (
      <a class="evidence" href={place.href(event, 'texts')}>
        {finding.event === ALL ? 'Read them' : capital(readable(finding.event))}, side by side
        <span class="vh"> for: {finding.sentence}</span>
      </a>
    );
  }
  const anchor = finding.category === 'naming' ? 'names' : 'differ';
  return (
    <a class="evidence" href={place.href(place.at, anchor)}>
      Evidence<span class="vh"> for: {finding.sentence}</span>
    </a>
  );
}

/** The category of the first screen's chart: that of the first finding, else the commonest kind of wording. */
function leadCategory(data: OverviewData): { family: string; category: string } | null {
  const met = new Set(data.rates.map((rate) => rate.category));
  const told = data.findings.find((finding) => finding.category && met.has(finding.category));
  if (told) return { family: told.family!, category: told.category! };
  const best = groupRates(data.rates).find((group) => group.family === 'wording');
  return best ? { family: best.family, category: best.category } : null;
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

function rowsOf(group: RateGroup, data: OverviewData): RateRow[] {
  return data.units.map(({ of, label, words }) => ({
    label,
    note: `${words.toLocaleString('en')} words`,
    own: group.of.get(of)?.own ?? null,
    quoted: group.of.get(of)?.quoted ?? null,
  }));
}

/** The end of the axis: room for every rate, and for intervals that are not out of all proportion. */
function axisEnd(rows: readonly RateRow[]): number {
  const points = rows
    .flatMap((row) => [row.own, row.quoted])
    .filter((p): p is RatePoint => p !== null && p.rate !== null);
  const most = Math.max(0, ...points.map((p) => p.rate!));
  const widest = Math.max(0, ...points.map((p) => p.high ?? 0));
  return roundUp(Math.max(1, most, Math.min(widest, most * 2.2)));
}

function inWords(group: RateGroup, rows: readonly RateRow[]): string {
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

const VoiceKey = () => (
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

function LeadChart(props: {
  readonly lead: { family: string; category: string };
  readonly data: OverviewData;
}): VNode | null {
  const { lead, data } = props;
  const group = groupRates(data.rates).find((g) => g.family === lead.family && g.category === lead.category);
  if (!group) return null;
  const rows = rowsOf(group, data).slice(0, 8);
  return (
    <figure class="figure">
      <figcaption>
        <h2>
          {capital(readable(group.category))}, by {data.unit} and voice
        </h2>
        <VoiceKey />
      </figcaption>
      <Chart
        name={`rates-${group.category}`}
        label={inWords(group, rows)}
        svg={ratesChart(rows, axisEnd(rows), true)}
      />
      <p class="small">Hits per 1,000 words of that voice.</p>
    </figure>
  );
}

function Differences({ place, data }: Props): VNode {
  const groups = groupRates(data.rates);
  const claimed = data.comparisons.filter((row) => row.verdict === 'more' || row.verdict === 'less');
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
                      <Panel group={group} data={data} />
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
                          <Panel group={group} data={data} />
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
        <RatesTable data={data} groups={groups} />
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
function Others(props: {
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

function Panel({ group, data }: { readonly group: RateGroup; readonly data: OverviewData }): VNode {
  const rows = rowsOf(group, data).slice(0, 12);
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

function RatesTable({
  data,
  groups,
}: {
  readonly data: OverviewData;
  readonly groups: readonly RateGroup[];
}): VNode {
  const known = new Map(data.units.map(({ of, label }) => [of, label]));
  const kept = new Set(groups.map((group) => group.category));
  const rows = data.rates.filter((rate) => known.has(rate.of) && kept.has(rate.category) && (rate.voice === 'author' || rate.voice === 'quoted' || rate.voice === 'reported')); // biome-ignore format: one condition
  return (
    <TableView
      name="rates"
      label="Rates by category and voice"
      head={['Category', capital(data.unit), 'Voice', 'Hits', 'Words', 'Per 1,000', '95 % interval']}
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

/** Steps of the shade in a heat map. */
const SHADES = 9;

function Heat({ place, data }: Props): VNode {
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

function Profile({ place, data }: Props): VNode {
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

function Stances({ place, data }: Props): VNode {
  const rows = new Map<string, { name: string; own: boolean; of: string; cells: Map<string, StanceRow> }>();
  for (const stance of data.stances) {
    const key = `${stance.own} ${stance.of}`;
    const row = rows.get(key) ?? { name: stance.name, own: stance.own, of: stance.of, cells: new Map() };
    row.cells.set(stance.target, stance);
    rows.set(key, row);
  }
  const all = [...rows.values()];
  const section = (own: boolean, heading: string) => {
    const part = all.filter((row) => row.own === own);
    if (part.length === 0) return null;
    return (
      <>
        <tr class="part">
          <th scope="rowgroup" colSpan={data.targets.length + 1}>
            {heading}
          </th>
        </tr>
        {part.map((row) => (
          <tr>
            <th scope="row">
              {own ? <bdi>{row.name}</bdi> : <SpeakerName place={place} speaker={row.of} name={row.name} />}
            </th>
            {data.targets.map((target) => (
              <StanceCell stance={row.cells.get(target)} />
            ))}
          </tr>
        ))}
      </>
    );
  };
  return (
    <Block
      place={place}
      name="stance"
      title="Whom are the voices for or against?"
      intro="Each mark is one passage that shows a stance toward a target. The outlets’ own words come first, because what a quoted official thinks is not what the outlet thinks."
    >
      {data.targets.length === 0 || all.length === 0 ? (
        <Quiet>No passage with a clear stance toward a person, organization or country was found.</Quiet>
      ) : (
        <>
          <ul class="key">
            <li>
              <span class="st-a">■</span> one passage against
            </li>
            <li>
              <span class="st-f">●</span> one passage for
            </li>
            <li>· no evidence found</li>
          </ul>
          <TableView
            name="stances"
            label="Stance by voice and target"
            class="stance"
            head={['Voice', ...data.targets.map((t) => <bdi>{t}</bdi>)]}
          >
            {section(true, 'In the outlets’ own words')}
            {section(false, 'Speakers, in any source')}
          </TableView>
        </>
      )}
    </Block>
  );
}

/** More marks than this are a number. */
const MOST_MARKS = 6;

export function StanceCell({ stance }: { readonly stance: StanceRow | undefined }): VNode {
  if (!stance || stance.against + stance.favour === 0) return <td class="none">·</td>;
  const side = (n: number, mark: string, kind: string, word: string) =>
    n === 0 ? null : (
      <span class={kind}>
        <span aria-hidden="true">{n > MOST_MARKS ? `${mark}×${n}` : mark.repeat(n)}</span>
        <span class="vh">
          {n} {word}
        </span>
      </span>
    );
  return (
    <td title={stance.evidence ?? undefined}>
      {side(stance.against, '■', 'st-a', 'against')} {side(stance.favour, '●', 'st-f', 'for')}
    </td>
  );
}

function Keywords({ place, data }: Props): VNode {
  const groups = new Map<string, Keyword[]>();
  for (const word of data.keywords) groups.set(word.a, [...(groups.get(word.a) ?? []), word]);
  const most = Math.max(1, ...data.keywords.map((word) => word.z));
  return (
    <Block
      place={place}
      name="keywords"
      title="Which words set a source apart?"
      intro="Words a source uses more in its own voice than all others together (log-odds with a prior, Monroe and others 2008). Longer bars are surer."
    >
      {groups.size === 0 ? (
        <Quiet>
          Too little text to tell: a word counts from five uses in three articles, and there must be two
          sources.
        </Quiet>
      ) : (
        <Scroll label="Words that set each source apart">
          <div class="panels keywords">
            {[...groups].map(([source, words]) => (
              <div class="panel">
                <h4>
                  <bdi>{source}</bdi>
                </h4>
                <table data-name={`keywords-${source}`}>
                  <thead class="vh">
                    <tr>
                      <th scope="col">Word</th>
                      <th scope="col">Uses here and elsewhere</th>
                      <th scope="col">Certainty</th>
                    </tr>
                  </thead>
                  <tbody>
                    {words.map((word) => (
                      <tr>
                        <th scope="row" class="src">
                          {word.lemma}
                        </th>
                        <td class="num">
                          {word.usesA} <span class="n">: {word.usesB}</span>
                        </td>
                        <td>
                          <svg
                            class="bar"
                            width="70"
                            height="8"
                            role="img"
                            aria-label={`z ${word.z.toFixed(1)}`}
                          >
                            <rect width={Math.round((word.z / most) * 70)} height="8" />
                          </svg>
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            ))}
          </div>
        </Scroll>
      )}
    </Block>
  );
}

function WhatWasRead({ place, data }: Props): VNode {
  return (
    <Block
      place={place}
      name="read"
      title="What was read"
      intro="Black: the outlet’s own words. Outlined: quoted. Dotted: reported."
    >
      <DocumentTable place={place} documents={data.documents} />
      {data.totals.articles > data.documents.length ? (
        <p>
          <a href={place.href('articles')}>All {data.totals.articles.toLocaleString('en')} articles</a>
        </p>
      ) : null}
    </Block>
  );
}

export function DocumentTable({
  place,
  documents,
}: {
  readonly place: Place;
  readonly documents: readonly DocumentRow[];
}): VNode {
  return (
    <TableView
      name="articles"
      label="Articles"
      class="stack read"
      head={['Article', 'Begins', 'Words', 'Quotes', 'Whose words']}
      numbers={[2, 3]}
    >
      {documents.map((doc) => (
        <tr>
          <th scope="row">
            <a href={place.href(place.site.articles.get(doc.id) ?? place.at)}>
              <bdi>{doc.source ?? doc.title ?? doc.id}</bdi>
            </a>
            <small>{day(doc.published)}</small>
          </th>
          <td data-th="Begins">
            <span class="src" dir="auto">
              {doc.source && doc.title ? <b>{doc.title} </b> : null}
              {doc.opening}
            </span>
            {doc.copyOf ? <small>A copy of {doc.copyOf}: counted once.</small> : null}
          </td>
          <td class="num" data-th="Words">
            {doc.words.toLocaleString('en')}
          </td>
          <td class="num" data-th="Quotes">
            {doc.quotes}
          </td>
          <td data-th="Whose words">
            <Share own={doc.own} quoted={doc.quoted} reported={doc.reported} />
            <small>{doc.own} % own</small>
          </td>
        </tr>
      ))}
    </TableView>
  );
}

function Unread({ place, data }: Props): VNode {
  return (
    <Block
      place={place}
      name="unread"
      title="What could not be read"
      intro={
        data.problemCount === 0
          ? undefined
          : `${count(data.problemCount, 'problem')}. Nothing that could not be read is counted anywhere.`
      }
    >
      {data.problems.length === 0 ? (
        <p>
          <Absent>nothing: every file gave an article</Absent>
        </p>
      ) : (
        <>
          <TableView name="problems" label="Problems" class="stack" head={['File', 'What happened']}>
            {data.problems.map((problem) => (
              <tr>
                <th scope="row">
                  <bdi>{problem.file ?? problem.document ?? ''}</bdi>
                </th>
                <td data-th="What happened">
                  {problem.message} <small>{problem.code}</small>
                </td>
              </tr>
            ))}
          </TableView>
          {data.problemCount > data.problems.length ? <Quiet>All stand in csv/problems.csv.</Quiet> : null}
        </>
      )}
    </Block>
  );
}
