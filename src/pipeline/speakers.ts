/**
 * Who is meant by the words that name a quote's source: one of the article's entities, or a source that stays without
 * a name ("a senior official", "critics", "the report"). What cannot be told stays null.
 */
import { gazetteer, WORD } from '../lexicons/gazetteer.js';
import { foldName } from './names.js';
import type { Document, Entity, EntityMention, Quote, Span, Speaker, SpeakerKind, Token } from './types.js';

export interface ResolvedSpeakers {
  /** The quotes given, with `speaker` filled where it could be told. */
  readonly quotes: readonly Quote[];
  /** Those who speak, `s1` first in the order of their first quote. */
  readonly speakers: readonly Speaker[];
}

/**
 * Resolves the source of each quote.
 * In: the article, its quotes with mentions, and the entities of `findEntities`. Out: quotes with local speaker ids.
 * A mention that cannot be resolved leaves `speaker` null.
 */
export function resolveSpeakers(
  doc: Document,
  quotes: readonly Quote[],
  entities: readonly Entity[],
): ResolvedSpeakers {
  if (quotes.length === 0) return { quotes, speakers: [] };
  const resolver = new Resolver(doc, quotes, entities);
  const resolved = quotes.map((quote) => resolver.resolve(quote));
  return {
    quotes: quotes.map((quote, i) => ({ ...quote, speaker: resolved[i]?.id ?? null })),
    speakers: resolver.speakers.map(record),
  };
}

/** A speaker in the making. */
interface Source {
  id: string;
  name: string;
  kind: SpeakerKind;
  entity: Entity | null;
  /** Several named persons who speak as one. */
  members: readonly Entity[];
  /** Head noun of a description, '' for entities. */
  head: string;
  /** A description of one person ("a spokesman"): a later "he" may mean it. */
  single: boolean;
  names: Set<string>;
  mentions: Span[];
  role: string | null;
  affiliation: string | null;
}

/** A quote's source as the text before it left it: for pronouns and "the report". */
interface Last {
  source: Source;
  token: number;
}

const THIRD_PERSON: ReadonlySet<string> = new Set([
  'he',
  'she',
  'him',
  'his',
  'her',
  'hers',
  'himself',
  'herself',
]);
const BODY_PRONOUNS: ReadonlySet<string> = new Set(['it', 'its', 'itself']);
const PLURAL_PRONOUNS: ReadonlySet<string> = new Set(['they', 'them', 'their', 'theirs', 'themselves']);
const RELATIVE: ReadonlySet<string> = new Set(['who', 'whom', 'which', 'that', 'whose']);
const FIRST_PERSON: ReadonlySet<string> = new Set([
  'i',
  'we',
  'me',
  'us',
  'my',
  'our',
  'mine',
  'ours',
  'myself',
  'you',
  'your',
]);
const QUANTIFIERS: ReadonlySet<string> = new Set(['some', 'many', 'most', 'several', 'few', 'others', 'both', 'all', 'one', 'another', 'none', 'those', 'these', 'two', 'three', 'everyone', 'everybody', 'someone', 'somebody', 'people', 'nobody', 'anyone', 'half', 'majority', 'percent', 'this']); // biome-ignore format: a list
/** After a country's name or demonym these mean the state itself. */
const STATE_NOUNS: ReadonlySet<string> = new Set([
  'government',
  'leadership',
  'state',
  'side',
  'administration',
  'statement',
]);
/** After the name of a body these only say what it is: "KCNA news agency". */
const GENERIC: ReadonlySet<string> = new Set(['news', 'agency', 'newspaper', 'magazine', 'website', 'site', 'network', 'television', 'tv', 'channel', 'broadcaster', 'portal', 'daily', 'weekly', 'organization', 'group', 'service', 'newswire', 'wire']); // biome-ignore format: a list
/** Papers that stand for whoever issued them when they come right after: "KCNA said ... The report adds". */
const ISSUED: ReadonlySet<string> = new Set([
  'report',
  'statement',
  'announcement',
  'article',
  'story',
  'release',
  'communique',
  'notice',
  'bulletin',
  'dispatch',
]);
const TIMES: ReadonlySet<string> = new Set([
  'weekend',
  'week',
  'year',
  'month',
  'day',
  'morning',
  'evening',
  'night',
  'afternoon',
  'time',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'way',
  'point',
  'moment',
]);
const LONGEST_NAME = 100;
/** A description goes on at most this many tokens later ("A spokesman said ... The spokesman added"). */
const DESCRIPTION_REACH = 200;

