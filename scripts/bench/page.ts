/** docs/benchmarks.md from the figures of docs/benchmarks.json. */
import type { Calibration } from '../errors/quotes.js';
import { type Machine, median, type Usage } from './measure.js';

interface Common {
  readonly machine: Machine;
  readonly version: string;
  readonly texts: string;
  /** Load of the machine when the suite began. */
  readonly load: number;
}

interface Peers {
  readonly articles: number;
  readonly rounds: number;
  readonly words: number;
  readonly perSecond: Readonly<Record<'framescope' | 'wink' | 'sentiment' | 'compromise', number>>;
  /** Of the rounds: median, least and most. */
  readonly ofWink: number;
  readonly ofWinkFrom: number;
  readonly ofWinkTo: number;
}

/** Without figures where no annotated articles were at hand. */
interface Confidence {
  readonly made?: readonly Calibration[];
  readonly check?: readonly Calibration[];
}

/** Seconds until all was analyzed. */
interface JobsRound {
  readonly one: number;
  readonly two: number;
  /** Two runs at a time, each over half of the articles: the longer of them. */
  readonly halves: number;
  /** One worker on one core; missing where a process cannot be kept on one. */
  readonly core?: number;
  /** Where every thread has half a core; missing where that cannot be had. */
  readonly slowOne?: number;
  readonly slowTwo?: number;
}

interface Jobs {
  readonly articles: number;
  readonly rounds: readonly JobsRound[];
}

interface Size extends Usage {
  readonly articles: number;
  readonly analysis: number;
  readonly store: number;
  readonly report: number;
  readonly perSecond: number;
  /** A second run, with nothing new. */
  readonly nothing?: Usage;
  /** MB. */
  readonly input: number;
  readonly storeSize: number;
  readonly output: number;
}

interface One {
  readonly start: Usage;
  readonly rows: readonly (Usage & { readonly length: number; readonly beyondStart: number })[];
}

interface Again {
  readonly articles: number;
  readonly new: number;
  readonly first: Usage;
  readonly nothing: Usage;
  readonly more: Usage;
  readonly wallTimes: number;
  readonly cpuTimes: number;
}

interface Queue {
  readonly articles: number;
  readonly rows: readonly {
    readonly workers: number;
    readonly enqueue: number;
    readonly analysis: number;
    readonly collect: number;
    readonly perSecond: number;
  }[];
}

type Of<T> = Common & T;
export interface Measured {
  readonly confidence?: Of<Confidence>;
  readonly peers?: Of<Peers>;
  readonly jobs?: Of<Jobs>;
  readonly sizes?: Of<{ rows: readonly Size[] }>;
  readonly large?: Of<{ rows: readonly Size[] }>;
  readonly one?: Of<One>;
  readonly again?: Of<Again>;
  readonly queue?: Of<Queue>;
}

/** From this load on something else was at work, and times are longer than they would be. */
const QUIET_BELOW = 0.5;
/** The article count that the smallest run must have for its peak to be compared with that of the largest. */
const SMALL = 5000;

const grouped = (value: number): string => value.toLocaleString('en');
const plain = (value: number): string =>
  value >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(2)));
const seconds = (value: number): string => (value >= 300 ? `${plain(value / 60)} min` : `${plain(value)} s`);
const memory = (mb: number): string => (mb >= 1000 ? `${(mb / 1000).toFixed(1)} GB` : `${Math.round(mb)} MB`);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const HEAD = `# Benchmarks

Made by \`npm run bench -- all\`, which measures the built program and writes the figures to
\`docs/benchmarks.json\` and this page from them. Each suite can be run alone: \`npm run bench -- jobs\`.

Articles are put together from paragraphs under varied dates, outlets, names and ids, about 630 words each: three of
five tell an event that two to six outlets tell, and hardly any is a copy of another. Peak memory is that of the whole
process with all its workers. 1 MB is 10^6 bytes. Times are of the clock on the wall unless it is said otherwise.
`;

/** The page. Suites that were not measured are left out. */
export function pageOf(measured: Measured): string {
  const { confidence, peers, jobs, sizes, large, one, again, queue } = measured;
  const parts = [
    HEAD,
    conditions(measured),
    peers && peersPart(peers),
    jobs && jobsPart(jobs),
    (sizes ?? large) && sizesPart([...(sizes?.rows ?? []), ...(large?.rows ?? [])]),
    one && onePart(one),
    again && againPart(again),
    queue && queuePart(queue),
    confidence?.made && confidence.check && confidencePart(confidence.made, confidence.check),
    (sizes ?? large) && paperPart([...(sizes?.rows ?? []), ...(large?.rows ?? [])]),
  ];
  return `${parts.filter(Boolean).join('\n')}`;
}

