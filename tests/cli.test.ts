import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT, main } from '../src/cli.js';
import { openStore } from '../src/pipeline/store.js';
import { captured } from './helpers/captured.js';
import { freshFolder } from './helpers/folder.js';
import { CLI, isBuilt, outcome } from './pipeline/built.js';

const NEWS =
  'The mayor of Velm slammed the owner on Monday. “We were slow,” Ilse Brandt said, and the port was closed.';
const OTHER =
  'The owner of the ship said on Monday that the reckless harbour authority had allegedly ignored every warning.';

const { at, put } = freshFolder('cli');
const said = captured();

describe('analyze', () => {
  it('writes every file and tells where the report is', async () => {
    put('in/a.txt', NEWS);
    expect(await main(['analyze', at('in'), '-o', at('out')])).toBe(EXIT.done);
    expect(said.stdout).toContain(`Report: ${at('out/index.html')}`);
    expect(said.stderr).toBe('');
    for (const file of [
      'index.html',
      'analysis.jsonl',
      'datapackage.json',
      'run.json',
      'framescope.duckdb',
      'csv/markers.csv',
    ]) {
      expect(existsSync(at(`out/${file}`)), file).toBe(true);
    }
    const record = JSON.parse(readFileSync(at('out/analysis.jsonl'), 'utf8'));
    expect(record).toMatchObject({ id: 'a', text: NEWS });
    expect(record.markers.map(({ text }: { text: string }) => text)).toContain('slammed');
    expect(record.quotes.find((quote: { form: string }) => quote.form === 'direct')).toMatchObject({
      text: 'We were slow,',
    });
  });

  it('gives the same bytes whatever the order of rows and the number of jobs', async () => {
    const rows = [
      { id: 'a', text: NEWS, source: 'Post' },
      { id: 'b', text: OTHER, source: 'Herald' },
      { id: 'c', text: `${OTHER}\n\n${NEWS}`, source: 'Post' },
    ].map((row) => JSON.stringify(row));
    put('one.jsonl', rows.join('\n'));
    put('two.jsonl', rows.toReversed().join('\n'));
    await main(['analyze', at('one.jsonl'), '-o', at('out1'), '--jobs', '1']);
    await main(['analyze', at('two.jsonl'), '-o', at('out2'), '--jobs', '8']);
    const first = outcome(at('out1'));
    expect(Object.keys(first).length).toBeGreaterThan(15);
    expect(outcome(at('out2'))).toEqual(first);
  });

  it('takes columns, further lexicons, groupings and what is silenced', async () => {
    put('in.csv', `nr,was,desk\n1,"${NEWS}",city\n2,"${OTHER}",port\n`);
    put('framescope.yml', 'exclude: {terms: [slammed]}\ncolumns: {id: nr, text: was}\n');
    expect(
      await main([
        'analyze',
        at('in.csv'),
        '-o',
        at('out'),
        '--config',
        at('framescope.yml'),
        '--by',
        'desk',
      ]),
    ).toBe(EXIT.done);
    const records = readFileSync(at('out/analysis.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ id, fields }) => [id, fields.desk])).toEqual([
      ['1', 'city'],
      ['2', 'port'],
    ]);
    expect(JSON.stringify(records[0].markers)).not.toContain('slammed');
    expect(readFileSync(at('out/csv/comparisons.csv'), 'utf8')).toContain('\r\ndesk,');
  });
});

