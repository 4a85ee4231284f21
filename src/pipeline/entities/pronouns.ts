/** He, she and it: the one who is clearly meant, or no one. */
import type { Draft } from './cluster.js';
import { type Active, addMention, type Context, raise, setSubject } from './context.js';

/** What a pronoun tells of the one it means. */
export const PRONOUNS: ReadonlyMap<string, 'male' | 'female' | 'it'> = new Map([
  ['he', 'male'], ['him', 'male'], ['his', 'male'], ['himself', 'male'],
  ['she', 'female'], ['her', 'female'], ['hers', 'female'], ['herself', 'female'],
  ['it', 'it'], ['its', 'it'], ['itself', 'it'],
]); // biome-ignore format: a table

const PRONOUN_SUBJECT = 0.9;
const PRONOUN_OTHER = 0.25;
/** A gender that only the pronoun would tell. */
const UNKNOWN_GENDER = 0.75;
/** "X said his ...": the subject of the clause, if it fits at all. */
const OWN_SUBJECT = 1.3;
/** Below this nobody is salient enough; and the best must leave the second this far behind. */
const LEAST_SALIENCE = 0.12;
const CLEAR_LEAD = 1.2;
/** Tokens between a subject and "him" that can still be one clause. */
const LONGEST_CLAUSE = 12;
/** After these "it" is often no one. */
const EMPTY_IT: ReadonlySet<string> = new Set(
  'seem appear take make happen turn remain come matter'.split(' '),
);
const BODIES_BETWEEN = 6;

/** Reads the pronoun at token `i`; adds it to whom it means. */
export function readPronoun(c: Context, i: number): void {
  const { lower } = c.tokens[i]!;
  const gender = PRONOUNS.get(lower);
  if (!gender) return;
  if (gender === 'it') {
    readIt(c, i);
    return;
  }
  if (c.w.quoted[i] === 1) {
    // Inside a quotation only someone named in it is safe.
    if (c.quoteTopic?.gender === gender) addMention(c, c.quoteTopic, i, i + 1, 'pronoun');
    return;
  }
  const draft = choose(c, i, gender);
  if (!draft) return;
  // One pronoun tells the gender of a name that does not.
  draft.gender ??= gender;
  addMention(c, draft, i, i + 1, 'pronoun');
  const subject = lower === 'he' || lower === 'she';
  raise(c, draft, subject ? PRONOUN_SUBJECT : PRONOUN_OTHER, i);
  if (subject) setSubject(c, draft, i);
}

function choose(c: Context, i: number, gender: 'male' | 'female'): Draft | null {
  const { lower } = c.tokens[i]!;
  const possessive = lower === 'his' || (lower === 'her' && isModified(c, i));
  const own = possessive || lower.endsWith('self');
  const oblique = lower === 'him' || (lower === 'her' && !possessive);
  let best: Active | null = null;
  let bestScore = 0;
  let second = 0;
  for (const item of c.active) {
    const known = item.draft.gender;
    if (known !== null && known !== gender) continue;
    // "X told him": not the subject of the same clause.
    if (oblique && item.draft === c.subject && isSameClause(c, c.subjectAt, i)) continue;
    let score = item.score * (known === null ? UNKNOWN_GENDER : 1);
    if (own && item.draft === c.subject) score *= OWN_SUBJECT;
    if (score > bestScore) {
      second = bestScore;
      bestScore = score;
      best = item;
    } else if (score > second) second = score;
  }
  if (bestScore < LEAST_SALIENCE || second * CLEAR_LEAD > bestScore) return null;
  return best?.draft ?? null;
}

/** "her speech", "her last word": a noun phrase follows. */
function isModified(c: Context, i: number): boolean {
  const next = c.tokens[i + 1];
  return next !== undefined && /^(?:NOUN|ADJ|PROPN|NUM|ADV)$/u.test(next.pos);
}

/** No comma and no conjunction that opens a clause between the two. */
function isSameClause(c: Context, from: number, to: number): boolean {
  if (from < 0 || to - from > LONGEST_CLAUSE) return false;
  for (let k = from + 1; k < to; k++) {
    const { text, pos } = c.tokens[k]!;
    if (text === ',' || text === ';' || text === 'that' || pos === 'SCONJ') return false;
  }
  return true;
}

/** "North Korea confirmed that its troops ..."; "It also announced ...": only right after a body as the subject. */
function readIt(c: Context, i: number): void {
  const last = c.bodySubject;
  if (!last || c.w.quoted[i] === 1) return;
  const { sentence, lower } = c.tokens[i]!;
  const near = last.sentence === sentence && i > last.at;
  const opens = last.sentence === sentence - 1 && c.w.opening[i] === 1;
  if (!near && !opens) return;
  if (lower === 'it') {
    const next = c.tokens[i + 1];
    const acts = next?.pos === 'VERB' && !EMPTY_IT.has(next.lemma);
    const had = near && next !== undefined && /^(?:had|has|would|will)$/u.test(next.lower);
    if (!acts && !had) return;
  }
  // Another body named in between makes it open.
  for (let k = c.bodies.length - 1; k >= 0 && k > c.bodies.length - BODIES_BETWEEN; k--) {
    const body = c.bodies[k]!;
    if (body.draft === last.draft) break;
    if (body.sentence > last.sentence) return;
  }
  addMention(c, last.draft, i, i + 1, 'pronoun');
  c.bodySubject = { draft: last.draft, sentence, at: near ? last.at : i };
}
