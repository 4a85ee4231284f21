/** Loads `cues.yml`: which word can introduce what somebody said, and what may follow it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** What can be the content of a cue, as bits of one number. */
export const TAKES = { quote: 1, that: 2, clause: 4, wh: 8, noun: 16, inf: 32 } as const;
export type Take = keyof typeof TAKES;

export interface CueSyntax {
  readonly lemma: string;
  /** Bits of `TAKES`. */
  readonly takes: number;
  /** The content may stand before the cue. */
  readonly left: boolean;
  readonly addressee: boolean;
  /** False: belief or knowledge; does not make its subject the running speaker. */
  readonly speech: boolean;
  /** Prepositions after which the content follows. */
  readonly preps: ReadonlySet<string>;
  /** By bit of `TAKES`: the share of such uses that attribute. */
  readonly reliability: ReadonlyMap<number, number>;
}

export interface CueLexicon {
  readonly verbs: ReadonlyMap<string, CueSyntax>;
  readonly nouns: ReadonlyMap<string, CueSyntax>;
  /** Past forms, for where one is tagged as an adjective: said -> say. */
  readonly past: ReadonlyMap<string, string>;
  /** Third person singular of every verb, for headlines, where it is tagged as a noun or a name. */
  readonly thirdPerson: ReadonlyMap<string, string>;
  readonly views: ReadonlySet<string>;
}

export interface RawGroup {
  words: string[];
  takes: Take[];
  left?: boolean;
  addressee?: boolean;
  speech?: boolean;
  preps?: string[];
  reliability: number;
}

let cached: CueLexicon | null = null;

/** The cue words, parsed once a process. Throws when the file names an unknown complement. */
export function loadCues(): CueLexicon {
  cached ??= buildCues(
    parse(readFileSync(cuesFile(), 'utf8')) as { verbs: RawGroup[]; nouns: RawGroup[]; views: string[] },
  );
  return cached;
}

function cuesFile(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('cues.yml: no package.json above the program');
    folder = parent;
  }
  return join(folder, 'src', 'lexicons', 'cues.yml');
}

/** Builds the lexicon from the parsed file. Exported for tests. Throws where the file says what it may not. */
export function buildCues(raw: { verbs: RawGroup[]; nouns: RawGroup[]; views: string[] }): CueLexicon {
  const verbs = merge(raw.verbs);
  const thirdPerson = new Map<string, string>();
  for (const lemma of verbs.keys()) thirdPerson.set(addS(lemma), lemma);
  const past = new Map<string, string>(Object.entries(IRREGULAR));
  for (const lemma of verbs.keys()) past.set(addEd(lemma), lemma);
  return { verbs, nouns: merge(raw.nouns), past, thirdPerson, views: new Set(raw.views) };
}

const KEYS = new Set(['words', 'takes', 'left', 'addressee', 'speech', 'preps', 'reliability']);

/** Refuses what the file may not say, with the words concerned and the mend. */
function check(group: RawGroup): void {
  const where = `cues.yml, group of "${group.words?.[0] ?? '?'}"`;
  for (const key of Object.keys(group)) {
    if (!KEYS.has(key)) throw new Error(`${where}: unknown key "${key}"; use ${[...KEYS].join(', ')}`);
  }
  for (const take of group.takes) {
    if (!(take in TAKES))
      throw new Error(`${where}: unknown complement "${take}"; use ${Object.keys(TAKES).join(', ')}`);
  }
  if (!(group.reliability > 0 && group.reliability <= 1))
    throw new Error(`${where}: reliability must lie between 0 and 1`);
}

/** A word may stand in several groups: what it takes is joined, each complement keeps its own reliability. */
function merge(groups: readonly RawGroup[]): Map<string, CueSyntax> {
  const out = new Map<string, CueSyntax>();
  for (const group of groups) {
    check(group);
    let bits = 0;
    for (const take of group.takes) bits |= TAKES[take];
    for (const lemma of group.words) {
      const old = out.get(lemma);
      const reliability = new Map(old?.reliability);
      for (const take of group.takes)
        reliability.set(TAKES[take], Math.max(group.reliability, reliability.get(TAKES[take]) ?? 0));
      out.set(lemma, {
        lemma,
        takes: bits | (old?.takes ?? 0),
        left: (group.left ?? false) || (old?.left ?? false),
        addressee: (group.addressee ?? false) || (old?.addressee ?? false),
        speech: (group.speech ?? true) && (old?.speech ?? true),
        preps: new Set([...(old?.preps ?? []), ...(group.preps ?? [])]),
        reliability,
      });
    }
  }
  return out;
}

const IRREGULAR = {
  said: 'say',
  told: 'tell',
  wrote: 'write',
  thought: 'think',
  felt: 'feel',
  found: 'find',
};

function addEd(lemma: string): string {
  if (lemma.endsWith('e')) return `${lemma}d`;
  if (/[^aeiou]y$/u.test(lemma)) return `${lemma.slice(0, -1)}ied`;
  return `${lemma}ed`;
}

function addS(lemma: string): string {
  if (/[^aeiou]y$/u.test(lemma)) return `${lemma.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/u.test(lemma) ? `${lemma}es` : `${lemma}s`;
}
