/**
 * Pictures of the report's main pages, from a report of the sample corpus, into docs/pictures/:
 * `npm run pictures`. Takes a Chromium at /usr/bin/chromium, or where FRAMESCOPE_CHROMIUM says.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const EXECUTABLE = process.env.FRAMESCOPE_CHROMIUM ?? '/usr/bin/chromium';
const TARGET = 'docs/pictures';
/** A laptop's screen, and a phone's. */
const LAPTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };

interface Picture {
  readonly name: string;
  readonly page: string;
  readonly dark?: true;
  readonly phone?: true;
  /** Words to point at, so that the card shows. */
  readonly point?: string;
}

if (!existsSync(EXECUTABLE)) {
  console.error(`No browser at ${EXECUTABLE}: install Chromium, or name one in FRAMESCOPE_CHROMIUM.`);
  process.exit(1);
}
const out = mkdtempSync(join(tmpdir(), 'framescope-pictures-'));
const made = spawnSync(process.execPath, ['dist/cli.js', 'analyze', 'data', '-o', out], { stdio: 'inherit' });
if (made.status !== 0) process.exit(made.status ?? 1);

const event = `events/${first('events')}`;
const pictures: readonly Picture[] = [
  { name: 'overview', page: 'index.html' },
  { name: 'overview-dark', page: 'index.html', dark: true },
  { name: 'side-by-side', page: event },
  { name: 'side-by-side-card', page: `${event}#texts`, point: '.col:not(.late) a.loaded, .col.shown a.loaded' },
  { name: 'side-by-side-phone', page: `${event}#texts`, phone: true },
  { name: 'for-class', page: `${event}#class` },
  { name: 'article', page: `articles/${readdirSync(join(out, 'articles')).sort().find((n) => n.includes('tabloid'))}` },
  { name: 'speaker', page: `speakers/${longest('speakers')}` },
  { name: 'method', page: 'method.html' },
]; // biome-ignore format: a table

mkdirSync(TARGET, { recursive: true });
const browser = await chromium.launch({
  executablePath: EXECUTABLE,
  args: ['--no-sandbox', '--disable-gpu'],
});
for (const picture of pictures) {
  const page = await browser.newPage({
    viewport: picture.phone ? PHONE : LAPTOP,
    colorScheme: picture.dark ? 'dark' : 'light',
  });
  await page.goto(`file://${join(out, picture.page)}`);
  if (picture.point) await page.locator(picture.point).first().focus();
  await page.waitForTimeout(200);
  await page.screenshot({ path: join(TARGET, `${picture.name}.png`) });
  await page.close();
}
await browser.close();

/** The page of a folder with most in it: the most quoted speaker. */
function longest(folder: string): string {
  const size = (name: string) => statSync(join(out, folder, name)).size;
  return readdirSync(join(out, folder)).sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))[0]!;
}

/** The first page of a folder by name. */
function first(folder: string): string {
  return readdirSync(join(out, folder)).sort()[0]!;
}
