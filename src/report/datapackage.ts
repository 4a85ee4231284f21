/** `datapackage.json`: every column of every table described, for people and for programs (Frictionless Data Package). */
import { type Column, TABLES, type Table } from './tables.js';

export interface PackageFacts {
  readonly version: string;
}

const DESCRIPTION =
  'Tables and records written by framescope. Text cells that a spreadsheet would run as a formula begin with an apostrophe; take it off to get the text. Empty cells are unknown or do not apply. Beside them stand run.json (how and when this was made), framescope.duckdb (the store that all of it is made from) and index.html (the report for people, with its pages in folders).';

/** The analysis records. They are JSON lines, which is no table: so a resource without columns. */
const RECORDS = {
  profile: 'data-resource',
  name: 'analysis',
  path: 'analysis.jsonl',
  description:
    'The analysis records that every table is made from: one JSON object a line, one line an article, ordered by id.',
  format: 'jsonl',
  mediatype: 'application/jsonl',
  encoding: 'utf-8',
};

const tableResource = ({ name, about, columns, key }: Table) => ({
  profile: 'tabular-data-resource',
  name,
  path: `csv/${name}.csv`,
  description: about,
  format: 'csv',
  mediatype: 'text/csv',
  encoding: 'utf-8',
  dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
  schema: { fields: columns.map(field), missingValues: [''], ...(key ? { primaryKey: key } : {}) },
});

/** The descriptor, as JSON text. */
export function dataPackage({ version }: PackageFacts): string {
  const descriptor = {
    // Tables and records: a profile of tables alone would not allow the records.
    profile: 'data-package',
    name: 'framescope',
    title: 'How news articles frame their story',
    description: DESCRIPTION,
    version,
    resources: [...TABLES.map(tableResource), RECORDS],
  };
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

const field = ({ name, type, meaning, unit }: Column) => ({
  name,
  type,
  description: meaning,
  ...(unit ? { unit } : {}),
});
