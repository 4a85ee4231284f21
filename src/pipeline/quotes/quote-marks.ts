/**
 * Pairs quote marks. Every paragraph is paired on its own, so that one odd mark costs at most its paragraph; a quote
 * that runs over several paragraphs is reopened at each. Double marks come first (curly, straight, low, guillemets,
 * two apostrophes, two backticks), then single ones, which must be told from apostrophes.
 */

/** One stretch in quote marks. */
export interface Stretch {
  /** Offset of the opening mark, and of the end of the closing one. */
  readonly open: number;
  readonly close: number;
  /** The words between the marks, half-open. */
  readonly start: number;
  readonly end: number;
  /** Index of the stretch that this one stands in, or -1. */
  parent: number;
  readonly single: boolean;
  /** No closing mark before the paragraph's end. */
  readonly unclosed: boolean;
  readonly paragraph: number;
}

interface Mark {
  at: number;
  width: number;
  /** 1 opens, -1 closes, 0 could do either. */
  turn: 1 | -1 | 0;
}

/** Marks deeper than this are taken for odd ones: nobody nests four deep, and hostile text must stay linear. */
const DEEPEST = 3;
/** A single mark closes within this many characters, or it was an apostrophe. */
const LONGEST_SINGLE = 3000;
/** Words that begin with an apostrophe. */
const ELISIONS = new Set([
  'em',
  'til',
  'till',
  'tis',
  'twas',
  'cause',
  'bout',
  'n',
  'round',
  'neath',
  'cuz',
  'sup',
  'nuff',
  'scuse',
]);

