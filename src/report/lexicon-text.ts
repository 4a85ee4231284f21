/** What the `lexicon` commands print: lists and audits as lines of text. */
import type { Audit } from '../lexicons/audit.js';
import type { CategoryRow, EntryRow } from '../lexicons/tables.js';

/** Entries told of each list of an audit, unless all are asked for. */
const SHOWN = 25;

/** Categories with their counts, as a table. */
export function categoryLines(rows: readonly CategoryRow[]): string[] {
  return table(
    ['family', 'category', 'entries', 'terms', 'meaning'],
    rows.map(({ family, id, entries, terms, meaning }) => [
      family,
      id,
      String(entries),
      String(terms),
      meaning,
    ]),
  );
}

/** Entries as a table. */
export function entryLines(rows: readonly EntryRow[]): string[] {
  return table(
    ['entry', 'weight', 'terms', 'why'],
    rows.map(({ entry, weight, terms, why }) => [entry, String(weight), terms, why]),
  );
}

/** An audit, one heading a question. `all`: every row, not only the first of each list. */
export function auditLines(audit: Audit, all: boolean): string[] {
  const { articles, words, entries, hits, neverHit, shared, missingInflections, unbalanced, alone } = audit;
  const part = (title: string, lines: readonly string[]): string[] => {
    const shown = all ? lines : lines.slice(0, SHOWN);
    const more = lines.length - shown.length;
    const rest = more > 0 ? [`  … and ${more} more (--all)`] : [];
    return ['', `${title}: ${lines.length}`, ...shown.map((line) => `  ${line}`), ...rest];
  };
  return [
    `${entries} entries on ${articles} articles, ${words} words`,
    ...part(
      'Entries that hit most',
      hits.map(
        (one) =>
          `${one.hits} in ${one.articles} articles  ${one.entry}  (${one.words.map(([text, n]) => `${text} ${n}`).join(', ')})`,
      ),
    ),
    ...part(
      'Entries never hit',
      neverHit.map(({ entry, terms }) => `${entry}  (${terms.join('; ')})`),
    ),
    ...part(
      'Words in two categories of one family',
      shared.map((one) => `${one.words}  (${one.entries.map(({ entry }) => entry).join(', ')})`),
    ),
    ...part(
      'Inflections that are missing',
      missingInflections.map(({ entry, term, missing }) => `${entry}  ${term}: ${missing.join(', ')}`),
    ),
    ...part(
      'Counterparts that do not match',
      unbalanced.map(({ entry, counterpart, reason }) => `${entry} -> ${counterpart}: ${reason}`),
    ),
    ...part(
      'Labels without a counterpart',
      alone.map(({ entry }) => entry),
    ),
  ];
}

/** Columns as wide as their widest cell; the last one runs on. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
  return all.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd(),
  );
}
