/** Noun phrases as sources: which of the entities in it is the head. */
import { WORD } from '../../lexicons/gazetteer.js';
import { QUOTE_CLOSE, QUOTE_OPEN } from '../entities/names-in-text.js';
import type { Entity, EntityMention } from '../types.js';
import { describe } from './describe.js';
import { has, type Mention, named, ofEntity, type Resolver, type Source, within } from './state.js';

export const RELATIVE: ReadonlySet<string> = new Set(['who', 'whom', 'which', 'that', 'whose']);
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
const GENERIC: ReadonlySet<string> = new Set(
  'news agency newspaper magazine website site network television tv channel broadcaster portal daily weekly organization group service newswire wire'.split(' '),
); // biome-ignore format: a list

export function nominal(r: Resolver, first: number, last: number): Source | null {
  const { tokens } = r;
  let from = first;
  while (
    from < last - 1 &&
    (tokens[from]!.pos === 'PUNCT' ||
      /^(?:but|and|as|that|what|which|while|when)$/u.test(tokens[from]!.lower))
  )
    from++;
  let to = last;
  while (
    to > from + 1 &&
    (tokens[to - 1]!.pos === 'PUNCT' || /^['\u2019\u02bc]s$/u.test(tokens[to - 1]!.text))
  )
    to--;
  const inside = within(r, from, to).filter(({ m }) => m.kind !== 'pronoun' || m.last - m.first < to - from);
  const people = inside.filter(
    ({ m, entity }) => entity.kind === 'person' && m.kind !== 'pronoun' && isHead(r, m, from, to),
  );
  if (people.length > 1) {
    const together = joint(r, people, from, to);
    if (together) return together;
  }
  const cut = clauseEnd(r, from, to);
  const person =
    people.find(({ m }) => m.first < cut) ?? (isPersonalNoun(r, from, cut) ? people[0] : undefined);
  if (person) return ofEntity(r, person.entity);
  const beside = inApposition(r, from, to, cut);
  if (beside) return ofEntity(r, beside);
  const body = bodyOf(r, inside, from, cut);
  if (body) return ofEntity(r, body);
  return describe(r, from, cut);
}

/** "Russian presidential spokesman" before ", Dmitry X,", "the mayor of Oslo" after "Tom X,": the name stands beside. */
function inApposition(r: Resolver, from: number, to: number, cut: number): Entity | null {
  const { tokens } = r;
  if (!isPersonalNoun(r, from, cut) || cut !== to) return null;
  const named = ({ m, entity }: Mention) => m.kind === 'name' && entity.kind === 'person';
  if (tokens[to]?.text === ',') {
    const after = within(r, to + 1, to + 2).find((x) => named(x) && x.m.first === to + 1);
    if (after && tokens[after.m.last]?.text === ',') return after.entity;
  }
  if (tokens[from - 1]?.text === ',' && from > 1) {
    const before = within(r, from - 2, from - 1).find((x) => named(x) && x.m.last === from - 1);
    if (before && tokens[to]?.text === ',') return before.entity;
  }
  return null;
}

/** Where the noun phrase proper ends: before a comma, a bracket, a relative clause. */
function clauseEnd(r: Resolver, from: number, to: number): number {
  for (let i = from + 1; i < to; i++) {
    const { lower, text } = r.tokens[i]!;
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
function isHead(r: Resolver, m: EntityMention, from: number, to: number): boolean {
  const { tokens } = r;
  const after = tokens[m.last];
  if (after && m.last < to) {
    if (/^['\u2019\u02bc]s?$/u.test(after.text)) return false;
    if (
      after.start > tokens[m.last - 1]!.end &&
      (after.pos === 'NOUN' || after.pos === 'PROPN') &&
      has(r, after, WORD.body | WORD.collective | WORD.role | WORD.document)
    )
      return false;
  }
  if (m.last < to && /['\u2019\u02bc]s$/u.test(tokens[m.last - 1]!.text)) return false;
  let i = m.first - 1;
  if (i < from) return true;
  // A “Fox and Friends” host: a name in the title of something.
  if (QUOTE_OPEN.has(tokens[i]!.text) && m.last < to && !QUOTE_CLOSE.has(tokens[m.last]!.text)) return false;
  if (tokens[i]!.lower === 'the') i--;
  if (i < from) return true;
  const before = tokens[i]!;
  if (before.lower === 'as' && tokens[i - 1]?.lower === 'such') return true;
  if (before.lower === 'including' || before.lower === 'like') return true;
  if (before.pos !== 'ADP' && before.lower !== 'to' && before.lower !== 'of') return true;
  return false;
}

/** "X and Y": they speak as one. */
function joint(r: Resolver, people: readonly Mention[], from: number, to: number): Source | null {
  const [a, b] = people;
  if (!a || !b || a.entity === b.entity) return null;
  let and = -1;
  for (let i = a.m.last; i < b.m.first; i++) {
    const { lower, pos, text } = r.tokens[i]!;
    if (lower === 'and') and = i;
    else if (text === ',' || pos === 'NOUN' || pos === 'ADJ' || pos === 'PROPN' || pos === 'DET') continue;
    else return null;
  }
  if (and < 0 || from > a.m.first || to < b.m.last) return null;
  const members = [...new Set(people.map(({ entity }) => entity))];
  const names = members.map((entity) => entity.name);
  const name =
    names.length === 2 ? names.join(' and ') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  return named(r, name, 'group', '', false, members);
}

/** "his campaign manager, Corey X": a personal noun whose name follows in apposition. */
function isPersonalNoun(r: Resolver, from: number, cut: number): boolean {
  for (let i = cut - 1; i >= from; i--)
    if (has(r, r.tokens[i]!, WORD.role | WORD.title | WORD.honorific)) return true;
  return false;
}

/** The organization, country, group or place that is the head of the phrase. */
function bodyOf(r: Resolver, inside: readonly Mention[], from: number, cut: number): Entity | null {
  const { tokens } = r;
  for (const { m, entity } of inside) {
    if (m.first >= cut || entity.kind === 'person') continue;
    const before = tokens[m.first - 1]?.lower === 'the' && m.first - 1 >= from ? m.first - 2 : m.first - 1;
    if (before >= from && (tokens[before]!.pos === 'ADP' || tokens[before]!.lower === 'to')) continue;
    let end = m.last;
    if (entity.kind === 'country' || m.kind === 'demonym') {
      const plain = end >= cut;
      if (m.kind === 'demonym' && plain) continue;
      if (/^['\u2019\u02bc]s?$/u.test(tokens[end]?.text ?? '') && end < cut) end++;
      if (end === cut - 1 && STATE_NOUNS.has(tokens[end]!.lower) && entity.kind === 'country') return entity;
      if (m.kind === 'demonym') continue;
    } else {
      while (end < cut && GENERIC.has(tokens[end]!.lower)) end++;
    }
    if (end >= cut && isWhole(r, m, from)) return entity;
  }
  return null;
}

/** Nothing before the name but an article, modifiers and possessors: "North Korea's state-run KCNA". */
function isWhole(r: Resolver, m: EntityMention, from: number): boolean {
  for (let i = from; i < m.first; i++) {
    // The parts of "state-run" are no words of their own.
    if (r.tokens[i - 1]?.text === '-' && i > from) continue;
    const { pos, text, lower } = r.tokens[i]!;
    if (pos === 'CCONJ' || pos === 'VERB' || lower === 'of') return false;
    if (pos === 'ADP' && text !== '-') return false;
  }
  return true;
}
