/**
 * Matching: a run of tokens -> the matches of all entries, in time linear in the tokens.
 *
 * The rules, in the order in which they are applied:
 * 1. A term matches within one sentence; a blank in it also matches a hyphen that joins two words, and an opening
 *    quote mark may stand there (so-called “elections”).
 * 2. A lower-case term does not match inside a proper name of several capitalised words (`names.ts`).
 * 3. Nothing is recorded where a pattern of the entry's `except` touches the match, where the word is mentioned
 *    and not used ("the word 'regime'"), or behind "anti-", "counter-" and "non-" (`context.ts`).
 * 4. Among what is left the longest match wins, the leftmost of equally long ones: within a family for wording,
 *    attribution and commitment, within a category for framing, among all names for things, and within a
 *    lexicon for every lexicon that a user adds. The next best entry gets what an `except` took from another.
 * 5. A match that a negation denies is kept and says so, where its category can be denied.
 */
import { createResolve, type Target } from './overlaps.js';
import { createSearch } from './search.js';
import { posBit, readTerm } from './terms.js';
import { type Trie, type TrieBuilder, trieBuilder } from './trie.js';
import type { Entry, Lexicon, LexToken, Match } from './types.js';

export interface MatchOptions {
  /** Tokens of headlines, where parts of speech are often mistaken: a verb may then be tagged as a noun. */
  readonly lenient?: (token: number) => boolean;
}

export type Matcher = (tokens: readonly LexToken[], options?: MatchOptions) => Match[];

/** The id of the lexicon of names for things, where two concepts may share a name. */
const NAMING = 'naming';

/**
 * The matcher of some lexicons. `curated` are ours, `added` a user's; earlier entries win ties, and a user's words
 * of attribution come before ours. `trie`: what `compileTrie` made of the same lexicons.
 */
export function createMatcher(
  curated: readonly Lexicon[],
  added: readonly Lexicon[] = [],
  trie: Trie = compileTrie(curated, added),
): Matcher {
  const lanes = new Map<string, number>();
  const targets = ordered(curated, added).flatMap(({ lexicon, own }) =>
    lexicon.entries.map((entry): Target => {
      const name = laneOf(lexicon, entry, own);
      const lane = lanes.get(name) ?? lanes.size;
      lanes.set(name, lane);
      return { lexicon, entry, lane, shares: sharesOf(lexicon, entry, own) };
    }),
  );
  const search = createSearch(trie);
  const resolve = createResolve(targets);
  return (tokens, options) => resolve(tokens, search(tokens, options?.lenient));
}

/** The terms of all lexicons as a trie; its ends count entries in the order of the lexicons. */
export function compileTrie(curated: readonly Lexicon[], added: readonly Lexicon[] = []): Trie {
  const builder = trieBuilder();
  let index = 0;
  for (const { lexicon } of ordered(curated, added)) {
    for (const entry of lexicon.entries) addEntry(entry, index++, builder);
  }
  return builder.build();
}

/** A user's words of attribution first, then ours, then what else a user added. */
function ordered(
  curated: readonly Lexicon[],
  added: readonly Lexicon[],
): { lexicon: Lexicon; own: boolean }[] {
  const isCues = ({ family }: Lexicon) => family === 'attribution';
  return [
    ...added.filter(isCues).map((lexicon) => ({ lexicon, own: false })),
    ...curated.map((lexicon) => ({ lexicon, own: true })),
    ...added.filter((lexicon) => !isCues(lexicon)).map((lexicon) => ({ lexicon, own: false })),
  ];
}

/** What of an entry goes into the trie. */
function addEntry(entry: Entry, index: number, builder: TrieBuilder): void {
  const manner = { formOnly: entry.lemma === false, exact: entry.case === 'exact' };
  const pos = (entry.pos ?? []).reduce((bits, tag) => bits | posBit(tag), 0);
  const anywhere = entry.case !== undefined;
  for (const term of entry.terms) {
    for (const run of readTerm(term)) {
      const atoms = run.length === 1 && run[0]!.pos === 0 ? [{ ...run[0]!, pos }] : run;
      let plain = 0;
      atoms.forEach((atom, i) => {
        if (!anywhere && atom.word !== null && atom.written === atom.word) plain |= 1 << i;
      });
      builder.add(atoms, manner, { entry: index, except: false, plain });
    }
  }
  for (const term of entry.except ?? []) {
    for (const run of readTerm(term))
      builder.add(run, { ...manner, exact: 'names' }, { entry: index, except: true, plain: 0 });
  }
}

/** Which matches compete for the same words. */
function laneOf(lexicon: Lexicon, entry: Entry, own: boolean): string {
  if (lexicon.family === 'attribution') return 'attribution';
  if (!own) return `added ${lexicon.id}`;
  if (lexicon.id === NAMING) return NAMING;
  return lexicon.family === 'framing' ? `framing ${entry.category}` : lexicon.family;
}

/** Two concepts may share a name; a user's lexicon may count a word in several categories, as LIWC does. */
function sharesOf(lexicon: Lexicon, entry: Entry, own: boolean): string | null {
  if (lexicon.id === NAMING) return entry.id;
  return own || lexicon.family === 'attribution' ? null : entry.category;
}
