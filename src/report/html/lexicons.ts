/** What the report has to know about the lexicons of a run: why a word is a marker, and who says so. */

import type { Lexicons } from '../../lexicons/load.js';
import type { Source } from '../../lexicons/types.js';

export interface EntryNote {
  readonly why: string;
  /** The citation in full, or null for a dictionary that names none. */
  readonly source: string | null;
}

export interface LexiconSummary {
  readonly id: string;
  readonly family: string;
  readonly version: string;
  readonly licence: string;
  readonly about: string;
  /** SHA-256 of the file, hex. */
  readonly hash: string;
  readonly entries: number;
  readonly categories: readonly {
    readonly id: string;
    readonly meaning: string;
    readonly source: string | null;
  }[];
}

/** Plain data: threads hand it to each other. */
export interface ReportLexicons {
  readonly list: readonly LexiconSummary[];
  /** Why each entry is in: lexicon -> entry -> note. */
  readonly notes: ReadonlyMap<string, ReadonlyMap<string, EntryNote>>;
}

export const NO_LEXICONS: ReportLexicons = { list: [], notes: new Map() };

/** What the editors judged themselves. */
const EDITORIAL = 'editorial';

/** The lexicons of a run as the report needs them: reasons and full citations by entry. */
export function reportLexicons(lexicons: Lexicons): ReportLexicons {
  const works = new Map<string, Readonly<Record<string, Source>>>();
  for (const lexicon of lexicons.lexicons) works.set(lexicon.id, lexicon.sources ?? {});
  const cite = (lexicon: string, key: string): string | null => {
    if (key === EDITORIAL) return 'The editors’ own judgement.';
    const work = works.get(lexicon)?.[key] ?? lexicons.sources[key];
    return work ? citation(work) : null;
  };
  return {
    list: lexicons.lexicons.map((lexicon) => ({
      id: lexicon.id,
      family: lexicon.family,
      version: lexicon.version,
      licence: lexicon.licence,
      about: lexicon.about,
      hash: lexicon.hash,
      entries: lexicon.entries.length,
      categories: lexicon.categories.map(({ id, meaning, source }) => ({
        id,
        meaning,
        source: cite(lexicon.id, source),
      })),
    })),
    notes: new Map(
      lexicons.lexicons.map(({ id, entries }) => [
        id,
        new Map(entries.map((entry) => [entry.id, { why: entry.why, source: cite(id, entry.source) }])),
      ]),
    ),
  };
}

/** `Authors (year). Title. Where.` */
function citation({ authors, year, title, where }: Source): string {
  const end = (text: string) => (/[.?!]$/.test(text) ? text : `${text}.`);
  return [`${authors} (${year}).`, end(title), where ? end(where) : ''].filter(Boolean).join(' ');
}
