/** Side by side: where in the words do the accounts of one event differ? */
import type { VNode } from 'preact';
import type { Analysis } from '../../../pipeline/types.js';
import { ClaimRow, ComparisonTable, ratioEnd } from '../comparisons.js';
import { Absent, Actions, across, Block, CitationList, Citations, count, countForms, day, Lacking, Legend, MarkerTable, NoDifference, PrintKey, Quiet, Share, SpeakerName, TableView } from '../components.js'; // biome-ignore format: one list
import type { Comparison, DocumentRow, Fact, Finding } from '../data.js';
import type { NameUse } from '../data-naming.js';
import { FORMS, VOICE_NAMES } from '../forms.js';
import type { ReportLexicons } from '../lexicons.js';
import type { Place } from '../site.js';
import { TextView } from '../textview.js';
import { NamingTable } from './naming.js';
import { type StanceData, Stances } from './stance.js';

/** Accounts shown at once: fewer than two compare nothing, more than six are too narrow to read. */
export const FEWEST_SHOWN = 2;
export const MOST_SHOWN = 6;
/** Shown when the page opens: what a projector carries. */
const SHOWN_FIRST = 3;

export interface Account {
  readonly doc: DocumentRow;
  readonly record: Analysis;
}

export interface EventData {
  /** Id of the event, or `all`. */
  readonly event: string;
  readonly title: string;
  readonly accounts: readonly Account[];
  /** Accounts that the page does not hold: they are linked. */
  readonly further: readonly DocumentRow[];
  readonly findings: readonly Finding[];
  readonly comparisons: readonly Comparison[];
  readonly naming: readonly NameUse[];
  readonly stances: StanceData;
  readonly facts: readonly Fact[];
  readonly speakers: readonly {
    speaker: string;
    name: string;
    document: string;
    quotes: number;
    words: number;
  }[];
  readonly worksheet: boolean;
}

type Props = { readonly place: Place; readonly data: EventData; readonly lexicons: ReportLexicons };

export function EventPage({ place, data, lexicons }: Props): VNode {
  const { accounts } = data;
  const citations = new Citations();
  const key = (i: number) => `a${i + 1}`;
  const id = (i: number) => (anchor: string) => place.id(`${key(i)}${anchor}`);
  const shown = accountsToShow(data, SHOWN_FIRST);
  const counts = countForms(accounts.filter(({ doc }) => shown.has(doc.id)).map(({ record }) => record));
  for (const [form] of countForms(accounts.map(({ record }) => record)))
    if (!counts.has(form)) counts.set(form, 0);
  return (
    <>
      <Answer place={place} data={data} />
      <div class="task" data-task hidden>
        <p class="small" data-step />
        <p class="ask" data-ask />
        <p>
          <button type="button" class="main" data-action="reveal" />
        </p>
      </div>
      <section aria-labelledby={place.id('texts')}>
        <h2 id={place.id('texts')} class="vh">
          The accounts
        </h2>
        <Choose place={place} data={data} shown={shown} />
        <Legend place={place} counts={counts} />
        <PrintKey forms={FORMS.filter((form) => counts.has(form.id))} />
        <div class="cols" data-cols>
          {accounts.map((account, i) => (
            <Column
              place={place}
              account={account}
              id={id(i)}
              name={key(i)}
              shown={shown.has(account.doc.id)}
            />
          ))}
        </div>
      </section>
      <div class="spoiler">
        <Tested place={place} data={data} />
        <Names place={place} data={data} />
        <Stances place={place} data={data.stances} />
        <Facts place={place} data={data} />
        <Quoted place={place} data={data} />
        <Block
          place={place}
          name="markers"
          wide
          title="Every marker, and why"
          intro="What the cards say, as tables."
        >
          {accounts.map((account, i) => (
            <MarkerTable
              record={account.record}
              lexicons={lexicons}
              citations={citations}
              place={place}
              id={id(i)}
              title={`${account.doc.name}: ${count(account.record.markers.length, 'marker')}`}
            />
          ))}
          <CitationList place={place} citations={citations} />
        </Block>
      </div>
    </>
  );
}

