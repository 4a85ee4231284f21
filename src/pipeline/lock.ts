/** One run at a time on an output folder: a lock file that says who holds it, and is taken over when that one is dead. */
import { randomUUID } from 'node:crypto';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

export const LOCK_FILE = 'framescope.lock';
/** A lock file without content is one that is being written; after this time its writer is dead. Milliseconds. */
const UNWRITTEN = 10_000;
/** Each round somebody else was faster. */
const ROUNDS = 20;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** ISO time. */
  readonly since: string;
  /** When the process began, as the system counts; null where it does not say. Tells a number that was given again. */
  readonly began: string | null;
  readonly key: string;
}

/** Another process works on this folder. */
export class LockedError extends Error {
  constructor(out: string, file: string, { pid, host, since }: Holder) {
    const elsewhere = host === hostname() ? '' : ` If that run is dead, remove ${file}.`;
    super(
      `Another run holds ${out}: process ${pid} on ${host}, since ${since}. Nothing was done.${elsewhere}`,
    );
  }
}

/** Does the work while this process holds the folder. Throws LockedError at once when another one does. */
export async function withLock<T>(out: string, work: () => Promise<T>): Promise<T> {
  await mkdir(out, { recursive: true });
  const file = path.join(out, LOCK_FILE);
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    began: beganOf(process.pid),
    key: randomUUID(),
  };
  await take(out, file, mine);
  const leave = () => {
    // Whoever took the lock over from a process believed dead keeps it.
    if (holderNow(file)?.key === mine.key) unlinkSync(file);
  };
  process.once('exit', leave);
  try {
    return await work();
  } finally {
    process.removeListener('exit', leave);
    leave();
  }
}

async function take(out: string, file: string, mine: Holder): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    if (await put(file, mine)) return;
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) continue;
    const holder = parse(text);
    if (holder ? isAlive(holder) : await isFresh(file))
      throw new LockedError(out, file, holder ?? { ...mine, pid: 0, host: 'unknown' });
    await putAside(file, text);
  }
  throw new Error(`${file}: could not be taken; others take it all the time.`);
}

/** Puts the lock there with its content at once; false: there is one already. */
async function put(file: string, mine: Holder): Promise<boolean> {
  const draft = `${file}.${mine.key}`;
  const text = JSON.stringify(mine);
  await writeFile(draft, text, { flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // A file system without links: created and written in two steps.
    return await writeFile(file, text, { flag: 'wx' }).then(
      () => true,
      (second: NodeJS.ErrnoException) => {
        if (second.code === 'EEXIST') return false;
        throw second;
      },
    );
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a dead lock away; one that was put there meanwhile goes back to its place. */
async function putAside(file: string, dead: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== dead) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Holder;
    return typeof value.pid === 'number' && typeof value.host === 'string' ? value : null;
  } catch {
    return null;
  }
}

function holderNow(file: string): Holder | null {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const isFresh = async (file: string): Promise<boolean> =>
  Date.now() - ((await stat(file).catch(() => null))?.mtimeMs ?? 0) < UNWRITTEN;

/** Whether the holder may be at work. Of other machines nobody can tell, so they are. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not allowed to ask: it is there, and somebody else's.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return began === null || began === beganOf(pid);
}

/** The time at which a process began, from Linux's /proc with the boot it belongs to; null elsewhere. */
function beganOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field, the name, may hold blanks; the 22nd is the start in ticks since boot.
    const start = fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${start}`;
  } catch {
    return null;
  }
}
