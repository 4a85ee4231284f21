import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { h } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../../scripts/build-client.mjs';
import type { Store } from '../../src/pipeline/store.js';
import type { Quote } from '../../src/pipeline/types.js';
import { totals } from '../../src/report/html/data.js';
import { MOST_IN_SINGLE_FILE, writeComparePage, writeReport } from '../../src/report/html/index.js';
import { contextOf } from '../../src/report/html/make/context.js';
import { pages as reportPages } from '../../src/report/html/make.js';
import { type PageContent, renderFile } from '../../src/report/html/page.js';
import type { EventData } from '../../src/report/html/pages/event.js';
import { AnswerSheet } from '../../src/report/html/pages/sheets.js';
import { placeOf, type Site, safeUrl, slugs } from '../../src/report/html/site.js';
import { layoutParagraphs, TextView, voiceCuts } from '../../src/report/html/textview.js';
import { ACCOUNTS, HOSTILE, LEXICONS, recordOf, storeOf } from './sample.js';

type Doc = ReturnType<typeof parseHTML>['document'];
const folder = () => mkdtemp(join(tmpdir(), 'framescope-html-'));

async function pagesIn(dir: string): Promise<Map<string, string>> {
  const names = await readdir(dir, { recursive: true });
  const pages = new Map<string, string>();
  for (const name of names.sort())
    if (name.endsWith('.html')) pages.set(name, await readFile(join(dir, name), 'utf8'));
  return pages;
}

let store: Store;
let dir: string;
let pages: Map<string, string>;
let docs: Map<string, Doc>;
beforeAll(async () => {
  store = await storeOf([...ACCOUNTS, HOSTILE].map(recordOf));
  dir = await folder();
  await writeReport({ query: store.query, outDir: dir, lexicons: LEXICONS, version: '9.9.9' });
  pages = await pagesIn(dir);
  docs = new Map([...pages].map(([name, html]) => [name, parseHTML(html).document]));
});

/** What the article itself says on a page: without the names, notes and labels that stand in it. */
function articleText(document: Doc): string {
  const text = document.querySelector('.text')!.cloneNode(true) as Doc['body'];
  for (const own of text.querySelectorAll('.who, .note, .rtag')) own.remove();
  return text.textContent.replaceAll(/\s+/g, '');
}