function Answer({ place, data }: { readonly place: Place; readonly data: EventData }): VNode {
  const [head, ...rest] = data.findings;
  const dates = data.accounts.map(({ doc }) => doc.published).filter((date): date is string => date !== null);
  const span = dates.length === 0 ? '' : ` · ${day(dates[0]!)}${dates.length > 1 && day(dates[0]!) !== day(dates.at(-1)!) ? ` to ${day(dates.at(-1)!)}` : ''}`; // biome-ignore format: one phrase
  const sheet = place.at.replace(/^events\//, '');
  return (
    <section class="lede side" aria-labelledby={place.id('h')}>
      <div>
        <p class="eyebrow">
          Side by side · {count(data.accounts.length + data.further.length, 'account')}
          {span}
        </p>
        <h1 id={place.id('h')} dir="auto">
          {data.title}
        </h1>
        <div class="spoiler">
          {head ? (
            <p class="answer lead">{head.sentence}</p>
          ) : (
            <p class="answer lead">
              No difference between these accounts was tested. Read what each of them says.
            </p>
          )}
        </div>
      </div>
      <div class="sure spoiler">
        <p>
          <b>How sure:</b> {head?.certainty ?? 'Counts describe these texts only.'}
        </p>
        <p>These are a few texts. They do not stand for their outlets.</p>
      </div>
      {rest.length > 0 ? (
        <ul class="answer more spoiler">
          {rest.slice(0, 4).map((finding) => (
            <li>
              {finding.sentence}
              {finding.certainty ? <span class="fig">{finding.certainty}</span> : null}
            </li>
          ))}
        </ul>
      ) : null}
      <Actions
        forClass
        letters
        links={
          data.worksheet
            ? [
                ['Worksheet', place.href(`worksheets/${sheet}`)],
                ['Answer sheet', place.href(`answers/${sheet}`)],
              ]
            : []
        }
      />
    </section>
  );
}

/** The accounts to begin with: those that the findings are about, then by date. */
export function accountsToShow({ findings, accounts }: EventData, most: number): Set<string> {
  const ids = new Set(accounts.map(({ doc }) => doc.id));
  const named = findings
    .flatMap(({ a, b }) => [a, b])
    .filter((id): id is string => id !== null && ids.has(id));
  return new Set([...new Set([...named, ...ids])].slice(0, most));
}

function Choose(props: {
  readonly place: Place;
  readonly data: EventData;
  readonly shown: ReadonlySet<string>;
}): VNode {
  const { place, data, shown } = props;
  return (
    <>
      <fieldset class="choose">
        <legend>Accounts</legend>
        {data.accounts.map(({ doc }, i) => (
          <label class="chip">
            <input
              type="checkbox"
              data-account={`a${i + 1}`}
              checked={shown.has(doc.id)}
              autocomplete="off"
            />
            <span class="chip-text">
              <bdi>{doc.name}</bdi>
            </span>
          </label>
        ))}
        <span class="small" data-chosen data-least={FEWEST_SHOWN} data-most={MOST_SHOWN} />
      </fieldset>
      {data.further.length > 0 ? (
        <details class="further">
          <summary>{count(data.further.length, 'further account')} of this event</summary>
          <ul>
            {data.further.map((doc) => {
              const page = place.site.articles.get(doc.id);
              return (
                <li>
                  {page ? (
                    <a href={place.href(page)}>
                      <bdi>{doc.name}</bdi>
                    </a>
                  ) : (
                    <bdi>{doc.name}</bdi>
                  )}{' '}
                  {doc.copyOf ? 'a copy, counted once' : ''}
                </li>
              );
            })}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function Column(props: {
  readonly place: Place;
  readonly account: Account;
  readonly id: (anchor: string) => string;
  readonly name: string;
  readonly shown: boolean;
}): VNode {
  const { place, account, id, name } = props;
  const { doc, record } = account;
  const page = place.site.articles.get(doc.id);
  const heading = id('h');
  return (
    <article class={`col${props.shown ? '' : ' late'}`} data-col={name} id={id('')} aria-labelledby={heading}>
      <h3 id={heading}>
        {page ? (
          <a href={place.href(page)}>
            <bdi>{doc.name}</bdi>
          </a>
        ) : (
          <bdi>{doc.name}</bdi>
        )}
      </h3>
      <header>
        <p class="small">
          {day(doc.published)}
          <span class="spoiler">
            {' '}
            · {count(doc.words, 'word')}, {count(doc.quotes, 'quote')}, {count(doc.markers, 'marker')}
          </span>
        </p>
        <div class="spoiler">
          <Share own={doc.own} quoted={doc.quoted} reported={doc.reported} />
          <p class="small">
            {doc.own} % own words · {doc.quoted} % quoted · {doc.reported} % reported
          </p>
        </div>
        {doc.title && !record.regions.some((region) => region.kind === 'headline') ? (
          <p class="src title" dir="auto">
            {doc.title}
          </p>
        ) : null}
        {doc.copyOf ? <p class="small">A copy of {doc.copyOf}: shown, counted once.</p> : null}
      </header>
      <div class="cq">
        <TextView record={record} id={id} />
      </div>
    </article>
  );
}

function Tested({ place, data }: { readonly place: Place; readonly data: EventData }): VNode {
  const names = new Map(data.accounts.map(({ doc }) => [doc.id, doc.name]));
  const label = (of: string) => names.get(of) ?? of;
  // How often one says “said” frames nothing: it stands in the table only.
  const all = data.comparisons.filter((row) => row.verdict === 'more' || row.verdict === 'less');
  const claimed = all.filter((row) => !(row.family === 'attribution' && row.category === 'neutral'));
  const tested = data.comparisons.filter((row) => row.q !== null);
  return (
    <Block
      place={place}
      name="differ"
      title="Where do they differ, as counts?"
      intro="Pairs of texts, category by category, each voice apart. It is said of these texts only."
    >
      {data.comparisons.length === 0 ? (
        <Quiet>
          These accounts were not compared pair by pair: that is done for two to eight accounts of one event.
        </Quiet>
      ) : (
        <>
          <ul class="findings">
            {claimed.slice(0, 8).map((row) => (
              <ClaimRow row={row} max={ratioEnd(claimed.slice(0, 8))} label={label} />
            ))}
            <li>
              {tested.length === 0 ? (
                'Too little text for a test: it takes 100 words of a voice on each side.'
              ) : (
                <>
                  <NoDifference /> in {all.length === 0 ? 'any of' : 'the other'} {tested.length - all.length}{' '}
                  comparisons of wording, certainty and attribution.
                  {all.length > claimed.length
                    ? ' How often “said” and its like are used differs, too, and stands in the table.'
                    : ''}
                </>
              )}
              <span class="fig">
                With texts this short, only large differences can show. It does not mean that they are alike.
                {tested.length === 0
                  ? ''
                  : ` Frames and moral words, which are rather what a text is about, are not in this list${place.site.single ? '' : '; they stand in csv/comparisons.csv'}.`}
              </span>
            </li>
          </ul>
          <details>
            <summary>All comparisons</summary>
            <ComparisonTable rows={data.comparisons} label={label} />
          </details>
        </>
      )}
    </Block>
  );
}

function Names({ place, data }: { readonly place: Place; readonly data: EventData }): VNode {
  const used = new Set(data.naming.map((use) => use.of));
  const columns = data.accounts
    .map(({ doc }) => ({ of: doc.id, label: doc.name }))
    .filter((c) => used.has(c.of));
  return (
    <Block
      place={place}
      name="names"
      wide
      title="One thing, several names"
      intro="Where accounts choose different names for the same thing, the choice is a large part of the framing. A name in a quotation is the speaker’s choice."
    >
      {columns.length === 0 ? (
        <Quiet>No thing with competing names is called by two of them in these accounts.</Quiet>
      ) : (
        <NamingTable
          place={place}
          uses={data.naming}
          columns={data.accounts.map(({ doc }) => ({ of: doc.id, label: doc.name }))}
        />
      )}
    </Block>
  );
}

function Facts({ place, data }: { readonly place: Place; readonly data: EventData }): VNode {
  const facts = [...new Set(data.facts.map((fact) => fact.fact))];
  return (
    <Block
      place={place}
      name="facts"
      wide
      title="Same fact, told by each"
      intro="Passages with the same actors and figures, and similar words. “Not told” means that no such passage was found, not that the outlet hid it."
    >
      {facts.length === 0 ? (
        <Quiet>No passages were found that evidently tell the same fact.</Quiet>
      ) : (
        <TableView
          name="facts"
          label="The same fact in each account"
          class={across('facts', data.accounts)}
          head={['Fact', ...data.accounts.map(({ doc }) => <bdi>{doc.name}</bdi>)]}
        >
          {facts.map((fact, n) => {
            const rows = data.facts.filter((row) => row.fact === fact);
            const told = new Set(rows.map((row) => row.document));
            const silent = data.accounts.filter(({ doc }) => !told.has(doc.id));
            return (
              <tr>
                <th scope="row">
                  {n + 1}{' '}
                  <small>
                    told by {told.size} of {data.accounts.length}
                  </small>
                  <Lacking what="Not told" who={silent.map(({ doc }) => doc.name)} />
                </th>
                {data.accounts.map(({ doc }) => {
                  const own = rows.filter((row) => row.document === doc.id);
                  return (
                    <td data-th={doc.name} class={told.has(doc.id) ? undefined : 'absent'}>
                      {own.length === 0 ? <Absent>not told</Absent> : null}
                      {own.map((row) => (
                        <p>
                          <span class="src" dir="auto">
                            {row.text}
                          </span>
                          <small>
                            {VOICE_NAMES[row.voice ?? ''] ?? ''}
                            {row.speaker ? `: ${row.speaker}` : ''}
                          </small>
                        </p>
                      ))}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </TableView>
      )}
    </Block>
  );
}

function Quoted({ place, data }: { readonly place: Place; readonly data: EventData }): VNode {
  const speakers = [...new Map(data.speakers.map((row) => [row.speaker, row.name]))];
  return (
    <Block
      place={place}
      name="quoted"
      wide
      title="Who gets to speak?"
      intro="Quotes and their words, quoted and reported, in each account."
    >
      {speakers.length === 0 ? (
        <Quiet>No speaker could be told in these accounts.</Quiet>
      ) : (
        <TableView
          name="quoted"
          label="Speakers by account"
          class={across('quoted', data.accounts)}
          head={['Speaker', ...data.accounts.map(({ doc }) => <bdi>{doc.name}</bdi>)]}
        >
          {speakers.map(([speaker, name]) => (
            <tr>
              <th scope="row">
                <SpeakerName place={place} speaker={speaker} name={name} />
                <Lacking
                  what="Not quoted"
                  who={data.accounts
                    .filter(
                      ({ doc }) => !data.speakers.some((s) => s.speaker === speaker && s.document === doc.id),
                    )
                    .map(({ doc }) => doc.name)}
                />
              </th>
              {data.accounts.map(({ doc }) => {
                const row = data.speakers.find((s) => s.speaker === speaker && s.document === doc.id);
                return (
                  <td data-th={doc.name} class={row ? undefined : 'absent'}>
                    {row ? (
                      <>
                        {count(row.quotes, 'quote')} <small>{count(row.words, 'word')}</small>
                      </>
                    ) : (
                      <Absent>not quoted</Absent>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </TableView>
      )}
    </Block>
  );
}
