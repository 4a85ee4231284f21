import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { analyzeFiles, programVersion } from '../../src/index.js';
import { openStore } from '../../src/pipeline/store.js';
import { freshFolder } from '../helpers/folder.js';
import { articleOf, articles, lines, outcome } from './corpus.js';

const { at, put } = freshFolder('incremental');
let notices: string[];
beforeEach(() => {
  notices = [];
});
type Options = Parameters<typeof analyzeFiles>[0];
const run = (more: Partial<Options> = {}) =>
  analyzeFiles({
    paths: ['in'],
    cwd: at(),
    out: at('out'),
    onNotice: (line) => notices.push(line),
    ...more,
    settings: { jobs: 1, ...more.settings },
  });
const changes = (): string[] =>
  readFileSync(at('out/csv/changes.csv'), 'utf8')
    .trim()
    .split('\r\n')
    .slice(1)
    .map((row) => row.split(',').slice(0, 3).join(' '));
const analyzedBy = async (): Promise<string[]> => {
  const store = await openStore(at('out/framescope.duckdb'), { readOnly: true });
  const rows = await store.query<{ h: string }>('SELECT DISTINCT analysis_hash AS h FROM documents');
  await store.close();
  return rows.map(({ h }) => h);
};
/** All files of a run over the same input into an empty folder. */
async function anew(more: Partial<Options> = {}): Promise<Record<string, string>> {
  rmSync(at('anew'), { recursive: true, force: true });
  await run({ ...more, out: at('anew') });
  return outcome(at('anew'));
}

