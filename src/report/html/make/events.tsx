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
import { type Context, MOST_ACCOUNTS } from './context.js';

/** Taken from the store at a time: queries cost more than rows. */
const EVENT_BATCH = 50;
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

/** A few events at a time. */
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
