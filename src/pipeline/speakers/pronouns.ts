/** Pronouns as sources. */
import { PRONOUNS } from '../entities/pronouns.js';
import { nominal } from './nominal.js';
import { isMarked, isNear, type Last, ofEntity, type Resolver, type Source, within } from './state.js';

const PHRASE_TAGS: ReadonlySet<string> = new Set(['NOUN', 'PROPN', 'ADJ', 'DET', 'NUM']);

/** Tokens of the longest noun phrase before "who". */
const LONGEST_PHRASE = 14;

export function thirdPerson(r: Resolver, at: number): Source | null {
  const hit = within(r, at, at + 1).find(({ m, entity }) => m.kind === 'pronoun' && entity.kind === 'person');
  const last = r.last;
  // "A spokesman said ... He added": the one without a name, unless a person is named in between.
  if (last?.source.single && isNear(r, last.token, at)) {
    const between = within(r, last.token + 1, at).some(
      ({ m, entity }) => entity.kind === 'person' && m.kind === 'name',
    );
    if (!between) return last.source;
  }
  if (hit) return ofEntity(r, hit.entity);
  return last && goesOnSpeaking(r, last, at) ? last.source : null;
}

/** "Roe said the town was ready. “Come and see,” she said": who spoke last, unless somebody else comes in between. */
function goesOnSpeaking(r: Resolver, last: Last, at: number): boolean {
  const { entity } = last.source;
  if (entity?.kind !== 'person' || !isNear(r, last.token, at)) return false;
  if (entity.gender !== null && entity.gender !== PRONOUNS.get(r.tokens[at]!.lower)) return false;
  const from = r.doc.sentences[r.tokens[last.token]!.sentence]!.last;
  return !within(r, from, at).some(
    (other) => other.entity.kind === 'person' && other.entity !== entity && !isMarked(r, other.m.start),
  );
}

export function bodyPronoun(r: Resolver, at: number): Source | null {
  const hit = within(r, at, at + 1).find(({ m }) => m.kind === 'pronoun');
  if (hit) return ofEntity(r, hit.entity);
  const last = r.last;
  if (!last || !isNear(r, last.token, at)) return null;
  const { kind } = last.source;
  return kind === 'organization' || kind === 'document' ? last.source : null;
}

export function pluralPronoun(r: Resolver, at: number): Source | null {
  const last = r.last;
  if (!last || !isNear(r, last.token, at)) return null;
  const { source } = last;
  const plural = source.kind === 'group' || (source.kind === 'anonymous' && !source.single);
  return plural ? source : null;
}

/** "X, who": whoever stands right before. */
export function relative(r: Resolver, at: number): Source | null {
  const { tokens } = r;
  let end = at;
  const { sentence } = tokens[at]!;
  while (end > 0 && /^[,)"\u201d-]$/u.test(tokens[end - 1]!.text) && tokens[end - 1]!.sentence === sentence)
    end--;
  // "one of whom", "most of whom", "and who".
  if (/^(?:of|and|to|for|with|from)$/u.test(tokens[end - 1]?.lower ?? '')) return null;
  const near = within(r, Math.max(0, end - 1), end).find(
    ({ m }) => m.kind !== 'pronoun' && m.kind !== 'demonym',
  );
  if (
    near &&
    (tokens[at]!.lower !== 'who' || near.entity.kind === 'person' || near.entity.kind === 'group')
  ) {
    return ofEntity(r, near.entity);
  }
  const start = phraseStart(r, end, sentence);
  return start < end ? nominal(r, start, end) : null;
}

/** The noun phrase that ends at `end`, prepositional tails included, as far as tags tell. */
function phraseStart(r: Resolver, end: number, sentence: number): number {
  const { tokens } = r;
  let i = end;
  while (i > 0 && end - i < LONGEST_PHRASE) {
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
