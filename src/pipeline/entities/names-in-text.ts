/** Names in a text: runs of capitalised words, cut into persons, organizations, countries, places and groups. */
import { type Gazetteer, gazetteer, type Known, type Phrase, WORD } from '../../lexicons/gazetteer.js';
import type { Document, Token } from '../types.js';

/** What one stretch of name words seems to be, before names are put together over the article. */
export interface NameMention {
  first: number;
  last: number;
  kind: 'person' | 'organization' | 'country' | 'region' | 'place' | 'group' | 'thing' | 'unknown';
  /** `capital`: the city, or the state that it stands for; told apart by what stands around. */
  form: 'name' | 'demonym' | 'capital' | 'seat';
  known: Known | null;
  /** The name proper, without forms of address and titles. */
  name: string;
  gender: 'female' | 'male' | null;
  /** A form of address or a title stands before it. */
  titled: boolean;
  role: string | null;
  affiliation: string | null;
  quoted: boolean;
  headline: boolean;
}

/** What the stage knows of each token, computed once. */
export interface Words {
  readonly bits: Int32Array;
  /** 1: inside double quote marks. */
  readonly quoted: Uint8Array;
  /** 1: a sentence written in capitals throughout, or nearly. */
  readonly titleCase: Uint8Array;
  /** 1: a capital tells nothing here: the first word of a sentence, a quotation, after a colon. */
  readonly opening: Uint8Array;
}

