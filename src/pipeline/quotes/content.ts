/** Where a content begins after its cue. */
import { type CueSyntax, TAKES } from '../../lexicons/cues.js';
import { ADJUNCT_PREPS, adjunctEnd, skipAddressee, WH } from './adjuncts.js';
import { endsSentence, K, lower, type Skeleton, stretchAt } from './skeleton.js';
import { isNominal, phraseEnd, startsClause } from './syntax.js';
import { WORD } from './words.js';

export interface Opening {
  readonly kind: 'quote' | 'that' | 'clause' | 'wh' | 'noun' | 'inf' | 'prep' | 'colon';
  readonly first: number;
  /** The content goes on after a comma that closes a parenthetical cue. */
  readonly afterComma: boolean;
}

const PARTICLES = new Set(['out', 'back', 'up', 'down', 'off', 'again', 'forth']);
const TIMES = new Set(['as', 'when', 'while', 'after', 'before']);
const UNNAMED = new Set(['named', 'identified', 'quoted', 'cited']);
const ASKING = new Set(['ask', 'wonder', 'inquire', 'enquire', 'question', 'explain', 'tell']);
/** Words that open an adjunct after a cue, not its content. */
const NO_CONTENT = new Set([
  'as',
  'after',
  'before',
  'until',
  'than',
  'for',
  'himself',
  'herself',
  'itself',
  'themselves',
  'while',
  'because',
  'amid',
  'but',
  'and',
]);
/** "said nothing", "said so" */
const EMPTY = new Set([
  'nothing',
  'little',
  'something',
  'anything',
  'everything',
  'so',
  'goodbye',
  'hello',
  'more',
  'much',
  'plenty',
  'otherwise',
  'it',
  'this',
  'that',
  'them',
  'as',
]);
/** Verbs after which a noun phrase is practically always the subject of a clause. */
const CLAUSE_ONLY = new Set([
  'say',
  'tell',
  'argue',
  'insist',
  'think',
  'hope',
  'contend',
  'assert',
  'claim',
  'assure',
  'inform',
  'joke',
]);
/** Verbs that say nothing with these particles: "adds up", "calls up reservists", "calls off the strike". */
const NO_SPEECH_WITH: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['add', new Set(['up', 'to'])],
  ['call', new Set(['up', 'off', 'in', 'back'])],
  ['slam', new Set(['into', 'through', 'shut'])],
  ['blast', new Set(['off', 'through'])],
  ['rip', new Set(['off', 'through', 'open'])],
]);
/** Words before a span of time: "announced last night". */
const TIME_OPENERS = new Set(['last', 'this', 'next', 'earlier', 'later', 'early', 'late']);
/** A that-clause without a tagged verb has at least so many words. */
const SHORTEST_UNTAGGED = 5;
const LONGEST_ADJUNCT = 30;

function opensTime(sk: Skeleton, j: number, hi: number): boolean {
  return j + 1 < hi && sk.kind[j + 1] === K.TIME && TIME_OPENERS.has(lower(sk, j));
}

/**
 * Reads on from a cue at `head`: past the addressee, adverbs and adjuncts to the content.
 * Null when nothing that the cue can take follows.
 */
