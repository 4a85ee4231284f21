/**
 * Pages written beside their names and renamed: a reader never sees half of one. Synchronous, because a large report
 * has tens of thousands of small files, and that takes half the time.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftOf } from '../../pipeline/files.js';

export type WritePage = (name: string, text: string) => void;

/** Writes into a folder, and makes the folders below it that names ask for. */
export function pageWriter(root: string): WritePage {
  const made = new Set<string>();
  return (name, text) => {
    const path = join(root, name);
    const parent = dirname(path);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const draft = draftOf(path);
    writeFileSync(draft, text, 'utf8');
    renameSync(draft, path);
  };
}