const POSSESSIVE_END = /['\u2019\u02bc]s$/u;
/** Share of capitals among words of four letters and more that makes a sentence title case. */
const TITLE_CASE_SHARE = 0.7;
const TITLE_CASE_WORDS = 3;

/** A word without a possessive that the tokenizer left on it. */
export const bare = (word: string): string =>
  word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word;

/** Tags of words that, in lower case, are no role, body or particle. */
const PLAIN_TAGS: ReadonlySet<string> = new Set([
  'PUNCT',
  'DET',
  'ADP',
  'PRON',
  'AUX',
  'CCONJ',
  'SCONJ',
  'PART',
  'NUM',
  'VERB',
  'ADV',
]);

export function readWords(doc: Document): Words {
  const { tokens, sentences } = doc;
  const { words } = gazetteer();
  const n = tokens.length;
  const bits = new Int32Array(n);
  const quoted = new Uint8Array(n);
  const titleCase = new Uint8Array(sentences.length);
  const opening = new Uint8Array(n);
  let open = false;
  for (let s = 0; s < sentences.length; s++) {
    const { first, last } = sentences[s]!;
    if (s === 0 || sentences[s - 1]!.paragraph !== sentences[s]!.paragraph) open = false;
    let long = 0;
    let capitals = 0;
    let fresh = true;
    for (let i = first; i < last; i++) {
      const token = tokens[i]!;
      // Most words are small ones in lower case, of which nothing is asked.
      if (token.capital || !PLAIN_TAGS.has(token.pos)) bits[i] = words.get(bare(token.lower)) ?? 0;
      if (fresh) opening[i] = 1;
      const c = token.text.charCodeAt(0);
      fresh = false;
      if (isLetter(c)) {
        if (token.end - token.start >= 4 && i > first) {
          long++;
          if (token.capital) capitals++;
        }
      } else if (c === 0x201c) {
        open = true;
        fresh = true;
      } else if (c === 0x201d) {
        open = false;
        fresh = opening[i] === 1;
      } else if (c === 39 && i > first && tokens[i - 1]!.text === "'" && tokens[i - 1]!.end === token.start) {
        // Two apostrophes for one mark; the first changed nothing.
        open = !open;
        fresh = open || opening[i - 1] === 1;
      } else if (c === 34) {
        open = !open;
        fresh = open || opening[i] === 1;
      } else if (
        c === 58 ||
        c === 0x2022 ||
        c === 40 ||
        c === 91 ||
        (c === 0x2018 && token.text.length === 1)
      ) {
        fresh = true;
      } else if (opening[i] === 1 && !(c >= 48 && c <= 57)) {
        fresh = true;
      } else if (c === 0x2014 && i - first < 8) {
        // After a dateline: "MOSCOW \u2014 The ...".
        fresh = true;
      }
      quoted[i] = open ? 1 : 0;
    }
    titleCase[s] = long >= TITLE_CASE_WORDS && capitals / long >= TITLE_CASE_SHARE ? 1 : 0;
  }
  return { bits, quoted, titleCase, opening };
}

function isLetter(c: number): boolean {
  return (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || (c >= 0xc0 && c < 0x2000);
}

/** Which tokens may belong to a name. Capitals at the start of a sentence count only with further evidence. */
function nameTokens(doc: Document, w: Words): Uint8Array {
  const { tokens } = doc;
  const out = new Uint8Array(tokens.length);
  const doubtful: number[] = [];
  const evidence = new Map<string, number>();
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (!token.capital || (token.text.charCodeAt(0) === 0x49 && token.text.length === 1)) continue;
    if (w.opening[i] === 0) {
      out[i] = 1;
      continue;
    }
    const bits = w.bits[i]!;
    if (bits & (WORD.honorific | WORD.title | WORD.group)) out[i] = 1;
    else if (bits & WORD.notName) out[i] = bits & WORD.phrase ? 1 : 0;
    else if (bits & (WORD.given | WORD.phrase) && token.pos !== 'AUX') out[i] = 1;
    else if (FUNCTION_TAGS.has(token.pos)) continue;
    else {
      doubtful.push(i);
      evidence.set(bare(token.lower), 0);
    }
  }
  if (doubtful.length === 0) return out;
  let lengths = 0;
  let letters = 0;
  for (const word of evidence.keys()) {
    lengths |= 1 << Math.min(word.length, 30);
    letters |= 1 << (word.charCodeAt(0) & 31);
  }
  // A word that stands in lower case elsewhere is a common word; in capitals elsewhere, a name.
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    // Two small masks spare most of the look-ups.
    const { lower } = token;
    if (!((lengths >> Math.min(lower.length, 30)) & 1) || !((letters >> (lower.charCodeAt(0) & 31)) & 1))
      continue;
    const seen = evidence.get(lower);
    if (seen === undefined) continue;
    if (!token.capital) evidence.set(token.lower, -1);
    else if (seen === 0 && w.opening[i] === 0 && w.titleCase[token.sentence] === 0)
      evidence.set(token.lower, 1);
  }
  for (const i of doubtful) {
    const token = tokens[i]!;
    const seen = evidence.get(bare(token.lower))!;
    const next = tokens[i + 1];
    const run =
      next?.capital === true && next.sentence === token.sentence && !(w.bits[i + 1]! & WORD.notName);
    const capitals = token.text.length > 1 && token.text === token.text.toUpperCase();
    // "Satellite imagery", "Observers noted", "Photos showed": wink takes many first words for names.
    const nextBits = w.bits[i + 1] ?? 0;
    const bits = w.bits[i]!;
    const common =
      (next?.pos === 'NOUN' && next.start > token.end) ||
      (bits & (WORD.collective | WORD.document | WORD.body)) !== 0 ||
      (!(bits & WORD.surname) && /(?:[^siu]s|ly|ing|ed)$/u.test(token.lower));
    // "Crooked Hillary", "Following Sanders": a word of another kind before a name.
    if (seen <= 0 && (token.pos === 'VERB' || token.pos === 'ADJ') && nextBits & (WORD.given | WORD.surname))
      continue;
    if (seen > 0 || (seen === 0 && ((token.pos === 'PROPN' && !common) || run || capitals))) out[i] = 1;
    else if (run && (bits & (WORD.role | WORD.roleModifier | WORD.organization)) !== 0) out[i] = 1;
  }
  return out;
}

const FUNCTION_TAGS: ReadonlySet<string> = new Set([
  'DET',
  'ADP',
  'CCONJ',
  'SCONJ',
  'PRON',
  'ADV',
  'AUX',
  'PART',
  'NUM',
  'INTJ',
]);

/** Every name of the text, in order, without overlaps except demonyms and countries inside names of state bodies. */
export function findNames(doc: Document, w: Words): NameMention[] {
  const reader = new Reader(doc, w, nameTokens(doc, w));
  const { tokens } = doc;
  for (let i = 0; i < tokens.length; ) {
    // "al-Assad", "von der Leyen" may begin a name in lower case only when known as a phrase.
    if (reader.isName[i] === 0) {
      i = w.bits[i]! & WORD.phrase && w.bits[i]! & WORD.particle ? reader.lowerPhrase(i) : i + 1;
      continue;
    }
    i = reader.readRun(i);
  }
  return reader.found;
}

