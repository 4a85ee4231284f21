/** Folders that tests work in. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/**
 * An empty folder for each test of the file or the `describe` that calls this, or one for all of them together, gone
 * afterwards. `at` gives the path of a name in it, of the folder itself without one; `put` writes a file there, and the
 * folders above it.
 */
export function freshFolder(name: string, lasts: 'test' | 'all' = 'test') {
  let folder: string;
  const [before, after] = lasts === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), `framescope-${name}-`));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (file = ''): string => path.join(folder, file);
  const put = (file: string, content: string | Uint8Array): void => {
    mkdirSync(path.dirname(at(file)), { recursive: true });
    writeFileSync(at(file), content);
  };
  return { at, put };
}

/** The bytes of every file below a folder by its path in there, without those whose path is like `except`. */
export function filesOf(folder: string, except?: RegExp): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .filter((name) => !except?.test(name))
      .sort()
      .map((name) => [name, readFileSync(path.join(folder, name), 'latin1')]),
  );
}
