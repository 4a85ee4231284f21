/** The curated lexicons and a user's own -> one object that matches them and answers for their entries. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { cached } from './cache.js';
import { formatOf, idOf, importDictionary } from './formats/import.js';
import { compileTrie, createMatcher, type Matcher } from './match.js';
import { type Parsed, parseLexicon, parseSources, type Sources } from './parse.js';
import { lexiconFolder } from './root.js';
import { readTerm } from './terms.js';
import { type PackedTrie, packTrie, type TrieArrays, unpackTrie } from './trie.js';
import type { Concept, Entry, Lexicon } from './types.js';
import { LexiconError, type LexiconProblem } from './yaml.js';

export type { MatchOptions } from './match.js';
export { formatProblem, LexiconError, type LexiconProblem } from './yaml.js';

const SOURCES = 'sources.yml';

export interface LoadOptions {
  /** Paths of a user's own lexicons, in our format or as a LIWC, quanteda or CSV dictionary. */
  readonly extra?: readonly string[];
  /** What shall not be matched: entries, categories, and terms as they stand in a text, in lower case. */
  readonly exclude?: {
    readonly entries?: readonly string[];
    readonly terms?: readonly string[];
    readonly categories?: readonly string[];
  };
  /** The folder of the curated lexicons; for tests. */
  readonly folder?: string;
}

/** What a word of attribution is. */
export interface AttributionWord {
  readonly lexicon: string;
  readonly entry: Entry;
  readonly category: string;
  readonly weight: number;
}

export interface Lexicons {
  /** Ours by id, then the user's in the order given. Names for things stand in `naming`, one entry a name. */
  readonly lexicons: readonly Lexicon[];
  readonly concepts: readonly Concept[];
  readonly sources: Sources;
  /** Lines of a user's dictionaries that were left out, with the reason. */
  readonly skipped: readonly LexiconProblem[];
  /** SHA-256 over all content, hex. */
  readonly hash: string;
  readonly entry: (lexicon: string, entry: string) => Entry | undefined;
  /** The matches in a run of tokens, by place. */
  readonly match: Matcher;
  /** A cue by its lemma or phrase, lower case ("say", "point out"). */
  readonly attribution: (lemma: string) => AttributionWord | undefined;
}

/**
 * Loads all lexicons. Throws a LexiconError that names file, line, column and mend of everything wrong.
 * Takes 60 ms from the cache for 2,600 entries with their first match, a second or two without it.
 */
export function loadLexicons(options: LoadOptions = {}): Lexicons {
  const folder = options.folder ?? lexiconFolder();
  const bibliography = readBibliography(folder);
  const curated = lexiconFiles(folder).map((file) => readLexicon(file, bibliography));
  const added = (options.extra ?? []).map((file) => readLexicon(file, bibliography));
  const problems = [bibliography, ...curated, ...added].flatMap((read) => read.problems);
  problems.push(...sameIds([...curated, ...added]));
  if (problems.length > 0) throw new LexiconError(problems);
  const concepts = [...curated, ...added].flatMap((parsed) => parsed.concepts);
  const kept = (parsed: readonly Parsed[]) => parsed.map(({ lexicon }) => silence(lexicon!, options.exclude));
  const collection = {
    curated: kept(curated),
    added: kept(added),
    concepts,
    bibliography,
    silencedTerms: options.exclude?.terms ?? [],
    skipped: added.flatMap(({ skipped = [] }) => skipped),
  };
  return assemble(collection, () => cachedCompile(collection, options.exclude));
}

function cachedCompile({ curated, added = [] }: Collection, exclude: LoadOptions['exclude']): Compiled {
  const silenced = [exclude?.entries ?? [], exclude?.categories ?? []];
  return cached({
    name: 'compiled',
    origin: [...curated, ...added].map(({ file = '' }) => resolve(file)).concat(JSON.stringify(silenced)),
    content: [
      ...curated.map(({ id, hash }) => `${id} ${hash}`),
      ...added.map(({ id, hash }) => `added ${id} ${hash}`),
      JSON.stringify(silenced),
    ],
    make: () => compile(curated, added),
    keep: () => true,
  });
}

/** Lexicons that were read, and what belongs to them. */
export interface Collection {
  readonly curated: readonly Lexicon[];
  /** They keep to themselves: they take no match from ours. */
  readonly added?: readonly Lexicon[];
  readonly concepts?: readonly Concept[];
  readonly bibliography?: Bibliography;
  /** Terms that are never recorded, as they stand in a text, in lower case. */
  readonly silencedTerms?: readonly string[];
  readonly skipped?: readonly LexiconProblem[];
}

/** What is made of the terms of a collection, as plain data. */
interface Compiled {
  readonly trie: PackedTrie;
  readonly arrays: TrieArrays;
  /** Words of attribution: lemma or phrase, lexicon, entry. The first of equal ones counts. */
  readonly cues: readonly (readonly [phrase: string, lexicon: string, entry: string])[];
}

