import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { lexiconPage } from '../../src/lexicons/page.js';
import { packageRoot } from '../../src/lexicons/root.js';

describe('docs/lexicons.md', () => {
  it('is up to date; if not, run npm run docs', () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'lexicons.md'), 'utf8');
    expect(page === lexiconPage(loadLexicons()), 'stale: run npm run docs').toBe(true);
  });
});
