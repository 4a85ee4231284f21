/**
 * Even-handedness: the names of the parties are swapped, word by word, and nothing else may change. Every marker of
 * wording, attribution and commitment stays at its word, rates stay, and stances go with their targets.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../src/lexicons/load.js';
import { analyze } from '../src/pipeline/analyze.js';
import { loadConfig } from '../src/pipeline/config.js';
import { findInputs, readInput } from '../src/pipeline/read/index.js';
import type { Analysis, Article, Target } from '../src/pipeline/types.js';

const ROOT = join(import.meta.dirname, '..');
const DATA = join(ROOT, 'data');
const SEEDS = join(ROOT, '../shared/seeds');
const FAMILIES: ReadonlySet<string> = new Set(['wording', 'attribution', 'commitment']);

/** What stands on the left becomes what stands on the right, and the other way round. */
type Pairs = Readonly<Record<string, string>>;

/** The invented parties of data/. Of persons the surnames only: the given name tells whom "he" and "she" may mean. */
const INVENTED: Pairs = {
  Varenia: 'Ostmark',
  Varenian: 'Ostmarker',
  Varenians: 'Ostmarkers',
  Tarn: 'Kelder',
  Brandt: 'Reuel',
  Tamm: 'Vey',
  Odell: 'Falk',
  Norrland: 'Halden',
  Norchem: 'Havenport',
  Solm: 'Hale',
  Rask: 'Moll',
  Strand: 'Lindqvist',
  'Continental Council': 'Monitoring Mission',
};

/** The parties of the seeds and their counterparts. */
const REAL: Pairs = {
  Russia: 'Ukraine',
  Russian: 'Ukrainian',
  Russians: 'Ukrainians',
  Moscow: 'Kyiv',
  Kremlin: 'Bankova',
  Putin: 'Zelensky',
  Vladimir: 'Volodymyr',
  Gerasimov: 'Budanov',
  Valery: 'Kyrylo',
  Valeriy: 'Mykola',
  Peskov: 'Yermak',
  Dmitry: 'Andriy',
  Zakharova: 'Tykhyi',
  Kursk: 'Sumy',
  AFU: 'AFRF',
  'North Korea': 'South Korea',
  'North Korean': 'South Korean',
  'North Koreans': 'South Koreans',
  DPRK: 'ROK',
  "Democratic People's Republic of Korea": 'Republic of Korea',
  "Korean People's Army": 'South Korean Army',
  KPA: 'ROKA',
  'Kim Jong Un': 'Lee Jae Myung',
  'Kim Jong-un': 'Lee Jae-myung',
  Pyongyang: 'Seoul',
  US: 'PRC',
  'Donald Trump': 'Xi Jinping',
  NATO: 'CSTO',
};

