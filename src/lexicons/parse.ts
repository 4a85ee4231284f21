/** A lexicon file (YAML) -> Lexicon, or everything that is wrong with it. */
import { createHash } from 'node:crypto';
import { type Atom, readTerm, TermError } from './terms.js';
import {
  ATTRIBUTION_CATEGORIES,
  type Category,
  type Concept,
  type ConceptName,
  type Entry,
  FAMILIES,
  type Lexicon,
  POS_TAGS,
  type Pos,
  type Source,
} from './types.js';
import { type LexiconProblem, nearest, readYaml, YamlMap } from './yaml.js';

export type Sources = Readonly<Record<string, Source>>;

/** A file read: a lexicon and, for naming.yml, its concepts. Nothing is to be used of it when there are problems. */
export interface Parsed {
  readonly lexicon: Lexicon | null;
  readonly concepts: readonly Concept[];
  readonly problems: readonly LexiconProblem[];
  /** Lines of a foreign dictionary that were left out, with the reason. */
  readonly skipped?: readonly LexiconProblem[];
}

const HEADER = [
  'id', 'family', 'version', 'licence', 'about', 'weights', 'imported', 'sources', 'categories', 'entries', 'concepts',
]; // biome-ignore format: a table
const ENTRY = [
  'id', 'category', 'terms', 'pos', 'lemma', 'case', 'weight', 'except', 'why', 'source', 'hit', 'miss',
  'standalone', 'agent', 'theme', 'counterpart', 'layout',
]; // biome-ignore format: a table
const CONCEPT = ['id', 'about', 'source', 'names'];
const NAME = ['name', 'terms', 'pos', 'except', 'implies', 'used-by', 'hit', 'miss'];
const SOURCE = ['title', 'authors', 'year', 'url', 'where'];
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;
const VERSION = /^\d+\.\d+\.\d+$/u;
/** The source of entries that rest on the editors' own judgement. */
const EDITORIAL = 'editorial';
/** The one category of names for things. */
export const NAMING = { id: 'naming', family: 'framing', category: 'naming' } as const;

/** Reads sources.yml: key -> published work. */
export function parseSources(text: string, file: string): { sources: Sources; problems: LexiconProblem[] } {
  const { root, notes } = readYaml(text, file);
  const sources: Record<string, Source> = {};
  if (root) {
    const keys = root.items.map((pair) => String(pair.key));
    const map = new YamlMap(notes, root, 'the bibliography', keys);
    for (const key of keys) {
      if (!ID.test(key)) map.wrong(key, `"${key}" is no key; write lower-case words with hyphens`);
    }
    readSources(map, keys, sources);
  }
  return { sources, problems: notes.problems };
}

/** Reads a lexicon file. `file` is its path as messages shall show it; `name` what its id must be. */
export function parseLexicon(text: string, file: string, name: string, sources: Sources): Parsed {
  const { root, notes } = readYaml(text, file);
  if (!root) return { lexicon: null, concepts: [], problems: notes.problems };
  const map = new YamlMap(notes, root, 'a lexicon', HEADER);
  // A name like "my.words.yml" cannot be an id as it stands.
  const expected = ID.test(name) ? name : slug(name);
  const id = map.string('id', `write "id: ${expected}"`);
  if (id && id !== expected) map.wrong('id', `the id is not the name of the file; write "id: ${expected}"`);
  if (id && !ID.test(id)) map.wrong('id', `"${id}" is no id; write lower-case words with hyphens`);
  const family = map.oneOf('family', FAMILIES, `write one of ${FAMILIES.join(', ')}`) ?? 'wording';
  const version = map.string('version', 'write "version: 1.0.0"') ?? '';
  if (version && !VERSION.test(version)) map.wrong('version', 'a version is three numbers; write "1.0.0"');
  const licence = map.string('licence', 'write its licence, such as CC-BY-4.0') ?? '';
  const about = map.string('about', 'write in one or two sentences what the lexicon holds') ?? '';
  const weights = map.string('weights');
  const imported = map.string('imported');
  const own: Record<string, Source> = {};
  for (const [key, source] of map.maps('sources', 'a source', SOURCE)) own[key] = readSource(source);
  const known = new Set([EDITORIAL, ...Object.keys(sources), ...Object.keys(own)]);
  const isNaming = id === NAMING.id;
  const concepts = isNaming ? readConcepts(map, known) : [];
  if (!isNaming && map.has('concepts'))
    map.wrong('concepts', 'concepts stand in naming.yml; write "entries"');
  const categories = isNaming ? [namingCategory()] : readCategories(map, known, family);
  const entries = isNaming
    ? concepts.flatMap(({ entries }) => entries)
    : readEntries(map, categories, known, Boolean(imported));
  if (!weights && entries.some((entry) => entry.weight > 1)) {
    map.missing('weights', 'write down what the weights 1, 2 and 3 mean');
  }
  const lexicon: Lexicon = {
    id: id ?? name, family, version, licence, about,
    ...(weights ? { weights } : {}),
    ...(imported ? { imported } : {}),
    categories, entries,
    ...(Object.keys(own).length > 0 ? { sources: own } : {}),
    file,
    hash: createHash('sha256').update(text).digest('hex'),
  }; // biome-ignore format: short fields in one line
  return { lexicon, concepts: concepts.map(({ concept }) => concept), problems: notes.problems };
}

