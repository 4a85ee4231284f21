/** The analysis record -> rows of the base tables; nothing but the record is needed. */
import type { Analysis, Span } from './types.js';
import { WORD } from './voices.js';

/** Code points shown of an article where a list tells one from another. */
const OPENING = 160;

export type Value = string | number | boolean | null;
export type Rows = Readonly<Record<BaseTable, readonly (readonly Value[])[]>>;
/** In the order in which they are written. */
export const BASE_TABLE_NAMES = [
  'documents', 'document_speakers', 'quotes', 'markers', 'stances', 'voices', 'lemmas',
] as const; // biome-ignore format: a list
export type BaseTable = (typeof BASE_TABLE_NAMES)[number];

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

/** Rows by table, columns in the order of `BASE_TABLES`. */
export function rowsOf(analysis: Analysis, origin: Origin = NO_ORIGIN): Rows {
  const { id, text, words } = analysis;
  const cp = codePointsOf(text);
  const sentence = sentenceFinder(analysis);
  const names = new Map(analysis.targets.map((target) => [target.id, target.name]));
  return {
    documents: [
      [
        id, analysis.title, analysis.source, analysis.published, analysis.url, analysis.event, analysis.language,
        JSON.stringify(analysis.fields), words.all, words.author, words.headline, words.quoted, words.reported,
        analysis.quotes.length, analysis.speakers.length, analysis.markers.length, openingOf(analysis),
        JSON.stringify(analysis), origin.contentHash, origin.analysisHash, origin.inputHash, origin.input,
        origin.file, analysis.problems.length > 0 ? JSON.stringify(analysis.problems) : null,
      ],
    ],
    document_speakers: analysis.speakers.map((s) => [
      id, s.id, s.name, s.kind, s.role, s.affiliation, JSON.stringify(s.names), s.mentions.length, null,
    ]),
    quotes: analysis.quotes.map((q) => [
      id, q.id, q.start, q.end, cp(q.start), cp(q.end), q.text, q.form, q.group, q.parent,
      q.cue?.text ?? null, q.cue?.category ?? null, q.mention?.text ?? null, q.speaker, q.confidence,
      q.text.match(WORD)?.length ?? 0, sentence(q.start),
    ]),
    markers: analysis.markers.map((m, n) => [
      id, n, m.start, m.end, cp(m.start), cp(m.end), m.text, m.lexicon, m.entry, m.family, m.category, m.weight,
      m.voice, m.speaker, m.quote, m.negated, m.scare, m.family === 'attribution' ? lemmaOf(m.entry, m.text) : null,
      sentence(m.start),
    ]),
    stances: analysis.stances.map((s, n) => [
      id, n, s.target, names.get(s.target) ?? s.target, s.start, s.end, cp(s.start), cp(s.end),
      text.slice(s.start, s.end), s.voice, s.speaker, s.polarity, s.label, s.role,
      s.evidence.map(([start, end]) => text.slice(start, end)).join(' | '), sentence(s.start),
    ]),
    voices: analysis.voices.map((v) => [id, v.voice, v.speaker, v.words]),
    lemmas: Object.entries(analysis.lemmas).map(([lemma, uses]) => [id, lemma, uses]),
  }; // biome-ignore format: the order of the columns
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
