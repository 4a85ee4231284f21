/** Other machines, imitated on this one: fewer cores, or more and slower ones. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Where Linux shares out processor time among threads (control groups, version 1), if we may. */
const GROUPS = '/sys/fs/cgroup/cpu';
/** Microseconds within which a thread gets its share: short beside anything that is timed. */
const PERIOD = 10_000;
const SHARE = 0.5;
/** Milliseconds between two looks for new threads. */
const LOOK = 20;

/**
 * `one core`: everything on the same one. `half cores`: every thread has half the time of a core and no more, as on a
 * machine of twice the cores of half the speed.
 */
export type Cores = 'one core' | 'half cores';

export function canHave(cores: Cores): boolean {
  if (cores === 'one core') return spawnSync('taskset', ['--version']).status === 0;
  try {
    accessSync(path.join(GROUPS, 'cpu.cfs_quota_us'), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** What goes before a command so that it runs there. */
export const before = (cores?: Cores): string[] =>
  cores === 'one core' ? ['taskset', '--cpu-list', '0'] : [];

/** Holds every thread of a process to its share until the returned function is called, when the process has ended. */
export function holdThreads(pid: number): () => void {
  const mine = path.join(GROUPS, `framescope-${pid}`);
  mkdirSync(mine);
  const held = new Set<string>();
  const look = () => {
    for (const thread of threadsOf(pid)) {
      if (held.has(thread)) continue;
      const group = path.join(mine, thread);
      mkdirSync(group);
      writeFileSync(path.join(group, 'cpu.cfs_period_us'), String(PERIOD));
      writeFileSync(path.join(group, 'cpu.cfs_quota_us'), String(PERIOD * SHARE));
      held.add(thread);
      try {
        writeFileSync(path.join(group, 'tasks'), thread);
      } catch (error) {
        // It may have ended since it was found.
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    }
  };
  look();
  const looking = setInterval(look, LOOK);
  return () => {
    clearInterval(looking);
    for (const thread of held) rmdirSync(path.join(mine, thread));
    rmdirSync(mine);
  };
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}
