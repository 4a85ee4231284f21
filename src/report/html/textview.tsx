/** The text of an article as a page shows it: whose words each stretch is, and every marker in it. */
import type { ComponentChildren, VNode } from 'preact';
import type { Analysis, Marker, Quote, Region } from '../../pipeline/types.js';
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
  /** Makes an id or a link target out of `m12`, `n12`, `q3`. */
  readonly id: (anchor: string) => string;
  /** Notes in the margin beside the marked words. */
  readonly notes?: boolean;
}

type Wash = 'quoted' | 'reported';
type Cut = {
  readonly quote: Quote;
  readonly wash: Wash;
  readonly start: number;
  readonly end: number;
  /** The quote begins, or ends, here. */
  readonly first: boolean;
  readonly last: boolean;
};

const QUOTE_LABEL: Readonly<Record<Quote['form'], string>> = {
  direct: 'quoted',
  block: 'quoted, no marks',
  indirect: 'reported',
  mixed: 'partly quoted',
};
const CLASS: Readonly<Record<Wash, string>> = { quoted: 'q', reported: 'r' };

export function TextView({ record, id, notes = false }: TextViewProps): VNode {
  const { text } = record;
  const names = new Map(record.speakers.map((speaker) => [speaker.id, speaker.name]));
  const markers = shownMarkers(record).sort(
    (a, b) => a.marker.start - b.marker.start || b.marker.end - a.marker.end || a.n - b.n,
  );
  const cuts = apart(voiceCuts(record.quotes).map((cut) => withMarks(cut, text)));
  const seen = new Set<number | string>();
  let nextMarker = 0;
  let nextCut = 0;
  let lastRegion: Region | null = null;

  const paragraphs = layoutParagraphs(text).map(([start, end]) => {
    while (nextMarker < markers.length && markers[nextMarker]!.marker.end <= start) nextMarker++;
    while (nextCut < cuts.length && cuts[nextCut]!.end <= start) nextCut++;
    const inside = slice(markers, nextMarker, end, (m) => m.marker.start);
    const voices = slice(cuts, nextCut, end, (cut) => cut.start);
    const regions = record.regions.filter((region) => region.start < end && region.end > start);
    const whole = regions.find((region) => region.start <= start && region.end >= end) ?? null;
    const block = record.quotes.find((q) => q.form === 'block' && q.start <= start + 1 && q.end >= end - 1);
    const body = (
      <Line
        text={text}
        start={start}
        end={end}
        cuts={voices}
        markers={inside}
        regions={whole ? [] : regions}
        names={names}
        id={id}
        notes={notes}
        seen={seen}
      />
    );
    const tag = whole && whole !== lastRegion ? REGION_NAMES[whole.kind] : null;
    lastRegion = whole;
    const kind = whole ? (whole.kind === 'headline' ? 'headline' : 'region') : block ? 'blk' : undefined;
    return (
      <p class={kind} dir="auto">
        {tag ? <span class="rtag">{tag}</span> : null}
        {body}
      </p>
    );
  });
  return <div class="text">{paragraphs}</div>;
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

function slice<T>(items: readonly T[], from: number, end: number, startOf: (item: T) => number): T[] {
  const found: T[] = [];
  for (let i = from; i < items.length && startOf(items[i]!) < end; i++) found.push(items[i]!);
  return found;
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
  return {
    ...cut,
    start,
    end,
    first: cut.first || start <= cut.quote.start,
    last: cut.last || end >= cut.quote.end,
  };
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

interface LineProps {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly cuts: readonly Cut[];
  readonly markers: readonly ShownMarker[];
  readonly regions: readonly Region[];
  readonly names: ReadonlyMap<string, string>;
  readonly id: (anchor: string) => string;
  readonly notes: boolean;
  /** Markers and quotes whose place in the text is marked already. */
  readonly seen: Set<number | string>;
}

/** One paragraph: voices outside, markers within them. */
function Line({ text, start, end, cuts, markers, regions, names, id, notes, seen }: LineProps): VNode {
  const parts: ComponentChildren[] = [];
  let said: string | null | undefined;
  const run = (from: number, to: number) =>
    from < to ? markRun(text, from, to, markers, seen, id, notes) : [];
  const plain = (from: number, to: number) => {
    let at = from;
    for (const region of regions) {
      if (region.end <= at || region.start >= to) continue;
      parts.push(...run(at, Math.max(at, region.start)));
      const stop = Math.min(region.end, to);
      parts.push(<span class="reg">{run(Math.max(at, region.start), stop)}</span>);
      at = stop;
    }
    parts.push(...run(at, to));
  };
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
      parts.push(
        <span class={quote.form === 'indirect' ? 'who rep' : 'who'} aria-hidden="true">
          <bdi>{name ?? 'could not tell'}</bdi> <i>{QUOTE_LABEL[quote.form]}</i>
        </span>,
      );
    }
    said = quote.speaker;
    const edges = `${CLASS[cut.wash]}${first ? ' say-start' : ''}${last ? ' say-end' : ''}`;
    parts.push(
      <span class={edges} id={first ? id(quote.id) : undefined}>
        {run(from, to)}
      </span>,
    );
    at = to;
  }
  plain(at, end);
  return <>{parts}</>;
}

