/** Plain text: the whole file is the article's text. */
import { paragraphSpans } from '../tokens.js';
import type { LayoutHint } from '../types.js';
import type { Draftable } from './article.js';
import { decode } from './decode.js';
import type { Input } from './types.js';

/** A longer first line is a paragraph. Words. */
const HEADLINE_WORDS = 25;
/** Lines above the headline that may be navigation. */
const LINES_LOOKED_AT = 3;
/** Running text has at least one paragraph of this many units. */
const RUNNING_TEXT = 120;

export function readText(bytes: Uint8Array, input: Input): Draftable {
  const text = decode(bytes);
  const headline = input.metadata.title ? null : findHeadline(text);
  const title = headline ? text.slice(headline.start, headline.end) : null;
  return {
    draft: {
      id: input.id,
      text,
      metadata: [input.metadata, { title }],
      fields: input.fields,
      layout: headline ? [headline] : [],
    },
    notes: [],
  };
}

/**
 * The headline of a text without metadata: a short line, set apart by a blank one and followed by running text, that
 * is no sentence: it has no full stop, or a bar after a kicker ("Breaking News | …"). Null when there is none.
 */
export function findHeadline(text: string): LayoutHint | null {
  const lines = paragraphSpans(text);
  for (let i = 0; i + 1 < Math.min(lines.length, LINES_LOOKED_AT + 1); i++) {
    const [start, end] = lines[i]!;
    const line = text.slice(start, end);
    const words = line.split(/\s+/u).length;
    const apart = BLANK_LINE.test(text.slice(end, lines[i + 1]![0]));
    const follows = lines.slice(i + 1).some(([s, e]) => e - s >= RUNNING_TEXT);
    if (words > HEADLINE_WORDS || !follows) return null;
    if (apart && words >= 4 && !/^\s*date \d{4}/u.test(line) && !NAVIGATION.test(line)) {
      const kicker = / \| /u.test(line);
      if (kicker || /[\p{L}\p{N}’'"”)]$/u.test(line)) return { start, end, kind: 'headline' };
    }
    if (/[.!?:]["”’]?$/u.test(line)) return null;
  }
  return null;
}

/** Two line ends with nothing between; old Macs and some exports end lines with a lone CR. */
const BLANK_LINE = /(?:\n|\r(?!\n))[^\S\r\n]*[\r\n]/u;

/** Short lines that stand above headlines. */
const NAVIGATION =
  /^(?:skip to|by |published|updated|posted|follow |share |advertisement|menu|home)\b|https?:|@/iu;
