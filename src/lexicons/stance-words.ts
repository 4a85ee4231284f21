/** Loads `stance.yml`: verb classes and evaluative words, for who is praised and who is blamed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { lexiconFolder } from './root.js';

export interface VerbClass {
  readonly id: string;
  /** What the verb implies about its subject and its object: -1, 0 or 1. */
  readonly agent: number;
  readonly theme: number;
}

export interface StanceWords {
  /** Lemma -> classes of the verb. */
  readonly verbs: ReadonlyMap<string, readonly VerbClass[]>;
  /** Lemma or word form -> -1 or 1; of hyphenated words the last part stands for all. */
  readonly polarity: ReadonlyMap<string, -1 | 1>;
  readonly negators: ReadonlySet<string>;
  readonly contrast: ReadonlySet<string>;
  readonly modals: ReadonlySet<string>;
  readonly conditionals: ReadonlySet<string>;
}

interface Raw {
  verbs: Record<string, { agent: number; theme: number; verbs: string }>;
  words: { negative: string; positive: string };
  negators: string;
  contrast: string;
  modals: string;
  conditionals: string;
}

let cached: StanceWords | null = null;

/** The words, parsed once a process. */
export function stanceWords(): StanceWords {
  cached ??= build(parse(readFileSync(join(lexiconFolder(), 'stance.yml'), 'utf8')) as Raw);
  return cached;
}

function build(raw: Raw): StanceWords {
  const verbs = new Map<string, VerbClass[]>();
  for (const [id, { agent, theme, verbs: list }] of Object.entries(raw.verbs)) {
    for (const verb of words(list)) verbs.set(verb, [...(verbs.get(verb) ?? []), { id, agent, theme }]);
  }
  const polarity = new Map<string, -1 | 1>();
  for (const word of words(raw.words.positive)) polarity.set(word, 1);
  for (const word of words(raw.words.negative)) polarity.set(word, -1);
  return {
    verbs,
    polarity,
    negators: new Set(words(raw.negators)),
    contrast: new Set(words(raw.contrast)),
    modals: new Set(words(raw.modals)),
    conditionals: new Set(words(raw.conditionals)),
  };
}

function words(list: string): string[] {
  return list.split(/\s+/u).filter((word) => word !== '');
}
