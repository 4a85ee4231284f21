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

interface Tally {
  right: number;
  mention: number;
  wrong: number;
}

export function quoteErrors(args: ReadonlyMap<string, string>): void {
  const file = args.get('file') ?? FILE;
  if (!existsSync(file)) {
    console.error(`errors: no file ${file}`);
    process.exit(1);
  }
  const misses: Miss[] = [];
  const rules = new Map<string, Tally>();
  const bins = new Map<string, Tally>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.trim()) continue;
    const compared = readRow(JSON.parse(line));
    misses.push(...missesOf(compared));
    for (const quote of compared.found) {
      const verdict = judge(compared, quote);
      add(rules, `${quote.rule}, ${quote.marked.length > 0 ? 'marked' : 'unmarked'}`, verdict);
      add(bins, (Math.floor(quote.confidence * 10) / 10).toFixed(1), verdict);
    }
  }
  if (args.has('table')) {
    printTable('rule', rules);
    printTable('confidence', bins);
  } else print(misses, args);
}

/** Of quotes with a confidence of one tenth: how many, what the program said of them on average, and how many were right. */
export interface Calibration {
  readonly from: number;
  readonly quotes: number;
  readonly predicted: number;
  readonly right: number;
}

/**
 * What `confidence` says against what readers say, for the quotes of an annotated file; the surest first. Quotes inside
 * quotes are left aside, as the readers' are.
 */
export function calibrationOf(file: string): Calibration[] {
  const bins = new Map<number, { quotes: number; sum: number; right: number }>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (!line.trim()) continue;
    const compared = readRow(JSON.parse(line));
    for (const quote of compared.found) {
      if (quote.rule === 'nested') continue;
      const from = Math.floor(quote.confidence * 10) / 10;
      const bin = bins.get(from) ?? { quotes: 0, sum: 0, right: 0 };
      bins.set(from, bin);
      bin.quotes++;
      bin.sum += quote.confidence;
      if (judge(compared, quote) === 'right') bin.right++;
    }
  }
  return [...bins]
    .sort(([a], [b]) => b - a)
    .map(([from, { quotes, sum, right }]) => ({
      from,
      quotes,
      predicted: sum / quotes,
      right: right / quotes,
    }));
}

type Row = ReturnType<typeof readRow>;
type Found = Row['found'][number];

/** The annotated and the found quotes of one article, and which belongs to which. */
function readRow(row: Article & { quotes: Gold[] }) {
  const none = { source: null, published: null, url: null, event: null, language: null };
  const article: Article = { ...none, id: row.id, title: row.title ?? null, text: row.text };
  const { text } = article;
  const { quotes, rules } = findQuotes(tokenize(article, findRegions(article)));
  const gold = row.quotes
    .filter((one) => !one.nested)
    .map((one) => ({ ...one, core: core(text, one.start, one.end) }));
  const found = quotes.map((quote, i) => ({
    ...quote,
    rule: rules[i]!,
    core: core(text, quote.start, quote.end),
  }));
  // Belief and intention are marked too; they are not asked for.
  const asked = gold.filter((one) => !one.optional && (one.type !== 'indirect' || one.cue_is_speech));
  const cores = found.map((quote) => quote.core);
  return {
    id: row.id,
    text,
    gold,
    asked,
    found,
    pairs: pair(
      asked.map((one) => one.core),
      cores,
    ),
    allPairs: pair(
      gold.map((one) => one.core),
      cores,
    ),
  };
}

/** What `confidence` estimates: stretch and mention right, whatever kind of attribution readers saw in it. */
function judge({ gold, found, allPairs }: Row, quote: Found): keyof Tally {
  const j = found.indexOf(quote);
  for (const [i, other] of allPairs) {
    if (other === j) return mentionRight(gold[i]!, quote.mention) ? 'right' : 'mention';
  }
  // Readers join quoted paragraphs and sentences that belong together.
  const length = quote.core[1] - quote.core[0];
  const part = gold.some(
    (one) =>
      quote.form === 'direct' &&
      overlap(one.core, quote.core) >= 0.9 * length &&
      mentionRight(one, quote.mention),
  );
  return part ? 'right' : 'wrong';
}

function add(table: Map<string, Tally>, key: string, verdict: keyof Tally): void {
  const tally = table.get(key) ?? { right: 0, mention: 0, wrong: 0 };
  tally[verdict]++;
  table.set(key, tally);
}

function missesOf({ id, text, gold, asked, found, pairs }: Row): Miss[] {
  const out: Miss[] = [];
  asked.forEach((one, i) => {
    const told = `source "${one.speaker_text ?? '-'}", cue "${one.cue_text ?? '-'}"`;
    const j = pairs.get(i);
    if (j === undefined) {
      const touching = found.filter((quote) => overlap(quote.core, one.core) > 0);
      const others = touching.map((quote) => ` | ${quote.rule}: ${short(quote.text)}`).join('');
      const cause = touching.length > 0 ? 'bounds' : 'missed';
      out.push({
        cause,
        rule: touching[0]?.rule ?? '-',
        line: `${id} ${around(text, one.core)}\n      ${told}${others}`,
      });
      return;
    }
    const quote = found[j]!;
    if (mentionRight(one, quote.mention)) return;
    const line = `${id} ${around(text, one.core)}\n      ${told} | ${quote.rule}: "${quote.mention?.text ?? '-'}"`;
    out.push({ cause: 'mention', rule: quote.rule, line });
  });
  const matched = new Set(pairs.values());
  const rest = gold.filter((one) => !asked.includes(one));
  found.forEach((quote, j) => {
    const length = Math.max(1, quote.core[1] - quote.core[0]);
    if (matched.has(j) || rest.some((one) => overlap(one.core, quote.core) / length >= OVERLAP)) return;
    const touching = asked.some((one) => overlap(one.core, quote.core) > 0);
    const told = `${quote.rule}, source "${quote.mention?.text ?? '-'}", cue "${quote.cue?.text ?? '-'}"`;
    out.push({
      cause: touching ? 'false-bounds' : 'false',
      rule: quote.rule,
      line: `${id} ${around(text, quote.core)}\n      ${told}`,
    });
  });
  return out;
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

function printTable(title: string, table: ReadonlyMap<string, Tally>): void {
  console.log(`\n${title.padEnd(30)} right  mention  wrong   share right`);
  for (const [key, { right, mention, wrong }] of [...table].sort((a, b) => b[1].right - a[1].right)) {
    const numbers = `${String(right).padStart(5)} ${String(mention).padStart(8)} ${String(wrong).padStart(6)}`;
    console.log(`${key.padEnd(30)} ${numbers}   ${(right / (right + mention + wrong)).toFixed(2)}`);
  }
}
