/**
 * Which articles tell one event. Where the input says it, that stands. The others are grouped: near-duplicates first (a
 * syndicated copy counts once), then accounts by date and by the names and terms that they share.
 */
import type { Store } from '../store.js';
import { asWritten } from './as-written.js';
import { readBackground } from './background.js';
import { isIdle } from './idle-words.js';
import { TEXTS_AT_ONCE, textsOf } from './read-texts.js';

/** Accounts of one event are published within this many days of each other. */
const DAYS_APART = 3;
/** Mean cosine similarity of the accounts of two sides from which they tell one event. */
const JOIN_FROM = 0.12;
/** The same for an article without a date: nothing but its words speaks for it. */
const JOIN_UNDATED_FROM = 0.2;
/** The most telling lemmas of an article stand for it; the first of them are looked up. */
const TERMS = 60;
const KEYS = 12;
/** From this share of common five-word sequences on, one text is a copy of the other. */
const COPY_FROM = 0.6;
const SHINGLE = 5;
/** A sketch keeps the smallest hashes of all shingles (bottom-k MinHash, Broder 1997). */
const SKETCH = 128;
/**
 * Copies are looked up by the smallest hashes of a sketch alone: of two texts that are 60 % alike, two of sixteen are the
 * same but once in a hundred thousand. A text is a copy only when so many of the whole sketch are.
 */
const LOOKED_UP = 16;
const FEWEST_LOOKED_UP = 2;
const FEWEST_COMMON = 3;
/** What more articles than this share (a paragraph about the outlet, a term of every day) tells no two of them from others. */
const MOST_SHARING = 500;
/** An event is named for so many of the terms that its accounts share most, as these first accounts write them. */
const NAMED_FOR = 3;
const TERMS_LOOKED_AT = 8;
const ACCOUNTS_READ = 5;
/** A shorter word stands in many others by chance. */
const WHOLE_WORD = 5;
const DAY = 86_400_000;

interface Account {
  readonly id: string;
  /** Days since 1970, or null. */
  readonly day: number | null;
  readonly given: string | null;
  /** Its most telling lemmas by their numbers, in ascending order, and their weights; the squares sum to 1. */
  readonly terms: Int32Array;
  readonly weights: Float64Array;
  /** The first of them by weight. */
  readonly keys: Int32Array;
  /** Ascending. */
  readonly sketch: Uint32Array;
}

/** Makes `events`: a row an article, with its event (given or found) or none, and of what it is a copy. */
export async function fillEvents(store: Store): Promise<void> {
  const lemmas = await readLemmas(store);
  const accounts = await readAccounts(store, lemmas);
  const copies = findCopies(accounts);
  const open = accounts.filter(({ id, given }) => given === null && !copies.has(id));
  const found = await nameEvents(store, groupAccounts(open), lemmas);
  for (const { id, given } of accounts) {
    const event = found.get(copies.get(id) ?? '');
    if (event !== undefined && given === null) found.set(id, event);
  }
  await store.insert(
    'events',
    accounts.map(({ id, given }) => [
      id,
      given ?? found.get(id) ?? null,
      given !== null,
      copies.get(id) ?? null,
    ]),
  );
}

/** The lemmas of a run by number; numbers are in the order of the lemmas. */
interface Lemmas {
  readonly list: readonly string[];
  readonly numberOf: ReadonlyMap<string, number>;
  /** Rare lemmas weigh more; how rare is counted in the run and in a background of general news together. */
  readonly weight: Float64Array;
}

async function readLemmas(store: Store): Promise<Lemmas> {
  const background = readBackground();
  const rows = await store.query<{ lemma: string; n: number }>(
    'SELECT lemma, count(*)::INTEGER AS n FROM lemmas GROUP BY lemma ORDER BY lemma',
  );
  const [size] = await store.query<{ n: number }>('SELECT count(*)::INTEGER AS n FROM documents');
  const all = background.articles + (size?.n ?? 0);
  return {
    list: rows.map(({ lemma }) => lemma),
    numberOf: new Map(rows.map(({ lemma }, number) => [lemma, number])),
    weight: Float64Array.from(rows, ({ lemma, n }) =>
      Math.log(all / (1 + n + (background.counts.get(lemma) ?? 0))),
    ),
  };
}