export function contentAfter(
  sk: Skeleton,
  syntax: CueSyntax,
  from: number,
  hi: number,
  inverted: boolean,
): Opening | null {
  const { kind } = sk;
  let j = from;
  const { takes } = syntax;
  if (inverted) return afterInverted(sk, from, hi);
  if (NO_SPEECH_WITH.get(syntax.lemma)?.has(lower(sk, from))) return null;
  while (
    j < hi &&
    (PARTICLES.has(lower(sk, j)) || kind[j] === K.ADV || kind[j] === K.TIME || opensTime(sk, j, hi))
  ) {
    if (kind[j] === K.ADV && WH.has(lower(sk, j))) break;
    if (kind[j] === K.ADV && kind[j + 1] === K.ADJ) break;
    j++;
  }
  if (syntax.addressee) j = skipAddressee(sk, j, hi, syntax);
  // "points out", not "points to"
  if (syntax.lemma === 'point' && lower(sk, from) !== 'out' && lower(sk, from) !== 'to') return null;
  if (syntax.lemma === 'put' && lower(sk, j) === 'it') j++;
  const spoken = spokenSentence(sk, j, hi);
  if (spoken >= 0) return { kind: 'quote', first: spoken, afterComma: false };
  const that = (takes & TAKES.that) !== 0 ? distantThat(sk, j, hi) : -1;
  if (that >= 0) return { kind: 'that', first: that, afterComma: kind[that - 1] === K.COMMA };
  const first = j;
  for (let steps = 0; steps < 5; steps++) {
    if (j >= hi) return null;
    const k = kind[j]!;
    const word = lower(sk, j);
    if (k === K.END) return null;
    if (
      k === K.TIME ||
      (k === K.ADV &&
        !WH.has(word) &&
        word !== 'not' &&
        word !== 'never' &&
        word !== 'only' &&
        word !== 'just')
    ) {
      j++;
      continue;
    }
    if (k === K.COMMA) return afterComma(sk, j, hi, takes);
    if (k === K.COLON)
      return j + 1 < hi
        ? { kind: kind[j + 1] === K.QUOTED ? 'quote' : 'colon', first: j + 1, afterComma: false }
        : null;
    if (k === K.DASH || k === K.MARK) {
      if (j + 1 < hi && kind[j + 1] === K.QUOTED) return quoteAt(j + 1, takes);
      return null;
    }
    if (k === K.QUOTED) return quoteAt(j, takes);
    if (
      word === 'that' &&
      (takes & TAKES.that) !== 0 &&
      j + 1 < hi &&
      !(kind[j + 1] === K.END || (kind[j + 1] === K.COMMA && !startsClause(sk, j + 2, hi)))
    ) {
      if (isThatClause(sk, j, hi)) return { kind: 'that', first: j, afterComma: false };
    }
    if (word === 'when' || word === 'where' || word === 'which') {
      // "conceded when polls closed": a time, unless the cue asks.
      if (!ASKING.has(syntax.lemma)) return null;
    }
    if (WH.has(word)) {
      if (
        (takes & TAKES.wh) !== 0 &&
        (word === 'if' || word === 'whether' || j === first || startsClause(sk, j + 1, hi))
      )
        return { kind: 'wh', first: j, afterComma: false };
      if ((takes & TAKES.clause) === 0) return null;
    }
    if ((takes & TAKES.inf) !== 0 && opensInfinitive(sk, j, hi))
      return { kind: 'inf', first: j, afterComma: false };
    if (k === K.ADP || (k === K.SC && word === 'as') || (k === K.PART && word === 'to')) {
      // "talks of a “special operation”"
      if (syntax.preps.has(word) && j + 2 < hi && kind[j + 1] === K.DET && kind[j + 2] === K.QUOTED)
        return quoteAt(j + 2, takes);
      if (syntax.preps.has(word) && j === first && j + 1 < hi && kind[j + 1] === K.QUOTED)
        return quoteAt(j + 1, takes);
      if (syntax.preps.has(word) && j === first && (takes & TAKES.clause) !== 0) {
        const end = phraseEnd(sk, j + 1, hi);
        // "told of the plan"
        if (
          end > j + 1 &&
          !(end < hi && (kind[end] === K.COMMA || kind[end] === K.COLON || kind[end] === K.QUOTED))
        )
          return { kind: 'prep', first: j + 1, afterComma: false };
      }
      const end = ADJUNCT_PREPS.has(word) ? adjunctEnd(sk, j, hi) : j;
      if (end > j) {
        j = end;
        continue;
      }
      if (
        (takes & TAKES.clause) !== 0 &&
        CLAUSE_ONLY.has(syntax.lemma) &&
        !NO_CONTENT.has(word) &&
        startsClause(sk, j, hi)
      )
        return { kind: 'clause', first: j, afterComma: false };
      const mixed = quoteWithin(sk, j, hi);
      return mixed && (takes & TAKES.quote) !== 0 && (takes & (TAKES.clause | TAKES.noun)) !== 0
        ? { kind: 'quote', first: j, afterComma: false }
        : null;
    }
    break;
  }
  if (j >= hi) return null;
  if (syntax.lemma === 'tell' && EMPTY.has(lower(sk, j))) return null;
  if (
    j === first &&
    EMPTY.has(lower(sk, j)) &&
    (j + 1 >= hi ||
      kind[j + 1] === K.END ||
      kind[j + 1] === K.COMMA ||
      kind[j + 1] === K.ADP ||
      kind[j + 1] === K.TIME ||
      kind[j + 1] === K.SC)
  )
    return null;
  if (
    (takes & TAKES.clause) !== 0 &&
    lower(sk, j) !== 'to' &&
    !NO_CONTENT.has(lower(sk, j)) &&
    startsClause(sk, j, hi, !CLAUSE_ONLY.has(syntax.lemma))
  )
    return { kind: 'clause', first: j, afterComma: false };
  if (
    (takes & TAKES.noun) !== 0 &&
    (isNominal(kind[j]!) || kind[j] === K.DET || kind[j] === K.ADJ || kind[j] === K.VERB)
  )
    return { kind: 'noun', first: j, afterComma: false };
  // "which critics say was wrong"
  if (
    (takes & TAKES.clause) !== 0 &&
    CLAUSE_ONLY.has(syntax.lemma) &&
    (kind[j] === K.AUX || (kind[j] === K.VERB && isPresentOrPast(sk, j)))
  )
    return { kind: 'clause', first: j, afterComma: false };
  // "reported raising money", "said no to the war"
  if (
    (takes & TAKES.clause) !== 0 &&
    ((kind[j] === K.VERB && lower(sk, j).endsWith('ing')) ||
      (syntax.lemma === 'say' && kind[j] !== K.ADP && hi - j > 2))
  )
    return { kind: 'clause', first: j, afterComma: false };
  // "offered a “deep apology”"
  if ((takes & TAKES.quote) !== 0 && quoteWithin(sk, j, Math.min(hi, j + 12)))
    return { kind: 'quote', first: j, afterComma: false };
  return null;
}