/** Two parties: country, one of its people, several of them, capital, surname of the leader. */
type Party = readonly [country: string, demonym: string, plural: string, capital: string, leader: string];
const FIRST: Party = ['Varenia', 'Varenian', 'Varenians', 'Tarn', 'Brandt'];
const SECOND: Party = ['Ostmark', 'Ostmarker', 'Ostmarkers', 'Kelder', 'Reuel'];
/** The same story told of real parties, in both orders. */
const CONFLICTS: readonly (readonly [Party, Party])[] = [
  [['Russia', 'Russian', 'Russians', 'Moscow', 'Putin'], ['Ukraine', 'Ukrainian', 'Ukrainians', 'Kyiv', 'Zelensky']],
  [['Israel', 'Israeli', 'Israelis', 'Jerusalem', 'Netanyahu'], ['Palestine', 'Palestinian', 'Palestinians', 'Ramallah', 'Fayyad']],
  [['India', 'Indian', 'Indians', 'Delhi', 'Modi'], ['Pakistan', 'Pakistani', 'Pakistanis', 'Islamabad', 'Sharif']],
  [['China', 'Chinese', 'Chinese', 'Beijing', 'Xi'], ['Taiwan', 'Taiwanese', 'Taiwanese', 'Taipei', 'Lai']],
  [['Iran', 'Iranian', 'Iranians', 'Tehran', 'Khamenei'], ['America', 'American', 'Americans', 'Washington', 'Trump']],
  [['Armenia', 'Armenian', 'Armenians', 'Yerevan', 'Pashinyan'], ['Azerbaijan', 'Azerbaijani', 'Azerbaijanis', 'Baku', 'Aliyev']],
  [['Turkey', 'Turkish', 'Turks', 'Ankara', 'Erdogan'], ['Greece', 'Greek', 'Greeks', 'Athens', 'Mitsotakis']],
  [['Serbia', 'Serbian', 'Serbs', 'Belgrade', 'Vucic'], ['Kosovo', 'Kosovar', 'Kosovars', 'Pristina', 'Kurti']],
  [['Ethiopia', 'Ethiopian', 'Ethiopians', 'Addis Ababa', 'Abiy'], ['Eritrea', 'Eritrean', 'Eritreans', 'Asmara', 'Afwerki']],
  [['Venezuela', 'Venezuelan', 'Venezuelans', 'Caracas', 'Maduro'], ['Colombia', 'Colombian', 'Colombians', 'Bogota', 'Duque']],
  [['Rwanda', 'Rwandan', 'Rwandans', 'Kigali', 'Kagame'], ['Burundi', 'Burundian', 'Burundians', 'Gitega', 'Ndayishimiye']],
  [['Morocco', 'Moroccan', 'Moroccans', 'Rabat', 'Akhannouch'], ['Algeria', 'Algerian', 'Algerians', 'Algiers', 'Tebboune']],
  [['North Korea', 'North Korean', 'North Koreans', 'Pyongyang', 'Kim'], ['South Korea', 'South Korean', 'South Koreans', 'Seoul', 'Lee']],
  [['Lebanon', 'Lebanese', 'Lebanese', 'Beirut', 'Mikati'], ['Syria', 'Syrian', 'Syrians', 'Damascus', 'Sharaa']],
]; // biome-ignore format: a table

interface Renamed {
  readonly text: string;
  /** An offset of the old text in the new one. */
  readonly at: (offset: number) => number;
}
type Rename = (text: string) => Renamed;

const swapAll = (pairs: Pairs): Rename =>
  renamer(new Map(Object.entries(pairs).flatMap(([a, b]) => [[a, b], [b, a]]))); // biome-ignore format: both ways

