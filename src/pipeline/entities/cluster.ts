/** Names of an article put together: one draft for each person, organization, country, place and group. */
import { type Known, WORD } from '../../lexicons/gazetteer.js';
import {
  comparePersons,
  foldName,
  initialsOf,
  nameKey,
  organizationKey,
  type PersonName,
  parseName,
} from '../names.js';
import type { Document, EntityKind, EntityMention } from '../types.js';
import type { NameMention } from './names-in-text.js';
import { SPEECH } from './place.js';
import { bare, hasPossessive, type Words, withoutPossessive } from './words.js';

/** An entity in the making. */
export interface Draft {
  name: string;
  kind: EntityKind;
  gender: 'female' | 'male' | null;
  role: string | null;
  affiliation: string | null;
  readonly names: Set<string>;
  readonly mentions: EntityMention[];
  readonly person: PersonName | null;
  readonly known: Known | null;
  /** Role nouns and their modifiers, folded, as met beside the name: what a description can point with. */
  roles: ReadonlySet<string>;
  traits: ReadonlySet<string>;
}

/** Prepositions that make the capital after them a city, not a government. */
const LOCATIVE: ReadonlySet<string> = new Set(['in', 'at', 'near', 'outside', 'around', 'across', 'inside', 'into', 'throughout', 'downtown', 'from', 'through', 'via', 'toward', 'towards', 'central', 'leave', 'left', 'reach', 'reached', 'visit', 'visited', 'visiting']); // biome-ignore format: a list
/** After these a word is a place, though a body's name begins with it: "in Halden" beside "Halden Police Service". */
const PLACED: ReadonlySet<string> = new Set(['in', 'near', 'outside', 'throughout', 'downtown']);
/** "a visit to Moscow" is to the city, "aid to Kyiv" to the state. */
const MOTION: ReadonlySet<string> = new Set(['visit', 'go', 'come', 'travel', 'trip', 'fly', 'flight', 'return', 'move', 'drive', 'journey', 'head', 'bring', 'take', 'march', 'march', 'arrive', 'train', 'road', 'way', 'welcome', 'back', 'close', 'send', 'summon', 'ambassador', 'envoy']); // biome-ignore format: a list

/** Most drafts have neither roles nor traits. */
export const NO_WORDS: ReadonlySet<string> = new Set();

/** Persons of one surname that are compared; bounds the work on any text. */
const MOST_NAMESAKES = 40;

export class Cluster {
  readonly drafts: Draft[] = [];
  private readonly bySurname = new Map<string, Draft[]>();
  private readonly byGiven = new Map<string, Draft[]>();
  private readonly byName = new Map<string, Draft>();
  private readonly acronyms = new Map<string, Draft>();
  private readonly byInitials = new Map<string, Draft>();
  private readonly byFirstWord = new Map<string, Draft>();
  /** Surname -> the genders of those whom the article addresses by it. */
  private readonly addressed = new Map<string, Set<Draft['gender']>>();

  constructor(
    private readonly doc: Document,
    private readonly w: Words,
  ) {}

  /** Takes all names of the article, in order of appearance. */
  read(found: readonly NameMention[]): void {
    const usStates = statesOfTheUnion(found);
    const singles: NameMention[] = [];
    const rest: NameMention[] = [];
    // Full names first: they explain the single words.
    for (const m of found) {
      if (m.kind === 'thing') continue;
      const person = !m.known && m.kind === 'person' ? parseName(m.name) : null;
      if (person && person.given.length > 0) this.addPerson(m, person);
      else rest.push(m);
    }
    for (const m of rest) {
      const namesake = m.known ? this.namesakeOfKnown(m) : null;
      if (namesake) this.mention(namesake, m, 'name', this.surface(m));
      else if (m.known) this.addKnown(m, usStates);
      else if (m.kind === 'organization' || m.kind === 'place') this.addBody(m, m.kind);
      else if (m.kind === 'group') this.addNamed(m, 'group', capitalized(m.name));
      else singles.push(m);
    }
    this.addSingles(singles);
  }

  private draft(
    kind: EntityKind,
    name: string,
    known: Known | null = null,
    person: PersonName | null = null,
    gender: Draft['gender'] = null,
  ): Draft {
    const draft: Draft = {
      name, kind, gender, role: null, affiliation: null, names: new Set(), mentions: [],
      person, known, roles: NO_WORDS, traits: NO_WORDS,
    }; // biome-ignore format: a record
    this.drafts.push(draft);
    return draft;
  }

