/** Writes the pages of docs/ that are generated: `npm run docs`. A test fails while one is stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadLexicons } from '../src/lexicons/load.js';
import { lexiconPage } from '../src/lexicons/page.js';
import { storePage } from '../src/report/store-page.js';

mkdirSync('docs', { recursive: true });
writeFileSync('docs/lexicons.md', lexiconPage(loadLexicons()));
writeFileSync('docs/store.md', await storePage());
