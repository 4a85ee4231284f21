/**
 * What we know about names: states with their demonyms, capitals and seats of government, organizations, places
 * (`gazetteer.yml`), and the words that tell persons, roles and kinds of body apart (`people.yml`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { cached } from './cache.js';
import { lexiconFolder } from './root.js';

/** One name that the gazetteer knows. */
export interface Known {
  /** Canonical name. */
  readonly name: string;
  readonly kind: 'country' | 'region' | 'organization' | 'place';
  /** How the words point to it: by name, as a demonym, as its capital (`name` is the city), as a seat of government. */
  readonly form: 'name' | 'demonym' | 'capital' | 'seat';
  /** The country that it belongs to (organizations and seats), or that the capital may stand for. */
  readonly of: string | null;
  /** News agencies, papers, broadcasters. */
  readonly media: boolean;
}

/** A phrase of the gazetteer: tokens as the tokenizer gives them, folded. */
export interface Phrase {
  readonly words: readonly string[];
  /** Acronyms must stand exactly like this ("US", not "us"). */
  readonly exact: string | null;
  readonly known: Known;
}

/** Bits of `Gazetteer.words`: everything that is known of a word, found by one look-up. */
export const WORD = {
  female: 1,
  male: 1 << 1,
  given: 1 << 2,
  familyFirst: 1 << 3,
  particle: 1 << 4,
  suffix: 1 << 5,
  honorific: 1 << 6,
  title: 1 << 7,
  role: 1 << 8,
  roleModifier: 1 << 9,
  organization: 1 << 10,
  possessiveHead: 1 << 11,
  place: 1 << 12,
  thing: 1 << 13,
  notName: 1 << 14,
  group: 1 << 15,
  collective: 1 << 16,
  body: 1 << 17,
  document: 1 << 18,
  stateOrgan: 1 << 19,
  phrase: 1 << 20,
  culture: 1 << 21,
  surname: 1 << 22,
} as const;

export interface Gazetteer {
  /** Folded word -> bits of `WORD`. */
  readonly words: ReadonlyMap<string, number>;
  /** First word -> phrases, longest first. */
  readonly phrases: ReadonlyMap<string, readonly Phrase[]>;
  /** Gender that a form of address or a role noun tells. */
  readonly genderOfWord: ReadonlyMap<string, 'female' | 'male'>;
  /** Abbreviated title -> role noun. */
  readonly titles: ReadonlyMap<string, string>;
  /** Given name -> numbers of the families of short forms it stands in. */
  readonly nicknames: ReadonlyMap<string, readonly number[]>;
  /** Acronym or alias, as written -> known organization or country, for linking. */
  readonly byName: ReadonlyMap<string, Known>;
}

interface CountryRow {
  name: string;
  aliases?: string[];
  demonyms: string[];
  people?: string[];
  capital?: string;
  seats?: string[];
  metonyms?: string[];
  metonym?: false;
}
interface OrganizationRow {
  name: string;
  acronyms?: string[];
  aliases?: string[];
  kind?: 'agency';
  of?: string;
  short?: string;
}
interface GazetteerFile {
  countries: CountryRow[];
  regions: { name: string; aliases?: string[]; demonyms: string[] }[];
  organizations: OrganizationRow[];
  places: string;
  /** Nouns after a demonym that speak of culture, not of the state. */
  culture: string;
}
interface PeopleFile {
  given: { female: string; male: string; either: string };
  nicknames: string[];
  family_first: string;
  surnames: { female?: string; male?: string; either: string };
  particles: string;
  suffixes: string;
  honorifics: string[];
  titles: Record<string, string>;
  roles: { male: string; female: string; either: string };
  role_modifiers: string;
  organization_words: string;
  state_organs: string;
  possessive_heads: string;
  place_words: string;
  thing_words: string;
  not_names: string;
  groups: string;
  collective: string;
  bodies: string;
  documents: string;
}

let loaded: Gazetteer | null = null;

/** The gazetteer, read once a process. Throws when its files are missing or no YAML. */
export function gazetteer(): Gazetteer {
  loaded ??= build(readYaml<GazetteerFile>('gazetteer.yml'), readYaml<PeopleFile>('people.yml'));
  return loaded;
}

function readYaml<T extends object>(name: string): T {
  const path = join(lexiconFolder(), name);
  const text = readFileSync(path, 'utf8');
  return cached({ name, origin: [path], content: [text], make: () => parse(text) as T, keep: () => true });
}

/** Lower case, one form of apostrophe and hyphen, as `Token.lower` has them. */
function fold(word: string): string {
  return word
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/gu, "'")
    .replace(/[\u2010\u2011]/gu, '-');
}

