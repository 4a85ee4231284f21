import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT, main } from '../../src/cli.js';
import { watchFolder } from '../../src/pipeline/watch.js';
import { PATIENCE, row } from './built.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framescope-watch-'));
  mkdirSync(path.join(folder, 'in/out'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, text = 'x') => writeFileSync(path.join(folder, 'in', name), text);

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE / 2;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited in vain');
    await sleep(20);
  }
}

/** Longer than it takes to settle: what has not begun by then will not. */
const WHILE = 700;
const SETTLE = 200;

describe('a folder that is watched', { timeout: PATIENCE }, () => {
  it('is run over once at the beginning and once for a burst, never twice at a time', async () => {
    const abort = new AbortController();
    let [runs, active, most] = [0, 0, 0];
    let hold = 0;
    const watching = watchFolder({
      folder: path.join(folder, 'in'),
      except: path.join(folder, 'in/out'),
      settle: SETTLE,
      signal: abort.signal,
      async run() {
        runs++;
        most = Math.max(most, ++active);
        await sleep(hold);
        active--;
        return true;
      },
    });
    await until(() => runs === 1);
    for (const name of ['a.txt', 'b.txt', 'c.txt']) put(name);
    await until(() => runs === 2);
    await sleep(WHILE);
    expect(runs).toBe(2);
    // What a run writes, hidden files and drafts call for none.
    put('out/index.html');
    put('.hidden');
    put('d.txt.part');
    await sleep(WHILE);
    expect(runs).toBe(2);
    // News during a run call for one more, after it.
    hold = 500;
    put('e.txt');
    await until(() => active === 1);
    appendFileSync(path.join(folder, 'in/e.txt'), 'more');
    await until(() => runs === 4 && active === 0);
    rmSync(path.join(folder, 'in/a.txt'));
    await until(() => runs === 5);
    expect(most).toBe(1);
    abort.abort();
    await watching;
  });

  it('that goes away is waited for, and another one in its place is run over', async () => {
    const abort = new AbortController();
    let [runs, gone] = [0, 0];
    const watched = path.join(folder, 'in');
    const watching = watchFolder({
      folder: watched,
      except: path.join(folder, 'out'),
      settle: SETTLE,
      again: 50,
      signal: abort.signal,
      onGone: () => void gone++,
      run: async () => ++runs > 0,
    });
    await until(() => runs === 1);
    renameSync(watched, `${watched}-away`);
    await until(() => gone === 1);
    const before = runs;
    mkdirSync(watched);
    await until(() => runs === before + 1);
    put('a.txt');
    await until(() => runs === before + 2);
    expect(gone).toBe(1);
    abort.abort();
    await watching;
  });

  it('ends with what ends a run', async () => {
    const { signal } = new AbortController();
    const run = () => Promise.reject(new Error('disk full'));
    await expect(
      watchFolder({ folder, except: path.join(folder, 'out'), settle: SETTLE, signal, run }),
    ).rejects.toThrow('disk full');
  });
});

describe('framescope watch', { timeout: PATIENCE }, () => {
  let stderr: string;
  beforeEach(() => {
    stderr = '';
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const command = (...flags: string[]) => [
    'watch', path.join(folder, 'in'), '-o', path.join(folder, 'out'), '--settle', '1', '--jobs', '1', ...flags,
  ]; // biome-ignore format: a command
  const records = () => {
    const file = path.join(folder, 'out/analysis.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
  };
  const whole = () => existsSync(path.join(folder, 'out/run.json'));

  it('analyzes what arrives and ends cleanly', async () => {
    const abort = new AbortController();
    const ended = main(command('--log', 'json'), abort.signal);
    await until(() => stderr.includes('Watching'));
    put('a.txt', row(1).text);
    await until(() => records() === 1 && whole());
    put('b.txt', row(2).text);
    await until(() => records() === 2 && stderr.split('report written').length === 3);
    await sleep(WHILE);
    abort.abort();
    expect(await ended).toBe(EXIT.done);
    for (const line of stderr.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), msg: expect.any(String) });
  });

  it('does not wait for a folder that is not there, nor for a file', async () => {
    for (const name of ['nowhere', 'a.txt']) {
      put('a.txt');
      const [, , ...flags] = command();
      expect(await main(['watch', path.join(folder, 'in', name), ...flags])).toBe(EXIT.nothing);
      expect(stderr).toContain(`There is no folder "${path.join(folder, 'in', name)}" to watch.`);
    }
  });

  it('is told of wrong settings at once', async () => {
    put('framescope.yml', 'nonsense: 1\n');
    expect(await main(command())).toBe(EXIT.usage);
    expect(stderr).toMatch(/framescope\.yml:1: nonsense: /u);
  });
});
