/** Files written beside their names and renamed: a reader never sees half of one. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface Folder {
  write(name: string, text: string): Promise<void>;
}

export function folder(root: string): Folder {
  const made = new Set<string>();
  return {
    async write(name, text) {
      const path = join(root, name);
      const parent = dirname(path);
      if (!made.has(parent)) {
        await mkdir(parent, { recursive: true });
        made.add(parent);
      }
      const draft = `${path}.part`;
      await writeFile(draft, text, 'utf8');
      await rename(draft, path);
    },
  };
}
