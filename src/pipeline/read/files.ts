/** What is given on the command line -> the files to read, in one order whatever the order of the disk. */
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { readTable } from './csv.js';
import { isoDate, metadataOf, recognise, sortCells, unclearDate } from './metadata.js';
import { type Format, type Input, ReadError, type ReadOptions, type ReadProblem } from './types.js';

const BY_EXTENSION: Readonly<Record<string, Format>> = {
  '.txt': 'text', '.text': 'text', '.md': 'markdown', '.markdown': 'markdown', '.html': 'html', '.htm': 'html',
  '.xhtml': 'html', '.jsonl': 'jsonl', '.ndjson': 'jsonl', '.csv': 'csv', '.tsv': 'csv',
}; // biome-ignore format: a table
/** Formats that hold articles, but that are not read: told of rather than passed over. */
const UNREAD: ReadonlySet<string> = new Set([
  '.pdf',
  '.doc',
  '.docx',
  '.odt',
  '.rtf',
  '.epub',
  '.json',
  '.xml',
]);
export const SIDECAR = 'articles.csv';
/** Never taken for articles. */
const NEVER = /^(?:readme.*|licen[sc]e.*|(?:framescope|targets|feeds|speakers)\.ya?ml|articles\.csv)$/iu;
/** Folders that are not the user's articles: hidden ones, and what browsers save beside a page. */
const NOT_ENTERED = /^\.|^node_modules$|_files$/u;
/** A folder with this file in it is output of an earlier run. */
const OUTPUT = 'framescope.duckdb';

export interface Found {
  readonly inputs: readonly Input[];
  readonly problems: readonly ReadProblem[];
}

/** Inputs sorted by id, then path (code points). Paths that are not there are problems. */
export async function findInputs(
  given: readonly string[],
  options: ReadOptions,
  cwd: string,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<Found> {
  const found = new Map<string, { root: string; explicit: boolean }>();
  const problems: ReadProblem[] = [];
  const roots = new Set<string>();
  let useStdin = false;
  for (const one of given) {
    if (one === '-') {
      useStdin = true;
      continue;
    }
    const full = path.resolve(cwd, one);
    const info = await stat(full).catch(() => null);
    if (info?.isDirectory() && existsSync(path.join(full, OUTPUT))) {
      problems.push(
        problem(
          one,
          'output-folder',
          `The folder "${one}" holds the output of an earlier run, which is not read as articles. Name the folder of the articles, and give the output one of its own with -o.`,
        ),
      );
    } else if (info?.isDirectory()) {
      roots.add(full);
      for (const file of await filesBelow(full))
        if (!found.has(file)) found.set(file, { root: full, explicit: false });
    } else if (info) {
      if (!found.has(full)) found.set(full, { root: path.dirname(full), explicit: true });
    } else {
      const matched = isDynamicPattern(one) ? await glob(one, { cwd, absolute: true, dot: false }) : [];
      const root = path.resolve(cwd, fixedPart(one));
      for (const file of matched)
        if (!found.has(file)) found.set(path.normalize(file), { root, explicit: false });
      if (matched.length === 0) {
        problems.push(
          problem(one, 'not-found', `There is no file, folder or match for "${one}". Check the path.`),
        );
      }
    }
  }
  const sidecars = new Sidecars(cwd);
  const inputs: Input[] = useStdin ? [await stdinInput(stdin, options)] : [];
  for (const [file, { root, explicit }] of found) {
    if (NEVER.test(path.basename(file))) continue;
    const extension = path.extname(file).toLowerCase();
    const shown = show(file, cwd);
    const format =
      options.format ?? BY_EXTENSION[extension] ?? (explicit && !UNREAD.has(extension) ? 'text' : null);
    if (format === null) {
      if (UNREAD.has(extension)) {
        problems.push(
          problem(
            shown,
            'unsupported-format',
            `Files of type ${extension} are not read. Save it as text, Markdown, HTML, JSONL or CSV.`,
          ),
        );
      }
      continue;
    }
    const side = await sidecars.of(file, root);
    problems.push(...side.problems);
    const relative = path.relative(root, file).split(path.sep).join('/');
    inputs.push({
      path: file,
      file: shown,
      id: relative.slice(0, relative.length - extension.length),
      format,
      metadata: side.metadata,
      fields: side.fields,
    });
  }
  problems.push(...sidecars.unused(roots));
  inputs.sort((a, b) => compare(a.id, b.id) || compare(a.file, b.file));
  problems.sort((a, b) => compare(a.file, b.file) || compare(a.message, b.message));
  return { inputs, problems };
}

/** By code points, as every stated order here. */
export function compare(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order differs from that of code points only beyond the surrogates.
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const high = (c: number) => c >= 0xd800 && c <= 0xdfff;
      return high(x) === high(y) ? x - y : high(x) ? 1 : -1;
    }
  }
  return a.length - b.length;
}

const problem = (file: string, code: string, message: string): ReadProblem => ({
  file,
  document: null,
  code,
  message,
});

