/** Lists of articles, speakers and events: paged for everyone, searched where there is a script. */
import type { VNode } from 'preact';
import { jsonForScript } from '../../escape.js';
import { count, day, Quiet, SpeakerName, TableView } from '../components.js';
import type { DocumentRow, EventRow, SpeakerRow } from '../data.js';
import { DocumentTable } from '../documents.js';
import { capital, readable } from '../forms.js';
import type { PageKey, Place } from '../site.js';

export interface Paging {
  /** Of this list, from 1. */
  readonly page: number;
  readonly pages: number;
  readonly total: number;
  /** `articles`, `speakers`: the first page; page n is `<base>-n`. */
  readonly base: PageKey;
}

export function pageKey(base: PageKey, page: number): PageKey {
  return page === 1 ? base : `${base}-${page}`;
}

function Pager({ place, paging }: { readonly place: Place; readonly paging: Paging }): VNode | null {
  const { page, pages, base } = paging;
  if (pages < 2) return null;
  const numbers = [...new Set([1, page - 2, page - 1, page, page + 1, page + 2, pages])].filter(
    (n) => n >= 1 && n <= pages,
  );
  return (
    <nav class="pager" aria-label="Pages of this list">
      {numbers.map((n, i) => (
        <>
          {i > 0 && n - numbers[i - 1]! > 1 ? <span>…</span> : null}
          <a href={place.href(pageKey(base, n))} aria-current={n === page ? 'page' : undefined}>
            {n}
          </a>
        </>
      ))}
    </nav>
  );
}

/** One entry of the index that the search of a list reads: name, note, address. */
export type SearchEntry = readonly [name: string, note: string, href: string];

function Search({
  entries,
  what,
}: {
  readonly entries: readonly SearchEntry[];
  readonly what: string;
}): VNode | null {
  if (entries.length === 0) return null;
  return (
    <div class="search" data-search>
      <label>
        Search {what} <input type="search" autocomplete="off" spellcheck={false} />
      </label>
      <p class="small" role="status" />
      <ul class="people" hidden />
      <script type="application/json" dangerouslySetInnerHTML={{ __html: jsonForScript(entries) }} />
    </div>
  );
}

export function ArticlesPage(props: {
  readonly place: Place;
  readonly documents: readonly DocumentRow[];
  readonly paging: Paging;
  readonly index: readonly SearchEntry[];
}): VNode {
  const { place, documents, paging, index } = props;
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">Articles{paging.pages > 1 ? ` · page ${paging.page} of ${paging.pages}` : ''}</p>
          <h1 id={place.id('h')}>{count(paging.total, 'article')}, by date</h1>
          {place.site.single ? null : (
            <p class="small screen-only">
              <a href={place.href('changes')}>What is new since the run before</a>
            </p>
          )}
        </div>
      </section>
      <Search entries={index} what="articles" />
      <Pager place={place} paging={paging} />
      <DocumentTable place={place} documents={documents} />
      <Pager place={place} paging={paging} />
    </>
  );
}

export function SpeakersPage(props: {
  readonly place: Place;
  readonly speakers: readonly SpeakerRow[];
  readonly paging: Paging;
  readonly index: readonly SearchEntry[];
  /** Whether the run names sources at all. */
  readonly sources: boolean;
}): VNode {
  const { place, speakers, paging, index } = props;
  const across = speakers.filter((speaker) => speaker.sources > 1 || speaker.documents > 1).length;
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">Speakers{paging.pages > 1 ? ` · page ${paging.page} of ${paging.pages}` : ''}</p>
          <h1 id={place.id('h')}>Who speaks, and in how many accounts</h1>
          <p class="answer">
            {paging.total === 0
              ? 'No speaker could be told in this run.'
              : `${count(paging.total, 'speaker')}. Open one to see how each source introduces them, and which of their words it prints.`}
            {paging.page === 1 && across > 0 ? ` ${across} of those below speak in several articles.` : ''}
          </p>
        </div>
      </section>
      {paging.total === 0 ? null : (
        <>
          <Search entries={index} what="speakers" />
          <Pager place={place} paging={paging} />
          <TableView
            name="speakers"
            label="Speakers"
            class="stack"
            head={['Speaker', 'Who', 'Quotes', 'Articles', 'Sources', 'Words quoted', 'Words reported']}
            numbers={[2, 3, 4, 5, 6]}
          >
            {speakers.map((speaker) => (
              <tr>
                <th scope="row">
                  <SpeakerName place={place} speaker={speaker.speaker} name={speaker.name} />
                </th>
                <td data-th="Who">
                  {[speaker.role, speaker.affiliation].filter(Boolean).join(' · ') || speaker.kind}
                </td>
                <td class="num" data-th="Quotes">
                  {speaker.quotes}
                </td>
                <td class="num" data-th="Articles">
                  {speaker.documents}
                </td>
                <td class="num" data-th="Sources">
                  {props.sources ? speaker.sources : '–'}
                </td>
                <td class="num" data-th="Words quoted">
                  {speaker.wordsQuoted}
                </td>
                <td class="num" data-th="Words reported">
                  {speaker.wordsReported}
                </td>
              </tr>
            ))}
          </TableView>
          <Pager place={place} paging={paging} />
        </>
      )}
    </>
  );
}

export function EventsPage(props: {
  readonly place: Place;
  readonly events: readonly EventRow[];
  readonly paging: Paging;
  readonly index: readonly SearchEntry[];
}): VNode {
  const { place, events, paging, index } = props;
  return (
    <>
      <section class="lede solo" aria-labelledby={place.id('h')}>
        <div>
          <p class="eyebrow">
            Side by side{paging.pages > 1 ? ` · page ${paging.page} of ${paging.pages}` : ''}
          </p>
          <h1 id={place.id('h')}>{count(paging.total, 'event')} told by more than one account</h1>
          {paging.total > 1 ? <p class="small">Those that most sources tell stand first.</p> : null}
        </div>
      </section>
      {paging.total === 0 ? (
        <Quiet>No event of this run has two accounts.</Quiet>
      ) : (
        <>
          <Search entries={index} what="events" />
          <Pager place={place} paging={paging} />
          <TableView
            name="events"
            label="Events"
            class="stack"
            head={['Event, and the first headline', 'When', 'Accounts', 'Sources', 'How it was found']}
            numbers={[2, 3]}
          >
            {events.map((event) => {
              const page = place.site.events.get(event.event);
              return (
                <tr>
                  <th scope="row">
                    {page ? (
                      <a href={place.href(page)}>
                        <bdi>{capital(readable(event.event))}</bdi>
                      </a>
                    ) : (
                      <bdi>{readable(event.event)}</bdi>
                    )}
                    {event.title ? (
                      <small class="src" dir="auto">
                        {event.title}
                      </small>
                    ) : null}
                  </th>
                  <td data-th="When">
                    {day(event.first)}
                    {event.last !== event.first ? ` to ${day(event.last)}` : ''}
                  </td>
                  <td class="num" data-th="Accounts">
                    {event.documents}
                  </td>
                  <td class="num" data-th="Sources">
                    {event.sources}
                  </td>
                  <td data-th="How it was found">
                    {event.given ? 'named in the input' : 'by date, names and terms'}
                  </td>
                </tr>
              );
            })}
          </TableView>
          <Pager place={place} paging={paging} />
        </>
      )}
    </>
  );
}
