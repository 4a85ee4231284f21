import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from '../../src/pipeline/store.js';
import { csvOf } from '../../src/report/csv.js';
import { dataPackage } from '../../src/report/datapackage.js';
import { defuseFormula, escapeHtml, jsonForScript } from '../../src/report/escape.js';
import { TABLES } from '../../src/report/tables.js';
import { sampleAnalysis } from '../pipeline/sample-analysis.js';

let store: Store;
beforeEach(async () => {
  store = await openStore(':memory:');
});
afterEach(() => store.close());

async function csv(name: string): Promise<string> {
  let text = '';
  for await (const pieces of csvOf(store, TABLES.find((table) => table.name === name)!))
    for (const piece of pieces) text += typeof piece === 'string' ? piece : Buffer.from(piece).toString();
  return text;
}
const read = (text: string): Record<string, string>[] =>
  parse(text, { columns: true, record_delimiter: '\r\n' });

describe('the tables', () => {
  it('are those of the design, in its order', () => {
    expect(TABLES.map(({ name }) => name)).toEqual([
      'documents', 'speakers', 'sources', 'scores', 'quotes', 'markers', 'stances', 'stance_summary', 'stance_pairs',
      'naming', 'comparisons', 'trends', 'keywords', 'alerts', 'changes', 'problems',
    ]); // biome-ignore format: a list
  });
  it.each(TABLES)(
    '$name: every column written is described, in snake_case, and the package says the same',
    async ({ name, sql, columns }) => {
      const described = await store.query<{ column_name: string; column_type: string }>(`DESCRIBE ${sql}`);
      expect(columns.map((column) => column.name)).toEqual(described.map((column) => column.column_name));
      const types = { INTEGER: 'integer', DOUBLE: 'number', BOOLEAN: 'boolean', VARCHAR: 'string' } as Record<
        string,
        string
      >;
      expect(columns.map((column) => column.type)).toEqual(
        described.map((column) => types[column.column_type]),
      );
      for (const column of columns) {
        expect(column.name).toMatch(/^[a-z][a-z0-9_]*$/u);
        expect(column.meaning).toMatch(/[.;]/u);
      }
      const resource = JSON.parse(dataPackage({ version: '1' })).resources.find(
        (one: { name: string }) => one.name === name,
      );
      expect(resource.schema.fields.map((field: { name: string }) => field.name)).toEqual(
        columns.map((column) => column.name),
      );
      for (const field of resource.schema.fields) {
        expect(field.description).not.toBe('');
        if (field.type === 'integer' || field.type === 'number') expect(field.unit).toMatch(/./u);
      }
      expect(await csv(name)).toBe(`${columns.map((column) => column.name).join(',')}\r\n`);
    },
  );
});

it('names the records beside the tables, which are no table', () => {
  const { profile, resources } = JSON.parse(dataPackage({ version: '1' }));
  expect(profile).toBe('data-package');
  expect(resources).toHaveLength(TABLES.length + 1);
  expect(resources.at(-1)).toMatchObject({
    profile: 'data-resource',
    path: 'analysis.jsonl',
    format: 'jsonl',
  });
  expect(resources.at(-1)).not.toHaveProperty('schema');
});

