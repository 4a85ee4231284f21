/** Saved HTML pages: the article's text as a reader of the page sees it, and what the page's elements say of it. */
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import type { LayoutHint } from '../types.js';
import type { Draftable } from './article.js';
import { decode } from './decode.js';
import { isoDate } from './metadata.js';
import { type Input, type Metadata, ReadError } from './types.js';

/** Beyond these a page is a table of data or made to break readers; parsing takes seconds. Bytes, tags and entities, levels. */
const LARGEST_PAGE = 16 * 1024 * 1024;
const MOST_NODES = 100_000;
const DEEPEST = 400;
/** Readability takes quadratic time; longer pages are read without it, from their main element. Nodes. */
const MOST_FOR_READABILITY = 12_000;
/** What readability finds must be this share of all paragraphs, or it took a teaser for the article. */
const ENOUGH_OF_PAGE = 0.25;

/** Throws ReadError: `too-large`, `empty`. */
export function readHtml(bytes: Uint8Array, input: Input): Draftable {
  const html = decode(bytes, declaredCharset(bytes));
  const nodes = refuseMonsters(html);
  const { document } = parseHTML(
    /<(?:html|body)\b/iu.test(html) ? html : `<html><body>${html}</body></html>`,
  );
  if (!document.documentElement) throw noArticle();
  const meta = metaOf(document);
  const lang = document.documentElement?.getAttribute('lang')?.slice(0, 2).toLowerCase() || null;
  const body = findBody(document, nodes);
  const out = new Paragraphs();
  out.walk(body.root);
  const { text, title, layout } = out.finish(
    input.metadata.title ?? headingOf(document, meta.title ?? body.title),
  );
  return {
    draft: {
      id: input.id,
      text,
      metadata: [input.metadata, { ...meta, title }, { language: lang }],
      fields: input.fields,
      layout,
    },
    notes: [],
  };
}

/** The encoding that the page names in its first kilobytes. */
function declaredCharset(bytes: Uint8Array): string | null {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  return /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)/iu.exec(start)?.[1] ?? null;
}

/**
 * Counts what the page will be built of before anything is built: libraries are quadratic or recursive on such pages.
 * Returns the number of nodes.
 */
function refuseMonsters(html: string): number {
  if (html.length > LARGEST_PAGE)
    throw new ReadError('too-large', tooBig(`${(html.length / 1048576).toFixed(0)} MB`));
  const lower = html.toLowerCase();
  let nodes = lower.split('&').length - 1;
  let depth = 0;
  for (let at = lower.indexOf('<'); at >= 0; at = lower.indexOf('<', at + 1)) {
    nodes++;
    const skipTo = lower.startsWith('<!--', at) ? '-->' : lower.startsWith('<script', at) ? '</script' : null;
    if (skipTo !== null) {
      at = lower.indexOf(skipTo, at);
      if (at < 0) break;
    } else if (lower.charCodeAt(at + 1) === SLASH) depth = Math.max(0, depth - 1);
    else {
      const name = /^[a-z][a-z0-9]*/u.exec(lower.slice(at + 1, at + 12))?.[0];
      if (name !== undefined && !VOID.has(name)) depth++;
    }
    if (nodes > MOST_NODES) throw new ReadError('too-large', tooBig(`more than ${MOST_NODES} elements`));
    if (depth > DEEPEST) throw new ReadError('too-large', tooBig(`elements nested deeper than ${DEEPEST}`));
  }
  return nodes;
}
const SLASH = 47;
const tooBig = (what: string): string =>
  `The page has ${what}, which no article has. Save its article alone, as HTML or as text.`;
/** Elements without a closing tag, or whose closing tag is often left out. */
const VOID: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dt dd tr td th option path'.split(
    ' ',
  ),
);

type Doc = ReturnType<typeof parseHTML>['document'];
type El = Element;

