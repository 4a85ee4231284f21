/** The pages of a report, one after the other: what each shows is read in `make/`, how it looks is its own affair. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../lexicons/root.js';
import * as data from './data.js';
import { articleBatches, articlePages } from './make/articles.js';
import type { Context } from './make/context.js';
import { eventBatches, eventPages } from './make/events.js';
import { articleList, eventList, speakerList } from './make/lists.js';
import { overviewPage } from './make/overview.js';
import { speakerPages } from './make/speakers.js';
import type { PageContent } from './page.js';
import { ChangesPage } from './pages/changes.js';
import { type Measured, MethodPage } from './pages/method.js';
import { placeOf } from './site.js';

/** Changes since the run before that are shown, of each kind. */
const MOST_CHANGES = 200;

/** The pages of a report, the first page first. */
export async function* pages(context: Context): AsyncGenerator<PageContent> {
  yield* openingPages(context);
  for (const batch of eventBatches(context)) yield* eventPages(context, batch);
  yield* listPages(context);
  for (const batch of await articleBatches(context)) yield* articlePages(context, batch);
  yield* closingPages(context);
}

/** Pages for two threads: each has some of its own, and takes batches of events and articles when it has time. */
export type Part = 'events' | 'lists';
/** What the threads share: the numbers of the batches of events and of articles that are next. */
export type Turn = Int32Array;
export const newTurn = (): Turn => new Int32Array(new SharedArrayBuffer(8));

export async function* pagesOf(part: Part, context: Context, turn: Turn): AsyncGenerator<PageContent> {
  const events = eventBatches(context);
  const articles = await articleBatches(context);
  const next = (kind: 0 | 1) => Atomics.add(turn, kind, 1);
  async function* someEvents(): AsyncGenerator<PageContent> {
    for (let i = next(0); i < events.length; i = next(0)) yield* eventPages(context, events[i]!);
  }
  async function* someArticles(): AsyncGenerator<PageContent> {
    for (let i = next(1); i < articles.length; i = next(1)) yield* articlePages(context, articles[i]!);
  }
  if (part === 'events') {
    yield* openingPages(context);
    yield* closingPages(context);
    yield* someEvents();
    yield* someArticles();
  } else {
    yield* listPages(context);
    // Not at first what the other thread makes: both would write into one folder, and wait for each other there.
    yield* someArticles();
    yield* someEvents();
  }
}

async function* openingPages(context: Context): AsyncGenerator<PageContent> {
  yield await overviewPage(context);
  if (context.site.events.size > 1) yield* eventList(context);
}

/** Lists of speakers and articles, and the pages of speakers. */
async function* listPages(context: Context): AsyncGenerator<PageContent> {
  yield* speakerList(context);
  yield* speakerPages(context);
  yield* articleList(context);
}

async function* closingPages(context: Context): AsyncGenerator<PageContent> {
  // A page to mail is about the articles, and the same whatever ran before.
  if (!context.site.single) yield await changesPage(context);
  yield await methodPage(context);
}

async function changesPage({ query, site }: Context): Promise<PageContent> {
  const changes = { counts: await data.changeCounts(query), rows: await data.changes(query, MOST_CHANGES) };
  const body = <ChangesPage place={placeOf(site, 'changes')} data={changes} />;
  return { key: 'changes', title: 'Changes', body };
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

/** Error rates as measured for this version, docs/measured.json; a copy of the program without them says so. */
async function measured(): Promise<Measured[]> {
  try {
    const rows: unknown = JSON.parse(await readFile(join(packageRoot(), 'docs/measured.json'), 'utf8'));
    return Array.isArray(rows) ? (rows as Measured[]) : [];
  } catch {
    return [];
  }
}
