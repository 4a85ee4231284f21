/** Settings: `framescope.yml`, `targets.yml` and `speakers.yml`, with errors that name file, line and mend. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { parseSpeakerOverrides, type SpeakerOverride } from './link.js';
import { type Columns, ROW_FIELDS } from './read/index.js';
import { RULE_KEYS, RULES, type Rule } from './rules.js';
import type { Exclude, Target } from './types.js';

export const CONFIG_FILE = 'framescope.yml';

const name = z.string().trim().min(1);
const names = z.array(name);
/** One value stands for a list of one. */
const oneOrMore = z.union([name, names]).transform((value) => (Array.isArray(value) ? value : [value]));

const TARGET = z.strictObject({
  id: name.describe('Short name in tables, such as `varenia`.'),
  name: name.describe('Name as shown.'),
  aliases: names.default([]).describe('Further names.'),
  demonyms: names.default([]).describe('Names of its people, such as `Varenian`.'),
  members: names.default([]).describe('Names of people or bodies that count to it.'),
});

const column = name.optional();
/** Every key that `framescope.yml` may have; the documentation and the JSON Schema are made from this. */
export const CONFIG = z.strictObject({
  by: oneOrMore
    .optional()
    .describe(
      'What groups are compared by: `source` (default), `event`, `speaker`, `month`, or the name of a further field of the input.',
    ),
  targets: z
    .union([name, z.array(TARGET)])
    .optional()
    .describe(
      'Whom stance is measured toward: a file such as `targets.yml`, or the list itself. Default: the countries, organizations and people that an article names most.',
    ),
  speakers: name
    .optional()
    .describe('A file such as `speakers.yml` that says which names are one speaker and which are not.'),
  lexicons: oneOrMore.optional().describe('Lexicons of your own, added to the curated ones.'),
  columns: z
    .strictObject({
      id: column, title: column, source: column, published: column,
      url: column, event: column, language: column, text: column,
    }) // biome-ignore format: a table
    .optional()
    .describe(
      'Which column or key of JSONL, CSV and front matter holds what, where its name is not one of the usual ones: `text: article_body`.',
    ),
  exclude: z
    .strictObject({
      entries: names.default([]).describe('Entries, such as `loaded-language.slam`.'),
      terms: names.default([]).describe('Words as they stand in a text.'),
      categories: names.default([]).describe('Categories, such as `hedges`.'),
    })
    .optional()
    .describe('What shall not be recorded.'),
  jobs: z
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe(
      'How many workers analyze at the same time. Default: as many as the processor has cores. The results do not depend on it.',
    ),
  rules: RULES.optional().describe(
    'What is watched: each rule that fires is a row of alerts.csv, and with `--fail-on alert` the run ends with exit code 5.',
  ),
  parquet: z.boolean().optional().describe('The tables as Parquet, too, in a folder `parquet`.'),
  single_file: z.boolean().optional().describe('The whole report in one page, to mail (up to 50 articles).'),
});
export type ConfigFile = z.output<typeof CONFIG>;
const TARGETS = z.union([z.array(TARGET), z.strictObject({ targets: z.array(TARGET) })]);

/** Settings ready for use; files that they name have been read. */
export interface Config {
  /** The file, or null: there is none. */
  readonly file: string | null;
  readonly by: readonly string[];
  readonly targets: readonly Target[];
  readonly speakers: readonly SpeakerOverride[];
  /** Absolute paths. */
  readonly lexicons: readonly string[];
  readonly columns: Columns;
  readonly exclude: Exclude;
  readonly jobs: number | null;
  readonly singleFile: boolean;
  readonly rules: readonly Rule[];
  readonly parquet: boolean;
}

/** What flags set; they win over the file. Paths are relative to `cwd`. */
export interface Overrides {
  readonly config?: string;
  readonly by?: readonly string[];
  readonly targets?: string;
  readonly speakers?: string;
  readonly lexicons?: readonly string[];
  readonly columns?: Columns;
  readonly jobs?: number;
  readonly singleFile?: boolean;
  readonly parquet?: boolean;
}

/** Wrong settings. Every line of the message names a file and, where it can, a line of it. */
export class ConfigError extends Error {}

const DEFAULT_BY = ['source'];

/**
 * The settings of a run over the given paths: the file named by `overrides.config`, else `framescope.yml` in `cwd`,
 * else the one in the first given folder that has one. Throws ConfigError.
 */
export async function loadConfig(
  paths: readonly string[],
  cwd: string,
  overrides: Overrides = {},
): Promise<Config> {
  const file = await findConfig(paths, cwd, overrides.config);
  const given: ConfigFile = file ? read(CONFIG, await textOf(file), show(file, cwd)) : {};
  const folder = file ? path.dirname(file) : cwd;
  const targets = overrides.targets ? path.resolve(cwd, overrides.targets) : given.targets;
  const speakers = overrides.speakers
    ? path.resolve(cwd, overrides.speakers)
    : given.speakers && path.resolve(folder, given.speakers);
  const { entries = [], terms = [], categories = [] } = given.exclude ?? {};
  return {
    file,
    by: overrides.by ?? given.by ?? DEFAULT_BY,
    targets:
      typeof targets === 'string'
        ? await readTargets(path.resolve(folder, targets), cwd)
        : distinct(targets ?? [], file),
    speakers: speakers ? await readSpeakers(speakers, cwd) : [],
    lexicons: [
      ...(given.lexicons ?? []).map((one) => path.resolve(folder, one)),
      ...(overrides.lexicons ?? []).map((one) => path.resolve(cwd, one)),
    ],
    columns: { ...given.columns, ...overrides.columns },
    exclude: { entries, terms: terms.map((term) => term.toLowerCase()), categories },
    jobs: overrides.jobs ?? given.jobs ?? null,
    singleFile: overrides.singleFile ?? given.single_file ?? false,
    rules: given.rules ?? [],
    parquet: overrides.parquet ?? given.parquet ?? false,
  };
}

