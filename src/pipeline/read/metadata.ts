/** Names of columns and keys -> fields of an article, and dates as people write them -> ISO. */
import type { Problem } from '../types.js';
import { type Columns, type Metadata, ROW_FIELDS, type RowField } from './types.js';

/** Names met in exports and archives, best first; compared without case, blanks, hyphens and underscores. */
const USUAL: Readonly<Record<RowField, readonly string[]>> = {
  id: ['id', 'articleid', 'docid', 'documentid', 'uid'],
  title: ['title', 'headline', 'heading'],
  source: [
    'source',
    'outlet',
    'publication',
    'publisher',
    'newspaper',
    'medium',
    'medianame',
    'site',
    'sitename',
  ],
  published: [
    'published', 'date', 'pubdate', 'publishdate', 'publisheddate', 'publicationdate', 'datepublished',
    'publishedat', 'publishedtime', 'datetime',
  ], // biome-ignore format: a table
  url: ['url', 'link', 'permalink', 'articleurl'],
  event: ['event', 'eventid', 'story', 'storyid'],
  language: ['language', 'lang'],
  text: ['text', 'body', 'content', 'articletext', 'fulltext', 'articlebody', 'article'],
};
const flat = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/** Which of the columns holds which field. `missing`: mapped columns that are not there. */
export function recognise(
  names: readonly string[],
  columns: Columns,
): { found: Partial<Record<RowField, string>>; missing: string[] } {
  const byFlat = new Map<string, string>();
  for (const name of names) if (!byFlat.has(flat(name))) byFlat.set(flat(name), name);
  const found: Partial<Record<RowField, string>> = {};
  const missing: string[] = [];
  for (const field of ROW_FIELDS) {
    const given = columns[field];
    if (given !== undefined) {
      if (names.includes(given)) found[field] = given;
      else missing.push(given);
      continue;
    }
    const usual = USUAL[field].find((name) => byFlat.has(name));
    if (usual !== undefined) found[field] = byFlat.get(usual)!;
  }
  return { found, missing };
}

/** Cells of a row, sorted into the fields of an article and what is left over. Empty cells are unknown. */
export function sortCells(
  row: Readonly<Record<string, unknown>>,
  found: Partial<Record<RowField, string>>,
): { values: Partial<Record<RowField, string>>; fields: Record<string, string>; notes: Problem[] } {
  const values: Partial<Record<RowField, string>> = {};
  const taken = new Set<string>();
  const notes: Problem[] = [];
  for (const field of ROW_FIELDS) {
    const name = found[field];
    if (name === undefined || taken.has(name)) continue;
    taken.add(name);
    const value = asText(row[name]);
    if (value === null) continue;
    values[field] = field === 'text' ? value : value.trim();
  }
  const fields: Record<string, string> = {};
  if (values.published !== undefined) {
    const iso = isoDate(values.published);
    if (iso === null) {
      notes.push(unclearDate(values.published));
      fields[found.published!] = values.published;
      delete values.published;
    } else values.published = iso;
  }
  for (const [name, cell] of Object.entries(row)) {
    const value = taken.has(name) ? null : asText(cell);
    if (value !== null) fields[name] = value;
  }
  return { values, fields, notes };
}

export function unclearDate(value: string): Problem {
  return {
    code: 'unclear-date',
    message: `The date "${value.slice(0, 60)}" could not be read, so the article counts as undated. Write it as YYYY-MM-DD.`,
  };
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const text =
    typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return text.trim() === '' ? null : text;
}

/** Metadata out of sorted values; the text and the id are not part of it. */
export function metadataOf(values: Partial<Record<RowField, string>>): Metadata {
  const { title, source, published, url, event, language } = values;
  return { title, source, published, url, event, language: language?.toLowerCase().slice(0, 2) };
}

/** The later ones fill what the earlier ones leave open. */
export function firstOf(...all: readonly Metadata[]): Required<Metadata> {
  const pick = (key: keyof Metadata): string | null =>
    all.find((one) => one[key] != null && one[key] !== '')?.[key] ?? null;
  return {
    title: pick('title'),
    source: pick('source'),
    published: pick('published'),
    url: pick('url'),
    event: pick('event'),
    language: pick('language'),
  };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/u;
const DAY_FIRST = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+(\p{L}{3,9})\.?,?[\s-]+(\d{4})\b/u;
const MONTH_FIRST = /^(?:\p{L}+day,?\s+)?(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b/u;
const DIGITS = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/u;

/**
 * A date as ISO: YYYY-MM-DD, or a full time when a time with its zone is given. Null when it cannot be told: 03/04/2024
 * is March in one country and April in another.
 */
export function isoDate(value: string): string | null {
  const text = value.trim();
  let match = ISO.exec(text);
  if (match) {
    const [, y, m, d, clock, zone] = match;
    const day = date(Number(y), Number(m), Number(d));
    if (day === null || !clock || !zone) return day;
    const time = new Date(
      `${y}-${m}-${d}T${clock}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`,
    );
    return Number.isNaN(time.getTime()) ? null : time.toISOString().replace('.000Z', 'Z');
  }
  match = /^(\d{4})[./]?(\d{2})[./]?(\d{2})$/u.exec(text);
  if (match) return date(Number(match[1]), Number(match[2]), Number(match[3]));
  match = DAY_FIRST.exec(text);
  if (match) return date(Number(match[3]), month(match[2]!), Number(match[1]));
  match = MONTH_FIRST.exec(text);
  if (match) return date(Number(match[3]), month(match[1]!), Number(match[2]));
  match = DIGITS.exec(text);
  if (match) {
    const [first, second, year] = [Number(match[1]), Number(match[2]), Number(match[3])];
    if (first > 12) return date(year, second, first);
    if (second > 12 || first === second) return date(year, first, second);
  }
  return null;
}

const month = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

function date(y: number, m: number, d: number): string | null {
  const day = new Date(Date.UTC(y, m - 1, d));
  return day.getUTCFullYear() === y && day.getUTCMonth() === m - 1 && day.getUTCDate() === d
    ? day.toISOString().slice(0, 10)
    : null;
}
