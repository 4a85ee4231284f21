/** Who plays which role: from the verbs that the target is subject or object of. */
import type { Role } from '../types.js';
import type { Feature } from './features.js';

/** Feature of a verb class in a place -> role (SemEval-2025 Task 10 names the three). Negated verbs give none. */
const ROLES: ReadonlyMap<string, Role> = new Map([
  ['subject:harm', 'antagonist'],
  ['object:harm', 'victim'],
  ['passive:harm', 'victim'],
  ['subject:help', 'protagonist'],
  ['subject:defeat', 'protagonist'],
]);

/** The role of one mention, by the first verb that gives one; null when none does. */
export function roleOf(features: readonly Feature[]): Role | null {
  for (const { name, token } of features) {
    // Verbs have a word that shows them; most features have none.
    const role = token < 0 ? undefined : ROLES.get(name);
    if (role) return role;
  }
  return null;
}