/** Every character that may be a double mark or part of one; a search for them is much faster than a walk. */
const ANY_MARK = /["“”„‟«»＂`]|''/gu;
const ANY_SINGLE = /['‘]/gu;
const OPENERS = '“„‟«';
const CLOSERS = '”»';

/** All quoted stretches of the paragraphs, sorted by start, outer before inner. */
export function findStretches(
  text: string,
  paragraphs: readonly { start: number; end: number }[],
): Stretch[] {
  const out: Stretch[] = [];
  let double = -1;
  let single = -1;
  for (let p = 0; p < paragraphs.length; p++) {
    const { start, end } = paragraphs[p]!;
    // A search runs past the paragraph's end: what it found there is kept, so that each is made once.
    if (double < start) double = nextHit(ANY_MARK, text, start);
    if (single < start) single = nextHit(ANY_SINGLE, text, start);
    if (double >= end && single >= end) continue;
    const found: Stretch[] = [];
    if (double < end) pairDoubles(text, start, end, p, found);
    if (single < end) pairSingles(text, start, end, p, found);
    found.sort((a, b) => a.open - b.open || b.close - a.close);
    nest(found, out);
  }
  return out;
}

function nextHit(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Sets parents within one paragraph; a stretch that would cross another's end is dropped. */
function nest(found: readonly Stretch[], out: Stretch[]): void {
  const stack: number[] = [];
  for (const stretch of found) {
    while (stack.length > 0 && out[stack.at(-1)!]!.close <= stretch.open) stack.pop();
    const parent = stack.at(-1) ?? -1;
    if (parent >= 0 && out[parent]!.close < stretch.close) continue;
    stretch.parent = parent;
    stack.push(out.length);
    out.push(stretch);
  }
}

function pairDoubles(text: string, start: number, end: number, paragraph: number, found: Stretch[]): void {
  const open: Mark[] = [];
  const push = (from: Mark, at: number, width: number) => {
    found.push({
      open: from.at,
      close: at + width,
      start: from.at + from.width,
      end: at,
      parent: -1,
      single: false,
      unclosed: width === 0,
      paragraph,
    });
  };
  ANY_MARK.lastIndex = start;
  for (let hit = ANY_MARK.exec(text); hit && hit.index < end; hit = ANY_MARK.exec(text)) {
    const mark = markAt(text, hit.index, start, end);
    if (!mark) {
      // Of three apostrophes the last two may be the mark.
      ANY_MARK.lastIndex = hit.index + 1;
      continue;
    }
    ANY_MARK.lastIndex = mark.at + mark.width;
    let turn: number = mark.turn;
    if (turn === 0) turn = open.length > 0 ? -1 : 1;
    if (turn > 0) {
      // A second opening mark in one breath is the first one's closing mark typed wrong, or a nested quote.
      if (open.length < DEEPEST) open.push(mark);
      continue;
    }
    const from = open.pop();
    if (from) {
      if (mark.at > from.at + from.width) push(from, mark.at, mark.width);
    }
  }
  // What stays open: the outermost one runs to the end, unless a whole quote follows it.
  const left = open[0];
  if (!left) return;
  const inner = found.filter((stretch) => stretch.open > left.at);
  const last = inner.at(-1);
  if (!last) {
    const to = trimmedEnd(text, left.at, end);
    if (to > left.at + left.width) push(left, to, 0);
  } else if (open.length === 1 && !/[.,!?]\s*$/u.test(text.slice(left.at + left.width, inner[0]!.open))) {
    // “a “b” c: the mark missing is more often the inner one's.
    found.splice(found.indexOf(last), 1);
    push(left, last.end, last.close - last.end);
  }
}

function trimmedEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from + 1 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** The double mark at `i`, or null. */
function markAt(text: string, i: number, start: number, end: number): Mark | null {
  const code = text.charCodeAt(i);
  const char = text[i]!;
  let width = 1;
  let turn: 1 | -1 | 0 = 0;
  if (char === '"' || char === '＂') {
    if (isInches(text, i, start)) return null;
  } else if (code === 39 || code === 96) {
    if (text.charCodeAt(i + 1) !== code || i + 1 >= end) return null;
    // Three in a row at a word's end: an inner single mark closes first.
    if (text.charCodeAt(i + 2) === code && i > start && !isBefore(text.charCodeAt(i - 1))) return null;
    width = 2;
    if (code === 96) turn = 1;
  } else if (OPENERS.includes(char)) turn = 1;
  else if (CLOSERS.includes(char)) turn = -1;
  else return null;
  const before = i > start ? text.charCodeAt(i - 1) : 32;
  const after = i + width < end ? text.charCodeAt(i + width) : 32;
  const couldOpen = isBefore(before) && !isSpace(after);
  const couldClose = !isSpace(before) || i + width >= end;
  if (turn === 0)
    turn = couldOpen && !(couldClose && !isSpace(before) && isDash(before)) ? 1 : couldOpen ? 0 : -1;
  // A curly mark turned the wrong way: its place decides.
  else if (turn === 1 && isSpace(after) && !isSpace(before) && i > start) turn = -1;
  else if (turn === -1 && (i === start || isSpace(before)) && isWordish(after)) turn = 1;
  if (turn === -1 && char === '"' && isSpace(before) && isSpace(after)) turn = 0;
  return { at: i, width, turn };
}

/** 6'2" or 12" by 14": a number with a foot or another measure before it. */
function isInches(text: string, i: number, start: number): boolean {
  let k = i - 1;
  while (k >= start && isDigit(text.charCodeAt(k))) k--;
  if (k === i - 1 || k < start) return false;
  const sign = text[k]!;
  return (sign === "'" || sign === '’' || sign === '′') && k > start && isDigit(text.charCodeAt(k - 1));
}

function pairSingles(text: string, start: number, end: number, paragraph: number, found: Stretch[]): void {
  // Outside and inside of double marks are paired apart: a single stretch never crosses a double mark's edge
  // unless it holds the whole double stretch, which `nest` checks.
  const doubles = found.slice().sort((a, b) => a.open - b.open || b.close - a.close);
  const around: Stretch[] = [];
  let next = 0;
  ANY_SINGLE.lastIndex = start;
  for (let hit = ANY_SINGLE.exec(text); hit && hit.index < end; hit = ANY_SINGLE.exec(text)) {
    const i = hit.index;
    const code = text.charCodeAt(i);
    if (code === 39 && text.charCodeAt(i + 1) === 39) {
      ANY_SINGLE.lastIndex = i + 2;
      continue;
    }
    const before = i > start ? text.charCodeAt(i - 1) : 32;
    const after = text.charCodeAt(i + 1);
    if (
      !(isBefore(before) || isDoubleMark(before)) ||
      i + 1 >= end ||
      !(isWordish(after) || isDoubleMark(after))
    )
      continue;
    if (isElision(text, i, end)) continue;
    for (; next < doubles.length && doubles[next]!.open < i; next++) around.push(doubles[next]!);
    while (around.length > 0 && around.at(-1)!.close <= i) around.pop();
    const limit = Math.min(end, around.at(-1)?.end ?? end, i + LONGEST_SINGLE);
    const at = closingSingle(text, i + 1, limit, end);
    if (at < 0) continue;
    found.push({
      open: i,
      close: at + 1,
      start: i + 1,
      end: at,
      parent: -1,
      single: true,
      unclosed: false,
      paragraph,
    });
    if (!hasMarkWithin(text, i + 1, at)) ANY_SINGLE.lastIndex = at + 1;
  }
}

function hasMarkWithin(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) === 0x2018) return true;
  return false;
}

/**
 * The closing single mark: the first after punctuation, else the first before punctuation or the end, else the last
 * one that is no possessive (the voters’ choice) before the next opening mark.
 */
function closingSingle(text: string, from: number, limit: number, end: number): number {
  let fallback = -1;
  for (let i = from; i <= limit && i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x2018 && fallback >= 0) return fallback;
    if (code !== 0x2019 && code !== 39) continue;
    const before = text.charCodeAt(i - 1);
    const after = i + 1 < end ? text.charCodeAt(i + 1) : 32;
    if (isWordish(after) || isSpace(before)) continue;
    if (isStop(before)) return i;
    const possessive = before === 115 || before === 83 || before === 122;
    if (!isSpace(after) || i + 1 >= end) {
      if (fallback < 0 || !possessive) return i;
    }
    if (!possessive) return fallback >= 0 && text.charCodeAt(fallback - 1) !== 115 ? fallback : i;
    fallback = i;
  }
  return fallback;
}

