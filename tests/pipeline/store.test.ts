import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codePointsOf } from '../../src/pipeline/records.js';
import { openStore, type Store } from '../../src/pipeline/store.js';
import { freshFolder } from '../helpers/folder.js';
import { sampleAnalysis } from './sample-analysis.js';

const { at, put } = freshFolder('store');
let file: string;
let store: Store;
beforeEach(async () => {
  file = at('x.duckdb');
  store = await openStore(file);
});
afterEach(async () => {
  await store.close().catch(() => undefined);
});

describe('a record as rows', () => {
  beforeEach(() => store.appendAnalyses([sampleAnalysis()]));

  it('keeps the record as it is', async () => {
    const [row] = await store.query<{ record: string }>('SELECT record FROM documents');
    expect(JSON.parse(row!.record)).toEqual(sampleAnalysis());
  });
  it('counts, and opens with running text', async () => {
    expect(
      await store.query(
        'SELECT words, words_author, quotes, speakers, markers, opening, fields FROM documents',
      ),
    ).toEqual([
      {
        words: 11,
        words_author: 6,
        quotes: 1,
        speakers: 1,
        markers: 2,
        opening: '😀 Mayor Brandt slammed the owner. “We were slow,” she said.',
        fields: '{"desk":"city"}',
      },
    ]);
  });
  it('gives offsets in code points beside those in UTF-16 units, and the sentence', async () => {
    expect(
      await store.query(
        'SELECT start, start_cp, "end" - end_cp AS shift, sentence, lemma FROM markers ORDER BY n',
      ),
    ).toEqual([
      { start: 32, start_cp: 31, shift: 1, sentence: '😀 Mayor Brandt slammed the owner.', lemma: null },
      { start: 71, start_cp: 70, shift: 1, sentence: '“We were slow,” she said.', lemma: 'say' },
    ]);
  });
  it('names cue, mention and words of a quote, and target and evidence of a stance', async () => {
    expect(
      await store.query('SELECT text, cue, cue_category, mention, words, local_speaker FROM quotes'),
    ).toEqual([
      {
        text: 'We were slow,',
        cue: 'said',
        cue_category: 'neutral',
        mention: 'she',
        words: 3,
        local_speaker: 's1',
      },
    ]);
    expect(await store.query('SELECT target_name, text, evidence, label FROM stances')).toEqual([
      { target_name: 'the owner', text: 'the owner', evidence: 'slammed', label: -1 },
    ]);
  });
  it('has a row for each mention of a speaker', async () => {
    expect(await store.query('SELECT * EXCLUDE document FROM mentions')).toEqual([
      { local_speaker: 's1', start: 19, end: 31, start_cp: 18, end_cp: 30, text: 'Mayor Brandt' },
    ]);
  });
  it('keeps any text of its lists; half a character, which no file can hold, becomes the sign for one unknown', async () => {
    const analysis = sampleAnalysis({ id: 'b' });
    const text = 'a\0b “\ud83d” \\ud800 "\n😀';
    await store.appendAnalyses([
      { ...analysis, quotes: analysis.quotes.map((quote) => ({ ...quote, text })) },
    ]);
    expect(await store.query("SELECT text FROM quotes WHERE document = 'b'")).toEqual([
      { text: 'a\0b “\ufffd” \\ud800 "\n😀' },
    ]);
  });
  it('takes a very long article, however little memory it was given', async () => {
    const [marker] = sampleAnalysis().markers;
    const long = sampleAnalysis({ id: 'long', markers: Array.from({ length: 100_000 }, () => marker!) });
    await store.close();
    store = await openStore(file, { memory: 60, threads: 1 });
    await store.appendAnalyses([long]);
    expect(await store.query("SELECT count(*) AS n FROM markers WHERE document = 'long'")).toEqual([
      { n: 100_000 },
    ]);
  });
  it('gives a statement that ends for want of memory more, and runs it again', async () => {
    await store.close();
    store = await openStore(file, { memory: 60, threads: 1 });
    // 40 MB and more that cannot go to disk.
    const long = 'SELECT len(list(range)) AS n FROM range(5_000_000)';
    const all = [{ n: 5_000_000 }];
    const granted = "SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'";
    const [before] = await store.query(granted);
    await store.run(`CREATE TEMP TABLE once (n BIGINT); INSERT INTO once ${long}`);
    expect(await store.query('SELECT n FROM once')).toEqual(all);
    expect(await store.query(granted)).not.toEqual([before]);
    for (const want of [
      () => store.query(long),
      async () => {
        const rows = [];
        for await (const row of store.stream(long)) rows.push(row);
        return rows;
      },
      async () => {
        const rows = [];
        for await (const some of store.streamBytes(`SELECT ''::BLOB, n::VARCHAR FROM (${long})`))
          rows.push(...some.map(([, n]) => ({ n: Number(n) })));
        return rows;
      },
      async () => {
        await store.run(`CREATE TEMP TABLE made AS ${long}`);
        return store.query('SELECT n FROM made');
      },
      async () => {
        await store.runTogether(`DELETE FROM once; INSERT INTO once ${long}`);
        return store.query('SELECT n FROM once');
      },
    ]) {
      await store.close();
      store = await openStore(file, { memory: 60, threads: 1 });
      await store.run('CREATE TEMP TABLE once (n BIGINT); INSERT INTO once VALUES (1)');
      expect(await want()).toEqual(all);
    }
  });
  it('takes the next batch after one that was refused', async () => {
    await expect(store.appendAnalyses([sampleAnalysis()])).rejects.toThrow();
    await store.appendAnalyses([sampleAnalysis({ id: 'b' })]);
    expect(await store.query('SELECT count(*) AS n FROM markers')).toEqual([{ n: 4 }]);
  });
  it('takes all of a batch or nothing', async () => {
    await expect(store.appendAnalyses([sampleAnalysis({ id: 'b' }), sampleAnalysis()])).rejects.toThrow();
    expect(await store.query('SELECT id FROM documents')).toEqual([{ id: 'a' }]);
    expect(await store.query('SELECT count(*) AS n FROM quotes')).toEqual([{ n: 1 }]);
  });
});

