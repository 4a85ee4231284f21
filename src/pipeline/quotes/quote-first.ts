/**
 * Marked words with a comma, question or exclamation mark, then a source and any verb: "..., the minister fumed". The
 * place alone makes the verb a cue, whatever it is; the list of cues does not have to know it.
 */

import { type Attribution, isTaken } from './attribution.js';
import { endsWithComma } from './bounds.js';
import { describeStretch } from './scare.js';
import { endsSentence, K, lower, type Segment, type Skeleton, stretchAt, tokenAt } from './skeleton.js';
import { subjectAfter, subjectBefore } from './source.js';
import { chainEnd, verbGroup } from './syntax.js';

/** The verb stands at most so many elements after the marks: a name with a long apposition. */
const REACH = 40;
const RELIABILITY = 0.9;

/** Attributions of quoted elements that none of those given has claimed. */
export function quoteFirst(
  sk: Skeleton,
  segment: Segment,
  index: number,
  given: readonly Attribution[],
): Attribution[] {
  const { kind } = sk;
  const out: Attribution[] = [];
  for (let q = segment.first; q + 1 < segment.last; q++) {
    if (kind[q] !== K.QUOTED || isTaken(given, q)) continue;
    const signed = signature(sk, segment, index, q);
    if (signed) {
      out.push(signed);
      continue;
    }
    const led = verbBefore(sk, segment, index, q);
    if (led) {
      out.push(led);
      continue;
    }
    if (!pauses(sk, q)) continue;
    const from = kind[q + 1] === K.COMMA ? q + 2 : q + 1;
    const found = invertedVerb(sk, from, segment.last) ?? nextVerb(sk, from, segment.last);
    if (!found) continue;
    let first = q;
    while (first > segment.first && kind[first - 1] === K.QUOTED) first--;
    const contents = [{ first, last: q + 1 }];
    const after = Math.max(found.head + 1, found.source.last);
    const next = goesOn(sk, after, segment.last);
    if (next >= 0) contents.push({ first: next, last: next + 1 });
    out.push({
      cue: { first: found.first, last: found.head + 1 },
      head: found.head,
      lemma: tokenAt(sk, found.head)!.lemma,
      speech: true,
      source: found.source,
      contents,
      rule: 'quote-first',
      reliability: RELIABILITY,
      segment: index,
    });
    q = after - 1;
  }
  return out;
}

/** The marked words end in a comma or another pause, inside or right after the marks. */
function pauses(sk: Skeleton, q: number): boolean {
  const stretch = stretchAt(sk, q)!;
  const { text } = sk.doc;
  if (endsWithComma(text, stretch.start, stretch.end)) return true;
  const d = describeStretch(sk, q);
  if (endsSentence(text, stretch)) return d.words > 1 || sk.kind[q + 1] === K.VERB;
  return sk.kind[q + 1] === K.COMMA && d.words > 3 && d.verb;
}

/** “...” - Jane Doe: marked words with a name after a dash, and nothing else. */
function signature(sk: Skeleton, segment: Segment, index: number, q: number): Attribution | null {
  if (q !== segment.first || sk.kind[q + 1] !== K.DASH) return null;
  const end = chainEnd(sk, q + 2, segment.last);
  if (end === q + 2 || !(end === segment.last || sk.kind[end] === K.END || sk.kind[end] === K.COMMA))
    return null;
  if (tokenAt(sk, q + 2)?.pos !== 'PROPN') return null;
  return {
    cue: { first: q + 1, last: q + 2 },
    head: q + 1,
    lemma: '-',
    speech: true,
    source: { first: q + 2, last: end },
    contents: [{ first: q, last: q + 1 }],
    rule: 'signature',
    reliability: RELIABILITY,
    segment: index,
  };
}

/** Elements between a verb and the comma or colon before marked words ("wept bitterly to her son:"). */
const LEAD = 6;