describe('the text of an article', () => {
  it.each([...ACCOUNTS, HOSTILE])('of $id stands on its page word for word', (told) => {
    const page = docs.get([...docs.keys()].find((name) => name.startsWith('articles/') && docs.get(name)!.querySelector('h1')!.textContent.includes(told.title ?? told.id))!)!; // biome-ignore format: one search
    expect(articleText(page)).toBe(told.text.replaceAll(/\s+/g, ''));
  });

  it('survives any quotes and markers, nested, overlapping and across paragraphs', () => {
    const text = 'Ada “said ‘no’ twice”, then left.\n\nBen\nstayed: “why?” he asked <b>&amp;</b> שלום.';
    const span = fc
      .tuple(fc.nat(text.length), fc.nat(text.length))
      .filter(([a, b]) => a !== b)
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as [number, number]);
    const quote = fc.tuple(
      span,
      fc.constantFrom('direct', 'mixed', 'indirect', 'block'),
      fc.array(span, { maxLength: 2 }),
    );
    const marker = fc.tuple(
      span,
      fc.constantFrom('loaded-language', 'hedges', 'naming', 'claim'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(
        fc.array(quote, { maxLength: 5 }),
        fc.array(marker, { maxLength: 8 }),
        (quotes, markers) => {
          const record = {
          ...recordOf({ ...HOSTILE, text, quotes: [], marks: [], stances: [] }),
          quotes: quotes.map(([[start, end], form, marked], i) => ({
            id: `q${i + 1}`, start, end, text: text.slice(start, end), form: form as Quote['form'], marked, group: i,
            parent: null, cue: null, mention: null, speaker: i % 2 ? 's1' : null, confidence: 1,
          })),
          markers: markers.map(([[start, end], category, negated]) => ({
            start, end, text: text.slice(start, end), lexicon: 'x', entry: 'x', family: 'wording' as const, category,
            weight: 1, voice: 'author' as const, speaker: null, quote: null, negated, scare: false,
          })),
        }; // biome-ignore format: records
          const html = renderToString(TextView({ record, id: (anchor) => anchor }));
          const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
          expect(articleText(document)).toBe(text.replaceAll(/\s+/g, ''));
          const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is cut into voices by the innermost quote', () => {
    const q = (id: string, start: number, end: number, form: Quote['form'], marked: [number, number][] = []): Quote => ({ id, start, end, form, marked, text: '', group: 0, parent: null, cue: null, mention: null, speaker: null, confidence: 1 }); // biome-ignore format: a record
    const cuts = voiceCuts([q('outer', 0, 30, 'indirect'), q('inner', 10, 20, 'direct')]);
    expect(cuts.map(({ quote, wash, start, end }) => [quote.id, wash, start, end])).toEqual([
      ['outer', 'reported', 0, 10],
      ['inner', 'quoted', 10, 20],
      ['outer', 'reported', 20, 30],
    ]);
    const mixed = voiceCuts([q('m', 0, 12, 'mixed', [[4, 9]])]);
    expect(mixed.map(({ wash, start, end }) => [wash, start, end])).toEqual([
      ['reported', 0, 4],
      ['quoted', 4, 9],
      ['reported', 9, 12],
    ]);
  });

  it('keeps lines together where blank lines part paragraphs', () => {
    expect(layoutParagraphs('a\nb\n\nc')).toEqual([[0, 3], [5, 6]]); // biome-ignore format: pairs
    expect(layoutParagraphs('a\nb\n')).toEqual([[0, 1], [2, 3]]); // biome-ignore format: pairs
  });
});

describe('markers', () => {
  it('lead to their row, and the row leads back', () => {
    const page = docs.get('articles/herald.html')!;
    const marks = [...page.querySelectorAll('.text a.m')];
    expect(marks.length).toBeGreaterThan(5);
    for (const mark of marks) {
      for (const n of mark.getAttribute('data-n')?.split(' ') ?? [])
        expect(page.getElementById(`n${n}`)).not.toBeNull();
      expect(page.getElementById(mark.getAttribute('href')!.slice(1))).not.toBeNull();
    }
    const row = page.getElementById(marks[0]!.getAttribute('href')!.slice(1))!;
    expect(row.textContent).toContain('Because of loaded-language.reckless-mob.');
    const work = page.getElementById(row.querySelector('a.ref')!.getAttribute('href')!.slice(1))!;
    expect(work.textContent).toContain('A book of words');
  });

  it('of two kinds on the same words share one link', () => {
    const mark = docs.get('articles/herald.html')!.getElementById('m1')!;
    expect(mark.textContent).toBe('reckless mob');
    expect(mark.className).toContain('loaded');
    expect(mark.querySelector('.label')!.textContent).toBe('mob');
  });

  it('that are negated are shown and not counted', () => {
    const page = docs.get('articles/herald.html')!;
    const mark = [...page.querySelectorAll('a.m')].find((m) => m.textContent === 'disaster')!;
    expect(mark.className).toContain('neg');
    // reckless mob, hostage, disgraceful, bleed us dry; not the disaster that is none.
    expect(page.querySelector('[data-count=loaded]')!.textContent).toBe('4');
  });
});

describe('what a page may do', () => {
  it('is only what its policy names', () => {
    for (const [name, html] of pages) {
      const page = docs.get(name)!;
      const policy = page.querySelector('meta[http-equiv=Content-Security-Policy]')!.getAttribute('content')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain('unsafe');
      const run = /<script>([\s\S]*?)<\/script>/g;
      const scripts = [...html.matchAll(run)].map((match) => match[1]!);
      expect(scripts.length, name).toBe(1);
      const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;
      for (const text of [scripts[0]!, style])
        expect(policy).toContain(createHash('sha256').update(text).digest('base64'));
    }
  });

  it('leaves no way for the words of an article to act', () => {
    for (const [name, page] of docs) {
      expect(page.querySelectorAll('img, iframe, object, embed, base').length, name).toBe(0);
      for (const element of page.querySelectorAll('*')) {
        for (const { name: attribute, value } of element.attributes) {
          expect(attribute.startsWith('on') || attribute === 'style', `${name}: ${attribute}`).toBe(false);
          if (attribute === 'href' || attribute === 'src')
            expect(/^(?:#|data:,$|https?:\/\/|[a-z0-9./-]+\.html)/.test(value), `${name}: ${value}`).toBe(
              true,
            );
        }
      }
    }
  });

  it('shows hostile names as text', () => {
    const page = docs.get('index.html')!;
    expect(page.body.textContent).toContain('<img src=x onerror=alert(1)>');
    expect(docs.get('speakers.html')!.body.textContent).toContain('ليلى <i>حداد</i>');
  });

  it.each([
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    [' JaVaScRiPt:alert(1)', null],
    ['//no-protocol', null],
    ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ])('follows %s to %s', (url, safe) => expect(safeUrl(url)).toBe(safe));
});

describe('the files', () => {
  it('point only at pages and anchors that are there', () => {
    for (const [name, page] of docs) {
      for (const link of page.querySelectorAll('a[href]')) {
        const href = link.getAttribute('href')!;
        if (/^https?:/.test(href)) continue;
        const [path, anchor] = href.split('#');
        const target = path ? new URL(path, `file:///${name}`).pathname.slice(1) : name;
        expect(docs.has(target), `${name} -> ${href}`).toBe(true);
        if (anchor) expect(docs.get(target)!.getElementById(anchor), `${name} -> ${href}`).not.toBeNull();
      }
    }
  });

  it('are the same bytes when made again', async () => {
    const again = await folder();
    await writeReport({ query: store.query, outDir: again, lexicons: LEXICONS, version: '9.9.9' });
    expect(await pagesIn(again)).toEqual(pages);
  });

  it('of an earlier report go when they no longer belong; others stay', async () => {
    const out = await folder();
    await writeReport({ version: '9.9.9', query: store.query, outDir: out });
    await writeFile(join(out, 'articles', 'gone.html'), 'old');
    await writeFile(join(out, 'notes.html'), 'mine');
    await writeReport({ version: '9.9.9', query: store.query, outDir: out });
    const names = [...(await pagesIn(out)).keys()];
    expect(names).not.toContain('articles/gone.html');
    expect(names).toContain('notes.html');
  });

  it('become one with every page in it and ids of their own', async () => {
    const out = await folder();
    const { files } = await writeReport({
      version: '9.9.9',
      query: store.query,
      outDir: out,
      singleFile: true,
      lexicons: LEXICONS,
    });
    expect(files).toBe(1);
    const { document } = parseHTML(await readFile(join(out, 'index.html'), 'utf8'));
    // What is new since the run before is no part of a page to mail.
    expect(document.querySelectorAll('.page').length).toBe(pages.size - 1);
    const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const link of document.querySelectorAll('a[href]')) {
      const href = link.getAttribute('href')!;
      if (href.startsWith('#')) expect(document.getElementById(href.slice(1)), href).not.toBeNull();
      else expect(href).toMatch(/^https:/);
    }
  });

  it('are refused as one when there are too many articles', async () => {
    const told = ACCOUNTS[2]!;
    const many = Array.from({ length: MOST_IN_SINGLE_FILE + 1 }, (_, i) =>
      recordOf({ ...told, id: `a${i}`, event: null }),
    );
    const big = await storeOf(many);
    await expect(
      writeReport({ version: '9.9.9', query: big.query, outDir: await folder(), singleFile: true }),
    ).rejects.toThrow(/single-file/);
  });

  it('hold one page of accounts side by side for the teacher’s command', async () => {
    const file = join(await folder(), 'page.html');
    await writeComparePage({ version: '9.9.9', query: store.query, file, lexicons: LEXICONS });
    const { document } = parseHTML(await readFile(file, 'utf8'));
    expect(document.querySelectorAll('.col').length).toBe(4);
    expect([...document.querySelectorAll('.page')].map((page) => page.getAttribute('data-page'))).toEqual([
      'events/compare', 'worksheets/compare', 'answers/compare', 'method',
    ]); // biome-ignore format: one list
  });

  it('put all given articles side by side, whatever events are found among them', async () => {
    const file = join(await folder(), 'page.html');
    const told = ACCOUNTS.map((account, i) => recordOf({ ...account, event: i < 2 ? 'dock-strike' : null }));
    await writeComparePage({ version: '9.9.9', query: (await storeOf(told)).query, file });
    const { document } = parseHTML(await readFile(file, 'utf8'));
    expect(document.querySelectorAll('.col').length).toBe(3);
    expect(document.querySelector('h1')!.textContent).toBe('3 accounts, side by side');
  });

  it('carry the style and script as built', async () => {
    const committed = await readFile(
      new URL('../../src/report/html/assets.generated.ts', import.meta.url),
      'utf8',
    );
    expect(await generate()).toBe(committed);
  });
});

describe('names of files', () => {
  it('are safe, unique, and do not depend on the order of arrival', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 20 }),
        (ids) => {
          const pages = slugs('articles', ids);
          expect(new Set(pages.values()).size).toBe(ids.length);
          for (const page of pages.values()) expect(page).toMatch(/^articles\/[a-z0-9][a-z0-9-]*$/);
          expect(slugs('articles', [...ids].reverse())).toEqual(pages);
        },
      ),
    );
  });

  it('keep what people know an article by', () => {
    expect(slugs('articles', ['daily/Ünruhe 2'])).toEqual(
      new Map([['daily/Ünruhe 2', 'articles/daily-u-nruhe-2']]),
    );
  });
});

