/** Marked words that are nobody's speech: scare quotes, titles of works, names of things, phrases taken up. */
import { endsWithComma } from './bounds.js';
import type { Stretch } from './quote-marks.js';
import { endsSentence, K, lower, type Skeleton, stretchAt, tokenAt } from './skeleton.js';

/** `phrase`: a few words with a verb, taken up from somebody ("go away"): they cast no doubt on a name. */
export type ScareKind = 'scare' | 'title' | 'name' | 'phrase';

export interface Scare {
  readonly start: number;
  readonly end: number;
  readonly kind: ScareKind;
}

/** Words that announce a name in marks. */
const NAMED = new Set([
  'called', 'named', 'dubbed', 'nicknamed', 'titled', 'entitled', 'codenamed', 'known', 'termed', 'labelled', 'labeled', 'billed',
  'codename', 'nickname', 'title', 'hashtag', 'slogan', 'word', 'words', 'term', 'phrase', 'name', 'acronym', 'described', 'branded',
  'rate', 'rates', 'rated', 'deemed', 'chose', 'motto', 'maxim',
]); // biome-ignore format: a list
/** Words between a verb of naming and the name: "described as a", "rated it". */
const BETWEEN = new Set(['as', 'a', 'an', 'the', ',', 'it', 'him', 'her', 'them', 'this']);
const MOST_BETWEEN = 2;
/** Nouns after a name in marks: the "red flag" law. */
const MEASURES = new Set([
  'law', 'laws', 'act', 'bill', 'rule', 'rules', 'program', 'programs', 'programme', 'programmes', 'plan', 'scheme', 'section', 'clause',
  'provision', 'amendment', 'doctrine', 'maxim', 'theory', 'model', 'test', 'category', 'button', 'campaign', 'initiative',
]); // biome-ignore format: a list
/** Kinds of works whose titles stand in marks. */
const WORKS = new Set([
  'show', 'program', 'programme', 'film', 'movie', 'book', 'song', 'series', 'documentary', 'play', 'novel', 'album', 'episode', 'memoir',
  'podcast', 'essay', 'article', 'musical', 'ad', 'spot', 'video', 'column', 'segment', 'host', 'broadcast',
]); // biome-ignore format: a list
const SMALL_WORDS = new Set([
  'a',
  'an',
  'the',
  'of',
  'in',
  'on',
  'for',
  'and',
  'to',
  'with',
  'at',
  'by',
  'from',
  'or',
  'is',
  "'s",
  'vs.',
]);
export const SHORT_WORDS = 3;

/** How many words, whether all important ones are capitalised, whether a verb or a first person is among them. */
export function describeStretch(
  sk: Skeleton,
  e: number,
): { words: number; title: boolean; verb: boolean; person: boolean; stop: boolean } {
  const stretch = stretchAt(sk, e)!;
  const { tokens } = sk.doc;
  let words = 0;
  let capitals = 0;
  let small = 0;
  let verb = false;
  let person = false;
  for (let t = firstTokenAt(sk, stretch); t < tokens.length && tokens[t]!.start < stretch.end; t++) {
    const token = tokens[t]!;
    if (token.start < stretch.start || token.pos === 'PUNCT') continue;
    words++;
    if (token.capital || token.pos === 'NUM') capitals++;
    else if (SMALL_WORDS.has(token.lower)) small++;
    if (token.pos === 'VERB' || token.pos === 'AUX') verb = true;
    if (PERSONS.has(token.lower)) person = true;
  }
  return {
    words,
    title: capitals > 0 && capitals + small === words,
    verb,
    person,
    stop: endsSentence(sk.doc.text, stretch) || endsWithComma(sk.doc.text, stretch.start, stretch.end),
  };
}

const PERSONS = new Set(['i', 'we', 'you', 'my', 'our', 'your', 'me', 'us', "i'm", "we're"]);

function firstTokenAt(sk: Skeleton, stretch: Stretch): number {
  const { tokens } = sk.doc;
  let lo = 0;
  let hi = tokens.length;
  while (lo < hi) {
    const mid = (lo + hi) >> 1;
    if (tokens[mid]!.start < stretch.open) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/** Tells whether an unclaimed stretch is a scare quote, a title or a name; null when it reads as somebody's words. */
export function scareKind(
  sk: Skeleton,
  e: number,
  first: number,
  last: number,
  speechNear: boolean,
): ScareKind | null {
  const { kind } = sk;
  const d = describeStretch(sk, e);
  const before = e > first ? lower(sk, e - 1) : '';
  const beforeToken = e > first ? tokenAt(sk, e - 1) : null;
  const afterToken = e + 1 < last ? tokenAt(sk, e + 1) : null;
  // Vladimir "the Butcher" X
  if (beforeToken?.pos === 'PROPN' && afterToken?.pos === 'PROPN' && d.words <= 4 && kind[e - 1] === K.NOUN)
    return 'name';
  if (d.words <= 4 && (isNamed(sk, e, first) || (afterToken !== null && MEASURES.has(afterToken.lower))))
    return 'name';
  if (WORKS.has(before) && d.title && d.words <= 8) return 'title';
  if (d.title && !d.person && d.words <= 7 && !(d.words === 1 && d.stop) && !speechNear) return 'title';
  if (d.words <= SHORT_WORDS && !speechNear && !d.person) return d.verb && d.words > 1 ? 'phrase' : 'scare';
  return null;
}

/** Whether a verb or noun of naming announces the stretch: "the slogan", "described as a". */
function isNamed(sk: Skeleton, e: number, first: number): boolean {
  for (let back = 1; back <= MOST_BETWEEN + 1 && e - back >= first; back++) {
    const word = lower(sk, e - back);
    if (NAMED.has(word)) return true;
    if (!BETWEEN.has(word)) return false;
  }
  return false;
}
