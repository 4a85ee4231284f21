/**
 * quanteda dictionaries (YAML): names of categories, nested at will, with lists of words at the ends. A category of
 * ours is a path of names: `economy: {growth: [boom*]}` is `economy-growth`.
 */
import { isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml';
import { readYaml } from '../yaml.js';
import { type Dictionary, dictionary, type Imported, type ImportOptions } from './dictionary.js';

/** Reads a quanteda dictionary. */
export function importQuanteda(text: string, options: ImportOptions): Imported {
  const words = dictionary(text, 'quanteda', options);
  const { root, notes } = readYaml(text.replace(/^\ufeff/u, ''), options.file);
  if (root) readLevel(root, [], words, (node) => notes.line(node));
  const made = words.finish();
  return notes.problems.length > 0
    ? { lexicon: null, problems: notes.problems, skipped: made.skipped }
    : made;
}

function readLevel(
  map: YAMLMap,
  path: readonly string[],
  words: Dictionary,
  lineOf: (node: Node) => number,
): void {
  for (const { key, value } of map.items) {
    const here = [...path, isScalar(key) ? String(key.value) : ''];
    const at = lineOf(key as Node);
    if (isMap(value)) readLevel(value, here, words, lineOf);
    else if (isSeq(value)) readWords(value.items as Node[], here, words, lineOf);
    else if (isScalar(value) && value.value !== null) readWords([value], here, words, lineOf);
    else words.wrong(at, `"${here.join(' ')}" has no words; write a list of words or remove it`);
  }
}

/** The items of one list; a list may hold further levels, as quanteda itself writes them. */
function readWords(
  items: readonly Node[],
  path: readonly string[],
  words: Dictionary,
  lineOf: (node: Node) => number,
): void {
  for (const item of items) {
    if (isMap(item)) readLevel(item, path, words, lineOf);
    else if (isSeq(item)) readWords(item.items as Node[], path, words, lineOf);
    else if (isScalar(item) && item.value !== null && typeof item.value !== 'boolean') {
      // Numbers are words here: `1984` is one.
      const line = lineOf(item);
      words.add(words.category(path.join(' '), line), item.source ?? String(item.value), 1, line);
    } else if (isScalar(item)) {
      words.wrong(lineOf(item), `YAML reads ${item.source || 'this'} as no word; write it in quotes`);
    } else words.wrong(1, `"${path.join(' ')}" holds something that is no word`);
  }
}
