/** Where a tagged part of speech may be mistaken, and a word is taken for what it can only be. */
import { opensCapital } from './names.js';
import { posBit } from './terms.js';
import type { LexToken, Pos } from './types.js';

const NOUN = posBit('NOUN');
const VERB = posBit('VERB');
const ADJ = posBit('ADJ');
const OPEN = NOUN | VERB | ADJ | posBit('ADV');
const NOMINAL: ReadonlySet<Pos> = new Set<Pos>(['NOUN', 'PROPN', 'ADJ', 'NUM']);
const SUBJECT: ReadonlySet<Pos> = new Set<Pos>(['NOUN', 'PROPN']);
/** What may follow a finite verb, and not a plural noun. */
const OBJECT: ReadonlySet<Pos> = new Set<Pos>(['DET', 'PROPN', 'PRON', 'SCONJ', 'ADJ']);
/** What may follow a form in -ed that is no adjective before its noun. */
const COMPLEMENT: ReadonlySet<Pos> = new Set<Pos>([...OBJECT, 'ADP', 'ADV', 'PART', 'PUNCT', 'NUM']);
/** Possessive determiners, which are tagged as pronouns. */
export const POSSESSIVES: ReadonlySet<string> = new Set(['my', 'your', 'his', 'her', 'its', 'our', 'their']);

/** The text around a token, as far as telling its part of speech needs it. */
interface Place {
  readonly tokens: readonly LexToken[];
  readonly i: number;
  readonly token: LexToken;
  readonly before: LexToken | undefined;
  readonly after: LexToken | undefined;
}

/**
 * Whether a token may be taken for one of the wanted parts of speech although it is tagged otherwise.
 * wink-nlp tags 8 of 9 present-tense verbs such as "slams" as nouns, words with capitals as names, "he is a
 * terrorist" as an adjective, "an outright lie" as a verb. Only what stands around the word decides, and no rule
 * tells a name from another name.
 * `wanted`: bits of `posBit`. `isLenient`: whether a token stands in a headline. `isIdle`: whether capitals say nothing
 * around a token.
 */
export function tolerates(
  wanted: number,
  tokens: readonly LexToken[],
  i: number,
  isLenient: (token: number) => boolean,
  isIdle: (tokens: readonly LexToken[], i: number) => boolean,
): boolean {
  if ((wanted & OPEN) === 0) return false;
  const place = placeOf(tokens, i);
  switch (place.token.pos) {
    case 'PROPN':
      // A name of one word: proper names of several are told apart before (names.ts).
      return (wanted & NOUN) !== 0 || isLenient(i) || isIdle(tokens, i) || opensPhrase(place);
    case 'NOUN':
      return (
        ((wanted & VERB) !== 0 && (standsAsVerb(place) || (!isDetermined(place) && isLenient(i)))) ||
        ((wanted & ADJ) !== 0 && isBeforeNoun(place))
      );
    case 'ADJ':
      return (
        ((wanted & NOUN) !== 0 && standsAsNoun(place)) ||
        ((wanted & VERB) !== 0 && (standsAsVerb(place) || (!isDetermined(place) && isLenient(i))))
      );
    case 'VERB':
      return (
        ((wanted & NOUN) !== 0 && isBaseForm(place.token) && isDetermined(place)) ||
        ((wanted & ADJ) !== 0 && standsAsAdjective(place))
      );
    case 'ADV':
      return (wanted & ADJ) !== 0 && isDetermined(place);
    default:
      return false;
  }
}

/** A word in -ed that is tagged otherwise stands where only a verb can. */
export function isPastVerb(tokens: readonly LexToken[], i: number): boolean {
  return isPast(tokens[i]!) && standsAsVerb(placeOf(tokens, i));
}

/** "Furious farmers …": a capital that only the beginning of a sentence causes. "Savage said" may be a name. */
function opensPhrase({ tokens, i, after }: Place): boolean {
  return opensCapital(tokens, i) && after !== undefined && (after.pos === 'NOUN' || after.pos === 'ADJ');
}

/** "a terrorist,": behind a determiner or preposition, before no noun. */
function standsAsNoun({ before, after }: Place): boolean {
  if (
    !before ||
    !(isDeterminer(before) || before.pos === 'ADP' || before.pos === 'ADJ' || before.pos === 'NUM')
  ) {
    return false;
  }
  return !after || (!NOMINAL.has(after.pos) && after.lower !== '-');
}

/** "The minister slams the plan", "The inquiry whitewashed the army": between a noun and what follows only verbs. */
function standsAsVerb({ token, before, after }: Place): boolean {
  if (!before) return false;
  const pronoun = before.pos === 'PRON' && !POSSESSIVES.has(before.lower);
  if (!pronoun && !SUBJECT.has(before.pos)) return false;
  if (isPast(token)) return !after || COMPLEMENT.has(after.pos);
  return token.lower.endsWith('s') && after !== undefined && OBJECT.has(after.pos);
}

/** "wanton destruction", "the seething crowd", tagged as verbs. */
function standsAsAdjective(place: Place): boolean {
  const { token, before } = place;
  if (isBaseForm(token) && before?.lemma === 'be') return true;
  return (isDetermined(place) || before?.pos === 'ADP') && isBeforeNoun(place);
}

function isBeforeNoun({ after }: Place): boolean {
  return after !== undefined && (after.pos === 'NOUN' || after.pos === 'PROPN');
}

/** Behind a determiner, number or possessive; adjectives and adverbs may stand between. */
function isDetermined({ tokens, i }: Place): boolean {
  for (let k = i - 1; k >= 0; k--) {
    const token = neighbour(tokens, i, k);
    if (!token) return false;
    if (isDeterminer(token) || token.pos === 'NUM') return true;
    if (token.pos !== 'ADJ' && token.pos !== 'ADV') return false;
  }
  return false;
}

function isDeterminer({ pos, lower }: LexToken): boolean {
  return pos === 'DET' || POSSESSIVES.has(lower) || (lower === "'s" && pos === 'PART');
}

function isPast({ lower }: LexToken): boolean {
  return lower.endsWith('ed');
}

function isBaseForm({ lower, lemma }: LexToken): boolean {
  return lower === lemma;
}

function placeOf(tokens: readonly LexToken[], i: number): Place {
  return {
    tokens,
    i,
    token: tokens[i]!,
    before: neighbour(tokens, i, i - 1),
    after: neighbour(tokens, i, i + 1),
  };
}

/** The token at `at`, when it stands in the sentence of token `i`. */
function neighbour(tokens: readonly LexToken[], i: number, at: number): LexToken | undefined {
  const token = tokens[at];
  return token?.sentence === tokens[i]!.sentence ? token : undefined;
}
