/** The thread that writes records, tables and lists; see `beside.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { doJob, type Ended, type ThreadJob } from './beside.js';

const stop = new AbortController();
parentPort!.once('message', () => stop.abort(new Error('The thread was told to stop.')));
doJob(workerData as ThreadJob, stop.signal).then(
  (written) => parentPort!.postMessage({ written } satisfies Ended),
  ({ message, code }: NodeJS.ErrnoException) => parentPort!.postMessage({ message, code } satisfies Ended),
);
