/** "the president", "the Ukrainian Foreign Ministry spokesman", "the ministry": whom their words point to. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import { foldName } from '../names.js';
import { type Draft, NO_WORDS } from './cluster.js';
import { addMention, type Context, MOST_ACTIVE, OBJECT, raise, SUBJECT, setSubject } from './context.js';
import { hasRelative, placeOf } from './place.js';
import { bare } from './words.js';

/** "the Kentucky Republican": whoever holds an office for that place. */
const PARTISAN: ReadonlySet<string> = new Set(['republican', 'democrat']);
const OFFICES = ['senator', 'representative', 'governor', 'congressman', 'congresswoman', 'lawmaker'];

/** Role nouns that may point to one another. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['republican', OFFICES],
  ['democrat', OFFICES],
  ['leader', ['leader', 'president', 'premier', 'chancellor', 'chairman', 'king', 'head', 'dictator', 'minister', 'chief']],
  ['spokesman', ['spokesman', 'spokesperson']],
  ['spokeswoman', ['spokeswoman', 'spokesperson']],
  ['spokesperson', ['spokesperson', 'spokesman', 'spokeswoman']],
  ['chairman', ['chairman', 'chair', 'chairperson']],
  ['chairwoman', ['chairwoman', 'chair', 'chairperson']],
  ['candidate', ['candidate', 'nominee', 'frontrunner', 'contender']],
  ['nominee', ['nominee', 'candidate']],
  ['frontrunner', ['frontrunner', 'candidate', 'nominee']],
  ['runner', ['runner', 'frontrunner', 'candidate']],
  ['lawmaker', ['lawmaker', 'senator', 'representative', 'congressman', 'congresswoman', 'legislator', 'deputy']],
  ['congressman', ['congressman', 'representative']],
  ['congresswoman', ['congresswoman', 'representative']],
  ['diplomat', ['diplomat', 'ambassador', 'envoy']],
  ['ambassador', ['ambassador', 'envoy']],
  ['envoy', ['envoy', 'ambassador']],
  ['premier', ['premier', 'minister']],
  ['ceo', ['ceo', 'executive']],
  ['commander', ['commander', 'general', 'chief']],
  ['lawyer', ['lawyer', 'attorney']],
  ['attorney', ['attorney', 'lawyer']],
  ['adviser', ['adviser', 'advisor', 'aide']],
]); // biome-ignore format: a table

/** Modifiers that make it another office. */
const DECISIVE = 'vice deputy acting assistant first prime foreign defense defence press'.split(' ');
/** "the next president": someone else. */
const OTHER_ONE: ReadonlySet<string> = new Set(
  'next future new another previous last potential eventual likely second only worst best greatest other average typical sitting'.split(
    ' ',
  ),
);
/** Role nouns too general to point to someone without a modifier ("the official", "the man"). */
const VAGUE: ReadonlySet<string> = new Set(
  (
    'official man woman boy girl friend member colleague critic supporter expert resident voter witness victim native ' +
    'child parent worker student top star head chief speaker major general private opponent rival ally host counsel ' +
    'executive representative cardinal principal chair player teenager partner agent driver aide republican democrat'
  ).split(' '),
);
const MEDIA_NOUNS: ReadonlySet<string> = new Set(
  'agency newspaper paper outlet broadcaster network magazine site website publication'.split(' '),
);

const LONGEST_DESCRIPTION = 8;
/** A description points no farther back than this many sentences. */
const DESCRIPTION_REACH = 12;
/** Each shared trait or place counts as much as two exact nouns. */
const SHARED = 2;
const SYNONYM = 0.5;
const NO_PLACE_SHARED = 0.5;
/** A plain "the president" is the one of whom the article speaks, not of the bank, and not a former one. */
const HAS_AFFILIATION = 0.15;
const FORMER = 0.5;
const MAIN_CHARACTER = 0.4;
/** Two whose scores are this near cannot be told apart. */
const TIE = 0.1;