describe('a second run', { timeout: 120_000 }, () => {
  it('with nothing new analyzes and writes nothing, and says so in changes.csv', async () => {
    put('in/a.jsonl', lines(articles(5)));
    put('in/b.txt', articleOf(9).text);
    put('in/c.html', `<html><body><article><p>${articleOf(10).text}</p></article></body></html>`);
    await run();
    expect(changes()).toContain('article new a0');
    const before = statSync(at('out/index.html'), { bigint: true }).mtimeNs;
    const again = await run();
    expect(again).toMatchObject({
      articles: 7,
      changed: false,
      counts: { analyzed: 0, kept: 7, dropped: 0 },
    });
    expect(again.output?.findings).toBeDefined();
    expect(statSync(at('out/index.html'), { bigint: true }).mtimeNs).toBe(before);
    expect(changes()).toEqual([]);
    expect(outcome(at('out'))).toEqual(await anew());
  });

  it('analyzes what is new or changed only, and gives the files of a run from nothing', async () => {
    put('in/a.jsonl', lines(articles(6)));
    put('in/b.txt', articleOf(9).text);
    put('in/bad.txt', '');
    await run();
    const more = articles(8).map((row) => (row.id === 'a2' ? { ...row, text: articleOf(20).text } : row));
    put('in/a.jsonl', lines(more.toReversed()));
    const again = await run();
    expect(again).toMatchObject({ articles: 9, changed: true, counts: { analyzed: 3, kept: 6, dropped: 0 } });
    expect(again.failed).toMatchObject([{ code: 'empty' }]);
    expect(changes().filter((one) => one.startsWith('article'))).toEqual([
      'article changed a2',
      'article new a6',
      'article new a7',
    ]);
    expect(outcome(at('out'))).toEqual(await anew());
  });

  it('takes a change of metadata for a change, and a file that moved for none', async () => {
    put('in/a.jsonl', lines([articleOf(0), { ...articleOf(1), date: '03/04/2024', published: undefined }]));
    await run();
    put('in/z.jsonl', lines([{ ...articleOf(1), date: '03/04/2024', published: undefined }]));
    put('in/a.jsonl', lines([{ ...articleOf(0), source: 'Herald' }]));
    expect(await run()).toMatchObject({ counts: { analyzed: 1, kept: 1 } });
    // What was unclear is told with the place where it stands now.
    expect(readFileSync(at('out/csv/problems.csv'), 'utf8')).toContain('z.jsonl:1,a1,unclear-date');
    expect(outcome(at('out'))).toEqual(await anew());
  });

  it('keeps articles that are no longer among the paths; --prune drops them', async () => {
    put('in/a.jsonl', lines(articles(4)));
    put('more/b.jsonl', lines(articles(3, 10)));
    await run({ paths: ['in', 'more'] });
    const both = outcome(at('out'));
    expect(await run()).toMatchObject({ articles: 7, changed: false, counts: { analyzed: 0, kept: 7 } });
    expect(outcome(at('out'))).toEqual(both);
    expect(await run({ prune: true })).toMatchObject({ articles: 4, counts: { analyzed: 0, dropped: 3 } });
    expect(changes().filter((one) => one.startsWith('article'))).toEqual(
      [10, 11, 12].map((n) => `article dropped a${n}`),
    );
    expect(outcome(at('out'))).toEqual(await anew());
  });

  it('stands in the history of the store when it brought something new', async () => {
    put('in/a.jsonl', lines(articles(3)));
    await run();
    await run();
    put('in/b.txt', articleOf(9).text);
    await run();
    put('in/a.jsonl', lines(articles(2)));
    await run({ prune: true });
    const store = await openStore(at('out/framescope.duckdb'), { readOnly: true });
    const rows = await store.query<{ started: string }>(
      'SELECT * EXCLUDE (seconds, analysis_hash) FROM runs ORDER BY run',
    );
    await store.close();
    expect(rows.map(({ started: _, ...row }) => row)).toEqual([
      { run: 1, version: programVersion(), articles: 3, analyzed: 3, kept: 0, dropped: 0, failed: 0 },
      { run: 2, version: programVersion(), articles: 4, analyzed: 1, kept: 3, dropped: 0, failed: 0 },
      { run: 3, version: programVersion(), articles: 3, analyzed: 0, kept: 3, dropped: 1, failed: 0 },
    ]);
    const times = rows.map(({ started }) => Date.parse(started));
    expect(times.every((time, i) => i === 0 || time > times[i - 1]!)).toBe(true);
  });

  it('after a setting changed does everything again, what is no longer among the paths too, and says so first', async () => {
    put('in/a.jsonl', lines(articles(4)));
    put('more/b.jsonl', lines(articles(2, 10)));
    await run({ paths: ['in', 'more'] });
    put('framescope.yml', 'exclude: {terms: [slammed, allegedly]}\n');
    const again = await run();
    expect(again).toMatchObject({ articles: 6, counts: { analyzed: 6, kept: 0, dropped: 0 } });
    expect(notices).toEqual([
      'Changed since the last run: what is excluded. 6 articles of the store will be analyzed again.',
    ]);
    expect(await analyzedBy()).toHaveLength(1);
    expect(outcome(at('out'))).toEqual(await anew({ paths: ['in', 'more'] }));
  });

  it('after a lexicon changed names it', async () => {
    const own = (word: string) => `CATEGORY,TERM\nharbour,${word}\n`;
    put('in/a.jsonl', lines(articles(3)));
    put('own.csv', own('owner'));
    const settings = { lexicons: [at('own.csv')] };
    await run({ settings });
    put('own.csv', own('plan'));
    expect(await run({ settings })).toMatchObject({ counts: { analyzed: 3 } });
    expect(notices).toEqual([
      'Changed since the last run: the lexicons (own). 3 articles of the store will be analyzed again.',
    ]);
    expect(outcome(at('out'))).toEqual(await anew({ settings }));
  });

  it('makes tables again, without analyzing, when only the comparison changed; --force analyzes', async () => {
    put('in/a.jsonl', lines(articles(4)));
    await run();
    const settings = { by: ['month'] };
    expect(await run({ settings })).toMatchObject({ changed: true, counts: { analyzed: 0, kept: 4 } });
    expect(notices).toEqual([
      'Changed since the last run: what is compared (by). Tables and pages will be made again, without analyzing.',
      // They are all of one month.
      'Nothing was compared by month: all articles that have a date have the same one.',
    ]);
    expect(outcome(at('out'))).toEqual(await anew({ settings }));
    expect(await run({ settings, force: true })).toMatchObject({ counts: { analyzed: 4 } });
    expect(outcome(at('out'))).toEqual(await anew({ settings }));
  });

  it('with --force makes tables and pages again, too, though nothing changed', async () => {
    put('in/a.jsonl', lines(articles(3)));
    await run();
    const before = outcome(at('out'));
    const store = await openStore(at('out/framescope.duckdb'));
    await store.run('DELETE FROM scores; UPDATE documents SET words = 1');
    await store.close();
    put('out/csv/scores.csv', 'spoilt');
    put('out/index.html', 'spoilt');
    // Who only runs again is not told of it, and it stays.
    expect(await run()).toMatchObject({ changed: false });
    expect(await run({ force: true })).toMatchObject({ changed: true, counts: { analyzed: 3, kept: 0 } });
    expect(outcome(at('out'))).toEqual(before);
    expect(notices).toEqual([]);
  });

  it('says before why pages are made again, and files read again', async () => {
    put('in/a.jsonl', lines(articles(2)));
    await run();
    await run({ settings: { singleFile: true } });
    await run();
    await run({ settings: { columns: { source: 'source' } } });
    const pages = 'single_file. Tables and pages will be made again, without analyzing.';
    expect(notices).toEqual([
      `Changed since the last run: ${pages}`,
      `Changed since the last run: ${pages}`,
      'Changed since the last run: columns. All files will be read again; articles that come out otherwise will be analyzed again.',
    ]);
  });

  it('makes the output again when somebody took it away, or asks for another one', async () => {
    put('in/a.jsonl', lines(articles(3)));
    await run();
    rmSync(at('out/index.html'));
    expect(await run()).toMatchObject({ changed: false });
    expect(outcome(at('out'))).toEqual(await anew());
    expect(await run({ settings: { parquet: true } })).toMatchObject({ changed: false });
    const store = await openStore(':memory:');
    const [row] = await store.query<{ n: number }>(
      `SELECT count(*) AS n FROM read_parquet('${at('out/parquet/documents.parquet')}')`,
    );
    await store.close();
    expect(row).toEqual({ n: 3 });
  });

  it('lists rates that left their interval, and new speakers', async () => {
    // Words of no other article, so that none passes for a copy of another.
    const syllables = ['ba', 'ke', 'li', 'mo', 'nu', 'ra', 'se', 'ti'];
    const made = (n: number, i: number) => `${syllables[n]}${syllables[i % 8]}${syllables[i >> 3]}n`;
    const text = (n: number, sentence: (a: string, b: string) => string) =>
      Array.from({ length: 30 }, (_, i) => sentence(made(n, i), made(n, 59 - i))).join(' ');
    const calm = (n: number) => ({
      ...articleOf(n),
      source: 'Post',
      text: `${text(n, (a, b) => `The ${a} of the town was beside the ${b} on all days.`)} The plan was reckless.`,
    });
    const loud = (n: number) => ({
      ...calm(n),
      text: text(n, (a, b) => `The reckless ${a} was beside a shameful ${b}.`),
    });
    put('in/a.jsonl', lines([calm(0), calm(1), calm(2)]));
    await run();
    put('in/b.jsonl', lines([loud(3), loud(4), loud(5)]));
    await run();
    const rows = readFileSync(at('out/csv/changes.csv'), 'utf8');
    expect(rows).toMatch(/^rate,up,Post,Post,Post,,author,wording,loaded-language,/mu);
    expect(rows).not.toMatch(/^speaker,/mu);
    put('in/c.jsonl', lines([{ ...calm(6), text: '“We are late,” said Anton Merl, the mayor of Velm.' }]));
    await run();
    expect(changes()).toContain('speaker new anton-merl');
    // One article more moves no rate out of its interval.
    expect(changes().filter((one) => one.startsWith('rate'))).toEqual([]);
  });
});

