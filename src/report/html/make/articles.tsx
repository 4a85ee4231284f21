/** A page for every article. */
import type { Analysis } from '../../../pipeline/types.js';
import { titleOf } from '../components.js';
import * as data from '../data.js';
import type { PageContent } from '../page.js';
import { ArticlePage } from '../pages/article.js';
import { placeOf } from '../site.js';
import { type Context, inBatches, MOST_ACCOUNTS } from './context.js';

/** Taken from the store at a time: queries cost more than rows. */
const ARTICLE_BATCH = 100;

/** The articles that stand in no page of an event, some at a time: the others are made there. */
export async function articleBatches({ query, site }: Context): Promise<string[][]> {
  return inBatches(await data.idsAlone(query, [...site.events.keys()], MOST_ACCOUNTS), ARTICLE_BATCH);
}

export async function* articlePages(context: Context, batch: readonly string[]): AsyncGenerator<PageContent> {
  const { query } = context;
  const docs = new Map((await data.documentsById(query, batch)).map((doc) => [doc.id, doc]));
  for (const [id, record] of await data.records(query, batch))
    yield articlePage(context, docs.get(id)!, data.recordOf(record));
}

export function articlePage(context: Context, doc: data.DocumentRow, record: Analysis): PageContent {
  const { site, lexicons } = context;
  const key = site.articles.get(doc.id)!;
  const eventPage = (doc.event && site.events.get(doc.event)) ?? site.events.get(data.ALL) ?? null;
  const body = (
    <ArticlePage place={placeOf(site, key)} data={{ doc, record, eventPage }} lexicons={lexicons} />
  );
  return { key, title: titleOf(doc), body };
}
