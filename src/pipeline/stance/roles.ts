/** Who plays which role: from the verbs that the target is subject or object of, and from labels tied to its name. */
import type { Document, Marker, Role, Span } from '../types.js';
import type { Feature } from './features.js';

/** Feature of a verb class in a place -> role (SemEval-2025 Task 10 names the three). Negated verbs give none. */
const VERB_ROLES: ReadonlyMap<string, Role> = new Map([
  ['subject:harm', 'antagonist'],
  ['object:harm', 'victim'],
  ['passive:harm', 'victim'],
  ['subject:help', 'protagonist'],
  ['subject:defeat', 'protagonist'],
]);
/** Categories of the role lexicon. */
const LABEL_ROLES: ReadonlyMap<string, Role> = new Map([
  ['role-protagonist', 'protagonist'],
  ['role-antagonist', 'antagonist'],
  ['role-innocent', 'victim'],
]);
/** What may stand between a name and a label that is said of it: "Brandt, the tyrant", "Reuel is a hero". */
const SAID_OF =
  /^(?:, | (?:is|was|are|were|became|remains?) )(?:(?:an?|the|his|her|their|our) )?(?:\p{L}+ )?$/u;
/** Nothing longer can match. UTF-16 units. */
const LONGEST_TIE = 40;

export interface FoundRole {
  readonly role: Role;
  /** The words that show it. */
  readonly evidence: Span;
}

/** The labels among the markers that name a role; negated ones name none. */
export function roleLabels(markers: readonly Marker[]): Marker[] {
  return markers.filter(({ category, negated }) => LABEL_ROLES.has(category) && !negated);
}

/**
 * The role of one mention: by a label right before its name or said of it, else by the first verb that gives one; null
 * when nothing does. `labels` are those in the voice of the mention.
 */
export function roleOf(
  doc: Document,
  { start, end }: { readonly start: number; readonly end: number },
  features: readonly Feature[],
  labels: readonly Marker[],
): FoundRole | null {
  for (const label of labels) {
    if (isTied(doc.text, label, start, end))
      return { role: LABEL_ROLES.get(label.category)!, evidence: [label.start, label.end] };
  }
  for (const { name, token } of features) {
    // Verbs have a word that shows them; most features have none.
    const role = token < 0 ? undefined : VERB_ROLES.get(name);
    if (role) return { role, evidence: [doc.tokens[token]!.start, doc.tokens[token]!.end] };
  }
  return null;
}

function isTied(text: string, label: Marker, start: number, end: number): boolean {
  if (label.end <= start) return start - label.end === 1 && text[label.end] === ' ';
  return label.start > end && label.start - end <= LONGEST_TIE && SAID_OF.test(text.slice(end, label.start));
}
