/** Where the package stands, whether it runs from src or from a build. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let root: string | null = null;

/** The folder of this package's package.json. Throws when there is none above this file. */
export function packageRoot(): string {
  if (root !== null) return root;
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('framescope: no package.json above the program; install it again');
    folder = above;
  }
  root = folder;
  return folder;
}

/** The folder of the curated lexicons. */
export function lexiconFolder(): string {
  return join(packageRoot(), 'src', 'lexicons');
}
