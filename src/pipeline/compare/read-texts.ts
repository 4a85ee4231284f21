/** Texts of articles, read from the store some at a time. */
import { literals, type Store } from '../store.js';

/** Articles whose texts are held at once. */
export const TEXTS_AT_ONCE = 200;

/** Id and text of each of the articles, in no order. */
export async function* textsOf(
  store: Store,
  ids: readonly string[],
): AsyncGenerator<[id: string, text: string]> {
  for (let i = 0; i < ids.length; i += TEXTS_AT_ONCE) {
    const some = literals(ids.slice(i, i + TEXTS_AT_ONCE));
    const rows = await store.query<{ id: string; text: string }>(
      `SELECT id, json_extract_string(record, '$.text') AS text FROM documents WHERE id IN (${some})`,
    );
    for (const { id, text } of rows) yield [id, text];
  }
}
