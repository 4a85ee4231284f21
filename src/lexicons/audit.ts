/** What the editors of a lexicon want to know: which entries work, which overlap, which stand on one side only. */
import type { Lexicons } from './load.js';
import { readTerm } from './terms.js';
import type { Entry, Lexicon, LexToken } from './types.js';

/** An entry among all lexicons. */
export interface EntryRef {
  readonly lexicon: string;
  readonly entry: string;
}

export interface Hits extends EntryRef {
  readonly category: string;
  readonly hits: number;
  readonly articles: number;
  /** The words that it matched most, with their number, most frequent first. */
  readonly words: readonly (readonly [words: string, hits: number])[];
}

export interface SharedTerm {
  /** The words that stand in both. */
  readonly words: string;
  readonly entries: readonly (EntryRef & { readonly category: string })[];
}

export interface MissingInflection extends EntryRef {
  /** The term as it is written. */
  readonly term: string;
  /** Forms of the same word that stand in the corpus and are not matched, sorted. */
  readonly missing: readonly string[];
}

export interface Unbalanced extends EntryRef {
  readonly counterpart: string;
  readonly reason: 'there is no such entry' | 'it names no counterpart';
}

export interface Audit {
  readonly articles: number;
  readonly words: number;
  readonly entries: number;
  /** Entries without a hit, in the order of the lexicons. */
  readonly neverHit: readonly (EntryRef & { readonly category: string; readonly terms: readonly string[] })[];
  /** Entries that hit, most often first. */
  readonly hits: readonly Hits[];
  /** The same words in two categories of one family. */
  readonly shared: readonly SharedTerm[];
  readonly missingInflections: readonly MissingInflection[];
  readonly unbalanced: readonly Unbalanced[];
  /** Labels for people and sides that name no counterpart. */
  readonly alone: readonly (EntryRef & { readonly category: string })[];
}

/** Categories whose entries are labels for people and sides. */
const LABELS: ReadonlySet<string> = new Set([
  'name-calling', 'dehumanizing', 'outcasting', 'trait-labels', 'glorifying', 'euphemism', 'dysphemism',
]); // biome-ignore format: a table
/** So many of the words that an entry matched are listed. */
const MOST_WORDS = 5;

/**
 * Audits lexicons on a corpus, given as the tokens of each article. Only what the corpus shows is said of
 * inflections, so a larger corpus shows more. Everything is sorted; the same input gives the same audit.
 */
export function auditLexicons(lexicons: Lexicons, corpus: Iterable<readonly LexToken[]>): Audit {
  const counts = new Map<string, Count>();
  const forms: Forms = { ofLemma: new Map(), lemmasOf: new Map() };
  let articles = 0;
  let words = 0;
  for (const tokens of corpus) {
    countMatches(lexicons, tokens, articles++, counts);
    words += collectForms(tokens, forms);
  }
  const all = lexicons.lexicons.flatMap((lexicon) => lexicon.entries.map((entry) => ({ lexicon, entry })));
  const ref = ({ lexicon, entry }: Item) => ({
    lexicon: lexicon.id,
    entry: entry.id,
    category: entry.category,
  });
  return {
    articles,
    words,
    entries: all.length,
    neverHit: all
      .filter((item) => !counts.has(keyOf(item)) && !item.entry.layout)
      .map((item) => ({ ...ref(item), terms: item.entry.terms })),
    hits: all
      .filter((item) => counts.has(keyOf(item)))
      .map((item) => ({ ...ref(item), ...summary(counts.get(keyOf(item))!) }))
      .sort((a, b) => b.hits - a.hits || compare(a.lexicon, b.lexicon) || compare(a.entry, b.entry)),
    shared: sharedTerms(all),
    missingInflections: all.flatMap((item) => missingInflections(item, forms)),
    unbalanced: unbalanced(all),
    alone: all
      .filter(({ entry }) => LABELS.has(entry.category) && !entry.counterpart && !entry.layout)
      .map(ref),
  };
}

interface Item {
  readonly lexicon: Lexicon;
  readonly entry: Entry;
}

interface Count {
  hits: number;
  articles: number;
  lastArticle: number;
  readonly words: Map<string, number>;
}

function keyOf({ lexicon, entry }: Item): string {
  return `${lexicon.id}/${entry.id}`;
}

