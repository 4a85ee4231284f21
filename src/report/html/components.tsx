/** The pieces that pages are composed of. */
import type { ComponentChildren, VNode } from 'preact';
import type { Analysis } from '../../pipeline/types.js';
import { escapeHtml } from '../escape.js';
import { capital, FAMILY_NAMES, FORMS, type Form, readable, VOICE_NAMES } from './forms.js';
import type { ReportLexicons } from './lexicons.js';
import { type Place, safeUrl } from './site.js';
import { shownMarkers } from './textview.js';

/** A question at the left, the evidence at the right. */
export function Block(props: {
  readonly place: Place;
  readonly name: string;
  readonly title: ComponentChildren;
  readonly intro?: ComponentChildren;
  readonly wide?: boolean;
  readonly class?: string;
  readonly children: ComponentChildren;
}): VNode {
  const id = props.place.id(props.name);
  return (
    <section class={`block${props.wide ? ' wide' : ''} ${props.class ?? ''}`.trim()} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.intro ? <p>{props.intro}</p> : null}
      </header>
      <div>{props.children}</div>
    </section>
  );
}

/** What can be done with a page: each page has the same buttons in the same order, then the pages that go with it. */
export function Actions(props: {
  /** The texts can be shown without their marks. */
  readonly forClass?: boolean;
  /** There are markers, which letters can stand on. */
  readonly letters?: boolean;
  readonly links?: readonly (readonly [label: string, href: string])[];
}): VNode {
  return (
    <p class="actions screen-only">
      {props.forClass ? (
        <button type="button" data-action="class" aria-pressed="false">
          For class: hide the answers
        </button>
      ) : null}
      {props.letters ? (
        <button type="button" data-action="letters" aria-pressed="false">
          Letters on markers
        </button>
      ) : null}
      <button type="button" data-action="print">
        Print
      </button>
      {props.links?.map(([label, href]) => (
        <a class="btn" href={href}>
          {label}
        </a>
      ))}
    </p>
  );
}

export const Quiet = ({ children }: { readonly children: ComponentChildren }) => (
  <p class="quiet">{children}</p>
);

export const NoDifference = () => <span class="nodiff">no detectable difference</span>;

/** A table with more columns is shown as rows of labelled cells. */
const MOST_COLUMNS = 6;

/** The class of a table with one column for each source or account. */
export const across = (name: string, columns: readonly unknown[]) =>
  `${name} stack${columns.length > MOST_COLUMNS ? ' many' : ''}`;

/** Where cells without anything are not shown, as on a phone: whose they are, in one line. */
export function Lacking(props: { readonly what: string; readonly who: readonly string[] }): VNode | null {
  return props.who.length === 0 ? null : (
    <small class="lacking">
      {props.what}: <bdi>{props.who.join(', ')}</bdi>
    </small>
  );
}

/** A sentence about what is not there: hatched, so that absence is seen. */
export const Absent = ({ children }: { readonly children: ComponentChildren }) => (
  <span class="untold">{children}</span>
);

/** A word in the form of its kind. */
export function Swatch(props: {
  readonly form: Form;
  readonly word?: string;
  /** The word is ours, not one of an article. */
  readonly label?: boolean;
}): VNode {
  const { form, word, label = false } = props;
  const attribution = form.family === 'attribution' ? ' attr' : '';
  return (
    <span class={label ? 'sw sans' : 'sw'} aria-hidden={label ? undefined : 'true'}>
      <span class={`m ${form.id}${attribution}`}>{word ?? form.sample}</span>
    </span>
  );
}

/** A picture with its values in words. */
export function Chart({
  label,
  svg,
  name,
}: {
  readonly label: string;
  readonly svg: string;
  readonly name: string;
}): VNode {
  return (
    <div class="chart" data-name={name}>
      <div role="img" aria-label={label} dangerouslySetInnerHTML={{ __html: svg }} />
    </div>
  );
}

/** What may be wider than a phone scrolls by itself, by keyboard too. */
export function Scroll(props: { readonly label: string; readonly children: ComponentChildren }): VNode {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus (WCAG 2.1.1)
    <section class="scroll" tabIndex={0} aria-label={props.label}>
      {props.children}
    </section>
  );
}

