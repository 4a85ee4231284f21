/** Noun phrases, verb groups and clause openings, read off part-of-speech tags. Ranges are half-open, in elements. */
import { K, lower, type Skeleton, stretchAt, tokenAt } from './skeleton.js';

export interface Range {
  readonly first: number;
  readonly last: number;
}

/** How far a clause is looked for its verb: longer subjects are rare, and the search must stay linear. */
const CLAUSE_REACH = 28;
const RELATIVE = new Set(['who', 'which', 'that', 'whom', 'whose']);
/** Prepositions that tie a noun phrase to the one before it. */
const TYING = new Set([
  'of', 'for', 'from', 'in', 'at', 'with', 'on', 'to', 'against', 'near', 'under', 'by', 'among', 'between', 'within',
  'across', 'outside', 'inside', 'behind', 'around', 'like', 'about', 'over', 'including',
]); // biome-ignore format: a list

export function isNominal(kind: number): boolean {
  return kind === K.NOUN || kind === K.PRON || kind === K.QUOTED;
}

/** Start of the noun phrase whose last element is `e`, without what is tied on by prepositions. */
export function phraseStart(sk: Skeleton, e: number, lo: number): number {
  const { kind } = sk;
  let i = e;
  if (kind[e] === K.PRON) {
    // "many", "some", "those" stand alone.
    return e;
  }
  while (i - 1 >= lo) {
    const k = kind[i - 1]!;
    if (k === K.NOUN || k === K.ADJ || k === K.HYPHEN || k === K.POSS || k === K.QUOTED) {
      // Speaking on “This Hour,” the senator said
      if (k === K.NOUN && closesWithComma(sk, i - 1)) break;
      // Marked words belong to a name only inside it: the “Morning Joe” host.
      if (
        k === K.QUOTED &&
        (kind[i] !== K.NOUN || i - 2 < lo || !isPhraseInner(kind[i - 2]!) || pausesAt(sk, i - 1))
      )
        break;
      i--;
    } else if (k === K.DET) {
      i--;
      if (i - 1 >= lo && (kind[i - 1] === K.POSS || kind[i - 1] === K.DET)) continue;
      break;
    } else if (k === K.PRON && isPossessive(lower(sk, i - 1))) {
      i--;
      break;
    } else if (k === K.VERB && i - 2 >= lo && isParticiple(lower(sk, i - 1)) && isPhraseInner(kind[i - 2]!)) {
      i--;
    } else if (
      k === K.ADV &&
      i - 2 >= lo &&
      kind[i] === K.ADJ &&
      (kind[i - 2] === K.DET || kind[i - 2] === K.POSS)
    ) {
      i--;
    } else if (k === K.TIME && i - 2 >= lo && kind[i - 2] === K.DET) {
      i--;
    } else if (k === K.CC && i - 2 >= lo && kind[i] === K.ADJ && kind[i - 2] === K.ADJ) {
      i--;
    } else break;
  }
  // A possessive mark cannot begin a phrase.
  while (i < e && (kind[i] === K.POSS || kind[i] === K.HYPHEN)) i++;
  return i;
}

/** Marked words with a comma as the last of them. */
export function closesWithComma(sk: Skeleton, e: number): boolean {
  const stretch = stretchAt(sk, e);
  return stretch !== null && sk.doc.text.charCodeAt(stretch.end - 1) === 44;
}

function pausesAt(sk: Skeleton, e: number): boolean {
  const stretch = stretchAt(sk, e);
  if (!stretch) return false;
  const c = sk.doc.text.charCodeAt(stretch.end - 1);
  return c === 44 || c === 46 || c === 63 || c === 33;
}

function isPhraseInner(k: number): boolean {
  return k === K.DET || k === K.ADJ || k === K.POSS || k === K.HYPHEN;
}

function isParticiple(word: string): boolean {
  return word.endsWith('ed') || word.endsWith('ing') || word.endsWith('en');
}

export function isPossessive(word: string): boolean {
  return (
    word === 'his' ||
    word === 'her' ||
    word === 'their' ||
    word === 'its' ||
    word === 'our' ||
    word === 'my' ||
    word === 'your' ||
    word === 'whose'
  );
}