const LONGEST_RUN = 32;
/** Prepositions that go on inside the name of a body: Ministry of Foreign Affairs, Club for Growth. */
const JOINING: ReadonlySet<string> = new Set(['of', 'for', 'on', 'against', 'in', 'to']);
const SMALL: ReadonlySet<string> = new Set(['of', 'for', 'the', 'and', 'on', '&']);
/** Words before a name that are not part of it though they stand in capitals at the start of a sentence. */
const LEADING: ReadonlySet<string> = new Set([
  'former',
  'ex',
  'then',
  'late',
  'retired',
  'republican',
  'democratic',
  'new',
  'top',
  'veteran',
  'longtime',
  'current',
  'presumptive',
  'conservative',
  'liberal',
  'crooked',
  'young',
  'senior',
  'acting',
  'rival',
]);
/** First words that make two or more capitalised words a place. */
const PLACE_FIRST: ReadonlySet<string> = new Set([
  'san',
  'santa',
  'los',
  'las',
  'lake',
  'fort',
  'mount',
  'mt.',
  'port',
  'cape',
  'camp',
  'upper',
  'lower',
  'east',
  'west',
  'north',
  'south',
  'little',
  'palm',
  'baton',
  'st.',
]);
/** Suffixes after a hyphen that are not part of a name: Paris-based, Russia-backed. */
const KOREAN_SYLLABLE = 6;
const NOT_SYLLABLE: ReadonlySet<string> = new Set([
  'based',
  'backed',
  'led',
  'style',
  'like',
  'era',
  'area',
  'born',
  'owned',
  'held',
  'run',
  'made',
  'wide',
  'in',
  'to',
  'up',
  'on',
  'off',
  'out',
]);

class Reader {
  readonly found: NameMention[] = [];
  private readonly tokens: readonly Token[];
  private readonly bits: Int32Array;
  private readonly gaz: Gazetteer = gazetteer();

  constructor(
    private readonly doc: Document,
    private readonly w: Words,
    readonly isName: Uint8Array,
  ) {
    this.tokens = doc.tokens;
    this.bits = w.bits;
  }

  /** A known name that begins in lower case (al-Qaeda). Returns where to go on. */
  lowerPhrase(i: number): number {
    const hit = this.matchPhrase(i, this.doc.sentences[this.tokens[i]!.sentence]!.last);
    if (!hit || hit.words.length < 2 || !this.tokens[i + hit.words.length - 1]!.capital) return i + 1;
    this.push(i, i + hit.words.length, hit.known.kind, { known: hit.known, form: hit.known.form });
    return i + hit.words.length;
  }

  /** Reads the run of name words that begins at `i`, cuts it, and returns the token after it. */
  readRun(i: number): number {
    const end = this.runEnd(i);
    if (this.w.titleCase[this.tokens[i]!.sentence] === 1) {
      this.readTitleCase(i, end);
      return end;
    }
    let at = i;
    while (at < end) {
      if (this.isName[at] === 0) {
        at++;
        continue;
      }
      at = this.readPiece(at, end);
    }
    return end;
  }

  private text(first: number, last: number): string {
    const { text } = this.doc;
    return text.slice(this.tokens[first]!.start, this.tokens[last - 1]!.end).replace(POSSESSIVE_END, '');
  }

