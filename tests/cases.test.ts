/**
 * A case is a folder: `input.txt` (its first line is the title when it begins with "# ") and `expected.json`, the whole
 * list of quotes and of marked words that are nobody's. A new phenomenon is a new folder, without code.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findQuotes } from '../src/pipeline/quotes.js';
import { findRegions } from '../src/pipeline/regions.js';
import { tokenize } from '../src/pipeline/tokens.js';
import type { Article } from '../src/pipeline/types.js';
import { article } from './helpers/article.js';

interface Expected {
  /** What the case is about. */
  about: string;
  quotes: {
    text: string;
    form: string;
    cue: string | null;
    mention: string | null;
    group: number;
    parent?: number;
  }[];
  scare: { text: string; kind: string }[];
}

const FOLDER = join(import.meta.dirname, 'cases');

function read(name: string): { article: Article; expected: Expected } {
  const raw = readFileSync(join(FOLDER, name, 'input.txt'), 'utf8').trimEnd();
  const title = raw.startsWith('# ') ? raw.slice(2, raw.indexOf('\n')) : null;
  const text = title === null ? raw : raw.slice(2);
  return {
    article: article(text, { id: name, title }),
    expected: JSON.parse(readFileSync(join(FOLDER, name, 'expected.json'), 'utf8')) as Expected,
  };
}

describe('cases', () => {
  const names = readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

  it('has cases', () => expect(names.length).toBeGreaterThan(10));

  it.each(names)('%s', (name) => {
    const { article, expected } = read(name);
    const { quotes, scare } = findQuotes(tokenize(article, findRegions(article)));
    const got = quotes.map((quote) => ({
      text: quote.text,
      form: quote.form,
      cue: quote.cue?.text ?? null,
      mention: quote.mention?.text ?? null,
      group: quote.group,
      ...(quote.parent === null ? {} : { parent: Number(quote.parent.slice(1)) }),
    }));
    expect(got).toEqual(expected.quotes);
    expect(scare.map(({ start, end, kind }) => ({ text: article.text.slice(start, end), kind }))).toEqual(
      expected.scare,
    );
  });
});
