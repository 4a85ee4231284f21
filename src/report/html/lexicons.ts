/** What the report has to know about the lexicons of a run: why a word is a marker, and who says so. */

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

export interface ReportLexicons {
  readonly list: readonly LexiconSummary[];
  entry(lexicon: string, entry: string): EntryNote | null;
}

export const NO_LEXICONS: ReportLexicons = { list: [], entry: () => null };