/** Start of the noun phrase that ends with `e`, with prepositions, participles and relative clauses that tie it together. */
export function chainStart(sk: Skeleton, e: number, lo: number): number {
  const { kind } = sk;
  let start = phraseStart(sk, e, lo);
  for (let steps = 0; steps < 8 && start - 2 >= lo; steps++) {
    const p = start - 1;
    const k = kind[p]!;
    const left = kind[p - 1]!;
    if (k === K.ADP || (k === K.SC && lower(sk, p) === 'as')) {
      const word = lower(sk, p);
      if (!TYING.has(word) && word !== 'as') break;
      if (
        word === 'as' &&
        kind[p - 1] === K.ADJ &&
        lower(sk, p - 1) === 'such' &&
        p - 2 >= lo &&
        isNominal(kind[p - 2]!)
      ) {
        start = phraseStart(sk, p - 2, lo);
        continue;
      }
      if (word === 'as') break;
      if (isNominal(left) && lower(sk, p - 1) !== 'it') {
        start = phraseStart(sk, p - 1, lo);
        continue;
      }
      if (left === K.ADJ || left === K.DET) {
        // "some of them", "many in Iowa"; "a source close to the leader"
        start = p - 1;
        if (left === K.ADJ && start - 1 >= lo && kind[start - 1] === K.NOUN)
          start = phraseStart(sk, start - 1, lo);
        continue;
      }
      // "an official who spoke on condition of anonymity"
      const who = left === K.VERB ? relativeBefore(sk, p - 1, lo) : -1;
      if (who > lo && isNominal(kind[who - 1]!)) {
        start = phraseStart(sk, who - 1, lo);
        continue;
      }
      // "research conducted for X", "voters polled in X"
      if (left === K.VERB && isParticiple(lower(sk, p - 1)) && p - 2 >= lo && kind[p - 2] === K.NOUN) {
        start = phraseStart(sk, p - 2, lo);
        continue;
      }
      break;
    }
    if (
      k === K.CC &&
      isNominal(left) &&
      (lower(sk, p) === 'and' || lower(sk, p) === 'or' || lower(sk, p) === '&')
    ) {
      if (hasVerbBefore(sk, p - 1, lo)) break;
      start = phraseStart(sk, p - 1, lo);
      // a list: A, B and C
      while (start - 2 >= lo && kind[start - 1] === K.COMMA && isNominal(kind[start - 2]!))
        start = phraseStart(sk, start - 2, lo);
      continue;
    }
    if (k === K.VERB && isParticiple(lower(sk, p)) && left === K.NOUN) {
      start = phraseStart(sk, p - 1, lo);
      continue;
    }
    if (k === K.VERB && RELATIVE.has(lower(sk, p - 1)) && p - 2 >= lo && isNominal(kind[p - 2]!)) {
      start = phraseStart(sk, p - 2, lo);
      continue;
    }
    break;
  }
  return start;
}

/** The relative pronoun right before the verb group that ends with `verb`; -1 when there is none. */
function relativeBefore(sk: Skeleton, verb: number, lo: number): number {
  let e = verb - 1;
  while (e > lo && (sk.kind[e] === K.AUX || sk.kind[e] === K.ADV)) e--;
  return e > lo && RELATIVE.has(lower(sk, e)) ? e : -1;
}

/** A finite verb stands in the same clause to the left of `e`. */
export function hasVerbBefore(sk: Skeleton, e: number, lo: number): boolean {
  const { kind } = sk;
  for (let i = e; i >= lo && e - i < CLAUSE_REACH; i--) {
    const k = kind[i]!;
    if (k === K.COMMA || k === K.SEMI || k === K.COLON || k === K.DASH || k === K.QUOTED || k === K.SC)
      return false;
    if (k === K.AUX) return true;
    if (k === K.VERB) {
      const word = lower(sk, i);
      if (!word.endsWith('ing') && lower(sk, i - 1) !== 'to') return true;
    }
  }
  return false;
}

/** End of the noun phrase that begins at `i` (the same as `i` when none does). */
export function phraseEnd(sk: Skeleton, i: number, hi: number): number {
  const { kind } = sk;
  let j = i;
  if (j >= hi) return i;
  if (kind[j] === K.PRON && !isPossessive(lower(sk, j)))
    return RELATIVE.has(lower(sk, j)) && lower(sk, j) !== 'that' ? i : j + 1;
  let nouns = 0;
  let end = i;
  while (j < hi) {
    const k = kind[j]!;
    if (k === K.NOUN) {
      nouns++;
      j++;
      end = j;
    } else if (k === K.QUOTED && (nouns > 0 || j > i)) {
      // "the program “X”"
      if (nouns > 0) break;
      j++;
      end = j;
      nouns++;
    } else if (k === K.ADJ || k === K.HYPHEN || k === K.POSS) {
      if (k === K.ADJ && nouns > 0 && kind[j - 1] === K.NOUN) break;
      j++;
    } else if (k === K.DET && (j === i || kind[j - 1] === K.DET)) j++;
    else if (k === K.PRON && j === i) j++;
    else if (k === K.VERB && j > i && nouns === 0 && isParticiple(lower(sk, j))) j++;
    else if (k === K.ADV && nouns === 0 && (kind[j + 1] === K.ADJ || kind[j + 1] === K.NOUN)) j++;
    else if (k === K.TIME && nouns === 0 && (kind[j + 1] === K.NOUN || kind[j + 1] === K.TIME)) j++;
    else break;
  }
  if (nouns === 0 && j > i && (kind[j - 1] === K.DET || kind[j - 1] === K.ADJ)) return j;
  return end;
}

