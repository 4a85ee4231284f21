/** The pages of a report, one after the other: what each shows is read here, how it looks is its own affair. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../lexicons/root.js';
import type { Analysis } from '../../pipeline/types.js';
import { titleOf } from './components.js';
import * as data from './data.js';
import { naming, namingOfTexts } from './data-naming.js';
import * as stance from './data-stance.js';
import { trends } from './data-trends.js';
import { capital, readable } from './forms.js';
import { NO_LEXICONS, type ReportLexicons } from './lexicons.js';
import type { PageContent } from './page.js';
import { ArticlePage } from './pages/article.js';
import { ChangesPage } from './pages/changes.js';
import { type EventData, EventPage } from './pages/event.js';
import { ArticlesPage, EventsPage, pageKey, type SearchEntry, SpeakersPage } from './pages/lists.js';
import { type Measured, MethodPage } from './pages/method.js';
import { Overview, type OverviewData } from './pages/overview.js';
import { AnswerSheet, Worksheet } from './pages/sheets.js';
import { SpeakerPage } from './pages/speakers.js';
import { NO_STANCES, type StanceData } from './pages/stance.js';
import { type PageKey, type Place, placeOf, type Site, slugs } from './site.js';

/** Texts beside each other in one page; further accounts of an event are linked. */
const MOST_ACCOUNTS = 12;
/** Changes since the run before that are shown, of each kind. */
const MOST_CHANGES = 200;
/** Rows of a paged list. */
const LIST_PAGE = 200;
/** Taken from the store at a time: queries cost more than rows. */
const ARTICLE_BATCH = 100;
const EVENT_BATCH = 50;
const SPEAKER_BATCH = 200;
/** Every speaker has a page in a small run; in a large one those who speak more than once, up to a limit. */
const ALL_SPEAKERS = 300;
const MOST_SPEAKER_PAGES = 1000;
/** Pages of a list whose rows are taken from the store together. */
const PAGES_AT_ONCE = 25;
/** A shorter list is searched by eye. */
const FEWEST_SEARCHED = 20;
/** Entries that the search of a list knows: about 2 MB of names. */
const MOST_SEARCHED = 20_000;
/** Rows of the overview's own lists. */
const OVERVIEW_ARTICLES = 40;
const OVERVIEW_ROWS = 16;
const OVERVIEW_SOURCES = 12;
const OVERVIEW_PROBLEMS = 30;
/** Kinds of wording shown over time. */
const MOST_TRENDS = 6;
/** Targets of a matrix, and sentences that a cell of it opens to. */
const MOST_TARGETS = 6;
const MOST_SENTENCES = 5;
/** Articles in the heat map; larger runs show sources there. */
const HEAT_ARTICLES = 40;
const MOST_QUOTES = 60;
/** A run of more events is not made for a class: no sheets then; `framescope compare` makes them for any texts. */
const MOST_WITH_SHEETS = 200;
/** Findings of single events that the overview chooses from. */
const MOST_BEST = 12;
/** Of one event: accounts listed, things with competing names, facts and speakers shown. */
const MOST_LISTED = 1000;
const MOST_CONCEPTS = 10;
const MOST_FACTS = 10;
const MOST_SPEAKERS = 20;

export interface ContextOptions {
  readonly query: data.Query;
  readonly lexicons?: ReportLexicons;
  readonly version?: string;
}

export interface Context {
  readonly query: data.Query;
  readonly lexicons: ReportLexicons;
  readonly site: Site;
  readonly totals: data.Totals;
}

