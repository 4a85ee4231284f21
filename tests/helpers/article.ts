import type { Article } from '../../src/pipeline/types.js';

/** An article of which only the text is known, unless more is said. */
export const article = (text: string, more: Partial<Article> = {}): Article => ({
  id: 'a',
  title: null,
  source: null,
  published: null,
  url: null,
  event: null,
  language: null,
  text,
  ...more,
});
