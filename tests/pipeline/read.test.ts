import { chmodSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInputs, type ReadItem, readInput } from '../../src/pipeline/read/index.js';
import { foreignLanguage } from '../../src/pipeline/read/language.js';
import type { ReadOptions, ReadProblem } from '../../src/pipeline/read/types.js';
import type { Article, Problem } from '../../src/pipeline/types.js';
import { freshFolder } from '../helpers/folder.js';

const NEWS =
  'The harbour of Velm was closed on Monday after a freighter ran aground, and the mayor said that it would stay so.';
const GERMAN =
  'Der Hafen von Velm wurde am Montag geschlossen, nachdem ein Frachter auf Grund gelaufen war, und die Bürgermeisterin sagte, dass er vorerst nicht wieder geöffnet werde.';
const OPTIONS: ReadOptions = { columns: {}, format: null };

const { at, put } = freshFolder('read');
type Outcome = { articles: Article[]; problems: ReadProblem[]; notes: Problem[]; files: string[] };
async function read(
  given: string[] = ['.'],
  options: Partial<ReadOptions> = {},
  stdin?: string,
): Promise<Outcome> {
  const all: ReadOptions = { ...OPTIONS, ...options };
  const stream = (async function* () {
    yield Buffer.from(stdin ?? '');
  })();
  const { inputs, problems } = await findInputs(given, all, at(), stream);
  const out: Outcome = { articles: [], problems: [...problems], notes: [], files: [] };
  for (const input of inputs) {
    for await (const item of readInput(input, all) as AsyncGenerator<ReadItem>) {
      if ('problem' in item) out.problems.push(item.problem);
      else {
        out.articles.push(item.article);
        out.notes.push(...item.notes);
        out.files.push(item.file);
      }
    }
  }
  return out;
}
const ids = (out: Outcome) => out.articles.map((article) => article.id);
const codes = (out: Outcome) => out.problems.map((problem) => problem.code);
const hints = (article: Article) =>
  (article.layout ?? []).map(({ start, end, kind }) => `${kind}: ${article.text.slice(start, end)}`);

describe('files', () => {
  it('reads a folder deep down, in the order of ids, and leaves out what is never an article', async () => {
    for (const name of [
      'b.txt',
      'a/z.md',
      'a/b/c.txt',
      'README.md',
      'a/LICENSE.txt',
      'framescope.yml',
      'pic.png',
      '.hidden.txt',
      'page_files/ad.html',
      'targets.yml',
    ]) {
      put(name, NEWS);
    }
    const out = await read();
    expect(ids(out)).toEqual(['a/b/c', 'a/z', 'b']);
    expect(out.problems).toEqual([]);
  });
  it('takes ids below the given root: a file by itself is known by its name', async () => {
    put('deep/er/x.txt', NEWS);
    expect(ids(await read(['deep']))).toEqual(['er/x']);
    expect(ids(await read(['deep/er/x.txt']))).toEqual(['x']);
    expect(ids(await read(['deep/**/*.txt']))).toEqual(['er/x']);
  });
  it('reads a file named twice once', async () => {
    put('x.txt', NEWS);
    expect(ids(await read(['.', 'x.txt', '*.txt']))).toEqual(['x']);
  });
  it('tells of paths that are not there and of documents that it cannot read', async () => {
    put('report.pdf', '%PDF-1.4');
    const out = await read(['.', 'nowhere', 'no/*.txt']);
    expect(codes(out)).toEqual(['not-found', 'not-found', 'unsupported-format']);
    expect(out.problems[1]!.message).toContain('nowhere');
  });
  it('is not led in circles by links', async () => {
    put('a/x.txt', NEWS);
    symlinkSync(at(), at('a/loop'));
    expect(ids(await read())).toEqual(['a/x']);
  });
  it.skipIf(process.getuid?.() === 0)('tells of files that may not be read', async () => {
    put('x.txt', NEWS);
    chmodSync(at('x.txt'), 0);
    expect(codes(await read())).toEqual(['no-permission']);
  });
  it('reads standard input in the format that its first bytes show', async () => {
    expect(ids(await read(['-'], {}, NEWS))).toEqual(['stdin']);
    expect(ids(await read(['-'], {}, `${JSON.stringify({ id: 'r', text: NEWS })}\n`))).toEqual(['r']);
    expect((await read(['-'], {}, `<html><body><p>${NEWS}</p></body></html>`)).articles[0]!.text).toBe(NEWS);
    expect(ids(await read(['-'], { format: 'csv' }, `id,text\nq,"${NEWS}"\n`))).toEqual(['q']);
  });
  it('takes metadata from articles.csv beside the file or above it, and tells of files that are missing', async () => {
    put('sub/x.txt', NEWS);
    put(
      'articles.csv',
      'file,title,source,published,event,desk\nsub/x.txt,Harbour closed,Velm Post,3 May 2024,velm,city\nsub/gone.txt,T,S,,,\n',
    );
    const out = await read();
    expect(out.articles[0]).toMatchObject({
      title: 'Harbour closed',
      source: 'Velm Post',
      published: '2024-05-03',
      event: 'velm',
      url: null,
      fields: { desk: 'city' },
    });
    expect(out.problems).toMatchObject([{ code: 'file-not-found', file: 'articles.csv' }]);
    expect(out.problems[0]!.message).toContain('sub/gone.txt');
  });
});

