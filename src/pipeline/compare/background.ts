/** How common a lemma is in general news, counted once: what is rare tells one event from another. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lexiconFolder } from '../../lexicons/root.js';

export interface Background {
  /** Articles counted. */
  readonly articles: number;
  /** Lemma -> articles that it occurs in; a lemma that is not there is rare. */
  readonly counts: ReadonlyMap<string, number>;
}

let cached: Background | null = null;

export function readBackground(): Background {
  cached ??= parse(readFileSync(join(lexiconFolder(), 'background.tsv'), 'utf8'));
  return cached;
}

function parse(table: string): Background {
  const [header, ...lines] = table.trim().split('\n');
  const counts = lines.map((line) => line.split('\t')).map(([lemma, n]) => [lemma!, Number(n)] as const);
  return { articles: Number(/\d+/u.exec(header!)![0]), counts: new Map(counts) };
}
