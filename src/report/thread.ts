/** A thread that writes a part of the output; see `threads.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { doJob, type Ended, type ThreadJob } from './threads.js';

const stop = new AbortController();
parentPort!.once('message', () => stop.abort(new Error('The thread was told to stop.')));
doJob(workerData as ThreadJob, stop.signal).then(
  (written) => parentPort!.postMessage({ written } satisfies Ended),
  ({ message, code }: NodeJS.ErrnoException) => parentPort!.postMessage({ message, code } satisfies Ended),
);
