/** Lemmas as readers write them: `democrat` is "Democrats" in these texts, `york` is "New York". */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';

/** A name takes its neighbour with it ("New York") where the two stand together in this share of its uses, and this often. */
const TOGETHER_FROM = 0.6;
const FEWEST_TOGETHER = 2;
const WORDS = /[\p{L}\p{N}]+(?:['\u2019.\u2010\u2011-][\p{L}\p{N}]+)*/gu;
const CAPITAL = /^\p{Lu}/u;
const CAPITALS = /^[\p{Lu}\p{N}]{2,}$/u;
const TITLE = WORD.honorific | WORD.title | WORD.role;
/** What English adds to a word, or puts in place of its last letter. */
const ENDINGS: ReadonlySet<string> = new Set(['', 's', 'es', 'd', 'ed', 'ing', "'s"]);
const ENDINGS_OF_Y: ReadonlySet<string> = new Set(['ies', 'ied']);
const ENDINGS_OF_E: ReadonlySet<string> = new Set(['ing']);

interface Uses {
  /** Form -> uses. */
  readonly forms: Map<string, number>;
  /** Forms that begin a sentence, where the capital says nothing. */
  readonly first: Map<string, number>;
  readonly before: Map<string, number>;
  readonly after: Map<string, number>;
  all: number;
}

/**
 * How each lemma stands in the texts: its most frequent form, joined with the word that nearly always stands beside it
 * when both are names. A lemma that is not found (an irregular form) stands for itself. The order of the texts is
 * without effect.
 */
export function asWritten(texts: readonly string[], lemmas: readonly string[]): Map<string, string> {
  const uses = new Map(lemmas.map((lemma) => [lemma, noUses()]));
  const byBeginning = new Map<string, string[]>();
  for (const lemma of uses.keys()) {
    const key = lemma.slice(0, 2);
    byBeginning.set(key, [...(byBeginning.get(key) ?? []), lemma]);
  }
  for (const text of texts) count(text, byBeginning, uses);
  return new Map([...uses].map(([lemma, of]) => [lemma, written(lemma, of)]));
}

const noUses = (): Uses => ({
  forms: new Map(),
  first: new Map(),
  before: new Map(),
  after: new Map(),
  all: 0,
});

function count(text: string, byBeginning: ReadonlyMap<string, string[]>, uses: Map<string, Uses>): void {
  const words = [...text.matchAll(WORDS)];
  for (const [i, match] of words.entries()) {
    const lemma = lemmaOf(match[0], byBeginning);
    if (lemma === null) continue;
    const of = uses.get(lemma)!;
    const word = bare(match[0]);
    const before = neighbour(text, words[i - 1], match);
    const after = neighbour(text, match, words[i + 1]);
    of.all++;
    add(before === null && beginsSentence(text, match.index) ? of.first : of.forms, word);
    if (!CAPITAL.test(word)) continue;
    if (before !== null && CAPITAL.test(before[0])) add(of.before, before[0]);
    if (after !== null && CAPITAL.test(after[1])) add(of.after, bare(after[1]));
  }
}

/** The two words where nothing but a space is between them. */
function neighbour(
  text: string,
  left: RegExpExecArray | undefined,
  right: RegExpExecArray | undefined,
): [string, string] | null {
  if (!left || !right) return null;
  return text.slice(left.index + left[0].length, right.index) === ' ' ? [left[0], right[0]] : null;
}

function beginsSentence(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 3), at).trimEnd();
  return before === '' || /[.!?:"\u201c\u2018\u2014-]$/u.test(before);
}

/** Without the possessive. */
const bare = (word: string): string => word.replace(/['\u2019]s$/u, '');

function lemmaOf(word: string, byBeginning: ReadonlyMap<string, string[]>): string | null {
  const lower = bare(word).toLowerCase().replaceAll('\u2019', "'");
  const known = byBeginning.get(lower.slice(0, 2))?.find((lemma) => isFormOf(lower, lemma));
  if (known !== undefined || !/[\u2010\u2011-]/u.test(lower)) return known ?? null;
  // The tokenizer cuts "hunger-strike" into two lemmas; a reader does not.
  for (const part of lower.split(/[\u2010\u2011-]/u)) {
    const lemma = byBeginning.get(part.slice(0, 2))?.find((lemma) => part === lemma);
    if (lemma !== undefined) return lemma;
  }
  return null;
}

function isFormOf(word: string, lemma: string): boolean {
  if (word.startsWith(lemma)) {
    const rest = word.slice(lemma.length);
    return (
      ENDINGS.has(rest) || (rest[0] === lemma.at(-1) && (rest.slice(1) === 'ed' || rest.slice(1) === 'ing'))
    );
  }
  const stem = lemma.slice(0, -1);
  if (!word.startsWith(stem)) return false;
  const last = lemma.at(-1);
  return last === 'y' ? ENDINGS_OF_Y.has(word.slice(stem.length)) : last === 'e' && ENDINGS_OF_E.has(word.slice(stem.length)); // biome-ignore format: one choice
}

function written(lemma: string, { forms, first, before, after, all }: Uses): string {
  const form = mostOf(forms) ?? mostOf(first);
  if (form === null) return lemma;
  if (!CAPITAL.test(form)) return form;
  // A name at the beginning of a sentence is one of the same name.
  const least = Math.max(FEWEST_TOGETHER, TOGETHER_FROM * all);
  const [left, right] = [joined(before, least), joined(after, least)];
  return [left, form, right].filter((word) => word !== null).join(' ');
}

function joined(neighbours: ReadonlyMap<string, number>, least: number): string | null {
  const word = mostOf(neighbours);
  if (word === null || neighbours.get(word)! < least) return null;
  const bits = gazetteer().words.get(word.toLowerCase()) ?? 0;
  return bits & TITLE ? null : word;
}

/** The most frequent; of equals one that is not in capitals throughout, then by code points. */
function mostOf(counts: ReadonlyMap<string, number>): string | null {
  let best: string | null = null;
  for (const [word, n] of counts) {
    const apart: number = best === null ? 1 : n - counts.get(best)!;
    if (apart > 0 || (apart === 0 && isBefore(word, best!))) best = word;
  }
  return best;
}

function isBefore(a: string, b: string): boolean {
  const loud = Number(CAPITALS.test(a)) - Number(CAPITALS.test(b));
  return loud < 0 || (loud === 0 && a < b);
}

function add(counts: Map<string, number>, word: string): void {
  counts.set(word, (counts.get(word) ?? 0) + 1);
}
