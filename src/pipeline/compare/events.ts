/**
 * Which articles tell one event. Where the input says it, that stands. The others are grouped: near-duplicates first (a
 * syndicated copy counts once), then accounts by date and by the names and terms that they share.
 */
import type { Store } from '../store.js';
import { readBackground } from './background.js';

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
const DAY = 86_400_000;

interface Account {
  readonly id: string;
  /** Days since 1970, or null. */
  readonly day: number | null;
  readonly given: string | null;
  /** Lemma -> weight; the squares sum to 1. */
  readonly terms: ReadonlyMap<string, number>;
  readonly sketch: readonly number[];
}

/** Makes `events`: a row an article, with its event (given or found) or none, and of what it is a copy. */
export async function fillEvents(store: Store): Promise<void> {
  const accounts = await readAccounts(store);
  const copies = findCopies(accounts);
  const open = accounts.filter(({ id, given }) => given === null && !copies.has(id));
  const found = groupAccounts(open);
  for (const [id, original] of copies) {
    const event = found.get(original);
    if (event !== undefined && accountGiven(accounts, id) === null) found.set(id, event);
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

function accountGiven(accounts: readonly Account[], id: string): string | null {
  return accounts.find((account) => account.id === id)?.given ?? null;
}

/** All articles by date, then id: the order in which they are grouped, whatever the order of arrival. */
async function readAccounts(store: Store): Promise<Account[]> {
  const weigh = await inverseFrequencies(store);
  const lemmas = new Map<string, [string, number][]>();
  for await (const { document, lemma, uses } of store.stream<{
    document: string;
    lemma: string;
    uses: number;
  }>('SELECT document, lemma, uses FROM lemmas ORDER BY document, lemma')) {
    const list = lemmas.get(document) ?? [];
    const weight = weigh(lemma) * (1 + Math.log(uses));
    if (weight > 0) list.push([lemma, weight]);
    lemmas.set(document, list);
  }
  const accounts: Account[] = [];
  for await (const row of store.stream<{
    id: string;
    event: string | null;
    published: string | null;
    text: string;
  }>(
    `SELECT id, event, published, json_extract_string(record, '$.text') AS text FROM documents
     ORDER BY published NULLS LAST, id`,
  )) {
    const time = row.published === null ? Number.NaN : Date.parse(row.published);
    accounts.push({
      id: row.id,
      day: Number.isNaN(time) ? null : time / DAY,
      given: row.event,
      terms: strongest(lemmas.get(row.id) ?? []),
      sketch: sketchOf(row.text),
    });
  }
  return accounts;
}

/** Rare lemmas weigh more; how rare is counted in the run and in a background of general news together. */
async function inverseFrequencies(store: Store): Promise<(lemma: string) => number> {
  const background = readBackground();
  const rows = await store.query<{ lemma: string; n: number }>(
    'SELECT lemma, count(*)::INTEGER AS n FROM lemmas GROUP BY lemma ORDER BY lemma',
  );
  const [size] = await store.query<{ n: number }>('SELECT count(*)::INTEGER AS n FROM documents');
  const own = new Map(rows.map(({ lemma, n }) => [lemma, n]));
  const all = background.articles + (size?.n ?? 0);
  return (lemma) => Math.log(all / (1 + (own.get(lemma) ?? 0) + (background.counts.get(lemma) ?? 0)));
}

function strongest(weights: [string, number][]): Map<string, number> {
  const kept = weights.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, TERMS);
  const length = Math.sqrt(kept.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
  return new Map(kept.map(([lemma, weight]) => [lemma, weight / length]));
}

function similarity(a: Account, b: Account): number {
  let sum = 0;
  for (const [lemma, weight] of a.terms) sum += weight * (b.terms.get(lemma) ?? 0);
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
function groupAccounts(accounts: readonly Account[]): Map<string, string> {
  const groupOf = accounts.map((_, index) => [index]);
  for (const { a, b } of alikePairs(accounts)) {
    const [left, right] = [groupOf[a]!, groupOf[b]!];
    if (left === right || !isOneEvent(accounts, left, right)) continue;
    left.push(...right);
    for (const index of right) groupOf[index] = left;
  }
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const group of new Set(groupOf)) {
    if (group.length < 2) continue;
    const members = group.sort((a, b) => a - b).map((index) => accounts[index]!);
    const name = freeName(nameOf(members), taken);
    for (const { id } of members) names.set(id, name);
  }
  return names;
}

/** Pairs that share a telling lemma, lie within days, and are alike enough; the most alike first. */
function alikePairs(accounts: readonly Account[]): Pair[] {
  const byKey = new Map<string, number[]>();
  const pairs: Pair[] = [];
  for (const [b, account] of accounts.entries()) {
    const keys = [...account.terms.keys()].slice(0, KEYS);
    const near = new Set(keys.flatMap((key) => byKey.get(key) ?? []));
    for (const a of near) {
      if (!withinDays(accounts[a]!, account)) continue;
      const likeness = similarity(accounts[a]!, account);
      if (likeness >= joinFrom(accounts[a]!, account)) pairs.push({ a, b, likeness });
    }
    for (const key of keys) {
      const list = byKey.get(key);
      if (list) list.push(b);
      else byKey.set(key, [b]);
    }
  }
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

/** `2025-09-14 troops valley crossing`: the first day, when all have one, and the three terms they share most. */
function nameOf(members: readonly Account[]): string {
  const shared = new Map<string, number>();
  for (const { terms } of members)
    for (const [lemma, weight] of terms) shared.set(lemma, (shared.get(lemma) ?? 0) + weight);
  const inSeveral = [...shared].filter(
    ([lemma]) => members.filter(({ terms }) => terms.has(lemma)).length > 1,
  );
  const top = inSeveral.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, 3);
  const days = members.map(({ day }) => day);
  const day = days.includes(null) ? null : Math.min(...(days as number[]));
  const date = day === null ? [] : [new Date(day * DAY).toISOString().slice(0, 10)];
  return [...date, ...top.map(([lemma]) => lemma)].join(' ');
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted} (${n})`;
  taken.add(name);
  return name;
}

/** Article -> the earlier one that it copies. */
function findCopies(accounts: readonly Account[]): Map<string, string> {
  const byHash = new Map<number, Account[]>();
  const copies = new Map<string, string>();
  for (const account of accounts) {
    const met = new Map<Account, number>();
    for (const hash of account.sketch)
      for (const other of byHash.get(hash) ?? []) met.set(other, (met.get(other) ?? 0) + 1);
    const original = [...met].find(([other, common]) => isCopy(account, other, common))?.[0];
    if (original) copies.set(account.id, original.id);
    else
      for (const hash of account.sketch) {
        const list = byHash.get(hash);
        if (list) list.push(account);
        else byHash.set(hash, [account]);
      }
  }
  return copies;
}

/** Jaccard similarity from two bottom-k sketches: the share of common hashes among the smallest k of both together. */
function isCopy(a: Account, b: Account, common: number): boolean {
  if (common < 3) return false;
  const union = [...new Set([...a.sketch, ...b.sketch])].sort((x, y) => x - y).slice(0, SKETCH);
  const both = new Set(a.sketch);
  const other = new Set(b.sketch);
  const shared = union.filter((hash) => both.has(hash) && other.has(hash)).length;
  return shared / union.length >= COPY_FROM;
}

function sketchOf(text: string): number[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const hashes = new Set<number>();
  for (let i = 0; i + SHINGLE <= words.length; i++) hashes.add(hashOf(words, i));
  return [...hashes].sort((a, b) => a - b).slice(0, SKETCH);
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
