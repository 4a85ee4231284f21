/** Whose is every word of this text? */
import type { VNode } from 'preact';
import type { Analysis } from '../../../pipeline/types.js';
import { short } from '../charts.js';
import {
  Actions,
  CitationList,
  Citations,
  count,
  countForms,
  day,
  Legend,
  MarkerTable,
  Original,
  PrintKey,
  Share,
  TableView,
  titleOf,
} from '../components.js';
import type { DocumentRow } from '../data.js';
import { capital, FORMS, REGION_NAMES, readable, VOICE_NAMES } from '../forms.js';
import type { ReportLexicons } from '../lexicons.js';
import type { PageKey, Place } from '../site.js';
import { TextView } from '../textview.js';

export interface ArticleData {
  readonly doc: DocumentRow;
  readonly record: Analysis;
  readonly eventPage: PageKey | null;
}

export function ArticlePage(props: {
  readonly place: Place;
  readonly data: ArticleData;
  readonly lexicons: ReportLexicons;
}): VNode {
  const { place, data, lexicons } = props;
  const { doc, record } = data;
  const counts = countForms([record]);
  const citations = new Citations();
  const silent = [...new Set(record.regions.map((region) => region.kind))].filter((kind) => kind !== 'headline' && kind !== 'caption'); // biome-ignore format: one condition
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">
            <bdi>{doc.source ?? 'No source given'}</bdi> · {day(doc.published)} · id <bdi>{doc.id}</bdi>
            {record.url ? (
              <>
                {' '}
                · <Original url={record.url} />
              </>
            ) : null}
            {data.eventPage ? (
              <span class="screen-only">
                {' '}
                · <a href={place.href(data.eventPage)}>side by side with other accounts</a>
              </span>
            ) : null}
          </p>
          <h1 id={place.id('h')} dir="auto" class="article-title">
            {titleOf(doc)}
          </h1>
          <p class="answer">{summary(record)}</p>
        </div>
      </section>
      <dl class="meta">
        <div>
          <dt>Words counted</dt>
          <dd>{doc.words.toLocaleString('en')}</dd>
        </div>
        <div>
          <dt>Whose words</dt>
          <dd>
            <Share own={doc.own} quoted={doc.quoted} reported={doc.reported} />
            {doc.own} % own, {doc.quoted} % quoted, {doc.reported} % reported
          </dd>
        </div>
        <div>
          <dt>Quotes and speakers</dt>
          <dd>
            {count(record.quotes.length, 'quote')}, {count(record.speakers.length, 'speaker')}
          </dd>
        </div>
        <div>
          <dt>Set aside, not counted</dt>
          <dd>
            {silent.length === 0
              ? 'nothing'
              : silent.map((kind) => REGION_NAMES[kind]!.replace(', not counted', '')).join(', ')}
          </dd>
        </div>
      </dl>
      <Legend place={place} counts={counts} />
      <PrintKey forms={FORMS.filter((form) => counts.has(form.id))} />
      <Actions letters />
      <article class="reading" aria-label="The text" data-col="a1">
        <TextView record={record} id={place.id} />
      </article>
      <MarkerTable
        record={record}
        lexicons={lexicons}
        citations={citations}
        place={place}
        id={place.id}
        title={`All ${count(record.markers.length, 'marker')} as a table`}
      />
      <CitationList place={place} citations={citations} />
      <ScoreTable record={record} />
      <StanceTable place={place} record={record} />
      {record.problems.length > 0 ? (
        <p class="quiet">{record.problems.map((problem) => problem.message).join(' ')}</p>
      ) : null}
    </>
  );
}

/** One sentence on what is marked in the outlet's own words; the scores say it, nothing is added up here. */
function summary(record: Analysis): string {
  const own = record.scores
    .filter(
      (score) =>
        score.voice === 'author' && score.speaker === null && score.family === 'wording' && score.hits > 0,
    )
    .sort((a, b) => b.hits - a.hits || (a.category < b.category ? -1 : 1));
  if (record.markers.length === 0) return 'No word of this text matches an entry of the lexicons.';
  if (own.length === 0)
    return 'No strong wording was found in the outlet’s own words; what is marked stands in quotations or concerns certainty and sources.';
  const parts = own
    .slice(0, 4)
    .map(({ hits, category }) => `${readable(category)} ${hits === 1 ? 'once' : `${hits} times`}`);
  const rarer = own.length > parts.length ? ', and rarer kinds' : '';
  return `In the outlet’s own ${count(record.words.author, 'word')} there is ${parts.join(', ')}${rarer}.`;
}

function ScoreTable({ record }: { readonly record: Analysis }): VNode | null {
  const rows = record.scores.filter((score) => score.speaker === null);
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>Counts and rates by voice</summary>
      <TableView
        name="scores"
        label="Scores"
        head={['Category', 'Voice', 'Hits', 'Words', 'Per 1,000', '95 % interval']}
        numbers={[2, 3, 4, 5]}
      >
        {rows.map((score) => (
          <tr>
            <th scope="row">{capital(readable(score.category))}</th>
            <td>{VOICE_NAMES[score.voice]}</td>
            <td class="num">{score.hits}</td>
            <td class="num">{score.words}</td>
            <td class="num">{score.rate === null ? 'too few words' : short(score.rate)}</td>
            <td class="num">
              {score.rateLow === null ? '' : `${short(score.rateLow)} to ${short(score.rateHigh ?? 0)}`}
            </td>
          </tr>
        ))}
      </TableView>
    </details>
  );
}

function StanceTable({ place, record }: { readonly place: Place; readonly record: Analysis }): VNode | null {
  const shown = record.stances.flatMap((stance, i) => (stance.label === 0 ? [] : [{ ...stance, n: i + 1 }]));
  if (shown.length === 0) return null;
  const targets = new Map(record.targets.map((target) => [target.id, target.name]));
  const speakers = new Map(record.speakers.map((speaker) => [speaker.id, speaker.name]));
  return (
    <details>
      <summary>For or against: {count(shown.length, 'passage')}</summary>
      <TableView
        name="stances"
        label="Stances"
        class="stack"
        head={['Target', 'Stance', 'Whose words', 'The words that show it']}
      >
        {shown.map((stance) => (
          <tr id={place.id(`s${stance.n}`)}>
            <th scope="row">
              <bdi>{targets.get(stance.target) ?? stance.target}</bdi>
            </th>
            <td data-th="Stance">
              {stance.label < 0 ? <span class="st-a">■ against</span> : <span class="st-f">● for</span>}
            </td>
            <td data-th="Whose words">
              {VOICE_NAMES[stance.voice]}
              {stance.speaker ? (
                <>
                  : <bdi>{speakers.get(stance.speaker)}</bdi>
                </>
              ) : null}
            </td>
            <td data-th="The words that show it" class="src" dir="auto">
              {stance.evidence.map(([start, end]) => `“${record.text.slice(start, end)}”`).join(', ')}
            </td>
          </tr>
        ))}
      </TableView>
    </details>
  );
}
