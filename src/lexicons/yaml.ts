/** Reading YAML with errors as good as a compiler's: file, line, column, entry, and what to write instead. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';

/** One thing that is wrong with a file. Lines and columns count from 1. */
export interface LexiconProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly entry: string | null;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** Files that were refused; `problems` holds everything found wrong with them, not only the first. */
export class LexiconError extends Error {
  constructor(readonly problems: readonly LexiconProblem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'LexiconError';
  }
}

/** `file:line:column: entry: message`, as editors and terminals know it. */
export function formatProblem({ file, line, column, entry, message }: LexiconProblem): string {
  return `${file}:${line}:${column}: ${entry ? `${entry}: ` : ''}${message}`;
}

/** A mapping of a file that is being read: its known keys are taken one by one, everything wrong is noted. */
export class YamlMap {
  private readonly values = new Map<string, Node | null>();

  constructor(
    private readonly notes: Notes,
    readonly node: YAMLMap,
    /** What the mapping is, for messages: "an entry". */
    what: string,
    keys: readonly string[],
    /** The entry that errors are laid to. */
    public entry: string | null = null,
  ) {
    for (const pair of node.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      this.values.set(key, (pair.value as Node | null) ?? null);
      if (!keys.includes(key)) {
        const near = nearest(key, keys);
        const mend = near ? `write "${near}"` : `known keys are ${keys.join(', ')}`;
        notes.add(pair.key as Node, `${what} has no key "${key}"; ${mend}`, entry);
      }
    }
  }

