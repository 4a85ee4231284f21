/**
 * Matching: a run of tokens -> the matches of all entries, in time linear in the tokens.
 *
 * The rules, in the order in which they are applied:
 * 1. A term matches within one sentence; a blank in it also matches a hyphen that joins two words, and an opening
 *    quote mark may stand there (so-called “elections”).
 * 2. A lower-case term does not match inside a proper name of several capitalised words (`names.ts`).
 * 3. Nothing is recorded where a pattern of the entry's `except` touches the match, where the word is mentioned
 *    and not used ("the word 'regime'"), or behind "anti-", "counter-" and "non-" (`context.ts`).
 * 4. Among what is left the longest match wins, the leftmost of equally long ones: within a family for wording,
 *    attribution and commitment, within a category for framing, among all names for things, and within a
 *    lexicon for every lexicon that a user adds. The next best entry gets what an `except` took from another.
 * 5. A match that a negation denies is kept and says so.
 */
import { isMentioned, isNegated, isOpposed } from './context.js';
import { nameFinder } from './names.js';
import { tolerates } from './speech.js';
import { posBit, readTerm, splitWord } from './terms.js';
import { type Edge, type End, type Node, trieBuilder } from './trie.js';
import type { Entry, Lexicon, LexToken, Match } from './types.js';

export interface MatchOptions {
  /** Tokens of headlines, where parts of speech are often mistaken: a verb may then be tagged as a noun. */
  readonly lenient?: (token: number) => boolean;
}

export type Matcher = (tokens: readonly LexToken[], options?: MatchOptions) => Match[];

/** An entry as matching needs it. */
interface Target {
  readonly lexicon: Lexicon;
  readonly entry: Entry;
  /** Only one match stands on the same words within a lane. */
  readonly lane: number;
  /** Equally long matches of other categories on the same words are kept, too. */
  readonly shared: boolean;
}

/** The number of a word that stands in no term. */
const UNKNOWN = -1;
const NO_NUMBERS: readonly number[] = [];
/** Words whose beginnings were looked up are remembered up to this many. */
const MOST_REMEMBERED = 50_000;

/** What matching remembers of one piece of a token: most tokens are one piece, "neo-Nazi" is three. */
interface Stream {
  /** Numbers of form and lemma in the trie, -1 = in no term. */
  form: Int32Array;
  lemma: Int32Array;
  pos: Int32Array;
  token: Int32Array;
  flags: Uint8Array;
  length: number;
}

const BEGINS = 1;
const ENDS = 2;
/** A hyphen between two words without blanks, or an opening quote mark: a blank of a term passes over it. */
const JOINS = 4;
const OPENING: ReadonlySet<string> = new Set(['"', "'", '\u2018', '\u201c', '\u00ab']);

/**
 * Compiles lexicons into a matcher. `curated` are ours, `added` a user's; earlier entries win ties.
 */