function conditions(measured: Measured): string {
  const suites = Object.entries(measured) as [string, Common][];
  const places = new Map<string, string[]>();
  for (const [name, { machine, version, texts }] of suites) {
    const { cpu, cores, memory: gb, node } = machine;
    const where = `${cpu}, ${cores} cores, ${gb} GB of memory, Node ${node}; framescope ${version}; texts: ${texts}`;
    places.set(where, [...(places.get(where) ?? []), name]);
  }
  const lines = [...places].map(([where, names]) =>
    places.size === 1 ? `${where}.` : `- ${names.join(', ')}: ${where}.`,
  );
  const busy = suites.filter(([, { load }]) => load >= QUIET_BELOW);
  const note =
    busy.length === 0
      ? ''
      : `\nSomething else was at work when these began (load): ${busy.map(([name, { load }]) => `${name} (${load})`).join(', ')}. Their times are longer than they would be on a quiet machine.\n`;
  return `## The machine\n\n${lines.join('\n')}\n${note}`;
}

const PEERS = {
  framescope: 'framescope, everything: tokens to scores',
  wink: 'wink-nlp alone (sentences, tags; all of it read out)',
  sentiment: '`sentiment` (a score a text from a word list)',
  compromise: '`compromise` (sentences, tags; as JSON)',
} as const;

function peersPart({ articles, words, rounds, perSecond, ofWink, ofWinkFrom, ofWinkTo }: Peers): string {
  const rows = Object.entries(PEERS).map(([name, label]) => {
    const rate = perSecond[name as keyof typeof PEERS];
    return [label, grouped(rate), (perSecond.framescope / rate).toFixed(2)];
  });
  return `## Beside other packages

One thread, the same ${articles} articles of ${words} words, in one process, rounds alternating, median of ${rounds}. They do not
do the same: the first uses the second and does more, the third does much less.

${table(['', 'articles a second', 'framescope is so many times as fast'], rows)}

Median of the ratios of the rounds, framescope to wink-nlp alone: ${ofWink.toFixed(2)}, from
${ofWinkFrom.toFixed(2)} to ${ofWinkTo.toFixed(2)} (to hold: at least 0.50).
`;
}

function jobsPart({ articles, rounds }: Jobs): string {
  const row = (label: string, from: keyof JobsRound, to: keyof JobsRound): string[][] => {
    const measured = rounds.flatMap(({ [from]: a, [to]: b }) => (a && b ? [{ a, b, times: a / b }] : []));
    if (measured.length === 0) return [];
    const of = (key: 'a' | 'b' | 'times') => measured.map((one) => one[key]);
    const times = of('times');
    const range = `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)}`;
    return [[label, seconds(median(of('a'))), seconds(median(of('b'))), median(times).toFixed(2), range]];
  };
  const rows = [
    ...row('one worker; two', 'one', 'two'),
    ...row('one worker; two runs with nothing in common, each over half of the articles', 'one', 'halves'),
    ...row('two such runs; two workers', 'halves', 'two'),
    ...row('one worker on one core; two workers on both', 'core', 'two'),
    ...row('one worker; two; every thread with at most half a core', 'slowOne', 'slowTwo'),
  ];
  return `## Workers

${grouped(articles)} articles, from the start of the program until all is analyzed and in the store; medians of ${rounds.length} rounds. One worker uses
a second core already: the compiler and the collector of the engine and the database have threads of their own, and two
workers have to share the cores with them. Two runs with nothing in common show what this machine gives at most; threads that
have half a core each show what one with twice the cores, half as fast, would give.

${table(['', 'the first', 'the second', 'the second is so many times as fast', 'rounds'], rows)}
`;
}

function sizesPart(rows: readonly Size[]): string {
  const cells = rows.map((row) => [
    grouped(row.articles),
    seconds(row.analysis),
    seconds(row.store),
    seconds(row.report),
    seconds(row.wall),
    plain(row.perSecond),
    row.nothing ? seconds(row.nothing.wall) : '',
    memory(row.peak),
    memory(row.storeSize),
    memory(row.output),
  ]);
  const [small, last] = [rows.find(({ articles }) => articles === SMALL), rows.at(-1)!];
  const ratio =
    small && last.articles > SMALL
      ? `\nPeak memory for ${grouped(last.articles)} articles is ${(last.peak / small.peak).toFixed(2)} times that for ${grouped(SMALL)} (to hold for 100,000: at most 1.5).\n`
      : '';
  return `## From a thousand articles on

As many workers as cores. Store: speakers linked, events found, every comparison made. Report: CSV, records, pages.

${table(
  [
    'articles',
    'analysis',
    'store',
    'report',
    'all',
    'articles a second',
    'again, nothing new',
    'peak memory',
    'store on disk',
    'everything on disk',
  ],
  cells,
)}
${ratio}`;
}

function onePart({ start, rows }: One): string {
  const cells = rows.map((row) => [
    `${grouped(row.length)} characters`,
    seconds(row.wall),
    seconds(row.beyondStart),
    memory(row.peak),
  ]);
  return `## One long article

The whole run in one process; a run over next to nothing takes ${seconds(start.wall)}, which is loading.

${table(['', 'all', 'beyond that', 'peak memory'], cells)}
`;
}

