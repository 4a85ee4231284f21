/**
 * The text of an article as a page shows it: whose words each stretch is, and every marker in it. It is by far the most
 * of a report, so it is put together as text, not as components; every piece passes through `escapeHtml`.
 */
import type { VNode } from 'preact';
import type { Analysis, Marker, Quote, Region } from '../../pipeline/types.js';
import { escapeHtml } from '../escape.js';
import { type Form, formOf, REGION_NAMES } from './forms.js';

/** A marker with its place in the record (from 1) and its form. */
export interface ShownMarker {
  readonly n: number;
  readonly marker: Marker;
  readonly form: Form;
}

export function shownMarkers(record: Analysis): ShownMarker[] {
  return record.markers.map((marker, i) => ({
    n: i + 1,
    marker,
    form: formOf(marker.family, marker.category),
  }));
}

export interface TextViewProps {
  readonly record: Analysis;
  /** Makes an id out of `m12` (a marker), `n12` (its row), `q3` (a quote). */
  readonly id: (anchor: string) => string;
}

export function TextView(props: TextViewProps): VNode {
  return <div class="text" dangerouslySetInnerHTML={{ __html: textHtml(props) }} />;
}

type Wash = 'quoted' | 'reported';
interface Cut {
  readonly quote: Quote;
  readonly wash: Wash;
  readonly start: number;
  readonly end: number;
  /** The quote begins, or ends, here. */
  readonly first: boolean;
  readonly last: boolean;
}

const QUOTE_LABEL: Readonly<Record<Quote['form'], string>> = {
  direct: 'quoted',
  block: 'quoted, no marks',
  indirect: 'reported',
  mixed: 'partly quoted',
};

/** What is the same for all paragraphs of a text. */
interface Page {
  readonly text: string;
  readonly id: (anchor: string) => string;
  readonly names: ReadonlyMap<string, string>;
  /** Markers and quotes whose place in the text is marked already. */
  readonly seen: Set<number | string>;
}

function textHtml({ record, id }: TextViewProps): string {
  const { text } = record;
  const names = new Map(record.speakers.map((speaker) => [speaker.id, speaker.name]));
  const page: Page = { text, id, names, seen: new Set() };
  const markers = shownMarkers(record).sort(
    (a, b) => a.marker.start - b.marker.start || b.marker.end - a.marker.end || a.n - b.n,
  );
  const cuts = apart(voiceCuts(record.quotes).map((cut) => withMarks(cut, text)));
  let nextMarker = 0;
  let nextCut = 0;
  let lastRegion: Region | null = null;
  const blocks = record.quotes.filter((quote) => quote.form === 'block');
  let html = '';
  for (const [from, end] of layoutParagraphs(text)) {
    const start = from + signOfHeadline(record, from, end);
    while (nextMarker < markers.length && markers[nextMarker]!.marker.end <= start) nextMarker++;
    while (nextCut < cuts.length && cuts[nextCut]!.end <= start) nextCut++;
    const regions = record.regions.filter((region) => region.start < end && region.end > start);
    const whole = regions.find((region) => region.start <= start && region.end >= end) ?? null;
    const block = blocks.some((quote) => quote.start <= start + 1 && quote.end >= end - 1);
    const kind = whole ? (whole.kind === 'headline' ? 'headline' : 'region') : block ? 'blk' : null;
    html += `<p dir="auto"${kind ? ` class="${kind}"` : ''}>`;
    if (whole && whole !== lastRegion)
      html += `<span class="rtag">${escapeHtml(REGION_NAMES[whole.kind]!)}</span>`;
    lastRegion = whole;
    html += paragraph(
      page,
      start,
      end,
      before(cuts, nextCut, end, (cut) => cut.start),
      before(markers, nextMarker, end, ({ marker }) => marker.start),
      whole ? [] : regions,
    );
    html += '</p>';
  }
  return html;
}

/** Markdown's sign of a headline: it belongs to the file and not to what a reader reads. */
function signOfHeadline({ text, regions }: Analysis, from: number, end: number): number {
  if (!regions.some((region) => region.kind === 'headline' && region.start < end && region.end > from))
    return 0;
  return /^#{1,6}[ \t]+(?=\S)/.exec(text.slice(from, end))?.[0].length ?? 0;
}

