/** Where pages stand and how they point at one another: as files in folders, or as parts of a single file. */

/** `index`, `events/<slug>`, `articles/<slug>`, `speakers/<slug>`, `method`, … */
export type PageKey = string;

export interface Site {
  readonly single: boolean;
  /** What the run is called in the masthead, and where the masthead points. */
  readonly name: string;
  readonly nav: readonly { readonly page: PageKey; readonly label: string }[];
  /** Version of the program, for the foot of each page. */
  readonly version: string;
  readonly articles: ReadonlyMap<string, PageKey>;
  readonly speakers: ReadonlyMap<string, PageKey>;
  readonly events: ReadonlyMap<string, PageKey>;
}

/** A page's view of the site: links are relative to it, ids are its own. */
export interface Place {
  readonly site: Site;
  readonly at: PageKey;
  /** Address of a page, or of an anchor in it. */
  href(page: PageKey, anchor?: string): string;
  /** The id that an anchor of this page has in the file. */
  id(anchor: string): string;
}

export function placeOf(site: Site, at: PageKey): Place {
  const up = '../'.repeat(at.split('/').length - 1);
  const local = (page: PageKey, anchor: string) => `${page.replaceAll('/', '.')}--${anchor}`;
  return {
    site,
    at,
    href(page, anchor) {
      if (site.single) return `#${anchor ? local(page, anchor) : `page-${page.replaceAll('/', '.')}`}`;
      const hash = anchor ? `#${anchor}` : '';
      return page === at && anchor ? hash : `${up}${page}.html${hash}`;
    },
    id: (anchor) => (site.single ? local(at, anchor) : anchor),
  };
}

/** Long enough to be told apart, short enough for every file system. */
const LONGEST_SLUG = 60;

/**
 * File names for ids: lower-case ASCII letters, digits and hyphens; the same ids give the same names in any order
 * of arrival, because they are taken in the order of their code points.
 */
export function slugs(folder: string, ids: readonly string[]): Map<string, PageKey> {
  const taken = new Set<string>();
  const pages = new Map<string, PageKey>();
  for (const id of [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1))) {
    const base =
      id
        .normalize('NFKD')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .slice(-LONGEST_SLUG)
        .replaceAll(/^-+|-+$/g, '') || 'x';
    let slug = base;
    for (let n = 2; taken.has(slug); n++) slug = `${base}-${n}`;
    taken.add(slug);
    pages.set(id, `${folder}/${slug}`);
  }
  return pages;
}

/** An address that a page may link to, or null: only http and https, so that no text of an article can run. */
export function safeUrl(url: string | null): string | null {
  if (!url) return null;
  try {
    const { protocol, href } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? href : null;
  } catch {
    return null;
  }
}
