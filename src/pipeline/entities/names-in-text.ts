/** Names in a text: runs of capitalised words, cut into persons, organizations, countries, places and groups. */
import { gazetteer, type Known, type Phrase, WORD } from '../../lexicons/gazetteer.js';
import type { Document } from '../types.js';
import { bodyEnd, isTitleAt, kindByWords, matchPhrase, personEnd, type Reader, runEnd } from './runs.js';
import { nameTokens, type Words, withoutPossessive } from './words.js';

/** What one stretch of name words seems to be, before names are put together over the article. */
export interface NameMention {
  first: number;
  last: number;
  kind: 'person' | 'organization' | 'country' | 'region' | 'place' | 'group' | 'thing' | 'unknown';
  /** `capital`: the city, or the state that it stands for; told apart by what stands around. */
  form: 'name' | 'demonym' | 'capital' | 'seat';
  known: Known | null;
  /** The name proper, without forms of address and titles. */
  name: string;
  gender: 'female' | 'male' | null;
  /** A form of address or a title stands before it. */
  titled: boolean;
  role: string | null;
  affiliation: string | null;
  quoted: boolean;
  headline: boolean;
}

/** Every name of the text, in order, without overlaps except demonyms and countries inside names of state bodies. */
export function findNames(doc: Document, w: Words): NameMention[] {
  const { tokens } = doc;
  const isName = nameTokens(doc, w);
  const r: Reader = { doc, tokens, w, bits: w.bits, isName, gaz: gazetteer(), found: [] };
  for (let i = 0; i < tokens.length; ) {
    if (isName[i] === 1) i = readRun(r, i);
    // "al-Qaeda" begins in lower case: only what is known as a whole.
    else i = w.bits[i]! & WORD.phrase && w.bits[i]! & WORD.particle ? lowerPhrase(r, i) : i + 1;
  }
  knowSurnames(r.found);
  return r.found;
}

/** "Kurti, 61, ..." beside "Albin Kurti": a surname that stands in no list is known from the full name. */
function knowSurnames(found: readonly NameMention[]): void {
  const surnames = new Set<string>();
  for (const { kind, name } of found) {
    const blank = kind === 'person' ? name.lastIndexOf(' ') : -1;
    if (blank > 0) surnames.add(name.slice(blank + 1));
  }
  if (surnames.size === 0) return;
  for (const m of found) if (m.kind === 'unknown' && !m.headline && surnames.has(m.name)) m.kind = 'person';
}

/** Words before a name that are not part of it though they stand in capitals at the start of a sentence. */
const LEADING: ReadonlySet<string> = new Set(
  'former ex then late retired republican democratic new top veteran longtime current presumptive conservative liberal crooked young senior acting rival'.split(
    ' ',
  ),
);
/** First words that make two or more capitalised words a place. */
const PLACE_FIRST: ReadonlySet<string> = new Set(
  'san santa los las lake fort mount mt. port cape camp upper lower east west north south little palm baton st.'.split(
    ' ',
  ),
);
/** Words of places and things that are also surnames. */
const SURNAME_WORDS: ReadonlySet<string> = new Set(
  'law day page case song cross march hall lane bay hill hills rivers camp star price lake park banks fields'.split(
    ' ',
  ),
);
/** Nouns before the title of a work or a code name. */
const WORKS: ReadonlySet<string> = new Set(
  'song book film movie novel album show series codename documentary play musical memoir single operation'.split(
    ' ',
  ),
);
/** Places that are given names as well; the list of given names may lack them. */
const GIVEN_PLACES: ReadonlySet<string> = new Set(
  'jordan chad israel paris austin dallas houston florence sydney georgia virginia carolina brooklyn chelsea phoenix orlando denver milan washington boston madison lincoln jackson savannah montana dakota india china kenya sofia victoria alexandria santiago'.split(
    ' ',
  ),
);
export const QUOTE_OPEN: ReadonlySet<string> = new Set(['"', '\u201c', "''", '\u2018', "'"]);
export const QUOTE_CLOSE: ReadonlySet<string> = new Set(['"', '\u201d', "''", '\u2019', "'"]);
const isCapitals = (text: string): boolean => text.length > 1 && text === text.toUpperCase();
const isInitial = (text: string): boolean => text.endsWith('.') && /^(?:\p{Lu}\.)+$/u.test(text);

