/** What all foreign dictionaries become: a lexicon of plain words by category, without reasons and examples. */
import { createHash } from 'node:crypto';
import { slug } from '../parse.js';
import { readTerm, TermError } from '../terms.js';
import { ATTRIBUTION_CATEGORIES, type Category, type Entry, type Family, type Lexicon } from '../types.js';
import type { LexiconProblem } from '../yaml.js';

export interface ImportOptions {
  /** The path, as messages shall show it. */
  readonly file: string;
  /** The id of the lexicon: lower-case words with hyphens. */
  readonly id: string;
  /** Default `framing`: what a text is about. */
  readonly family?: Family;
  /** Terms match in all inflections. Default false, as in the programs that these formats come from. */
  readonly lemma?: boolean;
}

/** A dictionary read. With problems there is no lexicon; lines that were skipped say why, and the rest is used. */
export interface Imported {
  readonly lexicon: Lexicon | null;
  readonly problems: readonly LexiconProblem[];
  readonly skipped: readonly LexiconProblem[];
}

export interface Dictionary {
  /** The id of the category with a name, made when it is new. */
  category(name: string, line: number): string;
  add(category: string, term: string, weight: Entry['weight'], line: number): void;
  wrong(line: number, message: string): void;
  skip(line: number, message: string): void;
  finish(): Imported;
}

/** Collects the words of a dictionary. `format`: its name, for the reasons of the entries. */
export function dictionary(text: string, format: string, options: ImportOptions): Dictionary {
  const { file, id, family = 'framing', lemma = false } = options;
  const problems: LexiconProblem[] = [];
  const skipped: LexiconProblem[] = [];
  const categories = new Map<string, Category>();
  const entries = new Map<string, Entry>();
  const known = new Map<string, string>();
  const note = (list: LexiconProblem[], line: number, message: string) =>
    list.push({ file, line, column: 1, entry: null, message });
  return {
    category(name, line) {
      const key = slug(name);
      if (!key) note(problems, line, `"${name}" is no name for a category; write letters or digits`);
      else if (family === 'attribution' && !(ATTRIBUTION_CATEGORIES as readonly string[]).includes(key)) {
        note(
          problems,
          line,
          `attribution has no category "${key}"; write ${ATTRIBUTION_CATEGORIES.join(' or ')}`,
        );
      }
      const before = known.get(key);
      if (before !== undefined && before !== name) {
        note(problems, line, `"${name}" and "${before}" would be one category, "${key}"; rename one of them`);
      }
      known.set(key, name);
      if (!categories.has(key)) categories.set(key, { id: key, meaning: name, source: 'editorial' });
      return key;
    },
    add(category, raw, weight, line) {
      const term = raw.trim().toLowerCase().replace(/\s+/gu, ' ');
      const reason = unusable(term);
      if (reason) {
        note(skipped, line, `"${raw}" is left out: ${reason}`);
        return;
      }
      const entry: Entry = {
        id: freeId(entries, category, term),
        category,
        terms: [term],
        lemma,
        case: 'any',
        weight,
        why: `A word of "${known.get(category)}" in ${file.replace(/^.*[\\/]/u, '')}.`,
        source: 'editorial',
        hit: [],
        miss: [],
        line,
      };
      const before = [...entriesOf(entries, category, term)].find((other) => other.terms[0] === term);
      if (!before) entries.set(entry.id, entry);
      else if (before.weight !== weight) {
        note(problems, line, `"${term}" has another weight in line ${before.line}; remove one of them`);
      }
    },
    wrong: (line, message) => void note(problems, line, message),
    skip: (line, message) => void note(skipped, line, message),
    finish() {
      if (problems.length === 0 && entries.size === 0)
        note(problems, 1, `no words found; is it a ${format} file?`);
      if (problems.length > 0) return { lexicon: null, problems, skipped };
      const lexicon: Lexicon = {
        id,
        family,
        version: '1.0.0',
        licence: 'as the original',
        about: `Imported from ${file.replace(/^.*[\\/]/u, '')} (${format}).`,
        weights: 'as in the original',
        imported: format,
        categories: [...categories.values()],
        entries: [...entries.values()],
        file,
        hash: createHash('sha256').update(`${format} ${id} ${family} ${lemma}\n${text}`).digest('hex'),
      };
      return { lexicon, problems, skipped };
    },
  };
}

/** Why a word cannot be a term of ours, or null. */
function unusable(term: string): string | null {
  if (!term) return 'it is empty';
  if (/[|?]/u.test(term) && !/^[|?]$/u.test(term))
    return 'patterns with ? or | have no counterpart; write the words out';
  if (/\*[^\s*]/u.test(term) || /(?:^|\s)\*(?=\S)/u.test(term)) {
    return 'a * can only stand for the end of a word, or for a word; write the words out';
  }
  try {
    readTerm(term);
    return null;
  } catch (error) {
    if (error instanceof TermError) return error.message;
    throw error;
  }
}

/** "abus*" and "abus" have one slug: the second gets a number. */
function freeId(entries: ReadonlyMap<string, Entry>, category: string, term: string): string {
  const base = `${category}.${slug(term) || 'mark'}`;
  let id = base;
  for (let n = 2; entries.has(id); n++) id = `${base}-${n}`;
  return id;
}

function* entriesOf(entries: ReadonlyMap<string, Entry>, category: string, term: string): Iterable<Entry> {
  const base = `${category}.${slug(term) || 'mark'}`;
  for (let n = 1, id = base; entries.has(id); n++, id = `${base}-${n}`) yield entries.get(id)!;
}