/** What all pages need: where each page stands, and what is asked of the store for it. */
export async function contextOf(
  options: ContextOptions,
  totals: data.Totals,
  single: boolean,
): Promise<Context> {
  const { query } = options;
  const events = await data.events(query);
  const ids = await data.documentIds(query);
  const pagedSpeakers = await data.speakerIdsWithPage(query, ALL_SPEAKERS, MOST_SPEAKER_PAGES);
  // A handful of articles without a named event is put side by side as it is.
  const few = events.length === 0 && totals.articles > 1 && totals.articles <= MOST_ACCOUNTS;
  const whole = few || (await data.standsWhole(query));
  const eventPages = whole ? new Map([[data.ALL, 'events/all']]) : slugs('events', events.map((event) => event.event)); // biome-ignore format: one choice
  const only = eventPages.size === 1 ? [...eventPages.values()][0]! : 'events';
  const site: Site = {
    single,
    name: runName(totals),
    nav: [
      { page: 'index', label: 'Overview' },
      ...(eventPages.size > 0 ? [{ page: only, label: 'Side by side' }] : []),
      { page: 'speakers', label: 'Speakers' },
      { page: 'articles', label: 'Articles' },
      { page: 'method', label: 'Method' },
    ],
    version: options.version ?? (await programVersion()),
    articles: slugs('articles', ids),
    speakers: slugs('speakers', pagedSpeakers),
    events: eventPages,
  };
  return { query, lexicons: options.lexicons ?? NO_LEXICONS, site, totals };
}

function runName(totals: data.Totals): string {
  const articles = `${totals.articles.toLocaleString('en')} ${totals.articles === 1 ? 'article' : 'articles'}`;
  return totals.sources > 1 ? `${articles}, ${totals.sources.toLocaleString('en')} sources` : articles;
}

/**
 * Batches of articles that stand alone are taken by whichever thread has time: the number of the next one. Shared memory
 * where there are two threads.
 */
export type Turn = Int32Array;
export const newTurn = (): Turn => new Int32Array(new SharedArrayBuffer(4));

/** The pages of a report, the first page first. */
export async function* pages(context: Context): AsyncGenerator<PageContent> {
  yield* storyPages(context);
  yield* listPages(context);
  yield* articlePages(context, newTurn());
  yield* closingPages(context);
}

/** The pages in two parts, for two threads: what is told of the run and its events, and the lists. */
export type Part = 'stories' | 'lists';
export async function* pagesOf(part: Part, context: Context, turn: Turn): AsyncGenerator<PageContent> {
  if (part === 'lists') yield* listPages(context);
  else {
    yield* storyPages(context);
    yield* closingPages(context);
  }
  yield* articlePages(context, turn);
}

async function* storyPages(context: Context): AsyncGenerator<PageContent> {
  yield await overviewPage(context);
  if (context.site.events.size > 1) yield* eventList(context);
  yield* eventPages(context);
}

async function* closingPages(context: Context): AsyncGenerator<PageContent> {
  // A page to mail is about the articles, and the same whatever ran before.
  if (!context.site.single) yield await changesPage(context);
  yield await methodPage(context);
}

/** Lists of speakers and articles, and the pages of speakers. */
async function* listPages(context: Context): AsyncGenerator<PageContent> {
  yield* speakerList(context);
  yield* speakerPages(context);
  yield* articleList(context);
}

async function changesPage({ query, site }: Context): Promise<PageContent> {
  const changes = { counts: await data.changeCounts(query), rows: await data.changes(query, MOST_CHANGES) };
  const body = <ChangesPage place={placeOf(site, 'changes')} data={changes} />;
  return { key: 'changes', title: 'Changes', body };
}

