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
  const used = () => process.memoryUsage().heapUsed / 1e6;
  collectGarbage();
  keepSmall();
  const before = used();
  // Doubles, 8 bytes each: 800 MB together.
  for (let n = 0; n < 100; n++) hold(Array<number>(1e6).fill(0.5));
  await turn();
  expect(used()).toBeGreaterThan(before + 400);
  held.length = 0;
  keepSmall();
  expect(used()).toBeLessThan(before + 100);
});

const held: number[][] = [];
const hold = (numbers: number[]): void => {
  held.push(numbers);
};