describe('Parquet', () => {
  it('has the tables of the store, to be read by anything that reads Parquet', async () => {
    put('in/a.txt', NEWS);
    expect(await main(['analyze', at('in'), '-o', at('out'), '--format', 'parquet'])).toBe(EXIT.done);
    const store = await openStore(':memory:');
    const read = <T>(columns: string, table: string) =>
      store.query<T>(`SELECT ${columns} FROM read_parquet('${at(`out/parquet/${table}.parquet`)}')`);
    expect(await read('id', 'documents')).toEqual([{ id: 'a' }]);
    expect(await read('text', 'quotes')).toContainEqual({ text: 'We were slow,' });
    expect(await read('speaker, text', 'mentions')).toContainEqual({
      speaker: 'ilse-brandt',
      text: 'Ilse Brandt',
    });
    expect(await read('lemma, uses', 'lemmas')).toContainEqual({ lemma: 'slam', uses: 1 });
    await store.close();
    const names = readdirSync(at('out/parquet')).map((name) => name.replace('.parquet', ''));
    const tables = readdirSync(at('out/csv')).map((name) => name.replace('.csv', ''));
    expect(names.sort()).toEqual([...tables, 'lemmas', 'mentions'].sort());
  });
});

describe('exit codes', () => {
  it('3: done, but an article could not be analyzed, and it is told', async () => {
    put('in/a.txt', NEWS);
    put('in/b.txt', '');
    expect(await main(['analyze', at('in'), '-o', at('out')])).toBe(EXIT.partly);
    expect(said.stderr).toContain('b.txt: The file is empty.');
    expect(readFileSync(at('out/csv/problems.csv'), 'utf8')).toContain('b.txt,,empty,');
  });
  it('1: nothing could be done', async () => {
    put('in/b.txt', '');
    expect(await main(['analyze', at('in'), '-o', at('out')])).toBe(EXIT.nothing);
    expect(await main(['report', at('nowhere')])).toBe(EXIT.nothing);
    expect(said.stderr).toMatch(/There is no store at .*analyze/u);
  });
  it.each([
    ['an unknown command', ['analyse']],
    ['an unknown flag', ['analyze', '--nonsense']],
    ['a field that articles do not have', ['analyze', '--column', 'txt=body']],
    ['a number that is none', ['analyze', '--jobs', '0']],
    ['settings that are not there', ['analyze', '--config', '/nowhere.yml']],
    ['a lexicon that is not there', ['analyze', '--lexicon', '/nowhere.yml']],
  ])('2: %s', async (_, args) => {
    put('in/a.txt', NEWS);
    expect(await main([...args, at('in'), '-o', at('out')])).toBe(EXIT.usage);
    expect(said.stderr).not.toBe('');
    expect(existsSync(at('out'))).toBe(false);
  });
  it('2: a silenced category that no lexicon has', async () => {
    put('in/a.txt', NEWS);
    put('framescope.yml', 'exclude: {categories: [hedgehogs]}\n');
    expect(await main(['analyze', at('in'), '-o', at('out'), '--config', at('framescope.yml')])).toBe(
      EXIT.usage,
    );
    expect(said.stderr).toContain('hedgehogs');
  });
  it('130: interrupted, the last good output as it was', async () => {
    put('in/a.txt', NEWS);
    await main(['analyze', at('in'), '-o', at('out')]);
    const before = outcome(at('out'));
    put('in/b.txt', OTHER);
    expect(await main(['analyze', at('in'), '-o', at('out')], AbortSignal.abort())).toBe(EXIT.interrupted);
    expect(outcome(at('out'))).toEqual(before);
  });
  it('0 for help and version', async () => {
    expect(await main(['--help'])).toBe(EXIT.done);
    expect(await main(['--version'])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/analyze[\s\S]*\d+\.\d+\.\d+\n$/u);
  });
});