export const isRoleNoun = (c: Context, i: number): boolean =>
  (c.w.bits[i]! & WORD.role) !== 0 || (c.tokens[i]!.capital && PARTISAN.has(c.tokens[i]!.lower));

/** Reads the description whose head noun is the token `head`. */
export function readDescription(c: Context, head: number): void {
  const { tokens } = c;
  const noun = bare(tokens[head]!.lower);
  if (isModifier(c, head)) return;
  const start = c.doc.sentences[tokens[head]!.sentence]!.first;
  let i = head - 1;
  const traits: string[] = [];
  while (i >= start && head - i <= LONGEST_DESCRIPTION && tokens[i]!.pos !== 'DET') {
    const { pos, text, lower } = tokens[i]!;
    if (pos !== 'NOUN' && pos !== 'ADJ' && pos !== 'PROPN' && text !== '-' && c.at[i]! < 0) return;
    traits.push(bare(lower));
    i--;
  }
  if (i < start) return;
  const vague = VAGUE.has(noun) && traits.length === 0;
  const definite = tokens[i]!.lower === 'the' && !vague && !pointsElsewhere(c, i + 1, head);
  const draft = definite
    ? choosePerson(c, noun, traits, placesIn(c, i + 1, head), tokens[head]!.sentence)
    : null;
  if (!draft) {
    // "A president who ...", "the man": someone whom a later "he" may mean.
    if (/^(?:a|an|one|another|the)$/u.test(tokens[i]!.lower)) seeStranger(c, noun, i, head);
    return;
  }
  addMention(c, draft, i, head + 1, 'description');
  if (c.w.quoted[head] === 1) return;
  const place = placeOf(c.doc, i, head + 1);
  const agent = place === 'subject' || place === 'source';
  raise(c, draft, agent ? SUBJECT : OBJECT, i);
  if (agent) setSubject(c, draft, i);
}

/** "the president Donald X" is read with the name; in "campaign chief strategist" only the last noun is the head. */
function isModifier(c: Context, head: number): boolean {
  const token = c.tokens[head]!;
  const next = c.tokens[head + 1];
  if (!next || next.sentence !== token.sentence) return false;
  if (c.at[head + 1]! >= 0) return true;
  const noun = (next.pos === 'NOUN' || next.pos === 'PROPN') && next.start > token.end;
  return noun && (c.w.bits[head + 1]! & (WORD.role | WORD.body | WORD.organization)) !== 0;
}

/** A person without a name: keeps a pronoun from being given to someone else. */
function seeStranger(c: Context, noun: string, first: number, head: number): void {
  if (c.w.quoted[head] === 1) return;
  const place = placeOf(c.doc, first, head + 1);
  if (place !== 'subject' && place !== 'source' && !hasRelative(c.doc, head + 1)) return;
  const gender = gazetteer().genderOfWord.get(noun) ?? null;
  const stranger: Draft = {
    name: noun, kind: 'person', gender, role: null, affiliation: null, names: new Set(), mentions: [],
    person: null, known: null, roles: NO_WORDS, traits: NO_WORDS,
  }; // biome-ignore format: a record
  raise(c, stranger, SUBJECT, first);
  setSubject(c, stranger, first);
}

function pointsElsewhere(c: Context, first: number, head: number): boolean {
  for (let k = first; k < head; k++) if (c.at[k]! < 0 && OTHER_ONE.has(c.tokens[k]!.lower)) return true;
  return false;
}

/** Countries, bodies and places named inside the description, as folded words. */
function placesIn(c: Context, first: number, last: number): Set<string> {
  const out = new Set<string>();
  for (let k = c.next - 1; k >= 0 && c.events[k]!.first >= first - LONGEST_DESCRIPTION; k--) {
    const event = c.events[k]!;
    if (event.first >= last || event.last <= first) continue;
    for (const word of foldName(event.draft.name).split(/[\s-]+/u)) out.add(word);
  }
  return out;
}

