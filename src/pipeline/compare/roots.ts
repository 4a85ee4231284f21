/** What a word of a sentence counts as when sentences are compared: its root, and how rare that is. */
import { createRequire } from 'node:module';
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import type { Store } from '../store.js';
import { readWords } from '../wink.js';
import { readBackground } from './background.js';
import { isIdle } from './idle-words.js';

/** A lemma of fewer articles of the run is as good as new: there are very many of them, and they are not read. */
const FEWEST_COUNTED = 5;

const { stem } = createRequire(import.meta.url)('natural/lib/natural/stemmers/porter_stemmer.js') as {
  stem(word: string): string;
};

/** Tags of words that tell no fact, whatever stands in the counts. */
const SILENT: ReadonlySet<string> = new Set('ADP AUX CCONJ DET INTJ PART PRON PUNCT SCONJ SYM'.split(' '));
/** Words repeat, and to read one is slow: what is known is kept, and forgotten when there is more than this. */
const WORDS_KEPT = 50_000;
const known = new Map<string, Root | null>();

export interface Root {
  /** Porter's stem of the lemma: "announced" and "announcement" are one. */
  readonly stem: string;
  readonly isNumber: boolean;
  /** It says who somebody is, as a name does: "director", "former". */
  readonly isRole: boolean;
}

/** What a lower-cased word counts as, read alone, so that it is the same in every sentence; null: it tells nothing. */
export function rootOf(word: string): Root | null {
  let root = known.get(word);
  if (root === undefined) {
    root = readRoot(word);
    if (known.size >= WORDS_KEPT) known.clear();
    known.set(word, root);
  }
  return root;
}

/** 25 000, 25,000 and 25000 are one number. */
const GROUPED = /^\p{N}{1,3}(?:[,\s]\p{N}{3})+(?!\p{N})/u;

function readRoot(word: string): Root | null {
  if (GROUPED.test(word)) return { stem: word.replace(/[,\s]/gu, ''), isNumber: true, isRole: false };
  const plain = word.replace(/'s$/u, '');
  const words = readWords(plain, 0)?.words ?? [];
  const only = words.length === 1 ? words[0]! : null;
  const lemma = only?.lemma ?? plain;
  if ((only && SILENT.has(only.pos)) || isIdle(plain) || isIdle(lemma)) return null;
  const bits = gazetteer().words.get(plain) ?? 0;
  return {
    stem: stem(lemma),
    isNumber: /\p{N}/u.test(plain),
    isRole: (bits & (WORD.role | WORD.roleModifier)) !== 0,
  };
}

/** Whether a lower-cased word, read alone, is one of grammar: an article, a pronoun, a preposition. */
export function isGrammar(word: string): boolean {
  const words = readWords(word, 0)?.words ?? [];
  return words.length === 1 && SILENT.has(words[0]!.pos);
}

/** How rare a stem is: log of how many times rarer than every article, in general news and in this run together. */
export type Rarity = (stem: string) => number;

export async function readRarity(store: Store): Promise<Rarity> {
  const background = readBackground();
  const counts = new Map<string, number>();
  const count = (lemma: string, n: number) => {
    const root = stem(lemma);
    counts.set(root, Math.max(counts.get(root) ?? 0, n));
  };
  const rows = await store.query<{ lemma: string; n: number }>(
    `SELECT lemma, count(*)::INTEGER AS n FROM lemmas GROUP BY lemma HAVING n >= ${FEWEST_COUNTED} ORDER BY lemma`,
  );
  for (const { lemma, n } of rows) count(lemma, n + (background.counts.get(lemma) ?? 0));
  for (const [lemma, n] of background.counts) count(lemma, n);
  const [size] = await store.query<{ n: number }>('SELECT count(*)::INTEGER AS n FROM documents');
  const all = background.articles + (size?.n ?? 0);
  return (root) => Math.log(all / (1 + (counts.get(root) ?? 0)));
}