async function findConfig(paths: readonly string[], cwd: string, given?: string): Promise<string | null> {
  if (given !== undefined) {
    const file = path.resolve(cwd, given);
    if (!(await isFile(file)))
      throw new ConfigError(`${given}: there is no such file; name the settings with --config FILE`);
    return file;
  }
  for (const folder of ['.', ...paths]) {
    const file = path.resolve(cwd, folder, CONFIG_FILE);
    if (folder !== '-' && (await isFile(file))) return file;
  }
  return null;
}

const isFile = async (file: string): Promise<boolean> =>
  (await stat(file).catch(() => null))?.isFile() ?? false;

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${file}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`);
  });
}

const show = (file: string, cwd: string): string => {
  const relative = path.relative(cwd, file);
  return relative.startsWith('..') ? file : relative;
};

async function readTargets(file: string, cwd: string): Promise<Target[]> {
  const value = read(TARGETS, await textOf(file), show(file, cwd));
  return distinct(Array.isArray(value) ? value : value.targets, file);
}

function distinct(targets: readonly Target[], file: string | null): Target[] {
  const ids = new Set<string>();
  for (const { id } of targets) {
    if (ids.has(id))
      throw new ConfigError(`${file}: the target "${id}" stands there twice; put its names together`);
    ids.add(id);
  }
  return [...targets];
}

async function readSpeakers(file: string, cwd: string): Promise<SpeakerOverride[]> {
  const text = await textOf(file);
  try {
    return parseSpeakerOverrides(text, show(file, cwd));
  } catch (error) {
    throw new ConfigError((error as Error).message);
  }
}

/** YAML by a schema. Throws ConfigError with one line a mistake: `file:line: key: what is wrong`. */
function read<T>(schema: z.ZodType<T>, text: string, file: string): T {
  const lines = new LineCounter();
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined): string => `${file}:${lines.linePos(offset ?? 0).line || 1}`;
  if (doc.errors.length > 0) {
    throw new ConfigError(doc.errors.map((error) => `${at(error.pos[0])}: ${error.message}`).join('\n'));
  }
  const result = schema.safeParse(doc.toJS() ?? {});
  if (result.success) return result.data;
  const said = deepest(result.error.issues).map(({ keys, path: where, message }) => {
    const key = [...where, ...keys.slice(0, 1)];
    return `${at(offsetOf(doc.contents, key))}: ${key.length > 0 ? `${key.join('.')}: ` : ''}${message}`;
  });
  throw new ConfigError(said.join('\n'));
}

type Said = { path: PropertyKey[]; keys: string[]; message: string };

/** Issues as a person reads them: of the ways to write a value, the one that came furthest. */
function deepest(issues: readonly z.core.$ZodIssue[], above: PropertyKey[] = []): Said[] {
  return issues.flatMap((issue) => {
    const where = [...above, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const ways = issue.errors.map((errors) => deepest(errors, where));
      const depth = (way: Said[]) => Math.max(...way.map((said) => said.path.length + said.keys.length));
      return ways.reduce((best, way) => (depth(way) > depth(best) ? way : best));
    }
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const message = keys.length > 0 ? `there is no such key; known are: ${knownKeys(where)}` : issue.message;
    return [{ path: where, keys, message }];
  });
}

function knownKeys(where: readonly PropertyKey[]): string {
  const [first] = where;
  if (first === undefined) return Object.keys(CONFIG.shape).join(', ');
  if (first === 'columns') return ROW_FIELDS.join(', ');
  if (first === 'rules') return RULE_KEYS.join(', ');
  if (first === 'exclude') return 'entries, terms, categories';
  return Object.keys(TARGET.shape).join(', ');
}

/** `file:line: key` of a key of the settings that were read, for what only shows later to be wrong. */
export async function placeOf(file: string, key: readonly PropertyKey[]): Promise<string> {
  const lines = new LineCounter();
  const { contents } = parseDocument(await textOf(file), { lineCounter: lines });
  return `${file}:${lines.linePos(offsetOf(contents, key) ?? 0).line || 1}: ${key.join('.')}`;
}

/** Where a key, or what comes nearest to it, stands in the file. */
function offsetOf(node: unknown, key: readonly PropertyKey[]): number | undefined {
  let offset = (node as { range?: [number, number, number] } | null)?.range?.[0];
  let at: unknown = node;
  for (const part of key) {
    if (isMap(at)) {
      const pair = at.items.find((item) => isScalar(item.key) && item.key.value === part);
      if (!pair) break;
      offset = (pair.key as { range?: [number, number, number] }).range?.[0] ?? offset;
      at = pair.value;
    } else {
      const item = (at as { items?: unknown[] } | null)?.items?.[Number(part)];
      if (!item) break;
      offset = (item as { range?: [number, number, number] }).range?.[0] ?? offset;
      at = item;
    }
  }
  return offset;
}
