/** Entries and categories as rows, for lists, files and documentation. */
import type { Lexicons } from './load.js';
import type { Category, Entry, Family, Lexicon } from './types.js';

/** One entry as a row; every cell is text or a number. */
export interface EntryRow {
  readonly lexicon: string;
  readonly family: Family;
  readonly category: string;
  readonly entry: string;
  /** Terms, `; ` between. */
  readonly terms: string;
  readonly pos: string;
  readonly weight: number;
  readonly except: string;
  readonly why: string;
  readonly source: string;
  readonly counterpart: string;
}

export interface CategoryRow extends Category {
  readonly family: Family;
  readonly entries: number;
  readonly terms: number;
  readonly lexicons: readonly string[];
}

/** What a list is narrowed to; everything given must hold. */
export interface EntryFilter {
  readonly lexicon?: string;
  readonly family?: string;
  readonly category?: string;
  /** Part of a term or of an id, in lower case. */
  readonly search?: string;
}

/** The entries that a filter lets through, in the order of the lexicons. */
export function listEntries(lexicons: Lexicons, filter: EntryFilter = {}): EntryRow[] {
  return lexicons.lexicons.flatMap((lexicon) =>
    lexicon.entries
      .filter((entry) => passes(lexicon, entry, filter))
      .map((entry) => entryRow(lexicon, entry)),
  );
}

function passes({ id, family }: Lexicon, entry: Entry, filter: EntryFilter): boolean {
  const { search } = filter;
  return (
    (filter.lexicon === undefined || filter.lexicon === id) &&
    (filter.family === undefined || filter.family === family) &&
    (filter.category === undefined || filter.category === entry.category) &&
    (search === undefined || [entry.id, ...entry.terms].some((text) => text.toLowerCase().includes(search)))
  );
}

function entryRow({ id, family }: Lexicon, entry: Entry): EntryRow {
  return {
    lexicon: id,
    family,
    category: entry.category,
    entry: entry.id,
    terms: entry.terms.join('; '),
    pos: (entry.pos ?? []).join(' '),
    weight: entry.weight,
    except: (entry.except ?? []).join('; '),
    why: entry.why,
    source: entry.source,
    counterpart: entry.counterpart ?? '',
  };
}

/** All categories with their counts, by family in the order of the lexicons. A category may stand in several files. */
export function listCategories(lexicons: Lexicons): CategoryRow[] {
  const rows = new Map<string, CategoryRow>();
  for (const lexicon of lexicons.lexicons) {
    for (const category of lexicon.categories) {
      const key = `${lexicon.family} ${category.id}`;
      const entries = lexicon.entries.filter((entry) => entry.category === category.id);
      const before = rows.get(key);
      rows.set(key, {
        ...(before ?? category),
        family: lexicon.family,
        entries: (before?.entries ?? 0) + entries.length,
        terms: (before?.terms ?? 0) + entries.reduce((sum, { terms }) => sum + terms.length, 0),
        lexicons: [...(before?.lexicons ?? []), lexicon.id],
      });
    }
  }
  return [...rows.values()];
}
