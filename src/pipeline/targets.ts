/** Whom stance is measured toward in one article, and where the article mentions them. */
import { stanceWords } from '../lexicons/stance-words.js';
import type { Document, Entity, EntityMention, Target } from './types.js';

/** Targets that the program finds by itself: this many at most, each named this often. */
const MOST_FOUND = 8;
const FEWEST_MENTIONS = 3;
/** Besides these, as many that are named less often, but with a word of praise or blame: "the dubious legion". */
const MOST_LABELLED = 4;
/** Words before a name that may be such a word. */
const LABEL_REACH = 3;
const FOUND_KINDS: ReadonlySet<Entity['kind']> = new Set(['country', 'organization', 'person']);
/** After a demonym these words name no state: "the Russian language", "Korean food". */
const NOT_THE_STATE: ReadonlySet<string> = new Set([
  'language', 'languages', 'word', 'words', 'name', 'literature', 'grammar', 'translation', 'cuisine', 'food', 'music',
  'culture', 'art', 'novel', 'novelist', 'poet', 'poem', 'film', 'movie', 'folk', 'alphabet', 'accent', 'descent',
  'speaker', 'speakers', 'origin', 'history', 'tradition', 'traditions', 'dish', 'restaurant', 'roulette', 'salad',
]); // biome-ignore format: a list

export interface TargetMention {
  readonly target: string;
  readonly start: number;
  readonly end: number;
  /** Token indexes, half-open. */
  readonly first: number;
  readonly last: number;
  readonly kind: EntityMention['kind'];
}

export interface FoundTargets {
  readonly targets: readonly Target[];
  /** Sorted by place; mentions of one target do not overlap. */
  readonly mentions: readonly TargetMention[];
}

/**
 * The targets of an article: those of the input row (exactly one mention each), else those of the settings, else the
 * countries, organizations and persons that it names most.
 */
export function findTargets(
  doc: Document,
  entities: readonly Entity[],
  settings: readonly Target[],
): FoundTargets {
  if (doc.article.targets) return givenTargets(doc);
  if (settings.length > 0) return targetsOfSettings(doc, entities, settings);
  return mostNamed(doc, entities);
}

function givenTargets(doc: Document): FoundTargets {
  const given = doc.article.targets ?? [];
  const targets = given.map(({ id, start, end }) => bareTarget(id, doc.text.slice(start, end)));
  const mentions = given.map(({ id, start, end }) => {
    const [first, last] = tokensOf(doc, start, end);
    return { target: id, start, end, first, last, kind: 'name' as const };
  });
  return { targets, mentions };
}

function bareTarget(id: string, name: string): Target {
  return { id, name, aliases: [], demonyms: [], members: [] };
}

/** Tokens that touch a span, half-open. */
function tokensOf(doc: Document, start: number, end: number): [number, number] {
  const { tokens } = doc;
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end > start) high = middle;
    else low = middle + 1;
  }
  let last = low;
  while (last < tokens.length && tokens[last]!.start < end) last++;
  return [low, last];
}

function mostNamed(doc: Document, entities: readonly Entity[]): FoundTargets {
  const byMentions = entities
    .filter(({ kind }) => FOUND_KINDS.has(kind))
    .sort((a, b) => b.mentions.length - a.mentions.length || a.id - b.id);
  const most = byMentions.filter(({ mentions }) => mentions.length >= FEWEST_MENTIONS).slice(0, MOST_FOUND);
  const labelled = byMentions
    .filter((entity) => !most.includes(entity) && entity.mentions.some((mention) => isLabelled(doc, mention)))
    .slice(0, MOST_LABELLED);
  const named = [...most, ...labelled];
  const taken = new Set<string>();
  const targets: Target[] = [];
  const mentions: TargetMention[] = [];
  for (const entity of named) {
    const id = freeId(slug(entity.name), taken);
    targets.push({
      ...bareTarget(id, entity.name),
      aliases: entity.names.filter((name) => name !== entity.name),
    });
    mentions.push(...mentionsOf(doc, id, entity));
  }
  const countries = new Set(named.flatMap(({ kind }, i) => (kind === 'country' ? [targets[i]!.id] : [])));
  return { targets, mentions: withoutInner(sortMentions(mentions), countries) };
}

/** An adjective of praise or blame stands in the noun phrase before the name. */
function isLabelled(doc: Document, { first, kind }: EntityMention): boolean {
  if (kind !== 'name') return false;
  const { polarity } = stanceWords();
  for (let t = first - 1; t >= Math.max(0, first - LABEL_REACH); t--) {
    const { pos, lower, sentence } = doc.tokens[t]!;
    if (pos !== 'ADJ' || sentence !== doc.tokens[first]!.sentence) return false;
    if (polarity.has(lower)) return true;
  }
  return false;
}