  private runEnd(i: number): number {
    const { tokens, bits } = this;
    // No name is longer; the bound keeps a page of capitals linear.
    const limit = Math.min(this.doc.sentences[tokens[i]!.sentence]!.last, i + LONGEST_RUN);
    let j = i + 1;
    let body = (bits[i]! & WORD.organization) !== 0;
    while (j < limit) {
      const token = tokens[j]!;
      // A possessive that the tokenizer left on the word before ends the name.
      if (POSSESSIVE_END.test(tokens[j - 1]!.text)) break;
      if (this.isName[j] === 1) {
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
        if (this.isName[j + 1] === 1 || this.isSyllable(i, j + 1)) {
          j += 2;
          continue;
        }
        break;
      }
      if (bits[j]! & WORD.particle) {
        const next = this.afterParticles(j, limit);
        if (next > 0) {
          j = next;
          continue;
        }
      }
      if (word === '&' && this.isName[j + 1] === 1) {
        j += 2;
        continue;
      }
      if (
        (word === "'s" || word === "'") &&
        bits[j - 1]! & WORD.possessiveHead &&
        this.isName[j + 1] === 1 &&
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
          this.isName[next] === 1 &&
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
      if (word === 'and' && ((body && this.joinsBodies(i, j)) || this.joinsFields(j, limit))) {
        j += 2;
        continue;
      }
      // A phrase of the gazetteer may hold small words: Bosnia and Herzegovina.
      break;
    }
    const hit = this.matchPhrase(i, limit);
    return Math.max(j, hit ? i + hit.words.length : 0);
  }

  /** "Department of Health and Human Services": one more part of a body's field, before anything that is a name itself. */
  private joinsBodies(first: number, and: number): boolean {
    const next = this.bits[and + 1] ?? 0;
    if (this.isName[and + 1] !== 1) return false;
    let of = false;
    for (let k = first; k < and; k++) if (this.tokens[k]!.lower === 'of') of = true;
    if (!of || next & (WORD.given | WORD.phrase | WORD.title | WORD.honorific | WORD.role)) return false;
    // Only fields: Health, Prevention, Customs; the word before must be one as well.
    return !((this.bits[and - 1] ?? 0) & (WORD.phrase | WORD.organization | WORD.surname));
  }

  /** "House Ways and Means Committee", "Customs and Border Protection": plain words before, a body's word at the end. */
  private joinsFields(and: number, limit: number): boolean {
    const plain = (k: number) =>
      this.isName[k] === 1 &&
      !(this.bits[k]! & (WORD.given | WORD.surname | WORD.phrase | WORD.title | WORD.honorific | WORD.group));
    if (!plain(and - 1) || this.bits[and - 1]! & WORD.organization) return false;
    for (let k = and + 1; k < limit && k < and + 5 && plain(k); k++) {
      if (this.bits[k]! & WORD.organization) return k > and + 1;
    }
    return false;
  }

  private isSyllable(first: number, at: number): boolean {
    const word = this.tokens[at]!.lower;
    if (word.length > KOREAN_SYLLABLE || NOT_SYLLABLE.has(word)) return false;
    for (let k = first; k < at - 1; k++) if (this.bits[k]! & WORD.familyFirst) return true;
    return false;
  }

  /** After particles (and a hyphen) a name word: where it ends; 0 when none follows. */
  private afterParticles(at: number, limit: number): number {
    let j = at;
    while (j < limit && j < at + 4) {
      if (this.isName[j] === 1) return j > at ? j + 1 : 0;
      const hyphen = this.tokens[j]!.text === '-';
      if (!hyphen && !(this.bits[j]! & WORD.particle)) return 0;
      j++;
    }
    return 0;
  }

  private matchPhrase(at: number, limit: number): Phrase | null {
    if (!(this.bits[at]! & WORD.phrase)) return null;
    const list = this.gaz.phrases.get(bare(this.tokens[at]!.lower));
    if (!list) return null;
    next: for (const phrase of list) {
      const n = phrase.words.length;
      if (at + n > limit) continue;
      if (phrase.exact !== null) {
        if (this.tokens[at]!.text.replace(POSSESSIVE_END, '') === phrase.exact) return phrase;
        continue;
      }
      for (let k = n === 1 ? 1 : 0; k < n; k++) {
        const token = this.tokens[at + k]!;
        if ((k === n - 1 ? bare(token.lower) : token.lower) !== phrase.words[k]) continue next;
      }
      // The last word of a name stands in capitals like the first.
      if (n > 1 && !this.tokens[at + n - 1]!.capital) continue;
      return phrase;
    }
    return null;
  }

  private push(
    first: number,
    last: number,
    kind: NameMention['kind'],
    more: Partial<NameMention> = {},
  ): NameMention {
    const mention: NameMention = {
      first,
      last,
      kind,
      form: 'name',
      known: null,
      name: this.text(first, last),
      gender: null,
      titled: false,
      role: null,
      affiliation: null,
      quoted: this.w.quoted[first] === 1,
      headline: false,
      ...more,
    };
    this.found.push(mention);
    return mention;
  }

  /** One name of a run; returns where the next may begin. */
  private readPiece(at: number, end: number): number {
    const bits = this.bits[at]!;
    const phrase = this.matchPhrase(at, Math.max(end, at));
    if (phrase) {
      const next = this.readKnown(at, end, phrase);
      if (next > 0) return next;
    }
    if (bits & WORD.group && !(this.isName[at + 1] === 1 && at + 1 < end)) {
      this.push(at, at + 1, 'group');
      return at + 1;
    }
    if (bits & (WORD.honorific | WORD.title) || this.isTitleAt(at, end)) return this.readTitled(at, end);
    if (bits & WORD.notName && !(bits & (WORD.given | WORD.surname))) return at + 1;
    if (bits & WORD.notName && this.isDate(at)) return at + 1;
    return this.readPlain(at, end);
  }

  /** A role word in capitals that is a title here: a name word follows it (President Putin), or other role words. */
  private isTitleAt(at: number, end: number): boolean {
    let j = at;
    while (j < end && this.bits[j]! & (WORD.role | WORD.roleModifier) && !(this.bits[j]! & WORD.given)) j++;
    if (j === at) return false;
    // "Press Association", "National Security Agency" begin with words that also modify roles.
    let role = false;
    for (let k = at; k < j; k++) if (this.bits[k]! & WORD.role) role = true;
    // "General Staff", "White House Press Office": the last word makes it a body.
    if (!role || (j >= end && j - at > 1 && this.bits[j - 1]! & WORD.organization)) return false;
    if (j < end && this.bits[j]! & WORD.organization) return false;
    // "National Republican Congressional Committee": a body whose first words could be an office.
    let last = at;
    while (
      last + 1 < end &&
      this.isName[last + 1] === 1 &&
      !(this.bits[last + 1]! & (WORD.given | WORD.surname))
    )
      last++;
    return last === at || !(this.bits[last]! & WORD.organization);
  }

  /** Words of title up to the name: "Lt. Gen.", "Prime Minister", "Secretary of State", "Chief of the General Staff of ...". */
  private readTitled(at: number, end: number): number {
    let j = at;
    let honorific = false;
    let gender: NameMention['gender'] = null;
    let roleFirst = -1;
    while (j < end) {
      const bits = this.bits[j]!;
      const word = this.tokens[j]!.lower;
      const title = bits & (WORD.honorific | WORD.title | WORD.role | WORD.roleModifier);
      if (!title || (j > at && bits & WORD.given && !(bits & (WORD.honorific | WORD.title)))) break;
      // The last word before a stop is the name itself: "Mr. King", "Judge Major".
      if (j > at && j + 1 === end && honorific && !(bits & (WORD.honorific | WORD.title))) break;
      honorific ||= (bits & (WORD.honorific | WORD.title)) !== 0;
      gender ??= this.gaz.genderOfWord.get(word) ?? null;
      if (!(bits & WORD.honorific) && roleFirst < 0) roleFirst = j;
      j++;
      if (this.tokens[j]?.text === '-' && j + 1 < end) j++;
    }
    const role = roleFirst < 0 ? null : this.roleText(roleFirst, j);
    let affiliation: string | null = null;
    const afterRole = j;
    if (j < end && this.tokens[j]!.lower === 'of' && roleFirst >= 0) {
      // "Secretary of State John Kerry", "President of Russia Vladimir Putin".
      const from = this.tokens[j + 1]?.lower === 'the' ? j + 2 : j + 1;
      const to = this.bodyEnd(from, end, true);
      affiliation = this.text(from, to);
      if (to < end && this.isName[to] === 1) j = to;
      else {
        this.readPlainAll(from, to);
        return Math.max(to, afterRole + 1);
      }
    }
    if (j >= end || this.isName[j] === 0) return Math.max(j, at + 1);
    const phrase = this.matchPhrase(j, end);
    if (phrase && phrase.known.kind !== 'place' && !honorific) return j;
    const kind = this.kindByWords(at, this.bodyEnd(j, end));
    // "President Executive Order", "Judge Advocate General Corps".
    if (kind && !(this.bits[j]! & (WORD.given | WORD.surname)) && !honorific) return this.bodyEnd(j, end);
    const last = this.personEnd(j, end);
    if (affiliation !== null) this.readPlainAll(afterRole + 1, j);
    this.push(affiliation !== null || roleFirst < 0 || !this.isNear(at, j) ? j : at, last, 'person', {
      name: this.text(j, last),
      titled: true,
      gender,
      role,
      affiliation,
    });
    // "Mr. Trump" counts as a whole: the title belongs to the mention.
    const mention = this.found.at(-1)!;
    if (affiliation === null) mention.first = at;
    return last;
  }

  private isNear(at: number, name: number): boolean {
    return name - at <= 6;
  }

  private readPlainAll(from: number, to: number): void {
    let at = from;
    while (at < to) at = this.isName[at] === 1 ? this.readPiece(at, to) : at + 1;
  }

  private roleText(first: number, last: number): string | null {
    const out: string[] = [];
    for (let k = first; k < last; k++) {
      const token = this.tokens[k]!;
      if (this.bits[k]! & WORD.honorific) continue;
      out.push(this.gaz.titles.get(token.lower) ?? token.text);
    }
    return out.length > 0 ? out.join(' ').replace(/ - /gu, '-') : null;
  }

  /** A name the gazetteer knows at `at`. Returns the next token, or 0 when the words are part of another name. */
  private readKnown(at: number, end: number, phrase: Phrase): number {
    const { known } = phrase;
    const after = at + phrase.words.length;
    const single = phrase.words.length === 1;
    const next = after < end && this.isName[after] === 1 ? this.bits[after]! : 0;
    const plain = after < end && this.isName[after] === 1;
    const titleNext = (next & (WORD.honorific | WORD.title)) !== 0 || (plain && this.isTitleAt(after, end));
    if (plain && !titleNext) {
      // "Trump Tower", "Washington Post", "Korean Central News Agency": a longer name of a body, place or thing.
      const last = this.bodyEnd(at, end);
      const kind = this.kindByWords(at, last);
      if (kind && last > after) {
        this.pushBody(at, last, kind, known);
        return last;
      }
      // "Jordan Peterson", "Paris Hilton", "Chad Smith": a given name first.
      if (
        single &&
        known.form !== 'demonym' &&
        (this.bits[at]! & WORD.given || GIVEN_PLACES.has(phrase.words[0]!))
      ) {
        if (!(next & (WORD.phrase | WORD.notName | WORD.group)) || next & WORD.surname) return 0;
      }
    }
    // "Americans for Prosperity".
    if (
      known.form === 'demonym' &&
      this.bits[at]! & WORD.organization &&
      this.tokens[after]?.lower === 'for' &&
      after < end
    ) {
      const last = this.bodyEnd(at, end);
      this.pushBody(at, last, 'organization', null);
      return last;
    }
    // A hyphen to another name word: "Mexican-American", "US-China", handled as two names; "Franco-German" is none.
    if (known.form === 'demonym' && this.isCulture(at, after)) return after;
    this.push(at, after, known.kind, { known, form: known.form, name: known.name });
    return after;
  }

  /** "the Russian language", "speaks Russian": culture, not the state. */
  private isCulture(at: number, after: number): boolean {
    const next = this.tokens[after];
    if (next && this.bits[after]! & WORD.culture && next.sentence === this.tokens[at]!.sentence) return true;
    if (
      next?.text === '-' &&
      /^(?:language|speaking|style|american|americans)$/u.test(this.tokens[after + 1]?.lower ?? '')
    ) {
      return this.tokens[after]!.start === this.tokens[after - 1]!.end;
    }
    const before = this.tokens[at - 1];
    const noun = next !== undefined && (next.pos === 'NOUN' || next.pos === 'ADJ' || next.pos === 'PROPN');
    const alone = next === undefined || next.pos === 'PUNCT' || next.pos === 'ADP' || next.pos === 'ADV';
    return (
      before !== undefined &&
      !noun &&
      alone &&
      /^(?:in|into|speak|speaks|spoke|spoken|speaking|fluent|learn|learning|learned|translated)$/u.test(
        before.lower,
      ) &&
      !/s$/u.test(this.tokens[at]!.lower)
    );
  }

  /** Where a body's name that begins at `at` ends: before a title or a given name that begins a person, after "of COUNTRY". */
  private bodyEnd(at: number, end: number, office = false): number {
    let j = at;
    // After "Secretary of" a given name ends the field, whatever it is.
    let body = office;
    while (j < end) {
      const bits = this.bits[j]!;
      const token = this.tokens[j]!;
      if (this.isName[j] === 1) {
        if (j > at) {
          if (bits & (WORD.honorific | WORD.title)) break;
          const joined = SMALL.has(this.tokens[j - 1]!.lower);
          const hit = joined ? this.matchPhrase(j, end) : null;
          if (hit && hit.words.length > 1) {
            // "University of North Carolina".
            j += hit.words.length;
            continue;
          }
          if (body && !joined && bits & WORD.given && !(bits & WORD.organization)) break;
          if (body && !joined && this.isTitleAt(j, end)) break;
        }
        if (bits & WORD.organization) body = true;
      } else if (token.lower === 'of') {
        const from = this.tokens[j + 1]?.lower === 'the' ? j + 2 : j + 1;
        const hit = from < end ? this.matchPhrase(from, end) : null;
        if (hit && hit.known.kind === 'country' && hit.known.form === 'name') return from + hit.words.length;
      }
      j++;
    }
    return j;
  }

  /** Where a person's name that begins at `at` ends: before a title, a body, or another given name after a full name. */
  private personEnd(at: number, end: number): number {
    let j = at + 1;
    let words = 1;
    while (j < end) {
      const bits = this.bits[j]!;
      if (this.isName[j] === 0) {
        const text = this.tokens[j]!.text;
        if (text !== '-' && !(bits & WORD.particle) && !this.isSyllable(at, j)) break;
        j++;
        continue;
      }
      if (bits & (WORD.honorific | WORD.title) && !(bits & WORD.given)) break;
      if (bits & WORD.suffix) return j + 1;
      // "House Speaker", "AFL-CIO President Richard X": an office ends a name, unless it is a surname ("Stephen King").
      if (bits & WORD.role && !(bits & (WORD.given | WORD.surname)) && this.isTitleAt(j, end)) {
        const next = j + 1 < end && this.isName[j + 1] === 1 ? this.bits[j + 1]! : 0;
        if (!(this.bits[at]! & WORD.given) || next & WORD.given) break;
      }
      if (bits & WORD.notName && !(bits & (WORD.surname | WORD.given | WORD.role))) break;
      if (words >= MOST_NAME_WORDS) break;
      words++;
      j++;
    }
    // A particle or hyphen at the end belongs to no name.
    while (j > at + 1 && this.isName[j - 1] === 0 && !this.isSyllable(at, j - 1)) j--;
    return j;
  }

  private kindByWords(first: number, last: number): 'organization' | 'place' | 'thing' | null {
    // The head is the last word before a preposition, else the last word.
    let head = last - 1;
    for (let k = first + 1; k < last; k++) {
      if (this.isName[k] === 0 && JOINING.has(this.tokens[k]!.lower)) {
        head = k - 1;
        break;
      }
    }
    const bits = this.bits[head]!;
    if (last - first === 1) return null;
    if (bits & WORD.organization) return 'organization';
    if (bits & WORD.place) return 'place';
    if (bits & WORD.thing) return 'thing';
    return null;
  }

  private pushBody(
    first: number,
    last: number,
    kind: 'organization' | 'place' | 'thing',
    known: Known | null,
  ): void {
    let affiliation: string | null = null;
    if (known && known.kind === 'country') affiliation = known.name;
    let organ = false;
    for (let k = first; k < last; k++) if (this.bits[k]! & WORD.stateOrgan) organ = true;
    this.push(first, last, kind, { affiliation });
    if (kind !== 'organization' || !organ) return;
    // A ministry acts for its state: the country's name inside is a mention of the country too.
    for (let k = first; k < last; k++) {
      const hit = this.isName[k] === 1 ? this.matchPhrase(k, last) : null;
      if (!hit || hit.known.kind !== 'country' || hit.words.length === last - first) continue;
      this.push(k, k + hit.words.length, 'country', {
        known: hit.known,
        form: hit.known.form,
        name: hit.known.name,
      });
      this.found.at(-2)!.affiliation ??= hit.known.name;
      break;
    }
  }

  private readPlain(at: number, end: number): number {
    const bits = this.bits[at]!;
    const last = this.bodyEnd(at, end);
    const kind = this.kindByWords(at, last);
    if (kind) {
      this.pushBody(at, last, kind, null);
      return last;
    }
    if (LEADING.has(this.tokens[at]!.lower) && at + 1 < end && this.isName[at + 1] === 1) return at + 1;
    if (bits & (WORD.role | WORD.roleModifier) && !(bits & (WORD.given | WORD.surname)) && last - at === 1)
      return at + 1;
    // "Liar of the Year Barack X": the given name begins the person.
    const odd =
      bits & (WORD.thing | WORD.place | WORD.organization | WORD.role) &&
      !(bits & (WORD.given | WORD.surname));
    if (odd && at + 2 < end && this.bits[at + 1]! & WORD.given && this.isName[at + 2] === 1) return at + 1;
    const name = this.personEnd(at, end);
    const words = this.nameCount(at, name);
    if (words === 1) {
      const plain = !(bits & (WORD.given | WORD.surname));
      if (
        plain &&
        bits & (WORD.organization | WORD.thing | WORD.place) &&
        !isCapitals(this.tokens[at]!.text)
      ) {
        // "the Party", but also "Day said" where a Kristen Day was named: only somebody met by the full name.
        this.push(at, name, 'unknown', { headline: true });
        return name;
      }
      if (this.tokens[at]!.end - this.tokens[at]!.start < 2 || (plain && isInitial(this.tokens[at]!.text)))
        return name;
      this.push(at, name, bits & WORD.given || bits & WORD.surname ? 'person' : 'unknown');
      return name;
    }
    // Capitals in marks by themselves are a title of a work, not a person: "Opening Belle".
    if (this.isTitleOfWork(at, name)) {
      this.push(at, name, 'thing');
      return name;
    }
    const given =
      (bits & WORD.given) !== 0 || (bits & WORD.familyFirst) !== 0 || isInitial(this.tokens[at]!.text);
    const surname = (this.bits[name - 1]! & WORD.surname) !== 0;
    const article = at > 0 && this.tokens[at - 1]!.lower === 'the';
    if (!given && PLACE_FIRST.has(this.tokens[at]!.lower)) {
      this.push(at, name, 'place');
      return name;
    }
    if (given || surname || (!article && words <= 3 && this.allAlphabetic(at, name)))
      this.push(at, name, 'person');
    else this.push(at, name, article ? 'organization' : 'unknown');
    return name;
  }

  /** April, May, June, August: months unless a name word follows. */
  private isDate(at: number): boolean {
    const next = this.tokens[at + 1];
    if (next && this.isName[at + 1] === 1 && !(this.bits[at + 1]! & WORD.notName)) return false;
    return true;
  }

  private nameCount(first: number, last: number): number {
    let n = 0;
    for (let k = first; k < last; k++) if (this.isName[k] === 1) n++;
    return n;
  }

  private allAlphabetic(first: number, last: number): boolean {
    for (let k = first; k < last; k++) {
      const { text } = this.tokens[k]!;
      if (this.isName[k] === 1 && (text.length < 2 || text === text.toUpperCase())) return false;
    }
    return true;
  }

  private isTitleOfWork(first: number, last: number): boolean {
    const before = this.tokens[first - 1]?.text ?? '';
    if (WORKS.has(before)) return true;
    const after = this.tokens[last]?.text ?? '';
    return (
      QUOTE_OPEN.has(before) &&
      (QUOTE_CLOSE.has(after) ||
        ((after === ',' || after === '.') && QUOTE_CLOSE.has(this.tokens[last + 1]?.text ?? '')))
    );
  }

  /** Title case tells no names: only what the gazetteer knows, or a given name with the word after it. */
  private readTitleCase(at: number, end: number): void {
    for (let j = at; j < end; ) {
      const phrase = this.isName[j] === 1 ? this.matchPhrase(j, end) : null;
      if (phrase) {
        const { known } = phrase;
        const last = j + phrase.words.length;
        this.push(j, last, known.kind, { known, form: known.form, headline: true, name: known.name });
        j = last;
        continue;
      }
      const bits = this.bits[j]!;
      if (
        this.isName[j] === 1 &&
        bits & WORD.given &&
        !(bits & WORD.notName) &&
        j + 1 < end &&
        this.isName[j + 1] === 1
      ) {
        const next = this.bits[j + 1]!;
        if (
          !(next & (WORD.notName | WORD.organization | WORD.role)) &&
          (next & WORD.surname || this.tokens[j + 1]!.pos === 'PROPN')
        ) {
          this.push(j, j + 2, 'person', { headline: true });
          j += 2;
          continue;
        }
      }
      if (this.isName[j] === 1) this.push(j, j + 1, 'unknown', { headline: true });
      j++;
    }
  }
}

/** Nouns before the title of a work or a code name. */
const WORKS: ReadonlySet<string> = new Set([
  'song',
  'book',
  'film',
  'movie',
  'novel',
  'album',
  'show',
  'series',
  'codename',
  'documentary',
  'play',
  'musical',
  'memoir',
  'single',
  'operation',
]);
const isCapitals = (text: string): boolean => text.length > 1 && text === text.toUpperCase();
const isInitial = (text: string): boolean => /^(?:\p{Lu}\.)+$/u.test(text);
const QUOTE_OPEN: ReadonlySet<string> = new Set(['"', '\u201c', "''", '\u2018', "'"]);
const QUOTE_CLOSE: ReadonlySet<string> = new Set(['"', '\u201d', "''", '\u2019', "'"]);
/** More words than this are no person's name. */
const MOST_NAME_WORDS = 5;
/** Places that are given names as well; they stand in the gazetteer, so the list of given names may lack them. */
const GIVEN_PLACES: ReadonlySet<string> = new Set([
  'jordan',
  'chad',
  'israel',
  'paris',
  'austin',
  'dallas',
  'houston',
  'florence',
  'sydney',
  'georgia',
  'virginia',
  'carolina',
  'brooklyn',
  'chelsea',
  'phoenix',
  'orlando',
  'denver',
  'milan',
  'washington',
  'boston',
  'madison',
  'lincoln',
  'jackson',
  'savannah',
  'montana',
  'dakota',
  'india',
  'china',
  'kenya',
  'sofia',
  'victoria',
  'alexandria',
  'santiago',
]);
