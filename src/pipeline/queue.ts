/**
 * One job over many machines, on BullMQ with Redis: articles go in as jobs of a few, workers put what they make of
 * each beside them, and a collector takes it out. Everything goes by hashes of content, so that nothing is lost, and
 * nothing counts twice, when a process dies or Redis itself does.
 */
export { type Gathering, gather } from './queue/collect.js';
export { QueueError, type QueueOptions, type QueueRun } from './queue/desk.js';
export { discard, type Enqueued, enqueue } from './queue/enqueue.js';
export { type AnalyzeItems, FAREWELL, LOCK_SECONDS, TRIES, type WorkOptions, work } from './queue/work.js';
