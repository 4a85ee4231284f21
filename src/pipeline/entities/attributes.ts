/** Role and affiliation of a person from the words around the name: before it, and in apposition after it. */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import type { Document, Token } from '../types.js';
import type { NameMention } from './names-in-text.js';
import type { Words } from './words.js';

const LONGEST_MODIFIER = 8;
const LONGEST_APPOSITION = 16;
const MODIFIER_TAGS: ReadonlySet<string> = new Set(['NOUN', 'ADJ', 'PROPN', 'NUM']);
const OF_WORDS: ReadonlySet<string> = new Set(['of', 'for', 'at', 'with', 'from']);
/** Words that are no part of a role though they stand in its phrase. */
const NOT_ROLE: ReadonlySet<string> = new Set([
  'embattled',
  'fellow',
  'own',
  'many',
  'other',
  'late',
  'only',
  'as',
]);

/** Fills `role` and `affiliation` of the persons among `found`; `at` gives the mention that covers a token, or -1. */
export function readAttributes(doc: Document, w: Words, found: readonly NameMention[], at: Int32Array): void {
  for (const m of found) {
    if (m.kind !== 'person' || m.headline) continue;
    readBefore(doc, w, found, at, m);
    if (m.role === null || m.affiliation === null) readAfter(doc, w, found, at, m);
  }
}

/** What a mention says one belongs to: the country of a demonym, the canonical name of what is known, else as written. */
function belongs(m: NameMention): string | null {
  if (m.kind === 'thing' || m.kind === 'group' || m.kind === 'person' || m.kind === 'region') return null;
  return m.known ? m.known.name : m.name.replace(/^the\s+/iu, '');
}

function readBefore(
  doc: Document,
  w: Words,
  found: readonly NameMention[],
  at: Int32Array,
  m: NameMention,
): void {
  const { tokens } = doc;
  const { sentence } = tokens[m.first]!;
  const start = doc.sentences[sentence]!.first;
  let i = m.first - 1;
  if (i < start) return;
  if (m.role !== null) {
    // "Russia's President Vladimir Putin", "Ukrainian President ...", "US President ...".
    const modifier = tokens[i]!.lower;
    if (/^(?:former|ex|then|late|acting|vice|deputy)$/u.test(modifier)) {
      m.role = `${modifier} ${m.role}`;
      i--;
    }
    m.affiliation ??= modifierBody(tokens, found, at, i, start);
    return;
  }
  // "Russian presidential spokesman, Dmitry Peskov, said".
  if (
    tokens[i]!.text === ',' &&
    i > start &&
    w.bits[i - 1]! & WORD.role &&
    !tokens[i - 1]!.capital &&
    tokens[m.last]?.text === ','
  ) {
    i--;
  }
  // "chief of staff Denis X", "secretary of state John X".
  if (i - 2 >= start && tokens[i - 1]!.lower === 'of' && w.bits[i - 2]! & WORD.role && at[i]! < 0) {
    setRole(m, words(doc, i - 2, i + 1), modifierBody(tokens, found, at, i - 3, start));
    return;
  }
  let affiliation: string | null = null;
  // "head of GUR Kyrylo X", "spokesman for the Ministry of Foreign Affairs of Ukraine Heorhii X".
  for (let step = 0; step < 3 && i >= start && at[i]! >= 0; step++) {
    const body = found[at[i]!]!;
    const name = belongs(body);
    if (name === null) return;
    let j = body.first - 1;
    if (j >= start && tokens[j]!.lower === 'the') j--;
    if (j <= start || !OF_WORDS.has(tokens[j]!.lower)) {
      // "Fox News host", read below, has its role after the body; here a body stands right before the name.
      return;
    }
    affiliation = affiliation === null ? name : `${name}, ${affiliation}`;
    i = j - 1;
    if (at[i]! < 0 && w.bits[i]! & WORD.role) break;
  }
  if (i < start || !(w.bits[i]! & WORD.role) || at[i]! >= 0) return;
  let k = i;
  while (
    k - 1 >= start &&
    i - k < LONGEST_MODIFIER &&
    at[k - 1]! < 0 &&
    isRoleModifier(tokens[k - 1]!, w.bits[k - 1]!)
  )
    k--;
  setRole(m, words(doc, k, i + 1), affiliation ?? modifierBody(tokens, found, at, k - 1, start));
  m.gender ??= gazetteer().genderOfWord.get(tokens[i]!.lower) ?? null;
}

