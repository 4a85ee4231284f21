/** The little language of terms (see `Entry.terms`): text of a term -> the runs of words that it stands for. */
import { POS_TAGS, type Pos } from './types.js';

/** One place of a run: a word, the beginning of a word, or any word of some parts of speech. */
export interface Atom {
  /** Lower-case word; the beginning of one when `prefix`; null for a wildcard. */
  readonly word: string | null;
  readonly prefix: boolean;
  /** Bits of `posBit`; 0 = any part of speech. */
  readonly pos: number;
  /** As written, capitals kept. */
  readonly written: string;
}

const POS_BIT = new Map<string, number>(POS_TAGS.map((tag, i) => [tag, 1 << i]));
const WILDCARDS = new Set(['NOUN', 'ADJ', 'VERB', 'ADV', 'PROPN', 'NUM', 'PRON', 'DET', 'ADP']);
/** `*`: every part of speech but punctuation and white space. */
const ANY_WORD = ~(posBit('PUNCT') | posBit('SPACE'));
/** "grenades?" is meant as in a regular expression, and would leave the word out. */
const PLURAL_AS_REGEX = /^[a-z]{3,}s\?$/;
const ADVERBS_IN_S: ReadonlySet<string> = new Set([
  'always', 'perhaps', 'sometimes', 'towards', 'afterwards', 'others', 'this', 'his', 'its', 'was', 'has', 'does',
  'less', 'as', 'such', 'thus', 'plus', 'various', 'serious', 'across', 'besides', 'previous', 'dangerous', 'religious',
]); // biome-ignore format: a table
/** So that no pattern makes matching slow. */
const MOST_ATOMS = 16;
const MOST_RUNS = 256;
const SHORTEST_PREFIX = 2;
/** What the tokenizer parts from the word before it. */
const CLITIC = /^(.+)(n't|'s|'re|'ve|'ll|'d|'m|(?<=s)')$/u;
const PLAIN = /^[a-z]+(?: [a-z]+){0,15}$/;
const WORD = /^[\p{L}\p{N}$%#@&£€][\p{L}\p{N}\p{M}'.&/+]*$/u;
const CLITIC_ALONE = /^(?:n't|'(?:s|re|ve|ll|d|m|em|n)?)$/u;
const MARK = /^[,;:.!?()"'…–—-]$/u;

export function posBit(pos: Pos): number {
  return POS_BIT.get(pos)!;
}

/** A term is wrong; the message says what to write instead. */
export class TermError extends Error {}

/**
 * The runs of atoms that a term stands for: alternatives and optional items written out.
 * Throws a TermError that says what to write instead.
 */
export function readTerm(term: string): Atom[][] {
  // Most terms are plain words: no choices and nothing to refuse.
  if (PLAIN.test(term)) return [term.split(' ').map(plainAtom)];
  const items = term.trim().split(/\s+/u);
  if (!term.trim()) throw new TermError('an empty term; write a word or remove it');
  let runs: Atom[][] = [[]];
  for (const item of items) {
    const choices = readItem(item);
    runs = runs.flatMap((run) => choices.map((choice) => [...run, ...choice]));
    if (runs.length > MOST_RUNS) {
      throw new TermError(
        `"${term}" stands for more than ${MOST_RUNS} runs of words; split it into several terms`,
      );
    }
  }
  if (runs.some((run) => run.every((atom) => atom.word === null))) {
    throw new TermError(
      `"${term}" may match without any word of its own; let one item be a word that must stand`,
    );
  }
  if (runs.some((run) => run.length > MOST_ATOMS)) {
    throw new TermError(`"${term}" is longer than ${MOST_ATOMS} words; shorten it`);
  }
  return runs;
}

function plainAtom(word: string): Atom {
  return { word, prefix: false, pos: 0, written: word };
}

/** The choices of one item, each a run (a hyphened word is three atoms); a missing optional item is an empty run. */
function readItem(item: string): Atom[][] {
  if (MARK.test(item)) return [[{ word: item, prefix: false, pos: 0, written: item }]];
  if (PLURAL_AS_REGEX.test(item) && !ADVERBS_IN_S.has(item.slice(0, -1))) {
    const word = item.slice(0, -2);
    throw new TermError(`"${item}" makes the whole word optional; write "${word}" (its plural matches, too)`);
  }
  const optional = item.endsWith('?');
  const parts = (optional ? item.slice(0, -1) : item).split('|');
  if (parts.some((part) => !part)) throw new TermError(`"${item}" has an empty alternative; write a|b`);
  const tagged = parts.map(
    (part) => part.includes('/') && POS_BIT.has(part.slice(part.lastIndexOf('/') + 1)),
  );
  if (parts.length > 1 && tagged.at(-1) && !tagged.slice(0, -1).some(Boolean)) {
    const tag = parts.at(-1)!.slice(parts.at(-1)!.lastIndexOf('/'));
    const clear = parts.map((part, i) => (tagged[i] || WILDCARDS.has(part) ? part : part + tag)).join('|');
    throw new TermError(`"${item}" can be read in two ways; write ${clear}`);
  }
  const choices = parts.map(readWord);
  return optional ? [[], ...choices] : choices;
}

function readWord(part: string): Atom[] {
  const slash = part.lastIndexOf('/');
  const tag = slash > 0 ? part.slice(slash + 1) : '';
  if (/^[A-Z]{2,}$/u.test(tag) && !POS_BIT.has(tag)) {
    throw new TermError(`"${tag}" is no part of speech; write one of ${POS_TAGS.join(' ')}`);
  }
  const pos = POS_BIT.get(tag) ?? 0;
  const word = pos ? part.slice(0, slash) : part;
  const atoms = splitWord(word).map(readAtom);
  // The tag of a hyphened word is that of its last part.
  return pos ? atoms.with(-1, { ...atoms.at(-1)!, pos }) : atoms;
}

function readAtom(piece: string): Atom {
  if (piece === '*') return { word: null, prefix: false, pos: ANY_WORD, written: piece };
  if (WILDCARDS.has(piece)) return { word: null, prefix: false, pos: posBit(piece as Pos), written: piece };
  const prefix = piece.endsWith('*');
  const word = prefix ? piece.slice(0, -1) : piece;
  if (prefix && word.length < SHORTEST_PREFIX) {
    throw new TermError(
      `"${piece}" begins too many words; write at least ${SHORTEST_PREFIX} letters before *`,
    );
  }
  if (!WORD.test(word) && !CLITIC_ALONE.test(word) && word !== '-') {
    throw new TermError(
      `"${piece}" is no word; put blanks around punctuation and leave out brackets and quote marks`,
    );
  }
  return { word: word.toLowerCase(), prefix, pos: 0, written: word };
}

/**
 * A word as the tokenizer would part it: at hyphens (which stay as pieces) and before 's, n't and the like.
 * Used for terms and for tokens that the tokenizer left whole ("neo-Nazi" beside "so", "-", "called").
 */
export function splitWord(word: string): string[] {
  const plain = word.replace(/[\u2018\u2019\u02bc]/gu, "'").replace(/[\u2010\u2011]/gu, '-');
  if (plain === '-') return [plain];
  return plain
    .split(/(?<=-)|(?=-)/u)
    .filter(Boolean)
    .flatMap((piece) => {
      const clitic = CLITIC.exec(piece.toLowerCase());
      if (!clitic) return [piece];
      const at = clitic[1]!.length;
      return [piece.slice(0, at), piece.slice(at)];
    });
}