function metaOf(document: Doc): Metadata {
  const content = (...names: string[]): string | null => {
    for (const name of names) {
      const found = document.querySelector(
        `meta[property="${name}"],meta[name="${name}"],meta[itemprop="${name}"]`,
      );
      const value = found?.getAttribute('content')?.trim();
      if (value) return value;
    }
    return null;
  };
  const data = jsonLd(document);
  const time = document.querySelector('time[datetime]')?.getAttribute('datetime');
  const published = [
    content('article:published_time', 'datePublished', 'date', 'dc.date', 'DC.date.issued', 'pubdate'),
    data.published,
    time,
  ]
    .map((value) => (value ? isoDate(value) : null))
    .find((value) => value !== null);
  const url = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? content('og:url');
  return {
    title: tidy(content('og:title', 'twitter:title') ?? data.title ?? null),
    source: tidy(content('og:site_name', 'application-name') ?? data.source ?? null),
    published: published ?? null,
    url: url && /^https?:/iu.test(url) ? url : null,
    event: content('framescope:event'),
  };
}

const tidy = (value: string | null): string | null => value?.replace(/\s+/gu, ' ').trim() || null;

/** The first article of the page's linked data. */
function jsonLd(document: Doc): { title?: string; source?: string; published?: string } {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    try {
      const value: unknown = JSON.parse(script.textContent ?? '');
      const all = [value, ...asArray((value as Record<string, unknown>)?.['@graph'])].flatMap(asArray);
      for (const one of all as Record<string, unknown>[]) {
        if (!asArray(one?.['@type']).some((type) => /Article|Posting|Report/u.test(String(type)))) continue;
        const publisher = one.publisher as Record<string, unknown> | undefined;
        return {
          title: str(one.headline),
          source: str(publisher?.name),
          published: str(one.datePublished),
        };
      }
    } catch {
      // Broken linked data says nothing.
    }
  }
  return {};
}
const asArray = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const str = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The element that holds the story: readability's choice, or the whole body where it finds none or too little. */
function findBody(document: Doc, nodes: number): { root: El; title: string | null } {
  const paragraphs = [...document.querySelectorAll('p')].reduce(
    (sum, p) => sum + (p.textContent?.trim().length ?? 0),
    0,
  );
  const bare = { root: mainOf(document), title: tidy(document.querySelector('title')?.textContent ?? null) };
  if (nodes > MOST_FOR_READABILITY) return bare;
  const copy = parseHTML(document.toString()).document;
  for (const comments of copy.querySelectorAll(
    '#comments,.comments,#disqus_thread,[data-component="comments"]',
  ))
    comments.remove();
  const found = new Readability(copy as unknown as ConstructorParameters<typeof Readability>[0], {
    keepClasses: true,
    charThreshold: 250,
  }).parse();
  if (found?.content && (found.textContent?.trim().length ?? 0) >= paragraphs * ENOUGH_OF_PAGE) {
    return {
      root: parseHTML(`<!doctype html><html><body>${found.content}</body></html>`).document.body,
      title: tidy(found.title ?? null) ?? bare.title,
    };
  }
  return bare;
}

const mainOf = (document: Doc): El =>
  document.querySelector('article') ??
  document.querySelector('main') ??
  document.body ??
  document.documentElement;

const SKIPPED: ReadonlySet<string> = new Set(
  'script style noscript template svg math canvas audio video iframe object form button select textarea input nav head title menu dialog'.split(
    ' ',
  ),
);
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote body dd details div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td th thead tr ul'.split(
    ' ',
  ),
);
const BYLINE = /\b(?:byline|author|dateline-author)\b/iu;

/**
 * Collects text by paragraph, a blank line between, with the spans that elements give a meaning. Lengths are kept
 * beside the pieces: asking a growing string for its end takes quadratic time.
 */
class Paragraphs {
  /** Finished lines and the gaps between them. */
  private readonly pieces: string[] = [];
  private length = 0;
  /** Line breaks at the end of the pieces; a gap has at most two. */
  private breaks = 2;
  private line = '';
  /** The line ends in a blank, or is empty. */
  private blank = true;
  private readonly hints: LayoutHint[] = [];
  /** Hints whose element is open: where they begin is known when their first word is. */
  private readonly open: { kind: LayoutHint['kind']; start: number | null }[] = [];
  /** Where the last word ends. */
  private end = 0;

  walk(node: Node): void {
    for (const child of node.childNodes as unknown as Iterable<Node>) {
      if (child.nodeType === 3) this.add(child.textContent ?? '');
      else if (child.nodeType === 1) this.element(child as El);
    }
  }

