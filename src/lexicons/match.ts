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
import { isDeniable, isMentioned, isNegated, isOpposed } from './context.js';
import { createSearch, type Found } from './search.js';
import { posBit, readTerm } from './terms.js';
import { type Trie, type TrieBuilder, trieBuilder } from './trie.js';
import type { Entry, Lexicon, LexToken, Match } from './types.js';

export interface MatchOptions {
  /** Tokens of headlines, where parts of speech are often mistaken: a verb may then be tagged as a noun. */
  readonly lenient?: (token: number) => boolean;
}

export type Matcher = (tokens: readonly LexToken[], options?: MatchOptions) => Match[];

/** An entry as matching needs it. */
interface Target {
  readonly lexicon: Lexicon;
  readonly entry: Entry;
  /** Only one match stands on the same words within a lane. */
  readonly lane: number;
  /** Equally long matches of other categories on the very same words are kept, too. */
  readonly shared: boolean;
}

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
      return { lexicon, entry, lane, shared: !own || lexicon.id === NAMING };
    }),
  );
  const search = createSearch(trie);
  return (tokens, options) => resolve(targets, tokens, search(tokens, options?.lenient));
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

/** The matches that are recorded: without literal senses and mentions, the longest in each lane. */
function resolve(targets: readonly Target[], tokens: readonly LexToken[], found: Found): Match[] {
  const { first: firsts, last: lasts, end: ends } = found;
  if (ends.length === 0) return [];
  const isLiteral = literalSenses(found);
  const order: number[] = [];
  for (let c = 0; c < ends.length; c++) {
    const end = ends[c]!;
    if (end.except || isLiteral?.(end.entry, firsts[c]!, lasts[c]!)) continue;
    if (isOpposed(tokens, firsts[c]!) || isMentioned(tokens, firsts[c]!)) continue;
    order.push(c);
  }
  order.sort((a, b) => {
    const x = targets[ends[a]!.entry]!;
    const y = targets[ends[b]!.entry]!;
    return (
      x.lane - y.lane ||
      lasts[b]! - firsts[b]! - (lasts[a]! - firsts[a]!) ||
      firsts[a]! - firsts[b]! ||
      y.entry.weight - x.entry.weight ||
      ends[a]!.entry - ends[b]!.entry
    );
  });
  const matches: Match[] = [];
  const taken = new Map<number, Match[]>();
  let lane = -1;
  for (const c of order) {
    const target = targets[ends[c]!.entry]!;
    if (target.lane !== lane) taken.clear();
    lane = target.lane;
    const [first, last] = [firsts[c]!, lasts[c]!];
    if (!isFree(taken, target, first, last)) continue;
    const match: Match = {
      lexicon: target.lexicon.id,
      entry: target.entry.id,
      family: target.lexicon.family,
      category: target.entry.category,
      weight: target.entry.weight,
      first,
      last,
      negated: isDeniable(target.entry.category) && isNegated(tokens, first, last),
    };
    matches.push(match);
    for (let t = first; t < last; t++) {
      const here = taken.get(t);
      if (here) here.push(match);
      else taken.set(t, [match]);
    }
  }
  return matches.sort(
    (a, b) =>
      a.first - b.first || b.last - a.last || compare(a.lexicon, b.lexicon) || compare(a.entry, b.entry),
  );
}

/** No better match of the lane stands on these words; on the very same ones another category may, where shared. */
function isFree(
  taken: ReadonlyMap<number, readonly Match[]>,
  target: Target,
  first: number,
  last: number,
): boolean {
  for (let t = first; t < last; t++) {
    for (const match of taken.get(t) ?? []) {
      const same = match.first === first && match.last === last && match.entry !== target.entry.id;
      const other = target.lexicon.id === NAMING || match.category !== target.entry.category;
      if (!(target.shared && same && other)) return false;
    }
  }
  return true;
}

/** Whether an `except` of an entry touches a match of it; null when no `except` was met. */
function literalSenses({
  first: firsts,
  last: lasts,
  end: ends,
}: Found): ((entry: number, first: number, last: number) => boolean) | null {
  // By entry: the tokens that its literal senses stand on.
  let literal: Map<number, Set<number>> | null = null;
  for (let c = 0; c < ends.length; c++) {
    const { entry, except } = ends[c]!;
    if (!except) continue;
    literal ??= new Map();
    const tokens = literal.get(entry) ?? new Set();
    literal.set(entry, tokens);
    for (let t = firsts[c]!; t < lasts[c]!; t++) tokens.add(t);
  }
  if (!literal) return null;
  const known = literal;
  return (entry, first, last) => {
    const tokens = known.get(entry);
    if (!tokens) return false;
    for (let t = first; t < last; t++) if (tokens.has(t)) return true;
    return false;
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
