/** Misses of the quote stage against an annotated file, matched as the scorer matches: one to one, by overlap. */
import { existsSync, readFileSync } from 'node:fs';
import { findQuotes } from '../../src/pipeline/quotes.js';
import { findRegions } from '../../src/pipeline/regions.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Article, Span } from '../../src/pipeline/types.js';

const FILE = '../shared/eval/data/quotes-more.jsonl';
/** A match overlaps by at least half (intersection over union). */
const OVERLAP = 0.5;
const CONTEXT = 90;
const TRIM = new Set(' \t\n\r\u00a0"“”„‟«»‘’\'`,.;:!?…—–-');

interface Gold {
  start: number;
  end: number;
  type: string;
  speaker_text: string | null;
  speaker_spans: Span[];
  cue_text: string | null;
  cue_is_speech: boolean;
  nested?: boolean;
  optional?: boolean;
}

type Cause = 'missed' | 'bounds' | 'mention' | 'false' | 'false-bounds';

interface Miss {
  cause: Cause;
  rule: string;
  line: string;
}

export function quoteErrors(args: ReadonlyMap<string, string>): void {
  const file = args.get('file') ?? FILE;
  if (!existsSync(file)) {
    console.error(`errors: no file ${file}`);
    process.exit(1);
  }
  const misses: Miss[] = [];
  const table = new Map<string, { right: number; mention: number; wrong: number }>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.trim()) compare(JSON.parse(line), misses, table);
  }
  if (args.has('table')) printTable(table);
  else print(misses, args);
}

function compare(
  row: Article & { quotes: Gold[] },
  misses: Miss[],
  table: Map<string, { right: number; mention: number; wrong: number }>,
): void {
  const article: Article = {
    id: row.id,
    title: row.title ?? null,
    source: null,
    published: null,
    url: null,
    event: null,
    language: null,
    text: row.text,
  };
  const { text } = article;
  const { quotes, rules } = findQuotes(tokenize(article, findRegions(article)));
  const all = row.quotes
    .filter((gold) => !gold.nested)
    .map((gold) => ({ ...gold, core: core(text, gold.start, gold.end) }));
  const asked = all.filter((gold) => !gold.optional && (gold.type !== 'indirect' || gold.cue_is_speech));
  const found = quotes.map((quote, i) => ({
    ...quote,
    rule: rules[i]!,
    core: core(text, quote.start, quote.end),
  }));
  const pairs = pair(
    asked.map((gold) => gold.core),
    found.map((quote) => quote.core),
  );
  asked.forEach((gold, i) => {
    const j = pairs.get(i);
    const told = `source "${gold.speaker_text ?? '-'}", cue "${gold.cue_text ?? '-'}"`;
    if (j === undefined) {
      const touching = found.filter((quote) => overlap(quote.core, gold.core) > 0);
      const rule = touching[0]?.rule ?? '-';
      misses.push({
        cause: touching.length > 0 ? 'bounds' : 'missed',
        rule,
        line: `${row.id} ${around(text, gold.core)}\n      ${told}${touching.map((quote) => ` | ${quote.rule}: ${short(quote.text)}`).join('')}`,
      });
      return;
    }
    const quote = found[j]!;
    if (!mentionRight(gold, quote.mention)) {
      misses.push({
        cause: 'mention',
        rule: quote.rule,
        line: `${row.id} ${around(text, gold.core)}\n      ${told} | ${quote.rule}: "${quote.mention?.text ?? '-'}"`,
      });
    }
  });
  const matched = new Map([...pairs].map(([i, j]) => [j, i]));
  found.forEach((quote, j) => {
    const row_ = table.get(quote.rule) ?? { right: 0, mention: 0, wrong: 0 };
    table.set(quote.rule, row_);
    const i = matched.get(j);
    if (i !== undefined) {
      if (mentionRight(asked[i]!, quote.mention)) row_.right++;
      else row_.mention++;
      return;
    }
    const length = Math.max(1, quote.core[1] - quote.core[0]);
    // What readers marked as belief or intention is neither right nor wrong.
    if (
      all.some(
        (gold) =>
          !asked.includes(gold as (typeof asked)[number]) &&
          overlap(gold.core, quote.core) / length >= OVERLAP,
      )
    )
      return;
    row_.wrong++;
    const touching = asked.some((gold) => overlap(gold.core, quote.core) > 0);
    misses.push({
      cause: touching ? 'false-bounds' : 'false',
      rule: quote.rule,
      line: `${row.id} ${around(text, quote.core)}\n      ${quote.rule}, source "${quote.mention?.text ?? '-'}", cue "${quote.cue?.text ?? '-'}"`,
    });
  });
}

