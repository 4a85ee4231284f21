/**
 * Forms of names: what is given name, what is surname, and whether two names can be one person or body.
 * A comparison answers `same`, `different` or `unsure`; alone, no string distance decides (Gerasimov and Gerasimenko
 * are nearer to each other than Zelensky and Zelenskiy).
 */
import { JaroWinklerDistance } from 'natural/lib/natural/distance/index.js';
import { gazetteer, WORD } from '../lexicons/gazetteer.js';

export interface PersonName {
  /** The name without forms of address and titles, as written. */
  readonly name: string;
  /** Folded given names and initials in order; those of family-first names as one word ("jongun"). */
  readonly given: readonly string[];
  /** Folded surname without particles. */
  readonly surname: string;
  /** `nameKey` of the surname: one for all usual spellings. */
  readonly key: string;
  /** jr, sr, ii, iii, or ''. */
  readonly suffix: string;
  readonly familyFirst: boolean;
  readonly gender: 'female' | 'male' | null;
}

export type Verdict = 'same' | 'different' | 'unsure';

const SPECIAL_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ħ: 'h',
}; // biome-ignore format: a table

/** Letters from a to z, blanks, dots and hyphens only. */
function isPlain(lower: string): boolean {
  for (let k = 0; k < lower.length; k++) {
    const c = lower.charCodeAt(k);
    if ((c < 97 || c > 122) && c !== 32 && c !== 45 && c !== 46) return false;
  }
  return true;
}

