/** Which tokens stand inside a proper name of several capitalised words, such as "People's Liberation Army". */
import type { LexToken, Pos } from './types.js';

/** Small words that join the capitalised ones of a name: "War and Peace", "Butcher of Bucha". */
const JOINERS: ReadonlySet<string> = new Set(['and', 'of', 'the', 'for', "'s", '&', '-', 'de', 'al', 'la']);
const TITLE_JOINERS: ReadonlySet<string> = new Set(['and', 'of', '&']);
/** Words that make a name of the capitalised word before them, where that begins a sentence. */
const INSTITUTIONS: ReadonlySet<string> = new Set([
  'act', 'agency', 'alliance', 'army', 'association', 'brigade', 'bureau', 'caucus', 'church', 'club', 'college',
  'command', 'commission', 'committee', 'council', 'court', 'day', 'department', 'force', 'forces', 'foundation',
  'front', 'fund', 'group', 'guard', 'house', 'institute', 'league', 'memorial', 'ministry', 'movement', 'museum',
  'news', 'office', 'organisation', 'organization', 'party', 'post', 'press', 'prize', 'radio', 'society', 'square',
  'street', 'times', 'tribunal', 'tv', 'union', 'university',
]); // biome-ignore format: a table
const CONTENT: ReadonlySet<Pos> = new Set<Pos>(['NOUN', 'VERB', 'ADJ', 'ADV']);
/** Capitals are idle in a title-case or all-caps line: this many of them for each lower-case content word. */
const IDLE_RATIO = 8;
const IDLE_LEAST = 2;
/** After these a capital says as little as at the beginning of a sentence. */
const OPENERS: ReadonlySet<string> = new Set([
  ':',
  '"',
  '\u201c',
  '\u2018',
  "'",
  '\u2013',
  '\u2014',
  '(',
  '\u2022',
  '*',
  '\u2026',
  '|',
]);

export interface NameFinder {
  /** Forgets the text before. */
  reset(): void;
  /** The token stands in a proper name of at least two capitalised words. */
  isInName(tokens: readonly LexToken[], token: number): boolean;
  /** The sentence is in title case or all caps: its capitals say nothing. */
  areCapitalsIdle(tokens: readonly LexToken[], token: number): boolean;
}

/** What is known of the capitals of a sentence. */
const TELLING = 1;
const IDLE = 2;
const NAMES_READ = 4;

/** Reads each sentence once, and only when it is asked about. */
export function nameFinder(): NameFinder {
  let known = new Uint8Array(64);
  /** By token: whether it stands in a name; only where the names of its sentence were read. */
  let inName = new Uint8Array(1024);
  const areCapitalsIdle = (tokens: readonly LexToken[], token: number): boolean => {
    const { sentence } = tokens[token]!;
    if (sentence >= known.length) {
      const grown = new Uint8Array(sentence * 2);
      grown.set(known);
      known = grown;
    }
    if (known[sentence] === 0) {
      const [first, last] = sentenceAround(tokens, token);
      known[sentence] = capitalsAreIdle(tokens, first, last) ? IDLE : TELLING;
    }
    return known[sentence] === IDLE;
  };
  return {
    reset() {
      known.fill(0);
    },
    areCapitalsIdle,
    isInName(tokens, token) {
      if (areCapitalsIdle(tokens, token)) return false;
      const { sentence } = tokens[token]!;
      if (!(known[sentence]! & NAMES_READ)) {
        if (inName.length < tokens.length) {
          const grown = new Uint8Array(tokens.length * 2);
          grown.set(inName);
          inName = grown;
        }
        const [first, last] = sentenceAround(tokens, token);
        markNames(tokens, first, last, inName);
        known[sentence]! |= NAMES_READ;
      }
      return inName[token] === 1;
    },
  };
}

function sentenceAround(tokens: readonly LexToken[], token: number): [first: number, last: number] {
  const { sentence } = tokens[token]!;
  let first = token;
  while (first > 0 && tokens[first - 1]!.sentence === sentence) first--;
  let last = token + 1;
  while (last < tokens.length && tokens[last]!.sentence === sentence) last++;
  return [first, last];
}

function capitalsAreIdle(tokens: readonly LexToken[], first: number, last: number): boolean {
  let capitals = 0;
  let lower = 0;
  for (let i = first + 1; i < last; i++) {
    const { capital, pos, lower: word } = tokens[i]!;
    if (capital) {
      if (word !== 'i') capitals++;
    } else if (word.length > 2 && CONTENT.has(pos)) {
      lower++;
      // Not even if all that follow had capitals.
      if (lower * IDLE_RATIO > last - first) return false;
    }
  }
  return capitals >= IDLE_LEAST && lower * IDLE_RATIO <= capitals;
}

/** Writes which of the tokens [first, last) of a sentence stand in a name. */
function markNames(tokens: readonly LexToken[], first: number, last: number, inName: Uint8Array): void {
  inName.fill(0, first, last);
  let i = first;
  while (i < last) {
    if (!isNameWord(tokens, i, first)) {
      i++;
      continue;
    }
    // A run: capitalised words, with joiners between them.
    let words = 1;
    let end = i + 1;
    for (let j = end; j < last; j++) {
      if (isNameWord(tokens, j, first)) {
        words++;
        end = j + 1;
      } else if (!JOINERS.has(tokens[j]!.lower) || j - end > 1) break;
    }
    if (words > 1) inName.fill(1, i, end);
    i = end;
  }
}

/**
 * A capital that tells a name: not "I", and where any word has a capital only in "Liberation Army" or "War and Peace",
 * not in "Brutal Russian shelling". It must not depend on whose name follows.
 */
function isNameWord(tokens: readonly LexToken[], i: number, first: number): boolean {
  const token = tokens[i]!;
  if (!token.capital || token.lower === 'i') return false;
  if (i > first && !opensCapital(tokens, i)) return true;
  const next = tokens[i + 1];
  if (next?.sentence !== token.sentence) return false;
  if (next.capital) return INSTITUTIONS.has(next.lower);
  return TITLE_JOINERS.has(next.lower) && tokens[i + 2]?.capital === true;
}

/** The token begins a sentence or a quotation, where any word has a capital. */
export function opensCapital(tokens: readonly LexToken[], i: number): boolean {
  const before = tokens[i - 1];
  return before?.sentence !== tokens[i]!.sentence || OPENERS.has(before.lower);
}