/** "Ukraine" at the end of a body's name is no mention of the country when the body is a target, too. */
function withoutInner(sorted: readonly TargetMention[], countries: ReadonlySet<string>): TargetMention[] {
  let outer: TargetMention | null = null;
  return sorted.filter((mention) => {
    const { target, start, end, kind } = mention;
    const inside = outer !== null && target !== outer.target && start >= outer.start && end <= outer.end;
    if (inside && kind === 'name' && countries.has(target)) return false;
    if (outer === null || end > outer.end) outer = mention;
    return true;
  });
}

/** Mentions of an entity that stand for it: a demonym before "language" does not. */
function mentionsOf(doc: Document, target: string, entity: Entity): TargetMention[] {
  return entity.mentions
    .filter(({ kind, last }) => kind !== 'demonym' || !NOT_THE_STATE.has(doc.tokens[last]?.lower ?? ''))
    .map(({ start, end, first, last, kind }) => ({ target, start, end, first, last, kind }));
}

/**
 * Targets of the settings: an entity that goes by one of the names brings all its mentions, pronouns among them; other
 * names and descriptions ("the strikers") are looked for word by word.
 */
function targetsOfSettings(
  doc: Document,
  entities: readonly Entity[],
  settings: readonly Target[],
): FoundTargets {
  const phrases = new Map<string, Phrase[]>();
  const byName = new Map<string, string>();
  for (const target of settings) {
    for (const name of [target.name, ...target.aliases, ...target.members]) byName.set(fold(name), target.id);
    const words = [target.name, ...target.aliases, ...target.members, ...target.demonyms];
    for (const phrase of words) addPhrase(phrases, target, phrase);
  }
  const mentions: TargetMention[] = [];
  for (const entity of entities) {
    const id = [entity.name, ...entity.names].map((name) => byName.get(fold(name))).find((found) => found);
    if (id) mentions.push(...mentionsOf(doc, id, entity));
  }
  mentions.push(...phraseMentions(doc, phrases));
  const kept = withoutOverlaps(sortMentions(mentions));
  const met = new Set(kept.map(({ target }) => target));
  return { targets: settings.filter(({ id }) => met.has(id)), mentions: kept };
}

interface Phrase {
  readonly target: string;
  readonly words: readonly string[];
  readonly kind: 'name' | 'demonym' | 'description';
  /** A name is written with a capital; "the police" is not. */
  readonly capital: boolean;
}

function addPhrase(phrases: Map<string, Phrase[]>, target: Target, text: string): void {
  const demonym = target.demonyms.includes(text);
  const words = fold(text)
    .split(' ')
    .filter((word) => word !== '');
  if (words.length === 0) return;
  const capital = /\p{Lu}/u.test(text);
  const phrase: Phrase = {
    target: target.id,
    words,
    kind: demonym ? 'demonym' : capital ? 'name' : 'description',
    capital,
  };
  const list = phrases.get(words[0]!);
  if (list) list.push(phrase);
  else phrases.set(words[0]!, [phrase]);
}

function phraseMentions(doc: Document, phrases: ReadonlyMap<string, readonly Phrase[]>): TargetMention[] {
  const { tokens } = doc;
  const mentions: TargetMention[] = [];
  for (let t = 0; t < tokens.length; t++) {
    for (const { target, words, kind, capital } of phrases.get(tokens[t]!.lower) ?? []) {
      const last = t + words.length;
      if (last > tokens.length || !words.every((word, i) => tokens[t + i]!.lower === word)) continue;
      if (capital && !tokens.slice(t, last).some((token) => token.capital)) continue;
      if (kind === 'demonym' && NOT_THE_STATE.has(tokens[last]?.lower ?? '')) continue;
      mentions.push({ target, start: tokens[t]!.start, end: tokens[last - 1]!.end, first: t, last, kind });
    }
  }
  return mentions;
}

function sortMentions(mentions: TargetMention[]): TargetMention[] {
  return mentions.sort((a, b) => a.start - b.start || b.end - a.end || (a.target < b.target ? -1 : 1));
}

/** Keeps the longest mention where mentions of one target overlap. */
function withoutOverlaps(sorted: readonly TargetMention[]): TargetMention[] {
  const end = new Map<string, number>();
  return sorted.filter((mention) => {
    if (mention.start < (end.get(mention.target) ?? 0)) return false;
    end.set(mention.target, mention.end);
    return true;
  });
}

/** Lower case, apostrophes parted as the tokenizer parts them. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc]/gu, "'")
    .replace(/'(?=s?\b|\s|$)/gu, " '")
    .replace(/-/gu, ' - ')
    .replace(/ +/gu, ' ')
    .trim();
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let n = 2; taken.has(id); n++) id = `${wanted}-${n}`;
  taken.add(id);
  return id;
}

/** Names repeat from article to article; they are forgotten when there are more than this. */
const SLUGS_KEPT = 10_000;
const slugs = new Map<string, string>();

function slug(name: string): string {
  let made = slugs.get(name);
  if (made === undefined) {
    made = newSlug(name);
    if (slugs.size >= SLUGS_KEPT) slugs.clear();
    slugs.set(name, made);
  }
  return made;
}

function newSlug(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/gu, '') || 'target';
}
