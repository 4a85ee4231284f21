/** Lexicon matches and cues -> markers, each with its voice and speaker. */
import type { Lexicons } from '../lexicons/load.js';
import type { Match } from '../lexicons/types.js';
import type { Document, Exclude, Marker, Quote, Span, TextSpan, Voice, Voices } from './types.js';

/** Entries that no term matches: the program records them from the layout of quotes and marks. */
export const SCARE_QUOTE = { lexicon: 'wording-labels', entry: 'doubt-markers.scare-quote' } as const;
export const OTHER_CUE = { lexicon: 'attribution', entry: 'neutral.other-cue' } as const;

type Kind = Pick<Marker, 'lexicon' | 'entry' | 'family' | 'category' | 'weight'>;
const SCARE_KIND: Kind = { ...SCARE_QUOTE, family: 'wording', category: 'doubt-markers', weight: 1 };
const CUE_KIND: Kind = { ...OTHER_CUE, family: 'attribution', category: 'neutral', weight: 1 };

export interface Found {
  readonly quotes: readonly Quote[];
  /** Words in marks that are nobody's speech and keep a distance: `so "called" words`. */
  readonly scare: readonly Span[];
}

/** The classes of all cues, and every marker, sorted by place. Quotes come back with their cues classified. */
export function findMarkers(
  doc: Document,
  { quotes, scare }: Found,
  voices: Voices,
  lexicons: Lexicons,
  exclude: Exclude,
): { quotes: Quote[]; markers: Marker[] } {
  const inHeadline = (token: number) => doc.paragraphs[doc.tokens[token]!.paragraph]!.region === 'headline';
  const matches = lexicons.match(doc.tokens, { lenient: inHeadline });
  const cues = classifyCues(doc, quotes, matches);
  const place: Place = { doc, quotes: cues.quotes, voices };
  // Of cues and scare quotes there are few; matches come by place already.
  const others = cues.found.map((cue) => markerOfCue(place, cue));
  for (const span of scare) others.push(markerOfScareQuote(place, span));
  others.sort(comparePlaces);
  const markers: Open[] = [];
  let next = 0;
  for (const match of matches) {
    if (match.family === 'attribution') {
      // A word of attribution that introduces nothing is only recorded where its entry stands by itself.
      if (cues.tokens.has(match.first) || cues.tokens.has(match.last - 1)) continue;
      if (!lexicons.entry(match.lexicon, match.entry)?.standalone) continue;
    }
    const marker = markerOfMatch(place, match);
    while (next < others.length && others[next]!.start <= marker.start) putIn(markers, others[next++]!);
    putIn(markers, marker);
  }
  while (next < others.length) putIn(markers, others[next++]!);
  markScare(markers, scare);
  return { quotes: cues.quotes, markers: withoutSilenced(markers, exclude) };
}

interface FoundCue {
  readonly quote: Quote;
  readonly cue: TextSpan;
  readonly first: number;
  readonly match: Match | null;
}

/** Looks every cue up among the attribution matches: the longest that touches it decides its class. */
function classifyCues(
  doc: Document,
  quotes: readonly Quote[],
  all: readonly Match[],
): { quotes: Quote[]; found: FoundCue[]; tokens: Set<number> } {
  const matches: Match[] = [];
  for (const match of all) if (match.family === 'attribution') matches.push(match);
  const found: FoundCue[] = [];
  const known = new Set<number>();
  const tokens = new Set<number>();
  const classified: Quote[] = [];
  for (const quote of quotes) {
    const { cue } = quote;
    if (!cue) {
      classified.push(quote);
      continue;
    }
    const first = firstTokenAt(doc, cue.start);
    let best: Match | null = null;
    for (let m = firstMatchAt(doc, matches, cue.start); m < matches.length; m++) {
      const match = matches[m]!;
      if (doc.tokens[match.first]!.start >= cue.end) break;
      if (!best || match.last - match.first > best.last - best.first) best = match;
    }
    for (let t = first; t < doc.tokens.length && doc.tokens[t]!.start < cue.end; t++) tokens.add(t);
    if (best) for (let t = best.first; t < best.last; t++) tokens.add(t);
    // Fragments of one attribution share their cue: it is one marker.
    if (!known.has(cue.start)) found.push({ quote, cue, first, match: best });
    known.add(cue.start);
    const category = best ? (best.category as typeof cue.category) : 'neutral';
    classified.push(category === cue.category ? quote : { ...quote, cue: { ...cue, category } });
  }
  return { quotes: classified, found, tokens };
}

