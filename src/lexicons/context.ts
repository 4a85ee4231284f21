/** What the words before a match do to it: deny it, oppose it, or only mention it. */
import type { LexToken, Pos } from './types.js';

/** Negators are looked for among this many words before the match, quote marks and hyphens not counted. */
const REACH = 4;
const NEGATORS: ReadonlySet<string> = new Set([
  'not', "n't", 'no', 'never', 'neither', 'nor', 'without', 'hardly', 'scarcely', 'cannot',
]); // biome-ignore format: a table
/** These deny what follows in their phrase only: "A no vote would be a disaster" foretells one. */
const OF_PHRASE: ReadonlySet<string> = new Set(['no', 'without']);
/** Categories that a negation leaves as they are. */
const UNDENIABLE: ReadonlySet<string> = new Set([
  'naming', 'hedges', 'attribution-hedges', 'vague-attribution', 'factives', 'assertives', 'implicatives',
]); // biome-ignore format: a table
const DEFINITE: ReadonlySet<string> = new Set([
  'the', 'this', 'that', 'these', 'those', 'my', 'your', 'his', 'her', 'its', 'our', 'their',
]); // biome-ignore format: a table
/** Prepositions that carry a denial over: "no evidence of a massacre", "not seen as a hero". */
const JOINED: ReadonlySet<string> = new Set(['of', 'as', 'like']);
/** "far from heroic" */
const FAR = 'far';
const FROM = 'from';
/** "not only a liar" says that he is one; "no doubt" and "no less a" say so with force. */
const NO_DENIAL: ReadonlySet<string> = new Set([
  'only', 'just', 'merely', 'simply', 'solely', 'doubt', 'wonder', 'question', 'less', 'matter', 'mention', 'least',
]); // biome-ignore format: a table
/** Words that a quote mark or hyphen does not part from the match. */
const TRANSPARENT: ReadonlySet<string> = new Set([
  '"',
  "'",
  '\u2018',
  '\u2019',
  '\u201c',
  '\u201d',
  '\u00ab',
  '\u00bb',
  '-',
  '`',
]);
/** These go on with what is denied: "not a liar or coward". */
const GOES_ON: ReadonlySet<string> = new Set(['or', 'nor']);
/** A clause begins here, and the denial does not reach into it. */
const CLAUSE: ReadonlySet<string> = new Set([
  'that',
  'which',
  'who',
  'whom',
  'whose',
  'what',
  'why',
  'how',
  'where',
  'when',
]);
const STOPS: ReadonlySet<Pos> = new Set<Pos>(['CCONJ', 'SCONJ']);
/** Verbs that pass a denial on: "did not call him a liar", "is not seen as a hero". */
const PASSES: ReadonlySet<string> = new Set([
  'be', 'become', 'call', 'consider', 'constitute', 'do', 'have', 'label', 'look', 'represent', 'see', 'seem', 'appear',
]); // biome-ignore format: a table
/** Behind these and a hyphen a label is the reverse: "anti-fascist", "counter-terrorist", "non-extremist". */
const OPPOSED: ReadonlySet<string> = new Set(['anti', 'counter', 'non']);
/** "the word 'regime'": talk about a word. */
const WORDS_FOR_WORDS: ReadonlySet<string> = new Set([
  'word', 'words', 'term', 'terms', 'phrase', 'phrases', 'expression', 'expressions', 'label', 'labels', 'epithet',
  'epithets', 'adjective', 'noun', 'verb',
]); // biome-ignore format: a table
const SUCH: ReadonlySet<string> = new Set(['like', 'as', 'such']);
/** The word right before a match that is mentioned or opposed. */
const SETS_ASIDE: ReadonlySet<string> = new Set([...TRANSPARENT, ...SUCH, ...WORDS_FOR_WORDS]);

/**
 * Whether a negation takes back what a category marks. Frames and names are there whether or not what they say is
 * denied ("will not vote", "not a war"); hedges and verbs of belief hold back under negation as well; what a factive
 * or implicative verb takes for granted stays (Kiparsky & Kiparsky 1970, Karttunen 1971).
 */