function isRoleModifier(token: Token, bits: number): boolean {
  if (token.text === '-') return true;
  if (bits & (WORD.role | WORD.roleModifier)) return true;
  return MODIFIER_TAGS.has(token.pos) && !NOT_ROLE.has(token.lower) && token.pos !== 'NUM';
}

/** The body or country right before a role: "Russian", "US", "Fox News", "Russia's". */
function modifierBody(
  tokens: readonly Token[],
  found: readonly NameMention[],
  at: Int32Array,
  from: number,
  start: number,
): string | null {
  let i = from;
  if (i >= start && /^['\u2019\u02bc]s?$/u.test(tokens[i]!.text)) i--;
  if (i < start || at[i]! < 0) return null;
  return belongs(found[at[i]!]!);
}

function setRole(m: NameMention, role: string, affiliation: string | null): void {
  m.role = role;
  m.affiliation ??= affiliation;
}

function words(doc: Document, first: number, last: number): string {
  return doc.text.slice(doc.tokens[first]!.start, doc.tokens[last - 1]!.end).replace(/\s+/gu, ' ');
}

/** "Valery X, chief of the general staff,"; "Joel X, Clinton's chief strategist,". */
function readAfter(
  doc: Document,
  w: Words,
  found: readonly NameMention[],
  at: Int32Array,
  m: NameMention,
): void {
  const { tokens } = doc;
  const comma = tokens[m.last];
  if (comma?.text !== ',' || comma.sentence !== tokens[m.first]!.sentence) return;
  const limit = Math.min(doc.sentences[comma.sentence]!.last, m.last + 1 + LONGEST_APPOSITION);
  let i = m.last + 1;
  // "X, 54, a lawyer": an age.
  if (tokens[i]?.pos === 'NUM' && tokens[i + 1]?.text === ',') i += 2;
  let affiliation: string | null = null;
  let from = i;
  for (; i < limit; i++) {
    const token = tokens[i]!;
    const covered = at[i]!;
    if (covered >= 0) {
      const body = found[covered]!;
      if (body.kind === 'person') {
        // Another person in a list, unless it is the one they belong to.
        if (!/^['\u2019\u02bc]s?$/u.test(tokens[body.last]?.text ?? '')) return;
        i = body.last;
        from = i + 1;
        continue;
      }
      affiliation = belongs(body) ?? affiliation;
      i = body.last - 1;
      if (/^['\u2019\u02bc]s?$/u.test(tokens[i + 1]?.text ?? '')) i++;
      from = i + 1;
      continue;
    }
    // "the president's former chief speechwriter": whose, not who.
    if (w.bits[i]! & WORD.role && /^['\u2019\u02bc]s?$/u.test(tokens[i + 1]?.text ?? '')) {
      from = i + 2;
      i++;
      continue;
    }
    if (w.bits[i]! & WORD.role && !isPartOfCompound(tokens, w, i, limit)) break;
    if (token.pos === 'DET' || (token.pos === 'PRON' && token.lower !== 'who' && token.lower !== 'which')) {
      from = i + 1;
      continue;
    }
    if (!isRoleModifier(token, w.bits[i]!) && token.pos !== 'ADV' && token.pos !== 'ADJ') return;
  }
  if (i >= limit || !(w.bits[i]! & WORD.role)) return;
  let end = i + 1;
  if (tokens[end] && OF_WORDS.has(tokens[end]!.lower)) {
    let j = end + 1;
    if (tokens[j]?.lower === 'the') j++;
    if (j < limit && at[j]! >= 0) affiliation = belongs(found[at[j]!]!) ?? affiliation;
    else {
      while (
        j < limit &&
        at[j]! < 0 &&
        (tokens[j]!.pos === 'NOUN' || tokens[j]!.pos === 'ADJ' || tokens[j]!.pos === 'PROPN')
      )
        j++;
      if (j < limit && j > end + 1) end = j;
    }
  }
  if (from >= end) return;
  const role = words(doc, from, end);
  if (m.role === null) m.role = role;
  m.affiliation ??= affiliation;
  m.gender ??= gazetteer().genderOfWord.get(tokens[i]!.lower) ?? null;
}

/** "party chairman": the head is the last noun, "campaign" and "chief" in "campaign chief strategist" are not. */
function isPartOfCompound(tokens: readonly Token[], w: Words, i: number, limit: number): boolean {
  const next = tokens[i + 1];
  return next !== undefined && i + 1 < limit && (w.bits[i + 1]! & WORD.role) !== 0 && next.text !== ',';
}