/** Offsets without outer marks, punctuation and a leading "that". */
function core(text: string, start: number, end: number): Span {
  let s = start;
  let e = end;
  while (s < e && TRIM.has(text[s]!)) s++;
  if (/^that\s/u.test(text.slice(s, s + 5))) s += 5;
  while (s < e && TRIM.has(text[s]!)) s++;
  while (e > s && TRIM.has(text[e - 1]!)) e--;
  return [s, e];
}

function overlap(a: Span, b: Span): number {
  return Math.max(0, Math.min(a[1], b[1]) - Math.max(a[0], b[0]));
}

/** Greedy one-to-one pairs by overlap: index of the first list -> index of the second. */
function pair(gold: Span[], found: Span[]): Map<number, number> {
  const candidates: [number, number, number][] = [];
  gold.forEach((g, i) => {
    found.forEach((f, j) => {
      const both = overlap(g, f);
      const share = both / (g[1] - g[0] + f[1] - f[0] - both);
      if (share >= OVERLAP) candidates.push([share, i, j]);
    });
  });
  candidates.sort((a, b) => b[0] - a[0]);
  const out = new Map<number, number>();
  const used = new Set<number>();
  for (const [, i, j] of candidates) {
    if (out.has(i) || used.has(j)) continue;
    out.set(i, j);
    used.add(j);
  }
  return out;
}

function mentionRight(gold: Gold, mention: { start: number; end: number } | null): boolean {
  if (gold.speaker_spans.length === 0) return mention === null;
  if (!mention) return false;
  const m: Span = [mention.start, mention.end];
  return gold.speaker_spans.some((s) => {
    const both = overlap(s, m);
    return (
      both > 0 && 2 * both >= Math.min(s[1] - s[0], m[1] - m[0]) && m[1] - m[0] <= 2 * (s[1] - s[0]) + 40
    );
  });
}

function around(text: string, [start, end]: Span): string {
  const before = text.slice(Math.max(0, start - CONTEXT), start);
  return `${before}[[${short(text.slice(start, end))}]]${text.slice(end, end + CONTEXT)}`.replaceAll(
    '\n',
    ' / ',
  );
}

function short(words: string): string {
  return (words.length > 160 ? `${words.slice(0, 100)} ... ${words.slice(-50)}` : words).replaceAll(
    '\n',
    ' / ',
  );
}

function print(misses: readonly Miss[], args: ReadonlyMap<string, string>): void {
  const chosen = misses.filter(
    (miss) =>
      (!args.has('cause') || miss.cause === args.get('cause')) &&
      (!args.has('rule') || miss.rule === args.get('rule')),
  );
  const limit = Number(args.get('n') ?? (args.has('cause') || args.has('rule') ? 60 : 5));
  const causes = [...new Set(misses.map((miss) => miss.cause))];
  for (const cause of causes) {
    const own = chosen.filter((miss) => miss.cause === cause);
    if (own.length === 0) continue;
    console.log(`\n== ${cause}: ${own.length}`);
    const rules = new Map<string, number>();
    for (const miss of own) rules.set(miss.rule, (rules.get(miss.rule) ?? 0) + 1);
    console.log(
      [...rules]
        .sort((a, b) => b[1] - a[1])
        .map(([rule, n]) => `${rule} ${n}`)
        .join(', '),
    );
    for (const miss of own.slice(0, limit)) console.log(`  ${miss.line}`);
  }
}

function printTable(table: ReadonlyMap<string, { right: number; mention: number; wrong: number }>): void {
  console.log('rule                 right  mention  wrong   share right');
  for (const [rule, { right, mention, wrong }] of [...table].sort((a, b) => b[1].right - a[1].right)) {
    const all = right + mention + wrong;
    console.log(
      `${rule.padEnd(20)} ${String(right).padStart(5)} ${String(mention).padStart(8)} ${String(wrong).padStart(6)}   ${(right / Math.max(1, all)).toFixed(2)}`,
    );
  }
}
