import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT, main } from '../../src/cli.js';
import { watchFolder } from '../../src/pipeline/watch.js';
import { captured } from '../helpers/captured.js';
import { freshFolder } from '../helpers/folder.js';
import { PATIENCE, row, until } from './built.js';

const { at, put } = freshFolder('watch');
beforeEach(() => {
  mkdirSync(at('in/out'), { recursive: true });
});

/** Longer than it takes to settle: what has not begun by then will not. */
const WHILE = 700;
const SETTLE = 200;

describe('a folder that is watched', { timeout: PATIENCE }, () => {
  it('is run over once at the beginning and once for a burst, never twice at a time', async () => {
    const abort = new AbortController();
    let [runs, active, most] = [0, 0, 0];
    let hold = 0;
    const watching = watchFolder({
      folder: at('in'),
      except: at('in/out'),
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
    for (const name of ['a.txt', 'b.txt', 'c.txt']) put(`in/${name}`, 'x');
    await until(() => runs === 2);
    await sleep(WHILE);
    expect(runs).toBe(2);
    // What a run writes, hidden files and drafts call for none.
    put('in/out/index.html', 'x');
    put('in/.hidden', 'x');
    put('in/d.txt.part', 'x');
    await sleep(WHILE);
    expect(runs).toBe(2);
    // News during a run call for one more, after it.
    hold = 500;
    put('in/e.txt', 'x');
    await until(() => active === 1);
    appendFileSync(at('in/e.txt'), 'more');
    await until(() => runs === 4 && active === 0);
    rmSync(at('in/a.txt'));
    await until(() => runs === 5);
    expect(most).toBe(1);
    abort.abort();
    await watching;
  });

  it('that goes away is waited for, and another one in its place is run over', async () => {
    const abort = new AbortController();
    let [runs, gone] = [0, 0];
    const watched = at('in');
    const watching = watchFolder({
      folder: watched,
      except: at('out'),
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
    put('in/a.txt', 'x');
    await until(() => runs === before + 2);
    expect(gone).toBe(1);
    abort.abort();
    await watching;
  });

  it('ends with what ends a run', async () => {
    const { signal } = new AbortController();
    const run = () => Promise.reject(new Error('disk full'));
    await expect(
      watchFolder({ folder: at(), except: at('out'), settle: SETTLE, signal, run }),
    ).rejects.toThrow('disk full');
  });
});

describe('framescope watch', { timeout: PATIENCE }, () => {
  const said = captured();
  const command = (...flags: string[]) => [
    'watch', at('in'), '-o', at('out'), '--settle', '1', '--jobs', '1', ...flags,
  ]; // biome-ignore format: a command
  const records = () => {
    const file = at('out/analysis.jsonl');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
  };
  const whole = () => existsSync(at('out/run.json'));

  it('analyzes what arrives and ends cleanly', async () => {
    const abort = new AbortController();
    const ended = main(command('--log', 'json'), abort.signal);
    await until(() => said.stderr.includes('Watching'));
    put('in/a.txt', row(1).text);
    await until(() => records() === 1 && whole());
    put('in/b.txt', row(2).text);
    await until(() => records() === 2 && said.stderr.split('report written').length === 3);
    await sleep(WHILE);
    abort.abort();
    expect(await ended).toBe(EXIT.done);
    for (const line of said.stderr.trim().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ time: expect.any(String), msg: expect.any(String) });
  });

  it('does not wait for a folder that is not there, nor for a file', async () => {
    for (const name of ['nowhere', 'a.txt']) {
      put('in/a.txt', 'x');
      const [, , ...flags] = command();
      expect(await main(['watch', at(`in/${name}`), ...flags])).toBe(EXIT.nothing);
      expect(said.stderr).toContain(`There is no folder "${at(`in/${name}`)}" to watch.`);
    }
  });

  it('is told of wrong settings at once', async () => {
    put('in/framescope.yml', 'nonsense: 1\n');
    expect(await main(command())).toBe(EXIT.usage);
    expect(said.stderr).toMatch(/framescope\.yml:1: nonsense: /u);
  });
});
