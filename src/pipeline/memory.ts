/** Memory of the main thread. */
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
