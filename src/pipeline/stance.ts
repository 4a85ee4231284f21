/** Stance toward the targets, mention by mention, each in one voice, with the words that show it. */
import { type Counts, featuresOf } from './stance/features.js';
import { judge, LIKELY } from './stance/model.js';
import { roleLabels, roleOf } from './stance/roles.js';
import { findTargets, type TargetMention } from './targets.js';
import type { Cue, Document, Entity, Marker, Quote, Span, Stance, Target, Voices } from './types.js';

export interface StanceContext {
  readonly entities: readonly Entity[];
  readonly quotes: readonly Quote[];
  readonly voices: Voices;
  readonly markers: readonly Marker[];
}

/**
 * In: an article and whom stance is asked toward. Out: the targets met and one stance a mention, sorted by place.
 * Evaluation counts in the voice that utters it: in an article, words of another quote say nothing about the voice of
 * the mention. A target given with the input is judged by its whole sentence, and gets the likeliest label; a target
 * that the program found or the settings name speaks only where words tied to it show it: else the label is 0.
 */
export function findStances(
  doc: Document,
  context: StanceContext,
  settings: readonly Target[],
): { targets: readonly Target[]; stances: Stance[] } {
  const { targets, mentions } = findTargets(doc, context.entities, settings);
  const given = doc.article.targets !== undefined;
  const labels = roleLabels(context.markers);
  return { targets, stances: mentions.map((mention) => stanceOf(doc, context, mention, given, labels)) };
}

function stanceOf(
  doc: Document,
  context: StanceContext,
  mention: TargetMention,
  given: boolean,
  labels: readonly Marker[],
): Stance {
  const { voice, quote } = context.voices;
  const { target, start, end, first, last } = mention;
  const own = quote[first] ?? -1;
  const cue = context.quotes[own]?.cue;
  const counts: Counts = given
    ? () => true
    : (token) => quote[token] === own || (cue != null && isWithin(doc, token, cue));
  const reading = featuresOf(doc, { first, last, quoted: voice[first] === 'quoted' }, counts);
  const { polarity, label, evidence, sure } = judge(reading, given ? 0 : LIKELY);
  const ownId = context.quotes[own]?.id ?? null;
  const sameVoice = labels.length === 0 ? labels : labels.filter((label) => label.quote === ownId);
  const found = roleOf(doc, mention, reading.features, sameVoice);
  const role = found?.role ?? null;
  // That somebody suffers harm speaks neither for nor against them.
  const said = given || (sure && !(role === 'victim' && label < 0));
  return {
    target,
    start,
    end,
    voice: voice[first] ?? 'author',
    speaker: context.quotes[own]?.speaker ?? null,
    polarity: round(polarity),
    label: said ? label : 0,
    role,
    evidence: withRole(said ? spansOf(doc, evidence) : [], found?.evidence),
  };
}

/** "Rask praised the crews": the verb that introduces somebody's words is the author's and shows the stance of the speaker. */
function isWithin(doc: Document, token: number, { start, end }: Cue): boolean {
  const { start: from, end: to } = doc.tokens[token]!;
  return from >= start && to <= end;
}

/** Three digits: more would say what the model does not know. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function spansOf(doc: Document, evidence: readonly number[]): Span[] {
  return [...evidence]
    .sort((a, b) => a - b)
    .map((token) => [doc.tokens[token]!.start, doc.tokens[token]!.end] as const);
}

/** The words that show a role are evidence, too. */
function withRole(evidence: Span[], shown: Span | undefined): Span[] {
  if (!shown || evidence.some(([start, end]) => start <= shown[0] && end >= shown[1])) return evidence;
  return [...evidence, shown].sort(([a], [b]) => a - b);
}
