/** CSV and TSV with a header row: one article a row, streamed. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Draftable } from './article.js';
import { decode, decoderOf, encodingOf, LARGEST_ARTICLE, tooLarge } from './decode.js';
import { attempt, type Row } from './jsonl.js';
import { recognise } from './metadata.js';
import { noText, readRow } from './row.js';
import { type Input, ReadError, type ReadOptions } from './types.js';

/** Bytes of one row; a quote mark that never closes would otherwise take in the whole file. */
const LONGEST_ROW = 16 * 1024 * 1024;
const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Enough for any header row. UTF-16 units. */
const HEADER_SAMPLE = 64 * 1024;

export async function* readCsv(input: Input, options: ReadOptions): AsyncGenerator<Row<Draftable>> {
  let checked = false;
  try {
    for await (const { place, value } of readTable(input.path, input.stream)) {
      if (!checked) {
        const { found, missing } = recognise(Object.keys(value), options.columns);
        if (found.text === undefined) throw noText(Object.keys(value), missing);
        checked = true;
      }
      yield attempt(place, () => readRow(value, place, input, options));
    }
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    yield { place: 0, error };
  }
}

/**
 * Rows of a table as records by column name. `place`: the number of the row below the
 * header, from 1. Throws ReadError `bad-csv`.
 */
export async function* readTable(
  path: string,
  stream?: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ place: number; value: Record<string, string> }> {
  const chunks = stream ? whole(decode(await allOf(stream))) : decoded(path, await encodingOf(path));
  const first = await chunks.next();
  if (first.done) throw new ReadError('empty', 'The file is empty.');
  let names: string[] = [];
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      names = distinct(header.map((name, i) => name.trim() || `column_${i + 1}`));
      return names;
    },
    delimiter: guessDelimiter(first.value),
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const source = Readable.from(prepend(first.value, chunks));
  source.on('error', (error) => parser.destroy(error));
  let place = 0;
  try {
    for await (const value of source.pipe(parser)) {
      const row = value as Record<string, string>;
      // A row that ends early has empty cells, as a spreadsheet shows it.
      for (const name of names) row[name] ??= '';
      yield { place: ++place, value: row };
    }
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (!code?.startsWith('CSV_')) throw error;
    throw new ReadError(
      'bad-csv',
      `After row ${place}: ${message.slice(0, 200)}. The rows behind it were not read. Mend the quote marks there.`,
    );
  }
}

/** The first column of a name keeps it, further ones are numbered: `text`, `text_2`. */
function distinct(names: readonly string[]): string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; seen.has(free) || (free !== name && taken.has(free)); n++) free = `${name}_${n}`;
    seen.add(free);
    return free;
  });
}

/** The separator that stands most often in the header row, outside quote marks. */
function guessDelimiter(start: string): string {
  const header = /^[^\r\n]*/u.exec(start.slice(0, HEADER_SAMPLE).trimStart())![0].replace(/"[^"]*"/gu, '');
  const count = (delimiter: string) => header.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (count(one) > count(best) ? one : best));
}

async function* decoded(path: string, encoding: string): AsyncGenerator<string> {
  const read = decoderOf(encoding);
  for await (const chunk of createReadStream(path)) yield read(chunk as Uint8Array);
  const rest = read();
  if (rest !== '') yield rest;
}

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

async function* prepend(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/** All bytes of a stream. Throws ReadError `too-large`. */
export async function allOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST_ARTICLE) throw tooLarge(size);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
