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

/** The article of a draft. Throws ReadError: `empty`, `not-english`. */
export function toArticle(draft: Draft): Article {
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
