/** Memory of a thread. */
import v8 from 'node:v8';
import vm from 'node:vm';

let collect: (() => void) | null = null;

/**
 * Gives back at once what this thread no longer uses. The engine lets the heap of a thread grow to several times of what
 * lives in it before it looks, though other threads are about to need the room. Costs about a tenth of a second.
 */
export function collectGarbage(): void {
  if (!collect) {
    // The one way to ask for it without a flag on the command line; contexts made after this have the function.
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext("typeof gc === 'function' ? gc : () => undefined") as () => void;
  }
  collect();
}

/** MB. What lives as long as a task is within it: a thread is not asked to collect for that. */
const YOUNG_AND_SOME = 192;
/** A heap may grow to so many times of what lived in it when it was last collected. */
const GROWTH = 1.5;
/** MB that live in the heap of this thread at most, as far as is known; 0: nobody has looked. */
let living = 0;

/** Collects when the heap has grown by half since it was last collected; asked for often, it costs next to nothing. */
export function keepSmall(): void {
  const used = usedHeap();
  // The engine collects by itself, too.
  living = Math.min(living, used);
  if (used < living * GROWTH + YOUNG_AND_SOME) return;
  collectGarbage();
  living = usedHeap();
}

const usedHeap = (): number => v8.getHeapStatistics().used_heap_size / 1e6;
