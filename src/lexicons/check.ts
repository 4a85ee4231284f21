/** Whether a lexicon keeps its word: every `hit` must match where its brackets stand, no `miss` may. */
import { resolve } from 'node:path';
import { assemble, type Lexicons, lexiconFiles, readBibliography, readLexicon } from './load.js';
import type { Entry, Lexicon, LexToken, Match } from './types.js';
import type { LexiconProblem } from './yaml.js';

/** Text -> tokens, as the pipeline makes them. */
export type Tokenize = (text: string) => readonly LexToken[];

/**
 * Everything wrong with a lexicon file, ours or a user's: its form, or else its examples, tried among all curated
 * lexicons that are sound. An empty list: nothing is.
 */
export function checkLexicon(file: string, tokenize: Tokenize): LexiconProblem[] {
  const bibliography = readBibliography();
  const checked = readLexicon(file, bibliography);
  const wrong = [...bibliography.problems, ...checked.problems];
  if (wrong.length > 0 || !checked.lexicon) return wrong;
  const files = lexiconFiles();
  const own = files.some((other) => resolve(other) === resolve(file));
  const curated = files
    .map((other) => readLexicon(other, bibliography))
    .filter(({ lexicon, problems }) => lexicon && problems.length === 0)
    .map(({ lexicon }) => lexicon!);
  const lexicons = assemble({ curated, added: own ? [] : [checked.lexicon] });
  return exampleErrors(checked.lexicon, lexicons, tokenize);
}

/**
 * Every example of a lexicon that fails, among all lexicons that are loaded. A hit must be matched by its entry,
 * undenied, exactly where its brackets stand; a miss must not (a denied match counts nowhere, so it is none).
 */
export function exampleErrors(lexicon: Lexicon, lexicons: Lexicons, tokenize: Tokenize): LexiconProblem[] {
  const problems: LexiconProblem[] = [];
  for (const entry of lexicon.entries) {
    const wrong = (message: string) =>
      problems.push({
        file: lexicon.file ?? lexicon.id,
        line: entry.line ?? 1,
        column: 1,
        entry: entry.id,
        message,
      });
    for (const example of entry.hit) {
      const message = hitError(example, entry, lexicon, lexicons, tokenize);
      if (message) wrong(message);
    }
    for (const text of entry.miss) {
      const tokens = tokenize(text);
      const match = lexicons.match(tokens).find((m) => isOf(m, lexicon, entry) && !m.negated);
      if (match) wrong(`matches "${textOf(text, tokens, match)}" in its miss: ${text}`);
    }
  }
  return problems;
}

function hitError(
  example: string,
  entry: Entry,
  lexicon: Lexicon,
  lexicons: Lexicons,
  tokenize: Tokenize,
): string | null {
  const { text, spans } = readBrackets(example);
  const tokens = tokenize(text);
  const matches = lexicons.match(tokens);
  for (const [start, end] of spans) {
    const here = matches.filter((m) => tokens[m.first]!.start < end && tokens[m.last - 1]!.end > start);
    const own = here.filter((m) => isOf(m, lexicon, entry));
    const exact = own.find((m) => tokens[m.first]!.start === start && tokens[m.last - 1]!.end === end);
    if (exact && !exact.negated) continue;
    const wanted = `"${text.slice(start, end)}"`;
    const tagged = tokens
      .filter((t) => t.start < end && t.end > start)
      .map((t) => `${text.slice(t.start, t.end)}/${t.pos}/${t.lemma}`)
      .join(' ');
    if (exact) return `takes ${wanted} for denied in its hit: ${example}`;
    if (own.length > 0)
      return `matches "${textOf(text, tokens, own[0]!)}", not ${wanted}, in its hit: ${example}`;
    const other = here.find((m) => competes(m, lexicon, entry));
    const taken = other ? `; ${other.lexicon}/${other.entry} takes "${textOf(text, tokens, other)}"` : '';
    return `does not match ${wanted} (${tagged})${taken} in its hit: ${example}`;
  }
  return null;
}

/** The text of a hit without its brackets, and the spans that stood in them. */
export function readBrackets(example: string): { text: string; spans: [number, number][] } {
  const spans: [number, number][] = [];
  let text = '';
  let from = 0;
  for (const match of example.matchAll(/\[([^[\]]+)\]/gu)) {
    text += example.slice(from, match.index);
    spans.push([text.length, text.length + match[1]!.length]);
    text += match[1]!;
    from = match.index + match[0].length;
  }
  return { text: text + example.slice(from), spans };
}

/** Matches that may take words from an entry: see rule 4 of match.ts. */
function competes(match: Match, { family }: Lexicon, { category }: Entry): boolean {
  return match.family === family && (family !== 'framing' || match.category === category);
}

function isOf(match: Match, lexicon: Lexicon, entry: Entry): boolean {
  return match.lexicon === lexicon.id && match.entry === entry.id;
}

function textOf(text: string, tokens: readonly LexToken[], { first, last }: Match): string {
  return text.slice(tokens[first]!.start, tokens[last - 1]!.end);
}
