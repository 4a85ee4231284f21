/**
 * The speakers of all articles, put together: one id over the run for each person and organization.
 * The outcome does not depend on the order in which articles arrive: names are compared most specific first, and
 * every tie is broken by code points.
 */
import { compareNameStrings, type LinkedSpeaker, uniqueIds } from './link/ids.js';
import { groupOrganizations } from './link/organizations.js';
import type { SpeakerOverride } from './link/overrides.js';
import { groupPersons } from './link/persons.js';
import { foldName } from './names.js';
import type { SpeakerKind } from './types.js';

export type { LinkedSpeaker } from './link/ids.js';
export { parseSpeakerOverrides, type SpeakerOverride } from './link/overrides.js';

/** A speaker of one article, as its record has it. */
export interface LocalSpeaker {
  readonly document: string;
  /** `s1` */
  readonly local: string;
  readonly name: string;
  readonly kind: SpeakerKind;
  readonly role: string | null;
  readonly affiliation: string | null;
  /** Every form of the name met in the article. */
  readonly names: readonly string[];
  /** The event of the article, when it is known: surnames alone are joined within it. */
  readonly event?: string | null;
}

export interface LinkedSpeakers {
  /** One for each local speaker, sorted by document and local id. */
  readonly rows: readonly { readonly document: string; readonly local: string; readonly speaker: string }[];
  /** One for each id over the run, sorted by id. */
  readonly speakers: readonly LinkedSpeaker[];
}

/** A source that will have one id. */
interface Cluster {
  members: LocalSpeaker[];
  override: SpeakerOverride | null;
}

/**
 * Gives each speaker of each article an id over the run (`valery-gerasimov`).
 * Persons: spelling variants, initials and short forms are one; a surname alone joins the only person of that surname
 * in the same event, or the only one in the run with the same role. Organizations: equal names and acronyms.
 * Groups, documents and sources without a name stay in their article. `overrides` have the last word.
 */
export function linkSpeakers(
  locals: readonly LocalSpeaker[],
  overrides: readonly SpeakerOverride[] = [],
): LinkedSpeakers {
  const sorted = [...locals].sort(
    (a, b) => compareNameStrings(a.document, b.document) || compareNameStrings(a.local, b.local),
  );
  const persons = sorted.filter((s) => s.kind === 'person');
  const bodies = sorted.filter((s) => s.kind === 'organization');
  const others = sorted.filter((s) => s.kind !== 'person' && s.kind !== 'organization');
  const groups = [...groupPersons(persons), ...groupOrganizations(bodies), ...others.map((s) => [s])];
  const clusters = applyOverrides(groups, overrides);
  return uniqueIds(clusters);
}

/** Takes out who must not be there, and joins what the user calls one. */
function applyOverrides(groups: readonly LocalSpeaker[][], overrides: readonly SpeakerOverride[]): Cluster[] {
  if (overrides.length === 0) return groups.map((members) => ({ members, override: null }));
  const named = new Map<string, SpeakerOverride>();
  const refused = new Map<string, Set<SpeakerOverride>>();
  for (const override of overrides) {
    for (const name of [override.name, ...override.aliases]) named.set(foldName(name), override);
    for (const name of override.not) {
      const key = foldName(name);
      const set = refused.get(key) ?? new Set();
      refused.set(key, set.add(override));
    }
  }
  const joined = new Map<SpeakerOverride, LocalSpeaker[]>();
  const out: Cluster[] = [];
  for (const members of groups) {
    // Whoever is named outright decides for those with whom they were put together.
    const owner = members.map((s) => named.get(foldName(s.name))).find((o) => o !== undefined) ?? null;
    const rest = new Map<string, LocalSpeaker[]>();
    for (const member of members) {
      const key = foldName(member.name);
      const own = named.get(key) ?? owner;
      if (own === null || refused.get(key)?.has(own)) {
        // Someone who was taken out stays together only with equal names.
        const apart = own === null ? '' : key;
        const list = rest.get(apart);
        if (list) list.push(member);
        else rest.set(apart, [member]);
        continue;
      }
      const list = joined.get(own);
      if (list) list.push(member);
      else joined.set(own, [member]);
    }
    for (const list of rest.values()) out.push({ members: list, override: null });
  }
  for (const [override, members] of joined) out.push({ members, override });
  return out;
}
