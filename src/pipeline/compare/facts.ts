/**
 * Sentences of several accounts of one event that tell the same thing: the same names and numbers in similar words. They
 * stand on one line of the side-by-side view, so that one sees who says what, and who leaves it out.
 */
import { literals, type Store } from '../store.js';
import type { Analysis, Voice } from '../types.js';
import { type Rarity, readRarity, rootOf } from './roots.js';

/** Events of more accounts than this are not aligned: nobody reads them side by side. */
const MOST_ACCOUNTS = 12;
/** Events whose accounts are taken from the store together: queries cost more than rows. */
const EVENTS_AT_ONCE = 50;
/** Weighted cosine of two sentences from which they may tell one fact. */
const SAME_FROM = 0.28;
/** So many telling words two sentences must share; a number counts for one word more. */
const FEWEST_SHARED = 5;
/**
 * And so many of those that are of this fact alone: no names, because who acts is not yet what is done, and not in more
 * than so many sentences an account, because what all of them repeat is what the event is about.
 */
const FEWEST_OWN = 3;
const OWN_PER_ACCOUNT = 3;
/** Or these words in a row, as in two quotations of one utterance, and so much in common besides. */
const IN_A_ROW = 6;
const TELLING_IN_ROW = 2;
/** They are looked for among the first words of a sentence: one that goes on for longer is a text without full stops. */
const WORDS_READ = 150;
/** Of a fact that several accounts tell, each two passages have at least this in common. */
const NEAR_FROM = 0.2;
const FEWEST_NEAR = 3;
const FEWEST_WORDS = 3;
/** Log of how many times rarer than every article a word must be to tell anything. */
const COMMON_UNDER = 0.7;
/** A number may have blanks between its thousands. */
const WORD =
  /\p{N}{1,3}(?:[ \u00a0\u202f]\p{N}{3})+(?![\p{L}\p{N}])|[\p{L}\p{N}]+(?:[.,'\u2019-][\p{L}\p{N}]+)*/gu;

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
  /** Those that are names or roles ("director"), and those that are numbers. */
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Those that are no names and that few sentences of the event have; filled in when all of these are known. */
  readonly own: ReadonlySet<string>;
  /** Its first words as they stand, lower case, and which of them are telling and no names. */
  readonly plain: readonly string[];
  readonly telling: readonly boolean[];
}

/** Makes `facts`: groups of passages of an event, one an account, numbered in the order of the first account. */
export async function fillFacts(store: Store): Promise<void> {
  const rarity = await readRarity(store);
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
      passages.set(id, passagesOf(JSON.parse(record) as Analysis, rarity));
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

const NONE: ReadonlySet<string> = new Set();

function passagesOf(record: Analysis, rarity: Rarity): Passage[] {
  const silent = record.regions.filter(({ kind }) => kind !== 'caption');
  return record.sentences
    .filter(([start, end]) => !silent.some((region) => region.start < end && start < region.end))
    .map(([start, end]) => ({
      document: record.id,
      start,
      end,
      text: record.text.slice(start, end),
      ...voiceOf(record, start, end),
      ...weigh(record.text.slice(start, end), rarity),
      own: NONE,
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

/** Telling words of a sentence by their stem, weighed by how rare they are; and what else `Passage` says of it. */
function weigh(
  text: string,
  rarity: Rarity,
): Pick<Passage, 'words' | 'names' | 'numbers' | 'plain' | 'telling'> {
  const words = new Map<string, number>();
  const names = new Set<string>();
  const numbers = new Set<string>();
  const plain: string[] = [];
  const telling: boolean[] = [];
  let first = true;
  for (const [word] of text.matchAll(WORD)) {
    const lower = word.toLowerCase().replaceAll('\u2019', "'");
    const root = rootOf(lower);
    const own = root === null ? 0 : rarity(root.stem);
    const isName = root !== null && (root.isRole || (!first && /^\p{Lu}/u.test(word)));
    if (plain.length < WORDS_READ) {
      plain.push(lower);
      telling.push(own > COMMON_UNDER && !isName);
    }
    first = false;
    if (root === null) continue;
    if (own > COMMON_UNDER) words.set(root.stem, own);
    if (root.isNumber) numbers.add(root.stem);
    if (isName) names.add(root.stem);
  }
  return { words, names, numbers, plain, telling };
}

/** What every account repeats all the time ("the minister") tells no sentence from another: it weighs less and is nobody's own. */
function weighInEvent(passages: readonly Passage[]): Passage[] {
  const most = OWN_PER_ACCOUNT * new Set(passages.map(({ document }) => document)).size;
  const uses = new Map<string, number>();
  for (const { words } of passages)
    for (const word of words.keys()) uses.set(word, (uses.get(word) ?? 0) + 1);
  return passages.map((passage) => {
    const words = new Map<string, number>();
    for (const [word, rarity] of passage.words)
      words.set(word, rarity * Math.log(1 + passages.length / uses.get(word)!));
    const length = Math.sqrt([...words.values()].reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    for (const [word, weight] of words) words.set(word, weight / length);
    const own = new Set(
      [...words.keys()].filter((word) => !passage.names.has(word) && uses.get(word)! <= most),
    );
    return { ...passage, words, own };
  });
}

/** Pairs of sentences of two accounts, the most alike first, put together while no account comes in twice. */
function align(passages: readonly Passage[]): Passage[][] {
  const pairs: { a: number; b: number; likeness: number }[] = [];
  const near = new Set<number>();
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
      const enough = shared[a]! >= FEWEST_NEAR && passages[a]!.document !== passage.document;
      shared[a] = 0;
      if (!enough) continue;
      const likeness = likenessOf(passages[a]!, passage);
      if (likeness < NEAR_FROM) continue;
      near.add(a * passages.length + b);
      if (isSame(passages[a]!, passage, likeness)) pairs.push({ a, b, likeness });
    }
  }
  pairs.sort((x, y) => y.likeness - x.likeness || x.a - y.a || x.b - y.b);
  const areNear = (a: number, b: number) => near.has(Math.min(a, b) * passages.length + Math.max(a, b));
  const groupOf = new Map<number, Set<number>>();
  for (const { a, b } of pairs) {
    const [left, right] = [groupOf.get(a) ?? new Set([a]), groupOf.get(b) ?? new Set([b])];
    if (left === right || sharesAccount(passages, left, right) || !isOneFact(left, right, areNear)) continue;
    for (const index of right) left.add(index);
    for (const index of left) groupOf.set(index, left);
  }
  const groups = [...new Set(groupOf.values())].map((group) => [...group].sort((x, y) => x - y));
  return groups.sort((x, y) => x[0]! - y[0]!).map((group) => group.map((index) => passages[index]!));
}

/** Two groups are one fact when each two of their sentences are near, not just two of them alike. */
function isOneFact(
  left: ReadonlySet<number>,
  right: ReadonlySet<number>,
  areNear: (a: number, b: number) => boolean,
): boolean {
  for (const a of left) for (const b of right) if (!areNear(a, b)) return false;
  return true;
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
  for (const [word, weight] of a.words) sum += weight * (b.words.get(word) ?? 0);
  return sum;
}

/** Whether two passages that are alike have enough in common that is more than their subject. */
function isSame(a: Passage, b: Passage, likeness: number): boolean {
  let shared = 0;
  let own = 0;
  for (const word of a.words.keys()) {
    if (!b.words.has(word)) continue;
    const counts = a.numbers.has(word) ? 2 : 1;
    shared += counts;
    if (a.own.has(word) && b.own.has(word)) own += counts;
  }
  return (likeness >= SAME_FROM && shared >= FEWEST_SHARED && own >= FEWEST_OWN) || hasRun(a, b);
}

/** Whether two passages have so many words in a row in common, and not only names and titles. */
function hasRun(a: Passage, b: Passage): boolean {
  for (let i = 0; i + IN_A_ROW <= a.plain.length; i++) {
    for (let j = b.plain.indexOf(a.plain[i]!); j >= 0; j = b.plain.indexOf(a.plain[i]!, j + 1)) {
      let length = 0;
      let telling = 0;
      while (i + length < a.plain.length && a.plain[i + length] === b.plain[j + length]) {
        if (a.telling[i + length] && b.telling[j + length]) telling++;
        length++;
      }
      if (length >= IN_A_ROW && telling >= TELLING_IN_ROW) return true;
    }
  }
  return false;
}
