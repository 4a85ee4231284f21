/** Sources without a name: what they are called, of what kind they are, and when the same one goes on. */
import { WORD } from '../../lexicons/gazetteer.js';
import { foldName } from '../names.js';
import type { SpeakerKind } from '../types.js';
import { add, has, isNear, named, type Resolver, type Source, tokenFrom, within } from './state.js';

const QUANTIFIERS: ReadonlySet<string> = new Set(
  'some many most several few others both all one another none those these two three everyone everybody someone somebody people nobody anyone half majority percent this'.split(' '),
); // biome-ignore format: a list
/** Papers that stand for whoever issued them when they come right after: "KCNA said ... The report adds". */
const ISSUED: ReadonlySet<string> = new Set(
  'report statement announcement article story release communique notice bulletin dispatch'.split(' '),
);
const TIMES: ReadonlySet<string> = new Set(
  'weekend week year month day morning evening night afternoon time monday tuesday wednesday thursday friday saturday sunday way point moment'.split(
    ' ',
  ),
);
const LONGEST_NAME = 100;
/** A description goes on at most this many tokens later ("A spokesman said ... The spokesman added"). */
const DESCRIPTION_REACH = 200;
/** Speakers looked back through for it. */
const SPEAKERS_BACK = 6;

/** A source without a name: an earlier one that goes on, else a new one; null for what is no source ("the weekend"). */
export function describe(r: Resolver, from: number, cut: number): Source | null {
  const { tokens } = r;
  const head = headOf(r, from, cut);
  if (head < 0) return null;
  const noun = tokens[head]!;
  const word = noun.lower;
  const digits = noun.pos === 'NUM' && /^\d/u.test(word);
  if (TIMES.has(word) || digits || tokens[from]!.pos === 'VERB') return null;
  const article = tokens[from]!.lower;
  const name = nameOf(r, from, cut, head);
  // Marks inside are a misread phrase.
  if (name === null || /["\u201c\u201d]/u.test(name)) return null;
  if (has(r, noun, WORD.document)) {
    return issuer(r, from, head) ?? impersonal(r, name, 'document', word, article, from);
  }
  const singular = !/(?:[^s]s|men|people)$/u.test(word);
  if (has(r, noun, WORD.body) && !has(r, noun, WORD.role)) {
    const kind = singular || word === 'police' ? 'organization' : 'group';
    return impersonal(r, campaignOf(r, from, head) ?? name, kind, word, article, from);
  }
  // A name that nothing else explains: most are companies and institutes.
  if (isProper(r, from, cut)) return named(r, name, 'organization', word, false);
  const definite = DEFINITE.test(article);
  const single = has(r, noun, WORD.role) || (singular && has(r, noun, WORD.collective));
  if (!single && !singular && isOwned(r, from, head) && !QUANTIFIERS.has(article)) {
    return named(r, name, 'group', word, false);
  }
  // "the spokesman" after "a spokesman for X"; bare plurals go on only when nobody else spoke in between.
  if (definite || (!single && r.last !== null && foldName(r.last.source.name) === foldName(name))) {
    const before = earlier(r, word, from, single);
    const bare = head === from + 1 && cut === head + 1;
    if (before && (bare || foldName(before.name) === foldName(name))) return before;
  }
  const one = single || (singular && noun.pos !== 'PRON' && !QUANTIFIERS.has(word));
  return add(r, name, 'anonymous', word, one);
}

const TEAMS: ReadonlySet<string> = new Set(['campaign', 'team', 'camp', 'administration', 'office']);
const KNOWN_WORDS = WORD.role | WORD.collective | WORD.document | WORD.body | WORD.notName | WORD.group;
const ARTICLE = /^(?:the|an?|this|that|these|those|its|his|her|their)$/u;
const DEFINITE = /^(?:the|this|that|these|those)$/u;

/** The words of the phrase without the article; null when they are too many to be shown. */
function nameOf(r: Resolver, from: number, cut: number, head: number): string | null {
  const { tokens } = r;
  const start = ARTICLE.test(tokens[from]!.lower) && from < head ? from + 1 : from;
  const words = (last: number) =>
    r.doc.text.slice(tokens[start]!.start, tokens[last]!.end).replace(/\s+/gu, ' ');
  let name = words(cut - 1);
  if (name.length > LONGEST_NAME) name = words(head);
  if (name.length > LONGEST_NAME) return null;
  // "Analysts" at the start of a sentence is "analysts"; names keep their capital.
  const opens = r.doc.sentences[tokens[start]!.sentence]!.first === start;
  const proper = within(r, start, start + 1).length > 0 || /^(?:\p{Lu}|\P{L})/u.test(name.slice(1));
  return opens && !proper ? name[0]!.toLowerCase() + name.slice(1) : name;
}

/** "Clinton's presidential campaign", "the Clinton campaign": one body for all of these. */
function campaignOf(r: Resolver, from: number, head: number): string | null {
  if (!TEAMS.has(r.tokens[head]!.lower)) return null;
  const owners = within(r, from, head).filter(({ entity, m }) => entity.kind === 'person' && m.first >= from);
  const owner = owners.at(-1);
  return owner ? `${owner.entity.name} ${r.tokens[head]!.lower}` : null;
}

/** All words are capitalised names, and no role or crowd ("Republicans" are an entity). */
function isProper(r: Resolver, from: number, cut: number): boolean {
  const start = r.tokens[from]!.lower === 'the' ? from + 1 : from;
  if (start >= cut) return false;
  for (let i = start; i < cut; i++) {
    const token = r.tokens[i]!;
    if (token.pos !== 'PROPN' || !token.capital || has(r, token, KNOWN_WORDS)) return false;
  }
  return r.doc.sentences[r.tokens[start]!.sentence]!.first !== start;
}

/** "KCNA said ... The report adds": who issued it, when a body has just spoken. */
function issuer(r: Resolver, from: number, head: number): Source | null {
  const { last, tokens } = r;
  const plain = DEFINITE.test(tokens[from]!.lower) && head === from + 1 && ISSUED.has(tokens[head]!.lower);
  if (!plain || !last || !isNear(r, last.token, from)) return null;
  return last.source.kind === 'organization' ? last.source : null;
}

/** A country, a body or a possessor stands before the head: "Russian authorities", "the paper's sources". */
function isOwned(r: Resolver, from: number, head: number): boolean {
  for (let i = from; i < head; i++) if (/^['\u2019\u02bc]s?$/u.test(r.tokens[i]!.text)) return true;
  return within(r, from, head).some(({ entity, m }) => m.kind !== 'pronoun' && entity.kind !== 'person');
}

/** "a group" is a new one each time; "the group" after it the same; other names are equal when their words are. */
function impersonal(
  r: Resolver,
  name: string,
  kind: SpeakerKind,
  head: string,
  article: string,
  at: number,
): Source {
  if (/^an?$/u.test(article)) {
    const source = add(r, name, kind, head, false);
    r.byName.set(`${kind}:${foldName(name)}`, source);
    return source;
  }
  const known = r.byName.get(`${kind}:${foldName(name)}`);
  if (!known && article === 'the') {
    const before = earlier(r, head, at, false, kind);
    if (before && foldName(name) === head) return before;
  }
  return named(r, name, kind, head, false);
}

/** The last source without a name that has this head noun, if it spoke not long ago. */
function earlier(
  r: Resolver,
  head: string,
  at: number,
  single: boolean,
  kind: SpeakerKind = 'anonymous',
): Source | null {
  for (let k = r.speakers.length - 1; k >= 0 && k >= r.speakers.length - SPEAKERS_BACK; k--) {
    const source = r.speakers[k]!;
    if (source.entity !== null || source.head !== head || source.single !== single || source.kind !== kind)
      continue;
    const from = source.mentions.at(-1)?.[0] ?? 0;
    return at - tokenFrom(r, from) <= DESCRIPTION_REACH ? source : null;
  }
  return null;
}

/** The head noun: the last noun before a preposition or verb. */
function headOf(r: Resolver, from: number, cut: number): number {
  let head = -1;
  for (let i = from; i < cut; i++) {
    const token = r.tokens[i]!;
    const { pos, lower } = token;
    const next = r.tokens[i + 1];
    // "own published guidelines": a participle between modifiers is none of the clause's verbs.
    const modifies = pos === 'VERB' && i + 1 < cut && (next?.pos === 'NOUN' || next?.pos === 'ADJ');
    if (head >= 0 && (pos === 'ADP' || lower === 'to' || pos === 'AUX' || (pos === 'VERB' && !modifies)))
      break;
    const noun = pos === 'NOUN' || pos === 'PROPN' || pos === 'NUM' || QUANTIFIERS.has(lower);
    if (noun || has(r, token, WORD.collective | WORD.role)) head = i;
  }
  if (head >= 0 || cut - from > 1) return head;
  const token = r.tokens[from]!;
  return /^\p{L}/u.test(token.text) && !has(r, token, WORD.notName) ? from : -1;
}