/**
 * All articles by date, then id: the order in which they are grouped, whatever the order of arrival. What is kept of each
 * is about 2 kB, because it is kept of all at once.
 */
async function readAccounts(store: Store, lemmas: Lemmas): Promise<Account[]> {
  const terms = await readTerms(store, lemmas);
  const rows = await store.query<{ id: string; event: string | null; published: string | null }>(
    'SELECT id, event, published FROM documents ORDER BY published NULLS LAST, id',
  );
  // Some at a time: the database holds the whole records of those whose texts it takes out.
  const sketches = new Map<string, Uint32Array>();
  const ids = rows.map(({ id }) => id);
  for await (const [id, text] of textsOf(store, ids)) sketches.set(id, sketchOf(text));
  return rows.map((row) => {
    const time = row.published === null ? Number.NaN : Date.parse(row.published);
    return {
      id: row.id,
      day: Number.isNaN(time) ? null : time / DAY,
      given: row.event,
      ...(terms.get(row.id) ?? NO_TERMS),
      sketch: sketches.get(row.id)!,
    };
  });
}

type Terms = Pick<Account, 'terms' | 'weights' | 'keys'>;
const NO_TERMS: Terms = { terms: new Int32Array(), weights: new Float64Array(), keys: new Int32Array() };

async function readTerms(store: Store, { numberOf, weight }: Lemmas): Promise<Map<string, Terms>> {
  const terms = new Map<string, Terms>();
  let document: string | null = null;
  let list: [number, number][] = [];
  const close = () => {
    if (document !== null) terms.set(document, strongest(list));
    list = [];
  };
  for await (const row of store.stream<{ document: string; lemma: string; uses: number }>(
    'SELECT document, lemma, uses FROM lemmas ORDER BY document, lemma',
  )) {
    if (row.document !== document) close();
    document = row.document;
    const number = numberOf.get(row.lemma)!;
    const own = weight[number]! * (1 + Math.log(row.uses));
    if (own > 0) list.push([number, own]);
  }
  close();
  return terms;
}

