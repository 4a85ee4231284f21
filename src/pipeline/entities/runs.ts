/** How far names reach: runs of name words, and where a body or a person ends inside them. */
import { type Gazetteer, type Phrase, WORD } from '../../lexicons/gazetteer.js';
import type { Document, Token } from '../types.js';
import type { NameMention } from './names-in-text.js';
import { bare, hasPossessive, type Words, withoutPossessive } from './words.js';

/** What reading the names of one article needs, and what it has found. */
export interface Reader {
  readonly doc: Document;
  readonly tokens: readonly Token[];
  readonly w: Words;
  readonly bits: Int32Array;
  /** 1: may belong to a name. */
  readonly isName: Uint8Array;
  readonly gaz: Gazetteer;
  readonly found: NameMention[];
}

const LONGEST_RUN = 32;
/** Prepositions that go on inside the name of a body: Ministry of Foreign Affairs, Club for Growth. */
const JOINING: ReadonlySet<string> = new Set('of for on against in to'.split(' '));
const SMALL: ReadonlySet<string> = new Set('of for the and on &'.split(' '));
/** Longest syllable of a Korean given name after a hyphen. */
const KOREAN_SYLLABLE = 6;
/** Words after a hyphen that are not part of a name: Paris-based, Russia-backed. */
const NOT_SYLLABLE: ReadonlySet<string> = new Set(
  'based backed led style like era area born owned held run made wide in to up on off out'.split(' '),
);
/** More words than this are no person's name. */
const MOST_NAME_WORDS = 5;

export function runEnd(r: Reader, i: number): number {
  const { tokens, bits } = r;
  // No name is longer; the bound keeps a page of capitals linear.
  const limit = Math.min(r.doc.sentences[tokens[i]!.sentence]!.last, i + LONGEST_RUN);
  let j = i + 1;
  let body = (bits[i]! & WORD.organization) !== 0;
  while (j < limit) {
    const token = tokens[j]!;
    // A possessive that the tokenizer left on the word before ends the name.
    if (hasPossessive(tokens[j - 1]!.text)) break;
    if (r.isName[j] === 1) {
      if (bits[j]! & WORD.organization) body = true;
      j++;
      continue;
    }
    const word = token.lower;
    const c = word.charCodeAt(0);
    if (c === 45 && word.length === 1) {
      const next = tokens[j + 1];
      if (!next || j + 1 >= limit || next.start !== token.end || token.start !== tokens[j - 1]!.end) break;
      // "Trump-Cruz" are two; "Jean-Claude" and "Ocasio-Cortez" one.
      const both =
        bits[j - 1]! & bits[j + 1]! & WORD.surname && !((bits[j - 1]! | bits[j + 1]!) & WORD.given);
      if (both && j - i < 2) break;
      if (bits[j - 1]! & WORD.notName && !(bits[j - 1]! & (WORD.given | WORD.surname | WORD.phrase))) break;
      if (r.isName[j + 1] === 1 || isSyllable(r, i, j + 1)) {
        j += 2;
        continue;
      }
      break;
    }
    if (bits[j]! & WORD.particle) {
      const next = afterParticles(r, j, limit);
      if (next > 0) {
        j = next;
        continue;
      }
    }
    if (word === '&' && r.isName[j + 1] === 1) {
      j += 2;
      continue;
    }
    if (
      (word === "'s" || word === "'") &&
      bits[j - 1]! & WORD.possessiveHead &&
      r.isName[j + 1] === 1 &&
      !(bits[j + 1]! & WORD.given)
    ) {
      j += 2;
      continue;
    }
    // "Secretary of State": an office in capitals joins like a body.
    if (JOINING.has(word) && (body || (word === 'of' && bits[j - 1]! & WORD.role))) {
      const small = tokens[j + 1]?.lower;
      const next = small === 'the' || small === 'a' ? j + 2 : j + 1;
      const last = bits[j - 1]!;
      const head = (last & WORD.organization) !== 0 || word === 'of';
      if (
        next < limit &&
        r.isName[next] === 1 &&
        head &&
        (word === 'of' || (last & WORD.organization) !== 0)
      ) {
        if (word === 'in' || word === 'to' || word === 'on') {
          // "Committee on Foreign Relations" is a name; "the Army in Iraq" is not.
          if (word !== 'on' || bits[next]! & (WORD.phrase | WORD.given | WORD.notName)) break;
        }
        j = next + 1;
        continue;
      }
    }
    if (word === 'and' && ((body && joinsBodies(r, i, j)) || joinsFields(r, j, limit))) {
      j += 2;
      continue;
    }
    // A phrase of the gazetteer may hold small words: Bosnia and Herzegovina.
    break;
  }
  const hit = matchPhrase(r, i, limit);
  return Math.max(j, hit ? i + hit.words.length : 0);
}

