/** A dictionary of any format -> a lexicon, by the name of the file and by what stands in it. */
import { basename } from 'node:path';
import { slug } from '../parse.js';
import { FAMILIES } from '../types.js';
import { importCsv } from './csv.js';
import type { Imported, ImportOptions } from './dictionary.js';
import { importLiwc } from './liwc.js';
import { importQuanteda } from './quanteda.js';

export type { Imported, ImportOptions } from './dictionary.js';

export const FORMATS = ['liwc', 'quanteda', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** Only a lexicon of ours names a family so, or has entries beside a header; a dictionary may have any category. */
const FAMILY = new RegExp(`^family\\s*:\\s*["']?(?:${FAMILIES.join('|')})["']?\\s*(?:#.*)?$`, 'mu');
const ENTRIES = /^(?:entries|concepts)\s*:/mu;
const HEADER = /^(?:id|version|categories|about)\s*:/mu;

/** The foreign format of a file, or null: a lexicon of ours. */
export function formatOf(file: string, text: string): Format | null {
  if (/\.dic$/iu.test(file)) return 'liwc';
  if (/\.(?:csv|tsv)$/iu.test(file)) return 'csv';
  return FAMILY.test(text) || (ENTRIES.test(text) && HEADER.test(text)) ? null : 'quanteda';
}

/** Reads a dictionary; see the formats for what is refused and what is skipped. */
export function importDictionary(text: string, format: Format, options: ImportOptions): Imported {
  switch (format) {
    case 'liwc':
      return importLiwc(text, options);
    case 'quanteda':
      return importQuanteda(text, options);
    case 'csv':
      return importCsv(text, options);
  }
}

/** The id that a dictionary gets from the name of its file. */
export function idOf(file: string): string {
  return slug(basename(file).replace(/\.[^.]+$/u, '')) || 'dictionary';
}
