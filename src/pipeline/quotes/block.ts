/**
 * Quotation paragraphs without marks: a paragraph that names a statement is followed by one that speaks as "I" or "we".
 * Only where the article itself never says "I", so that a columnist's own paragraphs are not taken for quotes.
 */
import type { Draft, Running } from './draft.js';
import { K, lower, type Skeleton } from './skeleton.js';

const FIRST_PERSON = new Set(['i', 'we', 'our', 'us', 'my', 'me', 'ours', 'myself', 'ourselves']);

export function findBlocks(
  sk: Skeleton,
  running: readonly (Running | null)[][],
  drafts: Draft[],
  groups: number,
): void {
  const { paragraphs } = sk.doc;
  const n = paragraphs.length;
  const owner: (Running | null)[] = new Array(n).fill(null);
  const first: boolean[] = new Array(n).fill(false);
  const own: boolean[] = new Array(n).fill(false);
  const covered = new Set(drafts.map((d) => d.paragraph));
  for (let p = 0; p < n; p++) {
    for (let s = sk.firstSegment[p]!; s < sk.firstSegment[p + 1]!; s++) {
      for (const r of running[s]!) {
        own[p] = true;
        if (r?.mention && r.speech) owner[p] = r;
      }
      for (let e = sk.segments[s]!.first; e < sk.segments[s]!.last; e++) {
        if (sk.kind[e] === K.QUOTED) own[p] = true;
        else if (FIRST_PERSON.has(lower(sk, e))) first[p] = true;
      }
    }
    if (covered.has(p)) own[p] = true;
  }
  const blocks: number[] = [];
  for (let p = 1; p < n; p++) {
    if (!first[p]) continue;
    if (own[p] || paragraphs[p]!.region !== null) return;
    if (!owner[p - 1] && blocks.at(-1) !== p - 1) return;
    blocks.push(p);
  }
  if (blocks.length < 2) return;
  let group = groups;
  // The article's habit is plain now: a bare paragraph right after an attribution is a quotation too.
  const all = new Set(blocks);
  for (const p of all) {
    let q = p - 1;
    while (q > 0 && !owner[q]) q--;
    const r = owner[q];
    if (!r) continue;
    drafts.push({
      start: paragraphs[p]!.start,
      end: paragraphs[p]!.end,
      form: 'block',
      marked: [],
      cue: null,
      mention: r.mention,
      group: ++group,
      paragraph: p,
      rule: 'block',
      speech: true,
      reliability: 0.8,
      parent: -1,
    });
  }
}