/** A known name that begins in lower case (al-Qaeda). Returns where to go on. */
function lowerPhrase(r: Reader, i: number): number {
  const hit = matchPhrase(r, i, r.doc.sentences[r.tokens[i]!.sentence]!.last);
  if (!hit || hit.words.length < 2 || !r.tokens[i + hit.words.length - 1]!.capital) return i + 1;
  pushKnown(r, i, i + hit.words.length, hit.known);
  return i + hit.words.length;
}

/** Reads the run of name words that begins at `i`, cuts it, and returns the token after it. */
function readRun(r: Reader, i: number): number {
  const end = runEnd(r, i);
  if (r.w.titleCase[r.tokens[i]!.sentence] === 1) {
    readTitleCase(r, i, end);
    return end;
  }
  let at = i;
  while (at < end) {
    if (r.isName[at] === 0) {
      at++;
      continue;
    }
    at = readPiece(r, at, end);
  }
  return end;
}

function text(r: Reader, first: number, last: number): string {
  const { text } = r.doc;
  return withoutPossessive(text.slice(r.tokens[first]!.start, r.tokens[last - 1]!.end));
}

/** A mention by name; what else is known of it is filled in by who calls. */
function push(
  r: Reader,
  first: number,
  last: number,
  kind: NameMention['kind'],
  name = text(r, first, last),
): NameMention {
  const mention: NameMention = {
    first,
    last,
    kind,
    form: 'name',
    known: null,
    name,
    gender: null,
    titled: false,
    role: null,
    affiliation: null,
    quoted: r.w.quoted[first] === 1,
    headline: false,
  };
  r.found.push(mention);
  return mention;
}

/** A mention of what the gazetteer knows. */
function pushKnown(r: Reader, first: number, last: number, known: Known, name?: string): NameMention {
  const mention = push(r, first, last, known.kind, name);
  mention.known = known;
  mention.form = known.form;
  return mention;
}

/** One name of a run; returns where the next may begin. */
function readPiece(r: Reader, at: number, end: number): number {
  const bits = r.bits[at]!;
  const phrase = matchPhrase(r, at, Math.max(end, at));
  if (phrase) {
    const next = readKnown(r, at, end, phrase);
    if (next > 0) return next;
  }
  if (bits & WORD.group && !(r.isName[at + 1] === 1 && at + 1 < end)) {
    push(r, at, at + 1, 'group');
    return at + 1;
  }
  if (bits & (WORD.honorific | WORD.title) || isTitleAt(r, at, end)) return readTitled(r, at, end);
  if (bits & WORD.notName && !(bits & (WORD.given | WORD.surname))) return at + 1;
  if (bits & WORD.notName && isDate(r, at)) return at + 1;
  return readPlain(r, at, end);
}

