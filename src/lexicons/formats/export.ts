/** Lexicons -> files of other programs, and -> our own format. */
import { stringify as stringifyCsv } from 'csv-stringify/sync';
import { stringify as stringifyYaml } from 'yaml';
import { type Atom, readTerm } from '../terms.js';
import type { Entry, Lexicon } from '../types.js';

/** What was written, and the entries with terms that the format cannot express. */
export interface Exported {
  readonly text: string;
  readonly leftOut: readonly { readonly lexicon: string; readonly entry: string; readonly term: string }[];
}

const QUANTEDA_HEAD = `# Written by framescope. Terms are lemmas (say, not said) unless an entry takes word forms only: lemmatise your tokens
# before you look them up. Parts of speech, literal senses and the rule that the longest match wins are lost, and so are
# terms with wildcards for parts of speech; counts will differ from those of framescope.
`;

/** A quanteda dictionary: family, category, words. Alternatives and optional words are written out. */
export function toQuanteda(lexicons: readonly Lexicon[]): Exported {
  const tree: Record<string, Record<string, string[]>> = {};
  const leftOut: { lexicon: string; entry: string; term: string }[] = [];
  for (const { id, family, entries } of lexicons) {
    for (const entry of entries) {
      tree[family] ??= {};
      tree[family][entry.category] ??= [];
      const words = tree[family][entry.category]!;
      for (const term of entry.terms) {
        const runs = readTerm(term);
        const plain = runs.filter((run) => run.every((atom) => atom.word !== null || atom.written === '*'));
        if (plain.length < runs.length) leftOut.push({ lexicon: id, entry: entry.id, term });
        for (const run of plain) words.push(written(run));
      }
    }
  }
  for (const categories of Object.values(tree)) {
    for (const [id, words] of Object.entries(categories)) categories[id] = [...new Set(words)];
  }
  return { text: QUANTEDA_HEAD + stringifyYaml(tree, { lineWidth: 0 }), leftOut };
}

/** One row a term, with everything that an entry says. Cells that a spreadsheet would run as a formula are defused. */
export function toCsv(lexicons: readonly Lexicon[]): Exported {
  const rows = lexicons.flatMap(({ id, family, entries }) =>
    entries.flatMap((entry) =>
      entry.terms.map((term) => ({
        term,
        category: entry.category,
        weight: entry.weight,
        family,
        lexicon: id,
        entry: entry.id,
        pos: (entry.pos ?? []).join(' '),
        lemma: entry.lemma === false ? 'no' : 'yes',
        case: entry.case ?? '',
        except: (entry.except ?? []).join('; '),
        why: entry.why,
        source: entry.source,
      })),
    ),
  );
  const columns = [
    'term', 'category', 'weight', 'family', 'lexicon', 'entry', 'pos', 'lemma', 'case', 'except', 'why', 'source',
  ]; // biome-ignore format: a row
  return { text: stringifyCsv(rows, { header: true, columns, escape_formulas: true }), leftOut: [] };
}

/** A lexicon file of ours, for a dictionary that was imported. */
export function toYaml(lexicon: Lexicon): string {
  const { id, family, version, licence, about, weights, imported, sources, categories, entries } = lexicon;
  const named = Object.fromEntries(categories.map(({ id, ...category }) => [id, category]));
  const file = {
    id,
    family,
    version,
    licence,
    about,
    weights,
    imported,
    sources,
    categories: named,
    entries: entries.map(entryFields),
  };
  return stringifyYaml(withoutUndefined(file), { lineWidth: 118 });
}

function entryFields({ line, hit, miss, ...entry }: Entry): object {
  return { ...entry, ...(hit.length > 0 ? { hit } : {}), ...(miss.length > 0 ? { miss } : {}) };
}

function withoutUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}

/** A run as words: hyphens and what the tokenizer parts from words ("'s", "n't") are joined again. */
function written(run: readonly Atom[]): string {
  let text = '';
  for (const { word, prefix } of run) {
    const piece = `${word ?? '*'}${prefix ? '*' : ''}`;
    const joins = text === '' || text.endsWith('-') || piece === '-' || /^(?:n't|'\p{L}*)$/u.test(piece);
    text += joins ? piece : ` ${piece}`;
  }
  return text;
}
