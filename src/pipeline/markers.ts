/** Lexicon matches and cues -> markers, each with its voice and speaker. */
import type { Lexicons } from '../lexicons/load.js';
import type { Match } from '../lexicons/types.js';
import type { Document, Exclude, Marker, Quote, Span, TextSpan, Voice, Voices } from './types.js';

/** Entries that no term matches: the program records them from the layout of quotes and marks. */
export const SCARE_QUOTE = { lexicon: 'wording-labels', entry: 'doubt-markers.scare-quote' } as const;
export const OTHER_CUE = { lexicon: 'attribution', entry: 'neutral.other-cue' } as const;

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
  const attribution = matches.filter((match) => match.family === 'attribution');
  const cues = classifyCues(doc, quotes, attribution);
  const builder = new MarkerBuilder(doc, cues.quotes, voices, scare);
  for (const cue of cues.found) builder.addCue(cue);
  for (const match of matches) {
    if (match.family === 'attribution') {
      // A word of attribution that introduces nothing is only recorded where its entry stands by itself.
      const entry = lexicons.entry(match.lexicon, match.entry);
      if (!entry?.standalone || cues.tokens.has(match.first) || cues.tokens.has(match.last - 1)) continue;
    }
    builder.addMatch(match);
  }
  for (const span of scare) builder.addScareQuote(span);
  const silenced = silencer(exclude);
  return { quotes: cues.quotes, markers: builder.sorted().filter((marker) => !silenced(marker)) };
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
  matches: readonly Match[],
): { quotes: Quote[]; found: FoundCue[]; tokens: Set<number> } {
  const found = new Map<number, FoundCue>();
  const tokens = new Set<number>();
  const classified = quotes.map((quote) => {
    if (!quote.cue) return quote;
    const { cue } = quote;
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
    if (!found.has(cue.start)) found.set(cue.start, { quote, cue, first, match: best });
    const category = best ? (best.category as NonNullable<Quote['cue']>['category']) : 'neutral';
    return { ...quote, cue: { ...cue, category } };
  });
  return { quotes: classified, found: [...found.values()], tokens };
}

/** Index of the first token that ends after `at`. */
function firstTokenAt(doc: Document, at: number): number {
  return firstIndex(doc.tokens.length, (t) => doc.tokens[t]!.end > at);
}

/** Index of the first match that ends after `at`; matches of one family do not overlap, so their ends are sorted. */
function firstMatchAt(doc: Document, matches: readonly Match[], at: number): number {
  return firstIndex(matches.length, (m) => doc.tokens[matches[m]!.last - 1]!.end > at);
}

function firstIndex(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

class MarkerBuilder {
  private readonly markers: Marker[] = [];

  constructor(
    private readonly doc: Document,
    private readonly quotes: readonly Quote[],
    private readonly voices: Voices,
    private readonly scare: readonly Span[],
  ) {}

  addMatch(match: Match): void {
    const { doc, quotes, voices } = this;
    const [start, end] = [doc.tokens[match.first]!.start, doc.tokens[match.last - 1]!.end];
    const quote = quotes[voices.quote[match.first]!] ?? null;
    let voice = voices.voice[match.first]!;
    let owner = quote;
    // "allegedly" inside a reported clause is the outlet keeping its distance, not the source.
    if (match.category === 'attribution-hedges' && voice === 'reported') {
      voice = this.outletVoice(match.first);
      owner = null;
    }
    // A word of attribution that introduces no quote must not look like a cue.
    const quoteId = match.family === 'attribution' ? null : (owner?.id ?? null);
    this.push(match, start, end, voice, owner?.speaker ?? null, quoteId, match.negated);
  }

  /** A cue stands in the voice around its quote; `quote` is the one that it introduces. */
  addCue({ quote, cue, first, match }: FoundCue): void {
    const around = this.quotes[this.voices.quote[first]!] ?? null;
    const kind = match ?? { ...OTHER_CUE, family: 'attribution' as const, category: 'neutral', weight: 1 };
    const voice = this.voices.voice[first]!;
    this.push(kind, cue.start, cue.end, voice, around?.speaker ?? null, quote.id, match?.negated ?? false);
  }

  addScareQuote([start, end]: Span): void {
    const first = firstTokenAt(this.doc, start);
    const quote = this.quotes[this.voices.quote[first]!] ?? null;
    const kind = { ...SCARE_QUOTE, family: 'wording' as const, category: 'doubt-markers', weight: 1 };
    this.push(kind, start, end, this.voices.voice[first]!, quote?.speaker ?? null, quote?.id ?? null, false);
  }

  sorted(): Marker[] {
    const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    return this.markers.sort(
      (a, b) => a.start - b.start || b.end - a.end || text(a.family, b.family) || text(a.entry, b.entry),
    );
  }

  private outletVoice(token: number): Voice {
    const paragraph = this.doc.paragraphs[this.doc.tokens[token]!.paragraph]!;
    return paragraph.region === 'headline' ? 'headline' : 'author';
  }

  private push(
    kind: Pick<Match, 'lexicon' | 'entry' | 'family' | 'category' | 'weight'>,
    start: number,
    end: number,
    voice: Voice,
    speaker: string | null,
    quote: string | null,
    negated: boolean,
  ): void {
    const { lexicon, entry, family, category, weight } = kind;
    const scare = this.scare.some(([from, to]) => start >= from && end <= to);
    const text = this.doc.text.slice(start, end);
    this.markers.push({
      start, end, text, lexicon, entry, family, category, weight, voice, speaker, quote, negated, scare,
    }); // biome-ignore format: the order of the record
  }
}

function silencer(exclude: Exclude): (marker: Marker) => boolean {
  const entries = new Set(exclude.entries);
  const categories = new Set(exclude.categories);
  const terms = new Set(exclude.terms.map((term) => term.toLowerCase()));
  if (entries.size + categories.size + terms.size === 0) return () => false;
  return ({ entry, category, text }) =>
    entries.has(entry) || categories.has(category) || terms.has(text.toLowerCase());
}
