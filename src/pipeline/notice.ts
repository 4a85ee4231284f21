/** What a person wants to know before the work begins: that, and why, something is done again. */
import type { Before } from './before.js';

/** Standing facts of a run: `RunOptions.about`. */
export type About = Readonly<Record<string, unknown>>;

interface Telling {
  readonly about: About;
  /** Everything is done again because somebody asked for it. */
  readonly force?: boolean;
  readonly onNotice?: (line: string) => void;
}

/** Settings by what they touch, as they are told. */
const ANALYSIS = { targets: 'the targets', exclude: 'what is excluded' } as const;
const TABLES = {
  by: 'what is compared (by)',
  rules: 'the rules',
  speakers: 'which names are one speaker',
} as const;
const PAGES = { singleFile: 'single_file', parquet: 'parquet' } as const;

/** `derived`: hash of all that the tables depend on besides the articles. */
export function tellChanges(
  { outdated, about, exists, derived: was }: Before,
  derived: string,
  { about: is, force, onNotice }: Telling,
): void {
  if (!exists || force) return;
  const before = about ?? {};
  const tell = (reasons: readonly string[], otherwise: string, effect: string) =>
    onNotice?.(
      `Changed since the last run: ${reasons.length > 0 ? reasons.join(', ') : otherwise}. ${effect}`,
    );
  const tables = changed(before, is, TABLES);
  if (outdated > 0) {
    const articles = `${outdated} ${outdated === 1 ? 'article' : 'articles'}`;
    tell(
      [...changedProgram(before, is), ...changed(before, is, ANALYSIS), ...tables],
      'the program',
      `${articles} of the store will be analyzed again.`,
    );
  } else if (was !== derived) {
    tell(tables, 'settings', 'Tables and pages will be made again, without analyzing.');
  }
  if (changed(before, is, { columns: '' }).length > 0)
    tell(
      ['columns'],
      '',
      'All files will be read again; articles that come out otherwise will be analyzed again.',
    );
}

/** When the store is as it was, but other pages are to be made of it. `last`: facts of the run that made the last ones. */
export function tellOutput(last: About, { about, onNotice }: Telling): void {
  const reasons = [...changedProgram(last, about), ...changed(last, about, PAGES)];
  const why = reasons.length > 0 ? reasons.join(', ') : 'the program';
  onNotice?.(`Changed since the last run: ${why}. Tables and pages will be made again, without analyzing.`);
}

function changed(was: About, is: About, names: Readonly<Record<string, string>>): string[] {
  const [a, b] = [was.settings ?? {}, is.settings ?? {}] as Record<string, unknown>[];
  return Object.entries(names).flatMap(([key, words]) => (differs(a![key], b![key]) ? [words] : []));
}

function changedProgram(was: About, is: About): string[] {
  return [
    ...(differs(was.version, is.version)
      ? [`the program (${was.version ?? 'unknown'}, now ${is.version})`]
      : []),
    ...(differs(was.lexiconsHash, is.lexiconsHash) ? [`the lexicons${changedLexicons(was, is)}`] : []),
  ];
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);

function changedLexicons(was: About, is: About): string {
  const hashes = (facts: About) =>
    new Map(((facts.lexicons ?? []) as { id: string; hash: string }[]).map(({ id, hash }) => [id, hash]));
  const [a, b] = [hashes(was), hashes(is)];
  const ids = [...new Set([...a.keys(), ...b.keys()])].filter((id) => a.get(id) !== b.get(id)).sort();
  return ids.length > 0 ? ` (${ids.join(', ')})` : '';
}
