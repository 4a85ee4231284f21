/** The shell of a page: policy, style, masthead, foot. */
import { createHash } from 'node:crypto';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Piece } from '../../pipeline/files.js';
import { SCRIPT, STYLE } from './assets.generated.js';
import { type PageKey, type Place, placeOf, type Site } from './site.js';

const hash = (text: string) => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/**
 * Nothing is loaded from anywhere; only the one style and the one script whose hashes stand here may act. Style
 * attributes are refused as well, so no text of an article can colour the page.
 */
export const POLICY = [
  "default-src 'none'",
  `style-src ${hash(STYLE)}`,
  `script-src ${hash(SCRIPT)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface PageContent {
  readonly key: PageKey;
  readonly title: string;
  readonly body: VNode;
}

/** The mark of the program: two brackets and what stands between them. */
const Brand = () => (
  <>
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d="M7 2H2v16h5M13 2h5v16h-5" fill="none" stroke="currentColor" stroke-width="2.4" />
      <path d="M6.5 10h7" stroke="currentColor" stroke-width="2.4" />
    </svg>
    framescope
  </>
);

function Masthead({ place }: { readonly place: Place }): VNode {
  const { site, at } = place;
  // The second page of a list belongs to the list; sheets belong to what is side by side.
  const part = at.split('/')[0]!.replace(/-\d+$/, '');
  const section = part === 'worksheets' || part === 'answers' ? 'events' : part;
  const home = site.nav[0]?.page ?? at;
  return (
    <header class="mast">
      <div class="wrap">
        <a class="brand" href={place.href(home)}>
          <Brand />
        </a>
        {site.nav.length > 1 ? (
          <nav aria-label="Report">
            <ul>
              {site.nav.map(({ page, label }) => (
                <li>
                  <a
                    href={place.href(page)}
                    data-nav={page.split('/')[0]}
                    aria-current={page === at ? 'page' : page.split('/')[0] === section ? 'true' : undefined}
                  >
                    {label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        ) : null}
        <span class="run">{site.name}</span>
      </div>
    </header>
  );
}

function Section({ page }: { readonly page: PageContent }): VNode {
  return (
    <div
      class="page wrap"
      data-page={page.key}
      data-title={page.title}
      id={`page-${page.key.replaceAll('/', '.')}`}
    >
      {page.body}
    </div>
  );
}

function Foot({ place }: { readonly place: Place }): VNode {
  const method = place.site.nav.find((item) => item.page === 'method');
  return (
    <footer class="foot">
      <div class="wrap">
        <p>
          Nothing here judges whether a claim is true. A marker says that a word is of a kind, never that its
          writer meant harm.{' '}
          {method ? <a href={place.href('method')}>How it was measured, and how often it errs</a> : null}
        </p>
        <p>Made by framescope {place.site.version}, offline. This page loads nothing and sends nothing.</p>
      </div>
    </footer>
  );
}

const HEAD = renderToString(
  <>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content={POLICY} />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <link rel="icon" href="data:," />
    <style dangerouslySetInnerHTML={{ __html: STYLE }} />
  </>,
);
const TAIL = renderToString(
  <>
    <div id="card" role="dialog" aria-label="About these words" hidden />
    <p id="said" class="vh" role="status" />
    <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
  </>,
);
// Most of the bytes of a small page: made once, because a large report has tens of thousands of pages.
const [HEAD_BYTES, TAIL_BYTES] = [HEAD, TAIL].map((text) => Buffer.from(text)) as [Buffer, Buffer];

/** A whole file, in pieces: one page, or all the pages of a single-file report. */
export function renderFile(site: Site, pages: readonly PageContent[]): Piece[] {
  const first = pages[0]!;
  const place = placeOf(site, first.key);
  const body = renderToString(
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Masthead place={place} />
      <main id="main">
        {pages.map((page) => (
          <Section page={page} />
        ))}
      </main>
      <Foot place={place} />
    </>,
  );
  return [
    `<!doctype html>\n<html lang="en"${site.single ? ' class="single"' : ''}><head>`,
    HEAD_BYTES,
    `${renderToString(<title>{`${first.title} · framescope`}</title>)}</head><body>`,
    body,
    TAIL_BYTES,
    '</body></html>\n',
  ];
}