export function isDeniable(category: string): boolean {
  return !UNDENIABLE.has(category) && !category.startsWith('frame-');
}

/** Only behind such a word in its sentence can a match be denied (see `isNegated`): a quick test to ask first. */
export function mayDeny(word: string): boolean {
  return NEGATORS.has(word) || word === FAR;
}

/** A negation in the same clause denies the match that stands on the tokens [first, last). */
export function isNegated(tokens: readonly LexToken[], first: number, last: number): boolean {
  const { sentence } = tokens[first]!;
  const definite = isDefinite(tokens, first);
  let steps = 0;
  let verb = false;
  /** A preposition was passed: what stands before it is another phrase. */
  let phrase = false;
  for (let i = first - 1; i >= 0 && steps < REACH; i--) {
    const { lower, lemma, pos, sentence: s } = tokens[i]!;
    if (s !== sentence) return false;
    if (TRANSPARENT.has(lower)) continue;
    if (NEGATORS.has(lower)) {
      if (verb && OF_PHRASE.has(lower)) return false;
      // "did not call the terrorists back", "not the regime's fault": the label stands.
      if (definite && (verb || tokens[last]?.lower === "'s")) return false;
      return i + 1 === first || !NO_DENIAL.has(tokens[i + 1]!.lower);
    }
    if (lower === FROM && tokens[i - 1]?.lower === FAR) return true;
    if (pos === 'PUNCT' || CLAUSE.has(lower)) return false;
    if (STOPS.has(pos) && !GOES_ON.has(lower)) return false;
    if (pos === 'VERB' && !PASSES.has(lemma)) return false;
    // "not welcome in our country": what is denied is the welcome.
    if (phrase && (pos === 'NOUN' || pos === 'PROPN' || pos === 'ADJ' || pos === 'VERB')) return false;
    if (pos === 'VERB' || pos === 'AUX') verb = true;
    if (pos === 'ADP' && !JOINED.has(lower)) phrase = true;
    steps++;
  }
  return false;
}

/** "the terrorists", "our country", "their brutal regime". */
function isDefinite(tokens: readonly LexToken[], first: number): boolean {
  if (DEFINITE.has(tokens[first]!.lower)) return true;
  let i = first - 1;
  while (i >= 0 && (tokens[i]!.pos === 'ADJ' || TRANSPARENT.has(tokens[i]!.lower))) i--;
  return i >= 0 && tokens[i]!.sentence === tokens[first]!.sentence && DEFINITE.has(tokens[i]!.lower);
}

/**
 * The word at `first` is named or turned round, not used: nothing that begins with it is a match.
 * By far most words stand behind none of those that can do so, which is asked first.
 */
export function isSetAside(tokens: readonly LexToken[], first: number): boolean {
  const before = tokens[first - 1];
  if (before === undefined || !SETS_ASIDE.has(before.lower)) return false;
  return isOpposed(tokens, first) || isMentioned(tokens, first);
}

/** The match is the second part of a compound that turns it round. */
function isOpposed(tokens: readonly LexToken[], first: number): boolean {
  const hyphen = tokens[first - 1];
  const prefix = tokens[first - 2];
  if (hyphen?.lower !== '-' || !prefix || !OPPOSED.has(prefix.lower)) return false;
  return prefix.end === hyphen.start && hyphen.end === tokens[first]!.start;
}

/** The match is talked about, not used: "the word 'regime'", "the term terrorist", "words such as 'regime'". */
function isMentioned(tokens: readonly LexToken[], first: number): boolean {
  const { sentence } = tokens[first]!;
  let i = first - 1;
  let marked = false;
  const here = () => i >= 0 && tokens[i]!.sentence === sentence;
  while (here() && TRANSPARENT.has(tokens[i]!.lower)) {
    marked = true;
    i--;
  }
  let such = false;
  while (here() && SUCH.has(tokens[i]!.lower)) {
    such = true;
    i--;
  }
  if (!here() || !WORDS_FOR_WORDS.has(tokens[i]!.lower)) return false;
  // "in near-term chaos" talks about no word; quote marks, or "the word …", do.
  return marked || such || tokens[i - 1]?.pos === 'DET';
}
