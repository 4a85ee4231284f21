/** JSONL: one article a line, read line by line, so that a file of any size passes through. */
import { createReadStream } from 'node:fs';
import type { Draftable } from './article.js';
import {
  decoderOf,
  fallbackEncoding,
  LARGEST_ARTICLE,
  markedEncoding,
  strictUtf8,
  tooLarge,
} from './decode.js';
import { readRow } from './row.js';
import { type Input, ReadError, type ReadOptions } from './types.js';

/** A row, or what is wrong with it. `place`: its line, from 1. */
export type Row<T> = { place: number; value: T } | { place: number; error: ReadError };

export async function* readJsonl(input: Input, options: ReadOptions): AsyncGenerator<Row<Draftable>> {
  for await (const line of lines(input.stream ?? createReadStream(input.path))) {
    if ('error' in line) yield line;
    else if (line.value.trim() !== '')
      yield attempt(line.place, () => readRow(parse(line.value), line.place, input, options));
  }
}

/** Runs a reader; a ReadError becomes the row's error. */
export function attempt<T>(place: number, read: () => T): Row<T> {
  try {
    return { place, value: read() };
  } catch (error) {
    if (error instanceof ReadError) return { place, error };
    throw error;
  }
}

function parse(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new ReadError(
      'bad-json',
      `The line is not JSON (${(error as Error).message.slice(0, 120)}). Each line must be one object.`,
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ReadError('bad-json', 'The line is JSON, but not an object such as {"id": "…", "text": "…"}.');
  }
  return value as Record<string, unknown>;
}

const NEWLINE = 10;

/** Lines of a stream of bytes, decoded one by one: one line in another encoding does not spoil the others. */
async function* lines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Row<string>> {
  let rest: Uint8Array[] = [];
  let size = 0;
  let place = 0;
  let wide: TextDecoder | null = null;
  let first = true;
  const take = function* (): Generator<Row<string>> {
    const bytes = rest.length === 1 ? rest[0]! : Buffer.concat(rest);
    const length = size;
    rest = [];
    size = 0;
    if (length > LARGEST_ARTICLE) {
      yield { place: ++place, error: tooLarge(length) };
      return;
    }
    // A lone CR ends a line, too; inside of JSON it may not stand.
    for (const value of decodeLine(bytes).replace(/\r+$/u, '').split('\r')) yield { place: ++place, value };
  };
  for await (const raw of stream) {
    let chunk = raw;
    if (first && chunk.length > 1) {
      const marked = markedEncoding(chunk);
      if (marked?.startsWith('utf-16')) wide = new TextDecoder(marked);
      else if (marked !== null) chunk = chunk.subarray(3);
      first = false;
    }
    if (wide) chunk = Buffer.from(wide.decode(chunk, { stream: true }), 'utf8');
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      rest.push(chunk.subarray(from, at));
      size += at - from;
      yield* take();
      from = at + 1;
    }
    if (from < chunk.length) {
      // What is over the limit is counted, not kept.
      if (size <= LARGEST_ARTICLE) rest.push(chunk.subarray(from));
      size += chunk.length - from;
    }
  }
  if (size > 0) yield* take();
}

const decodeLine = (bytes: Uint8Array): string =>
  strictUtf8(bytes) ?? decoderOf(fallbackEncoding(bytes))(bytes);
