/**
 * The CSV files: RFC 4180, UTF-8, a header row, one row a thing, in a stated order, streamed from the store. A large run
 * has millions of rows, and in most of them no cell needs quotes, defusing or another way to write a number: of those
 * the database joins the cells, which takes a fifth of the time. The others, and all prose, go through csv-stringify.
 */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { writeWhole } from '../pipeline/files.js';
import type { Store } from '../pipeline/store.js';
import { defuseFormula, FORMULA_SIGNS } from './escape.js';
import { type Column, TABLES, type Table } from './tables.js';

/** Characters of text that are passed on together. */
const CHUNK = 1 << 17;
const END = '\r\n';

/** Writes every table to `<folder>/<name>.csv`. */
export async function writeTables(store: Store, folder: string, signal?: AbortSignal): Promise<void> {
  for (const table of TABLES)
    await writeWhole(path.join(folder, `${table.name}.csv`), csvOf(store, table), signal);
}

/** The CSV text of a table, piece by piece. */
export async function* csvOf(store: Store, table: Table): AsyncGenerator<string> {
  const parts = partsOf(table.columns);
  let text = header(table);
  for await (const row of store.stream<Row>(statement(table, parts))) {
    text += lineOf(row, parts);
    if (text.length >= CHUNK) {
      yield text;
      text = '';
    }
  }
  yield text;
}

const header = ({ columns }: Table): string => joined(columns.map(({ name }) => name)) + END;

/** The CSV text of a table without rows. */
export const headerOf = (name: string): string => header(TABLES.find((table) => table.name === name)!);

/** Cells that stand beside each other, quoted where they must be: a lone line feed ends a row for most readers. */
const joined = (cells: readonly string[]): string =>
  stringify([cells], { eof: false, quote_record_delimiter: true });

/** One column of prose, or neighbours of other kinds. */
type Part = readonly [Column, ...Column[]];
const isProse = ([column]: Part): boolean => column.prose === true;

function partsOf(columns: readonly Column[]): Part[] {
  const parts: [Column, ...Column[]][] = [];
  for (const column of columns) {
    const last = parts.at(-1);
    if (last && !column.prose && !isProse(last)) last.push(column);
    else parts.push([column]);
  }
  return parts;
}

/**
 * What the database gives of a row, part by part as `p0`, `p1`, …: prose as it is, other cells joined; or, where one of
 * those needs care, all of them in `cells`, a JSON array of texts.
 */
interface Row {
  readonly cells: string | null;
  readonly [part: `p${number}`]: string | null;
}

function lineOf(row: Row, parts: readonly Part[]): string {
  const careful = row.cells === null ? null : (JSON.parse(row.cells) as (string | null)[]);
  let line = '';
  let at = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (i > 0) line += ',';
    if (isProse(part)) line += joined([defuseFormula(row[`p${i}`] ?? '')]);
    else if (careful) {
      const cells = careful.slice(at, at + part.length);
      line += joined(part.map((column, n) => carefulCell(cells[n] ?? '', column)));
      at += part.length;
    } else line += row[`p${i}`];
  }
  return line + END;
}

function carefulCell(cell: string, { type }: Column): string {
  if (type === 'string') return defuseFormula(cell);
  return type !== 'number' || cell === '' || cell.endsWith('INF') ? cell : String(Number(cell));
}

/** Between these, and 0, the database writes a number in the digits of JavaScript; it begins with exponents elsewhere. */
const [LEAST, MOST] = ['1e-4', '1e15'];

function statement({ sql, columns }: Table, parts: readonly Part[]): string {
  const others = columns.filter(({ prose }) => !prose);
  const texts = others.filter(({ type }) => type === 'string').map(named);
  const numbers = others.filter(({ type }) => type === 'number').map(named);
  // What a cell begins with is looked for behind U+001F; a text that has one itself is at worst taken for one of those.
  const signs = `regexp_matches(concat_ws(chr(31), ${texts}), '[",\\r\\n]|(?:^|\\x1f)[${FORMULA_SIGNS}]')`;
  const odd = (n: string) =>
    `NOT coalesce(${n} = 0 OR isinf(${n}) OR abs(${n}) BETWEEN ${LEAST} AND ${MOST}, true)`;
  const given = parts.map((part, i) => {
    if (isProse(part)) return `${named(part[0])} AS p${i}`;
    const cells = part.map((column) => `coalesce(${cellOf(column)}, '')`);
    return `CASE WHEN NOT careful THEN concat_ws(',', ${cells}) END AS p${i}`;
  });
  return `SELECT ${given}, CASE WHEN careful THEN to_json([${others.map(cellOf)}])::VARCHAR END AS cells
    FROM (SELECT *, ${[signs, ...numbers.map(odd)].join(' OR ')} AS careful FROM (${sql}))`;
}

const named = ({ name }: { readonly name: string }): string => `"${name}"`;

/** A cell as text, NULL where it is unknown; infinity as the package format says it. */
function cellOf(column: Column): string {
  const n = named(column);
  if (column.type !== 'number') return `${n}::VARCHAR`;
  return `CASE WHEN isinf(${n}) THEN upper(${n}::VARCHAR)
    WHEN ${n} = trunc(${n}) AND abs(${n}) <= ${MOST} THEN ${n}::BIGINT::VARCHAR ELSE ${n}::VARCHAR END`;
}
