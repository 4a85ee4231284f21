/** Persons of all articles. Names are compared within blocks of one consonant skeleton, so the work stays linear. */
import { gazetteer } from '../../lexicons/gazetteer.js';
import type { LocalSpeaker } from '../link.js';
import { comparePersons, foldName, nameKey, type PersonName, parseName } from '../names.js';
import { compareNameStrings } from './ids.js';

/** All locals of one form of a name. */
interface Form {
  readonly person: PersonName;
  readonly locals: LocalSpeaker[];
}

interface Group {
  readonly forms: Form[];
}

/** A block with more forms than this is cut by given names. */
const LARGE_BLOCK = 300;

/** Locals in groups that are one person each. */
export function groupPersons(locals: readonly LocalSpeaker[]): LocalSpeaker[][] {
  const forms = new Map<string, Form>();
  const alike = new Map<string, PersonName>();
  const surnames: { person: PersonName; local: LocalSpeaker }[] = [];
  for (const local of locals) {
    const known = forms.get(local.name);
    if (known) {
      known.locals.push(local);
      continue;
    }
    const person = alike.get(local.name) ?? parseName(local.name);
    if (person.given.length === 0) {
      alike.set(local.name, person);
      surnames.push({ person, local });
    } else forms.set(local.name, { person, locals: [local] });
  }
  const groups = groupForms([...forms.values()]);
  const alone = joinSurnames(groups, surnames);
  return [...groups.map((group) => group.forms.flatMap((form) => form.locals)), ...alone];
}

function groupForms(forms: Form[]): Group[] {
  // Most specific first: "George W. Bush" before "George Bush".
  forms.sort(
    (a, b) =>
      specificity(b.person) - specificity(a.person) || compareNameStrings(a.person.name, b.person.name),
  );
  const blocks = new Map<string, Group[]>();
  const groups: Group[] = [];
  const sizes = new Map<string, number>();
  for (const form of forms)
    for (const key of blockKeys(form.person)) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  for (const form of forms) {
    const keys = blockKeys(form.person).flatMap((key) =>
      sizes.get(key)! > LARGE_BLOCK ? givenKeys(form.person).map((given) => `${key}/${given}`) : [key],
    );
    const candidates = new Set<Group>();
    for (const key of keys)
      for (const group of blocks.get(key) ?? []) if (fits(group, form)) candidates.add(group);
    // Two that fit: which one is meant cannot be told, so neither.
    const joined = candidates.size === 1 ? [...candidates][0]! : null;
    const group = joined ?? { forms: [] };
    group.forms.push(form);
    if (!joined) groups.push(group);
    for (const key of keys) {
      const list = blocks.get(key);
      if (!list) blocks.set(key, [group]);
      else if (!list.includes(group)) list.push(group);
    }
  }
  return groups;
}

const specificity = (person: PersonName): number =>
  person.given.reduce((sum, word) => sum + (word.length > 1 ? 2 : 1), 0);

/** The consonants of the surname (g and k as one), and first and last word in any order for names told the other way round. */
function blockKeys(person: PersonName): string[] {
  const bones = nameKey(person.surname)
    .replace(/[aeiou]/gu, '')
    .replace(/^g/u, 'k');
  const words = [...person.given, person.surname].map(nameKey);
  const keys = [`s:${bones}`];
  const first = words[0]!;
  // "Mohammed bin Salman" and "Mohammed bin Salman Al Saud"; "Orban Viktor" and "Viktor Orban".
  for (const word of words.slice(1)) if (word.length > 1) keys.push(`w:${[first, word].sort().join(' ')}`);
  if (person.familyFirst) keys.push(`w:${[person.key, nameKey(person.given.join(''))].sort().join(' ')}`);
  return keys;
}

/**
 * What all forms of one given name share, for cutting large blocks: its consonants, or its families of short forms.
 * Initials have none: among hundreds of one surname nobody can be told by an initial.
 */
