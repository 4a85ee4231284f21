/** What a word can be to quotes, whatever stands around it: looked up once for each word form, not for each token. */
import { loadCues } from '../../lexicons/cues.js';

/** Words whose kind is not always what their tag says; the numbers take the low bits of `WORD`. */
export const SPECIAL = {
  day: 1,
  may: 2,
  span: 3,
  is: 4,
  poss: 5,
  aux: 6,
  noun: 7,
  said: 8,
  stated: 9,
  about: 10,
};

/** Bits of a word. */
export const WORD = {
  /** One of `SPECIAL`. */
  special: 15,
  article: 1 << 4,
  /** Ends in -ed or -ing. */
  edOrIng: 1 << 5,
  /** A verb of cues.yml in its base form, its past form, its third person singular; a noun of cues.yml. */
  cueVerb: 1 << 6,
  cuePast: 1 << 7,
  cueThird: 1 << 8,
  cueNoun: 1 << 9,
  according: 1 << 10,
  /** "I", "our": who speaks so speaks of himself. */
  firstPerson: 1 << 11,
  /** "This was stated by X". */
  pointer: 1 << 12,
  that: 1 << 13,
  in: 1 << 14,
  known: 1 << 15,
  /** Not of the word but of the place: it may be a cue here; an element of marked words; marked words that read as speech. */
  cue: 1 << 16,
  marked: 1 << 17,
  quoted: 1 << 18,
} as const;

const DAYS = [
  'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'today', 'yesterday', 'tonight', 'tomorrow',
  'mon.', 'tues.', 'wed.', 'thurs.', 'fri.', 'sat.', 'sun.',
  'january', 'february', 'march', 'april', 'june', 'july', 'august', 'september', 'october', 'november', 'december',
  'jan.', 'feb.', 'aug.', 'sept.', 'oct.', 'nov.', 'dec.', 'ago',
]; // biome-ignore format: a list
const SPANS = [
  'week', 'month', 'year', 'morning', 'afternoon', 'evening', 'night', 'weekend', 'fall', 'spring', 'summer', 'winter', 'day',
]; // biome-ignore format: a list
const STATED = [
  'wrote', 'tweeted', 'added', 'noted', 'argued', 'insisted', 'claimed', 'explained', 'asked', 'warned', 'stressed', 'announced', 'declared',
  'acknowledged', 'suggested', 'reported', 'estimated', 'predicted', 'concluded', 'conceded', 'admitted', 'asserted', 'alleged', 'believed',
]; // biome-ignore format: a list

const SPECIAL_WORDS: ReadonlyMap<string, number> = new Map([
  ...['about', 'over', 'around', 'under', 'above', 'below'].map((word) => [word, SPECIAL.about] as const),
  ...DAYS.map((word) => [word, SPECIAL.day] as const),
  ...SPANS.map((word) => [word, SPECIAL.span] as const),
  ['may', SPECIAL.may],
  // Tagged as adjectives before a noun: "he said company leaders had".
  ...['said', 'says', 'told', 'tells'].map((word) => [word, SPECIAL.said] as const),
  ...STATED.map((word) => [word, SPECIAL.stated] as const),
  // The tagger takes it for a verb after "to".
  ['police', SPECIAL.noun],
  ["'s", SPECIAL.is],
  ["'", SPECIAL.poss],
  ...["'re", "'ve", "'ll", "'d", "'m"].map((word) => [word, SPECIAL.aux] as const),
]);
const ARTICLES = new Set(['a', 'an', 'the']);
const FIRST_PERSON = new Set(['i', 'we', 'our', 'us', 'my', 'me', 'ours', 'myself', 'ourselves']);
const POINTERS = new Set(['this', 'that', 'it']);

/** By the number of a word: its bits; 0: not met yet. */
let known = new Int32Array(2 ** 16);
/** Numbers beyond this are looked up each time: a long run meets ever new names. */
const MOST_KNOWN = 2 ** 20;

/** The bits of a word, given its number if it has one (`lowerId`, `lemmaId`) and itself in lower case. */
export function bitsOf(id: number | undefined, word: string): number {
  if (id === undefined || id >= MOST_KNOWN) return lookUp(word);
  return id < known.length && known[id] !== 0 ? known[id]! : learn(id, word);
}

function learn(id: number, word: string): number {
  if (id >= known.length) {
    const larger = new Int32Array(2 * id);
    larger.set(known);
    known = larger;
  }
  known[id] = lookUp(word);
  return known[id]!;
}

function lookUp(word: string): number {
  const cues = loadCues();
  let bits: number = WORD.known | (SPECIAL_WORDS.get(word) ?? 0);
  if (ARTICLES.has(word)) bits |= WORD.article;
  if (word.endsWith('ed') || word.endsWith('ing')) bits |= WORD.edOrIng;
  if (cues.verbs.has(word)) bits |= WORD.cueVerb;
  if (cues.past.has(word)) bits |= WORD.cuePast;
  if (cues.thirdPerson.has(word)) bits |= WORD.cueThird;
  if (cues.nouns.has(word)) bits |= WORD.cueNoun;
  if (word === 'according') bits |= WORD.according;
  if (word === 'that') bits |= WORD.that;
  if (word === 'in') bits |= WORD.in;
  if (FIRST_PERSON.has(word)) bits |= WORD.firstPerson;
  if (POINTERS.has(word)) bits |= WORD.pointer;
  return bits;
}
