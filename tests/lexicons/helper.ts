/** Small lexicons for tests, and what they find in a text. */
import { assemble, type Lexicons } from '../../src/lexicons/load.js';
import type { MatchOptions } from '../../src/lexicons/match.js';
import type { Entry, Family, Lexicon, LexToken } from '../../src/lexicons/types.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import { article } from '../helpers/article.js';

export const tokensOf = (text: string): readonly LexToken[] => tokenize(article(text), []).tokens;

/** An entry of which only id and terms matter, unless more is said. The category is the part before the dot. */
export function entry(id: string, terms: string | string[], more: Partial<Entry> = {}): Entry {
  return {
    id,
    category: id.split('.')[0]!,
    terms: typeof terms === 'string' ? [terms] : terms,
    weight: 1,
    why: '',
    source: 'editorial',
    hit: [],
    miss: [],
    ...more,
  };
}

export function lexicon(id: string, family: Family, entries: readonly Entry[]): Lexicon {
  const ids = [...new Set(entries.map(({ category }) => category))];
  const categories = ids.map((category) => ({ id: category, meaning: '', source: 'editorial' }));
  return { id, family, version: '1.0.0', licence: 'CC0-1.0', about: '', categories, entries, hash: id };
}

/** Lexicons of one that holds these entries. */
export const wording = (...entries: Entry[]): Lexicons =>
  assemble({ curated: [lexicon('wording-test', 'wording', entries)] });

/** What is found, in order: the words of each match, `!` before denied ones. */
export function found(lexicons: Lexicons, text: string, options?: MatchOptions): string[] {
  const tokens = tokensOf(text);
  return lexicons
    .match(tokens, options)
    .map((m) => `${m.negated ? '!' : ''}${text.slice(tokens[m.first]!.start, tokens[m.last - 1]!.end)}`);
}

/** Like `found`, with the ids of the entries. */
export function foundIds(lexicons: Lexicons, text: string): string[] {
  return lexicons.match(tokensOf(text)).map((m) => m.entry);
}