/** "Department of Health and Human Services": one more part of a body's field, before anything that is a name itself. */
function joinsBodies(r: Reader, first: number, and: number): boolean {
  const next = r.bits[and + 1] ?? 0;
  if (r.isName[and + 1] !== 1) return false;
  let of = false;
  for (let k = first; k < and; k++) if (r.tokens[k]!.lower === 'of') of = true;
  if (!of || next & (WORD.given | WORD.title | WORD.honorific | WORD.role)) return false;
  if (matchPhrase(r, and + 1, r.tokens.length)) return false;
  // Only fields: Health, Prevention, Customs; the word before must be one as well.
  return !((r.bits[and - 1] ?? 0) & (WORD.phrase | WORD.organization | WORD.surname));
}

/** "House Ways and Means Committee", "Customs and Border Protection": plain words before, a body's word at the end. */
function joinsFields(r: Reader, and: number, limit: number): boolean {
  const plain = (k: number) =>
    r.isName[k] === 1 &&
    !(r.bits[k]! & (WORD.given | WORD.surname | WORD.phrase | WORD.title | WORD.honorific | WORD.group));
  if (!plain(and - 1) || r.bits[and - 1]! & WORD.organization) return false;
  for (let k = and + 1; k < limit && k < and + 5 && plain(k); k++) {
    if (r.bits[k]! & WORD.organization) return k > and + 1;
  }
  return false;
}

function isSyllable(r: Reader, first: number, at: number): boolean {
  const word = r.tokens[at]!.lower;
  if (word.length > KOREAN_SYLLABLE || NOT_SYLLABLE.has(word)) return false;
  for (let k = first; k < at - 1; k++) if (r.bits[k]! & WORD.familyFirst) return true;
  return false;
}

/** After particles (and a hyphen) a name word: where it ends; 0 when none follows. */
function afterParticles(r: Reader, at: number, limit: number): number {
  let j = at;
  while (j < limit && j < at + 4) {
    if (r.isName[j] === 1) return j > at ? j + 1 : 0;
    const hyphen = r.tokens[j]!.text === '-';
    if (!hyphen && !(r.bits[j]! & WORD.particle)) return 0;
    j++;
  }
  return 0;
}

export function matchPhrase(r: Reader, at: number, limit: number): Phrase | null {
  if (!(r.bits[at]! & WORD.phrase)) return null;
  const list = r.gaz.phrases.get(bare(r.tokens[at]!.lower));
  if (!list) return null;
  next: for (const phrase of list) {
    const n = phrase.words.length;
    if (at + n > limit) continue;
    if (phrase.exact !== null) {
      if (withoutPossessive(r.tokens[at]!.text) === phrase.exact) return phrase;
      continue;
    }
    for (let k = n === 1 ? 1 : 0; k < n; k++) {
      const token = r.tokens[at + k]!;
      if ((k === n - 1 ? bare(token.lower) : token.lower) !== phrase.words[k]) continue next;
    }
    // The last word of a name stands in capitals like the first.
    if (n > 1 && !r.tokens[at + n - 1]!.capital) continue;
    return phrase;
  }
  return null;
}

