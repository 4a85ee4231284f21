/** One piece of work, in this process or in a worker: an article, or a file with one, -> rows for the store. */
import { contentHash } from './hash.js';
import { type Input, type ReadOptions, type ReadProblem, readInput } from './read/index.js';
import { type Rows, rowsOf } from './records.js';
import type { Analysis, Article, Problem } from './types.js';

/** An article that was read already. */
export interface ArticleItem {
  readonly article: Article;
  readonly file: string;
  readonly notes: readonly Problem[];
}

/** A file with one article, not yet taken apart: for HTML that costs more than the analysis. */
export interface FileItem {
  readonly input: Omit<Input, 'stream'>;
  readonly read: ReadOptions;
  readonly bytes: Uint8Array;
  readonly inputHash: string;
  /** Hash of the article that the store has under the id of the input: what gives the same is not analyzed. */
  readonly known: string | null;
}

export type Item = ArticleItem | FileItem;

export type Outcome =
  | { readonly problem: ReadProblem }
  /** Read, and found to be what the store has. */
  | { readonly kept: string; readonly file: string }
  | { readonly id: string; readonly file: string; readonly rows: Rows };

export interface Analyzer {
  readonly analyze: (article: Article) => Analysis;
  /** See `hash.ts`; goes into every row of `documents`. */
  readonly analysisHash: string;
}

/** Does one piece. Never throws for what is wrong with it. */
export async function workOn(item: Item, analyzer: Analyzer): Promise<Outcome> {
  if ('article' in item) return analyzeItem(item, analyzer, null);
  const { input, read, bytes, inputHash, known } = item;
  for await (const found of readInput({ ...input, stream: once(bytes) }, read)) {
    if ('problem' in found) return found;
    if (found.article.id === input.id && known !== null && contentHash(found.article, found.notes) === known)
      return { kept: input.id, file: found.file };
    return analyzeItem(found, analyzer, inputHash);
  }
  throw new Error(`${input.file}: read as nothing at all`);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function analyzeItem(item: ArticleItem, analyzer: Analyzer, inputHash: string | null): Outcome {
  const { article, file, notes } = item;
  const { id, targets, layout } = article;
  const analyzed = attempt(analyzer.analyze, article, file);
  if ('code' in analyzed) return { problem: analyzed };
  const problems = [...notes, ...analyzed.problems];
  const more = targets !== undefined || layout !== undefined || notes.length > 0;
  const input = more ? JSON.stringify({ targets, layout, notes }) : null;
  const { analysisHash } = analyzer;
  const origin = { contentHash: contentHash(article, notes), analysisHash, inputHash, input, file };
  return { id, file, rows: rowsOf({ ...analyzed, problems }, origin) };
}

/** The one place where a fault in the analysis of an article is caught: it costs that article a row, not the run. */
export function attempt(
  analyze: Analyzer['analyze'],
  article: Article,
  file: string,
): Analysis | ReadProblem {
  try {
    return analyze(article);
  } catch (error) {
    const { message } = error as Error;
    return {
      file,
      document: article.id,
      code: 'analysis-failed',
      message: `The analysis failed: ${message.slice(0, 300)}. This is a fault of the program; please report it with the text.`,
    };
  }
}

/** The article that a record was made of, as `rowsOf` kept it. */
export function articleOf(record: string, input: string | null): Omit<ArticleItem, 'file'> {
  const { id, title, source, published, url, event, language, text, fields } = JSON.parse(record) as Analysis;
  const { notes = [], ...more } = JSON.parse(input ?? '{}') as Pick<Article, 'targets' | 'layout'> & {
    notes?: Problem[];
  };
  return { article: { id, title, source, published, url, event, language, text, fields, ...more }, notes };
}

/** Where an item stands, for messages. */
export const placeOf = (item: Item): { file: string; document: string | null } =>
  'article' in item
    ? { file: item.file, document: item.article.id }
    : { file: item.input.file, document: item.input.id };

/** UTF-16 units, or bytes. */
export const sizeOf = (item: Item): number =>
  'article' in item ? item.article.text.length : item.bytes.length;
