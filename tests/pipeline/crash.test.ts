/** kill -9 at any moment: the next run finishes, and its files are those of a run that nobody disturbed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { analyzeFiles } from '../../src/index.js';
import { freshFolder } from '../helpers/folder.js';
import { articleOf, articles, lines, outcome } from './corpus.js';

const MOMENTS = 25;
/** Any number; the same one gives the same moments. */
const SEED = 20260314;

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const { at, put } = freshFolder('crash', 'all');

/** Shares of the duration of a run, one in each of equal parts of it. */
function moments(): number[] {
  let state = SEED;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: MOMENTS }, (_, i) => (i + random()) / MOMENTS);
}

const start = (out: string) =>
  spawn(process.execPath, [path.join(DIST, 'cli.js'), 'analyze', at('in'), '-o', out, '--jobs', '2'], {
    stdio: 'ignore',
    cwd: at(),
  });

describe.skipIf(!existsSync(path.join(DIST, 'cli.js')))('a run that is killed', { timeout: 900_000 }, () => {
  let undisturbed: Record<string, string>;
  let duration: number;
  let analyze: typeof analyzeFiles;

  beforeAll(async () => {
    ({ analyzeFiles: analyze } = (await import(pathToFileURL(path.join(DIST, 'index.js')).href)) as {
      analyzeFiles: typeof analyzeFiles;
    });
    put('in/a.jsonl', lines(articles(30)));
    await once(start(at('first')), 'exit');
    // The run that is killed finds a store: some articles in it are changed, some new, some gone.
    put(
      'in/a.jsonl',
      lines([...articles(20, 5), ...articles(30, 100), { ...articleOf(27), text: 'A text.' }]),
    );
    put('in/b.txt', articleOf(300).text);
    cpSync(at('first'), at('whole'), { recursive: true });
    const began = performance.now();
    const [code] = (await once(start(at('whole')), 'exit')) as [number];
    duration = performance.now() - began;
    expect(code).toBe(0);
    undisturbed = outcome(at('whole'));
  }, 900_000);

  it(`at ${MOMENTS} moments from its first to its last`, async () => {
    let killed = 0;
    for (const share of moments()) {
      rmSync(at('out'), { recursive: true, force: true });
      cpSync(at('first'), at('out'), { recursive: true });
      const child = start(at('out'));
      const exit = once(child, 'exit') as Promise<[number | null, string | null]>;
      await Promise.race([exit, wait(share * duration)]);
      child.kill('SIGKILL');
      const [, signal] = await exit;
      if (signal === 'SIGKILL') killed++;
      // No file that a reader may open is half.
      for (const line of readFileSync(at('out/analysis.jsonl'), 'utf8').trim().split('\n')) JSON.parse(line);
      await analyze({ paths: [at('in')], cwd: at(), out: at('out'), settings: { jobs: 1 } });
      expect(outcome(at('out')), `killed at ${share.toFixed(3)} of a run`).toEqual(undisturbed);
    }
    // A machine that is busy with something else runs late; most of the moments must lie within the run.
    expect(killed).toBeGreaterThanOrEqual(MOMENTS / 2);
  });

  it('twice, and then over other articles, leaves nothing of what nobody asks for any more', async () => {
    rmSync(at('out'), { recursive: true, force: true });
    put('other/x.jsonl', lines(articles(400, 1000)));
    for (const share of [0.4, 0.7]) {
      const child = spawn(
        process.execPath,
        [path.join(DIST, 'cli.js'), 'analyze', at('other'), '-o', at('out'), '--jobs', '1'],
        { stdio: 'ignore', cwd: at() },
      );
      const exit = once(child, 'exit');
      await Promise.race([exit, wait(share * duration)]);
      child.kill('SIGKILL');
      await exit;
    }
    rmSync(at('out/framescope.duckdb'), { force: true });
    const run = { paths: [at('in')], cwd: at(), settings: { jobs: 1 } };
    await analyze({ ...run, out: at('out'), prune: true });
    await analyze({ ...run, out: at('anew') });
    expect(outcome(at('out'))).toEqual(outcome(at('anew')));
  });

  it('keeps a second process out while it lives: exit 4 at once, with a word on who it is', async () => {
    rmSync(at('out'), { recursive: true, force: true });
    const first = start(at('out'));
    while (!existsSync(at('out/framescope.lock'))) await wait(5);
    const second = spawn(process.execPath, [path.join(DIST, 'cli.js'), 'analyze', at('in'), '-o', at('out')]);
    let said = '';
    second.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [code] = await once(second, 'close');
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(code).toBe(4);
    expect(said).toContain(`process ${first.pid} on `);
    // The dead one's lock holds nobody up.
    expect(await once(start(at('out')), 'exit')).toEqual([0, null]);
    expect(readdirSync(at('out')).filter((name) => /lock|part/u.test(name))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')(
    'that finds no room says so, and leaves the last good output',
    async () => {
      rmSync(at('out'), { recursive: true, force: true });
      cpSync(at('first'), at('out'), { recursive: true });
      const before = outcome(at('out'));
      const store = readFileSync(at('out/framescope.duckdb'));
      // No file may grow beyond 500 KiB, less than a store needs: as if the disk were full.
      const command = `trap '' XFSZ; ulimit -f 500; exec "${process.execPath}" "${path.join(DIST, 'cli.js')}" analyze in -o out`;
      const { status, stderr } = spawnSync('bash', ['-c', command], { cwd: at(), encoding: 'utf8' });
      expect(stderr).toContain('the disk is full');
      expect(status).toBe(1);
      expect(outcome(at('out'))).toEqual(before);
      expect(readFileSync(at('out/framescope.duckdb')).equals(store)).toBe(true);
    },
  );
});