class Resolver {
  readonly speakers: Source[] = [];
  private readonly tokens: readonly Token[];
  private readonly byEntity = new Map<number, Source>();
  private readonly byName = new Map<string, Source>();
  private readonly byMention = new Map<number, Source | null>();
  private readonly byQuote = new Map<string, Source | null>();
  /** All mentions in text order, with the entity of each. */
  private readonly mentions: { m: EntityMention; entity: Entity }[] = [];
  private readonly longest: number;
  private readonly bits = gazetteer().words;
  private last: Last | null = null;

  constructor(
    private readonly doc: Document,
    quotes: readonly Quote[],
    entities: readonly Entity[],
  ) {
    this.tokens = doc.tokens;
    for (const entity of entities) for (const m of entity.mentions) this.mentions.push({ m, entity });
    this.mentions.sort((a, b) => a.m.first - b.m.first || b.m.last - a.m.last);
    this.longest = this.mentions.reduce((most, { m }) => Math.max(most, m.last - m.first), 1);
    for (const quote of quotes) this.byQuote.set(quote.id, null);
  }

  resolve(quote: Quote): Source | null {
    const source = this.find(quote);
    this.byQuote.set(quote.id, source);
    return source;
  }

  private find(quote: Quote): Source | null {
    const { mention } = quote;
    if (!mention || mention.end <= mention.start) return null;
    const known = this.byMention.get(mention.start);
    if (known !== undefined) return known;
    const first = this.tokenFrom(mention.start);
    let last = this.tokenFrom(mention.end);
    if (last > first && this.tokens[last - 1]!.start >= mention.end) last--;
    if (last <= first) last = first + 1;
    if (first >= this.tokens.length) return null;
    const source = this.read(first, last, quote);
    this.byMention.set(mention.start, source);
    if (source) {
      if (source.entity === null) source.mentions.push([mention.start, mention.end]);
      this.last = { source, token: first };
    }
    return source;
  }

