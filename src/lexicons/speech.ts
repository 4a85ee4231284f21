/** Where a tagged part of speech may be mistaken, and a word is taken for what it can only be. */
import { posBit } from './terms.js';
import type { LexToken, Pos } from './types.js';

const NOUN = posBit('NOUN');
const VERB = posBit('VERB');
const OPEN = NOUN | VERB | posBit('ADJ') | posBit('ADV');
/** What stands before a noun and never before a verb. */
const BEFORE_NOUN: ReadonlySet<Pos> = new Set<Pos>(['DET', 'ADJ', 'ADP', 'NUM']);
const NOMINAL: ReadonlySet<Pos> = new Set<Pos>(['NOUN', 'PROPN', 'ADJ', 'NUM']);
const SUBJECT: ReadonlySet<Pos> = new Set<Pos>(['NOUN', 'PROPN']);
const OBJECT: ReadonlySet<Pos> = new Set<Pos>(['DET', 'PROPN', 'PRON', 'SCONJ']);

/**
 * Whether a token may be taken for one of the wanted parts of speech although it is tagged otherwise.
 * wink-nlp tags 8 of 9 present-tense verbs such as "slams" as nouns, words with capitals as names, and "he is a
 * terrorist" as an adjective.
 * `wanted`: bits of `posBit`. `lenient`: the token stands in a headline. `isIdle`: whether capitals say nothing
 * around a token.
 */
export function tolerates(
  wanted: number,
  tokens: readonly LexToken[],
  i: number,
  lenient: boolean,
  isIdle: (tokens: readonly LexToken[], i: number) => boolean,
): boolean {
  const { pos } = tokens[i]!;
  // A name of one word: proper names of several are told apart before (names.ts).
  if (pos === 'PROPN') {
    return (wanted & NOUN) !== 0 || ((wanted & OPEN) !== 0 && (lenient || isIdle(tokens, i)));
  }
  if (wanted & NOUN && pos === 'ADJ') return standsAsNoun(tokens, i);
  if (wanted & VERB && (pos === 'NOUN' || pos === 'ADJ')) {
    return standsAsVerb(tokens, i) || (lenient && !followsDeterminer(tokens, i));
  }
  return false;
}

/** "a terrorist," : behind a determiner or preposition, before no noun. */
function standsAsNoun(tokens: readonly LexToken[], i: number): boolean {
  const before = neighbour(tokens, i, i - 1);
  const after = neighbour(tokens, i, i + 1);
  if (!before || !BEFORE_NOUN.has(before.pos)) return false;
  return !after || (!NOMINAL.has(after.pos) && after.lower !== '-');
}

/** "The minister slams the plan": an -s form between a noun and what can only be an object. */
function standsAsVerb(tokens: readonly LexToken[], i: number): boolean {
  const { lower, lemma } = tokens[i]!;
  const before = neighbour(tokens, i, i - 1);
  const after = neighbour(tokens, i, i + 1);
  if (!before || !after || lower === lemma) return false;
  return SUBJECT.has(before.pos) && OBJECT.has(after.pos);
}

function followsDeterminer(tokens: readonly LexToken[], i: number): boolean {
  const before = neighbour(tokens, i, i - 1);
  return before !== undefined && (BEFORE_NOUN.has(before.pos) || before.lower === "'s");
}

/** The token at `at`, when it stands in the sentence of token `i`. */
function neighbour(tokens: readonly LexToken[], i: number, at: number): LexToken | undefined {
  const token = tokens[at];
  return token?.sentence === tokens[i]!.sentence ? token : undefined;
}