describe('a folder that output was written to', () => {
  it('is told of and not read: its tables and pages are no articles', async () => {
    put('a.txt', NEWS);
    put('csv/quotes.csv', `text\n"${NEWS.replaceAll('"', '""')}"\n`);
    put('framescope.duckdb', 'x');
    const out = await read();
    expect(out.articles).toEqual([]);
    expect(codes(out)).toEqual(['output-folder']);
  });
});

describe('plain text', () => {
  it('keeps the text as it is and takes the leading date', async () => {
    const text = ` date 2026-02-27 ${NEWS}\r\n\r\nIt was over.\n`;
    put('x.txt', text);
    expect((await read()).articles[0]).toEqual({
      id: 'x', title: null, source: null, published: '2026-02-27', url: null, event: null, language: null, text,
    }); // biome-ignore format: a table
  });
  it.each([
    ['utf-8 with mark', Buffer.from(`\ufeffCafé “${NEWS}”`)],
    ['utf-16le with mark', Buffer.from(`\ufeffCafé “${NEWS}”`, 'utf16le')],
    ['utf-16be with mark', Buffer.from(`\ufeffCafé “${NEWS}”`, 'utf16le').swap16()],
    ['utf-16le without mark', Buffer.from(`Café “${NEWS}”`, 'utf16le')],
    [
      'windows-1252',
      Buffer.concat([
        Buffer.from([0x43, 0x61, 0x66, 0xe9, 0x20, 0x93]),
        Buffer.from(NEWS),
        Buffer.from([0x94]),
      ]),
    ],
  ])('decodes %s', async (_, bytes) => {
    put('x.txt', bytes);
    expect((await read()).articles[0]!.text).toBe(`Café “${NEWS}”`);
  });
  it('tells of empty, blank and binary files, and of texts that are surely not English', async () => {
    put('a.txt', '');
    put('b.txt', ' \n *** \n');
    put('c.txt', Buffer.from([80, 75, 3, 4, 0, 0, 0, 1, 255]));
    put('d.txt', GERMAN);
    const out = await read();
    expect(codes(out)).toEqual(['empty', 'empty', 'binary', 'not-english']);
    expect(out.problems[3]).toMatchObject({ document: 'd', file: 'd.txt' });
    expect(out.problems[3]!.message).toContain('German');
  });
  it('tells a language that is near to English from it when there is text enough', () => {
    const german =
      'Der Minister hat am Montag im Parlament erklärt, dass die Regierung keine neuen Steuern plant. ';
    expect(foreignLanguage(german.repeat(6))).toBe('German');
    expect(
      foreignLanguage('Stocks rose. Oil fell. Gold held. Bonds slid. Banks gained. '.repeat(8)),
    ).toBeNull();
  });

  it('does not judge the language of less than 20 words', async () => {
    put('x.txt', 'Der Hafen von Velm wurde am Montag geschlossen.');
    expect(ids(await read())).toEqual(['x']);
  });
  it('tells that a text without Latin letters is not English, though it has few blanks', async () => {
    put(
      'x.txt',
      '市长星期一表示,港口将继续关闭,直到所有石油都被清除。目前还不知道这艘船明天是否会被拖走,因为船主没有回答记者的问题,也没有解释事故的原因。',
    );
    expect(codes(await read())).toEqual(['not-english']);
  });
  it.each([
    ['Harbour of Velm closed', `Harbour of Velm closed\n\n${NEWS} ${NEWS}`],
    [
      'Breaking News | Harbour closed.',
      `Skip to content\n\nBreaking News | Harbour closed.\n\n${NEWS} ${NEWS}`,
    ],
    [null, `${NEWS}\n\n${NEWS} ${NEWS}`],
    [null, `The harbour is closed.\n\n${NEWS} ${NEWS}`],
    [null, `Harbour of Velm closed\n${NEWS} ${NEWS}`],
    [null, `Harbour of Velm closed\r\n${NEWS} ${NEWS}`],
    ['Harbour of Velm closed', `Harbour of Velm closed\r\n\r\n${NEWS} ${NEWS}`],
    [null, 'Harbour of Velm closed\n\nMore soon'],
  ])('takes %s for the headline', async (headline, text) => {
    put('x.txt', text);
    const [article] = (await read()).articles;
    expect(article!.title).toBe(headline);
    expect(hints(article!)).toEqual(headline === null ? [] : [`headline: ${headline}`]);
  });
});

