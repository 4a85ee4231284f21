/** The CSV files: RFC 4180, UTF-8, a header row, one row a thing, in a stated order, streamed from the store. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { writeWhole } from '../pipeline/files.js';
import type { Store } from '../pipeline/store.js';
import { defuseFormula } from './escape.js';
import { type Column, TABLES, type Table } from './tables.js';

/** Rows turned into text at a time. */
const CHUNK = 1000;

/** Writes every table to `<folder>/<name>.csv`. */
export async function writeTables(store: Store, folder: string, signal?: AbortSignal): Promise<void> {
  for (const table of TABLES)
    await writeWhole(path.join(folder, `${table.name}.csv`), csvOf(store, table), signal);
}

/** The CSV text of a table, piece by piece. */
export async function* csvOf(store: Store, table: Table): AsyncGenerator<string> {
  yield header(table);
  let rows: string[][] = [];
  for await (const row of store.stream<Record<string, unknown>>(table.sql)) {
    rows.push(table.columns.map((column) => cell(row[column.name], column)));
    if (rows.length === CHUNK) {
      yield line(rows);
      rows = [];
    }
  }
  if (rows.length > 0) yield line(rows);
}

const header = ({ columns }: Table): string => line([columns.map(({ name }) => name)]);

/** The CSV text of a table without rows. */
export const headerOf = (name: string): string => header(TABLES.find((table) => table.name === name)!);

const line = (rows: string[][]): string => stringify(rows, { record_delimiter: '\r\n' });

function cell(value: unknown, { type }: Column): string {
  if (value === null || value === undefined) return '';
  if (type === 'number' && typeof value === 'number') {
    if (Number.isFinite(value)) return String(value);
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
  }
  return typeof value === 'string' ? defuseFormula(value) : String(value);
}
