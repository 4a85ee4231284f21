/** Articles out of files, one after the other; what cannot be read becomes a problem, and the reading goes on. */
import { readFile, stat } from 'node:fs/promises';
import type { Problem } from '../types.js';
import { type Draftable, toArticle } from './article.js';
import { allOf, readCsv } from './csv.js';
import { LARGEST_ARTICLE, tooLarge } from './decode.js';
import { readHtml } from './html.js';
import { attempt, type Row, readJsonl } from './jsonl.js';
import { readMarkdown } from './markdown.js';
import { readText } from './text.js';
import { type Format, type Input, ReadError, type ReadItem, type ReadOptions } from './types.js';

export { findInputs } from './files.js';
export type { Columns, Format, Input, ReadItem, ReadOptions, ReadProblem } from './types.js';
export { FORMATS, ROW_FIELDS } from './types.js';

/** Whether an input may hold more than one article; such files are streamed. */
export const isTable = (format: Format): boolean => format === 'jsonl' || format === 'csv';

/** The articles of one input, in its order. Never throws for what is wrong with the input. */
export async function* readInput(input: Input, options: ReadOptions): AsyncGenerator<ReadItem> {
  const where = isTable(input.format)
    ? (place: number) => (place > 0 ? `${input.file}:${place}` : input.file)
    : () => input.file;
  try {
    for await (const row of rowsOf(input, options)) {
      const file = where(row.place);
      if ('error' in row)
        yield { problem: { file, document: null, code: row.error.code, message: row.error.message } };
      else yield finish(row.value, file);
    }
  } catch (error) {
    yield { problem: { file: input.file, document: null, ...describe(error) } };
  }
}

/** What stands in an input that holds one article. */
export async function readOne(input: Input, options: ReadOptions): Promise<ReadItem> {
  for await (const item of readInput(input, options)) return item;
  throw new Error(`${input.file}: read as nothing at all`);
}

function finish({ draft, notes }: Draftable, file: string): ReadItem {
  try {
    return { article: toArticle(draft), file, notes };
  } catch (error) {
    return { problem: { file, document: draft.id, ...describe(error) } };
  }
}

async function* rowsOf(input: Input, options: ReadOptions): AsyncGenerator<Row<Draftable>> {
  if (input.format === 'jsonl') yield* readJsonl(input, options);
  else if (input.format === 'csv') yield* readCsv(input, options);
  else {
    const bytes = await bytesOf(input);
    yield attempt(1, () => {
      if (input.format === 'html') return readHtml(bytes, input);
      return input.format === 'markdown' ? readMarkdown(bytes, input, options) : readText(bytes, input);
    });
  }
}

async function bytesOf(input: Input): Promise<Uint8Array> {
  if (input.stream) return allOf(input.stream);
  const { size } = await stat(input.path);
  if (size > LARGEST_ARTICLE) throw tooLarge(size);
  return readFile(input.path);
}

/** Any error as a row for problems.csv: what happened, and what to do. */
function describe(error: unknown): Problem {
  if (error instanceof ReadError) return { code: error.code, message: error.message };
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'no-permission',
      message: 'The file may not be read by this user. Change its permissions.',
    };
  }
  if (code === 'ENOENT') return { code: 'not-found', message: 'The file was gone when it was to be read.' };
  return { code: 'unreadable', message: `The file could not be read: ${message.slice(0, 200)}` };
}
