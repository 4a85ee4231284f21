/** The work, in this process or in a worker: articles, or files with one each, -> rows for the store. */
import { contentHash } from './hash.js';
import { type Input, type ReadOptions, type ReadProblem, readOne } from './read/index.js';
import { type Rows, rowsOf } from './records.js';
import type { Analysis, Article, Problem } from './types.js';

/** An article that was read already. */
export interface ArticleItem {
  readonly article: Article;
  readonly file: string;
  readonly notes: readonly Problem[];
  /** Of the file that it alone stands in, when that was read elsewhere. */
  readonly inputHash?: string;
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

/**
 * Articles that go through the stages together: each stage finds its code and lists still at hand. More of them gain
 * nothing, and what lives until all are done takes room and has to be copied when space is collected.
 */
export const TASK_ARTICLES = 32;
/** A task of fewer articles is whole when it is so long. Units of text. */
export const TASK_LENGTH = 200_000;

export type Outcome =
  | { readonly problem: ReadProblem }
  /** Read, and found to be what the store has. */
  | { readonly kept: string; readonly file: string }
  | { readonly id: string; readonly file: string; readonly rows: Rows };

/** Analyses in the order of the articles, an Error where one failed; `onBegin`: which one is worked on. */
export type AnalyzeArticles = (
  articles: readonly Article[],
  onBegin?: (index: number) => void,
) => (Analysis | Error)[];

export interface Analyzer {
  readonly analyze: AnalyzeArticles;
  /** See `hash.ts`; goes into every row of `documents`. */
  readonly analysisHash: string;
}

/** An article to analyze; `index`: of its item. */
interface Read extends Omit<ArticleItem, 'inputHash'> {
  readonly index: number;
  readonly inputHash: string | null;
}

/** Does some tens of pieces together, in their order. Never throws for what is wrong with one. */
export async function workOn(
  items: readonly Item[],
  { analyze, analysisHash }: Analyzer,
  onBegin: (index: number) => void = () => undefined,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = new Array(items.length);
  const read: Read[] = [];
  for (const [index, item] of items.entries()) {
    onBegin(index);
    const found = 'article' in item ? item : await readFileItem(item);
    if ('problem' in found) outcomes[index] = found;
    else if ('known' in item && isKnown(item, found))
      outcomes[index] = { kept: item.input.id, file: found.file };
    else read.push({ ...found, inputHash: found.inputHash ?? null, index });
  }
  const analyses = analyze(
    read.map(({ article }) => article),
    (k) => onBegin(read[k]!.index),
  );
  for (const [k, { article, file, notes, index, inputHash }] of read.entries()) {
    onBegin(index);
    const analysis = analyses[k]!;
    if (analysis instanceof Error) {
      outcomes[index] = { problem: failureOf(analysis, article, file) };
      continue;
    }
    const problems = [...notes, ...analysis.problems];
    const given = givenOf(article, notes);
    const input = given && JSON.stringify(given);
    const origin = { contentHash: contentHash(article, notes), analysisHash, inputHash, input, file };
    outcomes[index] = { id: article.id, file, rows: rowsOf({ ...analysis, problems }, origin) };
  }
  return outcomes;
}

/** What stands in a file with one article. */
export async function readFileItem(item: FileItem): Promise<ArticleItem | { readonly problem: ReadProblem }> {
  const { input, read, bytes, inputHash } = item;
  const found = await readOne({ ...input, stream: once(bytes) }, read);
  return 'problem' in found ? found : { ...found, inputHash };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const isKnown = ({ input, known }: FileItem, { article, notes }: ArticleItem): boolean =>
  known !== null && article.id === input.id && contentHash(article, notes) === known;

/** A fault in the analysis of an article costs that article a row, not the run. */
export function failureOf({ message }: Error, article: Article, file: string): ReadProblem {
  return {
    file,
    document: article.id,
    code: 'analysis-failed',
    message: `The analysis failed: ${message.slice(0, 300)}. This is a fault of the program; please report it with the text.`,
  };
}

/** What the analysis took from an article that its record does not keep. */
export type Given = Pick<Article, 'targets' | 'layout'> & { readonly notes: readonly Problem[] };

/** Null: nothing. */
export function givenOf({ targets, layout }: Article, notes: readonly Problem[]): Given | null {
  return targets === undefined && layout === undefined && notes.length === 0
    ? null
    : { targets, layout, notes };
}

/** The article that a record was made of. `input`: JSON of what was given besides, or null. */
export function articleOf(record: string, input: string | null): Omit<ArticleItem, 'file'> {
  const { id, title, source, published, url, event, language, text, fields } = JSON.parse(record) as Analysis;
  const { notes = [], ...given } = JSON.parse(input ?? '{}') as Partial<Given>;
  return { article: { id, title, source, published, url, event, language, text, fields, ...given }, notes };
}

/** Where an item stands, for messages. */
export const placeOf = (item: Item): { file: string; document: string | null } =>
  'article' in item
    ? { file: item.file, document: item.article.id }
    : { file: item.input.file, document: item.input.id };

/** UTF-16 units, or bytes. */
export const sizeOf = (item: Item): number =>
  'article' in item ? item.article.text.length : item.bytes.length;