describe('a run that gives little', () => {
  it('says so instead of failing', async () => {
    const out = await folder();
    const empty = await storeOf([]);
    await writeReport({ version: '9.9.9', query: empty.query, outDir: out });
    const index = (await pagesIn(out)).get('index.html')!;
    expect(index).toContain('0 articles');
    expect(index).toContain('No marker of wording or certainty was found');
  });

  it('puts a handful of articles without events and sources side by side', async () => {
    const out = await folder();
    const plain = ACCOUNTS.map((told) =>
      recordOf({ ...told, source: null, event: null, title: null, published: null }),
    );
    await writeReport({ version: '9.9.9', query: (await storeOf(plain)).query, outDir: out });
    const names = await pagesIn(out);
    expect([...names.keys()]).toContain('events/all.html');
    expect(names.get('index.html')).toContain('Read them side by side');
    expect(names.get('articles/herald.html')).toContain('No source given');
  });
});

describe('the list of events', () => {
  it('is paged, and searched from its first page', async () => {
    const told = ACCOUNTS[2]!;
    const events = Array.from({ length: 201 }, (_, i) => `event-${i}`);
    const records = events.flatMap((event) =>
      ['Post', 'Gazette'].map((source) => recordOf({ ...told, id: `${event}-${source}`, source, event })),
    );
    const { query } = await storeOf(records);
    const context = await contextOf({ query, version: '9.9.9' }, await totals(query), false);
    const lists: PageContent[] = [];
    for await (const page of reportPages(context)) {
      if (page.key.startsWith('events/')) break;
      if (page.key.startsWith('events')) lists.push(page);
    }
    expect(lists.map((page) => page.key)).toEqual(['events', 'events-2']);
    const [first, second] = lists.map(
      (page) => parseHTML(`<main>${renderToString(page.body)}</main>`).document,
    );
    expect(first!.querySelectorAll('tbody tr').length).toBe(200);
    expect(second!.querySelectorAll('tbody tr').length).toBe(1);
    expect(JSON.parse(first!.querySelector('[data-search] script')!.textContent).length).toBe(201);
    expect(second!.querySelector('[data-search]')).toBeNull();
    // The second page of a list is still in its part of the report.
    const shell = parseHTML(renderFile(context.site, [lists[1]!]).join('')).document;
    expect(shell.querySelector('[data-nav=events]')!.getAttribute('aria-current')).toBe('true');
  }, 60_000);
});

describe('an answer sheet', () => {
  it('gives the figures of a difference to the account that has them', () => {
    const [a, b] = [ACCOUNTS[0]!, ACCOUNTS[1]!].map((told) => recordOf(told));
    const site: Site = { single: false, name: '', nav: [], version: '', articles: new Map(), speakers: new Map(), events: new Map() }; // biome-ignore format: one object
    const data = {
      title: 'Docks',
      accounts: [a, b].map((record) => ({ record, doc: { id: record!.id, name: record!.id, published: null } })),
      findings: [], naming: [], facts: [], speakers: [],
      comparisons: [{
        a: a!.id, b: b!.id, family: 'wording', category: 'loaded-language', voice: 'author',
        hitsA: 0, wordsA: 274, hitsB: 11, wordsB: 201, verdict: 'less',
      }],
    } as unknown as EventData; // biome-ignore format: a table
    const html = renderToString(h(AnswerSheet, { place: placeOf(site, 'answers/docks'), data }));
    const { document } = parseHTML(html);
    const answer = [...document.querySelectorAll('.tasks > li')].find((li) =>
      li.textContent.includes('differ in'),
    );
    expect(answer!.textContent).toContain('B: 11 in 201 words, against 0 in 274 in A.');
  });
});
