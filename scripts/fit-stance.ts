/**
 * Fits the weights of src/pipeline/stance/model.ts: `node scripts/run.mjs fit-stance TRAIN.jsonl [CHECK.jsonl]`.
 * Rows are {text, targets: [{start, end}], polarity: -1|0|1}. Multinomial logistic regression, classes weighted alike,
 * ridge penalty, full-batch Adam: no randomness, so the same rows give the same weights.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { featuresOf, wordsAround } from '../src/pipeline/stance/features.js';
import { tokenize } from '../src/pipeline/tokens.js';

const FEWEST_ROWS = 8;
const RIDGE = 15;
/** Words are many and rare: their weights are held down more. */
const RIDGE_OF_WORDS = 60;
const WORD = 'word:';
/** Beginnings of the features of a word by zone: anywhere, and near before or behind the target. */
const ZONES = ['', '<', '>'] as const;
/**
 * Words for groups of people and for who they are get no weight: what sentences of one election season say about a
 * group must not decide what is said about a target.
 */
const GROUPS: ReadonlySet<string> = new Set(
  `man woman men women male female boy girl he she him her his hers himself herself husband wife mother father son
  daughter brother sister mom dad gay lesbian bisexual transgender trans lgbt lgbtq queer black white brown african
  hispanic latino asian arab muslim islamic christian jewish catholic evangelical protestant hindu buddhist religious
  immigrant migrant refugee undocumented alien foreign foreigner republican democrat democratic conservative liberal
  progressive socialist communist islamist leftist left-wing right-wing far-left far-right alt-right gop southern
  northern eastern western presidential congressional federal state national`.split(/\s+/u),
);
const ROUNDS = 300;
const STEP = 0.05;

interface Row {
  readonly label: number;
  readonly features: ReadonlyMap<string, number>;
}

function read(path: string): Row[] {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.map((line) => {
    const { text, targets, polarity } = JSON.parse(line) as {
      text: string;
      targets: { start: number; end: number }[];
      polarity: number;
    };
    const none = { title: null, source: null, published: null, url: null, event: null, language: null };
    const doc = tokenize({ ...none, id: '', text }, []);
    const { start, end } = targets[0]!;
    const first = doc.tokens.findIndex((token) => token.end > start);
    const last = doc.tokens.findLastIndex((token) => token.start < end) + 1;
    const features = new Map<string, number>();
    const place = { first, last, quoted: isQuoted(text, start) };
    const add = (name: string, value: number) => features.set(name, (features.get(name) ?? 0) + value);
    for (const { name, value } of featuresOf(doc, place, () => true).features) add(name, value);
    for (const { lemma, zone } of wordsAround(doc, place)) {
      if (GROUPS.has(lemma) || /\s/u.test(lemma)) continue;
      add(`${WORD}${lemma}`, 1);
      if (zone !== 0) add(`${WORD}${ZONES[zone]}${lemma}`, 1);
    }
    return { label: polarity + 1, features };
  });
}