describe('an output folder that cannot be used', () => {
  it('of another schema is refused and left as it is', async () => {
    put('in/a.jsonl', lines(articles(1)));
    await run();
    const store = await openStore(at('out/framescope.duckdb'));
    await store.setMeta('schema', '1');
    await store.close();
    const before = readFileSync(at('out/framescope.duckdb'));
    await expect(run()).rejects.toThrow(/another version of framescope \(schema 1, this one needs/u);
    expect(readFileSync(at('out/framescope.duckdb')).equals(before)).toBe(true);
  });
  it('because a file stands in its place is refused', async () => {
    put('in/a.jsonl', lines(articles(1)));
    put('out', 'a file');
    await expect(run()).rejects.toMatchObject({ code: expect.stringMatching(/EEXIST|ENOTDIR/u) });
    expect(readFileSync(at('out'), 'utf8')).toBe('a file');
  });
  it.skipIf(!statSync('/dev/full', { throwIfNoEntry: false }))(
    'because the disk is full keeps the last good table, and the next run makes it good',
    async () => {
      put('in/a.jsonl', lines(articles(2)));
      await run();
      const before = readFileSync(at('out/csv/markers.csv'), 'utf8');
      put('in/b.jsonl', lines(articles(1, 5)));
      mkdirSync(at('out/csv'), { recursive: true });
      symlinkSync('/dev/full', at('out/csv/markers.csv.part'));
      await expect(run()).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(readFileSync(at('out/csv/markers.csv'), 'utf8')).toBe(before);
      rmSync(at('out/csv/markers.csv.part'), { force: true });
      expect(await run()).toMatchObject({ articles: 3, changed: false });
      expect(outcome(at('out'))).toEqual(await anew());
    },
  );
});