async function overviewPage({ query, site, totals }: Context): Promise<PageContent> {
  const place = placeOf(site, 'index');
  const documents = await data.documents(query, OVERVIEW_ARTICLES);
  const sources = await data.sources(query, OVERVIEW_SOURCES);
  const bySource = sources.length > 1;
  const units = bySource
    ? sources.map((row) => ({ of: row.source, label: row.source, words: row.words }))
    : documents.slice(0, OVERVIEW_SOURCES).map((doc) => ({ of: doc.id, label: doc.name, words: doc.words }));
  const names = new Map(documents.map((doc) => [doc.id, doc.name]));
  const heatByArticle = totals.articles <= HEAT_ARTICLES;
  const heatRows = heatByArticle
    ? documents.map((doc) => ({
        of: doc.id,
        label: doc.name,
        note: doc.event && site.events.size > 1 ? readable(doc.event) : undefined,
      }))
    : sources.map((row) => ({ of: row.source, label: row.source }));
  const overview: OverviewData = {
    totals,
    findings: await overviewFindings(query),
    sources,
    unit: bySource ? 'source' : 'article',
    units,
    rates: await data.rates(query, bySource ? 'source' : 'document', units.map((unit) => unit.of)), // biome-ignore format: one call
    comparisons: await data.comparisons(query, bySource ? 'source' : 'texts'),
    others: await otherComparisons(query),
    heat: {
      rows: heatRows,
      unit: heatByArticle ? 'article' : 'source',
      rates: await data.rates(query, heatByArticle ? 'document' : 'source', heatRows.map((row) => row.of)), // biome-ignore format: one call
    },
    trends: await trends(query, MOST_TRENDS, OVERVIEW_SOURCES),
    stances: await overviewStances(query, bySource ? 'source' : 'document', names),
    keywords: await data.keywords(query, 'source', 8),
    naming: await naming(query, 12),
    documents: totals.articles <= OVERVIEW_ROWS ? documents : documents.slice(0, OVERVIEW_ROWS),
    names,
    problems: await data.problems(query, OVERVIEW_PROBLEMS),
    problemCount: await data.problemCount(query),
  };
  return { key: 'index', title: 'Overview', body: <Overview place={place} data={overview} /> };
}

/** Voices in rows, the targets most spoken of in columns, with the sentences of each cell. */
async function overviewStances(
  query: data.Query,
  unit: 'source' | 'document',
  names: ReadonlyMap<string, string>,
): Promise<StanceData> {
  const targets = await stance.stanceTargets(query, MOST_TARGETS);
  const cells = await stance.stanceCells(query, {
    unit,
    targets: targets.map(({ target }) => target),
    own: OVERVIEW_SOURCES,
    speakers: OVERVIEW_SOURCES,
  });
  const of = (kind: string) => [
    ...new Set(cells.filter((cell) => cell.unit === kind).map((cell) => cell.of)),
  ];
  const sentences = [
    ...(await stance.stanceSentences(query, unit, of(unit), MOST_SENTENCES)),
    ...(await stance.stanceSentences(query, 'speaker', of('speaker'), MOST_SENTENCES)),
  ];
  const pairs = unit === 'source' ? await stance.stancePairs(query, null) : [];
  return { targets, cells, sentences, pairs, label: (id) => names.get(id) ?? id };
}

/** What is said of the run, each kind of wording once; where no difference is claimed, single events come first. */
async function overviewFindings(query: data.Query): Promise<data.Finding[]> {
  const run = await data.findings(query, ['run']);
  const inEvents = run.some((finding) => finding.category) ? [] : await data.bestFindings(query, MOST_BEST);
  const all = [...inEvents, ...run];
  const told = new Set<string>();
  const each = all.filter(({ category, voice, sentence }) => {
    const key = category ? `${category} ${voice}` : sentence;
    return told.has(key) ? false : told.add(key);
  });
  return each.length > 0 ? each : data.firstFindings(query, MOST_BEST);
}

async function otherComparisons(query: data.Query): Promise<OverviewData['others']> {
  const by = await data.otherGroupings(query);
  return Promise.all(by.map(async (name) => ({ by: name, rows: await data.comparisons(query, name) })));
}

async function* eventList({ query, site }: Context): AsyncGenerator<PageContent> {
  const events = await data.events(query);
  const total = events.length;
  const rows = site.single ? Math.max(1, total) : LIST_PAGE;
  const pages = Math.max(1, Math.ceil(total / rows));
  const searched = total > FEWEST_SEARCHED ? events.slice(0, MOST_SEARCHED) : [];
  for (let page = 1; page <= pages; page++) {
    const key = pageKey('events', page);
    const place = placeOf(site, key);
    const index: SearchEntry[] = (page === 1 ? searched : []).map((row) => [
      capital(readable(row.event)),
      [row.title, row.first?.slice(0, 10), `${row.documents} accounts`].filter(Boolean).join(', '),
      hrefOf(place, site.events.get(row.event)),
    ]);
    const shown = events.slice((page - 1) * rows, page * rows);
    const body = <EventsPage {...{ place, index }} events={shown} paging={{ page, pages, total, base: 'events' }} />; // biome-ignore format: one element
    yield { key, title: 'Side by side', body };
  }
}