  private element(element: El): void {
    const name = element.localName.toLowerCase();
    if (SKIPPED.has(name) || element.hasAttribute('hidden') || element.getAttribute('aria-hidden') === 'true')
      return;
    if (name === 'br') {
      this.flush(1);
      return;
    }
    const block = BLOCKS.has(name);
    if (block) this.flush(2);
    const kind = kindOf(name, element);
    if (kind) this.open.push({ kind, start: null });
    // The marks that a browser draws around <q> are part of what its reader sees; as everywhere, they stand outside.
    if (name === 'q') this.mark('“');
    this.walk(element);
    const end = this.end;
    if (name === 'q') this.mark('”');
    if (block) this.flush(2);
    const start = kind ? this.open.pop()!.start : null;
    if (kind && start !== null && end > start) this.hints.push({ start, end, kind });
  }

  private mark(sign: string): void {
    this.line += sign;
    this.blank = false;
  }

  /** Text of a node; runs of white space are one blank, as a browser shows them. */
  private add(raw: string): void {
    let words = raw.replace(/[ \t\r\n\f]+/gu, ' ');
    if (this.blank) words = words.replace(/^ /u, '');
    if (words === '') return;
    if (words !== ' ') {
      const lead = words.startsWith(' ') ? 1 : 0;
      for (const hint of this.open) hint.start ??= this.length + this.line.length + lead;
      this.end = this.length + this.line.length + words.trimEnd().length;
    }
    this.line += words;
    this.blank = words.endsWith(' ');
  }

  /** Ends the line; after it stand so many breaks, together with those that stand there already. */
  private flush(breaks: 1 | 2): void {
    const line = this.line.trimEnd();
    this.line = '';
    this.blank = true;
    if (line !== '') {
      this.push(line);
      this.breaks = 0;
    }
    if (this.breaks < breaks) {
      this.push('\n'.repeat(breaks - this.breaks));
      this.breaks = breaks;
    }
  }

  private push(piece: string): void {
    this.pieces.push(piece);
    this.length += piece.length;
  }

  /** The text, its title put before it when it does not begin with it. Throws ReadError `empty`. */
  finish(title: string | null): { text: string; title: string | null; layout: LayoutHint[] } {
    this.flush(2);
    const text = this.pieces.join('').trimEnd();
    if (text === '') throw noArticle();
    if (title === null) return { text, title, layout: this.hints };
    const top = text.slice(0, TOP).split('\n').filter((line) => line !== '').slice(0, 3); // biome-ignore format: short
    const names = namesOf(title);
    const line = top.find((one) => names.includes(flat(one)));
    if (line !== undefined) {
      const start = text.indexOf(line);
      return {
        text,
        title: line,
        layout: [{ start, end: start + line.length, kind: 'headline' }, ...this.hints],
      };
    }
    const shift = title.length + 2;
    const moved = this.hints.map((hint) => ({ ...hint, start: hint.start + shift, end: hint.end + shift }));
    return {
      text: `${title}\n\n${text}`,
      title,
      layout: [{ start: 0, end: title.length, kind: 'headline' }, ...moved],
    };
  }
}
/** How far down the headline may stand. UTF-16 units. */
const TOP = 800;

const noArticle = (): ReadError =>
  new ReadError(
    'empty',
    'No article was found in the page. If scripts build it, save the page after it has loaded, or save its text.',
  );

/** `Headline | The Outlet` is how many pages call themselves; their heading is the headline alone. */
const namesOf = (title: string): string[] => [title, title.replace(/ [|–—-] [^|–—-]*$/u, '')].map(flat);

/** The page's own heading where it says the same as its title. */
function headingOf(document: Doc, title: string | null): string | null {
  if (title === null) return null;
  for (const heading of document.querySelectorAll('h1,h2')) {
    const words = tidy(heading.textContent);
    if (words !== null && namesOf(title).includes(flat(words))) return words;
  }
  return title;
}

const flat = (words: string): string =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function kindOf(name: string, element: El): LayoutHint['kind'] | null {
  if (name === 'blockquote' || name === 'q') return name;
  if (name === 'figcaption') return 'caption';
  const label = `${element.getAttribute('class') ?? ''} ${element.getAttribute('rel') ?? ''} ${element.getAttribute('itemprop') ?? ''}`;
  return BYLINE.test(label) && (element.textContent?.trim().length ?? 0) < 160 ? 'byline' : null;
}
