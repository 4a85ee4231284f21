import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareFiles } from '../../src/index.js';
import { freshFolder } from '../helpers/folder.js';

const { at, put } = freshFolder('few');

describe('side by side', () => {
  it.each([1, 7])('refuses %i articles before it analyzes any', async (n) => {
    const names = Array.from({ length: n }, (_, i) => `account-${i}.txt`);
    for (const name of names) put(name, 'The bridge at Solm was closed on Friday.');
    const file = at('compare.html');
    await expect(compareFiles({ paths: names.map(at), file })).rejects.toThrow(
      `Side by side takes 2 to 6 articles, and the paths given hold ${n}.`,
    );
    expect(existsSync(file)).toBe(false);
  });
});
