/** Pages, each in its folder; a large report has tens of thousands of small files. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Piece, writeAtOnce } from '../../pipeline/files.js';

export type WritePage = (name: string, pieces: readonly Piece[]) => void;

/** Writes into a folder, and makes the folders below it that names ask for. */
export function pageWriter(root: string): WritePage {
  const made = new Set<string>();
  return (name, pieces) => {
    const path = join(root, name);
    const parent = dirname(path);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    writeAtOnce(path, pieces);
  };
}
