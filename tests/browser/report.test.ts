/**
 * The report in a real browser. Skipped, and said so, where none is installed; FRAMESCOPE_BROWSER=required makes its
 * absence a failure, FRAMESCOPE_CHROMIUM names another executable.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeComparePage, writeReport } from '../../src/report/html/index.js';
import { ACCOUNTS, HOSTILE, LEXICONS, recordOf, storeOf } from '../report/sample.js';

const EXECUTABLE = process.env.FRAMESCOPE_CHROMIUM ?? '/usr/bin/chromium';
const REQUIRED = process.env.FRAMESCOPE_BROWSER === 'required';
const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
]; // biome-ignore format: a list
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const here = REQUIRED || existsSync(EXECUTABLE);
if (!here) console.warn(`No browser at ${EXECUTABLE}: the tests of the report in a browser are skipped.`);

/** What the page's style makes of an element; the page's own types are not known here. */
function css(of: Locator, property: string, pseudo: string | null = null): Promise<string> {
  type Window = {
    getComputedStyle(e: unknown, pseudo: string | null): { getPropertyValue(name: string): string };
  };
  return of.evaluate(
    (element, [name, part]) =>
      (globalThis as unknown as Window).getComputedStyle(element, part!).getPropertyValue(name!),
    [property, pseudo] as const,
  );
}
const CLEAR = 'rgba(0, 0, 0, 0)';

