/** For class, on paper: the texts with questions, and the answers apart. */
import type { ComponentChildren, VNode } from 'preact';
import type { Analysis } from '../../../pipeline/types.js';
import { Actions, day } from '../components.js';
import { capital, formOf, readable, VOICE_NAMES } from '../forms.js';
import type { Place } from '../site.js';
import { layoutParagraphs } from '../textview.js';
import { type Account, accountsToShow, type EventData } from './event.js';
import { voices } from './naming.js';

/** More accounts do not fit on a sheet. */
const MOST_ACCOUNTS = 4;
/** Words of one kind in an answer: enough to talk about. */
const MOST_WORDS = 12;
/** Questions of one kind: a lesson is 45 minutes. */
const MOST_OF_A_KIND = 3;

interface Task {
  readonly question: ComponentChildren;
  /** Blank lines to write on, or one labelled line an account. */
  readonly lines: number | 'accounts';
  readonly answer: ComponentChildren;
}

type Props = { readonly place: Place; readonly data: EventData };

export function Worksheet({ place, data }: Props): VNode {
  const accounts = onSheet(data);
  return (
    <>
      <SheetHead place={place} data={data} title="Worksheet" other={['answers', 'Answer sheet']} />
      <p class="name-line">
        Name <span /> Date <span />
      </p>
      <p>
        Read all accounts once. Then answer the questions. Mark the words in the texts that show your answer.
      </p>
      {accounts.map(({ doc, record, letter }, i) => (
        <section class="sheet-text" aria-labelledby={place.id(`t${i}`)}>
          <h2 id={place.id(`t${i}`)}>
            {letter}. <bdi>{doc.name}</bdi> <small>{day(doc.published)}</small>
          </h2>
          <div class="text plain">
            {layoutParagraphs(record.text)
              .filter(
                ([start, end]) =>
                  !record.regions.some((r) => SILENT.has(r.kind) && r.start <= start && r.end >= end),
              )
              .map(([start, end]) => (
                <p dir="auto" class={isHeadline(record, start, end) ? 'headline' : undefined}>
                  {record.text.slice(start, end)}
                </p>
              ))}
          </div>
        </section>
      ))}
      <section class="questions" aria-labelledby={place.id('q')}>
        <h2 id={place.id('q')}>Questions</h2>
        <ol class="tasks">
          {tasks(data, accounts).map((task) => (
            <li>
              <p>{task.question}</p>
              {task.lines === 'accounts'
                ? accounts.map((account) => (
                    <p class="line labelled">
                      <span>
                        {account.letter}. <bdi>{account.doc.name}</bdi>:
                      </span>
                    </p>
                  ))
                : Array.from({ length: task.lines }, () => <p class="line" />)}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}

export function AnswerSheet({ place, data }: Props): VNode {
  const accounts = onSheet(data);
  return (
    <>
      <SheetHead place={place} data={data} title="Answer sheet" other={['worksheets', 'Worksheet']} />
      <p>
        What the program found, with the words. It finds words of a kind by rule; a good answer may name
        others, or argue that one of these is fair here.
      </p>
      <ol class="tasks answers">
        {tasks(data, accounts).map((task) => (
          <li>
            <p>{task.question}</p>
            <div class="given">{task.answer}</div>
          </li>
        ))}
      </ol>
    </>
  );
}

const SILENT: ReadonlySet<string> = new Set(['header', 'byline', 'boilerplate', 'comments']);
const isHeadline = ({ regions }: Analysis, start: number, end: number) =>
  regions.some((region) => region.kind === 'headline' && region.start <= start && region.end >= end);
const letter = (i: number) => String.fromCharCode(65 + i);

/** The accounts on a sheet, each with its letter: those that the findings are about, then by date. */
type Lettered = Account & { readonly letter: string };

function onSheet(data: EventData): Lettered[] {
  const chosen = accountsToShow(data, MOST_ACCOUNTS);
  return data.accounts
    .filter(({ doc }) => chosen.has(doc.id))
    .map((account, i) => ({ ...account, letter: letter(i) }));
}

function SheetHead(
  props: Props & { readonly title: string; readonly other: readonly [string, string] },
): VNode {
  const { place, data, title, other } = props;
  const sheet = place.at.replace(/^[a-z]+\//, '');
  return (
    <section class="lede solo sheet" aria-labelledby={place.id('h')}>
      <div>
        <p class="eyebrow">{title}</p>
        <h1 id={place.id('h')} dir="auto">
          {data.title}
        </h1>
        <Actions
          links={[
            [other[1], place.href(`${other[0]}/${sheet}`)],
            ['Back to the accounts', place.href(`events/${sheet}`)],
          ]}
        />
      </div>
    </section>
  );
}

/** Questions that can be asked of any accounts, and those that the findings of these ones give. */
function tasks(data: EventData, accounts: readonly Lettered[]): Task[] {
  return [
    strongWords(accounts),
    whoSpeaks(data, accounts),
    ...differences(data, accounts),
    ...names(data, accounts),
    ...introduced(accounts),
    ...facts(data, accounts),
    {
      question:
        'Write the first sentence of this story so that no account could object to a single word of it.',
      lines: 3,
      answer: 'No one answer. Check each word: whose word is it, and would the other side use it?',
    },
  ];
}

/** Words of one kind in one account, in quotes, by whose they are. */
function words({ record }: Account, want: (family: string, category: string) => boolean): VNode | string {
  const speakers = new Map(record.speakers.map((speaker) => [speaker.id, speaker.name]));
  const found = new Map<string, Map<string, string>>();
  for (const marker of record.markers) {
    if (marker.negated || !want(marker.family, marker.category)) continue;
    const who = marker.speaker ? `, ${speakers.get(marker.speaker)}` : '';
    const whose = `${VOICE_NAMES[marker.voice]}${who}`;
    const group = found.get(whose) ?? new Map<string, string>();
    found.set(whose, group.set(marker.text.toLowerCase(), `“${marker.text}”`));
  }
  if (found.size === 0) return 'none found';
  return (
    <span dir="auto">
      {[...found].map(([whose, group]) => `${whose}: ${someWords([...group.values()])}`).join('; ')}
    </span>
  );
}

function someWords(all: readonly string[]): string {
  const rest = all.length - MOST_WORDS;
  return `${all.slice(0, MOST_WORDS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function perAccount(accounts: readonly Lettered[], say: (account: Lettered) => ComponentChildren): VNode {
  return (
    <ul class="lettered">
      {accounts.map((account) => (
        <li>
          <b>
            {account.letter}. <bdi>{account.doc.name}</bdi>
          </b>{' '}
          – {say(account)}
        </li>
      ))}
    </ul>
  );
}

function strongWords(accounts: readonly Lettered[]): Task {
  return {
    question:
      'Underline every word that takes a side. Whose word is each: the outlet’s, or somebody’s whom it quotes?',
    lines: 'accounts',
    answer: perAccount(accounts, (account) =>
      words(account, (family, category) => family === 'wording' && formOf(family, category).id !== 'other'),
    ),
  };
}

function whoSpeaks(data: EventData, accounts: readonly Lettered[]): Task {
  return {
    question: 'Who gets to speak in each account? Who does not?',
    lines: 'accounts',
    answer: perAccount(accounts, ({ doc }) => {
      const rows = data.speakers.filter((row) => row.document === doc.id);
      return rows.length === 0
        ? 'nobody could be told'
        : rows.map((row) => `${row.name} (${row.quotes})`).join(', ');
    }),
  };
}

function differences(data: EventData, accounts: readonly Lettered[]): Task[] {
  const letters = new Map(accounts.map(({ doc, letter }) => [doc.id, letter]));
  return data.comparisons
    .filter(
      (row) => (row.verdict === 'more' || row.verdict === 'less') && letters.has(row.a) && letters.has(row.b),
    )
    .filter((row, i, all) => all.findIndex((other) => other.category === row.category) === i)
    .slice(0, MOST_OF_A_KIND)
    .map((row) => {
      const rows = [
        { of: row.a, hits: row.hitsA, words: row.wordsA },
        { of: row.b, hits: row.hitsB, words: row.wordsB },
      ] as const;
      const [more, less] = row.verdict === 'more' ? rows : [rows[1], rows[0]];
      const two = [letters.get(row.a)!, letters.get(row.b)!].sort().join(' and ');
      return {
        question: `${two} differ in ${readable(row.category)} (${VOICE_NAMES[row.voice]}). Which has more of it? Copy the words.`,
        lines: 3,
        answer: (
          <>
            {letters.get(more.of)}: {more.hits} in {more.words} words, against {less.hits} in {less.words} in{' '}
            {letters.get(less.of)}.
            {perAccount(
              accounts.filter(({ doc }) => doc.id === row.a || doc.id === row.b),
              (account) =>
                words(account, (family, category) => family === row.family && category === row.category),
            )}
          </>
        ),
      };
    });
}

function names(data: EventData, accounts: readonly Lettered[]): Task[] {
  const concepts = [...new Set(data.naming.map((use) => use.concept))];
  return concepts.slice(0, MOST_OF_A_KIND).map((concept) => ({
    question: `What does each account call this: ${readable(concept)}? What does each name imply?`,
    lines: 'accounts' as const,
    answer: perAccount(accounts, ({ doc }) => {
      const uses = data.naming.filter((use) => use.concept === concept && use.of === doc.id);
      return uses.length === 0
        ? 'no name for it'
        : [...new Set(uses.map((use) => use.name))]
            .map((name) => `“${readable(name)}” (${voices(uses.filter((use) => use.name === name))})`)
            .join(', ');
    }),
  }));
}

function introduced(accounts: readonly Lettered[]): Task[] {
  const telling = (account: Lettered) =>
    account.record.markers.some((m) => m.family === 'attribution' && m.category !== 'neutral');
  if (!accounts.some(telling)) return [];
  return [
    {
      question:
        'Which words introduce what people say? Sort them: takes no side, sounds true, sounds doubtful, sounds guilty.',
      lines: 'accounts',
      answer: perAccount(accounts, (account) => {
        const groups = new Map<string, Set<string>>();
        for (const m of account.record.markers) {
          if (m.family !== 'attribution') continue;
          const group = groups.get(m.category) ?? new Set();
          groups.set(m.category, group.add(m.text.toLowerCase()));
        }
        return (
          [...groups].map(([category, set]) => `${capital(category)}: ${[...set].join(', ')}`).join('. ') ||
          'none found'
        );
      }),
    },
  ];
}

function facts(data: EventData, accounts: readonly Lettered[]): Task[] {
  const ids = [...new Set(data.facts.map((fact) => fact.fact))];
  const partial = ids.filter((id) => {
    const told = new Set(data.facts.filter((fact) => fact.fact === id).map((fact) => fact.document));
    return accounts.some(({ doc }) => !told.has(doc.id));
  });
  return partial.slice(0, MOST_OF_A_KIND - 1).map((id) => {
    const rows = data.facts.filter((fact) => fact.fact === id);
    return {
      question: (
        <>
          One account says: <q dir="auto">{rows[0]!.text}</q> Which others tell it? In whose words?
        </>
      ),
      lines: 2,
      answer: perAccount(accounts, ({ doc }) => {
        const own = rows.find((row) => row.document === doc.id);
        return own ? <q dir="auto">{own.text}</q> : 'not told';
      }),
    };
  });
}
