/** Pages of events: the side-by-side view, the worksheet and its answers, and the articles that stand there. */
import * as data from '../data.js';
import { namingOfTexts } from '../data-naming.js';
import * as stance from '../data-stance.js';
import { capital, readable } from '../forms.js';
import type { PageContent } from '../page.js';
import { type EventData, EventPage } from '../pages/event.js';
import { AnswerSheet, Worksheet } from '../pages/sheets.js';
import { NO_STANCES, type StanceData } from '../pages/stance.js';
import { placeOf } from '../site.js';
import { articlePage } from './articles.js';
import { type Context, inBatches, MOST_ACCOUNTS } from './context.js';

/**
 * Taken from the store at a time: queries cost more than rows, and more so the larger the store. In so many parts that
 * two threads end at about the same time.
 */
const [FEWEST_IN_BATCH, MOST_IN_BATCH, PARTS] = [25, 250, 8];
/** The records of so many of them: these are long. */
const EVENTS_OF_RECORDS = 25;
/** Targets of a matrix, and sentences that a cell of it opens to. */
export const MOST_TARGETS = 6;
export const MOST_SENTENCES = 5;
/** A run of more events is not made for a class: no sheets then; `framescope compare` makes them for any texts. */
const MOST_WITH_SHEETS = 200;
/** Of one event: accounts listed, things with competing names, facts and speakers shown. */
const MOST_LISTED = 1000;
const MOST_CONCEPTS = 10;
const MOST_FACTS = 10;
const MOST_SPEAKERS = 20;

/** The events whose pages are made together. */
export function eventBatches({ site }: Context): string[][] {
  const size = Math.min(MOST_IN_BATCH, Math.max(FEWEST_IN_BATCH, Math.ceil(site.events.size / PARTS)));
  return inBatches([...site.events.keys()], size);
}

/** Pages of some events, with or without those of their articles. */
export async function* eventPages(
  context: Context,
  batch: readonly string[],
  articles = true,
): AsyncGenerator<PageContent> {
  const { query, site } = context;
  const docs = data.groupBy(await data.documentsOfEvents(query, batch, MOST_LISTED), (doc) => doc.event);
  const shown = (event: string) => (docs.get(event) ?? []).slice(0, MOST_ACCOUNTS);
  const idsOf = (events: readonly string[]) => events.flatMap((event) => shown(event).map(({ id }) => id));
  const ids = idsOf(batch);
  const eventOfId = new Map([...docs].flatMap(([event, of]) => of.map((doc) => [doc.id, event] as const)));
  const eventOf = (id: string) => eventOfId.get(id) ?? '';
  const byEvent = <T extends { event: string }>(rows: T[]) => data.groupBy(rows, (row) => row.event);
  const findings = data.groupBy(await data.findings(query, [...batch, 'run']), ({ scope }) => scope);
  const pairs = data.groupBy(await data.comparisonsOfTexts(query, ids), ({ a }) => eventOf(a));
  const names = byEvent(await namingOfTexts(query, batch, ids, MOST_CONCEPTS));
  const facts = byEvent(await data.facts(query, batch, MOST_FACTS));
  const stances = await eventStances(query, docs, ids, eventOf);
  const speakers = byEvent(await data.speakersOfTexts(query, batch, ids, MOST_SPEAKERS));
  let records = new Map<string, string>();
  for (const [n, event] of batch.entries()) {
    if (n % EVENTS_OF_RECORDS === 0)
      records = await data.records(query, idsOf(batch.slice(n, n + EVENTS_OF_RECORDS)));
    const of = docs.get(event) ?? [];
    const accounts = shown(event).flatMap((doc) => {
      const record = records.get(doc.id);
      return record ? [{ doc, record: data.recordOf(record) }] : [];
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
      worksheet: site.events.size <= MOST_WITH_SHEETS,
    });
  }
}

/** The accounts of each event in their own words, toward the targets that they speak of. */
async function eventStances(
  query: data.Query,
  docs: ReadonlyMap<string, readonly data.DocumentRow[]>,
  ids: readonly string[],
  eventOf: (id: string) => string,
): Promise<Map<string, StanceData>> {
  const cells = data.groupBy(await stance.stancesOf(query, 'document', ids), ({ of }) => eventOf(of));
  const said = await stance.stanceSentences(query, 'document', ids, MOST_SENTENCES);
  const sentences = data.groupBy(said, ({ of }) => eventOf(of));
  const pairs = data.groupBy(await stance.stancePairs(query, ids), ({ a }) => eventOf(a));
  return new Map(
    [...docs].map(([event, of]) => {
      const names = new Map(of.map((doc) => [doc.id, doc.name]));
      const order = [...names.keys()];
      const own = (cells.get(event) ?? []).map((cell) => ({ ...cell, name: names.get(cell.of)! }));
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
          sentences: sentences.get(event) ?? [],
          pairs: pairs.get(event) ?? [],
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
