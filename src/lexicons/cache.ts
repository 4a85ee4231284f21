/** Parsed lexicon files, kept between runs: parsing YAML takes a hundred times as long as reading JSON. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { packageRoot } from './root.js';

/** Counted up whenever the parsed form or a rule of the loader changes. */
const FORMAT = 6;
/** Of more files the oldest are removed: settings and places of work change. */
const MOST_FILES = 60;

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
  const file = `${name}-${createHash('sha256').update(origin.join('\0')).digest('hex').slice(0, 8)}.cache`;
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

/**
 * A file: the key, a line of JSON in ASCII, and the value's `arrays` (by name) as they stand in memory, since reading
 * a million numbers from JSON takes longer than all else.
 */
function readCache<T>(file: string, key: string): { value: T } | null {
  try {
    const bytes = readFileSync(file);
    if (bytes.toString('latin1', 0, key.length + 1) !== `${key}\n`) return null;
    const end = bytes.indexOf(10, key.length + 1);
    const value = JSON.parse(bytes.toString('latin1', key.length + 1, end)) as Stored;
    if (!value.arrays) return { value: value as T };
    let at = aligned(end + 1);
    const arrays: Record<string, Int32Array> = {};
    for (const [name, length] of Object.entries(value.arrays)) {
      const piece = bytes.subarray(at, at + length * 4);
      if (piece.length !== length * 4) return null;
      // A copy: the bytes may begin where no Int32Array can.
      arrays[name] = new Int32Array(Uint8Array.from(piece).buffer);
      at += length * 4;
    }
    return { value: { ...value, arrays } as T };
  } catch {
    return null;
  }
}

/** A value as JSON has it: of arrays, their lengths. */
interface Stored {
  readonly arrays?: Readonly<Record<string, number>>;
}

function bytesOf(key: string, value: unknown): Buffer {
  const arrays = (value as { arrays?: Readonly<Record<string, Int32Array>> }).arrays;
  const stored = arrays
    ? {
        ...(value as object),
        arrays: Object.fromEntries(Object.entries(arrays).map(([name, { length }]) => [name, length])),
      }
    : value;
  const json = JSON.stringify(stored).replace(
    /[\u007f-\uffff]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const head = Buffer.from(`${key}\n${json}\n`, 'latin1');
  const padding = Buffer.alloc(aligned(head.length) - head.length);
  const tail = Object.values(arrays ?? {}).map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer, byteOffset, byteLength),
  );
  return Buffer.concat([head, padding, ...tail]);
}

function aligned(at: number): number {
  return Math.ceil(at / 4) * 4;
}

function writeCache(folder: string, name: string, key: string, value: unknown): boolean {
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(temporary, bytesOf(key, value));
    renameSync(temporary, join(folder, name));
    removeOldest(folder);
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

function removeOldest(folder: string): void {
  const names = readdirSync(folder);
  if (names.length <= MOST_FILES) return;
  const ages = names.map((name) => ({
    path: join(folder, name),
    time: statSync(join(folder, name)).mtimeMs,
  }));
  ages.sort((a, b) => a.time - b.time);
  for (const { path } of ages.slice(0, names.length - MOST_FILES)) rmSync(path, { force: true });
}