function isElision(text: string, i: number, end: number): boolean {
  let k = i + 1;
  if (isDigit(text.charCodeAt(k))) {
    // '90s, '16
    while (k < end && isDigit(text.charCodeAt(k))) k++;
    return k - i === 3;
  }
  while (k < end && k - i < 8 && isLetter(text.charCodeAt(k))) k++;
  return ELISIONS.has(text.slice(i + 1, k).toLowerCase());
}

function isSpace(code: number): boolean {
  return code === 32 || code === 0xa0 || (code >= 9 && code <= 13) || code === 0x2009 || code === 0x202f;
}
function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || (code >= 0xc0 && code < 0x250);
}
function isWordish(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    (code > 0x250 && code < 0x2000) ||
    code === 36 ||
    code === 35 ||
    code === 64 ||
    code === 91
  );
}
function isDash(code: number): boolean {
  return code === 45 || code === 0x2013 || code === 0x2014;
}
function isStop(code: number): boolean {
  return code === 44 || code === 46 || code === 33 || code === 63 || code === 0x2026;
}
function isDoubleMark(code: number): boolean {
  return (
    code === 34 || code === 0x201c || code === 0x201d || code === 0x201e || code === 0xab || code === 0xbb
  );
}
/** What may stand directly before an opening mark. */
function isBefore(code: number): boolean {
  return (
    isSpace(code) ||
    code === 40 ||
    code === 91 ||
    code === 47 ||
    isDash(code) ||
    code === 0x2018 ||
    code === 39
  );
}
