/**
 * What points back to an entity without its name: "the president", "the Ukrainian Foreign Ministry spokesman",
 * "the ministry", he, she, it. Where two could be meant nothing is said.
 * Pronouns: salience by recency and grammatical role, as in Lappin & Leass (1994), with weights of our own from
 * counts on annotated news (the most recent source is right in 67-80 %, the first person of the nearest sentence in 74).
 */
import { gazetteer, WORD } from '../../lexicons/gazetteer.js';
import { foldName } from '../names.js';
import type { Document, EntityMention, Token } from '../types.js';
import type { Draft } from './cluster.js';
import { bare, type Words } from './names-in-text.js';

const SUBJECT = 1;
const SOURCE_BONUS = 0.4;
const FIRST_BONUS = 0.2;
/** "X, who ...": the subject of what follows. */
const RELATIVE_BONUS = 0.8;
const OBJECT = 0.5;
const POSSESSOR = 0.45;
const AFTER_PREPOSITION = 0.35;
const PRONOUN_SUBJECT = 0.9;
const PRONOUN_OTHER = 0.25;
/** A name inside somebody's words is seldom whom the next "he" means. */
const QUOTED_SHARE = 0.3;
/** A name after "X said" in the same sentence stands in what X says. */
const REPORTED_SHARE = 0.5;
/** Sentences of a quotation do not move the speaker away. */
const QUOTED_DECAY = 0.95;
const SENTENCE_DECAY = 0.55;
const PARAGRAPH_DECAY = 0.75;
/** A gender that only the pronoun would tell. */
const UNKNOWN_GENDER = 0.75;
/** Below this nobody is salient enough; and the best must leave the second this far behind. */
const LEAST_SALIENCE = 0.12;
const CLEAR_LEAD = 1.2;
/** Persons kept in mind: bounds the work on any text. */
const MOST_ACTIVE = 24;

export const SPEECH: ReadonlySet<string> = new Set(['say', 'tell', 'add', 'write', 'note', 'state', 'claim', 'argue', 'explain', 'announce', 'report', 'ask', 'insist', 'acknowledge', 'suggest', 'warn', 'declare', 'admit', 'stress', 'emphasize', 'emphasise', 'call', 'accuse', 'urge', 'vow', 'tweet', 'reply', 'respond', 'recall', 'describe', 'deny', 'confirm', 'continue', 'conclude', 'praise', 'criticize', 'promise', 'remark', 'joke', 'testify', 'believe', 'think', 'predict', 'express', 'voice']); // biome-ignore format: a list

const PRONOUNS: ReadonlyMap<string, 'male' | 'female' | 'it'> = new Map([
  ['he', 'male'], ['him', 'male'], ['his', 'male'], ['himself', 'male'],
  ['she', 'female'], ['her', 'female'], ['hers', 'female'], ['herself', 'female'],
  ['it', 'it'], ['its', 'it'], ['itself', 'it'],
]); // biome-ignore format: a table

/** "the Kentucky Republican": whoever holds an office for that place. */
const PARTISAN: ReadonlySet<string> = new Set(['republican', 'democrat']);
const OFFICES = ['senator', 'representative', 'governor', 'congressman', 'congresswoman', 'lawmaker'];

