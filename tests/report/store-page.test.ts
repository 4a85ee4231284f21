import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { storePage } from '../../src/report/store-page.js';

it('docs/store.md is what `npm run docs` makes: every table and column of the store has a meaning', async () => {
  expect(readFileSync(new URL('../../docs/store.md', import.meta.url), 'utf8')).toBe(await storePage());
});
