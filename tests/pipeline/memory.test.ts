import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { collectGarbage, keepSmall } from '../../src/pipeline/memory.js';

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

it('a heap that has grown by half and more is collected', async () => {
  collectGarbage();
  keepSmall();
  const before = used();
  await hold(800);
  expect(used()).toBeGreaterThan(before + 400);
  held.length = 0;
  keepSmall();
  expect(used()).toBeLessThan(before + 100);
});

it('what lived there once gives it no room for ever', async () => {
  collectGarbage();
  keepSmall();
  const before = used();
  await hold(800);
  keepSmall();
  expect(used()).toBeGreaterThan(before + 700);
  held.length = 0;
  collectGarbage();
  keepSmall();
  await hold(400);
  held.length = 0;
  keepSmall();
  expect(used()).toBeLessThan(before + 100);
});

/** MB. */
const used = (): number => process.memoryUsage().heapUsed / 1e6;

const held: number[][] = [];
/** Holds so many MB: doubles, 8 bytes each. */
async function hold(mb: number): Promise<void> {
  for (let n = 0; n < mb / 8; n++) held.push(Array<number>(1e6).fill(0.5));
  await turn();
}