function countMatches(
  lexicons: Lexicons,
  tokens: readonly LexToken[],
  article: number,
  counts: Map<string, Count>,
): void {
  for (const match of lexicons.match(tokens)) {
    if (match.negated) continue;
    const key = `${match.lexicon}/${match.entry}`;
    const count = counts.get(key) ?? { hits: 0, articles: 0, lastArticle: -1, words: new Map() };
    counts.set(key, count);
    const words = tokens
      .slice(match.first, match.last)
      .map(({ lower }) => lower)
      .join(' ');
    count.hits++;
    if (count.lastArticle !== article) count.articles++;
    count.lastArticle = article;
    count.words.set(words, (count.words.get(words) ?? 0) + 1);
  }
}

function summary({ hits, articles, words }: Count): Pick<Hits, 'hits' | 'articles' | 'words'> {
  const sorted = [...words].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]));
  return { hits, articles, words: sorted.slice(0, MOST_WORDS) };
}

/** Which forms the corpus has of which lemma. */
interface Forms {
  readonly ofLemma: Map<string, Set<string>>;
  readonly lemmasOf: Map<string, Set<string>>;
}

/** Adds the forms of an article and returns the number of its words. */
function collectForms(tokens: readonly LexToken[], { ofLemma, lemmasOf }: Forms): number {
  let words = 0;
  for (const { lower, lemma, pos } of tokens) {
    if (pos === 'PUNCT' || pos === 'SYM' || pos === 'SPACE') continue;
    words++;
    addTo(ofLemma, lemma, lower);
    addTo(lemmasOf, lower, lemma);
  }
  return words;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}

/** Words that two categories of one family hold; in naming, where concepts share names, none are reported. */
function sharedTerms(all: readonly Item[]): SharedTerm[] {
  const owners = new Map<string, Map<string, Item>>();
  for (const item of all) {
    const { lexicon, entry } = item;
    if (lexicon.id === 'naming') continue;
    for (const run of entry.terms.flatMap(readTerm)) {
      const words = run
        .map((atom) => (atom.prefix ? `${atom.word}*` : (atom.word ?? atom.written)))
        .join(' ');
      const pos =
        run.length === 1 && run[0]!.pos === 0 ? (entry.pos ?? []).toSorted() : run.map((atom) => atom.pos);
      const key = `${lexicon.family}\0${words}\0${pos.join(' ')}`;
      const here = owners.get(key) ?? new Map<string, Item>();
      owners.set(key, here);
      if (!here.has(entry.category)) here.set(entry.category, item);
    }
  }
  return [...owners]
    .filter(([, items]) => items.size > 1)
    .map(([key, items]) => ({
      words: key.split('\0')[1]!,
      entries: [...items.values()].map(({ lexicon, entry }) => ({
        lexicon: lexicon.id,
        entry: entry.id,
        category: entry.category,
      })),
    }))
    .sort((a, b) => compare(a.words, b.words));
}

/**
 * A term of one word matches a lemma in all its forms, or, with `lemma: false` and where it is an inflected form
 * itself, only as it is written. Reported are the other forms that the corpus has and the entry lacks.
 */
function missingInflections({ lexicon, entry }: Item, forms: Forms): MissingInflection[] {
  const single = entry.terms.flatMap((term) => {
    const runs = readTerm(term);
    const word = runs.length === 1 && runs[0]!.length === 1 ? runs[0]![0]! : null;
    return word?.word && !word.prefix ? [{ term, word: word.word }] : [];
  });
  const own = new Set(single.map(({ word }) => word));
  return single.flatMap(({ term, word }) => {
    const lemmas = forms.lemmasOf.get(word) ?? new Set<string>();
    // A lemma brings its forms with it, unless the entry takes forms only.
    if (entry.lemma !== false && (lemmas.has(word) || [...lemmas].some((lemma) => own.has(lemma)))) return [];
    const known = entry.lemma === false ? [word, ...lemmas] : [...lemmas];
    const all = new Set(known.flatMap((lemma) => [...(forms.ofLemma.get(lemma) ?? [])]));
    const missing = [...all].filter((form) => !own.has(form)).sort(compare);
    return missing.length > 0 ? [{ lexicon: lexicon.id, entry: entry.id, term, missing }] : [];
  });
}

function unbalanced(all: readonly Item[]): Unbalanced[] {
  const byId = new Map<string, Entry>();
  for (const { entry } of all) byId.set(entry.id, entry);
  return all.flatMap(({ lexicon, entry }): Unbalanced[] => {
    const { counterpart } = entry;
    if (!counterpart) return [];
    const other = byId.get(counterpart);
    const found = { lexicon: lexicon.id, entry: entry.id, counterpart };
    if (!other) return [{ ...found, reason: 'there is no such entry' }];
    // Several labels may answer one: the answer may name another than this.
    return other.counterpart ? [] : [{ ...found, reason: 'it names no counterpart' }];
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
