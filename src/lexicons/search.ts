/** The search: where the runs of a trie stand in a text, before overlaps are resolved. */
import { nameFinder } from './names.js';
import { tolerates } from './speech.js';
import { BEGINS, ENDS, PASSED, regularForms, type Stream, streamReader, UNKNOWN } from './stream.js';
import { posBit } from './terms.js';
import type { Edge, End, Node, Trie } from './trie.js';
import type { LexToken } from './types.js';

/** What was found, in parallel lists: the tokens [first, last) and what ends there. */
export interface Found {
  readonly first: number[];
  readonly last: number[];
  readonly end: End[];
}

/** Words whose beginnings were looked up are remembered, up to this many. */
const MOST_REMEMBERED = 50_000;
/** Longer than any run of atoms. */
const DEEPEST = 32;

export type Search = (tokens: readonly LexToken[], lenient?: (token: number) => boolean) => Found;

/** Makes a search through a trie. Its working memory is used again for the next text; nothing of a text is kept. */
export function createSearch(trie: Trie): Search {
  const { root, numbers, prefixes } = trie;
  const starts: (readonly Edge[] | undefined)[] = [];
  for (const [number, edges] of root.words ?? []) starts[number] = edges;
  const always = root.wild !== null || prefixes.size > 0;
  const names = nameFinder();
  const read = streamReader(numbers, inflections(numbers), names.areCapitalsIdle);
  const beginnings = prefixFinder(trie);
  const path = new Int32Array(DEEPEST);
  let tokens: readonly LexToken[] = [];
  let lenient: ((token: number) => boolean) | undefined;
  let stream: Stream;
  let sentence = 0;
  let found: Found;

  /** Goes on behind `node`, whose last word is the one before `at`. */
  const walk = (node: Node, at: number, depth: number): void => {
    if (node.ends !== null) finish(node.ends, at - 1, depth);
    if (at >= stream.length || (node.words === null && node.wild === null)) return;
    advance(node, at, depth);
    if (stream.flags[at]! & PASSED && at + 1 < stream.length) advance(node, at + 1, depth);
  };

  const advance = (node: Node, at: number, depth: number): void => {
    const i = stream.token[at]!;
    const token = tokens[i]!;
    if (token.sentence !== sentence) return;
    path[depth] = i;
    const { words, wild } = node;
    if (words !== null) {
      const form = stream.form[at]!;
      const lemma = stream.lemma[at]!;
      if (form !== UNKNOWN) follow(words.get(form), at, depth, true);
      if (lemma !== UNKNOWN && lemma !== form) follow(words.get(lemma), at, depth, false);
      if (prefixes.size > 0) {
        for (const number of beginnings(token.lower)) follow(words.get(number), at, depth, true);
      }
    }
    if (wild !== null && !(stream.flags[at]! & PASSED)) {
      for (const edge of wild) if (edge.pos & posBit(token.pos)) walk(edge.next, at + 1, depth + 1);
    }
  };

  const follow = (edges: readonly Edge[] | undefined, at: number, depth: number, isForm: boolean): void => {
    if (edges === undefined) return;
    for (const edge of edges) {
      if (edge.formOnly && !isForm) continue;
      const i = stream.token[at]!;
      if (edge.pos !== 0 && !isOfPos(edge.pos, i)) continue;
      if (edge.exact !== null && !standsAs(edge.exact, tokens[i]!)) continue;
      walk(edge.next, at + 1, depth + 1);
    }
  };

  const isOfPos = (pos: number, i: number): boolean =>
    (pos & posBit(tokens[i]!.pos)) !== 0 ||
    tolerates(pos, tokens, i, lenient?.(i) ?? false, names.areCapitalsIdle);

  const finish = (ends: readonly End[], at: number, depth: number): void => {
    if (!(stream.flags[at]! & ENDS)) return;
    for (const end of ends) {
      if (!end.except && end.plain !== 0 && touchesName(end.plain, depth)) continue;
      found.first.push(path[0]!);
      found.last.push(stream.token[at]! + 1);
      found.end.push(end);
    }
  };

  /** One of the words of a run that are written without capitals stands inside a proper name. */
  const touchesName = (plain: number, depth: number): boolean => {
    for (let d = 0; d < depth; d++) {
      const i = path[d]!;
      if (plain & (1 << d) && tokens[i]!.capital && names.isInName(tokens, i)) return true;
    }
    return false;
  };

  const searchFrom = (at: number): void => {
    const form = stream.form[at]!;
    const lemma = stream.lemma[at]!;
    const byForm = form === UNKNOWN ? undefined : starts[form];
    const byLemma = lemma === UNKNOWN || lemma === form ? undefined : starts[lemma];
    if (byForm === undefined && byLemma === undefined && !always) return;
    if (!(stream.flags[at]! & BEGINS)) return;
    const i = stream.token[at]!;
    sentence = tokens[i]!.sentence;
    if (always) {
      advance(root, at, 0);
      return;
    }
    path[0] = i;
    follow(byForm, at, 0, true);
    follow(byLemma, at, 0, false);
  };

  return (given, isLenient) => {
    tokens = given;
    lenient = isLenient;
    found = { first: [], last: [], end: [] };
    names.reset();
    stream = read(tokens);
    for (let at = 0; at < stream.length; at++) searchFrom(at);
    tokens = [];
    lenient = undefined;
    return found;
  };
}

/** The regular inflections of all words that are no words of terms themselves. */
function inflections(numbers: ReadonlyMap<string, number>): Map<string, number> {
  const inflected = new Map<string, number>();
  for (const [word, number] of numbers) {
    for (const form of regularForms(word)) {
      if (!numbers.has(form) && !inflected.has(form)) inflected.set(form, number);
    }
  }
  return inflected;
}

/** The numbers of the prefixes that a word begins with. */
function prefixFinder({ prefixes, prefixLengths }: Trie): (word: string) => readonly number[] {
  const remembered = new Map<string, readonly number[]>();
  return (word) => {
    const known = remembered.get(word);
    if (known) return known;
    const numbers = prefixLengths
      .filter((length) => length <= word.length)
      .map((length) => prefixes.get(word.slice(0, length)))
      .filter((number) => number !== undefined);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(word, numbers);
    return numbers;
  };
}

/** Capitals as in the term, as far as the form is the term's: "Nazis" stands as "Nazi" does, "ices" not as "ICE". */
function standsAs(written: string, { text, lower, capital }: LexToken): boolean {
  if (text === undefined) return capital === (written[0] !== written[0]!.toLowerCase());
  const length = Math.min(text.length, written.length);
  for (let k = 0; k < length && lower[k] === written[k]!.toLowerCase(); k++) {
    if (text[k] !== written[k]) return false;
  }
  return true;
}