describe('a lone CR', () => {
  const body = `# Harbour closed\n\n${NEWS}\n\n> We were slow.\n> We regret it.\n\nThe end.\n`;
  const matter = `---\noutlet: Velm Post\ntags: [sea, oil]\n---\n${body}`;
  const rows = [1, 2].map((n) => JSON.stringify({ id: `r${n}`, text: NEWS, source: 'Post' })).join('\n');
  it.each([
    ['x.txt', `Harbour of Velm closed\n\n${NEWS} ${NEWS}\n`],
    ['x.txt', `Harbour of Velm closed\n${NEWS} ${NEWS}\n`],
    ['x.md', matter],
    ['x.csv', `id,source,text\n1,Post,"${NEWS}"\n2,Post,"${NEWS}"\n`],
    ['x.jsonl', `${rows}\n\n{"id":\n`],
  ])('ends a line of %s as LF does', async (name, text) => {
    put(name, text);
    const lf = await read();
    expect(lf.articles.length).toBeGreaterThan(0);
    put(name, text.replaceAll('\n', '\r'));
    const cr = await read();
    const back = cr.articles.map((article) => ({ ...article, text: article.text.replaceAll('\r', '\n') }));
    expect({ ...cr, articles: back }).toEqual(lf);
  });
});

describe('Markdown', () => {
  it('takes front matter for metadata and marks headings, quotations and pictures; the text keeps its marks', async () => {
    const body = `# Harbour closed\n\n${NEWS}\n\n> We were slow.\n> We regret it.\n\n![The ship](ship.jpg)\n\nThe end.\n`;
    put('x.md', `---\nid: velm-1\noutlet: Velm Post\ndate: 2024-05-03\ntags: [sea, oil]\n---\n${body}`);
    const [article] = (await read()).articles;
    expect(article).toMatchObject({
      id: 'velm-1',
      title: 'Harbour closed',
      source: 'Velm Post',
      published: '2024-05-03',
      text: body,
      fields: { tags: '["sea","oil"]' },
    });
    expect(hints(article!)).toEqual([
      'headline: # Harbour closed',
      'blockquote: We were slow.\n> We regret it.',
      'caption: ![The ship](ship.jpg)',
    ]);
  });
  it('refuses broken front matter with its line', async () => {
    put('x.md', `---\ntitle: "Harbour\nsource: Post\n---\n${NEWS}`);
    const out = await read();
    expect(codes(out)).toEqual(['bad-front-matter']);
    expect(out.problems[0]!.message).toMatch(/^Line \d/u);
  });
});

