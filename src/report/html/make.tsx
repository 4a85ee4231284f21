/** The pages of a report, one after the other: what each shows is read in `make/`, how it looks is its own affair. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../lexicons/root.js';
import * as data from './data.js';
import { articlePages, newTurn, type Turn } from './make/articles.js';
import type { Context } from './make/context.js';
import { eventPages } from './make/events.js';
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
