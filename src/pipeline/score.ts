/** Markers and words -> counts and rates of one article, by voice and by speaker. */
import type { Family } from '../lexicons/types.js';
import { rateOf } from './statistics.js';
import type { Marker, Score, VoiceWords } from './types.js';

/** Categories that name things are compared as choices, never counted as rates. */
export const UNCOUNTED_CATEGORIES: ReadonlySet<string> = new Set(['naming']);

/** Negated markers are shown, not counted (DESIGN: Counting). */
export function isCounted(marker: Marker): boolean {
  return !marker.negated && !UNCOUNTED_CATEGORIES.has(marker.category);
}

/**
 * Scores of one article: each voice, each speaker's `quoted` and `reported` words, and `all`.
 * Rows without hits are left out; rates are null under 100 words. Sorted by voice, speaker, family, category.
 */
export function scoreArticle(markers: readonly Marker[], counts: readonly VoiceWords[]): Score[] {
  const { kinds, kindOf } = kindsOf(markers);
  const units = new Map<string, Speaker>();
  const all = unitOf(units, 'all', null);
  for (const { voice, speaker, words } of counts) {
    all.words += words;
    unitOf(units, voice, null).words += words;
    if (speaker !== null) unitOf(units, voice, speaker).words += words;
  }
  let ofVoice = all;
  let ofSpeaker = all;
  for (let m = 0; m < markers.length; m++) {
    const kind = kindOf[m]!;
    if (kind === UNCOUNTED) continue;
    const { voice, speaker, weight } = markers[m]!;
    // Markers of one voice stand together.
    if (voice !== ofSpeaker.voice || speaker !== ofSpeaker.speaker) {
      ofVoice = unitOf(units, voice, null);
      ofSpeaker = speaker === null ? ofVoice : unitOf(units, voice, speaker);
    }
    addHit(all, kind, weight, kinds.length);
    addHit(ofVoice, kind, weight, kinds.length);
    if (ofSpeaker !== ofVoice) addHit(ofSpeaker, kind, weight, kinds.length);
  }
  kinds.sort((a, b) => compare(a.family, b.family) || compare(a.category, b.category));
  const speakers = [...units.values()].sort((a, b) => compare(a.name, b.name));
  const scores: Score[] = [];
  for (let v = 0; v < SCORED_VOICES.length; v++) {
    for (const speaker of speakers) {
      const unit = speaker.units[v];
      if (unit?.hits) addScores(unit, kinds, scores);
    }
  }
  return scores;
}

/** In the order of their rows. */
const SCORED_VOICES: readonly Score['voice'][] = ['all', 'author', 'headline', 'quoted', 'reported'];
const UNCOUNTED = -1;

/** A category of a family, and its place among those of the article. */
interface Kind {
  readonly family: Family;
  readonly category: string;
  readonly index: number;
}

/** What markers are of, and which of these each is: its index, or UNCOUNTED. */
function kindsOf(markers: readonly Marker[]): { kinds: Kind[]; kindOf: number[] } {
  const kinds: Kind[] = [];
  const kindOf: number[] = [];
  const byCategory = new Map<string, Kind[]>();
  for (const marker of markers) {
    if (!isCounted(marker)) {
      kindOf.push(UNCOUNTED);
      continue;
    }
    const { family, category } = marker;
    let named = byCategory.get(category);
    if (!named) {
      named = [];
      byCategory.set(category, named);
    }
    let n = 0;
    while (n < named.length && named[n]!.family !== family) n++;
    if (n === named.length) {
      const kind = { family, category, index: kinds.length };
      named.push(kind);
      kinds.push(kind);
    }
    kindOf.push(named[n]!.index);
  }
  return { kinds, kindOf };
}

/** The words of a voice, or of a speaker in it, and by kind the hits and the sum of their weights. */
interface Unit {
  readonly voice: Score['voice'];
  readonly speaker: string | null;
  words: number;
  hits: number[] | null;
  weights: number[] | null;
}

/** A speaker, or all together under an empty name; units by place in SCORED_VOICES. */
interface Speaker {
  readonly name: string;
  readonly units: (Unit | null)[];
}

function unitOf(speakers: Map<string, Speaker>, voice: Score['voice'], speaker: string | null): Unit {
  const name = speaker ?? '';
  let known = speakers.get(name);
  if (!known) {
    known = { name, units: [null, null, null, null, null] };
    speakers.set(name, known);
  }
  const v = SCORED_VOICES.indexOf(voice);
  let unit = known.units[v];
  if (!unit) {
    unit = { voice, speaker, words: 0, hits: null, weights: null };
    known.units[v] = unit;
  }
  return unit;
}

function addHit(unit: Unit, kind: number, weight: number, kinds: number): void {
  unit.hits ??= new Array(kinds).fill(0);
  unit.weights ??= new Array(kinds).fill(0);
  unit.hits[kind]!++;
  unit.weights[kind]! += weight;
}

function addScores(
  { voice, speaker, words, hits, weights }: Unit,
  kinds: readonly Kind[],
  scores: Score[],
): void {
  for (const { family, category, index } of kinds) {
    const n = hits![index]!;
    if (n === 0) continue;
    const rate = rateOf(n, words);
    scores.push({
      voice,
      speaker,
      family,
      category,
      words,
      hits: n,
      meanWeight: weights![index]! / n,
      rate: rate?.rate ?? null,
      rateLow: rate?.low ?? null,
      rateHigh: rate?.high ?? null,
    });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
