/** What each element of the skeleton is, as far as clauses go: read off tags, words and neighbours. */
import type { Token } from '../types.js';
import { bitsOf, SPECIAL, WORD } from './words.js';

export const K = {
  NOUN: 1,
  PRON: 2,
  DET: 3,
  ADJ: 4,
  ADP: 5,
  VERB: 6,
  AUX: 7,
  ADV: 8,
  PART: 9,
  CC: 10,
  SC: 11,
  COMMA: 12,
  COLON: 13,
  SEMI: 14,
  DASH: 15,
  OPEN: 16,
  CLOSE: 17,
  END: 18,
  HYPHEN: 19,
  MARK: 20,
  TIME: 21,
  POSS: 22,
  QUOTED: 23,
  OTHER: 24,
} as const;

const WHICH_SPAN = new Set(['last', 'this', 'next', 'that', 'earlier', 'later', 'each', 'every', 'one']);
const IS_AFTER = new Set(['it', 'he', 'she', 'that', 'there', 'who', 'what', 'here', 'where', 'this']);
const CLOSING = new Set(['”', '"', "'", '’', '»']);

/** The kind of token `t`, whose word has the bits `bits`, after an element of the kind `before` (0: after a gap). */
export function kindOf(tokens: readonly Token[], t: number, before: number, bits: number): number {
  const { pos } = tokens[t]!;
  if (pos === 'PUNCT' || pos === 'SYM') return punctuation(tokens, t);
  if ((bits & WORD.special) !== 0) {
    const kind = specialKind(tokens, t, before, bits & WORD.special);
    if (kind !== 0) return kind;
  }
  switch (pos) {
    case 'NOUN':
    case 'PROPN':
    case 'X':
      return K.NOUN;
    case 'ADP':
      // "dad-of-two"
      return before === K.HYPHEN ? K.NOUN : K.ADP;
    case 'VERB':
      // "a televised address": the base form of a verb cannot follow an article.
      return isMisread(tokens, t, bits) ? K.NOUN : K.VERB;
    case 'DET':
      return K.DET;
    case 'ADJ':
      return K.ADJ;
    case 'PRON':
      return K.PRON;
    case 'ADV': {
      // "so-called ally"
      const next = tokens[t + 1];
      return next !== undefined && next.text === '-' && next.start === tokens[t]!.end ? K.ADJ : K.ADV;
    }
    case 'AUX':
      return K.AUX;
    case 'CCONJ':
      return K.CC;
    case 'PART':
      return K.PART;
    case 'NUM':
      return before === K.TIME ? K.TIME : K.NOUN;
    case 'SCONJ':
      return K.SC;
    default:
      return K.OTHER;
  }
}

function punctuation(tokens: readonly Token[], t: number): number {
  const { text, start, end } = tokens[t]!;
  switch (text.charCodeAt(0)) {
    case 44:
      return K.COMMA;
    case 46:
    case 33:
    case 63:
    case 0x2026:
      return K.END;
    case 58:
      return K.COLON;
    case 59:
      return K.SEMI;
    case 40:
    case 91:
      return K.OPEN;
    case 41:
    case 93:
      return K.CLOSE;
    case 0x2013:
    case 0x2014:
      return K.DASH;
    case 45: {
      if (text.length > 1) return K.DASH;
      return tokens[t - 1]?.end === start || tokens[t + 1]?.start === end ? K.HYPHEN : K.DASH;
    }
    case 36:
    case 37:
    case 35:
    case 38:
      return K.NOUN;
    default:
      return K.MARK;
  }
}

/** The kind of a word whose kind is not what its tag says; 0 where the tag holds after all. */
function specialKind(tokens: readonly Token[], t: number, before: number, special: number): number {
  const { pos, capital } = tokens[t]!;
  switch (special) {
    case SPECIAL.day:
      return K.TIME;
    case SPECIAL.may:
      return capital && pos === 'PROPN' ? K.TIME : 0;
    case SPECIAL.span:
      return t > 0 && (before === K.TIME || WHICH_SPAN.has(tokens[t - 1]!.lower)) ? K.TIME : 0;
    case SPECIAL.is:
      if (pos === 'AUX') return K.AUX;
      return t > 0 && pos === 'PART' && IS_AFTER.has(tokens[t - 1]!.lower) ? K.AUX : K.POSS;
    case SPECIAL.poss:
      return K.POSS;
    case SPECIAL.noun:
      return K.NOUN;
    case SPECIAL.about:
      // "over 7,000 people"
      return pos === 'ADP' && tokens[t + 1]?.pos === 'NUM' ? K.ADJ : 0;
    case SPECIAL.said:
      return before !== K.DET ? K.VERB : 0;
    case SPECIAL.stated:
      return pos === 'ADJ' &&
        (before === K.NOUN || before === K.PRON || before === K.COMMA || before === K.ADV)
        ? K.VERB
        : 0;
    default:
      return K.AUX;
  }
}

/** A verb form other than -ed and -ing right after an article, or after an article and one adjective. */
function isMisread(tokens: readonly Token[], t: number, bits: number): boolean {
  if ((bits & WORD.edOrIng) !== 0 || t === 0) return false;
  const before = tokens[t - 1]!;
  if (isArticle(before)) return true;
  if (before.pos !== 'ADJ' && !(before.pos === 'VERB' && before.lower.endsWith('ed'))) return false;
  const { lower } = tokens[t]!;
  return t > 1 && isArticle(tokens[t - 2]!) && (!lower.endsWith('s') || lower.endsWith('ss'));
}

/** "Jolly said" at the start of a sentence or behind marked words: tagged as an adverb, a name elsewhere in the article. */
export function isLeadingName(tokens: readonly Token[], t: number): boolean {
  const { pos, text, sentence } = tokens[t]!;
  if (pos !== 'ADV' || tokens[t + 1]?.pos !== 'VERB') return false;
  const before = tokens[t - 1];
  if (before?.sentence === sentence && !CLOSING.has(before.text)) return false;
  let names = namesOf.get(tokens);
  if (!names) {
    names = new Set(
      tokens
        .filter((token, i) => token.pos === 'PROPN' || (token.capital && isMidName(tokens, i)))
        .map(({ text }) => text),
    );
    namesOf.set(tokens, names);
  }
  return names.has(text);
}

const namesOf = new WeakMap<readonly Token[], ReadonlySet<string>>();

function isArticle({ lower, lowerId }: Token): boolean {
  return (bitsOf(lowerId, lower) & WORD.article) !== 0;
}

/** A capital in mid-sentence makes a name of what is tagged as a verb: Sue, Ward, Grant. */
export function isMidName(tokens: readonly Token[], t: number): boolean {
  const { pos, sentence } = tokens[t]!;
  const before = tokens[t - 1];
  if (!before) return false;
  // "Carlo Jolly", and ", Jolly said"
  if (pos === 'ADV')
    return (
      before.sentence === sentence &&
      (before.pos === 'PROPN' || (before.text === ',' && tokens[t + 1]?.pos === 'VERB'))
    );
  if (pos !== 'VERB' && pos !== 'ADJ') return false;
  // “...,” Ward said: a name right after marked words.
  if (pos === 'VERB' && CLOSING.has(before.text) && tokens[t + 1]?.pos === 'VERB') return true;
  if (before.sentence !== sentence || before.pos === 'PUNCT') return false;
  return pos === 'VERB' || before.pos === 'PROPN';
}