/** Pages of events: the side-by-side view, the worksheet and its answers; a few events at a time. */
export async function* eventPages(context: Context, articles = true): AsyncGenerator<PageContent> {
  const { query, site } = context;
  const all = [...site.events.keys()];
  for (let i = 0; i < all.length; i += EVENT_BATCH) {
    const batch = all.slice(i, i + EVENT_BATCH);
    const docs = data.groupBy(await data.documentsOfEvents(query, batch, MOST_LISTED), (doc) => doc.event);
    const ids = [...docs.values()].flatMap((of) => of.slice(0, MOST_ACCOUNTS).map((doc) => doc.id));
    const eventOf = new Map([...docs].flatMap(([event, of]) => of.map((doc) => [doc.id, event] as const)));
    const byEvent = <T extends { event: string }>(rows: T[]) => data.groupBy(rows, (row) => row.event);
    const records = new Map((await data.records(query, ids)).map((record) => [record.id, record]));
    const findings = data.groupBy(await data.findings(query, [...batch, 'run']), ({ scope }) => scope);
    const pairs = data.groupBy(await data.comparisonsOfTexts(query, ids), (row) => eventOf.get(row.a) ?? '');
    const names = byEvent(await namingOfTexts(query, batch, ids, MOST_CONCEPTS));
    const facts = byEvent(await data.facts(query, batch, MOST_FACTS));
    const stances = await eventStances(query, batch, docs, ids);
    const speakers = byEvent(await data.speakersOfTexts(query, batch, ids, MOST_SPEAKERS));
    for (const event of batch) {
      const of = docs.get(event) ?? [];
      const accounts = of.slice(0, MOST_ACCOUNTS).flatMap((doc) => {
        const record = records.get(doc.id);
        return record ? [{ doc, record }] : [];
      });
      if (articles) for (const { doc, record } of accounts) yield articlePage(context, doc, record);
      yield* pagesOfEvent(context, {
        event,
        title: event === data.ALL ? sideBySide(of.length) : capital(readable(event)),
        accounts,
        further: of.slice(MOST_ACCOUNTS),
        // What is said of the run is said of all its articles.
        findings: findings.get(event) ?? (event === data.ALL ? findings.get('run') : undefined) ?? [],
        comparisons: pairs.get(event) ?? [],
        naming: names.get(event) ?? [],
        stances: stances.get(event) ?? NO_STANCES,
        facts: facts.get(event) ?? [],
        speakers: speakers.get(event) ?? [],
        worksheet: all.length <= MOST_WITH_SHEETS,
      });
    }
  }
}

/** The accounts of each event in their own words, toward the targets that they speak of. */
async function eventStances(
  query: data.Query,
  events: readonly string[],
  docs: ReadonlyMap<string, readonly data.DocumentRow[]>,
  ids: readonly string[],
): Promise<Map<string, StanceData>> {
  const cells = await stance.stancesOf(query, 'document', ids);
  const sentences = await stance.stanceSentences(query, 'document', ids, MOST_SENTENCES);
  const pairs = await stance.stancePairs(query, ids);
  return new Map(
    events.map((event) => {
      const names = new Map((docs.get(event) ?? []).map((doc) => [doc.id, doc.name]));
      const own = cells.flatMap((cell) => {
        const name = names.get(cell.of);
        return name === undefined ? [] : [{ ...cell, name }];
      });
      const order = [...names.keys()];
      own.sort((a, b) => order.indexOf(a.of) - order.indexOf(b.of));
      const targets = new Map(own.map((cell) => [cell.target, cell.targetName]));
      const told = (target: string) => own.filter((cell) => cell.target === target).length;
      const most = [...targets]
        .sort(([a], [b]) => told(b) - told(a) || (a < b ? -1 : 1))
        .slice(0, MOST_TARGETS);
      return [
        event,
        {
          targets: most.map(([target, name]) => ({ target, name })),
          cells: own,
          sentences: sentences.filter((row) => names.has(row.of)),
          pairs: pairs.filter((pair) => names.has(pair.a)),
          label: (id: string) => names.get(id) ?? id,
        },
      ];
    }),
  );
}