describe.skipIf(!here)('the report in a browser', () => {
  let browser: Browser;
  let dir: string;
  let single: string;
  let compare: string;
  let files: string[];
  /** What went wrong in the page that is open: errors, and requests off the disk. */
  let wrong: string[];

  beforeAll(async () => {
    const { query } = await storeOf([...ACCOUNTS, HOSTILE].map(recordOf));
    dir = await mkdtemp(join(tmpdir(), 'framescope-browser-'));
    single = join(dir, 'single');
    compare = join(dir, 'compare.html');
    await writeReport({ version: '9.9.9', query, outDir: join(dir, 'out'), lexicons: LEXICONS });
    await writeReport({ version: '9.9.9', query, outDir: single, lexicons: LEXICONS, singleFile: true });
    await writeComparePage({ version: '9.9.9', query, file: compare, lexicons: LEXICONS });
    files = (await readdir(join(dir, 'out'), { recursive: true }))
      .filter((name) => name.endsWith('.html'))
      .sort();
    browser = await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
  }, 60_000);
  afterAll(() => browser?.close());

  async function open(
    path: string,
    options: { width?: number; dark?: boolean; script?: boolean } = {},
  ): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 900 },
      colorScheme: options.dark ? 'dark' : 'light',
      javaScriptEnabled: options.script ?? true,
      bypassCSP: false,
    });
    const page = await context.newPage();
    wrong = [];
    page.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('dialog', (dialog) => {
      wrong.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!/^(?:file|data|blob):/.test(request.url())) wrong.push(request.url());
    });
    await page.goto(`file://${path}`);
    return page;
  }
  const inReport = (name: string) => join(dir, 'out', name);
  const event = () => inReport('events/dock-strike.html');

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(await readFile(AXE, 'utf8'));
    const found = await page.evaluate(async () => {
      const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } }).axe; // biome-ignore format: one type
      return (await axe.run()).violations;
    });
    return found.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map((n) => `${id}: ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`),
    );
  }

  it('opens every page without an error, a request or sideways scrolling, at every width', async () => {
    for (const path of [...files.map(inReport), join(single, 'index.html'), compare]) {
      const page = await open(path);
      for (const width of [320, 390, 768, 1024, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const over = await page.evaluate(
          'document.documentElement.scrollWidth - document.documentElement.clientWidth',
        );
        expect(over, `${path} at ${width}`).toBe(0);
      }
      expect(wrong, path).toEqual([]);
      await page.context().close();
    }
  }, 120_000);

  it.each([
    ['light', { width: 1280 }],
    ['dark', { width: 1280, dark: true }],
    ['phone', { width: 390 }],
  ] as const)(
    'has no accessibility violation: %s',
    async (_, options) => {
      const kinds = ['index.html', 'events/dock-strike.html', 'articles/herald.html', 'speakers.html', 'speakers/tomas-vell.html', 'articles.html', 'changes.html', 'method.html', 'worksheets/dock-strike.html', 'answers/dock-strike.html']; // biome-ignore format: one list
      for (const name of kinds) {
        const page = await open(inReport(name), options);
        expect(await violations(page), name).toEqual([]);
        await page.context().close();
      }
      for (const path of [join(single, 'index.html'), compare]) {
        const page = await open(path, options);
        expect(await violations(page), path).toEqual([]);
        await page.context().close();
      }
    },
    180_000,
  );

  it('shows the card of a marker on focus, walks markers by arrows, and closes with Escape', async () => {
    const page = await open(event());
    const text = page.locator('[data-col=a1] .text');
    await text.locator('a.m[tabindex="0"]').focus();
    const card = page.locator('#card');
    await expect.poll(() => card.textContent()).toContain('reckless mob');
    expect(await card.textContent()).toContain('Because of loaded-language.reckless-mob.');
    expect(await card.textContent()).toContain('A book of words');
    expect(await card.textContent()).toContain('own words');
    await page.keyboard.press('ArrowRight');
    expect(await card.textContent()).toContain('hostage');
    await page.keyboard.press('End');
    expect(await card.textContent()).toContain('some observers');
    await page.keyboard.press('Home');
    expect(await card.textContent()).toContain('reckless mob');
    await page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(false);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('reckless');
    // One tab stop an account: the next Tab leaves this text.
    await page.keyboard.press('Tab');
    expect(await page.evaluate("document.activeElement.closest('[data-col=a1] .text') === null")).toBe(true);
    await page.context().close();
  });

  it('pins a card at a tap, and closes it at a tap beside it', async () => {
    const page = await open(event(), { width: 390 });
    await page.locator('[data-col=a1] a.m', { hasText: 'hostage' }).click();
    const card = page.locator('#card');
    expect(await card.textContent()).toContain('hostage');
    const box = (await card.boundingBox())!;
    expect(Math.round(box.x)).toBe(0);
    expect(page.url()).toMatch(/#a1m\d+$/);
    await page.locator('h1').click();
    expect(await card.isVisible()).toBe(false);
    await page.context().close();
  });

  it('filters by the legend, and counts what is shown', async () => {
    const page = await open(event());
    const mark = page.locator('[data-col=a1] a.m', { hasText: 'hostage' });
    const background = () => css(mark, 'background-color');
    expect(await background()).not.toBe(CLEAR);
    await page.locator('input[data-form=loaded]').uncheck();
    expect(await background()).toBe(CLEAR);
    await mark.hover();
    expect(await page.locator('#card').isVisible()).toBe(false);
    // Herald and Gazette and the hostile one are shown: four and one loaded words that are not negated.
    expect(await page.locator('[data-count=loaded]').textContent()).toBe('5');
    await page.locator('[data-account=a1]').uncheck();
    expect(await page.locator('[data-count=loaded]').textContent()).toBe('1');
    await page.context().close();
  });

  it('lets two to six accounts be chosen', async () => {
    const page = await open(event());
    expect(await page.locator('.col:visible').count()).toBe(3);
    await page.locator('[data-account=a4]').check();
    expect(await page.locator('.col:visible').count()).toBe(4);
    await page.locator('[data-account=a1]').uncheck();
    await page.locator('[data-account=a2]').uncheck();
    expect(await page.locator('[data-account=a3]').isDisabled()).toBe(true);
    expect(await page.locator('[data-chosen]').textContent()).toBe('2 of 4 shown');
    await page.context().close();
  });

  it('opens at a marker, a quote or a row that a link names, and shows what hid it', async () => {
    const quote = await open(`${inReport('articles/gazette.html')}#q2`);
    await expect.poll(async () => ((await quote.locator('#q2').boundingBox())?.y ?? -1) > 0).toBe(true);
    expect((await quote.locator('#q2').boundingBox())!.y).toBeLessThan(900);
    await quote.context().close();
    const late = await open(`${event()}#a4q2`);
    await expect.poll(() => late.locator('#a4q2').isVisible()).toBe(true);
    await late.context().close();
    const row = await open(`${inReport('articles/herald.html')}#n3`);
    await expect.poll(() => row.locator('#n3').isVisible()).toBe(true);
    await row.context().close();
  });

  it('hides the answers from a class, and reveals them layer by layer', async () => {
    const page = await open(`${event()}#class`);
    const loaded = page.locator('[data-col=a1] a.m', { hasText: 'hostage' });
    const cue = page.locator('[data-col=a1] a.m', { hasText: 'noted' });
    const seen = async () => ({
      findings: await page.locator('.block').first().isVisible(),
      who: await page.locator('[data-col=a1] .who').first().isVisible(),
      cue: (await css(cue, 'box-shadow')) !== 'none',
      loaded: (await css(loaded, 'text-decoration-color')) !== CLEAR,
    });
    expect(await seen()).toEqual({ findings: false, who: false, cue: false, loaded: false });
    const next = page.locator('[data-action=reveal]');
    await next.click();
    expect(await seen()).toEqual({ findings: false, who: true, cue: false, loaded: false });
    await next.click();
    expect(await seen()).toEqual({ findings: false, who: true, cue: true, loaded: false });
    await next.click();
    expect(await seen()).toEqual({ findings: false, who: true, cue: true, loaded: true });
    await next.click();
    await next.click();
    expect(await seen()).toEqual({ findings: true, who: true, cue: true, loaded: true });
    await page.context().close();
  });

  it.each([
    ['on a phone', 390],
    ['on a laptop', 1280],
  ])('keeps the words in view while markers are walked: %s', async (_, width) => {
    const page = await open(event(), { width });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.locator('[data-col=a1] .text a.m[tabindex="0"]').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'End', 'ArrowLeft', 'ArrowLeft', 'Home']) {
      await page.keyboard.press(key);
      const seen = `(() => { const { left, top, width, height } = document.activeElement.getClientRects()[0];
        return document.activeElement.contains(document.elementFromPoint(left + width / 2, top + height / 2)); })()`;
      await expect.poll(() => page.evaluate(seen), { message: key }).toBe(true);
    }
    await page.context().close();
  });

  it('works without a script: every account, every reason', async () => {
    const page = await open(event(), { script: false });
    expect(await page.locator('.col:visible').count()).toBe(4);
    await page.locator('input[data-form=loaded]').uncheck();
    const mark = page.locator('[data-col=a1] a.m', { hasText: 'hostage' });
    expect(await css(mark, 'text-decoration-color')).toBe(CLEAR);
    await page.locator('details.markers summary').first().click();
    expect(await page.locator('tr', { hasText: 'Because of exaggeration.hostage.' }).isVisible()).toBe(true);
    await page.context().close();
  });

  it('keeps hostile text as text', async () => {
    for (const name of files) {
      const page = await open(inReport(name));
      await page.waitForTimeout(50);
      expect(wrong, name).toEqual([]);
      expect(await page.locator('main script:not([type]), img, svg [onload]').count(), name).toBe(0);
      await page.context().close();
    }
    const page = await open(event());
    expect(await page.locator('[data-col=a3]').textContent()).toContain('</script><script>alert(4)</script>');
    await page.locator('[data-col=a3] a.m', { hasText: '<b>bold</b>' }).hover();
    expect(await page.locator('#card').textContent()).toContain('<b>bold</b>');
    await page.context().close();
  }, 60_000);

  it('saves a table as CSV and a chart as SVG', async () => {
    const page = await open(inReport('speakers.html'));
    const [table] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-action=csv]').first().click(),
    ]);
    const csv = await readFile((await table.path())!, 'utf8');
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv).toContain('Speaker,Who,Quotes');
    expect(csv).toContain('Tomas Vell,');
    await page.context().close();
    const index = await open(inReport('index.html'));
    await index.locator('.chart').first().hover();
    const [chart] = await Promise.all([
      index.waitForEvent('download'),
      index.locator('[data-action=svg]').first().click(),
    ]);
    expect(await readFile((await chart.path())!, 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>$/);
    await index.context().close();
  });

  it('shows one page of a single file at a time', async () => {
    const page = await open(join(single, 'index.html'));
    expect(await page.locator('.page:visible').count()).toBe(1);
    await page.locator('nav a', { hasText: 'Method' }).click();
    await expect.poll(() => page.locator('.page:visible').getAttribute('data-page')).toBe('method');
    expect(await page.title()).toBe('Method · framescope');
    await page.goBack();
    await expect.poll(() => page.locator('.page:visible').getAttribute('data-page')).toBe('index');
    expect(wrong).toEqual([]);
    await page.context().close();
  });

  it('prints the accounts without switches, with letters and their key', async () => {
    const page = await open(event());
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.tools').isVisible()).toBe(false);
    expect(await page.locator('.key.print-only').first().isVisible()).toBe(true);
    const mark = page.locator('[data-col=a1] a.m', { hasText: 'hostage' });
    expect(await css(mark, 'content', '::after')).toContain('L');
    expect((await page.pdf({ format: 'A4', landscape: true })).length).toBeGreaterThan(10_000);
    await page.context().close();
  });

  it('gives a class no answer away on paper, and asks it the question', async () => {
    const page = await open(`${event()}#class`);
    await page.emulateMedia({ media: 'print' });
    const signs = await page.evaluate(
      `[...document.querySelectorAll('.text .m, .text .m-in')].map((mark) => getComputedStyle(mark, '::after').content)`,
    );
    expect(new Set(signs as string[])).toEqual(new Set(['none']));
    expect(await page.locator('.task .ask').isVisible()).toBe(true);
    await page.context().close();
  });

  it('has nothing beyond the edge of the paper', async () => {
    for (const name of ['index.html', 'events/dock-strike.html', 'speakers.html', 'method.html']) {
      const page = await open(inReport(name), { width: 688 });
      await page.emulateMedia({ media: 'print' });
      const beyond = await page.evaluate(
        `[...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() && !e.closest('.vh, thead') && e.getBoundingClientRect().right > innerWidth + 1).map((e) => e.outerHTML.slice(0, 80))`,
      );
      expect(beyond, name).toEqual([]);
      await page.context().close();
    }
  });
});