/** Cuts a name as the tokenizer does: hyphens and the possessive 's are tokens of their own. */
export function nameWords(name: string): string[] {
  return fold(name)
    .replace(/-/gu, ' - ')
    .replace(/([a-z])'s(?=\s|$)/gu, "$1 's")
    .replace(/s'(?=\s|$)/gu, "s '")
    .replace(/,/gu, ' ,')
    .split(/\s+/u)
    .filter(Boolean);
}

function build(file: GazetteerFile, people: PeopleFile): Gazetteer {
  const words = new Map<string, number>();
  const phrases = new Map<string, Phrase[]>();
  const byName = new Map<string, Known>();
  const genderOfWord = new Map<string, 'female' | 'male'>();
  const mark = (list: string | readonly string[], bits: number) => {
    for (const word of typeof list === 'string' ? list.split(/\s+/u) : list) {
      if (word) words.set(word, (words.get(word) ?? 0) | bits);
    }
  };
  const phrase = (name: string, known: Known) => {
    if (!name) return;
    const parts = nameWords(name);
    const acronym = parts.length === 1 && name.length <= 8 && name === name.toUpperCase();
    const first = parts[0]!;
    const list = phrases.get(first);
    const entry: Phrase = { words: parts, exact: acronym ? name : null, known };
    if (list) list.push(entry);
    else phrases.set(first, [entry]);
    mark([first], WORD.phrase);
    if (known.form !== 'demonym' && !byName.has(fold(name))) byName.set(fold(name), known);
  };
  readNames(file, phrase);
  for (const list of phrases.values()) list.sort((a, b) => b.words.length - a.words.length);
  readPeople(people, mark, genderOfWord);
  mark(file.culture, WORD.culture);
  const nicknames = new Map<string, number[]>();
  people.nicknames.forEach((line, family) => {
    for (const name of line.split(' ')) nicknames.set(name, [...(nicknames.get(name) ?? []), family]);
  });
  const titles = new Map(Object.entries(people.titles));
  mark([...titles.keys()], WORD.title);
  return { words, phrases, genderOfWord, titles, nicknames, byName };
}

function readNames(file: GazetteerFile, phrase: (name: string, known: Known) => void): void {
  for (const row of file.countries) {
    const base = { name: row.name, of: null, media: false } as const;
    for (const name of [row.name, ...(row.aliases ?? [])])
      phrase(name, { ...base, kind: 'country', form: 'name' });
    for (const word of row.demonyms) {
      const known = { ...base, kind: 'country', form: 'demonym' } as const;
      phrase(word, known);
      if (!/(?:ese|sh|ch|men|(?<!ger|o)man|woman|s)$/u.test(word)) phrase(`${word}s`, known);
    }
    for (const word of row.people ?? []) phrase(word, { ...base, kind: 'country', form: 'demonym' });
    for (const city of [row.capital ?? '', ...(row.metonyms ?? [])]) {
      // A capital that does not stand for the state is a plain place.
      const of = row.metonym === false ? null : row.name;
      phrase(city, { name: city, kind: 'place', form: of ? 'capital' : 'name', of, media: false });
    }
    for (const seat of row.seats ?? []) {
      phrase(seat, { name: seat, kind: 'organization', form: 'seat', of: row.name, media: false });
    }
  }
  for (const row of file.regions) {
    const base = { name: row.name, kind: 'region', of: null, media: false } as const;
    for (const name of [row.name, ...(row.aliases ?? [])]) phrase(name, { ...base, form: 'name' });
    for (const word of row.demonyms) {
      phrase(word, { ...base, form: 'demonym' });
      phrase(`${word}s`, { ...base, form: 'demonym' });
    }
  }
  for (const row of file.organizations) {
    const known: Known = {
      // Shown by the name that readers know: NATO, FBI.
      name: row.short ?? row.name,
      kind: 'organization',
      form: 'name',
      of: row.of ?? null,
      media: row.kind === 'agency',
    };
    for (const name of [row.name, ...(row.acronyms ?? []), ...(row.aliases ?? [])]) phrase(name, known);
  }
  for (const place of file.places.split('|')) {
    const name = place.trim();
    if (name) phrase(name, { name, kind: 'place', form: 'name', of: null, media: false });
  }
}

function readPeople(
  people: PeopleFile,
  mark: (list: string | readonly string[], bits: number) => void,
  genderOfWord: Map<string, 'female' | 'male'>,
): void {
  const { given, surnames, roles } = people;
  mark(given.female, WORD.given | WORD.female);
  mark(given.male, WORD.given | WORD.male);
  mark(given.either, WORD.given);
  mark(people.family_first, WORD.familyFirst | WORD.surname);
  mark(surnames.either, WORD.surname);
  mark(people.particles, WORD.particle);
  mark(people.suffixes, WORD.suffix);
  for (const line of people.honorifics) {
    const [word = '', gender] = line.split(' ');
    mark([word], WORD.honorific);
    if (gender === 'female' || gender === 'male') genderOfWord.set(word, gender);
  }
  for (const gender of ['female', 'male'] as const) {
    for (const word of roles[gender].split(/\s+/u)) genderOfWord.set(word, gender);
  }
  mark(`${roles.male} ${roles.female} ${roles.either}`, WORD.role);
  mark(people.role_modifiers, WORD.roleModifier);
  mark(people.organization_words, WORD.organization);
  mark(people.state_organs, WORD.stateOrgan);
  mark(people.possessive_heads, WORD.possessiveHead);
  mark(people.place_words, WORD.place);
  mark(people.thing_words, WORD.thing);
  mark(people.not_names, WORD.notName);
  mark(people.groups, WORD.group);
  mark(
    people.collective.split(/\s+/u).flatMap((word) => [word, plural(word)]),
    WORD.collective,
  );
  mark(
    people.bodies.split(/\s+/u).flatMap((word) => [word, plural(word)]),
    WORD.body,
  );
  mark(
    people.documents.split(/\s+/u).flatMap((word) => [word, plural(word)]),
    WORD.document,
  );
}

/** The regular English plural; irregular ones stand in the lists. */
export function plural(word: string): string {
  if (/man$/u.test(word) && word !== 'human') return word.replace(/man$/u, 'men');
  if (/(?:s|x|ch|sh)$/u.test(word)) return `${word}es`;
  if (/[^aeiou]y$/u.test(word)) return word.replace(/y$/u, 'ies');
  return `${word}s`;
}