export function createMatcher(curated: readonly Lexicon[], added: readonly Lexicon[] = []): Matcher {
  const targets: Target[] = [];
  const { trie, add } = trieBuilder();
  const lanes = new Map<string, number>();
  const inflected = new Map<string, number>();
  const enter = (lexicon: Lexicon, own: boolean) => {
    for (const entry of lexicon.entries) {
      const name = laneOf(lexicon, entry, own);
      if (!lanes.has(name)) lanes.set(name, lanes.size);
      const shared = !own || lexicon.id === 'naming';
      targets.push({ lexicon, entry, lane: lanes.get(name)!, shared });
      addEntry(entry, targets.length - 1, add);
    }
  };
  for (const lexicon of added.filter(({ family }) => family === 'attribution')) enter(lexicon, false);
  for (const lexicon of curated) enter(lexicon, true);
  for (const lexicon of added.filter(({ family }) => family !== 'attribution')) enter(lexicon, false);
  for (const [word, number] of trie.numbers) {
    for (const form of regularForms(word)) {
      if (!trie.numbers.has(form) && !inflected.has(form)) inflected.set(form, number);
    }
  }

  const { root, numbers, prefixes, prefixLengths } = trie;
  const begun = new Map<string, readonly number[]>();
  const stream: Stream = newStream(1024);
  const names = nameFinder();
  const path = new Int32Array(64);
  // Matches found, before overlaps are resolved: three numbers each.
  let firsts: number[] = [];
  let lasts: number[] = [];
  let ends: End[] = [];
  let tokens: readonly LexToken[] = [];
  let lenient: MatchOptions['lenient'];
  let sentence = 0;

  const beginnings = (word: string): readonly number[] => {
    const known = begun.get(word);
    if (known) return known;
    const found = prefixLengths
      .filter((length) => length <= word.length)
      .map((length) => prefixes.get(word.slice(0, length)))
      .filter((number) => number !== undefined);
    if (begun.size >= MOST_REMEMBERED) begun.clear();
    begun.set(word, found.length > 0 ? found : NO_NUMBERS);
    return found;
  };

  const read = () => {
    stream.length = 0;
    reserve(stream, tokens.length * 2 + 64);
    const { form, lemma, pos, token, flags } = stream;
    let n = 0;
    for (let i = 0; i < tokens.length; i++) {
      const t = tokens[i]!;
      const number = numbers.get(t.lower) ?? UNKNOWN;
      const base = t.lemma === t.lower ? number : (numbers.get(t.lemma) ?? UNKNOWN);
      // A word that the tokenizer left whole counts as its pieces.
      if (number === UNKNOWN && base === UNKNOWN && t.lower.length > 2 && isCompound(t.lower)) {
        const pieces = splitWord(t.lower);
        if (pieces.length > 1) {
          n = readPieces(pieces, i, n);
          continue;
        }
      }
      form[n] = number;
      lemma[n] = base;
      // Names are not lemmatised, and in title case every word is taken for one.
      if (t.pos === 'PROPN' && base === number) {
        const word = inflected.get(t.lower);
        if (word !== undefined && names.areCapitalsIdle(tokens, i)) lemma[n] = word;
      }
      pos[n] = posBit(t.pos);
      token[n] = i;
      flags[n] = BEGINS | ENDS | (t.lower.length === 1 && isPassed(tokens, i) ? JOINS : 0);
      n++;
    }
    stream.length = n;
  };

  const readPieces = (pieces: readonly string[], i: number, from: number): number => {
    reserve(stream, from + pieces.length + (tokens.length - i) * 2 + 64);
    const { form, lemma, pos, token, flags } = stream;
    const lemmas = splitWord(tokens[i]!.lemma);
    let n = from;
    for (let k = 0; k < pieces.length; k++) {
      const piece = pieces[k]!;
      form[n] = numbers.get(piece) ?? UNKNOWN;
      const base = lemmas.length === pieces.length ? numbers.get(lemmas[k]!) : undefined;
      lemma[n] = inflected.get(piece) ?? base ?? form[n]!;
      pos[n] = piece === '-' ? posBit('PUNCT') : posBit(tokens[i]!.pos);
      token[n] = i;
      flags[n] = (k === 0 ? BEGINS : 0) | (k === pieces.length - 1 ? ENDS : 0) | (piece === '-' ? JOINS : 0);
      n++;
    }
    return n;
  };

  const walk = (node: Node, at: number, depth: number) => {
    if (node.ends !== null && depth > 0) finish(node.ends, at - 1, depth);
    if (at >= stream.length) return;
    if (node.words === null && node.wild === null) return;
    advance(node, at, depth);
    if (depth > 0 && stream.flags[at]! & JOINS && at + 1 < stream.length) advance(node, at + 1, depth);
  };

  const advance = (node: Node, at: number, depth: number) => {
    const i = stream.token[at]!;
    const token = tokens[i]!;
    if (token.sentence !== sentence) return;
    path[depth] = i;
    if (node.words !== null) {
      const form = stream.form[at]!;
      const lemma = stream.lemma[at]!;
      if (form >= 0) follow(node.words.get(form), at, depth, true);
      if (lemma >= 0 && lemma !== form) follow(node.words.get(lemma), at, depth, false);
      if (prefixes.size > 0) {
        for (const number of beginnings(token.lower)) follow(node.words.get(number), at, depth, true);
      }
    }
    if (node.wild !== null) {
      for (const edge of node.wild) {
        if (edge.pos & stream.pos[at]! && token.lower !== '-') walk(edge.next, at + 1, depth + 1);
      }
    }
  };

  const follow = (edges: readonly Edge[] | undefined, at: number, depth: number, isForm: boolean) => {
    if (edges === undefined) return;
    for (const edge of edges) {
      if (!isForm && edge.formOnly) continue;
      const i = stream.token[at]!;
      if (edge.pos !== 0 && !(edge.pos & stream.pos[at]!)) {
        if (!tolerates(edge.pos, tokens, i, lenient?.(i) ?? false, names.areCapitalsIdle(tokens, i)))
          continue;
      }
      if (edge.exact !== null && !standsAs(edge.exact, tokens[i]!)) continue;
      walk(edge.next, at + 1, depth + 1);
    }
  };

  const finish = (found: readonly End[], at: number, depth: number) => {
    if (!(stream.flags[at]! & ENDS)) return;
    const first = path[0]!;
    const last = stream.token[at]! + 1;
    for (const end of found) {
      if (!end.except && end.plain !== 0 && isInName(end.plain, depth)) continue;
      firsts.push(first);
      lasts.push(last);
      ends.push(end);
    }
  };

  const isInName = (plain: number, depth: number): boolean => {
    for (let d = 0; d < depth; d++) {
      const i = path[d]!;
      if (plain & (1 << d) && tokens[i]!.capital && names.isInName(tokens, i)) return true;
    }
    return false;
  };

  const search = () => {
    const { form, lemma, flags } = stream;
    const wild = root.wild !== null;
    for (let at = 0; at < stream.length; at++) {
      if (!(flags[at]! & BEGINS)) continue;
      if (form[at]! < 0 && lemma[at]! < 0 && !wild && prefixes.size === 0) continue;
      sentence = tokens[stream.token[at]!]!.sentence;
      advance(root, at, 0);
    }
  };

  return (given, options) => {
    tokens = given;
    lenient = options?.lenient;
    firsts = [];
    lasts = [];
    ends = [];
    names.reset();
    read();
    search();
    const found = resolve(targets, tokens, firsts, lasts, ends);
    // Nothing of the text is kept.
    tokens = [];
    lenient = undefined;
    return found;
  };
}

