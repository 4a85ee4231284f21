// The worker of the program with faults that no article can be relied on to have: words in the text ask for them.
import work from '../../dist/pipeline/worker.js';

const kept = [];

export default async function faulty(task) {
  for (const [i, { article }] of task.items.entries()) {
    if (!/^(?:EXIT|HANG|MEMORY|ONCE)/u.test(article.text)) continue;
    Atomics.store(task.clock, 0, i + 1);
    if (article.text.startsWith('EXIT')) process.exit(1);
    if (article.text.startsWith('ONCE') && task.items.length > 1) throw new Error('only in company');
    while (article.text.startsWith('HANG'));
    while (article.text.startsWith('MEMORY')) kept.push(new Array(2_000_000).fill(Math.random()));
  }
  return work(task);
}
