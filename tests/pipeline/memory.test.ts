import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage } from '../../src/pipeline/memory.js';

it('what nobody holds any more is gone at once', async () => {
  const gone = new WeakRef({ articles: Array<number>(1000).fill(0) });
  const kept = { articles: 1 };
  const held = new WeakRef(kept);
  // A reference that was just made holds its object until the turn ends.
  await turn();
  collectGarbage();
  expect(gone.deref()).toBeUndefined();
  expect(held.deref()).toBe(kept);
});
