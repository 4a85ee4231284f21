/** `datapackage.json`: every column of every table described, for people and for programs (Frictionless Data Package). */
import { type Column, TABLES } from './tables.js';

export interface PackageFacts {
  readonly version: string;
}

/** The descriptor, as JSON text. */
export function dataPackage({ version }: PackageFacts): string {
  const descriptor = {
    profile: 'tabular-data-package',
    name: 'framescope',
    title: 'How news articles frame their story',
    description:
      'Tables written by framescope. Text cells that a spreadsheet would run as a formula begin with an apostrophe; take it off to get the text. Empty cells are unknown or do not apply.',
    version,
    resources: TABLES.map(({ name, about, columns, key }) => ({
      profile: 'tabular-data-resource',
      name,
      path: `csv/${name}.csv`,
      description: about,
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
      schema: { fields: columns.map(field), missingValues: [''], ...(key ? { primaryKey: key } : {}) },
    })),
  };
  return `${JSON.stringify(descriptor, null, 2)}\n`;
}

const field = ({ name, type, meaning, unit }: Column) => ({
  name,
  type,
  description: meaning,
  ...(unit ? { unit } : {}),
});
