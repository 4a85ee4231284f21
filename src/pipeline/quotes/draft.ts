/** Quotes while they are being made: spans of text with the attribution they belong to. */
import type { QuoteForm, Span } from '../types.js';
import type { Attribution, Rule } from './attribution.js';
import type { Stretch } from './quote-marks.js';
import { endOf, K, type Skeleton, startOf, stretchAt } from './skeleton.js';
import type { Range } from './syntax.js';

export interface Draft {
  start: number;
  end: number;
  form: QuoteForm;
  marked: Span[];
  cue: { start: number; end: number; lemma: string } | null;
  mention: Span | null;
  group: number;
  paragraph: number;
  rule: Rule;
  speech: boolean;
  reliability: number;
}

/** What a continuation takes over from an attribution. */
export interface Running {
  readonly mention: Span | null;
  readonly cue: { start: number; end: number; lemma: string } | null;
  readonly group: number;
  readonly speech: boolean;
}

export function runningOf(sk: Skeleton, attribution: Attribution, group: number): Running {
  return {
    mention: attribution.source ? spanOf(sk, attribution.source) : null,
    cue: cueOf(sk, attribution),
    group,
    speech: attribution.speech,
  };
}

export function spanOf(sk: Skeleton, range: Range): Span {
  return [startOf(sk, range.first), endOf(sk, range.last - 1)];
}

/** The cue is shown by its head word, "according to" whole. */
function cueOf(sk: Skeleton, { cue, head, lemma }: Attribution): Running['cue'] {
  const first = lemma === 'according to' ? cue.first : head;
  return { start: startOf(sk, first), end: endOf(sk, cue.last - 1), lemma };
}

/** The stretch of an element that reads as speech; a title in marks is none. */
function quotedAt(sk: Skeleton, e: number): Stretch | null {
  return sk.kind[e] === K.QUOTED ? stretchAt(sk, e) : null;
}

/** One draft for a content: direct when it is marked words alone, mixed when partly, indirect when not at all. */
export function draftOf(
  sk: Skeleton,
  range: Range,
  paragraph: number,
  running: Running,
  rule: Rule,
  reliability: number,
): Draft | null {
  let { first, last } = range;
  const { kind } = sk;
  while (
    last > first &&
    (kind[last - 1] === K.COMMA || kind[last - 1] === K.END || kind[last - 1] === K.COLON)
  )
    last--;
  if (last <= first) return null;
  const marked: Span[] = [];
  let words = 0;
  for (let e = first; e < last; e++) {
    const stretch = stretchAt(sk, e);
    if (stretch && kind[e] === K.QUOTED) marked.push([stretch.start, stretch.end]);
    else if (kind[e] !== K.COMMA && kind[e] !== K.MARK && kind[e] !== K.DASH) words++;
  }
  const only = last - first === 1 ? quotedAt(sk, first) : null;
  const form: QuoteForm = marked.length === 0 ? 'indirect' : only || words === 0 ? 'direct' : 'mixed';
  const start = only ? only.start : startOf(sk, first);
  const end = only ? only.end : endOf(sk, last - 1);
  if (end <= start) return null;
  return {
    start,
    end,
    form,
    marked,
    cue: running.cue,
    mention: running.mention,
    group: running.group,
    paragraph,
    rule,
    speech: running.speech,
    reliability,
  };
}

/** A whole stretch as a direct quote. */
export function draftOfStretch(stretch: Stretch, running: Running, rule: Rule, reliability: number): Draft {
  return {
    start: stretch.start,
    end: stretch.end,
    form: 'direct',
    marked: [[stretch.start, stretch.end]],
    cue: running.cue,
    mention: running.mention,
    group: running.group,
    paragraph: stretch.paragraph,
    rule,
    speech: running.speech,
    reliability,
  };
}
