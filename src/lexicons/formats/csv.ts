/** Word lists as CSV: a column `term` (or `word`), and perhaps `category` and `weight`. */
import { CsvError, parse } from 'csv-parse/sync';
import { nearest } from '../yaml.js';
import { dictionary, type Imported, type ImportOptions } from './dictionary.js';

const TERM = ['term', 'word'];
const CATEGORY = 'category';
const WEIGHT = 'weight';
const DELIMITERS = [',', ';', '\t'];

type Row = { record: Record<string, string>; info: { lines: number } };

/** Reads a list of words. Other columns are ignored; without a category all words are of one, named as the lexicon. */
export function importCsv(text: string, options: ImportOptions): Imported {
  const words = dictionary(text, 'CSV', options);
  let rows: Row[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: delimiterOf(text),
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    words.wrong(Number(error.lines) || 1, `not valid CSV: ${error.message}`);
    return words.finish();
  }
  if (rows.length === 0) return words.finish();
  const columns = Object.keys(rows[0]!.record);
  const term = TERM.find((name) => columns.includes(name));
  if (term === undefined) {
    const near = columns.find((name) => nearest(name, TERM) !== undefined);
    const mend = near ? `rename "${near}"` : `its columns are ${columns.join(', ')}`;
    words.wrong(1, `no column "term"; ${mend}`);
    return words.finish();
  }
  for (const { record, info } of rows) {
    const line = info.lines;
    const weight = readWeight(record[WEIGHT]);
    if (!record[term]) words.wrong(line, 'a row without a term; write one or remove the row');
    else if (columns.includes(CATEGORY) && !record[CATEGORY]) {
      words.wrong(line, `"${record[term]}" has no category; write one`);
    } else if (weight === null) {
      words.wrong(line, `"${record[WEIGHT]}" is no weight; write 1, 2 or 3, or leave it out`);
    } else words.add(words.category(record[CATEGORY] ?? options.id, line), record[term], weight, line);
  }
  return words.finish();
}

function readWeight(cell: string | undefined): 1 | 2 | 3 | null {
  if (!cell) return 1;
  const weight = Number(cell);
  return weight === 1 || weight === 2 || weight === 3 ? weight : null;
}

/** The delimiter that the first line has most of. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/u, 1);
  const uses = (delimiter: string) => head.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (uses(delimiter) > uses(best) ? delimiter : best));
}
