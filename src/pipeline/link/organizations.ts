/** Organizations of all articles: equal names are one; an acronym joins the only body that has it. */
import type { LocalSpeaker } from '../link.js';
import { initialsOf, isAcronymOf, organizationKey } from '../names.js';

/** An acronym that the gazetteer does not know. */
const ACRONYM = /^(?:\p{Lu}\.?){2,8}$/u;

/** Locals in groups that are one body each. "police", "the company": without a capital no name, never joined. */
export function groupOrganizations(locals: readonly LocalSpeaker[]): LocalSpeaker[][] {
  const byKey = new Map<string, LocalSpeaker[]>();
  const out: LocalSpeaker[][] = [];
  const keyOf = new Map<string, string>();
  for (const local of locals) {
    if (!/\p{Lu}/u.test(local.name)) {
      out.push([local]);
      continue;
    }
    let key = keyOf.get(local.name);
    if (key === undefined) {
      key = organizationKey(local.name);
      keyOf.set(local.name, key);
    }
    const list = byKey.get(key);
    if (list) list.push(local);
    else byKey.set(key, [local]);
  }
  joinAcronyms(byKey);
  out.push(...byKey.values());
  return out;
}

/**
 * "AFU" in one article, "Armed Forces of Ukraine (AFU)" in another: the second says what the first means. Without such
 * an article the initials must fit exactly one body of the run.
 */
function joinAcronyms(byKey: Map<string, LocalSpeaker[]>): void {
  const said = new Map<string, Set<string>>();
  const initials = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, acronym: string, key: string) => {
    const set = map.get(acronym) ?? new Set();
    map.set(acronym, set.add(key));
  };
  for (const [key, members] of byKey) {
    const { name } = members[0]!;
    if (ACRONYM.test(name)) continue;
    for (const member of members) {
      for (const form of member.names) if (ACRONYM.test(form)) note(said, plain(form), key);
    }
    const major = initialsOf(name);
    if (isAcronymOf(major, name)) note(initials, major, key);
  }
  for (const [key, members] of [...byKey]) {
    const { name } = members[0]!;
    if (!ACRONYM.test(name)) continue;
    const targets = said.get(plain(name)) ?? initials.get(plain(name));
    if (targets?.size !== 1) continue;
    const [target] = targets;
    if (target === undefined || target === key) continue;
    byKey.get(target)?.push(...members);
    byKey.delete(key);
  }
}

const plain = (acronym: string): string => acronym.replace(/\./gu, '');
