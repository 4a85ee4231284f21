/** The report: pages made from the store, one after the other, so that no step holds all articles in memory. */
import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as data from './data.js';
import { NO_LEXICONS, type ReportLexicons } from './lexicons.js';
import { contextOf } from './make/context.js';
import { eventPages } from './make/events.js';
import { methodPage, type Part, pages, pagesOf, type Turn } from './make.js';
import { type PageContent, renderFile } from './page.js';
import type { Site } from './site.js';
import { pageWriter } from './write.js';

export type { Query } from './data.js';
export type { EntryNote, LexiconSummary, ReportLexicons } from './lexicons.js';
export { reportLexicons } from './lexicons.js';
export { newTurn, type Part, type Turn } from './make.js';

/** A single file holds every text once for its page and once beside the others: more would not open smoothly. */
export const MOST_IN_SINGLE_FILE = 50;

export interface ReportOptions {
  /** Runs SQL on the store, read only. */
  readonly query: data.Query;
  readonly outDir: string;
  /** Everything in index.html; at most `MOST_IN_SINGLE_FILE` articles. */
  readonly singleFile?: boolean;
  readonly lexicons?: ReportLexicons;
  /** Version of the program, as package.json has it. */
  readonly version: string;
  /** Stops between two pages. */
  readonly signal?: AbortSignal;
  /** Called for every page written: how many are, of about how many. */
  readonly onPage?: (written: number, of: number) => void;
}

export interface ReportFiles {
  /** Files written, relative to `outDir`. */
  readonly files: number;
  readonly index: string;
}

/**
 * Writes the report into a folder: `index.html` and the pages beside it, each file written aside and renamed. Pages of
 * an earlier report that no longer belong are removed.
 *
 * Throws when a single file is asked of more than `MOST_IN_SINGLE_FILE` articles.
 */
export async function writeReport(options: ReportOptions): Promise<ReportFiles> {
  const totals = await data.totals(options.query);
  const single = options.singleFile ?? false;
  if (single && totals.articles > MOST_IN_SINGLE_FILE) {
    throw new Error(
      `A single file holds up to ${MOST_IN_SINGLE_FILE} articles, and this run has ${totals.articles}: leave out --single-file.`,
    );
  }
  const context = await contextOf(options, totals, single);
  const all = pages(context);
  let written = ['index.html'];
  if (single) {
    const parts: PageContent[] = [];
    for await (const page of all) {
      options.signal?.throwIfAborted();
      parts.push(page);
    }
    pageWriter(options.outDir)('index.html', renderFile(context.site, parts));
  } else written = await writePages(options, context.site, all);
  await removeStale(options.outDir, written);
  return { files: written.length, index: join(options.outDir, 'index.html') };
}

/** One of the two parts of a report; resolves to the names of its files, which `removeStale` wants of both. */
export async function writePart(options: ReportOptions, part: Part, turn: Turn): Promise<string[]> {
  const context = await contextOf(options, await data.totals(options.query), false);
  return writePages(options, context.site, pagesOf(part, context, turn));
}

async function writePages(
  { outDir, signal, onPage }: ReportOptions,
  site: Site,
  all: AsyncGenerator<PageContent>,
): Promise<string[]> {
  const write = pageWriter(outDir);
  const written: string[] = [];
  // Without the pages of lists and of the run as a whole, which are few.
  const of = site.articles.size + site.events.size + site.speakers.size;
  for await (const page of all) {
    signal?.throwIfAborted();
    const name = `${page.key}.html`;
    write(name, renderFile(site, [page]));
    written.push(name);
    onPage?.(Math.min(written.length, of), of);
  }
  return written;
}

export interface CompareOptions {
  /** Of a store that holds only the articles to compare. */
  readonly query: data.Query;
  readonly file: string;
  readonly lexicons?: ReportLexicons;
  readonly version: string;
}

/** Writes one self-contained page with all articles of the store side by side, a worksheet and its answers. */
export async function writeComparePage(options: CompareOptions): Promise<void> {
  const totals = await data.totals(options.query);
  const [first] = await data.events(options.query);
  const event = first && first.documents === totals.articles ? first.event : data.ALL;
  const key = 'events/compare';
  const site: Site = {
    single: true,
    name: '',
    nav: [{ page: key, label: 'Side by side' }],
    version: options.version,
    articles: new Map(),
    speakers: new Map(),
    events: new Map([[event, key]]),
  };
  const context = { query: options.query, lexicons: options.lexicons ?? NO_LEXICONS, site, totals };
  const parts: PageContent[] = [];
  for await (const page of eventPages(context, [event], false)) parts.push(page);
  const method = await methodPage(context);
  const file = resolve(options.file);
  pageWriter(dirname(file))(basename(file), renderFile(site, [...parts, method]));
}

/** Folders that hold nothing but pages of this report. */
const PAGE_FOLDERS = ['articles', 'events', 'speakers', 'worksheets', 'answers'];
const LIST_FILE = /^(?:articles|speakers|events|method)(?:-\d+)?\.html$/;

/** Removes pages of an earlier report: those that are not among the files written. */
export async function removeStale(outDir: string, written: readonly string[]): Promise<void> {
  const kept = new Set(written);
  const remove = async (dir: string, wanted: (name: string) => boolean) => {
    for (const name of await readdir(join(outDir, dir)).catch(() => [] as string[])) {
      const path = dir ? `${dir}/${name}` : name;
      if (wanted(name) && !kept.has(path)) await unlink(join(outDir, path));
    }
  };
  await remove('', (name) => LIST_FILE.test(name));
  for (const dir of PAGE_FOLDERS) await remove(dir, (name) => name.endsWith('.html'));
}