/** What of an entry goes into the trie. */
function addEntry(entry: Entry, index: number, add: ReturnType<typeof trieBuilder>['add']): void {
  const manner = { formOnly: entry.lemma === false, exact: entry.case === 'exact' };
  const pos = (entry.pos ?? []).reduce((bits, tag) => bits | posBit(tag), 0);
  const anywhere = entry.case !== undefined;
  for (const term of entry.terms) {
    for (const run of readTerm(term)) {
      const atoms = run.length === 1 && run[0]!.pos === 0 ? [{ ...run[0]!, pos }] : run;
      let plain = 0;
      atoms.forEach((atom, i) => {
        if (!anywhere && atom.word !== null && atom.written === atom.word) plain |= 1 << i;
      });
      add(atoms, manner, { entry: index, except: false, plain });
    }
  }
  for (const term of entry.except ?? []) {
    for (const run of readTerm(term))
      add(run, { ...manner, exact: false }, { entry: index, except: true, plain: 0 });
  }
}

/** Which matches compete for the same words. */
function laneOf(lexicon: Lexicon, entry: Entry, own: boolean): string {
  if (lexicon.family === 'attribution') return 'attribution';
  if (!own) return `added ${lexicon.id}`;
  if (lexicon.id === 'naming') return 'naming';
  return lexicon.family === 'framing' ? `framing ${entry.category}` : lexicon.family;
}

/** The matches that are recorded: without literal senses and mentions, the longest in each lane. */
function resolve(
  targets: readonly Target[],
  tokens: readonly LexToken[],
  firsts: readonly number[],
  lasts: readonly number[],
  ends: readonly End[],
): Match[] {
  if (ends.length === 0) return [];
  const literal = literalSenses(firsts, lasts, ends);
  const order: number[] = [];
  for (let c = 0; c < ends.length; c++) {
    const end = ends[c]!;
    if (end.except || literal?.(end.entry, firsts[c]!, lasts[c]!)) continue;
    if (isOpposed(tokens, firsts[c]!) || isMentioned(tokens, firsts[c]!)) continue;
    order.push(c);
  }
  order.sort((a, b) => {
    const [x, y] = [targets[ends[a]!.entry]!, targets[ends[b]!.entry]!];
    return (
      x.lane - y.lane ||
      lasts[b]! - firsts[b]! - (lasts[a]! - firsts[a]!) ||
      firsts[a]! - firsts[b]! ||
      y.entry.weight - x.entry.weight ||
      ends[a]!.entry - ends[b]!.entry
    );
  });
  const matches: Match[] = [];
  const taken = new Map<number, Match[]>();
  let lane = -1;
  for (const c of order) {
    const target = targets[ends[c]!.entry]!;
    if (target.lane !== lane) taken.clear();
    lane = target.lane;
    const [first, last] = [firsts[c]!, lasts[c]!];
    if (!isFree(taken, target, first, last)) continue;
    const match: Match = {
      lexicon: target.lexicon.id,
      entry: target.entry.id,
      family: target.lexicon.family,
      category: target.entry.category,
      weight: target.entry.weight,
      first,
      last,
      negated: isNegated(tokens, first),
    };
    matches.push(match);
    for (let t = first; t < last; t++) {
      const here = taken.get(t);
      if (here) here.push(match);
      else taken.set(t, [match]);
    }
  }
  return matches.sort(
    (a, b) =>
      a.first - b.first || b.last - a.last || compare(a.lexicon, b.lexicon) || compare(a.entry, b.entry),
  );
}