/** "She wept: “...”", "he fumed, “...”": any verb with a subject, right before a quoted sentence. */
function verbBefore(sk: Skeleton, segment: Segment, index: number, q: number): Attribution | null {
  const { kind } = sk;
  const pause = kind[q - 1];
  if (q - 2 < segment.first || (pause !== K.COLON && pause !== K.COMMA)) return null;
  if (pause === K.COMMA && !isSentence(sk, q)) return null;
  for (let e = q - 2; e >= segment.first && q - e < LEAD; e--) {
    const k = kind[e]!;
    if (k === K.COMMA || k === K.QUOTED || k === K.AUX || k === K.SC || k === K.CC) return null;
    if (k !== K.VERB) continue;
    const group = verbGroup(sk, e, segment.first);
    if (group.participle || group.infinitive || group.passive) return null;
    const source = subjectBefore(sk, group.first, segment.first);
    if (!source) return null;
    let last = q + 1;
    while (last < segment.last && kind[last] === K.QUOTED) last++;
    return {
      cue: { first: group.first, last: e + 1 },
      head: e,
      lemma: tokenAt(sk, e)!.lemma,
      speech: true,
      source,
      contents: [{ first: q, last }],
      rule: 'quote-after',
      reliability: RELIABILITY,
      segment: index,
    };
  }
  return null;
}

function isSentence(sk: Skeleton, q: number): boolean {
  const stretch = stretchAt(sk, q)!;
  const c = sk.doc.text.charCodeAt(stretch.start);
  return c >= 65 && c <= 90 && endsSentence(sk.doc.text, stretch);
}

interface Found {
  first: number;
  head: number;
  source: { first: number; last: number };
}

function invertedVerb(sk: Skeleton, from: number, hi: number): Found | null {
  if (from >= hi || lower(sk, from).endsWith('ing')) return null;
  // "fumed trucker Ben Rask": an -ed form tagged as something else.
  if (sk.kind[from] !== K.VERB && !(lower(sk, from).endsWith('ed') && !tokenAt(sk, from)!.capital))
    return null;
  const source = subjectAfter(sk, from + 1, hi);
  return source ? { first: from, head: from, source } : null;
}

function nextVerb(sk: Skeleton, from: number, hi: number): Found | null {
  const { kind } = sk;
  const opener = kind[from]!;
  if (opener === K.CC || opener === K.SC || opener === K.ADP || opener === K.VERB || opener === K.TIME)
    return null;
  for (let e = from + 1; e < hi && e < from + REACH; e++) {
    if (kind[e] === K.QUOTED || kind[e] === K.END || kind[e] === K.SEMI || kind[e] === K.COLON) return null;
    const presentNoun = kind[e] === K.NOUN && closesLikeVerb(sk, e, hi);
    if (kind[e] !== K.VERB && !presentNoun) continue;
    const group = verbGroup(sk, e, from);
    if (group.participle || group.infinitive || group.passive) continue;
    const source = subjectBefore(sk, group.first, from);
    if (source && source.first <= from && lower(sk, source.last - 1) !== 'who')
      return { first: group.first, head: e, source };
  }
  return null;
}

/** "..., he notes.": a present tense tagged as a noun. */
function closesLikeVerb(sk: Skeleton, e: number, hi: number): boolean {
  const word = lower(sk, e);
  if (!word.endsWith('s') || tokenAt(sk, e)!.capital) return false;
  const before = sk.kind[e - 1]!;
  const token = tokenAt(sk, e - 1);
  if (before !== K.PRON && token?.pos !== 'PROPN' && before !== K.COMMA) return false;
  const next = e + 1 < hi ? sk.kind[e + 1]! : K.END;
  return (
    next === K.END ||
    next === K.COMMA ||
    next === K.ADP ||
    next === K.TIME ||
    next === K.ADV ||
    next === K.NOUN ||
    next === K.CC
  );
}

/** Marked words that go on after the source and a comma. */
function goesOn(sk: Skeleton, from: number, hi: number): number {
  const { kind } = sk;
  for (let e = from; e < hi && e < from + REACH; e++) {
    if (kind[e] === K.QUOTED)
      return kind[e - 1] === K.COMMA || kind[e - 1] === K.COLON || kind[e - 1] === K.DASH ? e : -1;
    if (kind[e] === K.VERB && !lower(sk, e).endsWith('ing') && kind[e - 1] !== K.VERB) return -1;
  }
  return -1;
}
