/** What the curated lexicons promise as a whole: breadth, reasons, balance, and no side that is named. */
import { describe, expect, it } from 'vitest';
import { gazetteer } from '../../src/lexicons/gazetteer.js';
import { loadLexicons } from '../../src/lexicons/load.js';
import { listCategories } from '../../src/lexicons/tables.js';
import { readTerm } from '../../src/lexicons/terms.js';
import type { Entry } from '../../src/lexicons/types.js';

const lexicons = loadLexicons();
const categories = listCategories(lexicons);
/** Competing names stand in naming.yml, where sides and countries are what the names are about. */
const entries = lexicons.lexicons
  .filter(({ id }) => id !== 'naming')
  .flatMap((lexicon) => lexicon.entries.map((entry) => ({ lexicon: lexicon.id, entry })));
const byId = new Map<string, Entry>(entries.map(({ entry }) => [entry.id, entry]));

/** Every category of TAXONOMY.md by family. */
const TAXONOMY: Readonly<Record<string, readonly string[]>> = {
  wording: [
    'loaded-language', 'name-calling', 'dehumanizing', 'outcasting', 'trait-labels', 'glorifying', 'euphemism',
    'dysphemism', 'doubt-markers', 'exaggeration', 'minimizing', 'fear', 'flag-waving', 'us-them', 'intensifiers',
  ],
  attribution: ['neutral', 'distancing', 'endorsing', 'guilt', 'hostile', 'counter-factive'],
  commitment: [
    'hedges', 'attribution-hedges', 'boosters', 'vague-attribution', 'factives', 'assertives', 'implicatives',
  ],
  framing: [
    ...[
      'economic', 'morality', 'fairness', 'legality', 'policy', 'crime', 'security', 'health', 'quality-of-life',
      'cultural-identity', 'public-opinion', 'political', 'external-regulation', 'capacity',
    ].map((frame) => `frame-${frame}`),
    ...[
      'care', 'harm', 'fairness', 'cheating', 'loyalty', 'betrayal', 'authority', 'subversion', 'sanctity',
      'degradation',
    ].map((moral) => `moral-${moral}`),
    'role-protagonist', 'role-antagonist', 'role-innocent', 'verb-frames',
  ],
}; // biome-ignore format: a table

describe('breadth', () => {
  it('has at least 2,500 entries, competing names not counted', () => {
    expect(entries.length).toBeGreaterThanOrEqual(2500);
  });

  it('has at least 45 categories', () => expect(categories.length).toBeGreaterThanOrEqual(45));

  it('has at least 350 entries of attribution', () => {
    expect(entries.filter(({ lexicon }) => lexicon === 'attribution').length).toBeGreaterThanOrEqual(350);
  });

  it('has at least 150 concepts with competing names', () => {
    expect(lexicons.concepts.length).toBeGreaterThanOrEqual(150);
  });

  it.each(Object.entries(TAXONOMY))('covers every category of %s', (family, wanted) => {
    const found = categories.filter((row) => row.family === family && row.entries > 0).map(({ id }) => id);
    expect(wanted.filter((id) => !found.includes(id))).toEqual([]);
  });
});

describe('every entry', () => {
  it('has a reason, a source that exists, a hit and a miss', () => {
    const lacking = entries.filter(
      ({ entry: { layout, why, source, hit, miss } }) =>
        why.trim() === '' ||
        !(source in lexicons.sources) ||
        (!layout && (hit.length === 0 || miss.length === 0)),
    );
    expect(lacking.map(({ entry }) => entry.id)).toEqual([]);
  });
});

describe('balance', () => {
  const named = entries.map(({ entry }) => entry).filter(({ counterpart }) => counterpart);

  it('has counterparts to look at', () => expect(named.length).toBeGreaterThan(150));

  it('has every counterpart, and both of a pair name each other; of several labels for one thing, one stands in the pair', () => {
    const answered = ({ id, counterpart }: Entry) => byId.get(counterpart!)?.counterpart === id;
    const wrong = named.filter((entry) => {
      const other = byId.get(entry.counterpart!);
      return !other || !(answered(entry) || (other.counterpart !== undefined && answered(other)));
    });
    expect(wrong.map(({ id, counterpart }) => `${id} <> ${counterpart}`)).toEqual([]);
  });

  it('weighs the two of a pair alike, one step apart at most', () => {
    const uneven = named.filter(({ id, counterpart, weight }) => {
      const other = byId.get(counterpart!)!;
      return other.counterpart === id && Math.abs(other.weight - weight) > 1;
    });
    expect(uneven.map(({ id, counterpart }) => `${id} <> ${counterpart}`)).toEqual([]);
  });
});

/** Words and idioms that are no names without their capitals. */
const COMMON: ReadonlySet<string> = new Set(['us', 'scot']);
const IDIOMS: ReadonlySet<string> = new Set(['wild west']);
const PARTIES =
  /^(?:democrats?|republicans?|gop|tory|tories|labour party|conservative party|liberal democrats?|communist party)$/u;

describe('no side is named', () => {
  it('in no term of wording, attribution, commitment and framing stands a country, a people or a party', () => {
    const { phrases } = gazetteer();
    const names = (words: readonly string[]): boolean =>
      words.some((word, i) => {
        const known = (phrases.get(word) ?? []).some(
          ({ words: parts, known: { kind } }) =>
            (kind === 'country' || kind === 'region') && parts.every((part, k) => words[i + k] === part),
        );
        return (known && !COMMON.has(word)) || PARTIES.test(word);
      });
    const wrong = entries.flatMap(({ entry }) =>
      entry.terms
        .filter(
          (term) =>
            !IDIOMS.has(term) && readTerm(term).some((run) => names(run.map(({ word }) => word ?? ''))),
        )
        .map((term) => `${entry.id}: ${term}`),
    );
    expect(wrong).toEqual([]);
  });
});
