/** `speakers.yml`: the user's word on who is one and who is not. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { foldName } from '../names.js';

const ROW = z.strictObject({
  id: z
    .string()
    .regex(
      /^[\p{L}\p{N}]+(?:[-.][\p{L}\p{N}]+)*$/u,
      'letters, digits, single hyphens and dots, e.g. valery-gerasimov',
    ),
  name: z.string().trim().min(1),
  aliases: z.array(z.string().trim().min(1)).default([]),
  not: z.array(z.string().trim().min(1)).default([]),
});

/** One speaker as the user wants it. */
export interface SpeakerOverride {
  /** Id over the run. */
  readonly id: string;
  /** Shown name; speakers of exactly this name belong here. */
  readonly name: string;
  /** Further names that belong here, whoever the program would take them for. */
  readonly aliases: readonly string[];
  /** Names that never belong here. */
  readonly not: readonly string[];
}

/**
 * Reads `speakers.yml`: a list of `{ id, name, aliases?, not? }`, or a mapping with that list under `speakers`.
 * Throws an Error whose message has one line a mistake, each with file, line and what is wrong.
 */
export function parseSpeakerOverrides(text: string, file = 'speakers.yml'): SpeakerOverride[] {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: string[] = [];
  const at = (offset: number | undefined) =>
    `${file}:${offset === undefined ? 1 : lines.linePos(offset).line}`;
  for (const error of doc.errors) problems.push(`${at(error.pos[0])}: ${error.message}`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const value: unknown = doc.toJS() ?? [];
  const nested = typeof value === 'object' && value !== null && !Array.isArray(value);
  const list = nested ? (value as { speakers?: unknown }).speakers : value;
  const prefix: (string | number)[] = nested ? ['speakers'] : [];
  const lineOf = (path: readonly PropertyKey[]): string => {
    // The nearest part of the path that stands in the file; an unknown key is found by its own name.
    for (let n = path.length; n >= 0; n--) {
      const node = doc.getIn([...prefix, ...path.slice(0, n)], true) as
        | { range?: [number, number, number] }
        | undefined;
      if (node?.range) return at(node.range[0]);
    }
    return at(undefined);
  };
  if (!Array.isArray(list)) {
    throw new Error(
      `${at(0)}: expected a list of speakers, each with id, name, and if wanted aliases and not`,
    );
  }
  const rows: SpeakerOverride[] = [];
  const owner = new Map<string, string>();
  const ids = new Set<string>();
  list.forEach((item, index) => {
    const result = ROW.safeParse(item);
    if (!result.success) {
      for (const issue of result.error.issues) {
        const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
        const path = [index, ...issue.path, ...keys.slice(0, 1)];
        problems.push(
          `${lineOf(path)}: ${issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue.message}`,
        );
      }
      return;
    }
    const row = result.data;
    if (ids.has(row.id)) problems.push(`${lineOf([index, 'id'])}: id: '${row.id}' stands here twice`);
    ids.add(row.id);
    const own = new Set<string>();
    for (const name of [row.name, ...row.aliases]) {
      const key = foldName(name);
      const other = owner.get(key);
      if (other !== undefined && other !== row.id) {
        problems.push(
          `${lineOf([index])}: '${name}' belongs to '${other}' already; a name can mean one speaker only`,
        );
      }
      owner.set(key, row.id);
      own.add(key);
    }
    row.not.forEach((name, k) => {
      if (own.has(foldName(name))) {
        problems.push(
          `${lineOf([index, 'not', k])}: not: '${name}' is also the name or an alias of '${row.id}'`,
        );
      }
    });
    rows.push(row);
  });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return rows;
}
