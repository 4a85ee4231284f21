/** What all pages need: where each page stands, and what is asked of the store for it. */
import * as data from '../data.js';
import { NO_LEXICONS, type ReportLexicons } from '../lexicons.js';
import { type Site, slugs } from '../site.js';

/** Texts beside each other in one page; further accounts of an event are linked. */
export const MOST_ACCOUNTS = 12;
/** Every speaker has a page in a small run; in a large one those who speak more than once, up to a limit. */
const ALL_SPEAKERS = 300;
const MOST_SPEAKER_PAGES = 1000;

export interface ContextOptions {
  readonly query: data.Query;
  readonly lexicons?: ReportLexicons;
  readonly version: string;
}

export interface Context {
  readonly query: data.Query;
  readonly lexicons: ReportLexicons;
  readonly site: Site;
  readonly totals: data.Totals;
}

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
    version: options.version,
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

/** Some at a time. */
export function inBatches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
