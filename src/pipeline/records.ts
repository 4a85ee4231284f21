/** The analysis record -> rows of the base tables; nothing but the record is needed. */
import type { Analysis, Span } from './types.js';
import { WORD } from './voices.js';

/** Code points shown of an article where a list tells one from another. */
const OPENING = 160;

export type Value = string | number | boolean | null;
/** Of these a record fills many rows each, or none. */
export const LIST_TABLES = ['document_speakers', 'mentions', 'quotes', 'markers', 'stances', 'voices', 'lemmas'] as const; // biome-ignore format: one list
export const BASE_TABLE_NAMES = ['documents', ...LIST_TABLES] as const;
export type ListTable = (typeof LIST_TABLES)[number];

/**
 * A record as the store takes it. The lists are texts and not rows: what goes from thread to thread and waits to be
 * written is then a few strings an article instead of thousands of values.
 */
export interface Rows {
  /** The row of `documents`, columns in the order of `BASE_TABLES`. */
  readonly document: readonly Value[];
  /** Of each other table, JSON: column -> its values, row by row; without the column `document`. */
  readonly lists: Readonly<Record<ListTable, string>>;
}

/** Units of text that they take. */
export const lengthOf = ({ document, lists }: Rows): number =>
  [...document, ...Object.values(lists)].reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 0),
    0,
  );

/** Where a record comes from: what a later run asks to know whether it still holds. See `hash.ts`. */
export interface Origin {
  readonly contentHash: string | null;
  readonly analysisHash: string | null;
  readonly inputHash: string | null;
  /** JSON of what the analysis took from the article that its record does not keep, or null: nothing. */
  readonly input: string | null;
  readonly file: string | null;
}
const NO_ORIGIN: Origin = { contentHash: null, analysisHash: null, inputHash: null, input: null, file: null };

/** What the store keeps of a record. */
export function rowsOf(analysis: Analysis, origin: Origin = NO_ORIGIN): Rows {
  const { id, text, words, speakers, quotes, markers, stances, voices, lemmas } = analysis;
  const cp = codePointsOf(text);
  const sentence = sentenceFinder(analysis);
  const names = new Map(analysis.targets.map((target) => [target.id, target.name]));
  const places = (spans: readonly { readonly start: number; readonly end: number }[]) => ({
    start: spans.map(({ start }) => start),
    end: spans.map(({ end }) => end),
    start_cp: spans.map(({ start }) => cp(start)),
    end_cp: spans.map(({ end }) => cp(end)),
  });
  const sentences = (spans: readonly { readonly start: number }[]) =>
    spans.map(({ start }) => sentence(start));
  const mentions = speakers.flatMap((s) => s.mentions.map(([start, end]) => ({ speaker: s.id, start, end })));
  return {
    document: [
      id, analysis.title, analysis.source, analysis.published, analysis.url, analysis.event, analysis.language,
      JSON.stringify(analysis.fields), words.all, words.author, words.headline, words.quoted, words.reported,
      quotes.length, speakers.length, markers.length, openingOf(analysis), JSON.stringify(analysis),
      origin.contentHash, origin.analysisHash, origin.inputHash, origin.input, origin.file,
      analysis.problems.length > 0 ? JSON.stringify(analysis.problems) : null,
    ], // biome-ignore format: the order of the columns
    lists: {
      document_speakers: json({
        local_speaker: speakers.map((s) => s.id),
        name: speakers.map((s) => s.name),
        kind: speakers.map((s) => s.kind),
        role: speakers.map((s) => s.role),
        affiliation: speakers.map((s) => s.affiliation),
        names: speakers.map((s) => JSON.stringify(s.names)),
        mentions: speakers.map((s) => s.mentions.length),
      }),
      mentions: json({
        ...places(mentions),
        local_speaker: mentions.map((m) => m.speaker),
        text: mentions.map((m) => text.slice(m.start, m.end)),
      }),
      quotes: json({
        ...places(quotes),
        sentence: sentences(quotes),
        quote: quotes.map((q) => q.id),
        text: quotes.map((q) => q.text),
        form: quotes.map((q) => q.form),
        group: quotes.map((q) => q.group),
        parent: quotes.map((q) => q.parent),
        cue: quotes.map((q) => q.cue?.text),
        cue_category: quotes.map((q) => q.cue?.category),
        mention: quotes.map((q) => q.mention?.text),
        local_speaker: quotes.map((q) => q.speaker),
        confidence: quotes.map((q) => q.confidence),
        words: quotes.map((q) => q.text.match(WORD)?.length ?? 0),
      }),
      markers: json({
        ...places(markers),
        sentence: sentences(markers),
        n: markers.map((_, n) => n),
        text: markers.map((m) => m.text),
        lexicon: markers.map((m) => m.lexicon),
        entry: markers.map((m) => m.entry),
        family: markers.map((m) => m.family),
        category: markers.map((m) => m.category),
        weight: markers.map((m) => m.weight),
        voice: markers.map((m) => m.voice),
        local_speaker: markers.map((m) => m.speaker),
        quote: markers.map((m) => m.quote),
        negated: markers.map((m) => m.negated),
        scare: markers.map((m) => m.scare),
        lemma: markers.map((m) => (m.family === 'attribution' ? lemmaOf(m.entry, m.text) : null)),
      }),
      stances: json({
        ...places(stances),
        sentence: sentences(stances),
        n: stances.map((_, n) => n),
        target: stances.map((s) => s.target),
        target_name: stances.map((s) => names.get(s.target) ?? s.target),
        text: stances.map((s) => text.slice(s.start, s.end)),
        voice: stances.map((s) => s.voice),
        local_speaker: stances.map((s) => s.speaker),
        polarity: stances.map((s) => s.polarity),
        label: stances.map((s) => s.label),
        role: stances.map((s) => s.role),
        evidence: stances.map((s) => s.evidence.map(([from, to]) => text.slice(from, to)).join(' | ')),
      }),
      voices: json({
        voice: voices.map((v) => v.voice),
        local_speaker: voices.map((v) => v.speaker),
        words: voices.map((v) => v.words),
      }),
      lemmas: json({ lemma: Object.keys(lemmas), uses: Object.values(lemmas) }),
    },
  };
}

