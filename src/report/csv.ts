/**
 * The CSV files: RFC 4180, UTF-8, a header row, one row a thing, in a stated order, streamed from the store. A large run
 * has millions of rows, and in most of them no cell needs defusing and no number is written in another way than the
 * database has it: it joins those, and their bytes go to the file as they are. The others go through csv-stringify.
 */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type Piece, writeWhole } from '../pipeline/files.js';
import type { Store } from '../pipeline/store.js';
import { defuseFormula, FORMULA_SIGNS } from './escape.js';
import { type Column, TABLES, type Table } from './tables.js';

const END = '\r\n';
/** What makes quotes necessary: a regular expression of the database. */
const QUOTED = `'[",\\r\\n]'`;

/** Writes every table to `<folder>/<name>.csv`. */
export async function writeTables(store: Store, folder: string, signal?: AbortSignal): Promise<void> {
  for (const table of TABLES)
    await writeWhole(path.join(folder, `${table.name}.csv`), csvOf(store, table), signal);
}

/** The CSV of a table, piece by piece. */
export async function* csvOf(store: Store, table: Table): AsyncGenerator<Piece[]> {
  yield [header(table)];
  for await (const rows of store.streamBytes(statement(table)))
    yield rows.map(([line, cells]) => line ?? carefulLine(JSON.parse(cells!), table));
}

const header = ({ columns }: Table): string => joined(columns.map(({ name }) => name));

/** The CSV text of a table without rows. */
export const headerOf = (name: string): string => header(TABLES.find((table) => table.name === name)!);

/** A row, each cell in quotes where it must be: a lone line feed ends a row for most readers. */
const joined = (cells: readonly string[]): string =>
  stringify([cells], { eof: false, quote_record_delimiter: true }) + END;

const carefulLine = (cells: readonly (string | null)[], { columns }: Table): string =>
  joined(columns.map((column, i) => carefulCell(cells[i] ?? '', column)));

function carefulCell(cell: string, { type }: Column): string {
  if (type === 'string') return defuseFormula(cell);
  return type !== 'number' || cell === '' || cell.endsWith('INF') ? cell : String(Number(cell));
}

/** Between these, and 0, the database writes a number in the digits of JavaScript; it begins with exponents elsewhere. */
const [LEAST, MOST] = ['1e-4', '1e15'];

/** Gives of each row its bytes, or where a cell needs care a JSON array of the cells as texts. */
function statement({ sql, columns }: Table): string {
  const texts = columns.filter(({ type }) => type === 'string').map(named);
  const numbers = columns.filter(({ type }) => type === 'number').map(named);
  // What a cell begins with is looked for behind U+001F; a text that has one itself is at worst taken for one of those.
  const signs = `regexp_matches(texts, '(?:^|\\x1f)[${FORMULA_SIGNS}]')`;
  const odd = (n: string) =>
    `NOT coalesce(${n} = 0 OR isinf(${n}) OR abs(${n}) BETWEEN ${LEAST} AND ${MOST}, true)`;
  const line = (cell: (column: Column) => string) =>
    `encode(concat_ws(',', ${columns.map((column) => `coalesce(${cell(column)}, '')`)}) || chr(13) || chr(10))`;
  return `SELECT CASE WHEN careful THEN NULL WHEN regexp_matches(texts, ${QUOTED}) THEN ${line(quotedCell)} ELSE ${line(cellOf)} END,
    CASE WHEN careful THEN to_json([${columns.map(cellOf)}])::VARCHAR END
    FROM (SELECT *, ${[signs, ...numbers.map(odd)].join(' OR ')} AS careful
      FROM (SELECT *, concat_ws(chr(31), ${texts}) AS texts FROM (${sql})))`;
}

const named = ({ name }: { readonly name: string }): string => `"${name}"`;

/** A cell as text, NULL where it is unknown; infinity as the package format says it. */
function cellOf(column: Column): string {
  const n = named(column);
  if (column.type !== 'number') return `${n}::VARCHAR`;
  return `CASE WHEN isinf(${n}) THEN upper(${n}::VARCHAR)
    WHEN ${n} = trunc(${n}) AND abs(${n}) <= ${MOST} THEN ${n}::BIGINT::VARCHAR ELSE ${n}::VARCHAR END`;
}

/** The same, in quotes where it must be. */
function quotedCell(column: Column): string {
  if (column.type !== 'string') return cellOf(column);
  const n = named(column);
  return `CASE WHEN regexp_matches(${n}, ${QUOTED}) THEN concat('"', replace(${n}, '"', '""'), '"') ELSE ${n} END`;
}
