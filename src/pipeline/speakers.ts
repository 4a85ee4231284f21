/**
 * Who is meant by the words that name a quote's source: one of the article's entities, or a source that stays without
 * a name ("a senior official", "critics", "the report"). What cannot be told stays null.
 */
import { nominal, RELATIVE } from './speakers/nominal.js';
import { bodyPronoun, pluralPronoun, relative, thirdPerson } from './speakers/pronouns.js';
import { newResolver, type Resolver, type Source, tokenFrom } from './speakers/state.js';
import type { Document, Entity, Quote, Speaker } from './types.js';

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
  const resolver = newResolver(doc, quotes, entities);
  const resolved = quotes.map((quote) => resolve(resolver, quote));
  return {
    quotes: quotes.map((quote, i) => ({ ...quote, speaker: resolved[i]?.id ?? null })),
    speakers: resolver.speakers.map(record),
  };
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

const FIRST_PERSON: ReadonlySet<string> = new Set('i we me us my our mine ours myself you your'.split(' '));

function resolve(r: Resolver, quote: Quote): Source | null {
  const source = find(r, quote);
  r.byQuote.set(quote.id, source);
  return source;
}

function find(r: Resolver, quote: Quote): Source | null {
  const { mention } = quote;
  if (!mention || mention.end <= mention.start) return null;
  const known = r.byMention.get(mention.start);
  if (known !== undefined) return known;
  const first = tokenFrom(r, mention.start);
  let last = tokenFrom(r, mention.end);
  if (last > first && r.tokens[last - 1]!.start >= mention.end) last--;
  if (last <= first) last = first + 1;
  if (first >= r.tokens.length) return null;
  const source = read(r, first, last, quote);
  r.byMention.set(mention.start, source);
  if (source) {
    if (source.entity === null) source.mentions.push([mention.start, mention.end]);
    r.last = { source, token: first };
  }
  return source;
}

function read(r: Resolver, first: number, last: number, quote: Quote): Source | null {
  const { tokens } = r;
  const word = tokens[first]!.lower;
  if (last - first === 1) {
    if (THIRD_PERSON.has(word)) return thirdPerson(r, first);
    if (BODY_PRONOUNS.has(word)) return bodyPronoun(r, first);
    if (PLURAL_PRONOUNS.has(word)) return pluralPronoun(r, first);
    if (FIRST_PERSON.has(word) || word.startsWith("i'"))
      return quote.parent === null ? null : (r.byQuote.get(quote.parent) ?? null);
    if (RELATIVE.has(word)) return relative(r, first);
  }
  return nominal(r, first, last);
}

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
