/** A page for every article. */
import type { Analysis } from '../../../pipeline/types.js';
import { titleOf } from '../components.js';
import * as data from '../data.js';
import type { PageContent } from '../page.js';
import { ArticlePage } from '../pages/article.js';
import { placeOf } from '../site.js';
import { type Context, MOST_ACCOUNTS } from './context.js';

/** Taken from the store at a time: queries cost more than rows. */
const ARTICLE_BATCH = 100;

/**
 * Batches of articles that stand alone are taken by whichever thread has time: the number of the next one. Shared memory
 * where there are two threads.
 */
export type Turn = Int32Array;
export const newTurn = (): Turn => new Int32Array(new SharedArrayBuffer(4));

/** The articles that stand in no page of an event: the others are made there, while their records are at hand. */
export async function* articlePages(context: Context, turn: Turn): AsyncGenerator<PageContent> {
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

export function articlePage(context: Context, doc: data.DocumentRow, record: Analysis): PageContent {
  const { site, lexicons } = context;
  const key = site.articles.get(doc.id)!;
  const eventPage = (doc.event && site.events.get(doc.event)) ?? site.events.get(data.ALL) ?? null;
  const body = (
    <ArticlePage place={placeOf(site, key)} data={{ doc, record, eventPage }} lexicons={lexicons} />
  );
  return { key, title: titleOf(doc), body };
}