/** Role nouns that may point to one another. */
const SYNONYMS: ReadonlyMap<string, readonly string[]> = new Map([
  ['republican', OFFICES],
  ['democrat', OFFICES],
  ['leader', ['leader', 'president', 'premier', 'chancellor', 'chairman', 'king', 'head', 'dictator', 'minister', 'chief']],
  ['spokesman', ['spokesman', 'spokesperson']],
  ['spokeswoman', ['spokeswoman', 'spokesperson']],
  ['spokesperson', ['spokesperson', 'spokesman', 'spokeswoman']],
  ['chairman', ['chairman', 'chair', 'chairperson']],
  ['chairwoman', ['chairwoman', 'chair', 'chairperson']],
  ['candidate', ['candidate', 'nominee', 'front-runner', 'frontrunner', 'contender']],
  ['nominee', ['nominee', 'candidate']],
  ['frontrunner', ['frontrunner', 'front', 'candidate', 'nominee']],
  ['runner', ['runner', 'frontrunner', 'candidate']],
  ['lawmaker', ['lawmaker', 'senator', 'representative', 'congressman', 'congresswoman', 'legislator', 'deputy']],
  ['congressman', ['congressman', 'representative']],
  ['congresswoman', ['congresswoman', 'representative']],
  ['diplomat', ['diplomat', 'ambassador', 'envoy']],
  ['ambassador', ['ambassador', 'envoy']],
  ['envoy', ['envoy', 'ambassador']],
  ['premier', ['premier', 'minister']],
  ['ceo', ['ceo', 'executive']],
  ['commander', ['commander', 'general', 'chief']],
  ['lawyer', ['lawyer', 'attorney']],
  ['attorney', ['attorney', 'lawyer']],
  ['adviser', ['adviser', 'advisor', 'aide']],
]); // biome-ignore format: a table
/** Modifiers that make it another office. */
const DECISIVE: readonly string[] = [
  'vice',
  'deputy',
  'former',
  'acting',
  'assistant',
  'first',
  'prime',
  'foreign',
  'defense',
  'defence',
  'press',
];
/** Role nouns too general to point to someone ("the official", "the man"). */
const VAGUE: ReadonlySet<string> = new Set(['official', 'man', 'woman', 'boy', 'girl', 'friend', 'member', 'colleague', 'critic', 'supporter', 'expert', 'resident', 'voter', 'witness', 'victim', 'native', 'child', 'parent', 'worker', 'student', 'native', 'top', 'star', 'head', 'chief', 'speaker', 'major', 'general', 'private', 'opponent', 'rival', 'ally', 'host', 'counsel', 'staff', 'executive', 'representative', 'cardinal', 'principal', 'chair', 'player', 'public', 'conservative', 'liberal', 'republican', 'democrat', 'socialist', 'independent', 'libertarian', 'teenager', 'partner', 'agent', 'driver', 'aide', 'aid', 'minister-general']); // biome-ignore format: a list
/** "the next president": someone else. */
const OTHER_ONE: ReadonlySet<string> = new Set([
  'next',
  'future',
  'new',
  'another',
  'previous',
  'last',
  'potential',
  'eventual',
  'likely',
  'second',
  'only',
  'worst',
  'best',
  'greatest',
  'other',
  'average',
  'typical',
  'sitting',
]);
const LONGEST_DESCRIPTION = 8;
/** A description without any trait points no farther back than this many sentences. */
const DESCRIPTION_REACH = 12;

interface Active {
  draft: Draft;
  score: number;
  /** Token of the last mention. */
  at: number;
}

/** Adds descriptions and pronouns to the drafts. `at` gives the index of a name mention over each token, or -1. */
export function refer(doc: Document, w: Words, drafts: readonly Draft[], at: Int32Array): void {
  new Referrer(doc, w, drafts, at).run();
}

interface Event {
  first: number;
  last: number;
  draft: Draft;
  kind: EntityMention['kind'];
}

class Referrer {
  private readonly tokens: readonly Token[];
  private readonly events: Event[] = [];
  /** The first event that is not seen yet. */
  private next = 0;
  private active: Active[] = [];
  private readonly byRole = new Map<string, Draft[]>();
  private readonly lastSentence = new Map<Draft, number>();
  private readonly bodies: { draft: Draft; sentence: number }[] = [];
  /** Subject of the clause that is being read, among persons, and among bodies. */
  private subject: Draft | null = null;
  private subjectAt = -1;
  /** Token of the source whose words follow in this sentence, or -1. */
  private sourceAt = -1;
  private bodySubject: { draft: Draft; sentence: number; at: number } | null = null;
  private quoteTopic: Draft | null = null;

  constructor(
    private readonly doc: Document,
    private readonly w: Words,
    drafts: readonly Draft[],
    private readonly at: Int32Array,
  ) {
    this.tokens = doc.tokens;
    for (const draft of drafts) {
      for (const m of draft.mentions) this.events.push({ first: m.first, last: m.last, draft, kind: m.kind });
    }
    this.events.sort((a, b) => a.first - b.first);
  }

