/** What every run begins with: its settings, the lexicons, and how an article is analyzed. */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Lexicons, loadLexicons } from './lexicons/load.js';
import { packageRoot } from './lexicons/root.js';
import { analyzeAll } from './pipeline/analyze.js';
import { type Config, ConfigError, loadConfig, type Overrides, placeOf } from './pipeline/config.js';
import { analysisHash } from './pipeline/hash.js';
import type { Format } from './pipeline/read/index.js';
import { unknownIn } from './pipeline/rules.js';
import type { Progress, RunOptions } from './pipeline/run.js';

/** Version of the program, as package.json has it. */
export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}

export interface FilesOptions {
  /** Files, folders, globs, or `-` for standard input. */
  readonly paths: readonly string[];
  /** What relative paths start from; default: the working directory. */
  readonly cwd?: string;
  /** Settings that go before those of `framescope.yml`. */
  readonly settings?: Overrides;
  /** Read every input as this, whatever its name says. */
  readonly format?: Format;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** What a person wants to know before the work begins. */
  readonly onNotice?: (line: string) => void;
}

export interface Prepared {
  readonly config: Config;
  readonly lexicons: Lexicons;
  readonly run: RunOptions & {
    readonly analysisHash: string;
    readonly pool: NonNullable<RunOptions['pool']>;
  };
}

/** Throws ConfigError for wrong settings, LexiconError for a lexicon that cannot be used. */
export async function prepare(options: FilesOptions): Promise<Prepared> {
  const config = await loadConfig(options.paths, options.cwd ?? process.cwd(), options.settings);
  const prepared = prepareWith(config, options);
  await checkRules(prepared);
  return prepared;
}

/** The same with settings that were read before, on this machine or on another one. */
export function prepareWith(config: Config, options: FilesOptions): Prepared {
  const { paths, cwd = process.cwd(), format = null, signal, onProgress, onNotice } = options;
  const { targets, exclude } = config;
  const lexicons = loadLexicons({ extra: config.lexicons, exclude });
  checkExclude(config, lexicons);
  const { hash: lexiconsHash } = lexicons;
  const hash = analysisHash({ lexicons: lexiconsHash, targets, exclude });
  const setup = { lexicons: config.lexicons, lexiconsHash, analysisHash: hash, targets, exclude };
  return {
    config,
    lexicons,
    run: {
      paths,
      cwd,
      read: { columns: config.columns, format },
      analyze: (articles, onBegin) => analyzeAll(articles, lexicons, { targets, exclude }, onBegin),
      analysisHash: hash,
      pool: { setup },
      compare: {
        by: config.by,
        concepts: lexicons.concepts,
        ...(config.rules.length > 0 ? { rules: config.rules } : {}),
      },
      speakers: config.speakers,
      jobs: config.jobs ?? availableParallelism(),
      about: {
        program: 'framescope',
        version: programVersion(),
        settings: config,
        lexicons: lexicons.lexicons.map(({ id, version, hash, entries }) => ({
          id,
          version,
          hash,
          entries: entries.length,
        })),
        lexiconsHash,
      },
      signal,
      onProgress,
      onNotice,
    },
  };
}

/** A silenced entry or category that is nowhere is a slip of the pen: what it meant would still be counted. */
function checkExclude({ file, exclude, lexicons: extra }: Config, { lexicons }: Lexicons): void {
  const categories = new Set(lexicons.flatMap((lexicon) => lexicon.categories.map(({ id }) => id)));
  const wrong = exclude.categories
    .filter((id) => !categories.has(id))
    .map((id) => `exclude.categories: no lexicon has "${id}"`);
  if (exclude.entries.length > 0) {
    const entries = new Set(
      loadLexicons({ extra }).lexicons.flatMap((lexicon) => lexicon.entries.map(({ id }) => id)),
    );
    wrong.push(
      ...exclude.entries
        .filter((id) => !entries.has(id))
        .map((id) => `exclude.entries: no lexicon has "${id}"`),
    );
  }
  if (wrong.length > 0) throw new ConfigError(wrong.map((line) => `${file}: ${line}`).join('\n'));
}

/** A rule for something that no lexicon has would never fire, and nobody would know. */
async function checkRules({ config: { file, rules }, lexicons }: Prepared): Promise<void> {
  const known = {
    categories: new Set(lexicons.lexicons.flatMap(({ categories }) => categories.map(({ id }) => id))),
    concepts: new Set(lexicons.concepts.map(({ id }) => id)),
  };
  const wrong: string[] = [];
  for (const [i, rule] of rules.entries()) {
    const unknown = unknownIn(rule, known);
    if (unknown) wrong.push(`${await placeOf(file!, ['rules', i, unknown.key])}: ${unknown.message}`);
  }
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
}
