/** What a reader knew of the layout: a blockquote is a block quote, a `q` element a direct one. */
import type { Document } from '../types.js';
import type { Draft } from './draft.js';

const RELIABILITY = 0.85;

/**
 * Adds a block or direct quote for every paragraph under a layout hint that no quote covers yet; who spoke last before
 * it is its source.
 */
export function addHints(doc: Document, drafts: Draft[], groups: number): void {
  const hints = doc.article.layout?.filter((hint) => hint.kind === 'blockquote' || hint.kind === 'q');
  if (!hints?.length) return;
  const sorted = [...hints].sort((a, b) => a.start - b.start);
  const known = [...drafts].sort((a, b) => a.start - b.start);
  let group = groups;
  let p = 0;
  let d = 0;
  let speaker: Draft | null = null;
  for (const hint of sorted) {
    while (p < doc.paragraphs.length && doc.paragraphs[p]!.end <= hint.start) p++;
    const mine = ++group;
    for (let at = p; at < doc.paragraphs.length && doc.paragraphs[at]!.start < hint.end; at++) {
      const start = Math.max(doc.paragraphs[at]!.start, hint.start);
      const end = Math.min(doc.paragraphs[at]!.end, hint.end);
      for (; d < known.length && known[d]!.end <= start; d++)
        if (known[d]!.speech && known[d]!.mention) speaker = known[d]!;
      const covered = known[d] !== undefined && known[d]!.start < end;
      if (end <= start || covered) continue;
      drafts.push({
        start,
        end,
        form: hint.kind === 'q' ? 'direct' : 'block',
        marked: hint.kind === 'q' ? [[start, end]] : [],
        cue: null,
        mention: speaker?.mention ?? null,
        group: mine,
        paragraph: at,
        rule: 'block',
        speech: true,
        reliability: RELIABILITY,
      });
    }
  }
}