/** "told a crowd in X, Y, on Monday that ...": the clause after adjuncts that hold no verb; -1 when there is none. */
function distantThat(sk: Skeleton, from: number, hi: number): number {
  const { kind } = sk;
  for (let e = from; e + 1 < hi && e < from + LONGEST_ADJUNCT; e++) {
    const k = kind[e]!;
    if (
      k === K.AUX ||
      k === K.QUOTED ||
      k === K.END ||
      k === K.SEMI ||
      k === K.COLON ||
      k === K.CC ||
      (k === K.VERB && !isAdjunctVerb(sk, e))
    )
      return -1;
    if ((sk.word[e]! & WORD.that) === 0) continue;
    // "the plan that failed", "so that": no content of the cue.
    if (e > from && (kind[e + 1] === K.VERB || kind[e + 1] === K.AUX || lower(sk, e - 1) === 'so')) return -1;
    // "they argue, perhaps by insisting that": of that verb.
    if (governedByVerb(sk, from, e)) return -1;
    return kind[e + 1] !== K.TIME &&
      kind[e + 1] !== K.COMMA &&
      kind[e + 1] !== K.END &&
      isThatClause(sk, e, hi)
      ? e
      : -1;
  }
  return -1;
}

/** A verb stands before element `e`, with nothing but adverbs between: "by insisting more loudly that". */
function governedByVerb(sk: Skeleton, from: number, e: number): boolean {
  let i = e - 1;
  while (i > from && sk.kind[i] === K.ADV) i--;
  return i > from && sk.kind[i] === K.VERB;
}

/** "to fight", "not to fight", "to “take the fight”" */
function opensInfinitive(sk: Skeleton, j: number, hi: number): boolean {
  const e = lower(sk, j) === 'not' ? j + 1 : j;
  if (e + 1 >= hi || lower(sk, e) !== 'to') return false;
  // "asked not to be named"
  if (e > j && UNNAMED.has(lower(sk, e + 2))) return false;
  const k = sk.kind[e + 1]!;
  return k === K.VERB || k === K.AUX || k === K.QUOTED || (k === K.ADV && sk.kind[e + 2] === K.VERB);
}

/** "that" opens a clause: one with a verb, or with what the tagger may have missed ("that X plans to ..."). */
function isThatClause(sk: Skeleton, that: number, hi: number): boolean {
  const { kind } = sk;
  if (kind[that + 1] === K.TIME || kind[that + 1] === K.QUOTED) return kind[that + 1] === K.QUOTED;
  if (startsClause(sk, that + 1, hi)) return true;
  if (kind[that] === K.DET) return false;
  let words = 0;
  for (let e = that + 1; e < hi && kind[e] !== K.COMMA && kind[e] !== K.END; e++) words++;
  return words >= SHORTEST_UNTAGGED;
}

/**
 * Marked words that are a sentence of their own, after a comma or colon, with nothing but adjuncts between them and the
 * cue ("said on Monday, in answer to a question, “...”"): the index of the element, or -1.
 */