function strongest(weights: [number, number][]): Terms {
  const kept = weights.sort(([a, x], [b, y]) => y - x || a - b).slice(0, TERMS);
  const keys = Int32Array.from(kept.slice(0, KEYS), ([number]) => number);
  const length = Math.sqrt(kept.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  kept.sort(([a], [b]) => a - b);
  return {
    terms: Int32Array.from(kept, ([number]) => number),
    weights: Float64Array.from(kept, ([, weight]) => weight / length),
    keys,
  };
}

function similarity(a: Account, b: Account): number {
  let sum = 0;
  for (let i = 0, j = 0; i < a.terms.length && j < b.terms.length; ) {
    const apart = a.terms[i]! - b.terms[j]!;
    if (apart === 0) sum += a.weights[i++]! * b.weights[j++]!;
    else if (apart < 0) i++;
    else j++;
  }
  return sum;
}

interface Pair {
  readonly a: number;
  readonly b: number;
  readonly likeness: number;
}

/**
 * Pairs of articles are put together, the most alike first, where all accounts of both sides lie within days of each
 * other and are alike on average (average linkage); so nothing depends on which article came first.
 */
function groupAccounts(accounts: readonly Account[]): Account[][] {
  const groupOf = accounts.map((_, index) => [index]);
  for (const { a, b } of alikePairs(accounts)) {
    const [left, right] = [groupOf[a]!, groupOf[b]!];
    if (left === right || !isOneEvent(accounts, left, right)) continue;
    left.push(...right);
    for (const index of right) groupOf[index] = left;
  }
  return [...new Set(groupOf)]
    .filter((group) => group.length > 1)
    .map((group) => group.sort((a, b) => a - b).map((index) => accounts[index]!));
}

/** Article -> the name of its event; some events at a time, because their texts are held. */
async function nameEvents(
  store: Store,
  groups: readonly (readonly Account[])[],
  lemmas: Lemmas,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const atOnce = TEXTS_AT_ONCE / ACCOUNTS_READ;
  for (let i = 0; i < groups.length; i += atOnce) {
    const some = groups.slice(i, i + atOnce);
    const read = some.map((members) => members.slice(0, ACCOUNTS_READ).map(({ id }) => id));
    const texts = new Map<string, string>();
    for await (const [id, text] of textsOf(store, read.flat())) texts.set(id, text);
    for (const [k, members] of some.entries()) {
      const own = read[k]!.map((id) => texts.get(id)!);
      const name = freeName(nameOf(members, own, lemmas), taken);
      for (const { id } of members) names.set(id, name);
    }
  }
  return names;
}

/**
 * Pairs that share a telling lemma, lie within days, and are alike enough; the most alike first. Articles come in the
 * order of their days, so that those of days long gone are let go; the undated ones come last and are looked up among
 * all, by lemmas that are not common among what tells articles.
 */
function alikePairs(accounts: readonly Account[]): Pair[] {
  const shared = new Map<number, { list: number[]; from: number }>();
  const pairs: Pair[] = [];
  const dated = accounts.flatMap(({ day }, index) => (day === null ? [] : [index]));
  const undated = accounts.flatMap(({ day }, index) => (day === null ? [index] : []));
  dated.sort((a, b) => accounts[a]!.day! - accounts[b]!.day! || a - b);
  // The last article that one was compared with.
  const met = new Int32Array(accounts.length).fill(-1);
  const compare = (index: number, from: (key: { list: number[]; from: number }) => number) => {
    const account = accounts[index]!;
    for (const key of account.keys) {
      const known = shared.get(key);
      if (!known) continue;
      for (let k = from(known); k < known.list.length; k++) {
        const other = known.list[k]!;
        if (met[other] === index || !withinDays(accounts[other]!, account)) continue;
        met[other] = index;
        const likeness = similarity(accounts[other]!, account);
        if (likeness >= joinFrom(accounts[other]!, account))
          pairs.push({ a: Math.min(index, other), b: Math.max(index, other), likeness });
      }
    }
    for (const key of account.keys) {
      const known = shared.get(key);
      if (known) known.list.push(index);
      else shared.set(key, { list: [index], from: 0 });
    }
  };
  for (const index of dated) {
    const oldest = accounts[index]!.day! - DAYS_APART;
    compare(index, (known) => {
      while (known.from < known.list.length && accounts[known.list[known.from]!]!.day! < oldest) known.from++;
      return known.from;
    });
  }
  for (const index of undated) compare(index, ({ list }) => (list.length > MOST_SHARING ? list.length : 0));
  return pairs.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b);
}

function isOneEvent(
  accounts: readonly Account[],
  left: readonly number[],
  right: readonly number[],
): boolean {
  let sum = 0;
  let needed = 0;
  for (const a of left) {
    for (const b of right) {
      if (!withinDays(accounts[a]!, accounts[b]!)) return false;
      sum += similarity(accounts[a]!, accounts[b]!);
      needed += joinFrom(accounts[a]!, accounts[b]!);
    }
  }
  return sum >= needed;
}

/** Without a date nothing but its words speaks for an article. */
function joinFrom(a: Account, b: Account): number {
  return a.day === null || b.day === null ? JOIN_UNDATED_FROM : JOIN_FROM;
}

function withinDays(a: Account, b: Account): boolean {
  return a.day === null || b.day === null || Math.abs(a.day - b.day) <= DAYS_APART;
}