/** End of a noun phrase with its prepositional tail, as a name of a source takes it ("a spokesman for the army in Kyiv"). */
export function chainEnd(sk: Skeleton, i: number, hi: number): number {
  const { kind } = sk;
  let end = phraseEnd(sk, i, hi);
  if (end === i) return i;
  for (let steps = 0; steps < 6 && end + 1 < hi; steps++) {
    const k = kind[end]!;
    const word = lower(sk, end);
    if (
      k === K.ADP &&
      (word === 'of' ||
        word === 'for' ||
        word === 'from' ||
        word === 'at' ||
        word === 'with' ||
        word === 'to')
    ) {
      const next = phraseEnd(sk, end + 1, hi);
      if (next === end + 1) break;
      end = next;
    } else if (k === K.ADP && word === 'in' && kind[end - 1] === K.NOUN && kind[end + 1] !== K.TIME) {
      const next = phraseEnd(sk, end + 1, hi);
      if (next === end + 1) break;
      end = next;
    } else if (k === K.OPEN && kind[end - 1] === K.NOUN) {
      // "Colonel (ret.) Aldo Meers"
      let close = end + 1;
      while (close < hi && close - end < 4 && kind[close] !== K.CLOSE) close++;
      if (
        close + 1 >= hi ||
        kind[close] !== K.CLOSE ||
        kind[close + 1] !== K.NOUN ||
        !tokenAt(sk, close + 1)?.capital
      )
        break;
      end = phraseEnd(sk, close + 1, hi);
    } else if (k === K.CC && (word === 'and' || word === '&')) {
      const next = phraseEnd(sk, end + 1, hi);
      if (next === end + 1 || (next < hi && (kind[next] === K.VERB || kind[next] === K.AUX))) break;
      end = next;
    } else break;
  }
  return end;
}

/**
 * A finite clause begins at `i`: a subject and its verb come before the next stop. Verbs of relative clauses do not
 * count; with `strict`, neither does a form in -ed right after a noun and before a preposition (the plan announced in May).
 */
export function startsClause(sk: Skeleton, i: number, hi: number, strict = false): boolean {
  const { kind } = sk;
  let nominal = false;
  let commas = 0;
  let relative = false;
  // "many are", "the poor have"
  let soft = false;
  const plainStart = kind[i] !== K.ADP && kind[i] !== K.SC && kind[i] !== K.TIME && kind[i] !== K.ADV;
  const reach = Math.min(hi, i + CLAUSE_REACH);
  for (let j = i; j < reach; j++) {
    const k = kind[j]!;
    const verbal = k === K.AUX || k === K.VERB || (k === K.POSS && isShortIs(sk, j, hi));
    if (verbal) {
      if (k === K.VERB && lower(sk, j - 1) === 'to') continue;
      if (relative) {
        relative = false;
        while (
          j + 1 < reach &&
          (kind[j + 1] === K.AUX || kind[j + 1] === K.ADV || kind[j + 1] === K.VERB || kind[j + 1] === K.PART)
        )
          j++;
        continue;
      }
      if (k !== K.VERB) {
        if (nominal || soft) return true;
        continue;
      }
      const word = lower(sk, j);
      if (!nominal || word.endsWith('ing')) continue;
      // "the deployed units"
      if (kind[j - 1] === K.DET || kind[j - 1] === K.ADJ || kind[j - 1] === K.POSS) continue;
      if (
        strict &&
        (word.endsWith('ed') || IRREGULAR_PARTICIPLES.has(word)) &&
        kind[j - 1] === K.NOUN &&
        j + 1 < hi &&
        (kind[j + 1] === K.ADP || kind[j + 1] === K.TIME || kind[j + 1] === K.END)
      )
        continue;
      return true;
    }
    if (k === K.DET || k === K.ADJ || (k === K.ADV && j === i)) soft = true;
    if (isNominal(k)) {
      if (nominal && k === K.PRON && isRelative(lower(sk, j))) relative = true;
      nominal = true;
    } else if (k === K.SC || k === K.DET) {
      const word = lower(sk, j);
      if (nominal && k === K.SC && word !== 'that' && !(j === i)) return false;
      if (nominal && isRelative(word) && kind[j - 1] === K.NOUN) relative = true;
    } else if (k === K.COMMA || k === K.OPEN || k === K.DASH) {
      if (++commas > (strict && plainStart ? 0 : 2)) return false;
    } else if (k === K.END || k === K.SEMI || k === K.COLON) return false;
  }
  return false;
}