function spokenSentence(sk: Skeleton, from: number, hi: number): number {
  const { kind, doc } = sk;
  const last = Math.min(hi, from + LONGEST_ADJUNCT);
  let quoted = from;
  while (quoted < last && kind[quoted] !== K.QUOTED) quoted++;
  if (quoted === last) return -1;
  // "said as he left the hall, “...”": the verbs of a clause of time do not count.
  let timed = false;
  for (let e = from; e < quoted; e++) {
    const k = kind[e]!;
    if (TIMES.has(lower(sk, e))) timed = true;
    else if (k === K.SC || k === K.END || k === K.SEMI) return -1;
    else if (!timed && (k === K.AUX || (k === K.VERB && !isAdjunctVerb(sk, e)))) return -1;
    if (k === K.COMMA) timed = false;
  }
  const before = kind[quoted - 1]!;
  const stretch = stretchAt(sk, quoted)!;
  const c = doc.text.charCodeAt(stretch.start);
  const capital = c >= 65 && c <= 90;
  return quoted > from &&
    (before === K.COMMA || before === K.COLON) &&
    capital &&
    endsSentence(doc.text, stretch)
    ? quoted
    : -1;
}

function isAdjunctVerb(sk: Skeleton, e: number): boolean {
  const word = lower(sk, e);
  const before = sk.kind[e - 1];
  const ing = word.endsWith('ing');
  if (!ing && !word.endsWith('ed')) return false;
  // "a televised address"
  if (before === K.DET || before === K.ADJ) return true;
  return ing ? before === K.ADP || before === K.COMMA : before === K.NOUN;
}

function quoteWithin(sk: Skeleton, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    if (sk.kind[i] === K.QUOTED) return true;
    if (
      sk.kind[i] === K.VERB ||
      sk.kind[i] === K.AUX ||
      sk.kind[i] === K.COMMA ||
      sk.kind[i] === K.END ||
      sk.kind[i] === K.SEMI
    )
      return false;
  }
  return false;
}

function quoteAt(j: number, takes: number): Opening | null {
  return (takes & (TAKES.quote | TAKES.noun | TAKES.that)) !== 0
    ? { kind: 'quote', first: j, afterComma: false }
    : null;
}

function afterComma(sk: Skeleton, comma: number, hi: number, takes: number): Opening | null {
  const { kind } = sk;
  const j = comma + 1;
  if (j >= hi) return null;
  if (kind[j] === K.QUOTED) return { kind: 'quote', first: j, afterComma: true };
  if (kind[j] === K.CC && j + 1 < hi && kind[j + 1] === K.QUOTED)
    return { kind: 'quote', first: j + 1, afterComma: true };
  if (kind[j] === K.VERB && lower(sk, j).endsWith('ing')) return null;
  const word = lower(sk, j);
  if (word === 'that' && (takes & TAKES.that) !== 0) return { kind: 'that', first: j, afterComma: true };
  if (word === 'who' || word === 'which' || word === 'according') return null;
  if (kind[j] === K.CC || (kind[j] === K.SC && NO_CONTENT.has(word)) || word === 'when' || word === 'where')
    return null;
  // "..., she said, the plan ..." goes on; "said X on Monday, a day after" does not.
  return { kind: 'clause', first: j, afterComma: true };
}

function isPresentOrPast(sk: Skeleton, e: number): boolean {
  const word = lower(sk, e);
  return !word.endsWith('ing') && !word.endsWith('ed') && !word.endsWith('en');
}

/** After "said X": an apposition, adjuncts; then marked words or a colon may go on. */
function afterInverted(sk: Skeleton, from: number, hi: number): Opening | null {
  const { kind } = sk;
  for (let j = from; j < hi && j < from + LONGEST_ADJUNCT * 2; j++) {
    const k = kind[j]!;
    if (k === K.END) return null;
    if (k === K.COLON && j + 1 < hi) return { kind: 'colon', first: j + 1, afterComma: true };
    if (k === K.QUOTED) {
      const left = kind[j - 1]!;
      if (left === K.COMMA || left === K.DASH || left === K.MARK)
        return { kind: 'quote', first: j, afterComma: true };
    }
    if (k === K.VERB && lower(sk, j).endsWith('ing') && kind[j - 1] === K.COMMA) return null;
    // "The contrast, said Doyle, would be clear": the verb of what stood before the cue.
    if (kind[j - 1] === K.COMMA && (k === K.AUX || (k === K.VERB && isPresentOrPast(sk, j))))
      return { kind: 'clause', first: j, afterComma: true };
  }
  return null;
}