function againPart(again: Again): string {
  const { articles, first, nothing, more, wallTimes, cpuTimes } = again;
  const row = (label: string, usage: Usage) => [
    label,
    seconds(usage.wall),
    seconds(usage.cpu),
    memory(usage.peak),
  ];
  return `## Again, with nothing or little new

${grouped(articles)} articles in the store.

${table(
  ['', 'time', 'processor time', 'peak memory'],
  [row('first run', first), row('nothing new', nothing), row(`${again.new} new articles`, more)],
)}

Nothing new is ${plain(wallTimes)} times as fast as the first run, with ${plain(cpuTimes)} times less processor time (to hold: at least 20). New
articles, however few, make comparisons over all articles and the report anew: that is what the last row costs.
`;
}

function queuePart({ articles, rows }: Queue): string {
  const [first] = rows;
  return `## Over Redis

${grouped(articles)} articles, BullMQ on a Redis on the same machine that writes everything down (\`--appendonly yes\`), workers with one
thread each, from their start until all is analyzed. With more workers than cores nothing more can be gained here.

${table(
  ['workers', 'enqueue', 'analysis', 'articles a second', 'times as fast as one', 'collect, with report'],
  rows.map((row) => [
    String(row.workers),
    seconds(row.enqueue),
    seconds(row.analysis),
    plain(row.perSecond),
    (first!.analysis / row.analysis).toFixed(2),
    seconds(row.collect),
  ]),
)}
`;
}

/** Under so many quotes a share tells little. */
const FEW = 30;

function confidencePart(made: readonly Calibration[], check: readonly Calibration[]): string {
  const cells = (one: Calibration | undefined): string[] =>
    one
      ? [
          grouped(one.quotes),
          one.predicted.toFixed(2),
          `${one.right.toFixed(2)}${one.quotes < FEW ? ' (few)' : ''}`,
        ]
      : ['0', '', ''];
  const froms = [...new Set([...made, ...check].map(({ from }) => from))].sort((a, b) => b - a);
  const of = (rows: readonly Calibration[], from: number) => cells(rows.find((row) => row.from === from));
  return `## What the confidence of a quote means

\`confidence\` estimates that both the stretch (at least half overlap) and the words that name its speaker are as a
trained reader marked them; quotes inside quotes are left aside. Predicted: the mean of what the program said; right: the share of those quotes that were.
The numbers were set on the 280 articles of the left half; the 126 of the right half check them.

${table(
  [
    'confidence from',
    'quotes (280 articles)',
    'predicted',
    'right',
    'quotes (126 articles)',
    'predicted',
    'right',
  ],
  froms.map((from) => [from.toFixed(1), ...of(made, from), ...of(check, from)]),
)}
`;
}

const MILLION = 1e6;
const MACHINES = 10;

/** On paper: the figures of the largest run, scaled up, and what breaks first. */
function paperPart(rows: readonly Size[]): string {
  const base = rows.at(-1)!;
  const costs = [10, 1000].map((millions) => {
    const times = (millions * MILLION) / base.articles;
    const days = (value: number) => {
      const hours = (value * times) / 3600;
      const said = plain(hours);
      return hours < 72 ? `${said} ${said === '1' ? 'hour' : 'hours'}` : `${plain(hours / 24)} days`;
    };
    const size = (mb: number) =>
      mb * times >= 1e6 ? `${plain((mb * times) / 1e6)} TB` : `${plain((mb * times) / 1000)} GB`;
    return { name: `${grouped(millions)} million`, days, size };
  });
  const row = (label: string, of: (cost: (typeof costs)[number]) => string) => [label, ...costs.map(of)];
  return `## On paper: millions

The figures for ${grouped(base.articles)} articles, ${memory(base.input)} of text, on the machine above, times what is missing. Nobody ran this.

${table(
  ['', ...costs.map(({ name }) => name)],
  [
    row('reading and analysis, this machine', ({ days }) => days(base.analysis)),
    row(`the same on ${MACHINES} such machines`, ({ days }) => days(base.analysis / MACHINES)),
    row('linking and comparing, one machine', ({ days }) => days(base.store)),
    row('tables and report, one machine', ({ days }) => days(base.report)),
    row('text', ({ size }) => size(base.input)),
    row('store', ({ size }) => size(base.storeSize)),
    row('everything on disk', ({ size }) => size(base.output)),
  ],
)}

What breaks first, in this order:

1. **The report.** One page an article is one file an article. Ten million small files are slow on every file system and of
   no use to anybody; a thousand million do not fit. From some hundred thousand articles on the store is what one works with.
2. **The CSV files**, which repeat what the store has several times over: most of what is on disk. Read the store itself, or
   \`--format parquet\`.
3. **Redis**, which holds what waits and what was not yet collected in memory: 12 GB a million articles
   ([many machines](many-machines.md)). Collect in parts into one output folder, or use \`--map\`, which needs no Redis.
4. **Memory where all articles meet.** What is held for each article while events are found and names are linked (the
   sketch of its words, its telling terms, its speakers) is some 10 kB an article: 100 GB at ten million. A thousand million need
   the parts of that work that are kept apart by time (events lie within days of each other) to be run apart, by month, say.
5. **The single store.** One process writes and compares. Analysis needs nothing of other articles and goes over any number
   of machines; comparing does, and a thousand million articles want it done source by source and month by month from
   Parquet, not in one file. The counts that every comparison rests on add up, so nothing of the method stands against it.
`;
}
