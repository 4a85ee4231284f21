/** One row of a table (JSONL, CSV) -> the draft of an article. */
import type { GivenTarget, Problem } from '../types.js';
import type { Draftable } from './article.js';
import { metadataOf, recognise, sortCells } from './metadata.js';
import { type Input, ReadError, type ReadOptions } from './types.js';

/** `place`: the number of the row, from 1; ids of rows without an id end in it. Throws ReadError. */
export function readRow(
  row: Readonly<Record<string, unknown>>,
  place: number,
  input: Input,
  options: ReadOptions,
): Draftable {
  const { targets: given, ...cells } = row;
  const names = Object.keys(cells);
  const { found, missing } = recognise(names, options.columns);
  if (found.text === undefined) throw noText(names, missing);
  const { values, fields, notes } = sortCells(cells, found);
  const text = values.text ?? '';
  const { targets, notes: wrong } = readTargets(given, text);
  return {
    draft: {
      id: values.id ?? `${input.id}-${place}`,
      text,
      metadata: [metadataOf(values), input.metadata],
      fields: { ...input.fields, ...fields },
      ...(targets ? { targets } : {}),
    },
    notes: [...notes, ...wrong],
  };
}

/** The error when no column holds the text; also used for a whole CSV file. */
export function noText(names: readonly string[], missing: readonly string[]): ReadError {
  const there = names.length > 0 ? names.slice(0, 20).join(', ') : 'none';
  const wanted =
    missing.length > 0 ? `the mapped column ${missing.join(', ')}` : 'a column "text", "body" or "content"';
  return new ReadError(
    'no-text-column',
    `There is no ${wanted.replace(/^the |^a /u, '')}; the columns are: ${there}. Say which one holds the text: --column text=NAME, or columns: in framescope.yml.`,
  );
}

/** Spans whose stance is asked for. A wrong one is told of and left out. */
function readTargets(given: unknown, text: string): { targets: GivenTarget[] | null; notes: Problem[] } {
  if (given === undefined || given === null) return { targets: null, notes: [] };
  const notes: Problem[] = [];
  const targets: GivenTarget[] = [];
  for (const one of Array.isArray(given) ? given : [given]) {
    const { id, start, end } = (one ?? {}) as Record<string, unknown>;
    const right =
      (typeof id === 'string' || typeof id === 'number') &&
      Number.isInteger(start) &&
      Number.isInteger(end) &&
      (start as number) >= 0 &&
      (start as number) < (end as number) &&
      (end as number) <= text.length;
    if (right) targets.push({ id: String(id), start: start as number, end: end as number });
    else {
      notes.push({
        code: 'bad-target',
        message: `The target ${(JSON.stringify(one) ?? 'undefined').slice(0, 100)} was left out: it needs an id, and start and end inside the text, in UTF-16 units.`,
      });
    }
  }
  return { targets, notes };
}