/** Standard input as an input; its format is told from its first bytes, unless it is given. */
async function stdinInput(stream: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<Input> {
  const rest = stream[Symbol.asyncIterator]();
  const first = await rest.next();
  const start: Uint8Array = first.done ? new Uint8Array() : first.value;
  const format = options.format ?? sniff(new TextDecoder().decode(start.subarray(0, 512)));
  return { path: '-', stream: joined(start, rest), file: '-', id: 'stdin', format, metadata: {}, fields: {} };
}

function sniff(start: string): Format {
  const text = start.trimStart();
  if (text.startsWith('{')) return 'jsonl';
  if (/^<(?:!doctype|!--|\?xml|html|head|body|main|article|div|p)\b/iu.test(text)) return 'html';
  return /^---[\r\n]/u.test(text) ? 'markdown' : 'text';
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function show(file: string, cwd: string): string {
  const relative = path.relative(cwd, file);
  return (relative.startsWith('..') ? file : relative).split(path.sep).join('/');
}

/** The folders of a pattern before its first wildcard. */
function fixedPart(pattern: string): string {
  const parts = pattern.split(/[\\/]/u);
  const at = parts.findIndex((part) => isDynamicPattern(part));
  const fixed = parts.slice(0, at < 0 ? -1 : at).join('/');
  return fixed === '' ? (pattern.startsWith('/') ? '/' : '.') : fixed;
}

async function filesBelow(folder: string): Promise<string[]> {
  const files: string[] = [];
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => compare(a.name, b.name))) {
    const full = path.join(folder, entry.name);
    const kind = entry.isSymbolicLink() ? await stat(full).catch(() => null) : entry;
    if (kind?.isDirectory()) {
      // A link to a folder may lead back up; real folders cannot.
      const entered = !NOT_ENTERED.test(entry.name) && !entry.isSymbolicLink();
      if (entered && !existsSync(path.join(full, OUTPUT))) files.push(...(await filesBelow(full)));
    } else if (kind?.isFile() && !entry.name.startsWith('.')) files.push(full);
  }
  return files;
}

type Side = Pick<Input, 'metadata' | 'fields'> & { problems: ReadProblem[] };

/** `articles.csv` beside the files, or in a folder above them down to the given root: metadata by file name. */
class Sidecars {
  private readonly read = new Map<string, Map<string, Side & { used: boolean }>>();
  private readonly broken: ReadProblem[] = [];

  constructor(private readonly cwd: string) {}

  async of(file: string, root: string): Promise<Side> {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
      const rows = await this.rowsOf(folder);
      const row = rows.get(path.relative(folder, file).split(path.sep).join('/'));
      if (row) {
        row.used = true;
        return row;
      }
      if (folder === root || folder === path.dirname(folder))
        return { metadata: {}, fields: {}, problems: [] };
    }
  }

  /** Rows whose file is not there, where a whole folder was read; and sidecars that could not be read. */
  unused(roots: ReadonlySet<string>): ReadProblem[] {
    const problems = [...this.broken];
    for (const [folder, rows] of this.read) {
      if (![...roots].some((root) => folder === root || folder.startsWith(root + path.sep))) continue;
      for (const [name, row] of rows) {
        if (row.used) continue;
        const sidecar = show(path.join(folder, SIDECAR), this.cwd);
        problems.push(
          problem(
            sidecar,
            'file-not-found',
            `It names "${name}", which is not among the articles read. Check the column "file".`,
          ),
        );
      }
    }
    return problems;
  }

  private async rowsOf(folder: string): Promise<Map<string, Side & { used: boolean }>> {
    const known = this.read.get(folder);
    if (known) return known;
    const rows = new Map<string, Side & { used: boolean }>();
    this.read.set(folder, rows);
    const full = path.join(folder, SIDECAR);
    if (!(await stat(full).catch(() => null))?.isFile()) return rows;
    const shown = show(full, this.cwd);
    try {
      for await (const { place, value } of readTable(full)) {
        const key = Object.keys(value).find((name) => /^file(?:name)?$/iu.test(name.trim()));
        if (key === undefined)
          throw new ReadError(
            'bad-sidecar',
            'It has no column "file". Its columns should be: file,title,source,published,url,event.',
          );
        const { [key]: name, ...cells } = value;
        const { found } = recognise(Object.keys(cells), {});
        const { values, fields } = sortCells(cells, { ...found, text: undefined, id: undefined });
        const date = found.published ? cells[found.published]?.trim() : undefined;
        const problems =
          date && isoDate(date) === null
            ? [problem(shown, 'unclear-date', `Row ${place}: ${unclearDate(date).message}`)]
            : [];
        if (name?.trim())
          rows.set(name.trim().replace(/^\.\//u, ''), {
            metadata: metadataOf(values),
            fields,
            problems,
            used: false,
          });
      }
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.broken.push(problem(shown, error.code, error.message));
    }
    return rows;
  }
}