/** Index of the first token that ends after `at`. */
function firstTokenAt({ tokens }: Document, at: number): number {
  let low = 0;
  let high = tokens.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle]!.end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Index of the first match that ends after `at`; matches of one family do not overlap, so their ends are sorted. */
function firstMatchAt({ tokens }: Document, matches: readonly Match[], at: number): number {
  let low = 0;
  let high = matches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[matches[middle]!.last - 1]!.end > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where markers stand, and whose words these are. */
interface Place {
  readonly doc: Document;
  readonly quotes: readonly Quote[];
  readonly voices: Voices;
}

/** A marker of which it is not told yet whether it stands in a scare quote. */
type Open = Omit<Marker, 'scare'> & { scare: boolean };

function markerOfMatch({ doc, quotes, voices }: Place, match: Match): Open {
  const { first, family, category } = match;
  const token = doc.tokens[first]!;
  const end = match.last === first + 1 ? token.end : doc.tokens[match.last - 1]!.end;
  const quote = quotes[voices.quote[first]!] ?? null;
  let voice = voices.voice[first]!;
  let owner = quote;
  // "allegedly" inside a reported clause is the outlet keeping its distance, not the source.
  if (category === 'attribution-hedges' && voice === 'reported') {
    voice = outletVoice(doc, token.paragraph);
    owner = null;
  }
  // A word of attribution that introduces no quote must not look like a cue.
  const quoteId = family === 'attribution' ? null : (owner?.id ?? null);
  return markerOf(doc, match, token.start, end, voice, owner?.speaker ?? null, quoteId, match.negated);
}

/** A cue stands in the voice around its quote; `quote` is the one that it introduces. */
function markerOfCue({ doc, quotes, voices }: Place, { quote, cue, first, match }: FoundCue): Open {
  const speaker = quotes[voices.quote[first]!]?.speaker ?? null;
  const voice = voices.voice[first]!;
  return markerOf(
    doc,
    match ?? CUE_KIND,
    cue.start,
    cue.end,
    voice,
    speaker,
    quote.id,
    match?.negated ?? false,
  );
}

function markerOfScareQuote({ doc, quotes, voices }: Place, [start, end]: Span): Open {
  const first = firstTokenAt(doc, start);
  const quote = quotes[voices.quote[first]!];
  const voice = voices.voice[first]!;
  return markerOf(doc, SCARE_KIND, start, end, voice, quote?.speaker ?? null, quote?.id ?? null, false);
}

function outletVoice(doc: Document, paragraph: number): Voice {
  return doc.paragraphs[paragraph]!.region === 'headline' ? 'headline' : 'author';
}

function markerOf(
  doc: Document,
  { lexicon, entry, family, category, weight }: Kind,
  start: number,
  end: number,
  voice: Voice,
  speaker: string | null,
  quote: string | null,
  negated: boolean,
): Open {
  const text = doc.text.slice(start, end);
  return {
    start, end, text, lexicon, entry, family, category, weight, voice, speaker, quote, negated, scare: false,
  }; // biome-ignore format: the order of the record
}

/** By place, the longer first, then by family and entry. */
function comparePlaces(a: Open, b: Open): number {
  return a.start - b.start || b.end - a.end || compare(a.family, b.family) || compare(a.entry, b.entry);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Puts a marker in its place among those that do not begin after it. */
function putIn(markers: Open[], marker: Open): void {
  let at = markers.length;
  while (at > 0 && comparePlaces(markers[at - 1]!, marker) > 0) at--;
  if (at === markers.length) markers.push(marker);
  else markers.splice(at, 0, marker);
}

/** Tells which of the markers stand inside a scare quote; both come by place. */
function markScare(markers: readonly Open[], scare: readonly Span[]): void {
  let next = 0;
  let end = 0;
  for (const marker of markers) {
    while (next < scare.length && scare[next]![0] <= marker.start) end = Math.max(end, scare[next++]![1]);
    if (next > 0) marker.scare = marker.end <= end;
  }
}

function withoutSilenced(markers: Marker[], exclude: Exclude): Marker[] {
  if (exclude.entries.length + exclude.categories.length + exclude.terms.length === 0) return markers;
  const entries = new Set(exclude.entries);
  const categories = new Set(exclude.categories);
  const terms = new Set(exclude.terms.map((term) => term.toLowerCase()));
  return markers.filter(
    ({ entry, category, text }) =>
      !entries.has(entry) && !categories.has(category) && !terms.has(text.toLowerCase()),
  );
}