const IRREGULAR_PARTICIPLES = new Set([
  'known',
  'seen',
  'held',
  'made',
  'given',
  'taken',
  'shown',
  'written',
  'found',
  'built',
  'sent',
  'told',
  'led',
  'paid',
  'spent',
]);

function isRelative(word: string): boolean {
  return word === 'who' || word === 'which' || word === 'that' || word === 'whom';
}

/** A possessive mark that is a short "is": "the plan's dead". */
function isShortIs(sk: Skeleton, j: number, hi: number): boolean {
  if (lower(sk, j) !== "'s" || j + 1 >= hi) return false;
  const k = sk.kind[j + 1]!;
  return k !== K.NOUN && k !== K.ADJ && k !== K.QUOTED && k !== K.TIME;
}

export interface VerbGroup {
  readonly first: number;
  /** Index of the head verb. */
  readonly head: number;
  readonly passive: boolean;
  readonly negated: boolean;
  /** A bare to-infinitive that no verb governs. */
  readonly infinitive: boolean;
  /** An -ing form without an auxiliary. */
  readonly participle: boolean;
  readonly modal: boolean;
}

const BE = new Set([
  'be',
  'is',
  'are',
  'was',
  'were',
  'been',
  'being',
  "'s",
  "'re",
  "'m",
  'am',
  'get',
  'gets',
  'got',
]);
const MODALS = new Set([
  'would',
  'could',
  'should',
  'might',
  'may',
  'can',
  'will',
  'must',
  "'ll",
  "'d",
  'ca',
  'wo',
  'shall',
]);
const REFUSALS = new Set(['decline', 'refuse', 'fail', 'refrain', 'stop']);
/** Links inside a group besides auxiliaries: "went on to say", "was quick to add". */
const LINKS = new Set(['on', 'out', 'ahead', 'quick', 'keen', 'careful', 'likely', 'eager']);

/** The verb group whose head is `head`: auxiliaries, adverbs, negation and governing verbs before it. */
export function verbGroup(sk: Skeleton, head: number, lo: number): VerbGroup {
  const { kind } = sk;
  let first = head;
  let aux = '';
  let anyAux = false;
  let negated = false;
  let infinitive = false;
  let modal = false;
  let governed = false;
  let nearest = '';
  for (let i = head - 1; i >= lo && head - i < 10; i--) {
    const k = kind[i]!;
    const word = lower(sk, i);
    if (k === K.AUX || (k === K.POSS && BE.has(word) && first < head && kind[i - 1] !== K.NOUN)) {
      if (!anyAux) nearest = word;
      anyAux = true;
      aux = word;
      if (MODALS.has(word)) modal = true;
      infinitive = false;
      first = i;
    } else if (k === K.ADV) {
      if (word === 'never' || word === 'not') negated = true;
      if (first === head || kind[i - 1] !== K.END) first = i;
    } else if (k === K.PART && word !== 'to') {
      negated = true;
      first = i;
    } else if (word === 'to' && (k === K.PART || k === K.ADP) && !anyAux) {
      infinitive = true;
      first = i;
    } else if (infinitive && (k === K.VERB || LINKS.has(word))) {
      const token = tokenAt(sk, i)!;
      if (REFUSALS.has(token.lemma)) negated = true;
      governed = true;
      if (k === K.VERB) infinitive = false;
      first = i;
    } else if (
      k === K.VERB &&
      word.endsWith('ing') === false &&
      i + 1 === first &&
      (word === 'began' || word === 'kept' || word === 'started' || word === 'begin')
    ) {
      first = i;
      governed = true;
    } else break;
  }
  const form = lower(sk, head);
  const ing = form.endsWith('ing');
  return {
    first,
    head,
    passive: anyAux && !ing && (BE.has(nearest) || nearest === 'been') && !governed,
    negated,
    infinitive,
    participle: ing && !anyAux && !governed,
    modal: modal || (aux !== '' && MODALS.has(aux)),
  };
}

export function hasFinite(sk: Skeleton, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const k = sk.kind[i]!;
    if (k === K.VERB || k === K.AUX || k === K.QUOTED) return true;
  }
  return false;
}

/** Leaves off commas, conjunctions and the like at the end. */
export function trimEnd(sk: Skeleton, first: number, last: number): number {
  const { kind } = sk;
  let end = last;
  while (end > first) {
    const k = kind[end - 1]!;
    const word = lower(sk, end - 1);
    if (
      k === K.COMMA ||
      k === K.CC ||
      k === K.SEMI ||
      k === K.DASH ||
      k === K.COLON ||
      k === K.END ||
      word === 'while' ||
      word === 'as' ||
      word === 'whereas'
    )
      end--;
    else break;
  }
  return end;
}
