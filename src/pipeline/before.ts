/** What a run finds in the output folder: the last good store, and the draft of a run that did not come to its end. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Known } from './fill.js';
import { MODEST, openStore, type Store } from './store.js';
import { type ArticleItem, articleOf } from './work.js';

/** Articles read from the store at a time. */
const BATCH = 100;

export interface Before {
  /** The last good store exists. */
  readonly exists: boolean;
  /** All its articles. */
  readonly ids: ReadonlySet<string>;
  /** Those analyzed as this run would, in the store or in the draft. */
  readonly known: Known;
  /** Those of the draft. */
  readonly drafted: ReadonlySet<string>;
  /** How it was made (`RunOptions.about`), and the hashes of `STATE_KEYS`; null: none. */
  readonly about: Record<string, unknown> | null;
  readonly state: string | null;
  readonly derived: string | null;
  /** Articles of the last good store by what analyzed them: how many of another analysis. */
  readonly outdated: number;
}

interface Row {
  readonly id: string;
  readonly content: string | null;
  readonly input: string | null;
  readonly current: boolean;
}
const ROWS = `SELECT id, content_hash AS content, input_hash AS input,
  coalesce(analysis_hash = $hash, false) AS current FROM documents`;

/** `draft`: null when no draft is to be gone on with. Throws StoreError when the store is of another schema. */
export async function lookBefore(file: string, draft: Store | null, hash: string): Promise<Before> {
  const content = new Map<string, string>();
  const byInput = new Map<string, string>();
  const ids = new Set<string>();
  const drafted = new Set<string>();
  let outdated = 0;
  const take = (row: Row) => {
    if (!row.current || row.content === null) return;
    content.set(row.id, row.content);
    if (row.input !== null) byInput.set(row.input, row.id);
  };
  let facts: Pick<Before, 'about' | 'state' | 'derived'> = { about: null, state: null, derived: null };
  if (draft) {
    for await (const row of draft.stream<Row>(ROWS, { hash })) {
      drafted.add(row.id);
      take(row);
    }
  }
  const exists = existsSync(file);
  if (exists) {
    facts = await reading(file, async (store) => {
      for await (const row of store.stream<Row>(ROWS, { hash })) {
        ids.add(row.id);
        if (!row.current) outdated++;
        if (!drafted.has(row.id)) take(row);
      }
      const about = await store.getMeta('run');
      return {
        about: about === null ? null : (JSON.parse(about) as Record<string, unknown>),
        state: await store.getMeta('state'),
        derived: await store.getMeta('derived'),
      };
    });
  }
  return { exists, ids, known: { content, byInput }, drafted, outdated, ...facts };
}

/** Opens a store for reading while the work is done. */
export async function reading<T>(file: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(file, { readOnly: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** The draft that an ended run left, or null: there is none that is of use. */
export async function openLeftDraft(
  draft: string,
  hash: string,
  signal?: AbortSignal,
): Promise<Store | null> {
  if (!existsSync(draft)) return null;
  try {
    const store = await openStore(draft, { ...MODEST, signal });
    const [other] = await store.query<{ n: number }>(
      'SELECT count(*) AS n FROM documents WHERE analysis_hash IS DISTINCT FROM $hash',
      { hash },
    );
    if (other!.n === 0) return store;
    await store.close();
  } catch {
    signal?.throwIfAborted();
  }
  await removeStore(draft);
  return null;
}

/** Articles of a store made again from their records. `ids`: which ones. */
export async function* articlesIn(store: Store, ids: readonly string[]): AsyncGenerator<ArticleItem> {
  for (let i = 0; i < ids.length; i += BATCH) {
    const rows = await store.query<{ record: string; input: string | null; file: string | null }>(
      'SELECT record, input, file FROM documents WHERE id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY id',
      { ids: ids.slice(i, i + BATCH) },
    );
    for (const { record, input, file } of rows) yield { ...articleOf(record, input), file: file ?? '' };
  }
}

export async function removeStore(file: string): Promise<void> {
  for (const suffix of ['', '.wal', '.tmp']) await rm(file + suffix, { force: true, recursive: true });
}
