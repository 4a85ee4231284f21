import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { beforeEach, describe, expect, it } from 'vitest';
import { LOCK_FILE, LockedError, withLock } from '../../src/pipeline/lock.js';
import { freshFolder } from '../helpers/folder.js';

const { at } = freshFolder('lock');
let out: string;
let file: string;
beforeEach(() => {
  out = at();
  file = at(LOCK_FILE);
});

const put = (holder: object | string): void =>
  writeFileSync(file, typeof holder === 'string' ? holder : JSON.stringify(holder));
const holder = {
  pid: process.pid,
  host: hostname(),
  since: '2026-01-02T03:04:05.000Z',
  began: null,
  key: 'k',
};
const deadPid = (): number => spawnSync(process.execPath, ['-e', '']).pid;

describe('the lock of an output folder', () => {
  it('is held during the work, gives its result, and is gone afterwards, after a failure too', async () => {
    expect(await withLock(out, async () => existsSync(file))).toBe(true);
    await expect(withLock(out, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(out)).toEqual([]);
  });
  it('keeps a second one out at once and says who holds it, and since when', async () => {
    await withLock(out, async () => {
      const before = readFileSync(file, 'utf8');
      const refused = await withLock(out, async () => 'in').catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(LockedError);
      expect((refused as Error).message).toContain(`process ${process.pid} on ${hostname()}, since 2`);
      expect(readFileSync(file, 'utf8')).toBe(before);
    });
  });
  it('lets in one of many that come at the same time', async () => {
    let inside = 0;
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        withLock(out, async () => {
          expect(++inside).toBe(1);
          await new Promise((resolve) => setTimeout(resolve, 20));
          inside--;
        }),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
    for (const one of results) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(LockedError);
  });
  it('is taken over from a process that is dead', async () => {
    put({ ...holder, pid: deadPid() });
    expect(await withLock(out, async () => 'in')).toBe('in');
    expect(readdirSync(out)).toEqual([]);
  });
  it.skipIf(!existsSync('/proc/self/stat'))(
    'is taken over when another process has the number now',
    async () => {
      const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      await once(other, 'spawn');
      put({ ...holder, pid: other.pid, began: 'another boot 1' });
      expect(await withLock(out, async () => 'in')).toBe('in');
      put({ ...holder, pid: other.pid });
      await expect(withLock(out, async () => 'in')).rejects.toThrow(LockedError);
      other.kill('SIGKILL');
    },
  );
  it('of another machine is believed, with a word on how to remove it', async () => {
    put({ ...holder, pid: deadPid(), host: 'elsewhere' });
    await expect(withLock(out, async () => 'in')).rejects.toThrow(/on elsewhere.*remove .*framescope\.lock/u);
  });
  it('without content is waited for, and taken over when nobody writes it', async () => {
    put('');
    await expect(withLock(out, async () => 'in')).rejects.toThrow(LockedError);
    utimesSync(file, 0, 0);
    expect(await withLock(out, async () => 'in')).toBe('in');
  });
});