  /** Index of the first token that ends after `at`. */
  private tokenFrom(at: number): number {
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.tokens[mid]!.end <= at) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  /** Mentions that overlap [first, last), in order. */
  private within(first: number, last: number): { m: EntityMention; entity: Entity }[] {
    let low = 0;
    let high = this.mentions.length;
    const from = first - this.longest;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.mentions[mid]!.m.first < from) low = mid + 1;
      else high = mid;
    }
    const out = [];
    for (let k = low; k < this.mentions.length && this.mentions[k]!.m.first < last; k++) {
      if (this.mentions[k]!.m.last > first) out.push(this.mentions[k]!);
    }
    return out;
  }

  private read(first: number, last: number, quote: Quote): Source | null {
    const { tokens } = this;
    const word = tokens[first]!.lower;
    if (last - first === 1) {
      if (THIRD_PERSON.has(word)) return this.thirdPerson(first);
      if (BODY_PRONOUNS.has(word)) return this.bodyPronoun(first);
      if (PLURAL_PRONOUNS.has(word)) return this.pluralPronoun(first);
      if (FIRST_PERSON.has(word))
        return quote.parent === null ? null : (this.byQuote.get(quote.parent) ?? null);
      if (RELATIVE.has(word)) return this.relative(first);
    }
    return this.nominal(first, last);
  }

  // ---- pronouns

  private thirdPerson(at: number): Source | null {
    const hit = this.within(at, at + 1).find(
      ({ m, entity }) => m.kind === 'pronoun' && entity.kind === 'person',
    );
    const last = this.last;
    // "A spokesman said ... He added": the one without a name, unless a person is named in between.
    if (last?.source.single && this.isNear(last.token, at)) {
      const between = this.within(last.token + 1, at).some(
        ({ m, entity }) => entity.kind === 'person' && m.kind === 'name',
      );
      if (!between) return last.source;
    }
    return hit ? this.ofEntity(hit.entity) : null;
  }

  private isNear(from: number, to: number): boolean {
    if (to < from) return false;
    const a = this.tokens[from]!;
    const b = this.tokens[to]!;
    return b.sentence - a.sentence <= (a.paragraph === b.paragraph ? 3 : 1);
  }

  private bodyPronoun(at: number): Source | null {
    const hit = this.within(at, at + 1).find(({ m }) => m.kind === 'pronoun');
    if (hit) return this.ofEntity(hit.entity);
    const last = this.last;
    if (!last || !this.isNear(last.token, at)) return null;
    const { kind } = last.source;
    return kind === 'organization' || kind === 'document' ? last.source : null;
  }

  private pluralPronoun(at: number): Source | null {
    const last = this.last;
    if (!last || !this.isNear(last.token, at)) return null;
    const { source } = last;
    const plural = source.kind === 'group' || (source.kind === 'anonymous' && !source.single);
    return plural ? source : null;
  }

  /** "X, who": whoever stands right before. */
  private relative(at: number): Source | null {
    const { tokens } = this;
    let end = at;
    const { sentence } = tokens[at]!;
    while (end > 0 && /^[,)"\u201d-]$/u.test(tokens[end - 1]!.text) && tokens[end - 1]!.sentence === sentence)
      end--;
    // "one of whom", "most of whom", "and who".
    if (/^(?:of|and|to|for|with|from)$/u.test(tokens[end - 1]?.lower ?? '')) return null;
    const near = this.within(Math.max(0, end - 1), end).find(
      ({ m }) => m.kind !== 'pronoun' && m.kind !== 'demonym',
    );
    if (
      near &&
      (tokens[at]!.lower !== 'who' || near.entity.kind === 'person' || near.entity.kind === 'group')
    ) {
      return this.ofEntity(near.entity);
    }
    const start = this.phraseStart(end, sentence);
    return start < end ? this.nominal(start, end) : null;
  }

  /** The noun phrase that ends at `end`, prepositional tails included, as far as tags tell. */
  private phraseStart(end: number, sentence: number): number {
    const { tokens } = this;
    let i = end;
    while (i > 0 && end - i < 14) {
      const token = tokens[i - 1]!;
      if (token.sentence !== sentence) break;
      if (
        !PHRASE_TAGS.has(token.pos) &&
        !/^['\u2019\u02bc]s?$/u.test(token.text) &&
        token.text !== '-' &&
        token.lower !== 'of' &&
        token.lower !== 'for' &&
        token.lower !== 'at'
      )
        break;
      i--;
      if (
        token.pos === 'DET' &&
        tokens[i - 1]?.lower !== 'of' &&
        tokens[i - 1]?.lower !== 'for' &&
        tokens[i - 1]?.lower !== 'at'
      )
        break;
    }
    return i;
  }

  // ---- names and descriptions

  private nominal(first: number, last: number): Source | null {
    const { tokens } = this;
    let from = first;
    while (
      from < last - 1 &&
      (tokens[from]!.pos === 'PUNCT' || /^(?:but|and|as|that)$/u.test(tokens[from]!.lower))
    )
      from++;
    let to = last;
    while (
      to > from + 1 &&
      (tokens[to - 1]!.pos === 'PUNCT' || /^['\u2019\u02bc]s$/u.test(tokens[to - 1]!.text))
    )
      to--;
    const inside = this.within(from, to).filter(
      ({ m }) => m.kind !== 'pronoun' || m.last - m.first < to - from,
    );
    const people = inside.filter(
      ({ m, entity }) => entity.kind === 'person' && m.kind !== 'pronoun' && this.isHead(m, from, to),
    );
    if (people.length > 1) {
      const joint = this.joint(people, from, to);
      if (joint) return joint;
    }
    const cut = this.clauseEnd(from, to);
    const person =
      people.find(({ m }) => m.first < cut) ?? (this.isPersonalNoun(from, cut) ? people[0] : undefined);
    if (person) return this.ofEntity(person.entity);
    const body = this.bodyOf(inside, from, cut);
    if (body) return this.ofEntity(body);
    return this.describe(from, cut);
  }

  /** Where the noun phrase proper ends: before a comma, a bracket, a relative clause. */
  private clauseEnd(from: number, to: number): number {
    for (let i = from + 1; i < to; i++) {
      const { lower, text } = this.tokens[i]!;
      if (
        text === ',' ||
        text === '(' ||
        text === '\u2014' ||
        text === '\u2013' ||
        text === ':' ||
        RELATIVE.has(lower)
      )
        return i;
    }
    return to;
  }

  /** Is this person the head: no possessor, no modifier ("Trump campaign"), not behind a preposition ("aides to X")? */
  private isHead(m: EntityMention, from: number, to: number): boolean {
    const { tokens } = this;
    const after = tokens[m.last];
    if (after && m.last < to) {
      if (/^['\u2019\u02bc]s?$/u.test(after.text)) return false;
      if (
        after.start > tokens[m.last - 1]!.end &&
        (after.pos === 'NOUN' || after.pos === 'PROPN') &&
        this.has(after, WORD.body | WORD.collective | WORD.role | WORD.document)
      )
        return false;
    }
    if (m.last < to && /['\u2019\u02bc]s$/u.test(tokens[m.last - 1]!.text)) return false;
    let i = m.first - 1;
    if (i < from) return true;
    if (tokens[i]!.lower === 'the') i--;
    if (i < from) return true;
    const before = tokens[i]!;
    if (before.lower === 'as' && tokens[i - 1]?.lower === 'such') return true;
    if (before.lower === 'including' || before.lower === 'like') return true;
    if (before.pos !== 'ADP' && before.lower !== 'to' && before.lower !== 'of') return true;
    return false;
  }

  private has(token: Token, bits: number): boolean {
    return ((this.bits.get(token.lower) ?? 0) & bits) !== 0;
  }

  /** "X and Y": they speak as one. */
  private joint(
    people: readonly { m: EntityMention; entity: Entity }[],
    from: number,
    to: number,
  ): Source | null {
    const [a, b] = people;
    if (!a || !b || a.entity === b.entity) return null;
    let and = -1;
    for (let i = a.m.last; i < b.m.first; i++) {
      const { lower, pos, text } = this.tokens[i]!;
      if (lower === 'and') and = i;
      else if (text === ',' || pos === 'NOUN' || pos === 'ADJ' || pos === 'PROPN' || pos === 'DET') continue;
      else return null;
    }
    if (and < 0 || from > a.m.first || to < b.m.last) return null;
    const members = [...new Set(people.map(({ entity }) => entity))];
    const names = members.map((entity) => entity.name);
    const name =
      names.length === 2 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
    return this.named(name, 'group', '', false, members);
  }

  /** "his campaign manager, Corey X": a personal noun whose name follows in apposition. */
  private isPersonalNoun(from: number, cut: number): boolean {
    for (let i = cut - 1; i >= from; i--)
      if (this.has(this.tokens[i]!, WORD.role | WORD.title | WORD.honorific)) return true;
    return false;
  }

  /** The organization, country, group or place that is the head of the phrase. */
  private bodyOf(
    inside: readonly { m: EntityMention; entity: Entity }[],
    from: number,
    cut: number,
  ): Entity | null {
    const { tokens } = this;
    for (const { m, entity } of inside) {
      if (m.first >= cut || entity.kind === 'person') continue;
      const before = tokens[m.first - 1]?.lower === 'the' && m.first - 1 >= from ? m.first - 2 : m.first - 1;
      if (before >= from && (tokens[before]!.pos === 'ADP' || tokens[before]!.lower === 'to')) continue;
      let end = m.last;
      if (entity.kind === 'country' || m.kind === 'demonym') {
        const plain = end >= cut;
        if (m.kind === 'demonym' && plain) continue;
        if (/^['\u2019\u02bc]s?$/u.test(tokens[end]?.text ?? '') && end < cut) end++;
        if (end === cut - 1 && STATE_NOUNS.has(tokens[end]!.lower) && entity.kind === 'country')
          return entity;
        if (m.kind === 'demonym') continue;
      } else {
        while (end < cut && GENERIC.has(tokens[end]!.lower)) end++;
      }
      if (end >= cut && this.isWhole(m, from)) return entity;
    }
    return null;
  }

  /** Nothing before the name but an article, modifiers and possessors: "North Korea's state-run KCNA". */
  private isWhole(m: EntityMention, from: number): boolean {
    for (let i = from; i < m.first; i++) {
      const { pos, text, lower } = this.tokens[i]!;
      if (pos === 'CCONJ' || pos === 'VERB' || lower === 'of') return false;
      if (pos === 'ADP' && text !== '-') return false;
    }
    return true;
  }

  private ofEntity(entity: Entity): Source {
    const known = this.byEntity.get(entity.id);
    if (known) return known;
    const kind: SpeakerKind =
      entity.kind === 'person' ? 'person' : entity.kind === 'group' ? 'group' : 'organization';
    const source = this.add(entity.name, kind, '', false);
    source.entity = entity;
    source.role = entity.role;
    source.affiliation = entity.affiliation;
    source.names = new Set(entity.names.length > 0 ? entity.names : [entity.name]);
    source.mentions = entity.mentions.map(({ start, end }) => [start, end] as const);
    this.byEntity.set(entity.id, source);
    return source;
  }

  private add(name: string, kind: SpeakerKind, head: string, single: boolean): Source {
    const source: Source = {
      id: `s${this.speakers.length + 1}`, name, kind, entity: null, members: [], head, single,
      names: new Set([name]), mentions: [], role: null, affiliation: null,
    }; // biome-ignore format: a record
    this.speakers.push(source);
    return source;
  }

  private named(
    name: string,
    kind: SpeakerKind,
    head: string,
    single: boolean,
    members: readonly Entity[] = [],
  ): Source {
    const key = `${kind}:${foldName(name)}`;
    let source = this.byName.get(key);
    if (!source) {
      source = this.add(name, kind, head, single);
      source.members = members;
      this.byName.set(key, source);
    }
    source.names.add(name);
    return source;
  }

  /** A source without a name: what it is called, and of what kind it is. */
  private describe(from: number, cut: number): Source | null {
    const { tokens } = this;
    const head = this.headOf(from, cut);
    if (head < 0) return null;
    const noun = tokens[head]!;
    const word = noun.lower;
    // "the weekend", "2013": no one.
    if (TIMES.has(word) || (noun.pos === 'NUM' && /^\d/u.test(word)) || tokens[from]!.pos === 'VERB')
      return null;
    let start = from;
    const article = tokens[start]!.lower;
    if (/^(?:the|a|an|this|that|these|those|its|his|her|their)$/u.test(article) && start < head) start++;
    const definite = /^(?:the|this|that|these|those)$/u.test(article);
    let name = this.doc.text.slice(tokens[start]!.start, tokens[cut - 1]!.end).replace(/\s+/gu, ' ');
    if (name.length > LONGEST_NAME)
      name = this.doc.text.slice(tokens[start]!.start, noun.end).replace(/\s+/gu, ' ');
    if (name.length > LONGEST_NAME) return null;
    // "Analysts" at the start of a sentence is "analysts"; names keep their capital.
    const named = this.within(start, start + 1).length > 0 || /^(?:\p{Lu}|\P{L})/u.test(name.slice(1));
    if (!named && this.doc.sentences[tokens[start]!.sentence]!.first === from)
      name = name[0]!.toLowerCase() + name.slice(1);
    if (this.has(noun, WORD.document)) {
      const last = this.last;
      if (
        definite &&
        head === from + 1 &&
        ISSUED.has(word) &&
        last &&
        this.isNear(last.token, from) &&
        last.source.kind === 'organization'
      ) {
        return last.source;
      }
      return this.impersonal(name, 'document', word, article, from);
    }
    const singular = !/(?:[^s]s|men|people)$/u.test(word);
    const owned =
      this.within(from, head).some(({ entity, m }) => m.kind !== 'pronoun' && entity.kind !== 'person') ||
      this.possessed(from, head);
    if (this.has(noun, WORD.body) && !this.has(noun, WORD.role)) {
      return this.impersonal(
        name,
        singular || word === 'police' ? 'organization' : 'group',
        word,
        article,
        from,
      );
    }
    if (this.has(noun, WORD.role) || (singular && this.has(noun, WORD.collective))) {
      // "the spokesman" after "a spokesman for X".
      if (definite) {
        const before = this.earlier(word, from, true);
        if (before) return before;
      }
      return this.add(name, 'anonymous', word, true);
    }
    if (owned && !singular && !QUANTIFIERS.has(article)) return this.named(name, 'group', word, false);
    if (definite || this.sameText(name)) {
      const before = this.earlier(word, from, false);
      if (before && (definite || foldName(before.name) === foldName(name))) return before;
    }
    return this.add(name, 'anonymous', word, singular && noun.pos !== 'PRON' && !QUANTIFIERS.has(word));
  }

  /** "a group" is a new one each time; "the group" after it the same; other names are equal when their words are. */
  private impersonal(name: string, kind: SpeakerKind, head: string, article: string, at: number): Source {
    if (/^an?$/u.test(article)) {
      const source = this.add(name, kind, head, false);
      this.byName.set(`${kind}:${foldName(name)}`, source);
      return source;
    }
    const known = this.byName.get(`${kind}:${foldName(name)}`);
    if (!known && article === 'the') {
      const before = this.earlier(head, at, false, kind);
      if (before && foldName(name) === head) return before;
    }
    return this.named(name, kind, head, false);
  }

  /** Bare plurals ("officials") go on only when nobody else spoke in between. */
  private sameText(name: string): boolean {
    return this.last !== null && foldName(this.last.source.name) === foldName(name);
  }

  private possessed(from: number, head: number): boolean {
    for (let i = from; i < head; i++) if (/^['\u2019\u02bc]s?$/u.test(this.tokens[i]!.text)) return true;
    return false;
  }

  /** The last source without a name that has this head noun, if it spoke not long ago. */
  private earlier(head: string, at: number, single: boolean, kind: SpeakerKind = 'anonymous'): Source | null {
    for (let k = this.speakers.length - 1; k >= 0 && k >= this.speakers.length - 6; k--) {
      const source = this.speakers[k]!;
      if (source.entity !== null || source.head !== head || source.single !== single || source.kind !== kind)
        continue;
      const from = source.mentions.at(-1)?.[0] ?? 0;
      return at - this.tokenFrom(from) <= DESCRIPTION_REACH ? source : null;
    }
    return null;
  }

  /** The head noun: the last noun before a preposition or verb. */
  private headOf(from: number, cut: number): number {
    let head = -1;
    for (let i = from; i < cut; i++) {
      const { pos, lower } = this.tokens[i]!;
      if (pos === 'ADP' && head >= 0) break;
      if ((pos === 'VERB' || pos === 'AUX') && head >= 0) break;
      if (lower === 'to' && head >= 0) break;
      if (
        pos === 'NOUN' ||
        pos === 'PROPN' ||
        pos === 'ADJ' ||
        pos === 'NUM' ||
        QUANTIFIERS.has(lower) ||
        this.has(this.tokens[i]!, WORD.collective | WORD.role)
      )
        head = i;
    }
    return head >= 0
      ? head
      : cut - from === 1 &&
          /^\p{L}/u.test(this.tokens[from]!.text) &&
          !this.has(this.tokens[from]!, WORD.notName)
        ? from
        : -1;
  }
}

const PHRASE_TAGS: ReadonlySet<string> = new Set(['NOUN', 'PROPN', 'ADJ', 'DET', 'NUM']);

function record(source: Source): Speaker {
  const mentions = [...source.mentions].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    id: source.id,
    name: source.name,
    kind: source.kind,
    role: source.role,
    affiliation: source.affiliation,
    names: [...source.names].sort(),
    mentions: mentions.filter(
      (span, i) => i === 0 || span[0] !== mentions[i - 1]![0] || span[1] !== mentions[i - 1]![1],
    ),
  };
}
