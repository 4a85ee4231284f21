/** What a reader knew of the layout: a blockquote is a block quote, a `q` element a direct one. */
import type { Document } from '../types.js';
import type { Draft } from './draft.js';

/** Adds a block or direct quote for every layout hint that no quote covers yet. */
export function addHints(doc: Document, drafts: Draft[]): void {
  const hints = doc.article.layout?.filter((hint) => hint.kind === 'blockquote' || hint.kind === 'q');
  if (!hints?.length) return;
  for (const hint of hints) {
    for (const paragraph of doc.paragraphs) {
      const start = Math.max(paragraph.start, hint.start);
      const end = Math.min(paragraph.end, hint.end);
      if (end <= start || drafts.some((d) => d.start < end && d.end > start)) continue;
      const before = drafts.filter((d) => d.end <= start && d.speech).at(-1);
      drafts.push({
        start,
        end,
        form: hint.kind === 'q' ? 'direct' : 'block',
        marked: hint.kind === 'q' ? [[start, end]] : [],
        cue: null,
        mention: before?.mention ?? null,
        group: 1e6 + drafts.length,
        paragraph: doc.paragraphs.indexOf(paragraph),
        rule: 'block',
        speech: true,
        reliability: 0.8,
        parent: -1,
      });
    }
  }
}