/** The slug of a name: `concept id.slug` is the id of its entry. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
}

function readSource(map: YamlMap): Source {
  const title = map.string('title', 'write the title of the work') ?? '';
  const authors = map.string('authors', 'write "Surname, I., Surname, I."') ?? '';
  const years = Array.from({ length: 200 }, (_, i) => 1900 + i);
  const year = map.number('year', years, 'a year, such as 2019') ?? 0;
  if (!map.has('year')) map.missing('year', 'write the year it appeared');
  const url = map.string('url');
  const where = map.string('where');
  return { title, authors, year, ...(url ? { url } : {}), ...(where ? { where } : {}) };
}

function readSources(map: YamlMap, keys: readonly string[], into: Record<string, Source>): void {
  for (const key of keys) {
    for (const source of map.child(key, 'a source', SOURCE)) into[key] = readSource(source);
  }
}

function readCategories(map: YamlMap, known: ReadonlySet<string>, family: string): Category[] {
  if (!map.has('categories')) map.missing('categories', 'write "categories:" with name: {meaning, source}');
  return map.maps('categories', 'a category', ['meaning', 'source']).map(([id, category]) => {
    if (!ID.test(id)) category.wrong(null, `"${id}" is no category id; write lower-case words with hyphens`);
    if (family === 'attribution' && !(ATTRIBUTION_CATEGORIES as readonly string[]).includes(id)) {
      category.wrong(
        null,
        `attribution has no category "${id}"; write ${ATTRIBUTION_CATEGORIES.join(' or ')}`,
      );
    }
    const meaning = category.string('meaning', 'say in one line what it marks') ?? '';
    return { id, meaning, source: readCitation(category, known, true) };
  });
}

function readCitation(map: YamlMap, known: ReadonlySet<string>, required: boolean): string {
  const source = map.string('source', required ? `write a key of sources.yml, or ${EDITORIAL}` : undefined);
  if (source !== undefined && !known.has(source)) {
    const near = nearest(source, [...known]);
    map.wrong(
      'source',
      `no source "${source}"; ${near ? `write "${near}"` : 'add it to sources.yml'}, or ${EDITORIAL}`,
    );
  }
  return source ?? EDITORIAL;
}

function readEntries(
  map: YamlMap,
  categories: readonly Category[],
  known: ReadonlySet<string>,
  imported: boolean,
): Entry[] {
  if (!map.has('entries')) map.missing('entries', 'write "entries:" and a list of entries');
  const seen = new Map<string, YamlMap>();
  const terms = new Map<string, string>();
  return map.list('entries', 'an entry', ENTRY).map((entry) => {
    const read = readEntry(entry, categories, known, imported);
    unique(seen, read.id, entry);
    uniqueTerms(terms, read, entry);
    exceptIsNarrower(read, entry);
    return read;
  });
}

function readEntry(
  map: YamlMap,
  categories: readonly Category[],
  known: ReadonlySet<string>,
  imported: boolean,
): Entry {
  const id = map.string('id', 'write "id: category.word"') ?? '';
  const category =
    map.oneOf(
      'category',
      categories.map((c) => c.id),
      'write a category of the header',
    ) ?? '';
  if (id && category && !id.startsWith(`${category}.`)) {
    map.wrong('id', `an id begins with its category; write "${category}.${slug(id.replace(/^.*?\./u, ''))}"`);
  } else if (id && !id.split('.').every((part) => ID.test(part))) {
    map.wrong('id', `"${id}" is no id; write "${category}.${slug(id.replace(/^.*?\./u, ''))}"`);
  }
  const layout = map.boolean('layout');
  const needed = !imported && !layout;
  const lemma = map.boolean('lemma');
  const case_ = map.oneOf('case', ['any', 'exact'] as const);
  const standalone = map.boolean('standalone');
  const agent = map.number('agent', [-1, 0, 1], '-1, 0 or 1');
  const theme = map.number('theme', [-1, 0, 1], '-1, 0 or 1');
  const counterpart = map.string('counterpart');
  return {
    id,
    category,
    terms: readTerms(map, 'terms', !layout),
    ...readPos(map),
    ...(lemma === undefined ? {} : { lemma }),
    ...(case_ ? { case: case_ } : {}),
    weight: map.number('weight', [1, 2, 3], '1 (mild), 2 (strong) or 3 (extreme)') ?? 1,
    ...readExcept(map),
    why: map.string('why', imported ? undefined : 'give a reason that a reader can agree with') ?? '',
    source: readCitation(map, known, !imported),
    ...readExamples(map, needed),
    ...(standalone === undefined ? {} : { standalone }),
    ...(agent === undefined ? {} : { agent }),
    ...(theme === undefined ? {} : { theme }),
    ...(counterpart ? { counterpart } : {}),
    ...(layout ? { layout } : {}),
    line: map.line,
  };
}

function readTerms(map: YamlMap, key: 'terms' | 'except', required: boolean): string[] {
  const terms = map.strings(key, required ? 'write "terms: [word, two words]"' : undefined);
  if (required && map.has(key) && map.items(key).length === 0)
    map.wrong(key, `"${key}" is empty; write a word`);
  terms.forEach((term, i) => {
    try {
      readTerm(term);
    } catch (error) {
      if (!(error instanceof TermError)) throw error;
      map.wrongItem(key, i, error.message);
    }
  });
  return terms;
}

function readExcept(map: YamlMap): { except?: string[] } {
  const except = readTerms(map, 'except', false);
  return except.length > 0 ? { except } : {};
}

function readPos(map: YamlMap): { pos?: Pos[] } {
  const pos = map.strings('pos');
  pos.forEach((tag, i) => {
    if ((POS_TAGS as readonly string[]).includes(tag)) return;
    map.wrongItem(
      'pos',
      i,
      `"${tag}" is no part of speech; write ${nearest(tag, POS_TAGS) ?? POS_TAGS.join(' ')}`,
    );
  });
  return pos.length > 0 ? { pos: pos as Pos[] } : {};
}

function readExamples(map: YamlMap, required: boolean): { hit: string[]; miss: string[] } {
  const hit = map.strings(
    'hit',
    required ? 'write a text in which it matches, the match in [brackets]' : undefined,
  );
  const miss = map.strings(
    'miss',
    required ? 'write a near miss: a text in which it must not match' : undefined,
  );
  hit.forEach((text, i) => {
    if (/^[^[\]]*(?:\[[^[\]]+\][^[\]]*)+$/u.test(text)) return;
    map.wrongItem('hit', i, 'the match is not in brackets; write "They called the vote a [sham]."');
  });
  miss.forEach((text, i) => {
    if (/[[\]]/u.test(text)) map.wrongItem('miss', i, 'a miss has no match to show; leave the brackets out');
  });
  return { hit, miss };
}

function readConcepts(map: YamlMap, known: ReadonlySet<string>): { concept: Concept; entries: Entry[] }[] {
  if (!map.has('concepts')) map.missing('concepts', 'write "concepts:" and a list of concepts');
  if (map.has('entries')) map.wrong('entries', 'naming.yml holds concepts; write "concepts"');
  const seen = new Map<string, YamlMap>();
  return map.list('concepts', 'a concept', CONCEPT).map((item) => {
    const id = item.string('id', 'write "id: name-of-the-thing"') ?? '';
    if (id && !ID.test(id)) item.wrong('id', `"${id}" is no id; write "${slug(id)}"`);
    unique(seen, id, item);
    const about = item.string('about', 'say in one line what the names are for') ?? '';
    const source = readCitation(item, known, false);
    const names = item.list('names', 'a name', NAME);
    if (names.length < 2) item.wrong('names', 'a concept has at least two competing names');
    const slugs = new Map<string, YamlMap>();
    const terms = new Map<string, string>();
    const read = names.map((map) => {
      const name = readName(map);
      const entry = nameEntry(id, about, name, source, map.line);
      map.entry = entry.id;
      unique(slugs, entry.id, map);
      exceptIsNarrower(entry, map);
      uniqueTerms(terms, entry, map);
      return { name, entry };
    });
    const concept = { id, about, names: read.map(({ name }) => name) };
    return { concept, entries: read.map(({ entry }) => entry) };
  });
}

function readName(map: YamlMap): ConceptName {
  return {
    name: map.string('name', 'write the name as it shall be shown') ?? '',
    terms: readTerms(map, 'terms', true),
    ...readPos(map),
    ...readExcept(map),
    implies: map.string('implies', 'say what the name implies') ?? '',
    usedBy: map.string('used-by', 'say who tends to use it, neutrally') ?? '',
    ...readExamples(map, true),
  };
}

function nameEntry(concept: string, about: string, name: ConceptName, source: string, line: number): Entry {
  const { terms, pos, except, implies, hit, miss } = name;
  return {
    id: `${concept}.${slug(name.name)}`,
    category: NAMING.category,
    terms,
    ...(pos ? { pos } : {}),
    weight: 1,
    ...(except ? { except } : {}),
    why: `${about}: "${name.name}" ${implies}`,
    source,
    hit,
    miss,
    line,
  };
}

function namingCategory(): Category {
  return {
    id: NAMING.category,
    meaning: 'One of several competing names for the same thing',
    source: EDITORIAL,
  };
}

function unique(seen: Map<string, YamlMap>, id: string, map: YamlMap): void {
  const before = seen.get(id);
  if (id && before) map.wrong('id', `the id "${id}" is taken in line ${before.line}; give it another`);
  else seen.set(id, map);
}

/** The same words twice in one category would be one judgement made twice. */
function uniqueTerms(seen: Map<string, string>, entry: Entry, map: YamlMap): void {
  entry.terms.forEach((term, i) => {
    const key = `${entry.category === NAMING.category ? '' : entry.category} ${term.toLowerCase()} ${entry.pos ?? ''}`;
    const before = seen.get(key);
    if (before)
      map.wrongItem('terms', i, `"${term}" stands in ${before} already; remove it from one of them`);
    else seen.set(key, entry.id);
  });
}

/** An `except` may take some of the runs that a term stands for; one that takes all would leave nothing of it. */
function exceptIsNarrower(entry: Entry, map: YamlMap): void {
  const wordsOf = (run: readonly Atom[]) => run.map((atom) => atom.word).join(' ');
  const taken = new Map<string, string>();
  for (const term of entry.except ?? []) {
    for (const run of runsOf(term)) {
      const plain = run.every((atom) => atom.word !== null && atom.pos === 0 && atom.written === atom.word);
      if (plain) taken.set(wordsOf(run), term);
    }
  }
  entry.terms.forEach((term, i) => {
    const runs = runsOf(term).map(wordsOf);
    if (runs.length === 0 || !runs.every((words) => taken.has(words))) return;
    map.wrongItem(
      'terms',
      i,
      `the except "${taken.get(runs[0]!)}" takes every "${term}"; remove one of them`,
    );
  });
}

/** The runs of a term; none of a wrong one, which was refused before. */
function runsOf(term: string): Atom[][] {
  try {
    return readTerm(term);
  } catch {
    return [];
  }
}