  run(): void {
    const { tokens } = this;
    let sentence = -1;
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i]!;
      if (token.sentence !== sentence) {
        this.startSentence(sentence, token.sentence);
        sentence = token.sentence;
      }
      while (this.next < this.events.length && this.events[this.next]!.first <= i)
        this.seeName(this.events[this.next++]!);
      if (this.w.quoted[i] === 0) this.quoteTopic = null;
      if (this.at[i]! >= 0) continue;
      const bits = this.w.bits[i]!;
      if (token.pos === 'PRON') this.readPronoun(i);
      else if (bits & WORD.role || (token.capital && PARTISAN.has(token.lower))) this.readDescription(i);
      else if (bits & WORD.body && tokens[i - 1]?.lower === 'the') this.readBody(i);
    }
  }

  private startSentence(before: number, now: number): void {
    const { sentences } = this.doc;
    const paragraph = before < 0 || sentences[before]!.paragraph !== sentences[now]!.paragraph;
    let factor = SENTENCE_DECAY;
    if (before >= 0) {
      const { first, last } = sentences[before]!;
      const { quoted } = this.w;
      if (quoted[first] === 1 && (last - first < 2 || quoted[last - 2] === 1)) factor = QUOTED_DECAY;
    }
    if (paragraph) factor *= PARAGRAPH_DECAY;
    for (const item of this.active) item.score *= factor;
    this.active = this.active.filter((item) => item.score > 0.03);
    this.subject = null;
    this.subjectAt = -1;
    this.sourceAt = -1;
  }

  private seeName(event: Event): void {
    const { draft, first, last } = event;
    const { sentence } = this.tokens[first]!;
    const place = this.placeOf(first, last);
    const quoted = this.w.quoted[first] === 1;
    this.lastSentence.set(draft, sentence);
    if (draft.kind === 'person') {
      for (const role of draft.roles) {
        const list = this.byRole.get(role);
        if (!list) this.byRole.set(role, [draft]);
        else if (!list.includes(draft) && list.length < MOST_ACTIVE * 4) list.push(draft);
      }
      let score =
        place === 'subject' || place === 'source'
          ? SUBJECT
          : place === 'possessor'
            ? POSSESSOR
            : place === 'preposition'
              ? AFTER_PREPOSITION
              : OBJECT;
      if (place === 'source') score += SOURCE_BONUS;
      if (this.subjectAt < 0 && !quoted && place !== 'object') score += FIRST_BONUS;
      if (this.hasRelative(last)) score += RELATIVE_BONUS;
      if (this.sourceAt >= 0 && first > this.sourceAt && place !== 'source') score *= REPORTED_SHARE;
      if (place === 'source' && !quoted && this.verbFollows(last)) this.sourceAt = first;
      if (quoted) {
        score *= QUOTED_SHARE;
        this.quoteTopic = draft;
      } else if (place === 'subject' || place === 'source' || this.subjectAt < 0) {
        this.subject = draft;
        this.subjectAt = first;
      }
      this.raise(draft, score, first);
      return;
    }
    if (draft.kind === 'place') return;
    if (event.kind !== 'demonym') {
      this.bodies.push({ draft, sentence });
      if (!quoted && (place === 'subject' || place === 'source'))
        this.bodySubject = { draft, sentence, at: first };
    }
  }

  /** "X said ...": content follows the verb. */
  private verbFollows(last: number): boolean {
    const next = this.tokens[last];
    return next !== undefined && (SPEECH.has(next.lemma) || next.text === ',');
  }

  private hasRelative(last: number): boolean {
    const next = this.tokens[last];
    return next?.lower === 'who' || (next?.text === ',' && this.tokens[last + 1]?.lower === 'who');
  }

  private raise(draft: Draft, score: number, at: number): void {
    const item = this.active.find((other) => other.draft === draft);
    if (item) {
      item.score = Math.max(item.score, 0) * 0.5 + score;
      item.at = at;
      return;
    }
    this.active.push({ draft, score, at });
    if (this.active.length > MOST_ACTIVE) {
      this.active.sort((a, b) => b.score - a.score || b.at - a.at);
      this.active.length = MOST_ACTIVE;
    }
  }

  /** The grammatical place of a name, as far as its neighbours tell it. */
  private placeOf(
    first: number,
    last: number,
  ): 'subject' | 'source' | 'object' | 'possessor' | 'preposition' {
    const { tokens } = this;
    const { sentence } = tokens[first]!;
    const before = tokens[first - 1]?.sentence === sentence ? tokens[first - 1]! : null;
    let after: Token | null = tokens[last]?.sentence === sentence ? tokens[last]! : null;
    if (after && /^['\u2019\u02bc]s?$/u.test(after.text)) return 'possessor';
    if (/['\u2019\u02bc]s$/u.test(tokens[last - 1]!.text)) return 'possessor';
    if (before && SPEECH.has(before.lemma) && before.pos !== 'NOUN' && this.afterQuote(first - 1))
      return 'source';
    if (before?.lower === 'to' && tokens[first - 2]?.lower === 'according') return 'source';
    if (before && before.pos === 'ADP') return 'preposition';
    // "X, the chairman, said": the verb follows the apposition.
    if (after?.text === ',' || after?.text === '(') after = this.afterApposition(last, sentence);
    if (after && (after.pos === 'VERB' || after.pos === 'AUX'))
      return SPEECH.has(after.lemma) ? 'source' : 'subject';
    if (after && (after.pos === 'ADV' || after.lower === 'who') && (!before || before.pos !== 'VERB'))
      return 'subject';
    // wink often takes present-tense verbs after a name for nouns ("claims", "slams").
    if (after && after.pos === 'NOUN' && /s$/u.test(after.lower) && SPEECH.has(after.lemma)) return 'source';
    return 'object';
  }

  private afterQuote(verb: number): boolean {
    const before = this.tokens[verb - 1];
    return before === undefined || before.pos === 'PUNCT' || before.pos === 'ADV';
  }

  private afterApposition(from: number, sentence: number): Token | null {
    const end = Math.min(this.doc.sentences[sentence]!.last, from + 24);
    for (let i = from + 1; i < end; i++) {
      const { text } = this.tokens[i]!;
      if (text === ',' || text === ')') {
        const next = this.tokens[i + 1];
        // "Devin X (R-Calif.), chairman of the committee, did": one apposition after another.
        if (next?.text === ',') continue;
        if (next?.pos === 'NOUN' && text === ',' && i === from + 1) continue;
        return next && i + 1 < end && (next.pos === 'VERB' || next.pos === 'AUX' || next.pos === 'ADV')
          ? next
          : null;
      }
    }
    return null;
  }

  private add(draft: Draft, first: number, last: number, kind: EntityMention['kind']): void {
    draft.mentions.push({
      start: this.tokens[first]!.start,
      end: this.tokens[last - 1]!.end,
      first,
      last,
      kind,
    });
    this.lastSentence.set(draft, this.tokens[first]!.sentence);
  }

  private readPronoun(i: number): void {
    const token = this.tokens[i]!;
    const gender = PRONOUNS.get(token.lower);
    if (!gender) return;
    if (gender === 'it') {
      this.readIt(i);
      return;
    }
    if (this.w.quoted[i] === 1) {
      // Inside a quotation only someone named in it is safe.
      const topic = this.quoteTopic;
      if (topic && topic.gender === gender) this.add(topic, i, i + 1, 'pronoun');
      return;
    }
    const possessive = token.lower === 'his' || (token.lower === 'her' && this.isModified(i));
    const reflexive = token.lower.endsWith('self');
    const oblique = token.lower === 'him' || (token.lower === 'her' && !possessive);
    const subject = token.lower === 'he' || token.lower === 'she';
    let best: Active | null = null;
    let bestScore = 0;
    let second = 0;
    for (const item of this.active) {
      const known = item.draft.gender;
      if (known !== null && known !== gender) continue;
      // "Trump told him": not the subject of the same clause.
      if (oblique && item.draft === this.subject && this.sameClause(this.subjectAt, i)) continue;
      let score = item.score * (known === null ? UNKNOWN_GENDER : 1);
      if ((possessive || reflexive) && item.draft === this.subject) score *= 1.3;
      if (score > bestScore) {
        second = bestScore;
        bestScore = score;
        best = item;
      } else if (score > second) second = score;
    }
    if (!best || bestScore < LEAST_SALIENCE || second * CLEAR_LEAD > bestScore) return;
    const { draft } = best;
    // One pronoun tells the gender of a name that does not.
    draft.gender ??= gender;
    this.add(draft, i, i + 1, 'pronoun');
    this.raise(draft, subject ? PRONOUN_SUBJECT : PRONOUN_OTHER, i);
    if (subject) {
      this.subject = draft;
      this.subjectAt = i;
    }
  }

  private isModified(i: number): boolean {
    const next = this.tokens[i + 1];
    return (
      next !== undefined &&
      (next.pos === 'NOUN' || next.pos === 'ADJ' || next.pos === 'PROPN' || next.pos === 'NUM')
    );
  }

  /** No comma and no conjunction that opens a clause between the two. */
  private sameClause(from: number, to: number): boolean {
    if (from < 0 || to - from > 12) return false;
    for (let k = from + 1; k < to; k++) {
      const { text, pos } = this.tokens[k]!;
      if (text === ',' || pos === 'SCONJ' || text === ';' || text === 'that') return false;
    }
    return true;
  }

  /** "North Korea confirmed that its troops ..."; "It also announced ...": only right after a body as the subject. */
  private readIt(i: number): void {
    const last = this.bodySubject;
    if (!last || this.w.quoted[i] === 1) return;
    const token = this.tokens[i]!;
    const near = last.sentence === token.sentence && i > last.at;
    if (token.lower === 'it') {
      const next = this.tokens[i + 1];
      const active =
        next !== undefined &&
        next.pos === 'VERB' &&
        !/^(?:seem|appear|take|make|happen|turn|remain|come|matter)$/u.test(next.lemma);
      const had = next !== undefined && /^(?:had|has|would|will)$/u.test(next.lower) && near;
      const opens = last.sentence === token.sentence - 1 && this.w.opening[i] === 1;
      if (!(active && (opens || near)) && !had) return;
    } else if (!near && !(last.sentence === token.sentence - 1 && this.w.opening[i] === 1)) return;
    // Another body named in between makes it open.
    for (let k = this.bodies.length - 1; k >= 0 && k > this.bodies.length - 6; k--) {
      const body = this.bodies[k]!;
      if (body.draft === last.draft) break;
      if (body.sentence > last.sentence) return;
    }
    this.add(last.draft, i, i + 1, 'pronoun');
    this.bodySubject = {
      draft: last.draft,
      sentence: token.sentence,
      at: last.sentence === token.sentence ? last.at : i,
    };
  }

  /** "the ... HEAD": the person whose role or affiliation shares its words. */
  private readDescription(head: number): void {
    const { tokens } = this;
    const { sentence } = tokens[head]!;
    const noun = bare(tokens[head]!.lower);
    const next = tokens[head + 1];
    // "the president Donald X" was read with the name; "the president's aide" is still the president.
    if (
      next &&
      next.sentence === sentence &&
      (this.at[head + 1]! >= 0 ||
        ((next.pos === 'NOUN' || next.pos === 'PROPN') &&
          next.start > tokens[head]!.end &&
          this.w.bits[head + 1]! & (WORD.role | WORD.body | WORD.organization)))
    )
      return;
    const start = this.doc.sentences[sentence]!.first;
    let i = head - 1;
    const traits: string[] = [];
    while (
      i >= start &&
      head - i <= LONGEST_DESCRIPTION &&
      tokens[i]!.pos !== 'DET' &&
      tokens[i]!.lower !== 'the'
    ) {
      const token = tokens[i]!;
      if (
        token.pos !== 'NOUN' &&
        token.pos !== 'ADJ' &&
        token.pos !== 'PROPN' &&
        token.text !== '-' &&
        this.at[i]! < 0
      )
        return;
      traits.push(bare(token.lower));
      i--;
    }
    const vague = VAGUE.has(noun) && traits.length === 0;
    if (i < start || tokens[i]!.lower !== 'the' || vague) {
      // "A president who ...", "the man": someone whom a later "he" may mean.
      if (i >= start && (vague || /^(?:a|an|one|another)$/u.test(tokens[i]!.lower)))
        this.seeStranger(noun, i, head);
      return;
    }
    const places = this.placesIn(i + 1, head);
    const other = this.pointsElsewhere(i + 1, head);
    const draft = other ? null : this.choosePerson(noun, traits, places, sentence);
    if (!draft) {
      this.seeStranger(noun, i, head);
      return;
    }
    this.add(draft, i, head + 1, 'description');
    const place = this.placeOf(i, head + 1);
    if (this.w.quoted[head] === 0) {
      this.raise(draft, place === 'subject' || place === 'source' ? SUBJECT : OBJECT, i);
      if (place === 'subject' || place === 'source') {
        this.subject = draft;
        this.subjectAt = i;
      }
    }
  }

  /** A person without a name: keeps a pronoun from being given to someone else. */
  private seeStranger(noun: string, first: number, head: number): void {
    if (this.w.quoted[head] === 1) return;
    const place = this.placeOf(first, head + 1);
    if (place !== 'subject' && place !== 'source' && !this.hasRelative(head + 1)) return;
    const gender = gazetteer().genderOfWord.get(noun) ?? null;
    const stranger: Draft = {
      name: noun, kind: 'person', gender, role: null, affiliation: null, names: new Set(), mentions: [],
      person: null, known: null, roles: new Set(), traits: new Set(),
    }; // biome-ignore format: a record
    this.raise(stranger, SUBJECT, first);
    this.subject = stranger;
    this.subjectAt = first;
  }

  private pointsElsewhere(first: number, head: number): boolean {
    for (let k = first; k < head; k++)
      if (this.at[k]! < 0 && OTHER_ONE.has(this.tokens[k]!.lower)) return true;
    return false;
  }

  /** Countries, bodies and places named inside the description, as folded words. */
  private placesIn(first: number, last: number): Set<string> {
    const out = new Set<string>();
    for (let k = this.next - 1; k >= 0; k--) {
      const event = this.events[k]!;
      if (event.first >= last) continue;
      if (event.last <= first) {
        if (event.first < first - 40) break;
        continue;
      }
      for (const word of foldName(event.draft.name).split(/[\s-]+/u)) out.add(word);
    }
    return out;
  }

  private choosePerson(
    noun: string,
    traits: readonly string[],
    places: ReadonlySet<string>,
    sentence: number,
  ): Draft | null {
    const gender = gazetteer().genderOfWord.get(noun);
    const tried = new Set<Draft>();
    let best: Draft | null = null;
    let bestScore = -1;
    let tie = false;
    for (const word of SYNONYMS.get(noun) ?? [noun]) {
      for (const draft of this.byRole.get(word) ?? []) {
        if (tried.has(draft)) continue;
        tried.add(draft);
        if (gender && draft.gender !== null && draft.gender !== gender) continue;
        if (
          DECISIVE.some(
            (mod) =>
              draft.roles.has(mod) !== traits.includes(mod) &&
              !(mod === 'prime' && noun === 'leader') &&
              (draft.roles.has(mod) || !places.has(mod)) &&
              !(mod === 'former'),
          )
        )
          continue;
        if (word === 'minister' && noun === 'leader' && !draft.roles.has('prime')) continue;
        let score = word === noun ? 1 : 0.5;
        let shared = 0;
        for (const place of places) if (draft.traits.has(place)) shared++;
        if (shared === 0 && PARTISAN.has(noun)) continue;
        if (places.size > 0 && shared === 0 && draft.traits.size > 0) continue;
        for (const trait of traits) if (draft.roles.has(trait)) shared++;
        score += shared * 2;
        const distance = sentence - (this.lastSentence.get(draft) ?? -1000);
        if (shared === 0 && distance > DESCRIPTION_REACH) continue;
        score += Math.max(0, 1 - distance / 20);
        if (places.size > 0 && shared === 0) score -= 0.5;
        // A plain "the president" is the one of whom the article speaks, not of the bank.
        if (places.size === 0 && draft.traits.size > 0) score -= 0.15;
        if (draft.roles.has('former') && !traits.includes('former')) score -= 0.5;
        score += 0.4 * Math.min(1, draft.mentions.length / 10);
        if (score > bestScore + 0.1) {
          tie = false;
          best = draft;
          bestScore = score;
        } else if (score > bestScore - 0.1) {
          tie = true;
          if (score > bestScore) {
            best = draft;
            bestScore = score;
          }
        }
      }
    }
    return tie ? null : best;
  }

  /** "the ministry", "the party": the body named last whose name has that word. */
  private readBody(head: number): void {
    const { tokens } = this;
    const noun = tokens[head]!.lower;
    const next = tokens[head + 1];
    if (next && (next.pos === 'NOUN' || next.pos === 'PROPN' || next.text === '-')) return;
    const { sentence } = tokens[head]!;
    let found: Draft | null = null;
    for (let k = this.bodies.length - 1; k >= 0 && k > this.bodies.length - MOST_ACTIVE; k--) {
      const { draft, sentence: at } = this.bodies[k]!;
      if (sentence - at > DESCRIPTION_REACH) break;
      if (draft === found || draft.kind !== 'organization') continue;
      const names = foldName(draft.name).split(/[\s-]+/u);
      const media =
        draft.known?.media === true &&
        /^(?:agency|newspaper|paper|outlet|broadcaster|network|magazine|site|website|publication)$/u.test(
          noun,
        );
      if (!names.includes(noun) && !media) continue;
      if (found) return;
      found = draft;
    }
    if (!found) return;
    this.add(found, head - 1, head + 1, 'description');
    if (this.placeOf(head - 1, head + 1) === 'source' && this.w.quoted[head] === 0)
      this.bodySubject = { draft: found, sentence, at: head };
  }
}