/** `2025-09-14 Varenia, troops, crossing`: the first day, when all have one, and the terms they share most, as they write them. */
function nameOf(members: readonly Account[], texts: readonly string[], { list }: Lemmas): string {
  const shared = new Map<number, { weight: number; members: number }>();
  for (const { terms, weights } of members)
    for (const [i, term] of terms.entries()) {
      const before = shared.get(term) ?? { weight: 0, members: 0 };
      shared.set(term, { weight: before.weight + weights[i]!, members: before.members + 1 });
    }
  const inSeveral = [...shared].filter(([, of]) => of.members > 1);
  const telling = inSeveral.filter(([term]) => !isIdle(list[term]!));
  const top = (telling.length > 0 ? telling : inSeveral)
    .sort(([a, x], [b, y]) => y.weight - x.weight || a - b)
    .slice(0, TERMS_LOOKED_AT);
  const words = asWritten(
    texts,
    top.map(([term]) => list[term]!),
  );
  const days = members.map(({ day }) => day);
  const day = days.includes(null) ? null : Math.min(...(days as number[]));
  const date = day === null ? [] : [new Date(day * DAY).toISOString().slice(0, 10)];
  return [
    ...date,
    withoutRepeats([...words.values()])
      .slice(0, NAMED_FOR)
      .join(', '),
  ].join(' ');
}

/** "Russian" says little beside "Russia": of two that share a word, the first stays; the longer, where it has the other whole. */
function withoutRepeats(phrases: readonly string[]): string[] {
  const kept: string[] = [];
  for (const phrase of phrases) {
    const other = kept.findIndex((known) => sharesWord(known, phrase));
    if (other < 0) kept.push(phrase);
    else if (phrase.includes(`${kept[other]!} `) || phrase.endsWith(` ${kept[other]!}`)) kept[other] = phrase;
  }
  return kept;
}

function sharesWord(a: string, b: string): boolean {
  const [left, right] = [a, b].map((phrase) => phrase.toLowerCase().split(/[ \u2010\u2011-]/u));
  return left!.some((x) =>
    right!.some(
      (y) => x === y || (Math.min(x.length, y.length) >= WHOLE_WORD && (x.includes(y) || y.includes(x))),
    ),
  );
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`;
  taken.add(name);
  return name;
}

/** Article -> the earlier one that it copies. */
function findCopies(accounts: readonly Account[]): Map<string, string> {
  const byHash = new Map<number, number[]>();
  const copies = new Map<string, string>();
  for (const [index, account] of accounts.entries()) {
    const common = new Map<number, number>();
    const looked = account.sketch.subarray(0, LOOKED_UP);
    for (const hash of looked)
      for (const other of byHash.get(hash) ?? []) common.set(other, (common.get(other) ?? 0) + 1);
    const original = [...common]
      .filter(([, hashes]) => hashes >= FEWEST_LOOKED_UP)
      .map(([other]) => other)
      .sort((a, b) => a - b)
      .find((other) => isCopy(account.sketch, accounts[other]!.sketch));
    if (original !== undefined) {
      copies.set(account.id, accounts[original]!.id);
      continue;
    }
    for (const hash of looked) {
      const list = byHash.get(hash);
      if (!list) byHash.set(hash, [index]);
      else if (list.length < MOST_SHARING) list.push(index);
    }
  }
  return copies;
}

/** Jaccard similarity from two bottom-k sketches: the share of common hashes among the smallest k of both together. */
function isCopy(a: Uint32Array, b: Uint32Array): boolean {
  let [both, shared] = [0, 0];
  for (let i = 0, j = 0; both < SKETCH && (i < a.length || j < b.length); both++) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    if (x === y) shared++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return shared >= FEWEST_COMMON && shared / both >= COPY_FROM;
}

function sketchOf(text: string): Uint32Array {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = new Set<number>();
  for (let i = 0; i + SHINGLE <= words.length; i++) hashes.add(hashOf(words, i));
  return Uint32Array.from(hashes).sort().slice(0, SKETCH);
}

/** FNV-1a over the letters of five words. */
function hashOf(words: readonly string[], from: number): number {
  let hash = 0x811c9dc5;
  for (let k = from; k < from + SHINGLE; k++) {
    const word = words[k]!;
    for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 32, 0x01000193);
  }
  // FNV's low bits are the better mixed ones; fold the high ones in before the smallest are kept.
  return (hash ^ (hash >>> 15)) >>> 0;
}