describe('a row', () => {
  it('has unknown cells empty, truth as words, numbers plain, and the sentence', async () => {
    await store.appendAnalyses([sampleAnalysis()]);
    const [row] = read(await csv('markers'));
    expect(row).toEqual({
      document: 'a', n: '0', source: 'Velm Post', start: '32', end: '39', start_cp: '31', end_cp: '38', text: 'slammed',
      lexicon: 'wording-loaded', entry: 'loaded-language.slam', family: 'wording', category: 'loaded-language',
      weight: '2', voice: 'author', speaker: '', quote: '', negated: 'false', scare: 'false', lemma: '',
      sentence: '😀 Mayor Brandt slammed the owner.',
    }); // biome-ignore format: a table
    expect(read(await csv('stances'))[0]).toMatchObject({ polarity: '-0.5', label: '-1' });
  });
  it('says infinity as the package format does', async () => {
    await store.insert('comparisons', [
      [
        'source',
        'x',
        'y',
        'author',
        'wording',
        'c',
        1,
        2,
        3,
        0,
        5,
        6,
        Number.POSITIVE_INFINITY,
        0.1,
        null,
        1e-7,
        0.5,
        'more',
      ],
    ]);
    expect(read(await csv('comparisons'))[0]).toMatchObject({
      ratio: 'INF',
      ratio_low: '0.1',
      ratio_high: '',
      p: '1e-7',
    });
  });
  it('comes in the stated order, whatever the order of arrival', async () => {
    await store.appendAnalyses(['b', 'a', 'ä', 'Z'].map((id) => sampleAnalysis({ id })));
    expect(read(await csv('documents')).map(({ id }) => id)).toEqual(['Z', 'a', 'b', 'ä']);
  });
  it('survives hostile text, and no cell is a formula', async () => {
    const nasty = fc.stringMatching(/^[=+\-@\t\r\n"',;<&a ＝]{1,8}$/u);
    await fc.assert(
      fc.asyncProperty(nasty, async (text) => {
        await store.run('DELETE FROM problems');
        await store.appendProblems([{ file: text, document: null, code: 'x', message: text }]);
        const [row] = read(await csv('problems'));
        expect(row!.file!.replace(/^'(?=[=+\-@\t\r＝])/u, '')).toBe(text.replace(/^'(?=[=+\-@\t\r＝])/u, ''));
        expect(row!.file).not.toMatch(/^[=+\-@\t\r＝]/u);
      }),
      { numRuns: 60 },
    );
  });
});

describe('rows that the database joins, and those that it does not,', () => {
  /** The same without its help: every cell by itself. */
  const byCell = (row: readonly (string | number | boolean | null)[]): string =>
    row
      .map((cell) => {
        if (typeof cell === 'number' && Math.abs(cell) === Number.POSITIVE_INFINITY)
          return cell > 0 ? 'INF' : '-INF';
        const text = typeof cell === 'string' ? defuseFormula(cell) : cell === null ? '' : String(cell);
        return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
      })
      .join(',');
  const body = (csv: string): string => csv.slice(csv.indexOf('\r\n') + 2);
  const nasty = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n"\',;\u001f<&aé＝😀'), maxLength: 6 });
  const text = fc.option(fc.oneof(nasty, fc.constantFrom('Velm Post', 'a, b', '-1')));
  const whole = fc.option(fc.integer({ min: -2_000_000, max: 2_000_000 }));
  const number = fc.option(
    fc.oneof(
      fc.double(),
      fc.double({ min: 1e-5, max: 1000, noNaN: true }),
      fc.tuple(fc.nat(5000), fc.integer({ min: 1, max: 900 })).map(([hits, words]) => (1000 * hits) / words),
      fc.constantFrom(0, -0, 1e-4, 0.00009999, 1e-7, 3e15, 1e15, 1e21, -2.5, 1e-300),
    ),
  );

  it('say of text, counts and numbers what JavaScript and RFC 4180 say', async () => {
    const row = fc.tuple(text, text, text, whole, number, number, number, number);
    await fc.assert(
      fc.asyncProperty(row, async ([a, b, c, n, ...numbers]) => {
        await store.run('DELETE FROM alerts');
        // In the order of the table's columns, which are those of the file.
        const cells = [
          'rule',
          a,
          'unit',
          'id',
          b,
          null,
          null,
          c,
          'wording',
          null,
          n,
          n,
          ...numbers,
          null,
          null,
          1,
          null,
        ];
        await store.insert('alerts', [cells]);
        expect(body(await csv('alerts'))).toBe(`${byCell(cells)}\r\n`);
      }),
      { numRuns: 200 },
    );
  });

  it('say of prose between other cells the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(text, text, text), async ([words, cue, sentence]) => {
        await store.run('DELETE FROM quotes; DELETE FROM documents; DELETE FROM document_speakers');
        await store.appendAnalyses([sampleAnalysis()]);
        await store.run('UPDATE quotes SET text = $words, cue = $cue, sentence = $sentence', {
          words,
          cue,
          sentence,
        });
        const [first] = await store.query<Record<string, string | number | null>>(
          TABLES.find(({ name }) => name === 'quotes')!.sql,
        );
        expect(body(await csv('quotes')).startsWith(`${byCell(Object.values(first!))}\r\n`)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('escaping', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['-2', "'-2"],
    ['@x', "'@x"],
    ['\t=1', "'\t=1"],
    ['＝1', "'＝1"],
    ['a=1', 'a=1'],
    ['', ''],
  ])('defuses %j as %j', (cell, safe) => expect(defuseFormula(cell)).toBe(safe));
  it('lets no text end its element or attribute', () => {
    expect(escapeHtml(`<a b="c" d='e'>&`)).toBe('&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
  });
  it('keeps data in a script whole and inside it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = jsonForScript({ value, bad: '</script><!--\u2028' });
        expect(text).not.toMatch(/[<\u2028\u2029]/u);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ value, bad: '</script><!--\u2028' })));
      }),
    );
  });
});
