/** Markdown: YAML front matter is metadata, the rest is the article's text, its marks unchanged. */
import { parseDocument } from 'yaml';
import type { LayoutHint } from '../types.js';
import type { Draftable } from './article.js';
import { decode } from './decode.js';
import { metadataOf, recognise, sortCells } from './metadata.js';
import { type Input, ReadError, type ReadOptions } from './types.js';

const FRONT_MATTER =
  /^---[^\S\r\n]*(?:\r\n?|\n)(?:([\s\S]*?)(?:\r\n?|\n))?(?:---|\.\.\.)[^\S\r\n]*(?:\r\n?|\n|$)/u;

/** Throws ReadError `bad-front-matter`: wrong metadata would be worse than no article. */
export function readMarkdown(bytes: Uint8Array, input: Input, options: ReadOptions): Draftable {
  const whole = decode(bytes);
  const matter = FRONT_MATTER.exec(whole);
  const row = matter ? parseMatter(matter[1] ?? '') : {};
  const text = matter ? whole.slice(matter[0].length) : whole;
  const { text: _, ...columns } = options.columns;
  const { text: __, ...found } = recognise(Object.keys(row), columns).found;
  const { values, fields, notes } = sortCells(row, found);
  const layout = findLayout(text);
  const heading = layout.find((hint) => hint.kind === 'headline');
  const title = heading ? text.slice(heading.start, heading.end).replace(/^#\s+|\s+#+$/gu, '') : null;
  return {
    draft: {
      id: values.id ?? input.id,
      text,
      metadata: [metadataOf(values), input.metadata, { title }],
      fields: { ...input.fields, ...fields },
      layout,
    },
    notes,
  };
}

function parseMatter(yaml: string): Record<string, unknown> {
  // A lone CR ends a line, too.
  const doc = parseDocument(yaml.replace(/\r\n?/gu, '\n'), { prettyErrors: true });
  const [error] = doc.errors;
  if (error) {
    const line = (error.linePos?.[0].line ?? 1) + 1;
    throw new ReadError(
      'bad-front-matter',
      `Line ${line}: ${error.message.split('\n')[0]} Mend the lines between the --- marks, or put the value in "quotes".`,
    );
  }
  const row: unknown = doc.toJS();
  if (row === null || row === undefined) return {};
  if (typeof row !== 'object' || Array.isArray(row)) {
    throw new ReadError(
      'bad-front-matter',
      'Between the --- marks should stand lines such as `title: …` and `source: …`.',
    );
  }
  return row as Record<string, unknown>;
}

/** What the marks say: the first heading of level 1 when the text begins with it, quoted paragraphs, pictures. */
function findLayout(text: string): LayoutHint[] {
  const hints: LayoutHint[] = [];
  let block: { start: number; end: number } | null = null;
  let begun = false;
  for (const match of text.matchAll(/[^\r\n]+/gu)) {
    const line = match[0];
    const start = match.index;
    const end = start + line.trimEnd().length;
    const quoted = /^ {0,3}>[ \t]?/u.exec(line)?.[0].length;
    if (quoted !== undefined) {
      if (block && isOneBreak(text, block.end, start)) block.end = Math.max(block.end, end);
      else {
        if (block) hints.push({ ...block, kind: 'blockquote' });
        block = start + quoted < end ? { start: start + quoted, end } : null;
      }
    } else if (block) {
      hints.push({ ...block, kind: 'blockquote' });
      block = null;
    }
    if (line.trim() === '') continue;
    if (!begun && /^#\s+\S/u.test(line)) hints.push({ start, end, kind: 'headline' });
    else if (/^\s*!\[[^\]]*\]\([^)]*\)\s*$/u.test(line)) hints.push({ start, end, kind: 'caption' });
    else if (/^\s*<!--.*-->\s*$/u.test(line)) hints.push({ start, end, kind: 'boilerplate' });
    begun = true;
  }
  if (block) hints.push({ ...block, kind: 'blockquote' });
  return hints;
}

const isOneBreak = (text: string, from: number, to: number): boolean =>
  /^[^\S\r\n]*(?:\r\n?|\n)$/u.test(text.slice(from, to));
