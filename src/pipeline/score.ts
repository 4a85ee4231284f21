/** Markers and words -> counts and rates of one article, by voice and by speaker. */
import { rateOf } from './statistics.js';
import type { Marker, Score, Voice, VoiceWords } from './types.js';

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
  const words = new Map<string, number>();
  const addWords = (key: string, n: number) => words.set(key, (words.get(key) ?? 0) + n);
  for (const count of counts) {
    addWords(unitKey('all', null), count.words);
    addWords(unitKey(count.voice, null), count.words);
    if (count.speaker !== null) addWords(unitKey(count.voice, count.speaker), count.words);
  }
  const rows = new Map<string, Tally>();
  for (const marker of markers) {
    if (!isCounted(marker)) continue;
    addHit(rows, 'all', null, marker);
    addHit(rows, marker.voice, null, marker);
    if (marker.speaker !== null) addHit(rows, marker.voice, marker.speaker, marker);
  }
  return [...rows.entries()]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, { voice, speaker, marker, hits, weight }]) => {
      const size = words.get(unitKey(voice, speaker)) ?? 0;
      const rate = rateOf(hits, size);
      return {
        voice,
        speaker,
        family: marker.family,
        category: marker.category,
        words: size,
        hits,
        meanWeight: weight / hits,
        rate: rate?.rate ?? null,
        rateLow: rate?.low ?? null,
        rateHigh: rate?.high ?? null,
      };
    });
}

interface Tally {
  readonly voice: Voice | 'all';
  readonly speaker: string | null;
  readonly marker: Marker;
  hits: number;
  weight: number;
}

function addHit(
  rows: Map<string, Tally>,
  voice: Tally['voice'],
  speaker: string | null,
  marker: Marker,
): void {
  const key = `${unitKey(voice, speaker)}\t${marker.family}\t${marker.category}`;
  const row = rows.get(key);
  if (row) {
    row.hits++;
    row.weight += marker.weight;
  } else rows.set(key, { voice, speaker, marker, hits: 1, weight: marker.weight });
}

function unitKey(voice: string, speaker: string | null): string {
  return `${voice}\t${speaker ?? ''}`;
}