/** Words of title up to the name: "Lt. Gen.", "Prime Minister", "Secretary of State", "Chief of the General Staff of ...". */
function readTitled(r: Reader, at: number, end: number): number {
  let j = at;
  let honorific = false;
  let gender: NameMention['gender'] = null;
  let roleFirst = -1;
  while (j < end) {
    const bits = r.bits[j]!;
    const word = r.tokens[j]!.lower;
    const title = bits & (WORD.honorific | WORD.title | WORD.role | WORD.roleModifier);
    if (!title || (j > at && bits & WORD.given && !(bits & (WORD.honorific | WORD.title)))) break;
    // The last word before a stop is the name itself: "Mr. King", "Judge Major".
    if (j > at && j + 1 === end && honorific && !(bits & (WORD.honorific | WORD.title))) break;
    honorific ||= (bits & (WORD.honorific | WORD.title)) !== 0;
    gender ??= r.gaz.genderOfWord.get(word) ?? null;
    if (!(bits & WORD.honorific) && roleFirst < 0) roleFirst = j;
    j++;
    if (r.tokens[j]?.text === '-' && j + 1 < end) j++;
  }
  const role = roleFirst < 0 ? null : roleText(r, roleFirst, j);
  let affiliation: string | null = null;
  const afterRole = j;
  if (j < end && r.tokens[j]!.lower === 'of' && roleFirst >= 0) {
    // "Secretary of State John Kerry", "President of Russia Vladimir Putin".
    const from = r.tokens[j + 1]?.lower === 'the' ? j + 2 : j + 1;
    const to = bodyEnd(r, from, end, true);
    affiliation = text(r, from, to);
    if (to < end && r.isName[to] === 1) j = to;
    else {
      readPlainAll(r, from, to);
      return Math.max(to, afterRole + 1);
    }
  }
  if (j >= end || r.isName[j] === 0) return Math.max(j, at + 1);
  const phrase = matchPhrase(r, j, end);
  if (phrase && phrase.known.kind !== 'place' && !honorific) return j;
  const kind = kindByWords(r, at, bodyEnd(r, j, end));
  // "President Executive Order", "Judge Advocate General Corps".
  if (kind && !(r.bits[j]! & (WORD.given | WORD.surname)) && !honorific) return bodyEnd(r, j, end);
  const last = personEnd(r, j, end);
  if (affiliation !== null) readPlainAll(r, afterRole + 1, j);
  // "Mr. Trump" counts as a whole: the title belongs to the mention, unless a body stands between.
  const mention = push(r, affiliation === null ? at : j, last, 'person', text(r, j, last));
  mention.titled = true;
  mention.gender = gender;
  mention.role = role;
  mention.affiliation = affiliation;
  return last;
}

function readPlainAll(r: Reader, from: number, to: number): void {
  let at = from;
  while (at < to) at = r.isName[at] === 1 ? readPiece(r, at, to) : at + 1;
}

function roleText(r: Reader, first: number, last: number): string | null {
  const out: string[] = [];
  for (let k = first; k < last; k++) {
    const token = r.tokens[k]!;
    if (r.bits[k]! & WORD.honorific) continue;
    out.push(r.gaz.titles.get(token.lower) ?? token.text);
  }
  return out.length > 0 ? out.join(' ').replace(/ - /gu, '-') : null;
}

/** A name the gazetteer knows at `at`. Returns the next token, or 0 when the words are part of another name. */
function readKnown(r: Reader, at: number, end: number, phrase: Phrase): number {
  const { known } = phrase;
  const after = at + phrase.words.length;
  const single = phrase.words.length === 1;
  const next = after < end && r.isName[after] === 1 ? r.bits[after]! : 0;
  const plain = after < end && r.isName[after] === 1;
  const titleNext = (next & (WORD.honorific | WORD.title)) !== 0 || (plain && isTitleAt(r, after, end));
  if (plain && !titleNext) {
    // "Trump Tower", "Washington Post", "Korean Central News Agency": a longer name of a body, place or thing.
    const last = bodyEnd(r, at, end);
    const kind = kindByWords(r, at, last);
    if (kind && last > after) {
      pushBody(r, at, last, kind, known);
      return last;
    }
    // "Jordan Peterson", "Paris Hilton", "Chad Smith": a given name first.
    if (
      single &&
      known.form !== 'demonym' &&
      (r.bits[at]! & WORD.given || GIVEN_PLACES.has(phrase.words[0]!))
    ) {
      if (!(next & (WORD.phrase | WORD.notName | WORD.group)) || next & WORD.surname) return 0;
    }
  }
  // "Americans for Prosperity".
  if (
    known.form === 'demonym' &&
    r.bits[at]! & WORD.organization &&
    r.tokens[after]?.lower === 'for' &&
    after < end
  ) {
    const last = bodyEnd(r, at, end);
    pushBody(r, at, last, 'organization', null);
    return last;
  }
  // A hyphen to another name word: "Mexican-American", "US-China", handled as two names; "Franco-German" is none.
  if (known.form === 'demonym' && isCulture(r, at, after)) return after;
  pushKnown(r, at, after, known, known.name);
  return after;
}

