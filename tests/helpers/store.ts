import { afterEach } from 'vitest';
import { DERIVED_TABLES } from '../../src/pipeline/schema.js';
import { openStore, type Store } from '../../src/pipeline/store.js';
import type { Analysis } from '../../src/pipeline/types.js';

/** Opens stores in memory that hold the records given and empty derived tables; they are closed after each test. */
export function memoryStores(): (records?: readonly Analysis[]) => Promise<Store> {
  const opened: Store[] = [];
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });
  return async (records = []) => {
    const store = await openStore(':memory:');
    opened.push(store);
    await store.run(DERIVED_TABLES);
    await store.appendAnalyses(records);
    return store;
  };
}