/** Blank lines part paragraphs; in a text without any, each line is one. */
export function layoutParagraphs(text: string): [number, number][] {
  const separator = /\n[ \t]*\r?\n/.test(text) ? /\r?\n(?:[ \t]*\r?\n)+/g : /[\r\n\u2028\u2029]+/g;
  const spans: [number, number][] = [];
  let from = 0;
  const push = (to: number) => {
    const piece = text.slice(from, to);
    const start = from + piece.length - piece.trimStart().length;
    const end = from + piece.trimEnd().length;
    if (end > start) spans.push([start, end]);
  };
  for (const match of text.matchAll(separator)) {
    push(match.index);
    from = match.index + match[0].length;
  }
  push(text.length);
  return spans;
}

/** The items that begin before a place. */
function before<T>(items: readonly T[], from: number, end: number, startOf: (item: T) => number): T[] {
  let to = from;
  while (to < items.length && startOf(items[to]!) < end) to++;
  return items.slice(from, to);
}

/** Stretches of one wash, the innermost quote on top, in order and without overlap. */
export function voiceCuts(quotes: readonly Quote[]): Cut[] {
  const edges = new Set<number>();
  for (const quote of quotes) {
    edges.add(quote.start).add(quote.end);
    for (const [start, end] of quote.marked) edges.add(start).add(end);
  }
  const points = [...edges].sort((a, b) => a - b);
  const byStart = [...quotes].sort((a, b) => a.start - b.start || b.end - a.end);
  const open: Quote[] = [];
  const cuts: Cut[] = [];
  let next = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const start = points[i]!;
    const end = points[i + 1]!;
    while (next < byStart.length && byStart[next]!.start <= start) open.push(byStart[next++]!);
    for (let k = open.length - 1; k >= 0; k--) if (open[k]!.end <= start) open.splice(k, 1);
    if (open.length === 0) continue;
    const quote = open.reduce((a, b) => (b.end - b.start <= a.end - a.start ? b : a));
    const marked = quote.marked.some(([from, to]) => from <= start && to >= end);
    const wash: Wash = quote.form === 'direct' || quote.form === 'block' || marked ? 'quoted' : 'reported';
    const last = cuts.at(-1);
    if (last && last.quote === quote && last.wash === wash && last.end === start) {
      cuts[cuts.length - 1] = { ...last, end, last: end === quote.end };
    } else {
      cuts.push({ quote, wash, start, end, first: start === quote.start, last: end === quote.end });
    }
  }
  return cuts;
}

const OPENING: ReadonlySet<string> = new Set(['“', '"', '‘', "'", '«', '„', '‹']);
const CLOSING: ReadonlySet<string> = new Set(['”', '"', '’', "'", '»', '“', '›']);

/** The wash takes in the quote marks around the words. */
function withMarks(cut: Cut, text: string): Cut {
  if (cut.wash !== 'quoted' || cut.quote.form === 'block') return cut;
  const start = OPENING.has(text.charAt(cut.start - 1)) ? cut.start - 1 : cut.start;
  const end = CLOSING.has(text.charAt(cut.end)) ? cut.end + 1 : cut.end;
  const first = cut.first || start <= cut.quote.start;
  const last = cut.last || end >= cut.quote.end;
  return { ...cut, start, end, first, last };
}

/** A mark belongs to the quoted words that took it in, not to the reported words beside them. */
function apart(cuts: Cut[]): Cut[] {
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [a, b] = [cuts[i]!, cuts[i + 1]!];
    if (a.end <= b.start) continue;
    if (b.wash === 'quoted') cuts[i] = { ...a, end: b.start };
    else cuts[i + 1] = { ...b, start: Math.min(a.end, b.end) };
  }
  return cuts.filter(({ start, end }) => start < end);
}

