import { beforeEach, describe, expect, it } from 'vitest';
import { EXIT, main } from '../../src/cli.js';
import { captured } from '../helpers/captured.js';
import { freshFolder } from '../helpers/folder.js';
import { row } from './built.js';

const { at, put } = freshFolder('log');
const said = captured();
beforeEach(() => {
  put('in/a.txt', row(1).text);
  put('in/b.txt', '');
});
const analyze = (...flags: string[]) => main(['analyze', at('in'), '-o', at('out'), '--jobs', '1', ...flags]);

interface LogLine {
  level: string;
  time: string;
  msg: string;
}
const lines = () =>
  said.stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);

describe('what a run says', () => {
  it('is with --quiet only what went wrong', async () => {
    expect(await analyze('--quiet')).toBe(EXIT.partly);
    expect(said.stdout).toBe('');
    expect(said.stderr).toMatch(/^\S*b\.txt: The file is empty[^\n]*\n$/u);
  });

  it('is with --log json one object a line on standard error, with the figures', async () => {
    expect(await analyze('--log', 'json')).toBe(EXIT.partly);
    expect(said.stdout).toBe('');
    const told = lines();
    for (const { time } of told) expect(new Date(time).toISOString()).toBe(time);
    expect(told.find(({ level }) => level === 'warn')).toMatchObject({
      code: 'empty',
      file: expect.stringMatching(/b\.txt$/u),
      msg: expect.stringContaining('empty'),
    });
    expect(told.find((line) => 'articles' in line && 'seconds' in line)).toMatchObject({
      level: 'info',
      articles: 1,
      failed: 1,
    });
    expect(told.find(({ msg }) => msg === 'report written')).toMatchObject({
      index: at('out/index.html'),
    });
  });

  it('is with both the warnings as objects, and the next run speaks as it is told to', async () => {
    await analyze('--quiet', '--log', 'json');
    expect(lines().map(({ level }) => level)).toEqual(['warn']);
    await analyze('--force');
    expect(said.stdout).toMatch(/^1 article analyzed/u);
  });

  it('keeps to words for people when it is asked for data', async () => {
    expect(await main(['lexicon', 'list', '--quiet'])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/hostile/u);
  });
});