/** Replaces names as whole words, the longest first, also where they stand in capitals. */
function renamer(names: ReadonlyMap<string, string>): Rename {
  const all = new Map([...names].flatMap(([a, b]) => [[a.toUpperCase(), b.toUpperCase()], [a, b]])); // biome-ignore format: capitals first
  const patterns = [...all.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll("'", "['’]"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${patterns.join('|')})(?!(?!ʼ)[\\p{L}\\p{N}])`, 'gu');
  return (text) => {
    const cuts: { end: number; shift: number }[] = [];
    let shift = 0;
    const renamed = text.replace(pattern, (name, index: number) => {
      const to = all.get(name.replaceAll('’', "'"))!;
      shift += to.length - name.length;
      cuts.push({ end: index + name.length, shift });
      return to;
    });
    return {
      text: renamed,
      at: (offset) => offset + (cuts.findLast(({ end }) => end <= offset)?.shift ?? 0),
    };
  };
}

function renameArticle(article: Article, rename: Rename): Article {
  const { text, at } = rename(article.text);
  const layout = article.layout?.map(({ start, end, kind }) => ({ start: at(start), end: at(end), kind }));
  return { ...article, text, title: article.title === null ? null : rename(article.title).text, layout };
}

function renameTarget(target: Target, rename: Rename): Target {
  const each = (names: readonly string[]) => names.map((name) => rename(name).text);
  return {
    id: target.id,
    name: rename(target.name).text,
    aliases: each(target.aliases),
    demonyms: each(target.demonyms),
    members: each(target.members),
  };
}

const UNCHANGED: Rename = (text) => ({ text, at: (offset) => offset });

/** Every marker that must not depend on names, a line each; `rename` tells where and how it must stand afterwards. */
function marks({ text, markers }: Analysis, rename = UNCHANGED): string[] {
  const { at } = rename(text);
  return markers
    .filter(({ family }) => FAMILIES.has(family))
    .map(({ start, text: words, entry, category, voice, negated, scare }) =>
      [at(start), rename(words).text, entry, category, voice, negated && 'denied', scare && 'scare'].join(
        ' ',
      ),
    );
}

/** Hits of every category in every voice; with their rates where the voice has equally many words before and after. */
function rates({ scores }: Analysis, other: Analysis): string[] {
  const { words } = other;
  return scores
    .filter(({ family, speaker }) => FAMILIES.has(family) && speaker === null)
    .map(({ voice, category, hits, words: n, rate, rateLow, rateHigh }) =>
      [voice, category, hits, ...(words[voice] === n ? [rate, rateLow, rateHigh] : [])].join(' '),
    );
}

function stances({ text, targets, stances: all }: Analysis, rename = UNCHANGED): string[] {
  const { at } = rename(text);
  const names = new Map(targets.map(({ id, name }) => [id, rename(name).text]));
  return all
    .map(({ start, target, voice, label }) => `${at(start)} ${names.get(target)} ${voice} ${label}`)
    .sort();
}

async function articlesOf(folder: string): Promise<Article[]> {
  const read = { columns: {}, format: null };
  const { inputs } = await findInputs([folder], read, ROOT);
  const articles: Article[] = [];
  for (const input of inputs) {
    for await (const item of readInput(input, read)) if ('article' in item) articles.push(item.article);
  }
  return articles;
}

const lexicons = loadLexicons();
const exclude = { entries: [], terms: [], categories: [] };
const data = await articlesOf(DATA);
const { targets } = await loadConfig([DATA], ROOT);
const seeds = existsSync(SEEDS) ? await articlesOf(SEEDS) : [];

function expectTheSame(article: Article, rename: Rename, wanted: readonly Target[]): void {
  const before = analyze(article, lexicons, { targets: wanted, exclude });
  const after = analyze(renameArticle(article, rename), lexicons, {
    targets: wanted.map((target) => renameTarget(target, rename)),
    exclude,
  });
  expect.soft(marks(after)).toEqual(marks(before, rename));
  expect.soft(rates(after, before)).toEqual(rates(before, after));
  expect.soft(stances(after)).toEqual(stances(before, rename));
}

/** Markers do not depend on whether names are known; stances may: "the president" is found of a country that is known. */
function expectSameMarkers(article: Article, rename: Rename): void {
  const none = { targets: [], exclude };
  const before = analyze(article, lexicons, none);
  expect.soft(marks(analyze(renameArticle(article, rename), lexicons, none))).toEqual(marks(before, rename));
}

const entriesOf = (a: Party, b: Party) => a.map((name, i) => [name, b[i]!] as const);
const byId = (articles: readonly Article[]) => articles.map((article) => [article.id, article] as const);

describe('parties swapped in the sample articles', () => {
  const swap = swapAll(INVENTED);
  it.each(byId(data))('%s', (_, article) => expectTheSame(article, swap, targets));
});

describe('parties swapped in the seed articles', () => {
  const swap = swapAll(REAL);
  if (seeds.length === 0) it.skip('../shared/seeds is not there');
  it.each(byId(seeds))('%s', (_, article) => expectTheSame(article, swap, []));
});

describe('the sample articles told of real parties, and of the same the other way round', () => {
  const solt = data.filter(({ event }) => event === 'solt-crossing');
  it.each(CONFLICTS.map(([a, b]) => [a[0], b[0], a, b] as const))('%s and %s', (_a, _b, a, b) => {
    const told = renamer(new Map([...entriesOf(FIRST, a), ...entriesOf(SECOND, b)]));
    const swap = swapAll(Object.fromEntries(entriesOf(a, b)));
    for (const article of solt) {
      expectSameMarkers(article, told);
      expectTheSame(
        renameArticle(article, told),
        swap,
        targets.map((target) => renameTarget(target, told)),
      );
    }
  });
});
