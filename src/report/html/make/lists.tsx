/** Lists of events, speakers and articles, page by page, with what their search knows. */
import type { VNode } from 'preact';
import { titleOf } from '../components.js';
import * as data from '../data.js';
import { capital, readable } from '../forms.js';
import type { PageContent } from '../page.js';
import {
  ArticlesPage,
  EventsPage,
  type Paging,
  pageKey,
  type SearchEntry,
  SpeakersPage,
} from '../pages/lists.js';
import { type PageKey, type Place, placeOf, type Site } from '../site.js';
import type { Context } from './context.js';

/** Rows of a page. */
const LIST_PAGE = 200;
/** Pages whose rows are taken from the store together, because it sorts anew. */
const PAGES_AT_ONCE = 25;
/** A shorter list is searched by eye. */
const FEWEST_SEARCHED = 20;
/** Entries that the search of a list knows: about 2 MB of names. */
const MOST_SEARCHED = 20_000;

export async function* eventList({ query, site }: Context): AsyncGenerator<PageContent> {
  const events = await data.events(query);
  yield* list<data.EventRow>(site, {
    base: 'events',
    title: 'Side by side',
    total: events.length,
    take: async (limit, at = 0) => events.slice(at, at + limit),
    entry: (row) => [
      capital(readable(row.event)),
      [row.title, row.first?.slice(0, 10), `${row.documents} accounts`].filter(Boolean).join(', '),
      site.events.get(row.event),
    ],
    body: (shown, rest) => <EventsPage {...rest} events={shown} />,
  });
}

export function speakerList({ query, site, totals }: Context): AsyncGenerator<PageContent> {
  return list<data.SpeakerRow>(site, {
    base: 'speakers',
    title: 'Speakers',
    total: totals.speakers,
    take: (limit, at) => data.speakers(query, limit, at),
    entry: (row) => [row.name, `${row.quotes} in ${row.documents}`, site.speakers.get(row.speaker)],
    body: (speakers, rest) => <SpeakersPage {...rest} speakers={speakers} sources={totals.sources > 0} />,
  });
}

export function articleList({ query, site, totals }: Context): AsyncGenerator<PageContent> {
  return list<data.DocumentRow>(site, {
    base: 'articles',
    title: 'Articles',
    total: totals.articles,
    take: (limit, at) => data.documents(query, limit, at),
    entry: (doc) => [
      titleOf(doc),
      [doc.source, doc.published?.slice(0, 10)].filter(Boolean).join(', '),
      site.articles.get(doc.id),
    ],
    body: (documents, rest) => <ArticlesPage {...rest} documents={documents} />,
  });
}

interface List<Row> {
  /** The first page; page n is `<base>-n`. */
  readonly base: PageKey;
  readonly title: string;
  readonly total: number;
  take(limit: number, offset?: number): Promise<Row[]>;
  /** What the search knows of a row: name, note, and the page, if it has one. */
  entry(row: Row): readonly [name: string, note: string, page: PageKey | undefined];
  body(rows: Row[], rest: { place: Place; paging: Paging; index: SearchEntry[] }): VNode;
}

/** The pages of a list; the first has the search. A single file has all rows in one. */
async function* list<Row>(site: Site, it: List<Row>): AsyncGenerator<PageContent> {
  const { base, title, total } = it;
  const rows = site.single ? Math.max(1, total) : LIST_PAGE;
  const pages = Math.max(1, Math.ceil(total / rows));
  const searched = total > FEWEST_SEARCHED ? await it.take(MOST_SEARCHED) : [];
  let block: Row[] = [];
  for (let page = 1; page <= pages; page++) {
    const at = (page - 1) % PAGES_AT_ONCE;
    if (at === 0) block = await it.take(rows * PAGES_AT_ONCE, (page - 1) * rows);
    const key = pageKey(base, page);
    const place = placeOf(site, key);
    const index = (page === 1 ? searched : []).map((row): SearchEntry => {
      const [name, note, to] = it.entry(row);
      return [name, note, to ? place.href(to) : ''];
    });
    const paging = { page, pages, total, base };
    yield { key, title, body: it.body(block.slice(at * rows, (at + 1) * rows), { place, paging, index }) };
  }
}