function givenKeys(person: PersonName): string[] {
  const { nicknames } = gazetteer();
  const out = new Set<string>();
  for (const word of person.given) {
    if (word.length === 1) continue;
    out.add(nameKey(word).replace(/[aeiou]/gu, ''));
    for (const family of nicknames.get(word) ?? []) out.add(`${family}`);
  }
  return [...out];
}

/** Same as one of the group, and different from none. An initial alone joins nobody without a shared role or body. */
function fits(group: Group, form: Form): boolean {
  let same = false;
  for (const other of group.forms) {
    const verdict = comparePersons(other.person, form.person);
    if (verdict === 'different') return false;
    if (verdict !== 'same') continue;
    const initial =
      form.person.given.every((word) => word.length === 1) !==
      other.person.given.every((word) => word.length === 1);
    same ||= !initial || shareContext(other.locals, form.locals);
  }
  return same;
}

function shareContext(a: readonly LocalSpeaker[], b: readonly LocalSpeaker[]): boolean {
  const context = new Set(a.flatMap(contextOf));
  return b.some((local) => contextOf(local).some((item) => context.has(item)));
}

/** What two mentions of one person share: the event, the office, the body. */
function contextOf(local: LocalSpeaker): string[] {
  const out: string[] = [];
  if (local.event) out.push(`e:${local.event}`);
  if (local.role) for (const word of roleWords(local.role)) out.push(`r:${word}`);
  if (local.affiliation) out.push(`a:${foldName(local.affiliation)}`);
  return out;
}

const roleWords = (role: string): string[] =>
  foldName(role)
    .split(/[^a-z]+/u)
    .filter((word) => word.length > 3);

/** Surnames alone: the only person of that surname in the event; else the only one of the run, with the same role. */
function joinSurnames(
  groups: readonly Group[],
  surnames: readonly { person: PersonName; local: LocalSpeaker }[],
): LocalSpeaker[][] {
  const byWord = new Map<string, Group[]>();
  const put = (key: string, group: Group) => {
    const list = byWord.get(key);
    if (!list) byWord.set(key, [group]);
    else if (!list.includes(group)) list.push(group);
  };
  for (const group of groups) {
    const keys = new Set(group.forms.map((form) => form.person.key));
    const events = new Set(
      group.forms.flatMap((form) => form.locals.flatMap((s) => (s.event ? [s.event] : []))),
    );
    for (const key of keys) {
      put(key, group);
      for (const event of events) put(`${event}\n${key}`, group);
    }
  }
  const alone: LocalSpeaker[][] = [];
  const roles = new Map<Group, ReadonlySet<string>>();
  const together = new Map<string, LocalSpeaker[]>();
  const additions: { group: Group; local: LocalSpeaker; person: PersonName }[] = [];
  for (const { person, local } of surnames) {
    const inEvent = local.event ? (byWord.get(`${local.event}\n${person.key}`) ?? []) : [];
    const anywhere = byWord.get(person.key) ?? [];
    const only =
      inEvent.length === 1
        ? inEvent[0]!
        : inEvent.length === 0 && anywhere.length === 1 && sameRole(anywhere[0]!, local, roles)
          ? anywhere[0]!
          : null;
    if (only) {
      additions.push({ group: only, local, person });
      continue;
    }
    // Surnames alone in one event, none of them explained: one person.
    const key = local.event && inEvent.length === 0 ? `${local.event}\n${person.key}` : null;
    const list = key === null ? undefined : together.get(key);
    if (list) list.push(local);
    else {
      const fresh = [local];
      alone.push(fresh);
      if (key !== null) together.set(key, fresh);
    }
  }
  for (const { group, local, person } of additions) group.forms.push({ person, locals: [local] });
  return alone;
}

/** `roles`: what was found for groups before; one that thousands of articles quote is not gone through for each. */
function sameRole(group: Group, local: LocalSpeaker, roles: Map<Group, ReadonlySet<string>>): boolean {
  if (!local.role) return false;
  let words = roles.get(group);
  if (!words) {
    const all = group.forms.flatMap((form) => form.locals.flatMap((s) => (s.role ? roleWords(s.role) : [])));
    words = new Set(all);
    roles.set(group, words);
  }
  return roleWords(local.role).some((word) => words.has(word));
}
