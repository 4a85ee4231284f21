/** Every `hit` and `miss` of every lexicon. `LEXICON=name npx vitest run tests/lexicons/examples` runs one file. */
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkLexicon } from '../../src/lexicons/check.js';
import { formatProblem, lexiconFiles } from '../../src/lexicons/load.js';
import { tokensOf } from './helper.js';

const only = basename(process.env.LEXICON ?? '', '.yml');
const files = lexiconFiles().filter((file) => !only || basename(file, '.yml') === only);

describe.skipIf(files.length === 0)('examples of the lexicons', () => {
  it.each(files)('%s', (file) => {
    const problems = checkLexicon(file, tokensOf);
    expect(problems.map(formatProblem).join('\n')).toBe('');
  });
});