const sideBySide = (n: number) => `${n} ${n === 1 ? 'account' : 'accounts'}, side by side`;

function* pagesOfEvent({ site, lexicons }: Context, event: EventData): Generator<PageContent> {
  const key = site.events.get(event.event)!;
  const slug = key.replace(/^events\//, '');
  const { title } = event;
  yield { key, title, body: <EventPage place={placeOf(site, key)} data={event} lexicons={lexicons} /> };
  if (!event.worksheet) return;
  const sheet = `worksheets/${slug}`;
  yield {
    key: sheet,
    title: `Worksheet: ${title}`,
    body: <Worksheet place={placeOf(site, sheet)} data={event} />,
  };
  const answers = `answers/${slug}`;
  yield {
    key: answers,
    title: `Answers: ${title}`,
    body: <AnswerSheet place={placeOf(site, answers)} data={event} />,
  };
}

async function* speakerList({ query, site, totals }: Context): AsyncGenerator<PageContent> {
  const rows = site.single ? Math.max(1, totals.speakers) : LIST_PAGE;
  const pages = Math.max(1, Math.ceil(totals.speakers / rows));
  const searched = totals.speakers > FEWEST_SEARCHED ? await data.speakers(query, MOST_SEARCHED) : [];
  for await (const [page, speakers] of inPages(pages, rows, (limit, at) => data.speakers(query, limit, at))) {
    const key = pageKey('speakers', page);
    const place = placeOf(site, key);
    const index: SearchEntry[] = (page === 1 ? searched : []).map((row) => [
      row.name,
      `${row.quotes} in ${row.documents}`,
      hrefOf(place, site.speakers.get(row.speaker)),
    ]);
    const paging = { page, pages, total: totals.speakers, base: 'speakers' };
    const body = <SpeakersPage {...{ place, speakers, paging, index }} sources={totals.sources > 0} />;
    yield { key, title: 'Speakers', body };
  }
}

async function* speakerPages({ query, site }: Context): AsyncGenerator<PageContent> {
  const ids = [...site.speakers.keys()];
  for (let i = 0; i < ids.length; i += SPEAKER_BATCH) {
    const batch = ids.slice(i, i + SPEAKER_BATCH);
    const by = <T extends { speaker: string }>(rows: T[]) => data.groupBy(rows, (row) => row.speaker);
    const introductions = by(await data.introductions(query, batch));
    const quotes = by(await data.quotesOfSpeakers(query, batch, MOST_QUOTES));
    const markers = by(await data.markersOfSpeakers(query, batch));
    const stances = data.groupBy(await stance.stancesOf(query, 'speaker', batch), (row) => row.of);
    const sentences = data.groupBy(
      await stance.stanceSentences(query, 'speaker', batch, MOST_SENTENCES),
      (row) => row.of,
    );
    const rates = data.groupBy(await data.rates(query, 'speaker', batch), (row) => row.of);
    const silent = by(await data.silentSources(query, batch));
    for (const speaker of await data.speakersById(query, batch)) {
      const key = site.speakers.get(speaker.speaker)!;
      const own = introductions.get(speaker.speaker) ?? [];
      const body = (
        <SpeakerPage
          place={placeOf(site, key)}
          data={{
            speaker,
            introductions: own,
            quotes: quotes.get(speaker.speaker) ?? [],
            markers: markers.get(speaker.speaker) ?? [],
            stances: stances.get(speaker.speaker) ?? [],
            sentences: sentences.get(speaker.speaker) ?? [],
            rates: rates.get(speaker.speaker) ?? [],
            silent: (silent.get(speaker.speaker) ?? []).map((row) => row.source).slice(0, OVERVIEW_SOURCES),
          }}
        />
      );
      yield { key, title: speaker.name, body };
    }
  }
}

async function* articleList({ query, site, totals }: Context): AsyncGenerator<PageContent> {
  const pages = Math.max(1, Math.ceil(totals.articles / LIST_PAGE));
  const searched = totals.articles > FEWEST_SEARCHED ? await data.documents(query, MOST_SEARCHED) : [];
  for await (const [page, documents] of inPages(pages, LIST_PAGE, (limit, at) =>
    data.documents(query, limit, at),
  )) {
    const key = pageKey('articles', page);
    const place = placeOf(site, key);
    const index: SearchEntry[] = (page === 1 ? searched : []).map((doc) => [
      titleOf(doc),
      [doc.source, doc.published?.slice(0, 10)].filter(Boolean).join(', '),
      hrefOf(place, site.articles.get(doc.id)),
    ]);
    const paging = { page, pages, total: totals.articles, base: 'articles' };
    yield { key, title: 'Articles', body: <ArticlesPage {...{ place, documents, paging, index }} /> };
  }
}

/** The rows of each page of a list, from 1; several pages are taken from the store at a time, because it sorts anew. */
async function* inPages<T>(
  pages: number,
  rows: number,
  take: (limit: number, offset: number) => Promise<T[]>,
): AsyncGenerator<[page: number, rows: T[]]> {
  let block: T[] = [];
  for (let page = 1; page <= pages; page++) {
    const at = (page - 1) % PAGES_AT_ONCE;
    if (at === 0) block = await take(rows * PAGES_AT_ONCE, (page - 1) * rows);
    yield [page, block.slice(at * rows, (at + 1) * rows)];
  }
}

/** The articles that stand in no page of an event: the others are made there, while their records are at hand. */
async function* articlePages(context: Context, turn: Turn): AsyncGenerator<PageContent> {
  const { query, site } = context;
  const ids = await data.idsAlone(query, [...site.events.keys()], MOST_ACCOUNTS);
  const next = () => Atomics.add(turn, 0, 1) * ARTICLE_BATCH;
  for (let i = next(); i < ids.length; i = next()) {
    const batch = ids.slice(i, i + ARTICLE_BATCH);
    const docs = new Map((await data.documentsById(query, batch)).map((doc) => [doc.id, doc]));
    for (const record of await data.records(query, batch))
      yield articlePage(context, docs.get(record.id)!, record);
  }
}

function articlePage(context: Context, doc: data.DocumentRow, record: Analysis): PageContent {
  const { site, lexicons } = context;
  const key = site.articles.get(doc.id)!;
  const eventPage = (doc.event && site.events.get(doc.event)) ?? site.events.get(data.ALL) ?? null;
  const body = (
    <ArticlePage place={placeOf(site, key)} data={{ doc, record, eventPage }} lexicons={lexicons} />
  );
  return { key, title: titleOf(doc), body };
}

export async function methodPage({ query, site, lexicons, totals }: Context): Promise<PageContent> {
  const use = new Map((await data.lexiconUse(query)).map((row) => [row.lexicon, row]));
  const body = (
    <MethodPage
      place={placeOf(site, 'method')}
      lexicons={lexicons}
      data={{
        meta: await data.meta(query),
        measured: await measured(),
        use,
        articles: totals.articles,
        words: totals.words,
      }}
    />
  );
  return { key: 'method', title: 'Method', body };
}

function hrefOf(place: Place, page: PageKey | undefined): string {
  return page ? place.href(page) : '';
}

/** Error rates as measured for this version, docs/measured.json; a copy of the program without them says so. */
async function measured(): Promise<Measured[]> {
  try {
    const rows: unknown = JSON.parse(await readFile(join(packageRoot(), 'docs/measured.json'), 'utf8'));
    return Array.isArray(rows) ? (rows as Measured[]) : [];
  } catch {
    return [];
  }
}

export async function programVersion(): Promise<string> {
  const text = await readFile(join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