  private mention(draft: Draft, m: NameMention, kind: EntityMention['kind'] = 'name', name = m.name): void {
    const { tokens } = this.doc;
    const start = tokens[m.first]!.start;
    let { text, end } = tokens[m.last - 1]!;
    // A possessive that the tokenizer left on the name is not part of it.
    if (hasPossessive(text)) end -= 2;
    draft.mentions.push({ start, end, first: m.first, last: m.last, kind });
    if (kind === 'name') draft.names.add(name);
    draft.gender ??= m.gender;
    if (m.role !== null) this.noteRole(draft, m.role, m.affiliation);
    else draft.affiliation ??= m.affiliation;
  }

  /** Keeps a role met beside a name: the first is shown, all can be pointed to. */
  noteRole(draft: Draft, role: string, affiliation: string | null): void {
    draft.roles = withWords(draft.roles, role);
    if (affiliation !== null) draft.traits = withWords(draft.traits, affiliation);
    if (draft.role === null) {
      draft.role = role;
      draft.affiliation ??= affiliation;
    } else if (draft.affiliation === null && affiliation !== null) {
      draft.role = role;
      draft.affiliation = affiliation;
    }
  }

  /** "Cuban said" after Mark Cuban, "Washington said" after Kerry Washington: a surname that the gazetteer knows as well. */
  private namesakeOfKnown(m: NameMention): Draft | null {
    if (m.last - m.first > 1 || m.known!.kind === 'organization') return null;
    const word = this.surface(m);
    const namesakes = this.bySurname.get(nameKey(word));
    if (!namesakes) return null;
    const { tokens } = this.doc;
    const before = tokens[m.first - 1];
    const after = tokens[m.last];
    if (before && (LOCATIVE.has(before.lower) || before.lower === 'the')) return null;
    const speaks =
      (after !== undefined && SPEECH.has(after.lemma)) || (before !== undefined && SPEECH.has(before.lemma));
    // A demonym before a noun is one ("Cuban voters"); a country's name is a person's only where it speaks.
    if (m.form === 'demonym' ? after?.pos === 'NOUN' || after?.pos === 'ADJ' : !speaks) return null;
    const draft = this.chooseNamesake(namesakes, m);
    return draft === 'open' || !draft.name.endsWith(word) ? null : draft;
  }

  private addKnown(m: NameMention, usStates: boolean): void {
    const known = m.known!;
    if (known.kind === 'region') {
      if (m.form !== 'demonym') this.addNamed(m, 'place', known.name);
      return;
    }
    if (known.kind === 'country') {
      // The state of the union shares its name with a country: what else is named decides.
      if (known.name === 'Georgia' && usStates && m.form === 'name') {
        this.addNamed(m, 'place', 'Georgia (U.S. state)');
        return;
      }
      const draft = this.named('country', known.name, known);
      this.mention(draft, m, m.form === 'demonym' ? 'demonym' : 'name', this.surface(m));
      return;
    }
    if (m.form === 'capital' && known.of !== null && !m.headline && this.standsForState(m)) {
      this.mention(this.named('country', known.of, null), m, 'description');
      return;
    }
    if (m.form === 'capital') {
      this.addNamed(m, 'place', known.name);
      return;
    }
    const kind: EntityKind = known.kind === 'place' ? 'place' : 'organization';
    const draft = this.named(kind, known.name, known);
    draft.affiliation ??= known.of;
    this.mention(draft, m, 'name', this.surface(m));
  }

  private surface(m: NameMention): string {
    const { tokens, text } = this.doc;
    return withoutPossessive(text.slice(tokens[m.first]!.start, tokens[m.last - 1]!.end));
  }

