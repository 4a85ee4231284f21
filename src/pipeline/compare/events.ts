/** Which articles tell one event: so far those whose input says it. */
import type { Store } from '../store.js';

export async function fillEvents(store: Store): Promise<void> {
  await store.run(`INSERT INTO events
    SELECT id, event, event IS NOT NULL, NULL FROM documents ORDER BY id`);
}