/** "the Russian language", "speaks Russian": culture, not the state. */
function isCulture(r: Reader, at: number, after: number): boolean {
  const next = r.tokens[after];
  if (next && r.bits[after]! & WORD.culture && next.sentence === r.tokens[at]!.sentence) return true;
  if (
    next?.text === '-' &&
    /^(?:language|speaking|style|american|americans)$/u.test(r.tokens[after + 1]?.lower ?? '')
  ) {
    return r.tokens[after]!.start === r.tokens[after - 1]!.end;
  }
  const before = r.tokens[at - 1];
  const noun = next !== undefined && (next.pos === 'NOUN' || next.pos === 'ADJ' || next.pos === 'PROPN');
  const alone = next === undefined || next.pos === 'PUNCT' || next.pos === 'ADP' || next.pos === 'ADV';
  return (
    before !== undefined &&
    !noun &&
    alone &&
    /^(?:in|into|speak|speaks|spoke|spoken|speaking|fluent|learn|learning|learned|translated)$/u.test(
      before.lower,
    ) &&
    !/s$/u.test(r.tokens[at]!.lower)
  );
}

function pushBody(
  r: Reader,
  first: number,
  last: number,
  kind: 'organization' | 'place' | 'thing',
  known: Known | null,
): void {
  let affiliation: string | null = null;
  if (known && known.kind === 'country') affiliation = known.name;
  let organ = false;
  for (let k = first; k < last; k++) if (r.bits[k]! & WORD.stateOrgan) organ = true;
  push(r, first, last, kind).affiliation = affiliation;
  if (kind !== 'organization' || !organ) return;
  // A ministry acts for its state: the country's name inside is a mention of the country too.
  for (let k = first; k < last; k++) {
    const hit = r.isName[k] === 1 ? matchPhrase(r, k, last) : null;
    if (hit?.known.kind !== 'country' || hit.words.length === last - first) continue;
    pushKnown(r, k, k + hit.words.length, hit.known, hit.known.name);
    r.found.at(-2)!.affiliation ??= hit.known.name;
    break;
  }
}

function readPlain(r: Reader, at: number, end: number): number {
  const bits = r.bits[at]!;
  const last = bodyEnd(r, at, end);
  const kind = isPersonAfterAll(r, at, last) ? null : kindByWords(r, at, last);
  if (kind) {
    pushBody(r, at, last, kind, null);
    return last;
  }
  // "Team Clinton": those who work for somebody.
  if (r.tokens[at]!.lower === 'team' && last - at === 2 && r.isName[at + 1] === 1) {
    push(r, at, last, 'organization');
    return last;
  }
  if (LEADING.has(r.tokens[at]!.lower) && at + 1 < end && r.isName[at + 1] === 1) return at + 1;
  if (bits & (WORD.role | WORD.roleModifier) && !(bits & (WORD.given | WORD.surname)) && last - at === 1)
    return at + 1;
  // "Liar of the Year Barack X": the given name begins the person.
  const odd =
    bits & (WORD.thing | WORD.place | WORD.organization | WORD.role) && !(bits & (WORD.given | WORD.surname));
  if (odd && at + 2 < end && r.bits[at + 1]! & WORD.given && r.isName[at + 2] === 1) return at + 1;
  const name = personEnd(r, at, end);
  const words = nameCount(r, at, name);
  if (words === 1) {
    const plain = !(bits & (WORD.given | WORD.surname));
    if (plain && bits & (WORD.organization | WORD.thing | WORD.place) && !isCapitals(r.tokens[at]!.text)) {
      // "the Party", but also "Day said" where a Kristen Day was named: only somebody met by the full name.
      push(r, at, name, 'unknown').headline = true;
      return name;
    }
    if (r.tokens[at]!.end - r.tokens[at]!.start < 2 || (plain && isInitial(r.tokens[at]!.text))) return name;
    push(r, at, name, bits & WORD.given || bits & WORD.surname ? 'person' : 'unknown');
    return name;
  }
  // Capitals in marks by themselves are a title of a work, not a person: "Opening Belle".
  if (isTitleOfWork(r, at, name)) {
    push(r, at, name, 'thing');
    return name;
  }
  const given = (bits & WORD.given) !== 0 || (bits & WORD.familyFirst) !== 0 || isInitial(r.tokens[at]!.text);
  const surname = (r.bits[name - 1]! & WORD.surname) !== 0;
  const article = at > 0 && r.tokens[at - 1]!.lower === 'the';
  if (!given && PLACE_FIRST.has(r.tokens[at]!.lower)) {
    push(r, at, name, 'place');
    return name;
  }
  if (given || surname || (!article && words <= 3 && allAlphabetic(r, at, name))) push(r, at, name, 'person');
  else push(r, at, name, article ? 'organization' : 'unknown');
  return name;
}

