/** What resolving the sources of one article keeps: the speakers met, and where entities are mentioned. */
import { gazetteer } from '../../lexicons/gazetteer.js';
import { foldName } from '../names.js';
import type { Document, Entity, EntityMention, Quote, Span, SpeakerKind, Token } from '../types.js';

/** A speaker in the making. */
export interface Source {
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
export interface Last {
  source: Source;
  token: number;
}

export interface Resolver {
  readonly doc: Document;
  readonly tokens: readonly Token[];
  /** In text order. */
  readonly quotes: readonly Quote[];
  readonly bits: ReadonlyMap<string, number>;
  /** In the order of their first quote. */
  readonly speakers: Source[];
  readonly byEntity: Map<number, Source>;
  /** Sources that are one whenever their words are: kind and folded name. */
  readonly byName: Map<string, Source>;
  /** Start of a mention -> its source: a continuation repeats the mention. */
  readonly byMention: Map<number, Source | null>;
  readonly byQuote: Map<string, Source | null>;
  /** All mentions in text order, with the entity of each. */
  readonly mentions: readonly Mention[];
  /** Tokens of the longest mention. */
  readonly longest: number;
  last: Last | null;
}

export interface Mention {
  readonly m: EntityMention;
  readonly entity: Entity;
}

export function newResolver(doc: Document, quotes: readonly Quote[], entities: readonly Entity[]): Resolver {
  const mentions: Mention[] = [];
  let longest = 1;
  for (const entity of entities) {
    for (const m of entity.mentions) {
      mentions.push({ m, entity });
      longest = Math.max(longest, m.last - m.first);
    }
  }
  mentions.sort((a, b) => a.m.first - b.m.first || b.m.last - a.m.last);
  const byQuote = new Map<string, Source | null>();
  for (const { id } of quotes) byQuote.set(id, null);
  return {
    doc,
    tokens: doc.tokens,
    quotes,
    bits: gazetteer().words,
    speakers: [],
    byEntity: new Map(),
    byName: new Map(),
    byMention: new Map(),
    byQuote,
    mentions,
    longest,
    last: null,
  };
}

/** Index of the first token that ends after `at`. */
export function tokenFrom(r: Resolver, at: number): number {
  let low = 0;
  let high = r.tokens.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (r.tokens[mid]!.end <= at) low = mid + 1;
    else high = mid;
  }
  return low;
}

/** Mentions that overlap [first, last), in order. */
export function within(r: Resolver, first: number, last: number): Mention[] {
  let low = 0;
  let high = r.mentions.length;
  const from = first - r.longest;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (r.mentions[mid]!.m.first < from) low = mid + 1;
    else high = mid;
  }
  const out = [];
  for (let k = low; k < r.mentions.length && r.mentions[k]!.m.first < last; k++) {
    if (r.mentions[k]!.m.last > first) out.push(r.mentions[k]!);
  }
  return out;
}

/** The text at `offset` stands in marks that are somebody's words. */
export function isMarked({ quotes }: Resolver, offset: number): boolean {
  let low = 0;
  let high = quotes.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (quotes[mid]!.start <= offset) low = mid + 1;
    else high = mid;
  }
  // Quotes stand in quotes, but hardly ever deeper than this.
  for (let i = low - 1; i >= 0 && i >= low - DEEPEST; i--)
    if (quotes[i]!.marked.some(([start, end]) => start <= offset && offset < end)) return true;
  return false;
}

const DEEPEST = 3;

export function has(r: Resolver, token: Token, bits: number): boolean {
  return ((r.bits.get(token.lower) ?? 0) & bits) !== 0;
}

export function isNear(r: Resolver, from: number, to: number): boolean {
  if (to < from) return false;
  const a = r.tokens[from]!;
  const b = r.tokens[to]!;
  return b.sentence - a.sentence <= (a.paragraph === b.paragraph ? 3 : 1);
}

export function add(r: Resolver, name: string, kind: SpeakerKind, head: string, single: boolean): Source {
  const source: Source = {
    id: `s${r.speakers.length + 1}`, name, kind, entity: null, members: [], head, single,
    names: new Set([name]), mentions: [], role: null, affiliation: null,
  }; // biome-ignore format: a record
  r.speakers.push(source);
  return source;
}

export function named(
  r: Resolver,
  name: string,
  kind: SpeakerKind,
  head: string,
  single: boolean,
  members: readonly Entity[] = [],
): Source {
  const key = `${kind}:${foldName(name)}`;
  let source = r.byName.get(key);
  if (!source) {
    source = add(r, name, kind, head, single);
    source.members = members;
    r.byName.set(key, source);
  }
  source.names.add(name);
  return source;
}

export function ofEntity(r: Resolver, entity: Entity): Source {
  const known = r.byEntity.get(entity.id);
  if (known) return known;
  const kind: SpeakerKind =
    entity.kind === 'person' ? 'person' : entity.kind === 'group' ? 'group' : 'organization';
  const source = add(r, entity.name, kind, '', false);
  source.entity = entity;
  source.role = entity.role;
  source.affiliation = entity.affiliation;
  source.names = new Set(entity.names.length > 0 ? entity.names : [entity.name]);
  source.mentions = entity.mentions.map(({ start, end }) => [start, end] as const);
  r.byEntity.set(entity.id, source);
  return source;
}
