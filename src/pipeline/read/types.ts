/** What the readers share. A reader turns one input into articles and problems; it never throws for a bad article. */
import type { Article, Problem } from '../types.js';

export const FORMATS = ['text', 'markdown', 'html', 'jsonl', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** The metadata of an article, by the names of DESIGN; null: not known. */
export type Metadata = Partial<
  Pick<Article, 'title' | 'source' | 'published' | 'url' | 'event' | 'language'>
>;

/** The fields of an article that a column can be mapped to. */
export const ROW_FIELDS = ['id', 'title', 'source', 'published', 'url', 'event', 'language', 'text'] as const;
export type RowField = (typeof ROW_FIELDS)[number];
/** Which column holds a field, where its name is not one of the usual ones. */
export type Columns = Readonly<Partial<Record<RowField, string>>>;

export interface ReadOptions {
  readonly columns: Columns;
  /** Overrides what the name of a file says. */
  readonly format: Format | null;
}

/** One file, or standard input, that holds one article or many. */
export interface Input {
  /** Absolute path, or `-`. */
  readonly path: string;
  /** Where the bytes come from when not from `path`. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** The path as a person would write it, for messages and tables. */
  readonly file: string;
  /** Path below the given root without extension: the id of its article, or what ids of its rows begin with. */
  readonly id: string;
  readonly format: Format;
  /** From the sidecar `articles.csv`. */
  readonly metadata: Metadata;
  readonly fields: Readonly<Record<string, string>>;
}

/** Something that kept an article, or a whole input, from being read. */
export interface ReadProblem extends Problem {
  readonly file: string;
  /** Id of the article, when it was known. */
  readonly document: string | null;
}

/** An article, with what was unclear about it, or the reason why there is none. */
export type ReadItem =
  | { readonly article: Article; readonly file: string; readonly notes: readonly Problem[] }
  | { readonly problem: ReadProblem };

/** A problem of an article that a reader throws and the dispatcher turns into a row. */
export class ReadError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