/** A stretch of one voice, cut where markers begin and end; words under two markers share one link. */
function markRun(
  text: string,
  from: number,
  to: number,
  markers: readonly ShownMarker[],
  seen: Set<number | string>,
  id: (anchor: string) => string,
  notes: boolean,
): ComponentChildren[] {
  const inside = markers.filter(({ marker }) => marker.start < to && marker.end > from);
  if (inside.length === 0) return [withBreaks(text.slice(from, to))];
  const parts: ComponentChildren[] = [];
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
    parts.push(withBreaks(text.slice(at, start)), <Mark {...{ text, start, end, group, seen, id, notes }} />);
    at = end;
  }
  parts.push(withBreaks(text.slice(at, to)));
  return parts;
}

interface MarkProps {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly group: readonly ShownMarker[];
  readonly seen: Set<number | string>;
  readonly id: (anchor: string) => string;
  readonly notes: boolean;
}

function Mark({ text, start, end, group, seen, id, notes }: MarkProps): VNode {
  const lead = group[0]!;
  const again = seen.has(lead.n);
  // Rows of the table lead to their words: each marker has its id once, on the first of its pieces.
  const place = (m: ShownMarker) => {
    if (seen.has(m.n)) return undefined;
    seen.add(m.n);
    return id(`m${m.n}`);
  };
  const outer = group.find((m) => m.marker.start <= start && m.marker.end >= end);
  return (
    <>
      {notes && !again ? <Note group={group} /> : null}
      <a
        class={outer ? `m ${formClass(outer)}` : 'm'}
        id={place(outer ?? lead)}
        href={`#${id(`n${(outer ?? lead).n}`)}`}
        data-n={group.map((m) => m.n).join(' ')}
        data-sign={outer ? sign(outer) : undefined}
      >
        {nest(text, start, end, outer ? group.filter((m) => m !== outer) : group, place)}
      </a>
    </>
  );
}

/** Markers within a stretch, each in its own span; where they overlap, one stands in the other. */
function nest(
  text: string,
  start: number,
  end: number,
  markers: readonly ShownMarker[],
  place: (m: ShownMarker) => string | undefined,
): ComponentChildren[] {
  const parts: ComponentChildren[] = [];
  let at = start;
  for (let i = 0; i < markers.length; i++) {
    const m = markers[i]!;
    const from = Math.max(at, m.marker.start);
    const to = Math.min(end, m.marker.end);
    if (from >= to) continue;
    const within = markers.slice(i + 1).filter(({ marker }) => marker.start < to && marker.end > from);
    parts.push(
      withBreaks(text.slice(at, from)),
      <span class={`m-in ${formClass(m)}`} id={place(m)} data-sign={sign(m)}>
        {nest(text, from, to, within, place)}
      </span>,
    );
    at = to;
  }
  parts.push(withBreaks(text.slice(at, end)));
  return parts;
}

function formClass({ form, marker }: ShownMarker): string {
  const attribution = form.family === 'attribution' ? ' attr' : '';
  return `${form.id}${attribution}${marker.negated ? ' neg' : ''}`;
}

function sign({ form, marker }: ShownMarker): string {
  return marker.negated ? `¬${form.sign}` : form.sign;
}

/** The note in the margin; screen readers have the card and the table instead. */
function Note({ group }: { readonly group: readonly ShownMarker[] }): VNode | null {
  const worth = group.filter(({ form }) => !form.off && form.id !== 'neutral');
  if (worth.length === 0) return null;
  return (
    <span class="note" aria-hidden="true">
      {worth.map(({ marker, form }) => (
        <span class={`for-${form.id}`}>
          <b class="src">{marker.text}</b> {marker.category.replaceAll('-', ' ')}
          {marker.negated ? ', negated' : ''}
        </span>
      ))}
    </span>
  );
}

/** Line breaks of the text stay line breaks. */
function withBreaks(text: string): ComponentChildren {
  if (!text.includes('\n')) return text;
  return text.split(/\r?\n/).flatMap((line, i) => (i === 0 ? [line] : [<br />, line]));
}
