/**
 * Who is on the reader's mind at each point of an article: the salience of persons, by recency and grammatical place
 * (after Lappin & Leass 1994), with weights of our own from counts on annotated news: the most recent source is right
 * in 67 to 80 % of pronouns, the first person of the nearest sentence in 74 %.
 */
import type { Document, EntityMention, Token } from '../types.js';
import type { Draft } from './cluster.js';
import { hasRelative, type Place, placeOf, SPEECH } from './place.js';
import type { Words } from './words.js';

export const SUBJECT = 1;
export const OBJECT = 0.5;
const BY_PLACE: Readonly<Record<Place, number>> = {
  subject: SUBJECT,
  source: SUBJECT + 0.4,
  possessor: 0.45,
  preposition: 0.35,
  object: OBJECT,
};
const FIRST_BONUS = 0.2;
/** "X, who ...": the subject of what follows. */
const RELATIVE_BONUS = 0.8;
/** A name inside somebody's words is seldom whom the next "he" means. */
const QUOTED_SHARE = 0.3;
/** A name after "X said" in the same sentence stands in what X says. */
const REPORTED_SHARE = 0.5;
/** What remains of an earlier salience when the person is met again. */
const KEPT_SHARE = 0.5;
const SENTENCE_DECAY = 0.55;
/** Sentences of a quotation do not move the speaker away. */
const QUOTED_DECAY = 0.95;
const PARAGRAPH_DECAY = 0.75;
const FORGOTTEN = 0.03;
/** Persons kept in mind, and bodies looked back through: bounds the work on any text. */
export const MOST_ACTIVE = 24;
const MOST_OF_ROLE = 96;

export interface Event {
  readonly first: number;
  readonly last: number;
  readonly draft: Draft;
  readonly kind: EntityMention['kind'];
}

export interface Active {
  readonly draft: Draft;
  score: number;
  at: number;
}

export interface Context {
  readonly doc: Document;
  readonly tokens: readonly Token[];
  readonly w: Words;
  /** Index of the name mention over each token, or -1. */
  readonly at: Int32Array;
  /** Mentions by name, in order; those before `next` have been seen. */
  readonly events: readonly Event[];
  next: number;
  readonly active: Active[];
  /** Role noun -> persons met with it. */
  readonly byRole: Map<string, Draft[]>;
  readonly lastSentence: Map<Draft, number>;
  readonly bodies: { draft: Draft; sentence: number }[];
  /** Subject of the clause that is being read, among persons, and its token. */
  subject: Draft | null;
  subjectAt: number;
  /** Token of the source whose words follow in this sentence, or -1. */
  sourceAt: number;
  bodySubject: { draft: Draft; sentence: number; at: number } | null;
  /** The person named last in the quotation that is being read. */
  quoteTopic: Draft | null;
}

export function newContext(doc: Document, w: Words, drafts: readonly Draft[], at: Int32Array): Context {
  const events: Event[] = [];
  for (const draft of drafts) {
    for (const { first, last, kind } of draft.mentions) events.push({ first, last, draft, kind });
  }
  events.sort((a, b) => a.first - b.first);
  return {
    doc, tokens: doc.tokens, w, at, events, next: 0, active: [], byRole: new Map(), lastSentence: new Map(),
    bodies: [], subject: null, subjectAt: -1, sourceAt: -1, bodySubject: null, quoteTopic: null,
  }; // biome-ignore format: a record
}

/** Saliences fade from one sentence to the next; `before` is -1 at the start. */
export function startSentence(c: Context, before: number, now: number): void {
  const { sentences } = c.doc;
  let factor = before >= 0 && isQuoted(c, before) ? QUOTED_DECAY : SENTENCE_DECAY;
  if (before < 0 || sentences[before]!.paragraph !== sentences[now]!.paragraph) factor *= PARAGRAPH_DECAY;
  let kept = 0;
  for (const item of c.active) {
    item.score *= factor;
    if (item.score > FORGOTTEN) c.active[kept++] = item;
  }
  c.active.length = kept;
  c.subject = null;
  c.subjectAt = -1;
  c.sourceAt = -1;
}

/** Wholly inside marks; the closing mark itself counts as outside. */
function isQuoted(c: Context, sentence: number): boolean {
  const { first, last } = c.doc.sentences[sentence]!;
  return c.w.quoted[first] === 1 && (last - first < 2 || c.w.quoted[last - 2] === 1);
}

/** A name is read: whom it makes salient. */
export function seeName(c: Context, event: Event): void {
  const { draft, first, last } = event;
  const { sentence } = c.tokens[first]!;
  const place = placeOf(c.doc, first, last);
  const quoted = c.w.quoted[first] === 1;
  const agent = place === 'subject' || place === 'source';
  const isNew = !c.lastSentence.has(draft);
  c.lastSentence.set(draft, sentence);
  if (draft.kind === 'person') {
    if (isNew) for (const role of draft.roles) noteRole(c, role, draft);
    let score = BY_PLACE[place];
    if (c.subjectAt < 0 && !quoted && place !== 'object') score += FIRST_BONUS;
    if (hasRelative(c.doc, last)) score += RELATIVE_BONUS;
    if (c.sourceAt >= 0 && first > c.sourceAt && place !== 'source') score *= REPORTED_SHARE;
    if (place === 'source' && !quoted && speaks(c, last)) c.sourceAt = first;
    if (quoted) c.quoteTopic = draft;
    else if (agent || c.subjectAt < 0) setSubject(c, draft, first);
    raise(c, draft, quoted ? score * QUOTED_SHARE : score, first);
  } else if (draft.kind !== 'place' && event.kind !== 'demonym') {
    c.bodies.push({ draft, sentence });
    if (!quoted && agent) c.bodySubject = { draft, sentence, at: first };
  }
}

function noteRole(c: Context, role: string, draft: Draft): void {
  const list = c.byRole.get(role);
  if (!list) c.byRole.set(role, [draft]);
  else if (list.length < MOST_OF_ROLE && !list.includes(draft)) list.push(draft);
}

/** "X said ...": content follows the verb. */
function speaks(c: Context, last: number): boolean {
  const next = c.tokens[last];
  return next !== undefined && (SPEECH.has(next.lemma) || next.text === ',');
}

export function setSubject(c: Context, draft: Draft, at: number): void {
  c.subject = draft;
  c.subjectAt = at;
}

export function raise(c: Context, draft: Draft, score: number, at: number): void {
  for (const item of c.active) {
    if (item.draft !== draft) continue;
    item.score = item.score * KEPT_SHARE + score;
    item.at = at;
    return;
  }
  c.active.push({ draft, score, at });
  if (c.active.length > MOST_ACTIVE) {
    c.active.sort((a, b) => b.score - a.score || b.at - a.at);
    c.active.length = MOST_ACTIVE;
  }
}

/** Records a description or a pronoun. */
export function addMention(
  c: Context,
  draft: Draft,
  first: number,
  last: number,
  kind: EntityMention['kind'],
): void {
  const { start, sentence } = c.tokens[first]!;
  draft.mentions.push({ start, end: c.tokens[last - 1]!.end, first, last, kind });
  c.lastSentence.set(draft, sentence);
}