/** No better match of the lane stands on these words; on the very same ones another category may, where shared. */
function isFree(
  taken: ReadonlyMap<number, readonly Match[]>,
  target: Target,
  first: number,
  last: number,
): boolean {
  for (let t = first; t < last; t++) {
    for (const match of taken.get(t) ?? []) {
      const same = match.first === first && match.last === last && match.entry !== target.entry.id;
      const other = target.lexicon.id === 'naming' || match.category !== target.entry.category;
      if (!(target.shared && same && other)) return false;
    }
  }
  return true;
}

/** Whether an `except` of an entry touches a match of it; null when no `except` was met. */
function literalSenses(
  firsts: readonly number[],
  lasts: readonly number[],
  ends: readonly End[],
): ((entry: number, first: number, last: number) => boolean) | null {
  let spans: Map<number, [number, number][]> | null = null;
  for (let c = 0; c < ends.length; c++) {
    const { entry, except } = ends[c]!;
    if (!except) continue;
    spans ??= new Map();
    const list = spans.get(entry);
    if (list) list.push([firsts[c]!, lasts[c]!]);
    else spans.set(entry, [[firsts[c]!, lasts[c]!]]);
  }
  if (!spans) return null;
  const known = spans;
  return (entry, first, last) => known.get(entry)?.some(([from, to]) => from < last && first < to) ?? false;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isCompound(word: string): boolean {
  return word.includes('-') || word.includes("'");
}

/** A hyphen that touches a word on both sides, or a quote mark that touches only the word after it. */
function isPassed(tokens: readonly LexToken[], i: number): boolean {
  const { lower, start, end } = tokens[i]!;
  if (tokens[i + 1]?.start !== end) return false;
  return lower === '-' ? tokens[i - 1]?.end === start : OPENING.has(lower) && tokens[i - 1]?.end !== start;
}

/** Capitals as in the term, as far as the form is the term's: "Nazis" stands as "Nazi" does, "ices" not as "ICE". */
function standsAs(written: string, token: LexToken): boolean {
  const { text, lower, capital } = token;
  if (text === undefined) return capital === (written[0] !== written[0]!.toLowerCase());
  const length = Math.min(text.length, written.length);
  for (let k = 0; k < length && lower[k] === written[k]!.toLowerCase(); k++) {
    if (text[k] !== written[k]) return false;
  }
  return true;
}

/** Regular inflections, for words that the tokenizer did not lemmatise. */
export function regularForms(word: string): string[] {
  if (word.length < 3 || !/^[a-z]+$/u.test(word)) return [];
  const last = word.at(-1)!;
  const stem = last === 'e' ? word.slice(0, -1) : word;
  const forms = [`${stem}ing`, `${stem}ed`];
  if (last === 'y' && !/[aeiou]y$/u.test(word)) {
    const short = word.slice(0, -1);
    return [`${short}ies`, `${short}ied`, `${word}ing`];
  }
  if (/(?:^|[^aeiou])[aeiou][bdgklmnprtv]$/u.test(word)) forms.push(`${word}${last}ing`, `${word}${last}ed`);
  forms.push(/(?:s|x|z|ch|sh)$/u.test(word) ? `${word}es` : `${word}s`);
  return forms;
}

function newStream(size: number): Stream {
  return {
    form: new Int32Array(size),
    lemma: new Int32Array(size),
    pos: new Int32Array(size),
    token: new Int32Array(size),
    flags: new Uint8Array(size),
    length: 0,
  };
}

/** Makes room, keeping what stands there. */
function reserve(stream: Stream, size: number): void {
  if (stream.form.length >= size) return;
  const grown = newStream(size * 2);
  grown.form.set(stream.form);
  grown.lemma.set(stream.lemma);
  grown.pos.set(stream.pos);
  grown.token.set(stream.token);
  grown.flags.set(stream.flags);
  const { form, lemma, pos, token, flags } = grown;
  Object.assign(stream, { form, lemma, pos, token, flags });
}
