/** The same job over many machines: articles out, records in. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { FilesResult } from './index.js';
import { type Arrived, analyzeItem, collectLines, parseLines, readArticles } from './pipeline/map.js';
import { type FilesOptions, prepare, programVersion } from './prepare.js';
import { writeOutput } from './report/all.js';

/** Lines of JSON, each with its newline; `failed` counts articles that could not be read or analyzed. */
export interface Lines {
  readonly lines: AsyncGenerator<string>;
  readonly counts: { articles: number; failed: number };
}

/** The articles of the given paths as lines that `mapFiles` reads on standard input, wherever it runs. */
export async function articleLines(options: FilesOptions): Promise<Lines> {
  const { run } = await prepare(options);
  const counts = { articles: 0, failed: 0 };
  async function* lines() {
    for await (const item of readArticles(run)) {
      options.signal?.throwIfAborted();
      if ('problem' in item) counts.failed++;
      else counts.articles++;
      yield `${JSON.stringify(item)}\n`;
    }
  }
  return { lines: lines(), counts };
}

/** The records of the articles of the given paths, one a line; what could not be analyzed is a line `{"problem": …}`. */
export async function recordLines(options: FilesOptions): Promise<Lines> {
  const { run } = await prepare(options);
  const counts = { articles: 0, failed: 0 };
  async function* lines() {
    for await (const item of readArticles(run)) {
      options.signal?.throwIfAborted();
      for (const line of analyzeItem(item, run.analyze)) {
        if (!('problem' in line)) counts.articles++;
        else if (!line.note) counts.failed++;
        yield `${JSON.stringify(line)}\n`;
      }
    }
  }
  return { lines: lines(), counts };
}

/** Gathers files of records (globs, `-`) into a folder, with all that `analyzeFiles` writes. */
export async function collectFiles(options: FilesOptions & { readonly out: string }): Promise<FilesResult> {
  return gather(arrivedIn(options.paths, options.cwd ?? process.cwd()), options);
}

/** Throws what `analyzeFiles` throws. */
async function gather(
  lines: AsyncIterable<Arrived>,
  options: FilesOptions & { readonly out: string },
): Promise<FilesResult> {
  const { out, signal } = options;
  const { config, lexicons, run } = await prepare({ ...options, paths: [] });
  const ids = new Set(lexicons.lexicons.map(({ id }) => id));
  const summary = await collectLines(lines, { ...run, out, lexicons: ids });
  if (summary.articles === 0) return { ...summary, output: null };
  const { singleFile } = config;
  const output = await writeOutput({ out, singleFile, lexicons, version: programVersion(), signal });
  return { ...summary, output };
}

async function* arrivedIn(paths: readonly string[], cwd: string): AsyncGenerator<Arrived> {
  for (const given of paths) {
    if (given === '-') {
      yield* parseLines(process.stdin, '-');
      continue;
    }
    const files = isDynamicPattern(given) ? (await glob(given, { cwd })).sort() : [given];
    for (const file of files) {
      const full = path.resolve(cwd, file);
      // A missing file must not pass for one without records.
      await stat(full);
      yield* parseLines(createReadStream(full), file);
    }
  }
}