/** One paragraph: voices outside, markers within them. */
function paragraph(
  page: Page,
  start: number,
  end: number,
  cuts: readonly Cut[],
  markers: readonly ShownMarker[],
  regions: readonly Region[],
): string {
  const { id, names, seen } = page;
  let html = '';
  const plain = (from: number, to: number) => {
    let at = from;
    for (const region of regions) {
      if (region.end <= at || region.start >= to) continue;
      const stop = Math.min(region.end, to);
      html += marked(page, at, Math.max(at, region.start), markers);
      html += `<span class="reg">${marked(page, Math.max(at, region.start), stop, markers)}</span>`;
      at = stop;
    }
    html += marked(page, at, to, markers);
  };
  let said: string | null | undefined;
  let at = start;
  for (const cut of cuts) {
    const from = Math.max(cut.start, at);
    const to = Math.min(cut.end, end);
    if (from >= to) continue;
    plain(at, from);
    const { quote, last } = cut;
    const first = cut.first && !seen.has(quote.id);
    if (first) seen.add(quote.id);
    if (first && (said === undefined || said !== quote.speaker || quote.speaker === null)) {
      const name = quote.speaker ? names.get(quote.speaker) : undefined;
      html += `<span class="${quote.form === 'indirect' ? 'who rep' : 'who'}">`;
      html += `<bdi>${escapeHtml(name ?? 'could not tell')}</bdi> <i>${QUOTE_LABEL[quote.form]}</i></span>`;
    }
    said = quote.speaker;
    const wash = cut.wash === 'quoted' ? 'q' : 'r';
    html += `<span class="${wash}${first ? ' say-start' : ''}${last ? ' say-end' : ''}"`;
    html += `${first ? ` id="${escapeHtml(id(quote.id))}"` : ''}>${marked(page, from, to, markers)}</span>`;
    at = to;
  }
  plain(at, end);
  return html;
}

/** A stretch of one voice, cut where markers begin and end; words under two markers share one link. */
function marked(page: Page, from: number, to: number, markers: readonly ShownMarker[]): string {
  if (from >= to) return '';
  const inside = markers.filter(({ marker }) => marker.start < to && marker.end > from);
  let html = '';
  let at = from;
  for (let i = 0; i < inside.length; ) {
    const group = [inside[i]!];
    const start = Math.max(at, inside[i]!.marker.start);
    let end = inside[i]!.marker.end;
    for (i++; i < inside.length && inside[i]!.marker.start < end; i++) {
      group.push(inside[i]!);
      end = Math.max(end, inside[i]!.marker.end);
    }
    end = Math.min(end, to);
    if (start >= end) continue;
    html += words(page, at, start) + link(page, start, end, group);
    at = end;
  }
  return html + words(page, at, to);
}

/** The link of a marker to its row in the table. */
function link(page: Page, start: number, end: number, group: readonly ShownMarker[]): string {
  const outer = group.find((m) => m.marker.start <= start && m.marker.end >= end);
  const lead = outer ?? group[0]!;
  const rest = outer ? group.filter((m) => m !== outer) : group;
  const others = group.length > 1 ? ` data-n="${group.map((m) => m.n).join(' ')}"` : '';
  const own = placeOnce(page, lead);
  const href = escapeHtml(page.id(`n${lead.n}`));
  return `<a class="m${outer ? ` ${formClass(outer)}` : ''}"${own} href="#${href}"${others}>${nest(page, start, end, rest)}</a>`;
}

/** Rows of the table lead to their words: each marker has its id once, on the first of its pieces. */
function placeOnce({ id, seen }: Page, { n }: ShownMarker): string {
  if (seen.has(n)) return '';
  seen.add(n);
  return ` id="${escapeHtml(id(`m${n}`))}"`;
}

/** Markers within a stretch, each in its own span; where they overlap, one stands in the other. */
function nest(page: Page, start: number, end: number, markers: readonly ShownMarker[]): string {
  let html = '';
  let at = start;
  for (let i = 0; i < markers.length; i++) {
    const m = markers[i]!;
    const from = Math.max(at, m.marker.start);
    const to = Math.min(end, m.marker.end);
    if (from >= to) continue;
    const within = markers.slice(i + 1).filter(({ marker }) => marker.start < to && marker.end > from);
    html += `${words(page, at, from)}<span class="m-in ${formClass(m)}"${placeOnce(page, m)}>`;
    html += `${nest(page, from, to, within)}</span>`;
    at = to;
  }
  return html + words(page, at, end);
}

function formClass({ form, marker }: ShownMarker): string {
  const attribution = form.family === 'attribution' ? ' attr' : '';
  return `${form.id}${attribution}${marker.negated ? ' neg' : ''}`;
}

/** Words of the article; its line breaks stay line breaks. */
function words({ text }: Page, from: number, to: number): string {
  const piece = escapeHtml(text.slice(from, to));
  return piece.includes('\n') ? piece.replaceAll(/\r?\n/g, '<br>') : piece;
}
