import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXIT, main } from '../../src/cli.js';
import { row } from './built.js';

let folder: string;
let stdout: string;
let stderr: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'framescope-log-'));
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += text;
    return true;
  });
  mkdirSync(path.join(folder, 'in'));
  writeFileSync(path.join(folder, 'in/a.txt'), row(1).text);
  writeFileSync(path.join(folder, 'in/b.txt'), '');
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
const analyze = (...flags: string[]) =>
  main(['analyze', path.join(folder, 'in'), '-o', path.join(folder, 'out'), '--jobs', '1', ...flags]);

interface LogLine {
  level: string;
  time: string;
  msg: string;
}
const lines = () =>
  stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);

describe('what a run says', () => {
  it('is with --quiet only what went wrong', async () => {
    expect(await analyze('--quiet')).toBe(EXIT.partly);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^\S*b\.txt: The file is empty[^\n]*\n$/u);
  });

  it('is with --log json one object a line on standard error, with the figures', async () => {
    expect(await analyze('--log', 'json')).toBe(EXIT.partly);
    expect(stdout).toBe('');
    const said = lines();
    for (const { time } of said) expect(new Date(time).toISOString()).toBe(time);
    expect(said.find(({ level }) => level === 'warn')).toMatchObject({
      code: 'empty',
      file: expect.stringMatching(/b\.txt$/u),
      msg: expect.stringContaining('empty'),
    });
    expect(said.find((line) => 'articles' in line && 'seconds' in line)).toMatchObject({
      level: 'info',
      articles: 1,
      failed: 1,
    });
    expect(said.find(({ msg }) => msg === 'report written')).toMatchObject({
      index: path.join(folder, 'out/index.html'),
    });
  });

  it('is with both the warnings as objects, and the next run speaks as it is told to', async () => {
    await analyze('--quiet', '--log', 'json');
    expect(lines().map(({ level }) => level)).toEqual(['warn']);
    await analyze('--force');
    expect(stdout).toMatch(/^1 article analyzed/u);
  });

  it('keeps to words for people when it is asked for data', async () => {
    expect(await main(['lexicon', 'list', '--quiet'])).toBe(EXIT.done);
    expect(stdout).toMatch(/hostile/u);
  });
});