  get line(): number {
    return this.notes.line(this.node);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Notes something wrong with the value of a key, or with the whole mapping. */
  wrong(key: string | null, message: string): void {
    this.notes.add((key !== null && this.values.get(key)) || this.node, message, this.entry);
  }

  missing(key: string, mend: string): void {
    this.wrong(null, `"${key}" is missing; ${mend}`);
  }

  string(key: string, mend?: string): string | undefined {
    if (!this.values.has(key)) {
      if (mend) this.missing(key, mend);
      return undefined;
    }
    return this.text(key, this.values.get(key)!);
  }

  /** A list of strings; one string stands for a list of one. */
  strings(key: string, mend?: string): string[] {
    if (!this.values.has(key)) {
      if (mend) this.missing(key, mend);
      return [];
    }
    const value = this.values.get(key);
    const items = isSeq(value) ? (value.items as Node[]) : [value!];
    return items.map((item) => this.text(key, item)).filter((item) => item !== undefined);
  }

  /** The place of each item of a list, for errors found later. */
  items(key: string): Node[] {
    const value = this.values.get(key);
    return isSeq(value) ? (value.items as Node[]) : value ? [value] : [];
  }

  wrongItem(key: string, index: number, message: string): void {
    this.notes.add(this.items(key)[index] ?? this.node, message, this.entry);
  }

  boolean(key: string): boolean | undefined {
    if (!this.values.has(key)) return undefined;
    const value = this.values.get(key);
    if (isScalar(value) && typeof value.value === 'boolean') return value.value;
    this.wrong(key, `"${key}" is true or false`);
    return undefined;
  }

  number<N extends number>(key: string, allowed: readonly N[], meaning: string): N | undefined {
    if (!this.values.has(key)) return undefined;
    const value = this.values.get(key);
    if (isScalar(value) && allowed.includes(value.value as N)) return value.value as N;
    this.wrong(key, `"${key}" is ${meaning}`);
    return undefined;
  }

  oneOf<T extends string>(key: string, allowed: readonly T[], mend?: string): T | undefined {
    const value = this.string(key, mend);
    if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
    const near = nearest(value, allowed);
    this.wrong(key, `"${value}" is no ${key}; write ${near ? `"${near}"` : allowed.join(' or ')}`);
    return undefined;
  }

  /** The mapping under a key as name -> mapping; `what` and `keys` describe the inner ones. */
  maps(key: string, what: string, keys: readonly string[]): [string, YamlMap][] {
    const value = this.values.get(key);
    if (!isMap(value)) {
      if (this.values.has(key)) this.wrong(key, `"${key}" is a mapping: name: {${keys.join(', ')}}`);
      return [];
    }
    return childMaps(this.notes, value, what, keys);
  }

  /** The mapping under a key; none, and a note, where there is something else. */
  child(key: string, what: string, keys: readonly string[]): YamlMap[] {
    const value = this.values.get(key);
    if (isMap(value)) return [new YamlMap(this.notes, value, what, keys, key)];
    this.wrong(key, `"${key}" is a mapping with ${keys.join(', ')}`);
    return [];
  }

  /** The mappings of a list. */
  list(key: string, what: string, keys: readonly string[]): YamlMap[] {
    const value = this.values.get(key);
    if (!isSeq(value)) {
      if (this.values.has(key)) this.wrong(key, `"${key}" is a list: "- id: …"`);
      return [];
    }
    const maps: YamlMap[] = [];
    for (const item of value.items as Node[]) {
      if (isMap(item)) maps.push(new YamlMap(this.notes, item, what, keys, idOf(item)));
      else this.notes.add(item ?? value, `an item of "${key}" is a mapping with ${keys.join(', ')}`, null);
    }
    return maps;
  }

  private text(key: string, value: Node | null): string | undefined {
    if (isScalar(value) && typeof value.value === 'string' && value.value.trim()) return value.value;
    const raw = isScalar(value) ? (value.source ?? String(value.value)) : '';
    if (isAlias(value)) this.notes.add(value, `"${key}" is an alias; write the text out`, this.entry);
    else if (raw.trim()) {
      this.notes.add(value!, `YAML reads ${raw} as no text; write "${raw}" in quotes`, this.entry);
    } else
      this.notes.add(value ?? this.node, `"${key}" has an empty item; write text or remove it`, this.entry);
    return undefined;
  }
}

/** name -> mapping for every pair of a mapping of mappings. */
export function childMaps(
  notes: Notes,
  node: YAMLMap,
  what: string,
  keys: readonly string[],
): [string, YamlMap][] {
  const maps: [string, YamlMap][] = [];
  for (const pair of node.items) {
    const name = isScalar(pair.key) ? String(pair.key.value) : '';
    if (isMap(pair.value)) maps.push([name, new YamlMap(notes, pair.value, what, keys, name)]);
    else notes.add(pair.key as Node, `"${name}" is a mapping with ${keys.join(', ')}`, name);
  }
  return maps;
}

function idOf(map: YAMLMap): string | null {
  const id = map.get('id') ?? map.get('name');
  return typeof id === 'string' ? id : null;
}

/** What was found wrong with one file, with the places of its nodes. */
export class Notes {
  readonly problems: LexiconProblem[] = [];

  constructor(
    readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  line(node: Node): number {
    return this.lines.linePos(node.range?.[0] ?? 0).line;
  }

  add(node: Node | null | undefined, message: string, entry: string | null = null): void {
    const { line, col } = this.lines.linePos(node?.range?.[0] ?? 0);
    this.problems.push({
      file: this.file,
      line: Math.max(1, line),
      column: Math.max(1, col),
      entry,
      message,
    });
  }
}

/** Parses a YAML file. `root` is null when it is no mapping or no YAML; the notes then say why. */
export function readYaml(text: string, file: string): { root: YAMLMap | null; notes: Notes } {
  const lines = new LineCounter();
  const notes = new Notes(file, lines);
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  for (const { pos, message } of [...doc.errors, ...doc.warnings]) {
    const { line, col } = lines.linePos(pos[0]);
    notes.problems.push({ file, line, column: col, entry: null, message: `not valid YAML: ${message}` });
  }
  if (notes.problems.length > 0) return { root: null, notes };
  if (isMap(doc.contents)) return { root: doc.contents, notes };
  notes.add(doc.contents, 'the file is no mapping; begin with "id: name-of-the-file"');
  return { root: null, notes };
}

/** The known word that was probably meant, or undefined. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}

/** Levenshtein distance in which two neighbours changed over count once. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(row[j - 1]! + change, row[j]! + 1, next[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, before[j - 2]! + 1);
      }
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
}
