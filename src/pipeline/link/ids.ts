/** Ids and canonical names of linked speakers. */
import type { LinkedSpeakers, LocalSpeaker } from '../link.js';
import { slug } from '../names.js';
import type { SpeakerKind } from '../types.js';
import type { SpeakerOverride } from './overrides.js';

export interface LinkedSpeaker {
  /** Id over the run. */
  readonly speaker: string;
  /** The form of the name that most articles use; an override's name. */
  readonly name: string;
  readonly kind: SpeakerKind;
  readonly role: string | null;
  readonly affiliation: string | null;
  /** All forms met, sorted. */
  readonly names: readonly string[];
  readonly documents: number;
}

/** By code units, without any locale. */
export function compareNameStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sources that are told apart by their article: their id names it. */
const OF_ONE_ARTICLE: ReadonlySet<SpeakerKind> = new Set(['group', 'document', 'anonymous']);

export function uniqueIds(
  clusters: readonly { members: readonly LocalSpeaker[]; override: SpeakerOverride | null }[],
): LinkedSpeakers {
  const named = clusters.map(({ members, override }) => {
    const first = members[0]!;
    const name = override?.name ?? shownName(members);
    const base = override?.id ?? baseId(name, first, members);
    return { members, override, name, base, first };
  });
  // Overrides own their ids; of the others the one with most articles gets the plain id.
  named.sort(
    (a, b) =>
      compareNameStrings(a.base, b.base) ||
      Number(b.override !== null) - Number(a.override !== null) ||
      b.members.length - a.members.length ||
      compareNameStrings(a.first.document, b.first.document) ||
      compareNameStrings(a.first.local, b.first.local),
  );
  const taken = new Set<string>();
  const rows: { document: string; local: string; speaker: string }[] = [];
  const speakers: LinkedSpeaker[] = [];
  for (const { members, name, base } of named) {
    let speaker = base;
    for (let n = 2; taken.has(speaker); n++) speaker = `${base}-${n}`;
    taken.add(speaker);
    for (const { document, local } of members) rows.push({ document, local, speaker });
    const roles = members.filter((s) => s.role !== null);
    const role = mostUsed(roles.map((s) => s.role!));
    const affiliations = (role === null ? members : roles.filter((s) => s.role === role)).flatMap((s) =>
      s.affiliation === null ? [] : [s.affiliation],
    );
    speakers.push({
      speaker,
      name,
      kind: mostUsed(members.map((s) => s.kind)) as SpeakerKind,
      role,
      affiliation: mostUsed(affiliations),
      names: [...new Set(members.flatMap((s) => [s.name, ...s.names]))].sort(),
      documents: new Set(members.map((s) => s.document)).size,
    });
  }
  rows.sort((a, b) => compareNameStrings(a.document, b.document) || compareNameStrings(a.local, b.local));
  speakers.sort((a, b) => compareNameStrings(a.speaker, b.speaker));
  return { rows, speakers };
}

/** Names of one article (a surname alone, "analysts") carry it in their id, so that ids do not move when others come. */
function baseId(name: string, first: LocalSpeaker, members: readonly LocalSpeaker[]): string {
  const id = slug(name);
  if (OF_ONE_ARTICLE.has(first.kind)) return `${id}.${slug(first.document)}`;
  const alone =
    members.length === 1 && (first.kind === 'person' ? !name.includes(' ') : !/\p{Lu}/u.test(name));
  return alone ? `${id}.${slug(first.document)}` : id;
}

/** The name that most articles use; one with a given name before one with an initial, whatever their number. */
function shownName(members: readonly LocalSpeaker[]): string {
  const names = members.map((s) => s.name);
  const full = names.filter((name) => name.includes(' ') && !/^\p{Lu}\.? /u.test(name));
  return mostUsed(full.length > 0 ? full : names)!;
}

/** The value met most often; ties: the one of more words, then the shorter, then code points. */
function mostUsed(values: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  for (const [value, count] of counts) {
    if (best === null) {
      best = value;
      continue;
    }
    const most = counts.get(best)!;
    if (count > most) best = value;
    else if (count === most) {
      const words = value.split(' ').length - best.split(' ').length;
      const shorter = best.length - value.length;
      if (words > 0 || (words === 0 && (shorter > 0 || (shorter === 0 && value < best)))) best = value;
    }
  }
  return best;
}