  /** "Moscow has an ally": the state. "in Moscow", "Moscow residents", a dateline: the city. */
  private standsForState(m: NameMention): boolean {
    const { tokens, paragraphs } = this.doc;
    const before = tokens[m.first - 1];
    const after = tokens[m.last];
    const token = tokens[m.first]!;
    if (token.text === token.text.toUpperCase() && token.text.length > 3) return false;
    if (paragraphs[token.paragraph]!.first === m.first && after && /^[,(\u2014\u2013-]$/u.test(after.text))
      return false;
    if (before && before.sentence === token.sentence) {
      if (LOCATIVE.has(before.lower)) return false;
      if (before.lower === 'to' && MOTION.has(tokens[m.first - 2]?.lemma ?? '')) return false;
      if (
        before.lower === 'of' &&
        /^(?:capital|city|mayor|outskirts|center|centre|streets|north|south|east|west|residents|people|university|suburb|suburbs|region|battle|fall|siege)$/u.test(
          tokens[m.first - 2]?.lower ?? '',
        )
      )
        return false;
    }
    // A noun after it makes it a modifier of place: "Moscow region"; "Moscow troops" is rare.
    if (
      after &&
      after.sentence === token.sentence &&
      (after.pos === 'NOUN' || after.pos === 'PROPN') &&
      after.start > token.end
    )
      return false;
    if (after?.text === ',' && tokens[m.last + 1]?.capital && this.w.bits[m.last + 1]! & WORD.phrase)
      return false;
    return true;
  }

  private named(kind: EntityKind, name: string, known: Known | null): Draft {
    const key = `${kind}:${name}`;
    let draft = this.byName.get(key);
    if (!draft) {
      draft = this.draft(kind, name, known);
      this.byName.set(key, draft);
    }
    return draft;
  }

  private addNamed(m: NameMention, kind: EntityKind, name: string): void {
    this.mention(this.named(kind, name, m.known), m, 'name', this.surface(m));
  }

  private addPerson(m: NameMention, person: PersonName): void {
    const block = this.bySurname.get(person.key) ?? [];
    const recent = block.length > MOST_NAMESAKES ? block.slice(-MOST_NAMESAKES) : block;
    let match: Draft | null = null;
    for (const draft of recent) {
      if (draft.person === null || comparePersons(draft.person, person) !== 'same') continue;
      // An exact name wins; else the one named last (George Bush after George W. Bush).
      if (draft.names.has(m.name)) {
        match = draft;
        break;
      }
      if (!match || draft.mentions.at(-1)!.first > match.mentions.at(-1)!.first) match = draft;
    }
    if (!match) {
      match = this.draft('person', person.name, null, person, person.gender);
      if (block.length === 0) this.bySurname.set(person.key, block);
      block.push(match);
      const given = person.given[0]!;
      if (given.length > 1) {
        const called = this.byGiven.get(given);
        if (called) called.push(match);
        else this.byGiven.set(given, [match]);
      }
    } else if (
      wordCount(person.name) > wordCount(match.name) ||
      (isShouted(match.name) && !isShouted(person.name))
    ) {
      match.name = person.name;
    }
    this.mention(match, m, 'name', person.name);
  }

  private addBody(m: NameMention, kind: 'organization' | 'place'): void {
    const name = m.name.replace(/^the\s+/iu, '');
    const key = kind === 'organization' ? organizationKey(name) : foldName(name);
    let draft = this.byName.get(`${kind}:${key}`);
    if (!draft) {
      draft = this.draft(kind, name);
      this.byName.set(`${kind}:${key}`, draft);
      const word = foldName(name).split(' ')[0]!;
      if (!this.byFirstWord.has(word)) this.byFirstWord.set(word, draft);
      const initials = initialsOf(name);
      if (initials.length > 2 && !this.byInitials.has(initials)) this.byInitials.set(initials, draft);
    }
    this.mention(draft, m, 'name', name);
    // "Korean People's Army (KPA)"; "Democracy for America, or DFA".
    const { tokens } = this.doc;
    const open = tokens[m.last];
    const acronym =
      open?.text === '('
        ? tokens[m.last + 1]
        : tokens[m.last + 1]?.lower === 'or'
          ? tokens[m.last + 2]
          : undefined;
    if (acronym && /^(?:\p{Lu}\.?){2,8}s?$/u.test(acronym.text) && !this.acronyms.has(acronym.text)) {
      this.acronyms.set(acronym.text, draft);
    }
  }

  /** Single words: surnames and first names of persons met by their full name, acronyms, else something of its own. */
  private addSingles(singles: readonly NameMention[]): void {
    const rest = new Map<string, NameMention[]>();
    const places = new Set<string>();
    for (const m of singles) {
      if (PLACED.has(this.doc.tokens[m.first - 1]?.lower ?? '')) places.add(foldName(m.name));
    }
    for (const { name, gender } of singles) {
      if (gender === null) continue;
      const key = foldName(name);
      const genders = this.addressed.get(key);
      if (genders) genders.add(gender);
      else this.addressed.set(key, new Set([gender]));
    }
    for (const m of singles) {
      const draft = this.ofSingle(m, places);
      if (draft === 'open') continue;
      if (draft) this.mention(draft, m);
      else {
        const key = foldName(m.name);
        const list = rest.get(key);
        if (list) list.push(m);
        else rest.set(key, [m]);
      }
    }
    for (const list of rest.values()) this.addUnknown(list);
  }

  private ofSingle(m: NameMention, places: ReadonlySet<string>): Draft | 'open' | null {
    const word = foldName(m.name);
    const acronym = this.acronyms.get(m.name);
    if (acronym) return acronym;
    const namesakes = this.bySurname.get(nameKey(m.name.replace(/^(?:al|el)-/iu, '')));
    if (namesakes) return this.chooseNamesake(namesakes, m);
    const called = this.byGiven.get(word);
    if (called && called.length === 1 && !m.titled) return called[0]!;
    if (m.titled || m.kind === 'person') return null;
    const body = places.has(word) ? undefined : this.byFirstWord.get(word);
    if (body && word.length > 3) return body;
    if (m.name === m.name.toUpperCase()) return this.byInitials.get(m.name.replace(/\./gu, '')) ?? null;
    return null;
  }

  /**
   * Of several with one surname: whose form of address fits, who holds the office, who was named last in full before
   * this. An office that none of them is said to hold leaves it open, or is that of somebody whom the article never
   * calls by the full name: "President Roe" of an article that later introduces "Ben Roe Jr., his son".
   */
  private chooseNamesake(namesakes: readonly Draft[], m: NameMention): Draft | 'open' {
    const pool = namesakes
      .slice(-MOST_NAMESAKES)
      .filter((d) => m.gender === null || d.gender === null || d.gender === m.gender);
    if (pool.length === 0) return this.withoutFullName(m);
    if (m.role !== null) {
      const office = foldName(m.role)
        .split(/[\s-]+/u)
        .at(-1)!;
      const holders = pool.filter((d) => d.roles.has(office));
      if (holders.length === 1) return holders[0]!;
      const { tokens, paragraphs } = this.doc;
      const inHeadline = paragraphs[tokens[m.first]!.paragraph]!.region === 'headline';
      const later = pool.every((d) => m.first < d.mentions[0]!.first);
      if (holders.length === 0 && later && !inHeadline && (pool.every(isPlaced) || this.isAddressed(m, pool)))
        return this.withoutFullName(m);
      return pool.length === 1 ? pool[0]! : 'open';
    }
    let best = pool[0]!;
    let bestAt = -1;
    for (const draft of pool) {
      const at = lastBefore(draft.mentions, m.first);
      if (at > bestAt) {
        best = draft;
        bestAt = at;
      }
    }
    return best;
  }

  /** "Mr. Roe" stands somewhere in the article, and all whom it names in full are women; or the other way round. */
  private isAddressed(m: NameMention, pool: readonly Draft[]): boolean {
    const own = new Set(pool.map(({ gender }) => gender));
    if (own.size > 1 || own.has(null)) return false;
    return [...(this.addressed.get(foldName(m.name)) ?? [])].some((gender) => !own.has(gender));
  }

  /** A person whose surname others have, too, and whom only a form of address or an office tells from them. */
  private withoutFullName(m: NameMention): Draft {
    const person = parseName(m.name);
    const draft = this.draft('person', person.name, null, person, m.gender);
    const block = this.bySurname.get(person.key);
    if (block) block.push(draft);
    else this.bySurname.set(person.key, [draft]);
    return draft;
  }

  /** A single word that no full name explains: what stands around its uses decides what it is. */
  private addUnknown(list: readonly NameMention[]): void {
    const { tokens } = this.doc;
    if (list.every((m) => m.headline)) return;
    // "the Clintons": a family, not one of them.
    const one = list[0]!.name.replace(/e?s$/u, '');
    if (one !== list[0]!.name && this.bySurname.has(nameKey(one))) return;
    const votes = { person: 0, place: 0, organization: 0 };
    for (const m of list) {
      if (m.headline) continue;
      const before = tokens[m.first - 1];
      const after = tokens[m.last];
      if (m.titled) votes.person += 5;
      if (m.kind === 'person') votes.person += this.w.bits[m.first]! & WORD.surname ? 2 : 1;
      if (before && LOCATIVE.has(before.lower)) votes.place++;
      if (after?.pos === 'VERB') votes.person += 0.5;
      if (m.kind === 'person') continue;
      if (before?.lower === 'the') votes.organization += 2;
      if (after && (after.pos === 'NOUN' || after.text === '-')) votes.organization += 0.5;
    }
    const first = list.find((m) => !m.headline)!;
    const capitals =
      first.name.length > 1 && first.name.length <= 6 && first.name === first.name.toUpperCase();
    if (capitals && votes.person < 2) votes.organization += 3;
    const { person, place, organization } = votes;
    const kind =
      person > 0 && person >= place && person >= organization
        ? 'person'
        : place > organization
          ? 'place'
          : organization > 0
            ? 'organization'
            : null;
    if (kind === null) return;
    if (kind === 'person') {
      const parsed = parseName(first.name);
      const gender = list.find((m) => m.gender !== null)?.gender ?? null;
      const draft = this.draft('person', parsed.name, null, parsed, gender ?? parsed.gender);
      this.bySurname.set(parsed.key, [draft]);
      for (const m of list) this.mention(draft, m, 'name', withoutPossessive(m.name));
      return;
    }
    const draft = this.draft(kind, first.name);
    for (const m of list) this.mention(draft, m);
  }
}

/** Introduced with an office, or as the younger of two. */
const isPlaced = ({ roles, person }: Draft): boolean => roles.size > 0 || (person?.suffix ?? '') !== '';

/** First token of the last mention before `at`; full names come sorted, single words are added behind them in order. */
function lastBefore(mentions: readonly EntityMention[], at: number): number {
  const newest = mentions.at(-1)?.first ?? -1;
  let low = 0;
  let high = mentions.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (mentions[mid]!.first < at) low = mid + 1;
    else high = mid;
  }
  const found = mentions[low - 1]?.first ?? -1;
  return newest < at ? Math.max(found, newest) : found;
}