/** A table that may be wider than a phone; it can be saved as CSV from the page. */
export function TableView(props: {
  readonly name: string;
  readonly label: string;
  readonly class?: string;
  readonly head: readonly ComponentChildren[];
  /** Columns of numbers, from 0: their headings stand over them. */
  readonly numbers?: readonly number[];
  readonly caption?: ComponentChildren;
  readonly bare?: boolean;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class="tableview">
      <Scroll label={props.label}>
        <table
          class={props.class}
          data-name={props.name}
          aria-label={props.caption ? undefined : props.label}
        >
          {props.caption ? <caption>{props.caption}</caption> : null}
          <thead>
            <tr>
              {props.head.map((cell, i) => (
                <th scope="col" class={props.numbers?.includes(i) ? 'num' : undefined}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{props.children}</tbody>
        </table>
      </Scroll>
      {props.bare ? null : (
        <button type="button" class="save" data-action="csv">
          Save as CSV<span class="vh">: {props.label}</span>
        </button>
      )}
    </div>
  );
}

/** How much of a text is whose, as a bar. */
export function Share({ own, quoted, reported }: { own: number; quoted: number; reported: number }): VNode {
  const label = `${own} % own words, ${quoted} % quoted, ${reported} % reported`;
  return (
    <svg class="share" viewBox="0 0 200 10" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect x="0" y="0" width={own * 2} height="10" class="s-own" />
      <rect x={own * 2} y="1" width={quoted * 2} height="8" class="s-quoted" />
      <line x1={(own + quoted) * 2} x2="200" y1="5" y2="5" class="s-reported" />
    </svg>
  );
}

/** The filter is the legend: what each form means, how often it is there, and a switch for it. */
export function Legend(props: {
  readonly counts: ReadonlyMap<string, number>;
  readonly place: Place;
  readonly voices?: boolean;
}): VNode {
  const families = (['wording', 'commitment', 'attribution', 'framing'] as const).map((family) => ({
    family,
    forms: FORMS.filter((form) => form.family === family && props.counts.has(form.id)),
  }));
  return (
    <section class="tools" aria-label="What is shown in the text">
      <fieldset>
        <legend>Voices</legend>
        <Chip name="own" checked>
          <span class="sw sans">own words</span>
        </Chip>
        <Chip name="quoted" checked>
          <span class="sw sans">
            <span class="q say-start say-end">quoted</span>
          </span>
        </Chip>
        <Chip name="reported" checked>
          <span class="sw sans">
            <span class="r say-start say-end">reported</span>
          </span>
        </Chip>
      </fieldset>
      {families
        .filter(({ forms }) => forms.length > 0)
        .map(({ family, forms }) => (
          <fieldset>
            <legend>{FAMILY_NAMES[family].title}</legend>
            {forms.map((form) => (
              <Chip name={form.id} checked={!form.off} count={props.counts.get(form.id)!}>
                <Swatch form={form} word={form.label} label />
              </Chip>
            ))}
          </fieldset>
        ))}
    </section>
  );
}

function Chip(props: {
  readonly name: string;
  readonly checked: boolean;
  readonly count?: number;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <label class="chip">
      <input type="checkbox" data-form={props.name} checked={props.checked} autocomplete="off" />
      <span class="chip-text">{props.children}</span>
      {props.count === undefined ? null : (
        <span class="c" data-count={props.name}>
          {props.count}
        </span>
      )}
    </label>
  );
}

/** Markers by form, in the given records. */
export function countForms(records: readonly Analysis[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of records) {
    for (const { form, marker } of shownMarkers(record)) {
      counts.set(form.id, (counts.get(form.id) ?? 0) + (marker.negated ? 0 : 1));
    }
  }
  return counts;
}

/** What the signs mean, for paper. */
export function PrintKey({ forms }: { readonly forms: readonly Form[] }): VNode {
  return (
    <ul class="key print-only">
      {forms.map((form) => (
        <li class={`for-${form.id}`}>
          <Swatch form={form} /> {form.family === 'attribution' ? null : <b>{form.sign}</b>}{' '}
          {form.label.toLowerCase()}
        </li>
      ))}
      <li>¬ negated, not counted</li>
    </ul>
  );
}

/** The works that the reasons on a page cite, each once and by number. */
export class Citations {
  readonly #numbers = new Map<string, number>();
  number(citation: string): number {
    const known = this.#numbers.get(citation);
    if (known !== undefined) return known;
    this.#numbers.set(citation, this.#numbers.size + 1);
    return this.#numbers.size;
  }
  get list(): string[] {
    return [...this.#numbers.keys()];
  }
}

export function CitationList({
  place,
  citations,
}: {
  readonly place: Place;
  readonly citations: Citations;
}): VNode | null {
  if (citations.list.length === 0) return null;
  return (
    <details class="cites">
      <summary>The works cited</summary>
      <ol>
        {citations.list.map((citation, i) => (
          <li id={place.id(`w${i + 1}`)}>{citation}</li>
        ))}
      </ol>
    </details>
  );
}

/**
 * Every marker of an article: what the cards show, for everyone without a script, and for the eye that scans. A report
 * has millions of these cells, so they are put together as text.
 */
export function MarkerTable(props: {
  readonly record: Analysis;
  readonly lexicons: ReportLexicons;
  readonly citations: Citations;
  readonly place: Place;
  readonly id: (anchor: string) => string;
  readonly title: string;
}): VNode {
  if (props.record.markers.length === 0)
    return <Quiet>No word of this text matches an entry of the lexicons.</Quiet>;
  return (
    <details class="markers">
      <summary>{props.title}</summary>
      <Scroll label={props.title}>
        <table class="stack" data-name="markers" aria-label={props.title}>
          <thead>
            <tr>
              <th scope="col">Words</th>
              <th scope="col">Kind</th>
              <th scope="col">Why</th>
              <th scope="col">Whose words</th>
            </tr>
          </thead>
          <tbody dangerouslySetInnerHTML={{ __html: markerRows(props) }} />
        </table>
      </Scroll>
      <button type="button" class="save" data-action="csv">
        Save as CSV<span class="vh">: {props.title}</span>
      </button>
    </details>
  );
}

function markerRows(props: Parameters<typeof MarkerTable>[0]): string {
  const { record, lexicons, citations, place, id } = props;
  const names = new Map(record.speakers.map((speaker) => [speaker.id, speaker.name]));
  const rows = shownMarkers(record).map(({ n, marker, form }) => {
    const note = lexicons.notes.get(marker.lexicon)?.get(marker.entry);
    const work = note?.source ? citations.number(note.source) : null;
    const cite = work ? ` <a class="ref" href="#${escapeHtml(place.id(`w${work}`))}">[${work}]</a>` : '';
    const speaker = marker.speaker ? names.get(marker.speaker) : undefined;
    const unknown = marker.voice === 'quoted' || marker.voice === 'reported' ? ': could not tell who' : '';
    const doubts = [
      marker.negated ? 'negated: shown, not counted' : '',
      marker.scare ? 'inside doubting quotation marks: the marks are the outlet’s' : '',
    ].filter(Boolean);
    return [
      `<tr id="${escapeHtml(id(`n${n}`))}" class="k-${form.id}"><th scope="row">`,
      `<a href="#${escapeHtml(id(`m${n}`))}" class="src" dir="auto">${escapeHtml(marker.text)}</a></th>`,
      `<td>${escapeHtml(capital(readable(marker.category)))} <small>${escapeHtml(marker.entry)}</small></td>`,
      `<td>${escapeHtml(note?.why ?? 'From a dictionary without reasons.')}${cite}</td>`,
      `<td>${VOICE_NAMES[marker.voice]}${speaker ? `: <bdi>${escapeHtml(speaker)}</bdi>` : unknown}`,
      `${doubts.length > 0 ? ` <small>${doubts.join('; ')}</small>` : ''}</td></tr>`,
    ].join('');
  });
  return rows.join('');
}

/** A source's address, if it is one that can be followed safely. */
export function Original({ url }: { readonly url: string | null }): VNode | null {
  const safe = safeUrl(url);
  if (!safe) return null;
  return (
    <a href={safe} rel="noopener noreferrer nofollow">
      the original
    </a>
  );
}

export function SpeakerName(props: {
  readonly place: Place;
  readonly speaker: string;
  readonly name: string;
}): VNode {
  const page = props.place.site.speakers.get(props.speaker);
  return page ? (
    <a href={props.place.href(page)}>
      <bdi>{props.name}</bdi>
    </a>
  ) : (
    <bdi>{props.name}</bdi>
  );
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2025-04-26T…` -> `26 Apr 2025`; anything else as it is. */
export function day(iso: string | null): string {
  if (!iso) return 'undated';
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  const month = match ? MONTHS[Number(match[2]) - 1] : undefined;
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : iso;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/** How an article is called on its own page, where its source stands beside it. */
export function titleOf(doc: {
  source: string | null;
  title: string | null;
  id: string;
  name: string;
}): string {
  return doc.title ?? (doc.source === null ? doc.name : doc.id);
}
