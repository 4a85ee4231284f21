/** The thread that writes records and tables; see `data-files.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import { type DataPlace, type Ended, writeDataFilesOf } from './data-files.js';

writeDataFilesOf(workerData as DataPlace).then(
  () => parentPort!.postMessage(null satisfies Ended),
  ({ message, code }: NodeJS.ErrnoException) => parentPort!.postMessage({ message, code } satisfies Ended),
);