/** Adds the folded words of a text. */
function withWords(words: ReadonlySet<string>, text: string): ReadonlySet<string> {
  const all = words === NO_WORDS ? new Set<string>() : (words as Set<string>);
  for (const word of foldName(text).split(/[\s-]+/u)) all.add(word);
  return all;
}

const wordCount = (name: string): number => name.split(' ').length;
const isShouted = (name: string): boolean => name === name.toUpperCase();

function capitalized(word: string): string {
  const plain = bare(word);
  return plain[0]!.toUpperCase() + plain.slice(1);
}

/** Are American states named, and neither Georgia's capital nor its people? */
function statesOfTheUnion(found: readonly NameMention[]): boolean {
  let states = 0;
  for (const { known } of found) {
    if (!known) continue;
    if (
      known.name === 'Tbilisi' ||
      (known.name === 'Georgia' && known.form === 'demonym') ||
      known.name === 'Abkhazia' ||
      known.name === 'South Ossetia'
    )
      return false;
    if (known.kind === 'place' && US_PLACES.has(known.name)) states++;
  }
  return states > 0;
}

const US_PLACES: ReadonlySet<string> = new Set(['Alabama', 'Alaska', 'Arizona', 'Arkansas', 'California', 'Colorado', 'Connecticut', 'Delaware', 'Florida', 'Hawaii', 'Idaho', 'Illinois', 'Indiana', 'Iowa', 'Kansas', 'Kentucky', 'Louisiana', 'Maine', 'Maryland', 'Massachusetts', 'Michigan', 'Minnesota', 'Mississippi', 'Missouri', 'Montana', 'Nebraska', 'Nevada', 'New Hampshire', 'New Jersey', 'New Mexico', 'North Carolina', 'North Dakota', 'Ohio', 'Oklahoma', 'Oregon', 'Pennsylvania', 'Rhode Island', 'South Carolina', 'South Dakota', 'Tennessee', 'Texas', 'Utah', 'Vermont', 'Virginia', 'West Virginia', 'Wisconsin', 'Wyoming', 'Atlanta']); // biome-ignore format: a list
