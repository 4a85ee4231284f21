/** The first page: what differs between these accounts, and how sure are we? */
import type { VNode } from 'preact';
import { ratesChart } from '../charts.js';
import { Absent, Block, Chart, count, day, Quiet, Scroll, TableView } from '../components.js';
import {
  ALL,
  type Comparison,
  type DocumentRow,
  type Finding,
  type Keyword,
  type ProblemRow,
  type Rate,
  type SourceRow,
  type Totals,
} from '../data.js';
import type { NameUse } from '../data-naming.js';
import type { TrendPoint } from '../data-trends.js';
import { DocumentTable } from '../documents.js';
import { capital, readable } from '../forms.js';
import { axisEnd, groupRates, inWords, type RateUnit, rowsOf, VoiceKey } from '../rates.js';
import type { Place } from '../site.js';
import { Differences, Others } from './differences.js';
import { Heat, Profile } from './matrices.js';
import { NamingTable } from './naming.js';
import { type StanceData, Stances } from './stance.js';
import { Trends } from './trends.js';

export interface OverviewData {
  readonly totals: Totals;
  readonly findings: readonly Finding[];
  readonly sources: readonly SourceRow[];
  /** What the rates belong to: sources, or articles where there are fewer than two sources. */
  readonly unit: 'source' | 'article';
  readonly units: readonly RateUnit[];
  readonly rates: readonly Rate[];
  readonly comparisons: readonly Comparison[];
  /** Groupings besides sources. */
  readonly others: readonly { readonly by: string; readonly rows: readonly Comparison[] }[];
  readonly heat: {
    readonly rows: readonly HeatRow[];
    readonly unit: 'source' | 'article';
    readonly rates: readonly Rate[];
  };
  readonly trends: readonly TrendPoint[];
  readonly stances: StanceData;
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

export function Overview({ place, data }: { readonly place: Place; readonly data: OverviewData }): VNode {
  return (
    <>
      <Lede place={place} data={data} />
      <Differences place={place} data={data} />
      {data.others.map((other) => (
        <Others place={place} by={other.by} rows={other.rows} />
      ))}
      <Heat place={place} data={data} />
      <Trends place={place} trends={data.trends} />
      <Profile place={place} data={data} />
      <Stances place={place} data={data.stances} />
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
  const ofRun = (finding: Finding) => finding.category === null || !place.site.events.has(finding.event);
  return [...findings.filter(ofRun), ...findings.filter((finding) => !ofRun(finding))];
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
        <div class="sure">
          <p>
            <b>How sure:</b> {head && counts(head) ? `${capital(counts(head))} ` : ''}
            {head?.certainty ?? 'Counts describe these texts only.'}{' '}
            {head ? <Evidence place={place} finding={head} /> : null}
          </p>
        </div>
        {rest.length > 0 ? (
          <ul class="answer">
            {rest.slice(0, 3).map((finding) => (
              <li>
                {finding.sentence} <Evidence place={place} finding={finding} />
                {finding.certainty ? <span class="fig">{finding.certainty}</span> : null}
              </li>
            ))}
          </ul>
        ) : null}
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

/** Where the page of an event shows what a kind of finding rests on. */
const SHOWN_AT: Readonly<Record<string, string>> = { naming: 'names', speakers: 'quoted' };

/** The words behind a finding are one click away. */
function Evidence({ place, finding }: { readonly place: Place; readonly finding: Finding }): VNode | null {
  const { category, event } = finding;
  if (!category) {
    return (
      <a class="evidence" href={place.href(place.at, 'differ')}>
        All comparisons
      </a>
    );
  }
  const page = place.site.events.get(event) ?? place.site.events.get(ALL);
  if (page) {
    return (
      <a class="evidence" href={place.href(page, SHOWN_AT[category] ?? 'texts')}>
        {place.site.events.has(event) && event !== ALL ? capital(readable(event)) : 'Read them'}, side by side
        <span class="vh"> for: {finding.sentence}</span>
      </a>
    );
  }
  const anchor = category === 'naming' ? 'names' : 'differ';
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

function LeadChart(props: {
  readonly lead: { family: string; category: string };
  readonly data: OverviewData;
}): VNode | null {
  const { lead, data } = props;
  const group = groupRates(data.rates).find((g) => g.family === lead.family && g.category === lead.category);
  if (!group) return null;
  const rows = rowsOf(group, data.units).slice(0, 8);
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
          Too little text to tell: a word counts from five uses, in three articles of one source, and there
          must be two sources.
        </Quiet>
      ) : (
        <Scroll label="Words that set each source apart">
          <div class="panels keywords">
            {[...groups].map(([source, words]) => (
              <div class="panel">
                <h4>
                  <bdi>{source}</bdi>
                </h4>
                <table data-name={`keywords-${source}`} aria-label={`Words that set ${source} apart`}>
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