/** Half a character, which JSON may name and UTF-8 cannot: the store takes none. */
const HALF = /\p{Surrogate}/gu;

function json(columns: Readonly<Record<string, readonly (Value | undefined)[]>>): string {
  const text = JSON.stringify(columns);
  if (!text.includes('\\ud')) return text;
  return JSON.stringify(columns, (_, value) =>
    typeof value === 'string' ? value.replace(HALF, '\ufffd') : value,
  );
}

/** The entry of a cue is named for its lemma: `neutral.say`. Cues that no entry knows go by their words. */
function lemmaOf(entry: string, text: string): string {
  const slug = entry.slice(entry.indexOf('.') + 1);
  return slug === 'other-cue' ? text.toLowerCase() : slug.replaceAll('-', ' ');
}

/** UTF-16 offset -> offset in code points, as R and Python count. */
export function codePointsOf(text: string): (offset: number) => number {
  const seconds: number[] = [];
  for (const match of text.matchAll(/[\u{10000}-\u{10ffff}]/gu)) seconds.push(match.index + 1);
  if (seconds.length === 0) return (offset) => offset;
  return (offset) => offset - lowerBound(seconds, (at) => at >= offset);
}

/** The sentence that a place stands in, white space as single blanks; null outside of running text. */
function sentenceFinder({ text, sentences }: Analysis): (at: number) => string | null {
  return (at) => {
    const found = sentences[lowerBound(sentences, ([, end]) => end > at)];
    return found && found[0] <= at ? text.slice(found[0], found[1]).replace(/\s+/gu, ' ') : null;
  };
}

/** First index of a sorted list for which `holds`; the length when there is none. */
function lowerBound<T>(list: readonly T[], holds: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The first words of running text, headline and captions left out. */
function openingOf({ text, sentences, regions }: Analysis): string {
  const aside = regions.filter(({ kind }) => kind === 'headline' || kind === 'caption');
  const isAside = ([start]: Span) => aside.some((region) => start >= region.start && start < region.end);
  let opening = '';
  for (const span of sentences) {
    if (isAside(span)) continue;
    opening += `${opening ? ' ' : ''}${text.slice(span[0], span[1]).replace(/\s+/gu, ' ')}`;
    if (opening.length >= OPENING * 2) break;
  }
  return Array.from(opening).slice(0, OPENING).join('');
}