/** An odd number of double marks stands before it. */
function isQuoted(text: string, at: number): boolean {
  return (text.slice(0, at).match(/["\u201c\u201d]/gu)?.length ?? 0) % 2 === 1;
}

function fitWeights(rows: readonly Row[]): Map<string, number[]> {
  const counts = new Map<string, number>();
  for (const { features } of rows)
    for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts]
    .filter(([, n]) => n >= FEWEST_ROWS)
    .map(([name]) => name)
    .sort();
  const index = new Map(names.map((name, i) => [name, i]));
  const data = rows.map(({ features }) =>
    [...features].flatMap(([name, value]) => (index.has(name) ? [[index.get(name)!, value] as const] : [])),
  );
  const classes = [0, 1, 2].map((c) => rows.filter(({ label }) => label === c).length);
  const size = names.length * 3;
  const weights = new Float64Array(size);
  const ridge = names.map((name) => (name.startsWith(WORD) ? RIDGE_OF_WORDS : RIDGE) / rows.length);
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  for (let round = 1; round <= ROUNDS; round++) {
    const slope = weights.map((w, k) => ridge[Math.floor(k / 3)]! * w);
    data.forEach((cells, r) => {
      const p = chances(cells, weights);
      const weight = rows.length / 3 / classes[rows[r]!.label]! / rows.length;
      for (let c = 0; c < 3; c++) {
        const error = (p[c]! - (c === rows[r]!.label ? 1 : 0)) * weight;
        for (const [i, value] of cells) slope[i * 3 + c]! += error * value;
      }
    });
    for (let k = 0; k < size; k++) {
      mean[k] = 0.9 * mean[k]! + 0.1 * slope[k]!;
      square[k] = 0.999 * square[k]! + 0.001 * slope[k]! ** 2;
      weights[k]! -=
        (STEP * (mean[k]! / (1 - 0.9 ** round))) / (Math.sqrt(square[k]! / (1 - 0.999 ** round)) + 1e-8);
    }
  }
  return new Map(names.map((name, i) => [name, [0, 1, 2].map((c) => weights[i * 3 + c]!)]));
}

function chances(cells: readonly (readonly [number, number])[], weights: Float64Array): number[] {
  const sums = [0, 0, 0];
  for (const [i, value] of cells) for (let c = 0; c < 3; c++) sums[c]! += weights[i * 3 + c]! * value;
  const top = Math.max(...sums);
  const shares = sums.map((sum) => Math.exp(sum - top));
  const total = shares.reduce((a, b) => a + b);
  return shares.map((share) => share / total);
}

function macroF1(rows: readonly Row[], weights: ReadonlyMap<string, readonly number[]>): string {
  const hits = [0, 1, 2].map(() => ({ right: 0, said: 0, gold: 0 }));
  for (const { label, features } of rows) {
    const sums = [0, 0, 0];
    for (const [name, value] of features)
      weights.get(name)?.forEach((w, c) => {
        sums[c]! += w * value;
      });
    const said = sums.indexOf(Math.max(...sums));
    hits[said]!.said++;
    hits[label]!.gold++;
    if (said === label) hits[label]!.right++;
  }
  const f = hits.map(({ right, said, gold }) => (200 * right) / Math.max(1, said + gold));
  return `macro-F1 ${((f[0]! + f[1]! + f[2]!) / 3).toFixed(1)} (negative ${f[0]!.toFixed(1)}, neutral ${f[1]!.toFixed(1)}, positive ${f[2]!.toFixed(1)}), ${rows.length} rows`;
}

const [train, check] = process.argv.slice(2);
if (!train) throw new Error('usage: node scripts/run.mjs fit-stance TRAIN.jsonl [CHECK.jsonl]');
const rows = read(train);
const weights = fitWeights(rows);
console.log(`${weights.size} features`);
console.log(`fitted:  ${macroF1(rows, weights)}`);
if (check) console.log(`checked: ${macroF1(read(check), weights)}`);
const isWord = (name: string) => name.startsWith(WORD);
const lines = [...weights]
  .filter(([name]) => !isWord(name))
  .map(([name, w]) => `  ${JSON.stringify(name)}: [${w.map((x) => x.toFixed(3)).join(', ')}],`);
writeFileSync(
  'src/pipeline/stance/weights.generated.ts',
  `// Generated by scripts/fit-stance.ts: log-linear weights for negative, neutral, positive. Do not edit.\nexport const WEIGHTS: Readonly<Record<string, readonly [number, number, number]>> = {\n${lines.join('\n')}\n}; // biome-ignore format: generated\n`,
);
writeFileSync('src/pipeline/stance/words.generated.ts', wordLines());

/** One line a lemma: what it adds to negative and to positive, neutral being 0, in hundredths, in each zone. */
function wordLines(): string {
  const lemmas = [
    ...new Set(
      [...weights.keys()].filter(isWord).map((name) => name.slice(WORD.length).replace(/^[<>]/u, '')),
    ),
  ];
  const of = (zone: string, lemma: string) => {
    const [negative, neutral, positive] = weights.get(`${WORD}${zone}${lemma}`) ?? [0, 0, 0];
    return [negative! - neutral!, positive! - neutral!];
  };
  const rows = lemmas.sort().map((lemma) => {
    const anywhere = of('', lemma);
    const cells = ZONES.flatMap((zone) => {
      const near = zone === '' ? [0, 0] : of(zone, lemma);
      return anywhere.map((w, i) => Math.round((w + near[i]!) * 100));
    });
    return `${lemma} ${cells.join(' ')}`;
  });
  const about = '// Generated by scripts/fit-stance.ts: weights of single words, see words.ts. Do not edit.';
  return `${about}\nexport const WORDS = \`\n${rows.join('\n')}\n\`;\n`;
}
