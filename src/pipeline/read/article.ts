/** What every article goes through, whatever its format: metadata joined, emptiness and language checked. */
import type { Article, Problem } from '../types.js';
import { foreignLanguage } from './language.js';
import { firstOf } from './metadata.js';
import { type Metadata, ReadError } from './types.js';

/** ` date 2026-02-27 ` in front of the text, as archives put it there. */
const LEADING_DATE = /^\s*date (\d{4}-\d{2}-\d{2})(?=\s|$)/u;

export interface Draft {
  readonly id: string;
  readonly text: string;
  /** Best first: what the earlier ones leave open, the later ones fill. */
  readonly metadata: readonly Metadata[];
  readonly fields: Readonly<Record<string, string>>;
  readonly layout?: Article['layout'];
  readonly targets?: Article['targets'];
}

/**
 * The same draft without halves of UTF-16 pairs, of equal length, so that offsets stay as they are: JSON and YAML can
 * write such halves, but no file and no store can hold them.
 */
function wellFormed(draft: Draft): Draft {
  const written = JSON.stringify(draft);
  // What JSON writes of a half is an escape; most texts have none.
  if (!/\\ud[89a-f]/u.test(written)) return draft;
  return JSON.parse(
    written.replace(/\\\\|\\ud[89a-f][0-9a-f]{2}/gu, (sign) => (sign === '\\\\' ? sign : '\ufffd')),
  ) as Draft;
}

/** The article of a draft. Throws ReadError: `empty`, `not-english`. */
export function toArticle(given: Draft): Article {
  const draft = wellFormed(given);
  const { id, text, layout, targets } = draft;
  if (!/[\p{L}\p{N}]/u.test(text)) {
    throw new ReadError(
      'empty',
      'The article has no words. If its text stands in another column or element, name that one.',
    );
  }
  const foreign = foreignLanguage(text);
  if (foreign !== null) {
    throw new ReadError(
      'not-english',
      `The text is in ${foreign}; only English can be analyzed. Take it out of the input.`,
    );
  }
  const known = firstOf(...draft.metadata, { published: LEADING_DATE.exec(text)?.[1] ?? null });
  return {
    id,
    ...known,
    text,
    ...(targets ? { targets } : {}),
    ...(layout && layout.length > 0 ? { layout } : {}),
    ...(Object.keys(draft.fields).length > 0 ? { fields: draft.fields } : {}),
  };
}

export type Draftable = { draft: Draft; notes: readonly Problem[] };
