/** The first page: what the run shows as a whole. */
import * as data from '../data.js';
import { naming } from '../data-naming.js';
import * as stance from '../data-stance.js';
import { trends } from '../data-trends.js';
import { readable } from '../forms.js';
import type { PageContent } from '../page.js';
import { Overview, type OverviewData } from '../pages/overview.js';
import type { StanceData } from '../pages/stance.js';
import { placeOf } from '../site.js';
import type { Context } from './context.js';
import { MOST_SENTENCES, MOST_TARGETS } from './events.js';

/** Rows of its own lists. */
const OVERVIEW_ARTICLES = 40;
const OVERVIEW_ROWS = 16;
const OVERVIEW_SOURCES = 12;
const OVERVIEW_PROBLEMS = 30;
/** Kinds of wording shown over time. */
const MOST_TRENDS = 6;
/** Articles in the heat map; larger runs show sources there. */
const HEAT_ARTICLES = 40;
/** Findings of single events that it chooses from. */
const MOST_BEST = 12;

export async function overviewPage({ query, site, totals }: Context): Promise<PageContent> {
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