/** A role word in capitals that is a title here: a name word follows it (President Putin), or other role words. */
export function isTitleAt(r: Reader, at: number, end: number): boolean {
  let j = at;
  while (j < end && r.bits[j]! & (WORD.role | WORD.roleModifier) && !(r.bits[j]! & WORD.given)) j++;
  if (j === at) return false;
  // "Press Association", "National Security Agency" begin with words that also modify roles.
  let role = false;
  for (let k = at; k < j; k++) if (r.bits[k]! & WORD.role) role = true;
  // "General Staff", "White House Press Office": the last word makes it a body.
  if (!role || (j >= end && j - at > 1 && r.bits[j - 1]! & WORD.organization)) return false;
  if (j < end && r.bits[j]! & WORD.organization) return false;
  // "National Republican Congressional Committee": a body whose first words could be an office.
  let last = at;
  while (last + 1 < end && r.isName[last + 1] === 1 && !(r.bits[last + 1]! & (WORD.given | WORD.surname)))
    last++;
  return last === at || !(r.bits[last]! & WORD.organization);
}

/** Where a body's name that begins at `at` ends: before a title or a given name that begins a person, after "of COUNTRY". */
export function bodyEnd(r: Reader, at: number, end: number, office = false): number {
  let j = at;
  // After "Secretary of" a given name ends the field, whatever it is.
  let body = office;
  while (j < end) {
    const bits = r.bits[j]!;
    const token = r.tokens[j]!;
    if (r.isName[j] === 1) {
      if (j > at) {
        if (bits & (WORD.honorific | WORD.title)) break;
        const joined = SMALL.has(r.tokens[j - 1]!.lower);
        const hit = joined ? matchPhrase(r, j, end) : null;
        if (hit && hit.words.length > 1) {
          // "University of North Carolina".
          j += hit.words.length;
          continue;
        }
        if (body && !joined && bits & WORD.given && !(bits & WORD.organization)) break;
        if (body && !joined && isTitleAt(r, j, end)) break;
      }
      if (bits & WORD.organization) body = true;
    } else if (token.lower === 'of') {
      const from = r.tokens[j + 1]?.lower === 'the' ? j + 2 : j + 1;
      const hit = from < end ? matchPhrase(r, from, end) : null;
      if (hit && hit.known.kind === 'country' && hit.known.form === 'name') return from + hit.words.length;
    }
    j++;
  }
  return j;
}

/** Where a person's name that begins at `at` ends: before a title, a body, or another given name after a full name. */
export function personEnd(r: Reader, at: number, end: number): number {
  let j = at + 1;
  let words = 1;
  while (j < end) {
    const bits = r.bits[j]!;
    if (r.isName[j] === 0) {
      const text = r.tokens[j]!.text;
      if (text !== '-' && !(bits & WORD.particle) && !isSyllable(r, at, j)) break;
      j++;
      continue;
    }
    if (bits & (WORD.honorific | WORD.title) && !(bits & WORD.given)) break;
    if (bits & WORD.suffix) return j + 1;
    // "House Speaker", "AFL-CIO President Richard X": an office ends a name, unless it is a surname ("Stephen King").
    if (bits & WORD.role && !(bits & (WORD.given | WORD.surname)) && isTitleAt(r, j, end)) {
      const next = j + 1 < end && r.isName[j + 1] === 1 ? r.bits[j + 1]! : 0;
      if (!(r.bits[at]! & WORD.given) || next & WORD.given) break;
    }
    if (bits & WORD.notName && !(bits & (WORD.surname | WORD.given | WORD.role))) break;
    if (words >= MOST_NAME_WORDS) break;
    words++;
    j++;
  }
  // A particle or hyphen at the end belongs to no name.
  while (j > at + 1 && r.isName[j - 1] === 0 && !isSyllable(r, at, j - 1)) j--;
  return j;
}

export function kindByWords(
  r: Reader,
  first: number,
  last: number,
): 'organization' | 'place' | 'thing' | null {
  // The head is the last word before a preposition, else the last word.
  let head = last - 1;
  for (let k = first + 1; k < last; k++) {
    if (r.isName[k] === 0 && JOINING.has(r.tokens[k]!.lower)) {
      head = k - 1;
      break;
    }
  }
  const bits = r.bits[head]!;
  if (last - first === 1) return null;
  if (bits & WORD.organization) return 'organization';
  if (bits & WORD.place) return 'place';
  if (bits & WORD.thing) return 'thing';
  return null;
}