describe('other commands', () => {
  it('report makes the same files again from the store alone', async () => {
    put('in/a.txt', NEWS);
    await main(['analyze', at('in'), '-o', at('out')]);
    const before = outcome(at('out'));
    for (const name of ['csv', 'articles', 'analysis.jsonl', 'index.html', 'in'])
      rmSync(at(`out/${name}`), { recursive: true, force: true });
    rmSync(at('in'), { recursive: true });
    expect(await main(['report', at('out')])).toBe(EXIT.done);
    expect(outcome(at('out'))).toEqual(before);
  });
  it('compare writes one page', async () => {
    put('a.txt', NEWS);
    put('b.html', `<html><body><p>${OTHER}</p></body></html>`);
    expect(await main(['compare', at('a.txt'), at('b.html'), '-o', at('side.html')])).toBe(EXIT.done);
    const page = readFileSync(at('side.html'), 'utf8');
    expect(page).toContain('We were slow');
    expect(page).toContain('harbour authority');
  });
  it('lexicon list shows categories, and with a filter entries', async () => {
    expect(await main(['lexicon', 'list'])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/^attribution +hostile +\d+ +\d+ +\S/mu);
    said.stdout = '';
    expect(await main(['lexicon', 'list', '--category', 'hostile', '--search', 'Slam'])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/^entry.*\nhostile\.slam +\d/u);
  });
  it('lexicon list says when nothing fits the filter', async () => {
    expect(await main(['lexicon', 'list', '--category', 'no-such'])).toBe(EXIT.usage);
    expect(said.stdout).toBe('');
    expect(said.stderr).toContain('No entry is like that');
  });
  it('lexicon check tells what is wrong, with its line', async () => {
    put('bad.yml', 'id: bad\nfamily: wording\nversion: 1\n');
    expect(await main(['lexicon', 'check', at('bad.yml')])).toBe(EXIT.usage);
    expect(said.stderr).toMatch(/bad\.yml:3:10: /u);
  });
  it('lexicon import makes a lexicon that analyze takes', async () => {
    put('mood.dic', '%\n1\tslow\n%\nslow*\t1\n');
    put('in/a.txt', NEWS);
    expect(await main(['lexicon', 'import', at('mood.dic'), '-o', at('pace.yml')])).toBe(EXIT.done);
    expect(await main(['analyze', at('in'), '-o', at('out'), '--lexicon', at('pace.yml')])).toBe(EXIT.done);
    expect(readFileSync(at('out/csv/markers.csv'), 'utf8')).toMatch(/,slow,pace,/u);
  });
  it('lexicon export writes to standard output', async () => {
    expect(await main(['lexicon', 'export', 'csv'])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/^term,category,/u);
  });
  it('lexicon audit counts on a corpus', async () => {
    put('in/a.txt', NEWS);
    expect(await main(['lexicon', 'audit', at('in')])).toBe(EXIT.done);
    expect(said.stdout).toMatch(/entries on 1 articles, \d+ words/u);
    expect(said.stdout).toMatch(/1 in 1 articles {2}neutral\.say {2}\(said 1\)/u);
  });
});

describe.skipIf(!isBuilt)('the built program', () => {
  it('ends with 130 on Ctrl-C', async () => {
    put(
      'in.jsonl',
      Array.from({ length: 20_000 }, (_, i) => JSON.stringify({ id: `a${i}`, text: NEWS })).join('\n'),
    );
    const child = spawn(process.execPath, [CLI, 'analyze', at('in.jsonl'), '-o', at('out')], {
      stdio: 'ignore',
    });
    // It is at work once its draft stands there.
    while (!existsSync(at('out/framescope.duckdb.part')) && child.exitCode === null)
      await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGINT');
    expect(await new Promise((done) => child.on('exit', done))).toBe(EXIT.interrupted);
    // No output was begun; what was analyzed waits in the draft for the next run.
    expect(readdirSync(at('out')).filter((name) => !name.startsWith('framescope.duckdb.part'))).toEqual([]);
  });
  it('reads standard input and prints nothing but its closing words', async () => {
    const child = spawn(process.execPath, [CLI, 'analyze', '-', '-o', at('out')]);
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stdin.end(JSON.stringify({ id: 'x', text: NEWS }));
    expect(await new Promise((done) => child.on('exit', done))).toBe(EXIT.done);
    expect(out).toMatch(/^1 article analyzed in [\d.]+ s\.\nReport: /u);
  });
});