describe('queries', () => {
  it('bind names, lists and nothing, and give whole numbers as numbers', async () => {
    const rows = await store.query(
      'SELECT count(*) AS n, sum(2) AS s, list(x ORDER BY x) AS l, $none IS NULL AS none FROM unnest($xs::VARCHAR[]) t(x)',
      {
        xs: ['b', 'a'],
        none: null,
      },
    );
    expect(rows).toEqual([{ n: 2, s: 4, l: ['a', 'b'], none: true }]);
  });
  it('streams rows in order', async () => {
    let sum = 0;
    let last = -1;
    for await (const { i } of store.stream<{ i: number }>(
      'SELECT range AS i FROM range(5000) ORDER BY range',
    )) {
      expect(i).toBe(last + 1);
      last = i;
      sum++;
    }
    expect(sum).toBe(5000);
  });
  it('streams bytes of any length as they are, beside text', async () => {
    const rows: [number, string | null][] = [];
    for await (const some of store.streamBytes(
      `SELECT CASE WHEN range % 2 = 0 THEN encode(repeat('é', range)) END, CASE WHEN range % 2 = 1 THEN 'n' || range END
       FROM range(5000) ORDER BY range`,
    )) {
      for (const [bytes, text] of some) {
        const n = rows.length;
        expect(bytes === null ? null : Buffer.from(bytes).toString()).toBe(
          n % 2 === 0 ? 'é'.repeat(n) : null,
        );
        rows.push([n, text]);
      }
    }
    expect(rows).toHaveLength(5000);
    expect(rows.every(([n, text]) => text === (n % 2 === 1 ? `n${n}` : null))).toBe(true);
  });
  it('keep any text, control characters included', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        await store.run('DELETE FROM problems');
        await store.appendProblems([{ file: text, document: null, code: 'x', message: `\0'${text}` }]);
        expect(await store.query('SELECT file, document, message FROM problems')).toEqual([
          { file: text, document: null, message: `\0'${text}` },
        ]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('interruption', () => {
  it('ends the statement that is running, and those after it', async () => {
    const abort = new AbortController();
    const other = await openStore(':memory:', { signal: abort.signal });
    const long = other.query('SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b');
    setTimeout(() => abort.abort(), 30);
    await expect(long).rejects.toThrow();
    await expect(other.query('SELECT 1')).rejects.toThrow();
    await other.close();
  });
});

describe('the file', () => {
  it('is read again, and only read', async () => {
    await store.setMeta('by', 'source');
    await store.close();
    const again = await openStore(file, { readOnly: true });
    expect(await again.getMeta('by')).toBe('source');
    expect(await again.getMeta('nothing')).toBeNull();
    await expect(again.run('DELETE FROM meta')).rejects.toThrow();
    await again.close();
  });
  it('is refused when it is missing, no store, or of another schema', async () => {
    await expect(openStore(at('gone'), { readOnly: true })).rejects.toThrow(/analyze/u);
    put('text', 'This is no store at all.');
    await expect(openStore(at('text'), { readOnly: true })).rejects.toThrow(/no store/u);
    await store.setMeta('schema', '0');
    await store.close();
    await expect(openStore(file, { readOnly: true })).rejects.toThrow(/another version/u);
  });
});

it('code point offsets agree with Array.from', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const cp = codePointsOf(text);
      let offset = 0;
      Array.from(text).forEach((char, i) => {
        expect(cp(offset)).toBe(i);
        offset += char.length;
      });
      expect(cp(offset)).toBe(Array.from(text).length);
    }),
  );
});