describe('HTML', () => {
  const page = (body: string, head = '') =>
    `<!doctype html><html lang="en"><head><title>Harbour closed | Velm Post</title>${head}</head><body><nav>Home News</nav><main><article>${body}</article></main><footer>© Velm Post</footer></body></html>`;
  it('takes the story, its title and metadata, and what the elements say', async () => {
    const head =
      '<meta property="og:site_name" content="Velm Post"><meta property="article:published_time" content="2024-05-03T10:00:00+02:00"><link rel="canonical" href="https://velm.example/1"><meta name="framescope:event" content="velm">';
    const paragraphs = Array.from({ length: 5 }, () => `<p>${NEWS}</p>`).join('');
    put(
      'x.html',
      page(
        `<h1>Harbour closed</h1>${paragraphs}<blockquote><p>We were <em>slow</em>.</p></blockquote><p>She said <q>we regret it</q>.</p><figure><img src="a"><figcaption>The ship</figcaption></figure>`,
        head,
      ),
    );
    const [article] = (await read()).articles;
    expect(article).toMatchObject({
      id: 'x',
      title: 'Harbour closed',
      source: 'Velm Post',
      published: '2024-05-03T08:00:00Z',
      url: 'https://velm.example/1',
      event: 'velm',
      language: 'en',
    });
    expect(article!.text).toBe(
      [
        'Harbour closed',
        NEWS,
        NEWS,
        NEWS,
        NEWS,
        NEWS,
        'We were slow.',
        'She said “we regret it”.',
        'The ship',
      ].join('\n\n'),
    );
    expect(hints(article!)).toEqual([
      'headline: Harbour closed',
      'blockquote: We were slow.',
      'q: we regret it',
      'caption: The ship',
    ]);
  });
  it('puts a title before a text that does not have it', async () => {
    put(
      'x.html',
      page(
        `<p>${NEWS}</p><blockquote>We were slow.</blockquote>`,
        '<meta property="og:title" content="A bad Monday">',
      ),
    );
    const [article] = (await read()).articles;
    expect(article!.text.startsWith(`A bad Monday\n\n${NEWS}`)).toBe(true);
    expect(hints(article!)).toEqual(['headline: A bad Monday', 'blockquote: We were slow.']);
  });
  it('decodes what the page declares', async () => {
    put(
      'x.html',
      Buffer.concat([
        Buffer.from('<meta charset="windows-1251"><p>'),
        Buffer.from([0xcf, 0xf3]),
        Buffer.from(` ${NEWS}</p>`),
      ]),
    );
    expect((await read()).articles[0]!.text).toBe(`Пу ${NEWS}`);
  });
  it.each([
    ['deep nesting', '<div>'.repeat(100_000) + NEWS, 'too-large'],
    ['a million brackets', '<'.repeat(1_000_000), 'too-large'],
    ['a comment that does not end', `<!-- ${NEWS}`, 'empty'],
    ['no text', '<html><body><script>var text = "x";</script></body></html>', 'empty'],
  ])('answers at once to %s', async (_, html, code) => {
    put('x.html', html);
    const started = performance.now();
    expect(codes(await read())).toEqual([code]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
  it('takes linear time on many paragraphs', async () => {
    put('x.html', page(`<p>${NEWS}</p>`.repeat(20_000)));
    const started = performance.now();
    expect((await read()).articles[0]!.text.length).toBeGreaterThan(20_000 * NEWS.length);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('tables', () => {
  it('keeps a CSV whose first row ends early, and the first of two columns of one name', async () => {
    put('rows.csv', `id,text,text\n1\n2,"${NEWS.replaceAll('"', '""')}",another\n`);
    const out = await read();
    expect(codes(out)).toEqual(['empty']);
    expect(out.articles).toMatchObject([{ id: '2', text: NEWS, fields: { text_2: 'another' } }]);
  });

  it('puts a sign of equal length for half a character, which no store can hold', async () => {
    const row = { id: 'a\ud83d', text: `${NEWS} \udc00 \ud83d\ude00 \\ud800`, 'field\udfff': '\ud800x' };
    put('rows.jsonl', `${JSON.stringify(row)}\n`);
    const [article] = (await read()).articles;
    expect(article).toMatchObject({
      id: 'a\ufffd',
      text: `${NEWS} \ufffd \ud83d\ude00 \\ud800`,
      fields: { 'field\ufffd': '\ufffdx' },
    });
  });

  it('reads JSONL rows: usual names, further fields, targets, ids from the row or its place', async () => {
    const rows = [
      {
        id: 7,
        Headline: 'Harbour closed',
        outlet: 'Velm Post',
        pub_date: 'May 3, 2024',
        body: NEWS,
        section: 'City',
        rank: 2,
        targets: [
          { id: 't', start: 4, end: 11 },
          { id: 'u', start: 5, end: 5 },
        ],
      },
      { body: NEWS, date: '03/04/2024' },
    ];
    put('in.jsonl', rows.map((row) => JSON.stringify(row)).join('\n\n'));
    const out = await read();
    expect(out.articles[0]).toEqual({
      id: '7', title: 'Harbour closed', source: 'Velm Post', published: '2024-05-03', url: null, event: null, language: null,
      text: NEWS, targets: [{ id: 't', start: 4, end: 11 }], fields: { section: 'City', rank: '2' },
    }); // biome-ignore format: a table
    expect(out.articles[1]).toMatchObject({ id: 'in-3', published: null, fields: { date: '03/04/2024' } });
    expect(out.notes.map((note) => note.code)).toEqual(['bad-target', 'unclear-date']);
    expect(out.files).toEqual(['in.jsonl:1', 'in.jsonl:3']);
  });
  it('goes on after a bad row and names its line', async () => {
    put(
      'in.jsonl',
      [
        '{"text": ',
        '[1]',
        '{"title":"no text"}',
        '{"text":""}',
        JSON.stringify({ id: 'ok', text: NEWS }),
      ].join('\n'),
    );
    const out = await read();
    expect(ids(out)).toEqual(['ok']);
    expect(out.problems.map(({ file, code }) => `${file} ${code}`)).toEqual([
      'in.jsonl:1 bad-json',
      'in.jsonl:2 bad-json',
      'in.jsonl:3 no-text-column',
      'in.jsonl:4 empty',
    ]);
  });
  it('leaves the text of a row unchanged', async () => {
    const text = `  ${NEWS}\r\n\u00a0\ud83d\ude00 `;
    put('in.jsonl', Buffer.from(`\ufeff${JSON.stringify({ id: 'x', text })}`, 'utf16le'));
    expect((await read()).articles[0]!.text).toBe(text);
  });
  it.each([
    [',', 'id,source,text'],
    [';', 'id;source;text'],
    ['\t', 'id\tsource\ttext'],
  ])(
    'reads CSV parted by %j, with quote marks, line breaks and odd marks in cells',
    async (delimiter, header) => {
      const text = `He said "no"; twice,\n${NEWS}`;
      put(
        'in.csv',
        `\ufeff${header}\r\n1${delimiter}Post${delimiter}"${text.replaceAll('"', '""')}"\r\n2${delimiter}5" gun${delimiter}"${NEWS}"\r\n`,
      );
      const out = await read();
      expect(out.articles).toMatchObject([
        { id: '1', source: 'Post', text },
        { id: '2', source: '5" gun', text: NEWS },
      ]);
    },
  );
  it('takes other columns by name, and says which there are when one is missing', async () => {
    put('in.csv', `nr,was,wo\n1,"${NEWS}",Post\n`);
    const out = await read(['.'], { columns: { id: 'nr', text: 'was', source: 'wo' } });
    expect(out.articles).toMatchObject([{ id: '1', source: 'Post', text: NEWS }]);
    const bad = await read();
    expect(codes(bad)).toEqual(['no-text-column']);
    expect(bad.problems[0]!.message).toContain('nr, was, wo');
  });
  it('reads Windows-1252 tables', async () => {
    put(
      'in.csv',
      Buffer.concat([Buffer.from('id,text\n1,"Caf'), Buffer.from([0xe9]), Buffer.from(` ${NEWS}"\n`)]),
    );
    expect((await read()).articles[0]!.text).toBe(`Café ${NEWS}`);
  });
});
