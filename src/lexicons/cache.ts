/** Parsed lexicon files, kept between runs: parsing YAML takes a hundred times as long as reading JSON. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { packageRoot } from './root.js';

/** Counted up whenever the parsed form or a rule of the loader changes. */
const FORMAT = 4;

/** A value derived from `content` (and from this program's rules). */
export interface Cached<T> {
  /** What it is, and where it comes from: together the name of its file, so that one thing has one file. */
  readonly name: string;
  readonly origin: readonly string[];
  readonly content: readonly string[];
  readonly make: () => T;
  /** Whether a value may be kept; those with errors are not. */
  readonly keep: (value: T) => boolean;
}

/**
 * The cached value, or a new one. A cache that cannot be read or written is no error: the value is then made anew.
 * Written beside its name and renamed, so that two processes never read half of it.
 */
export function cached<T>({ name, origin, content, make, keep }: Cached<T>): T {
  const file = `${name}-${createHash('sha256').update(origin.join('\0')).digest('hex').slice(0, 8)}.json`;
  const hash = createHash('sha256').update(`${FORMAT}\n`);
  for (const part of content) hash.update(part).update('\0');
  const key = hash.digest('hex');
  for (const folder of folders()) {
    const found = readCache<T>(join(folder, file), key);
    if (found) return found.value;
  }
  const value = make();
  if (keep(value)) {
    for (const folder of folders()) {
      if (writeCache(folder, file, key, value)) break;
    }
  }
  return value;
}

/** Where caches may stand, best first: where the environment says, with the packages, with the user's caches. */
function folders(): string[] {
  if (process.env.FRAMESCOPE_CACHE) return [process.env.FRAMESCOPE_CACHE];
  const modules = join(packageRoot(), 'node_modules');
  const user = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return [...(existsSync(modules) ? [join(modules, '.cache', 'framescope')] : []), join(user, 'framescope')];
}

/** The first line is the key, the rest the value. */
function readCache<T>(file: string, key: string): { value: T } | null {
  try {
    const text = readFileSync(file, 'utf8');
    if (!text.startsWith(`${key}\n`)) return null;
    return { value: JSON.parse(text.slice(key.length + 1)) as T };
  } catch {
    return null;
  }
}

function writeCache(folder: string, name: string, key: string, value: unknown): boolean {
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, `${key}\n${JSON.stringify(value)}`);
    renameSync(temporary, join(folder, name));
    return true;
  } catch {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // There is no such folder, so there is nothing to remove.
    }
    return false;
  }
}
