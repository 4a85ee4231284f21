import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareFiles } from '../../src/index.js';

describe('side by side', () => {
  it.each([1, 7])('refuses %i articles before it analyzes any', async (n) => {
    const dir = await mkdtemp(join(tmpdir(), 'framescope-few-'));
    const paths = Array.from({ length: n }, (_, i) => join(dir, `account-${i}.txt`));
    for (const path of paths) await writeFile(path, 'The bridge at Solm was closed on Friday.');
    const file = join(dir, 'compare.html');
    await expect(compareFiles({ paths, file })).rejects.toThrow(
      `Side by side takes 2 to 6 articles, and the paths given hold ${n}.`,
    );
    expect(existsSync(file)).toBe(false);
  });
});
