/**
 * How a later run knows what still holds: an article by the hash of its text and metadata, the analysis by the hash of
 * program, lexicons and settings. Hashes are the first 128 bits of SHA-256, in hexadecimal.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { lexiconFolder, packageRoot } from '../lexicons/root.js';
import type { Columns, Input } from './read/index.js';
import type { AnalyzeOptions, Article, Problem } from './types.js';

const LENGTH = 32;

export function hashOf(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}\0`).update(part);
  return hash.digest('hex').slice(0, LENGTH);
}

/** All that an analysis is made of: the article, and what was unclear when it was read. */
export function contentHash(article: Article, notes: readonly Problem[]): string {
  const { id, title, source, published, url, event, language, text, targets = null, layout = null } = article;
  const metadata = [id, title, source, published, url, event, language, article.fields ?? {}];
  return hashOf(text, JSON.stringify([metadata, targets, layout, notes]));
}

/** A file with one article as it stands on disk, and what is known of it besides. The same hash is the same article. */
export function inputHash(input: Input, columns: Columns, bytes: Uint8Array): string {
  return hashOf(bytes, JSON.stringify([input.format, input.id, input.metadata, input.fields, columns]));
}

/** What an analysis depends on besides the article. `lexicons`: the hash of all that are used. */
export function analysisHash(options: AnalyzeOptions & { readonly lexicons: string }): string {
  const { lexicons, targets, exclude } = options;
  return hashOf(codeHash(), lexicons, JSON.stringify([targets, exclude]));
}

let code: string | null = null;

/**
 * The program itself: version, code of the pipeline and all tables of words. The version alone would do for what is
 * installed; for who works on the program an analysis by yesterday's code is as old as one by another version.
 */
export function codeHash(): string {
  if (code !== null) return code;
  const pipeline = path.dirname(fileURLToPath(import.meta.url));
  const folders = new Set([pipeline, path.join(pipeline, '../lexicons'), lexiconFolder()]);
  const version = readFileSync(path.join(packageRoot(), 'package.json'), 'utf8');
  code = hashOf(version, ...[...folders].map(folderHash));
  return code;
}

/** Code and tables in a folder and those below it. */
export function folderHash(folder: string): string {
  if (!existsSync(folder)) return '';
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return hashOf(
    ...names
      .filter((name) => /(?:(?<!\.d)\.tsx?|\.js|\.css|\.ya?ml|\.json)$/u.test(name))
      .flatMap((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
  );
}
