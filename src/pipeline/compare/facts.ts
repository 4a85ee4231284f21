/**
 * Sentences of several accounts of one event that tell the same thing: the same names and numbers in similar words. They
 * stand on one line of the side-by-side view, so that one sees who says what, and who leaves it out.
 */
import { createRequire } from 'node:module';
import { literals, type Store } from '../store.js';
import type { Analysis, Voice } from '../types.js';
import { type Background, readBackground } from './background.js';

/** Events of more accounts than this are not aligned: nobody reads them side by side. */
const MOST_ACCOUNTS = 12;
/** Events whose accounts are taken from the store together: queries cost more than rows. */
const EVENTS_AT_ONCE = 50;
/** Weighted cosine of two sentences from which they may tell one fact. */
const SAME_FROM = 0.3;
/** Two sentences must share this many telling words, and so many that are no names: who acts is not yet what is done. */
const FEWEST_SHARED = 3;
const FEWEST_SHARED_WORDS = 2;
const FEWEST_WORDS = 5;
/** Log of how many times rarer than every article a word must be to tell anything. */
const COMMON_UNDER = 0.7;
const WORD = /[\p{L}\p{N}]+(?:[.,'\u2019-][\p{L}\p{N}]+)*/gu;

const { stem } = createRequire(import.meta.url)('natural/lib/natural/stemmers/porter_stemmer.js') as {
  stem(word: string): string;
};

/** Words repeat, and natural's stemmer is slow: stems are kept, and forgotten when there are more than this. */
const STEMS_KEPT = 50_000;
const stems = new Map<string, string>();

function stemOf(word: string): string {
  let root = stems.get(word);
  if (root === undefined) {
    root = stem(word);
    if (stems.size >= STEMS_KEPT) stems.clear();
    stems.set(word, root);
  }
  return root;
}

interface Passage {
  readonly document: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly voice: Voice;
  /** Local id. */
  readonly speaker: string | null;
  /** Stem -> weight; the squares sum to 1. */
  readonly words: ReadonlyMap<string, number>;
  /** Those that are names. */
  readonly names: ReadonlySet<string>;
}

/** Makes `facts`: groups of passages of an event, one an account, numbered in the order of the first account. */
export async function fillFacts(store: Store): Promise<void> {
  const background = readBackground();
  const events = await store.query<{ event: string; documents: string[] }>(`
    SELECT event, list(document ORDER BY document) AS documents FROM (
      SELECT event, document FROM events
      WHERE event IS NOT NULL AND copy_of IS NULL AND NOT EXISTS (SELECT 1 FROM account_sets WHERE set = '')
      UNION ALL SELECT set, document FROM account_sets WHERE set = '')
    GROUP BY event HAVING count(*) BETWEEN 2 AND ${MOST_ACCOUNTS} ORDER BY event`);
  for (let i = 0; i < events.length; i += EVENTS_AT_ONCE) {
    const some = events.slice(i, i + EVENTS_AT_ONCE);
    const documents = some.flatMap((event) => event.documents);
    const passages = new Map<string, Passage[]>();
    const records = `SELECT id, record FROM documents WHERE id IN (${literals(documents)})`;
    for await (const { id, record } of store.stream<{ id: string; record: string }>(records))
      passages.set(id, passagesOf(JSON.parse(record) as Analysis, background));
    const speakers = await speakersOf(store, documents);
    const rows = some.flatMap(({ event, documents }) =>
      align(weighInEvent(documents.flatMap((id) => passages.get(id) ?? []))).flatMap((group, fact) =>
        group.map(({ document, start, end, text, voice, speaker }) => [
          event, fact + 1, document, start, end, text, voice, speakers.get(`${document}\t${speaker}`) ?? null,
        ]),
      ),
    ); // biome-ignore format: the order of the columns
    await store.insert('facts', rows);
  }
}

async function speakersOf(store: Store, documents: readonly string[]): Promise<Map<string, string>> {
  const rows = await store.query<{ document: string; local_speaker: string; speaker: string | null }>(
    `SELECT document, local_speaker, speaker FROM document_speakers
     WHERE document IN (SELECT unnest($documents::VARCHAR[])) ORDER BY document, local_speaker`,
    { documents: [...documents] },
  );
  return new Map(
    rows.flatMap((row) => (row.speaker ? [[`${row.document}\t${row.local_speaker}`, row.speaker]] : [])),
  );
}

function passagesOf(record: Analysis, background: Background): Passage[] {
  const silent = record.regions.filter(({ kind }) => kind !== 'caption');
  return record.sentences
    .filter(([start, end]) => !silent.some((region) => region.start < end && start < region.end))
    .map(([start, end]) => ({
      document: record.id,
      start,
      end,
      text: record.text.slice(start, end),
      ...voiceOf(record, start, end),
      ...weigh(record.text.slice(start, end), background),
    }))
    .filter(({ words }) => words.size >= FEWEST_WORDS);
}

/** The voice of most of a passage, and its speaker. */
function voiceOf(record: Analysis, start: number, end: number): { voice: Voice; speaker: string | null } {
  let longest = 0;
  let found: { voice: Voice; speaker: string | null } = { voice: 'author', speaker: null };
  for (const quote of record.quotes) {
    const common = Math.min(end, quote.end) - Math.max(start, quote.start);
    if (common <= longest || common * 2 < end - start) continue;
    longest = common;
    found = {
      voice: quote.form === 'direct' || quote.form === 'block' ? 'quoted' : 'reported',
      speaker: quote.speaker,
    };
  }
  return found;
}

/** Telling words of a sentence by their stem, weighed by how rare they are in general news; and which are names. */
function weigh(text: string, background: Background): Pick<Passage, 'words' | 'names'> {
  const words = new Map<string, number>();
  const names = new Set<string>();
  let first = true;
  for (const [word] of text.matchAll(WORD)) {
    const lower = word.toLowerCase();
    const root = stemOf(lower);
    const common = Math.max(background.counts.get(lower) ?? 0, background.counts.get(root) ?? 0);
    const rarity = Math.log(background.articles / (1 + common));
    if (rarity > COMMON_UNDER) words.set(root, rarity);
    if (!first && /^\p{Lu}/u.test(word)) names.add(root);
    first = false;
  }
  return { words, names };
}

/** What every account repeats all the time ("the minister") tells no sentence from another: it weighs less. */
function weighInEvent(passages: readonly Passage[]): Passage[] {
  const uses = new Map<string, number>();
  for (const { words } of passages)
    for (const word of words.keys()) uses.set(word, (uses.get(word) ?? 0) + 1);
  return passages.map((passage) => {
    const words = new Map<string, number>();
    for (const [word, rarity] of passage.words)
      words.set(word, rarity * Math.log(1 + passages.length / uses.get(word)!));
    const length = Math.sqrt([...words.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    for (const [word, weight] of words) words.set(word, weight / length);
    return { ...passage, words };
  });
}

/** Pairs of sentences of two accounts, the most alike first, put together while no account comes in twice. */
function align(passages: readonly Passage[]): Passage[][] {
  const pairs: { a: number; b: number; likeness: number }[] = [];
  // Most sentences share next to nothing: only those that share words enough are looked at.
  const byWord = new Map<string, number[]>();
  const shared = new Uint16Array(passages.length);
  for (const [b, passage] of passages.entries()) {
    const met: number[] = [];
    for (const word of passage.words.keys()) {
      const list = byWord.get(word);
      for (const a of list ?? []) if (shared[a]!++ === 0) met.push(a);
      if (list) list.push(b);
      else byWord.set(word, [b]);
    }
    for (const a of met) {
      const enough = shared[a]! >= FEWEST_SHARED && passages[a]!.document !== passage.document;
      const likeness = enough ? likenessOf(passages[a]!, passage) : 0;
      if (likeness >= SAME_FROM) pairs.push({ a, b, likeness });
      shared[a] = 0;
    }
  }
  pairs.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b);
  const likenessOfPair = new Map(pairs.map(({ a, b, likeness }) => [a * passages.length + b, likeness]));
  const known = (a: number, b: number) =>
    likenessOfPair.get(Math.min(a, b) * passages.length + Math.max(a, b)) ?? 0;
  const groupOf = new Map<number, Set<number>>();
  for (const { a, b } of pairs) {
    const [left, right] = [groupOf.get(a) ?? new Set([a]), groupOf.get(b) ?? new Set([b])];
    if (left === right || sharesAccount(passages, left, right) || !isOneFact(left, right, known)) continue;
    for (const index of right) left.add(index);
    for (const index of left) groupOf.set(index, left);
  }
  const groups = [...new Set(groupOf.values())].map((group) => [...group].sort((x, y) => x - y));
  return groups.sort((x, y) => x[0]! - y[0]!).map((group) => group.map((index) => passages[index]!));
}

/** Two groups are one fact when most of their sentences are alike, not just two of them. */
function isOneFact(
  left: ReadonlySet<number>,
  right: ReadonlySet<number>,
  known: (a: number, b: number) => number,
): boolean {
  let sum = 0;
  for (const a of left) for (const b of right) sum += known(a, b);
  return sum / (left.size * right.size) >= SAME_FROM / 2;
}

function sharesAccount(
  passages: readonly Passage[],
  a: ReadonlySet<number>,
  b: ReadonlySet<number>,
): boolean {
  const documents = new Set([...a].map((index) => passages[index]!.document));
  return [...b].some((index) => documents.has(passages[index]!.document));
}

function likenessOf(a: Passage, b: Passage): number {
  let sum = 0;
  let shared = 0;
  let sharedWords = 0;
  for (const [word, weight] of a.words) {
    const other = b.words.get(word);
    if (other === undefined) continue;
    sum += weight * other;
    shared++;
    if (!a.names.has(word) || !b.names.has(word)) sharedWords++;
  }
  return shared < FEWEST_SHARED || sharedWords < FEWEST_SHARED_WORDS ? 0 : sum;
}