/** Puts lexicons together that were read elsewhere; `compiled` gives what `compile` makes of them. */
export function assemble(collection: Collection, compiled?: () => Compiled): Lexicons {
  const { curated, added = [], concepts = [], bibliography, silencedTerms = [], skipped = [] } = collection;
  const lexicons = [...curated, ...added];
  const entries = new Map(lexicons.map(({ id, entries }) => [id, new Map(entries.map((e) => [e.id, e]))]));
  const entry = (lexicon: string, id: string) => entries.get(lexicon)?.get(id);
  const hash = createHash('sha256').update(bibliography?.text ?? '');
  for (const lexicon of lexicons) hash.update(`\0${lexicon.id}\0${lexicon.hash}`);
  // Compiling is left until something is matched: lists and documentation need none of it.
  const made = once(compiled ?? (() => compile(curated, added)));
  const matcher = once(() => createMatcher(curated, added, unpackTrie(made().trie, made().arrays)));
  const cues = once(
    () =>
      new Map(
        made()
          .cues.toReversed()
          .map(([phrase, ...at]) => [phrase, at]),
      ),
  );
  return {
    lexicons,
    concepts,
    sources: Object.assign({}, ...lexicons.map((lexicon) => lexicon.sources ?? {}), bibliography?.sources),
    skipped,
    hash: hash.digest('hex'),
    entry,
    match: withoutTerms((tokens, options) => matcher()(tokens, options), silencedTerms),
    attribution(lemma) {
      const at = cues().get(lemma);
      const found = at && entry(at[0], at[1]);
      return found && { lexicon: at[0], entry: found, category: found.category, weight: found.weight };
    },
  };
}

function compile(curated: readonly Lexicon[], added: readonly Lexicon[]): Compiled {
  const { packed, arrays } = packTrie(compileTrie(curated, added));
  return {
    trie: packed,
    arrays,
    cues: [...attributionWords(added), ...attributionWords(curated)],
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Leaves out matches whose words a user silenced; what stands on them is not given to other entries. */
function withoutTerms(match: Matcher, terms: readonly string[]): Matcher {
  if (terms.length === 0) return match;
  const silenced = new Set(terms.map((term) => term.toLowerCase()));
  return (tokens, options) =>
    match(tokens, options).filter(({ first, last }) => {
      let text = '';
      for (let i = first; i < last; i++) {
        const gap = i > first && tokens[i]!.start > tokens[i - 1]!.end;
        text += gap ? ` ${tokens[i]!.lower}` : tokens[i]!.lower;
      }
      return !silenced.has(text);
    });
}

/** The curated lexicon files, sorted by name. The folder holds other tables, too: they have no family or no entries. */
export function lexiconFiles(folder = lexiconFolder()): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml') && name !== SOURCES)
    .sort()
    .map((name) => join(folder, name))
    .filter((file) => formatOf(file, readFileSync(file, 'utf8')) === null);
}

export interface Bibliography {
  readonly text: string;
  readonly sources: Sources;
  readonly problems: readonly LexiconProblem[];
}

/** sources.yml of a folder, or what is wrong with it. */
export function readBibliography(folder = lexiconFolder()): Bibliography {
  const file = join(folder, SOURCES);
  const text = readFileSync(file, 'utf8');
  const read = cached({
    name: 'sources',
    origin: [resolve(file)],
    content: [text],
    make: () => parseSources(text, shown(file)),
    keep: ({ problems }) => problems.length === 0,
  });
  return { text, ...read };
}

/** One lexicon file, ours or a dictionary of another format, or what is wrong with it. */
export function readLexicon(file: string, bibliography: Bibliography): Parsed {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message}`;
    return {
      lexicon: null,
      concepts: [],
      problems: [{ file: shown(file), line: 1, column: 1, entry: null, message }],
    };
  }
  const format = formatOf(file, text);
  const name = format ? idOf(file) : basename(file).replace(/\.ya?ml$/u, '');
  const parsed = cached({
    name: `lexicon-${name}`,
    origin: [resolve(file)],
    content: [format ?? 'framescope', bibliography.text, text],
    make: (): Parsed =>
      format
        ? { ...importDictionary(text, format, { file: shown(file), id: name }), concepts: [] }
        : parseLexicon(text, shown(file), name, bibliography.sources),
    keep: ({ problems, skipped = [] }) => problems.length === 0 && skipped.length === 0,
  });
  // The same file may be read from another working directory.
  return parsed.lexicon ? { ...parsed, lexicon: { ...parsed.lexicon, file: shown(file) } } : parsed;
}

/** The path as messages show it: from the working directory where it lies below. */
function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

function sameIds(files: readonly Parsed[]): LexiconProblem[] {
  const problems: LexiconProblem[] = [];
  const seen = new Map<string, string>();
  for (const { lexicon } of files) {
    if (!lexicon) continue;
    const { id, file = '' } = lexicon;
    const before = seen.get(id);
    if (before !== undefined) {
      const message = `the id "${id}" is taken by ${before}; rename this file and its id`;
      problems.push({ file, line: 1, column: 1, entry: null, message });
    }
    seen.set(id, file);
  }
  return problems;
}

/** A lexicon without the entries and categories that a user silenced. */
function silence(lexicon: Lexicon, exclude: LoadOptions['exclude']): Lexicon {
  const ids = new Set(exclude?.entries ?? []);
  const categories = new Set(exclude?.categories ?? []);
  if (ids.size === 0 && categories.size === 0) return lexicon;
  const entries = lexicon.entries.filter(({ id, category }) => !ids.has(id) && !categories.has(category));
  return { ...lexicon, entries };
}

/** Words of attribution by lemma or phrase; alternatives and optional words written out. */
function attributionWords(lexicons: readonly Lexicon[]): [phrase: string, lexicon: string, entry: string][] {
  const words: [string, string, string][] = [];
  for (const { id, family, entries } of lexicons) {
    if (family !== 'attribution') continue;
    for (const entry of entries) {
      for (const run of entry.terms.flatMap(readTerm)) {
        if (run.some((atom) => atom.word === null || atom.prefix)) continue;
        words.push([run.map((atom) => atom.word).join(' '), id, entry.id]);
      }
    }
  }
  return words;
}
