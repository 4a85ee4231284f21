/** Persons, organizations, countries, places and groups that an article names, each with all its mentions. */
import { readAttributes } from './entities/attributes.js';
import { Cluster, type Draft } from './entities/cluster.js';
import { findNames } from './entities/names-in-text.js';
import { refer } from './entities/refer.js';
import { readWords } from './entities/words.js';
import type { Document, Entity } from './types.js';

/**
 * Finds the entities of an article.
 * In: the tokenized article. Out: entities in the order of their first mention, ids from 0; mentions in order, never two
 * of one entity over the same words. A name inside the name of a state's body may be a mention of the country as well.
 */
export function findEntities(doc: Document): Entity[] {
  if (doc.tokens.length === 0) return [];
  const words = readWords(doc);
  const found = findNames(doc, words);
  const at = new Int32Array(doc.tokens.length).fill(-1);
  for (let k = 0; k < found.length; k++) {
    const { first, last } = found[k]!;
    // The longer name holds its words; a country inside it does not take them over.
    for (let i = first; i < last; i++) if (at[i]! < 0) at[i] = k;
  }
  readAttributes(doc, words, found, at);
  const cluster = new Cluster(doc, words);
  cluster.read(found);
  refer(doc, words, cluster.drafts, at);
  return finish(cluster.drafts);
}

function finish(drafts: readonly Draft[]): Entity[] {
  const named = drafts.filter((draft) => draft.mentions.length > 0);
  for (const { mentions } of named) {
    if (mentions.length > 1) mentions.sort((a, b) => a.start - b.start || a.end - b.end);
  }
  named.sort((a, b) => a.mentions[0]!.start - b.mentions[0]!.start || (a.name < b.name ? -1 : 1));
  return named.map((draft, id) => ({
    id,
    name: draft.name,
    kind: draft.kind,
    gender: draft.kind === 'person' ? draft.gender : null,
    role: draft.role,
    affiliation: draft.affiliation,
    names: draft.names.size > 1 ? [...draft.names].sort() : [...draft.names],
    mentions: draft.mentions,
  }));
}