/** The one person who fits best; null when nobody does, or two do. */
function choosePerson(
  c: Context,
  noun: string,
  traits: readonly string[],
  places: ReadonlySet<string>,
  sentence: number,
): Draft | null {
  const tried = new Set<Draft>();
  let best: Draft | null = null;
  let bestScore = 0;
  let second = 0;
  for (const word of SYNONYMS.get(noun) ?? [noun]) {
    for (const draft of c.byRole.get(word) ?? []) {
      if (tried.has(draft)) continue;
      tried.add(draft);
      const distance = sentence - (c.lastSentence.get(draft) ?? sentence - 2 * DESCRIPTION_REACH);
      const score = closeness(draft, noun, word, traits, places, distance);
      if (score > bestScore) {
        second = bestScore;
        bestScore = score;
        best = draft;
      } else if (score > second) second = score;
    }
  }
  return bestScore > second + TIE ? best : null;
}

/** How well a person with the role noun `word` fits a description with the head `noun`; 0: not at all. */
function closeness(
  draft: Draft,
  noun: string,
  word: string,
  traits: readonly string[],
  places: ReadonlySet<string>,
  distance: number,
): number {
  const gender = gazetteer().genderOfWord.get(noun);
  if (gender && draft.gender !== null && draft.gender !== gender) return 0;
  if (isOtherOffice(draft, noun, traits, places)) return 0;
  if (word === 'minister' && noun === 'leader' && !draft.roles.has('prime')) return 0;
  let shared = 0;
  for (const place of places) if (draft.traits.has(place)) shared++;
  if (shared === 0 && (PARTISAN.has(noun) || (places.size > 0 && draft.traits.size > 0))) return 0;
  const placed = shared > 0;
  for (const trait of traits) if (draft.roles.has(trait)) shared++;
  if (shared === 0 && distance > DESCRIPTION_REACH) return 0;
  let score = (word === noun ? 1 : SYNONYM) + SHARED * shared + Math.max(0, 1 - distance / 20);
  if (places.size > 0 && !placed) score -= NO_PLACE_SHARED;
  if (places.size === 0 && draft.traits.size > 0) score -= HAS_AFFILIATION;
  if (draft.roles.has('former') && !traits.includes('former')) score -= FORMER;
  return score + MAIN_CHARACTER * Math.min(1, draft.mentions.length / 10);
}

/** "the president" is no vice president; "the foreign minister" no prime minister. */
function isOtherOffice(
  draft: Draft,
  noun: string,
  traits: readonly string[],
  places: ReadonlySet<string>,
): boolean {
  return DECISIVE.some((modifier) => {
    if (draft.roles.has(modifier) === traits.includes(modifier)) return false;
    if (modifier === 'prime' && noun === 'leader') return false;
    // "the Foreign Ministry spokesman": the word belongs to the body.
    return draft.roles.has(modifier) || !places.has(modifier);
  });
}

/** "the ministry", "the party": the body named last whose name has that word. */
export function readBody(c: Context, head: number): void {
  const { tokens } = c;
  const { lower: noun, sentence } = tokens[head]!;
  const next = tokens[head + 1];
  if (next && (next.pos === 'NOUN' || next.pos === 'PROPN' || next.text === '-')) return;
  let found: Draft | null = null;
  for (let k = c.bodies.length - 1; k >= 0 && k > c.bodies.length - MOST_ACTIVE; k--) {
    const { draft, sentence: at } = c.bodies[k]!;
    if (sentence - at > DESCRIPTION_REACH) break;
    if (draft === found || draft.kind !== 'organization') continue;
    const media = draft.known?.media === true && MEDIA_NOUNS.has(noun);
    if (
      !media &&
      !foldName(draft.name)
        .split(/[\s-]+/u)
        .includes(noun)
    )
      continue;
    if (found) return;
    found = draft;
  }
  if (!found) return;
  addMention(c, found, head - 1, head + 1, 'description');
  const source = placeOf(c.doc, head - 1, head + 1) === 'source';
  if (source && c.w.quoted[head] === 0) c.bodySubject = { draft: found, sentence, at: head };
}