/** Lower case, without diacritics and apostrophes; hyphens stay. */
export function foldName(text: string): string {
  const lower = text.toLowerCase();
  // Plain letters need none of it.
  if (isPlain(lower)) return lower;
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðßæœıþħ]/gu, (c) => SPECIAL_LETTERS[c]!)
    .replace(/['\u2018\u2019\u02bc\u02bb`\u00b4]/gu, '')
    .replace(/[\u2010\u2011]/gu, '-');
}

/** Spellings of one sound in romanised names, applied in order. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/sch/gu, 'sh'], [/tch/gu, 'ch'], [/dzh|dj/gu, 'j'], [/kh/gu, 'h'], [/gu(?=[ei])/gu, 'g'], [/gh/gu, 'g'],
  [/dh/gu, 'd'], [/ph/gu, 'f'], [/th/gu, 't'], [/ck/gu, 'k'], [/q/gu, 'k'], [/w/gu, 'v'], [/tz/gu, 'ts'],
  [/x/gu, 'ks'], [/ou|oo/gu, 'u'], [/ee/gu, 'i'], [/[yji]+(?=[eau])/gu, ''], [/[yj]+/gu, 'i'], [/i+/gu, 'i'],
  [/([a-z])\1+/gu, '$1'], [/(?<=a)h$/gu, ''],
]; // biome-ignore format: a table
// A leading j or y before a vowel is a sound of its own in most languages ("Jackson"): only y is dropped there.
const LEADING_J = /^j(?=[eau])/u;

const keys = new Map<string, string>();
/** Names repeat; the cache is bounded so that a long run does not grow. */
const KEYS_KEPT = 50_000;

/** One key for the usual spellings of a name: Valery, Valeriy and Valerii; Zelensky, Zelenskyy and Zelenskiy. */
export function nameKey(word: string): string {
  const known = keys.get(word);
  if (known !== undefined) return known;
  let key = foldName(word).replace(/[^a-z]/gu, '');
  const leading = LEADING_J.test(key);
  if (leading) key = key.slice(1);
  for (const [pattern, by] of SPELLINGS) key = key.replace(pattern, by);
  if (leading) key = `j${key}`;
  if (keys.size >= KEYS_KEPT) keys.clear();
  keys.set(word, key);
  return key;
}

const skeleton = (key: string): string => key.replace(/[aeiou]/gu, '');

/** Cuts forms of address, titles and roles from the front, a suffix from the end, and finds surname and given names. */
export function parseName(name: string): PersonName {
  const known = parsed.get(name);
  if (known) return known;
  const person = readName(name);
  if (parsed.size >= KEYS_KEPT) parsed.clear();
  parsed.set(name, person);
  return person;
}

const parsed = new Map<string, PersonName>();

function readName(name: string): PersonName {
  const { words } = gazetteer();
  let parts = name
    .replace(/\([^)]*\)/gu, ' ')
    .replace(/["\u201c\u201d][^"\u201c\u201d]*["\u201c\u201d]/gu, ' ')
    .replace(/['\u2019\u02bc]s?$/u, '')
    .replace(/,/gu, ' ')
    .split(/\s+/u)
    .filter(Boolean);
  let gender: PersonName['gender'] = null;
  let first = 0;
  while (first < parts.length - 1 && isTitle(foldName(parts[first]!), words)) {
    gender ??= gazetteer().genderOfWord.get(foldName(parts[first]!)) ?? null;
    first++;
  }
  parts = parts.slice(first);
  const shown = parts.join(' ');
  let suffix = '';
  while (parts.length > 1 && (words.get(foldName(parts.at(-1)!)) ?? 0) & WORD.suffix) {
    suffix = foldName(parts.pop()!).replace(/\W/gu, '');
  }
  // Degrees tell no generation.
  if (!/^(?:jr|sr|i{1,3}|iv|v)$/u.test(suffix)) suffix = '';
  // Particles tell nothing apart: al-Assad and Assad, bin Salman and Salman.
  const folded = parts.flatMap((part) =>
    splitInitials(
      foldName(part.replace(/^(?:Al|El)(?=\p{Lu}\p{Ll})/u, '')).replace(/^(?:al|el|ul|ad|as|an)-/u, ''),
    ),
  );
  const bare = folded.filter(
    (part, i) =>
      i === folded.length - 1 || !((words.get(part) ?? 0) & WORD.particle) || (i === 0 && folded.length <= 2),
  );
  const familyFirst = isFamilyFirst(bare, words);
  const flat = bare.map((part) => part.replace(/-/gu, ''));
  const surname = familyFirst ? flat[0]! : (flat.at(-1) ?? '');
  const given = familyFirst ? [flat.slice(1).join('')] : flat.slice(0, -1);
  const bits = words.get(given[0] ?? '') ?? 0;
  if (!familyFirst && gender === null) gender = genderOf(bits);
  return { name: shown, given, surname, key: nameKey(surname), suffix, familyFirst, gender };
}

function isTitle(word: string, words: ReadonlyMap<string, number>): boolean {
  const bits = words.get(word) ?? 0;
  if (bits & WORD.given) return false;
  return (bits & (WORD.honorific | WORD.title | WORD.role | WORD.roleModifier)) !== 0;
}

export function genderOf(bits: number): 'female' | 'male' | null {
  if (bits & WORD.female) return bits & WORD.male ? null : 'female';
  return bits & WORD.male ? 'male' : null;
}

/** "H.W." -> h, w; "J.D." -> j, d; "JD" stays. */
function splitInitials(part: string): string[] {
  if (!/^(?:[a-z]\.-?)+[a-z]?\.?$/u.test(part)) return [part.replace(/\.$/u, '')];
  return [...part.replace(/[^a-z]/gu, '')];
}

/** Korean and Chinese order: a family name first, then one or two short syllables that are no Western given name. */
function isFamilyFirst(parts: readonly string[], words: ReadonlyMap<string, number>): boolean {
  if (parts.length < 2 || parts.length > 3) return false;
  const bits = words.get(parts[0]!) ?? 0;
  if (!(bits & WORD.familyFirst)) return false;
  const second = parts[1]!;
  if (second.includes('-') && parts.length === 2) return true;
  const western = ((words.get(second) ?? 0) & WORD.given) !== 0;
  if (parts.length === 3) return !western && second.length <= 5 && parts[2]!.length <= 6;
  // "Kim Davis": with two words a family name that is also a given name is taken for the given name.
  return (bits & WORD.given) === 0 && second.length > 1;
}

/** Can these two be one person? `unsure` when only a surname (or only a given name) is there to compare. */
export function comparePersons(a: PersonName, b: PersonName): Verdict {
  if (a.suffix !== b.suffix && a.given.length > 0 && b.given.length > 0) return 'different';
  if (a.given.length === 0 || b.given.length === 0) {
    return a.surname !== '' && (a.key === b.key || sharesWord(a, b)) ? 'unsure' : 'different';
  }
  if (a.gender !== null && b.gender !== null && a.gender !== b.gender) return 'different';
  if (sameWords(a, b)) return 'same';
  const surname = surnamesMatch(a, b);
  if (surname === 'different') return isSubset(a, b) ? 'same' : 'different';
  const given = givenNamesMatch(a, b);
  // A surname that differs in its vowels needs the same given name beside it.
  if (surname === 'unsure') return given === 'same' ? 'same' : 'different';
  return given;
}

/** The same words in another order: Viktor Orban, Orban Viktor; Kim Jong Un, Jong Un Kim. */
function sameWords(a: PersonName, b: PersonName): boolean {
  const all = (n: PersonName) => [...n.given, n.surname].map(nameKey).sort().join(' ');
  if (all(a) === all(b)) return true;
  const joined = (n: PersonName) => n.given.join('');
  return a.key === b.key && joined(a) === joined(b);
}

function sharesWord(a: PersonName, b: PersonName): boolean {
  const [short, long] = a.given.length === 0 ? [a, b] : [b, a];
  return long.given.some((word) => nameKey(word) === short.key);
}

/** All words of the shorter stand in the longer in order: Hillary Rodham, Hillary Rodham Clinton. */
function isSubset(a: PersonName, b: PersonName): boolean {
  const words = (n: PersonName) => [...n.given, n.surname].map(nameKey);
  const [short, long] = a.given.length < b.given.length ? [words(a), words(b)] : [words(b), words(a)];
  if (short.length < 2 || short.length === long.length || short.some((word) => word.length < 2)) return false;
  let at = 0;
  for (const word of long) if (word === short[at]) at++;
  // The first given name must agree, or sisters of one middle name would be one.
  return at === short.length && long[0] === short[0];
}

/** Shortest surname key for which another vowel may be a mere spelling. */
const LONG_ENOUGH = 6;
const SPELLING_LIKENESS = 0.9;

function surnamesMatch(a: PersonName, b: PersonName): Verdict {
  if (a.key === b.key) return 'same';
  if (Math.min(a.key.length, b.key.length) < LONG_ENOUGH) return 'different';
  // Gaddafi, Qaddafi.
  if (/^[gk]/u.test(a.key) && /^[gk]/u.test(b.key) && a.key.slice(1) === b.key.slice(1)) return 'unsure';
  // Anderson and Andersen are two names; so are Novak and Novakova.
  if (/s[eo]n$/u.test(a.key) && /s[eo]n$/u.test(b.key)) return 'different';
  if (skeleton(a.key) !== skeleton(b.key)) return 'different';
  if (isFeminine(a.key) !== isFeminine(b.key)) return 'different';
  return JaroWinklerDistance(a.key, b.key, {}) >= SPELLING_LIKENESS ? 'unsure' : 'different';
}

/** Slavic surnames of women: Zelenska beside Zelensky, Ivanova beside Ivanov. */
const isFeminine = (key: string): boolean => /(?:ov|ev|in|sk|k)a[ia]?$/u.test(key);

function givenNamesMatch(a: PersonName, b: PersonName): Verdict {
  if (a.familyFirst || b.familyFirst) {
    return nameKey(a.given.join('')) === nameKey(b.given.join('')) ? 'same' : 'different';
  }
  const [short, long] = a.given.length <= b.given.length ? [a.given, b.given] : [b.given, a.given];
  if (!givenMatch(short[0]!, long[0]!)) {
    if (initialsMatch(short, long)) return 'same';
    // "Mitt Romney", "Willard Mitt Romney": called by a middle name, which must stand there in full.
    const called = short[0]!;
    return called.length > 1 && long.slice(1).some((word) => nameKey(word) === nameKey(called))
      ? 'same'
      : 'different';
  }
  for (let i = 1; i < short.length; i++) {
    if (!givenMatch(short[i]!, long[i]!)) return 'different';
  }
  return 'same';
}

/** "JD" and "James David", "J.D." and "James David". */
function initialsMatch(a: readonly string[], b: readonly string[]): boolean {
  const [one, many] = a.length < b.length ? [a, b] : [b, a];
  return (
    one.length === 1 &&
    many.length > 1 &&
    one[0]!.length === many.length &&
    many.every((word, i) => word[0] === one[0]![i])
  );
}

/** Two given names that can be one: equal, an initial, a short form, or spellings with the same consonants. */
export function givenMatch(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length === 1 || b.length === 1) return a[0] === b[0];
  const ka = nameKey(a);
  const kb = nameKey(b);
  if (ka === kb) return true;
  const { nicknames, words } = gazetteer();
  const families = nicknames.get(a);
  if (families && nicknames.get(b)?.some((family) => families.includes(family))) return true;
  const ga = genderOf(words.get(a) ?? 0);
  const gb = genderOf(words.get(b) ?? 0);
  if (ga !== null && gb !== null && ga !== gb) return false;
  const bones = skeleton(ka);
  // Two consonants are too few to tell spellings from names (Dana, Diana; Anna, Ann).
  return bones.length >= 3 && bones === skeleton(kb) && (ka.at(-1) !== 'a') === (kb.at(-1) !== 'a');
}

/** Words that make no difference between two names of one body. */
const EMPTY_WORDS: ReadonlySet<string> = new Set([
  'the',
  'of',
  'for',
  'and',
  '&',
  'on',
  'in',
  'affairs',
  's',
  'inc',
  'corp',
  'ltd',
  'co',
  'llc',
  'plc',
]);

/** The words of an organization's name that tell it apart, demonyms turned into countries, sorted. */
export function organizationKey(name: string): string {
  const kept = organizationKeys.get(name);
  if (kept !== undefined) return kept;
  const key = readOrganization(name);
  if (organizationKeys.size >= KEYS_KEPT) organizationKeys.clear();
  organizationKeys.set(name, key);
  return key;
}

const organizationKeys = new Map<string, string>();

function readOrganization(name: string): string {
  const { byName, phrases } = gazetteer();
  const lower = name.toLowerCase();
  // Without a capital it is no name: "who" is no health organization.
  const known = /\p{Lu}/u.test(name)
    ? (byName.get(lower.replace(/^the /u, '')) ?? byName.get(lower))
    : undefined;
  if (known && (known.form === 'name' || known.form === 'seat')) {
    return organizationWords(known.name, phrases).join(' ');
  }
  return organizationWords(name, phrases).join(' ');
}

function organizationWords(name: string, phrases: ReturnType<typeof gazetteer>['phrases']): string[] {
  const raw = foldName(name)
    .replace(/[^a-z0-9 -]/gu, ' ')
    .split(/[\s-]+/u)
    .filter(Boolean);
  const out = new Set<string>();
  for (let i = 0; i < raw.length; i++) {
    const hit = phrases
      .get(raw[i]!)
      ?.find((p) => p.known.form === 'demonym' && p.words.every((word, k) => raw[i + k] === word));
    if (hit) {
      for (const word of foldName(hit.known.name).split(/[\s-]+/u)) out.add(word);
      i += hit.words.length - 1;
    } else if (!EMPTY_WORDS.has(raw[i]!)) {
      out.add(raw[i]!);
    }
  }
  return [...out].sort();
}

/** Can these two be one body? Equal words, or an acronym of at least three letters made of the other's initials. */
export function compareOrganizations(a: string, b: string): Verdict {
  const ka = organizationKey(a);
  const kb = organizationKey(b);
  if (ka !== '' && ka === kb) return 'same';
  if (isAcronymOf(a, b) || isAcronymOf(b, a)) return 'same';
  return 'different';
}

/** First letters of the capitalised words. */
export function initialsOf(name: string): string {
  return name
    .split(/[\s-]+/u)
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0]!)
    .join('');
}

/** "KPA" of "Korean People's Army": capitals only, from three letters on (two fit too much). */
export function isAcronymOf(acronym: string, name: string): boolean {
  const letters = acronym.replace(/\./gu, '');
  if (!/^\p{Lu}{3,8}$/u.test(letters)) return false;
  const words = name.split(/[\s-]+/u).filter(Boolean);
  if (words.length < 2) return false;
  return letters === initialsOf(name) || letters === words.map((word) => word[0]!.toUpperCase()).join('');
}

/** Two names of one thing? Persons by their parts, everything else as organizations. */
export function compareNames(a: string, b: string, kind: 'person' | 'organization'): Verdict {
  return kind === 'person' ? comparePersons(parseName(a), parseName(b)) : compareOrganizations(a, b);
}

/** An id out of a name: `valery-gerasimov`. Letters of other scripts stay as they are. */
export function slug(name: string): string {
  return (
    foldName(name)
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/gu, '') || 'unnamed'
  );
}
