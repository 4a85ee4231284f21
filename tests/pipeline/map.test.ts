import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { collectFiles, recordLines } from '../../src/index.js';
import {
  analyzeItems,
  linesOf,
  type MadeRecord,
  type Maker,
  parseLines,
  readArticles,
} from '../../src/pipeline/map.js';
import { StoreError } from '../../src/pipeline/store.js';
import type { Article } from '../../src/pipeline/types.js';
import type { ArticleItem } from '../../src/pipeline/work.js';
import { freshFolder } from '../helpers/folder.js';
import { CLI, differing, has, isBuilt, listOf, outcome, PATIENCE, row, run, writeCorpus } from './built.js';
import { sampleAnalysis } from './sample-analysis.js';

const { at, put } = freshFolder('map');

async function* bytes(...pieces: string[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield Buffer.from(piece);
}

describe.skipIf(!isBuilt)('records of several processes', { timeout: PATIENCE }, () => {
  it('give the files of a run on one machine, whatever cannot be read and in whatever order they arrive', () => {
    writeCorpus(at('in'), 9);
    expect(run(['analyze', at('in'), '-o', at('one'), '--jobs', '1']).status).toBe(3);
    const articles = run(['articles', at('in')]);
    expect(articles.status).toBe(3);
    const lines = articles.stdout.trim().split('\n');
    const pieces = [lines.filter((_, i) => i % 2 === 0), lines.filter((_, i) => i % 2 === 1)];
    for (const [i, piece] of pieces.entries()) {
      const { stdout } = run(['analyze', '-', '--map'], piece.join('\n'));
      put(`records-${i}.jsonl`, stdout);
    }
    expect(run(['collect', at('records-1.jsonl'), at('records-0.jsonl'), '-o', at('two')]).status).toBe(3);
    const first = outcome(at('one'));
    for (const what of ['duplicate-id', 'unclear-date', 'empty', 'bad-json'])
      expect(first['csv/problems.csv']).toContain(what);
    expect(differing(outcome(at('two')), first)).toEqual([]);
  });

  it('are the lines of analysis.jsonl, with what made them', () => {
    const rows = [1, 2, 3].map((n) => `${JSON.stringify(row(n))}\n`).join('');
    const { stdout, status } = run(['analyze', '-', '--map'], rows);
    expect(status).toBe(0);
    run(['analyze', '-', '-o', at('one')], rows);
    const without = stdout
      .trim()
      .split('\n')
      .map((line) => `${JSON.stringify({ ...JSON.parse(line), made: undefined })}\n`);
    expect(without.join('')).toBe(readFileSync(at('one/analysis.jsonl'), 'utf8'));
  });

  it('leave nothing to do for a later run over the same paths, targets, layout and pages of HTML included', () => {
    writeCorpus(at('in'), 3);
    const asked = row(20);
    const targets = [{ id: 'ilse', start: asked.text.indexOf('Ilse'), end: asked.text.indexOf('Ilse') + 4 }];
    put('in/asked.jsonl', JSON.stringify({ ...asked, targets }));
    put('in/b.md', `# A headline of six words here\n\n${row(21).text}`);
    run(['analyze', at('in'), '-o', at('one'), '--jobs', '1']);
    const { stdout } = run(['analyze', at('in'), '--map']);
    // Whatever carries lines may mix them.
    put('records.jsonl', stdout.trim().split('\n').toReversed().join('\n'));
    expect(run(['collect', at('records.jsonl'), '-o', at('two')]).status).toBe(3);
    const first = outcome(at('one'));
    expect(first['csv/stances.csv']).toContain(',ilse,');
    expect(differing(outcome(at('two')), first)).toEqual([]);
    const again = run(['analyze', at('in'), '-o', at('two'), '--jobs', '1', '--log', 'json']);
    expect(again.stderr).toMatch(/"analyzed":0,"kept":7,.*Nothing new: 7 articles/u);
  });

  it.skipIf(!existsSync('/dev/full'))('that nobody could take end with 1, not as if they were whole', () => {
    put('rows.jsonl', JSON.stringify(row(1)));
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [CLI, 'analyze', at('rows.jsonl'), '--map'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^Standard output: the disk is full/u)]);
  });

  it.skipIf(!has('parallel'))('can be driven by GNU parallel', () => {
    const rows = Array.from({ length: 12 }, (_, i) => `${JSON.stringify(row(i + 1))}\n`).join('');
    put('rows.jsonl', rows);
    run(['analyze', at('rows.jsonl'), '-o', at('one'), '--jobs', '1']);
    const job = `'${process.execPath}' '${CLI}' analyze - --map`;
    const { stdout, status } = spawnSync('parallel', ['--pipe', '-N', '5', '-j', '2', job], {
      input: rows,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    put('records.jsonl', stdout);
    expect(run(['collect', at('records.jsonl'), '-o', at('two')]).status).toBe(0);
    expect(differing(outcome(at('two')), outcome(at('one')))).toEqual([]);
    // What was gathered is known: a run over the same articles has nothing to do.
    expect(run(['analyze', at('rows.jsonl'), '-o', at('two')]).stdout).toMatch(/^Nothing new: 12 articles/u);
  });
});

describe('gathering', () => {
  const putRecords = (...lines: unknown[]) =>
    put(
      'records.jsonl',
      lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
    );
  let by: Maker;
  beforeEach(async () => {
    put('one.txt', row(1).text);
    const { lines } = await recordLines({ paths: ['one.txt'], cwd: at() });
    const [line] = await listOf(lines);
    by = (JSON.parse(line!) as MadeRecord).made.by;
  });
  const record = (id: string, text = row(1).text) => ({
    ...sampleAnalysis({ id, text }),
    markers: [],
    made: { by, file: null, inputHash: null, given: null },
  });
  const collect = (...paths: string[]) =>
    collectFiles({ paths: paths.length > 0 ? paths : ['records.jsonl'], cwd: at(), out: at('out') });

  it('tells of lines that are cut off and of ids that are taken, with their place', async () => {
    putRecords(record('a'), record('b'), '{"schema":1,"id":"c', record('a'));
    const { articles, failed } = await collect();
    expect(articles).toBe(2);
    expect(failed.map(({ file, code }) => [file, code])).toEqual([
      ['records.jsonl:3', 'bad-record'],
      ['records.jsonl:4', 'duplicate-id'],
    ]);
  });

  it('keeps what the folder has already, and drops it with --prune', async () => {
    putRecords(record('a'), record('b'));
    await collect();
    putRecords(record('b'), record('c'));
    expect(await collect()).toMatchObject({ articles: 3, counts: { analyzed: 1, kept: 2 } });
    const options = { paths: ['records.jsonl'], cwd: at(), out: at('out'), prune: true };
    expect(await collectFiles(options)).toMatchObject({ articles: 2, counts: { dropped: 1 } });
  });

  it.each([
    ['another version', { version: '0.0.1' }, /made by framescope 0\.0\.1, this is /u],
    ['another build', { code: 'x' }, /another build of this version/u],
    ['other lexicons', { lexicons: 'x' }, /other lexicons than those at hand.*--lexicon/u],
    ['other settings', {}, /other settings \(targets, exclude\)/u],
  ])('refuses records of %s and leaves the last output as it was', async (_, other, words) => {
    putRecords(record('a'));
    await collect();
    const before = outcome(at('out'));
    const made = { ...record('b').made, by: { ...by, analysis: 'x', ...other } };
    putRecords(record('a'), { ...record('b'), made });
    await expect(collect()).rejects.toThrow(StoreError);
    await expect(collect()).rejects.toThrow(/^records\.jsonl:2: /u);
    await expect(collect()).rejects.toThrow(words);
    expect(outcome(at('out'))).toEqual(before);
  });

  it('refuses records that do not say what made them', async () => {
    putRecords({ ...record('a'), made: undefined });
    await expect(collect()).rejects.toThrow(/^records\.jsonl:1: the record does not say what made it/u);
  });

  it('reads a file once, however often it is named', async () => {
    putRecords(record('a'));
    expect(await collect('records.jsonl', 'rec*.jsonl')).toMatchObject({ articles: 1, failed: [] });
  });

  it('does not take a missing file for one without records', async () => {
    await expect(collect()).rejects.toThrow('There is no file of records at records.jsonl.');
    mkdirSync(at('records'));
    await expect(collect('records')).rejects.toThrow("Name the files of records in it: 'records/*.jsonl'");
    await expect(collect('records-*.jsonl')).rejects.toThrow(/no file of records like "records-\*/u);
  });
});

describe('lines', () => {
  it('are whole however the bytes come', async () => {
    const [first, second] = Buffer.from('é').toString('latin1');
    const pieces = [
      Buffer.from('a\n\nb'),
      Buffer.from(first!, 'latin1'),
      Buffer.from(`${second}c`, 'latin1'),
    ];
    async function* stream() {
      yield* pieces;
    }
    expect(await listOf(linesOf(stream()))).toEqual([
      { line: 'a', place: 1 },
      { line: 'béc', place: 3 },
    ]);
  });

  it('of articles are known on standard input by their beginning, even when it comes in pieces', async () => {
    const article = { ...row(1), title: null, published: null, url: null, event: null, language: null };
    const line = JSON.stringify({ article, file: 'in/x.txt', notes: [] });
    const reading = { paths: ['-'], cwd: at(), read: { columns: {}, format: null } };
    expect(await listOf(readArticles(reading, bytes(line.slice(0, 5), line.slice(5))))).toEqual([
      { article, file: 'in/x.txt', notes: [] },
    ]);
    // Of several streams put together a taken id is told, and so is what was cut off; files beside it are read, too.
    put('more.txt', row(2).text);
    const both = { ...reading, paths: ['more.txt', '-'] };
    expect(
      await listOf(readArticles(both, bytes(`${line}\n${line}\n${line.slice(0, 40)}\n{"article":{}}`))),
    ).toMatchObject([
      { article: { id: 'r1' } },
      { problem: { document: 'r1', code: 'duplicate-id' } },
      { problem: { file: '-:3', code: 'bad-json' } },
      { problem: { file: '-:4', code: 'bad-json' } },
      { article: { id: 'more' }, file: 'more.txt', inputHash: expect.stringMatching(/^[\da-f]{32}$/u) },
    ]);
    // A row with an article in it, but of a user's own making.
    const own = JSON.stringify({ id: 'x', article: 1, text: row(1).text });
    expect(await listOf(readArticles(reading, bytes(own)))).toMatchObject([
      { article: { id: 'x' }, file: '-:1' },
    ]);
  });

  it('of an article that fails are its problem; what is unclear stands in the record and in what made it', async () => {
    const [item] = (await listOf(
      readArticles(
        { paths: ['-'], cwd: at(), read: { columns: {}, format: null } },
        bytes(JSON.stringify({ ...row(1), date: '03/04/2024' })),
      ),
    )) as [ArticleItem];
    const by = { version: '1', code: 'c', lexicons: 'l', analysis: 'a' };
    async function* found() {
      yield { ...item, article: { ...item.article, id: 'bad' } };
      yield { problem: { file: 'x', document: null, code: 'empty', message: '' } };
      yield item;
    }
    const analyze = (articles: readonly Article[]) =>
      articles.map((one) =>
        one.id === 'bad' ? new Error('no good') : sampleAnalysis({ ...one, fields: {}, targets: [] }),
      );
    const [failed, problem, line, ...none] = await listOf(analyzeItems(found(), analyze, by));
    expect(none).toEqual([]);
    expect(failed).toMatchObject({ problem: { document: 'bad', code: 'analysis-failed' } });
    expect(problem).toMatchObject({ problem: { code: 'empty' } });
    expect(line).toMatchObject({
      id: 'r1',
      problems: [{ code: 'unclear-date' }],
      made: { by, file: null, inputHash: null, given: { notes: [{ code: 'unclear-date' }] } },
    });
    const back = await listOf(parseLines(bytes(`${JSON.stringify(line)}\n`), 'x'));
    expect(back).toEqual([{ line: JSON.parse(JSON.stringify(line)), file: 'x:1' }]);
  });
});