/** "Steven Law", "Kristen Day": a given name and a surname that is also a common word. */
function isPersonAfterAll(r: Reader, at: number, last: number): boolean {
  if (last - at < 2 || last - at > 3 || !(r.bits[at]! & WORD.given)) return false;
  if (!SURNAME_WORDS.has(r.tokens[last - 1]!.lower)) return false;
  return !/^(?:the|in|at|on|near)$/u.test(r.tokens[at - 1]?.lower ?? '');
}

/** April, May, June, August: months unless a name word follows. */
function isDate(r: Reader, at: number): boolean {
  const next = r.tokens[at + 1];
  if (next && r.isName[at + 1] === 1 && !(r.bits[at + 1]! & WORD.notName)) return false;
  return true;
}

function nameCount(r: Reader, first: number, last: number): number {
  let n = 0;
  for (let k = first; k < last; k++) if (r.isName[k] === 1) n++;
  return n;
}

function allAlphabetic(r: Reader, first: number, last: number): boolean {
  for (let k = first; k < last; k++) {
    const { text } = r.tokens[k]!;
    if (r.isName[k] === 1 && !isInitial(text) && (text.length < 2 || text === text.toUpperCase()))
      return false;
  }
  return true;
}

function isTitleOfWork(r: Reader, first: number, last: number): boolean {
  const before = r.tokens[first - 1]?.text ?? '';
  if (WORKS.has(before)) return true;
  const after = r.tokens[last]?.text ?? '';
  return (
    QUOTE_OPEN.has(before) &&
    (QUOTE_CLOSE.has(after) ||
      ((after === ',' || after === '.') && QUOTE_CLOSE.has(r.tokens[last + 1]?.text ?? '')))
  );
}

/** Title case tells no names: only what the gazetteer knows, or a given name with the word after it. */
function readTitleCase(r: Reader, at: number, end: number): void {
  for (let j = at; j < end; ) {
    const phrase = r.isName[j] === 1 ? matchPhrase(r, j, end) : null;
    if (phrase) {
      const { known } = phrase;
      const last = j + phrase.words.length;
      pushKnown(r, j, last, known, known.name).headline = true;
      j = last;
      continue;
    }
    const bits = r.bits[j]!;
    if (
      r.isName[j] === 1 &&
      bits & WORD.given &&
      r.tokens[j]!.pos !== 'AUX' &&
      !(bits & WORD.notName) &&
      j + 1 < end &&
      r.isName[j + 1] === 1
    ) {
      const next = r.bits[j + 1]!;
      if (
        !(next & (WORD.notName | WORD.organization | WORD.role)) &&
        (next & WORD.surname || r.tokens[j + 1]!.pos === 'PROPN')
      ) {
        push(r, j, j + 2, 'person').headline = true;
        j += 2;
        continue;
      }
    }
    if (r.isName[j] === 1) push(r, j, j + 1, 'unknown').headline = true;
    j++;
  }
}
