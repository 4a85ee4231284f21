/**
 * Measures the built program.
 *
 *     npm run bench                    beside wink-nlp alone, in half a minute; written nowhere
 *     npm run bench -- articles.jsonl  the same on articles of yours
 *     npm run bench -- all             all suites, one after the other, into docs/benchmarks.json and docs/benchmarks.md
 *     npm run bench -- one jobs        some of them; the figures of the others stay as they are
 *     npm run bench -- page            only the page, from the figures
 *
 * All of them take more than an hour on two cores, and 60 GB of disk for the largest (.cache/bench, removed at the end).
 * The suites can be tried out with `BENCH_PART=50` before it, a fiftieth of the articles; that writes into .cache/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { sourceOfTexts } from './bench/corpus.js';
import { FOLDER, load, machine, PART } from './bench/measure.js';
import { type Measured, pageOf } from './bench/page.js';
import { SUITES } from './bench/suites.js';
import { besideWink } from './bench/wink.js';

/** What is only tried out is not published. */
const WHERE = PART === 1 ? 'docs' : '.cache';
const FIGURES = `${WHERE}/benchmarks.json`;
const PAGE = `${WHERE}/benchmarks.md`;

const names = process.argv.slice(2);
if (names.length === 0 || existsSync(names[0]!)) process.exit(besideWink(names[0]) ? 0 : 1);
const known = new Set(['all', 'page', ...SUITES.map(({ name }) => name)]);
const unknown = names.filter((name) => !known.has(name));
if (unknown.length > 0) {
  console.error(
    `No suite is called ${unknown.join(', ')}, and no file. There are: ${[...known].join(', ')}.`,
  );
  process.exit(2);
}
const chosen = names.includes('all') ? SUITES : SUITES.filter(({ name }) => names.includes(name));
const began = Date.now();
const tell = (line: string) => {
  const minutes = ((Date.now() - began) / 60_000).toFixed(1);
  console.error(`${minutes.padStart(5)} min  ${line}`);
};

const program = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).stdout?.trim();
/** Suites are measured one by one: what they measured may differ. */
const version = commit ? `${program.version} at ${commit}` : program.version;
let measured: Measured = existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as Measured) : {};
let left = chosen.reduce((sum, { minutes }) => sum + minutes, 0);
for (const { name, minutes, measure } of chosen) {
  tell(`${name}: about ${minutes} min; all that is left: about ${left}`);
  const before = load();
  const figures = await measure((line) => tell(`  ${line}`));
  measured = {
    ...measured,
    [name]: { machine: machine(), version, texts: sourceOfTexts(), load: before, ...figures },
  };
  writeFileSync(FIGURES, `${JSON.stringify(measured, null, 2)}\n`);
  writeFileSync(PAGE, pageOf(measured));
  left -= minutes;
}
if (names.includes('page')) writeFileSync(PAGE, pageOf(measured));
if (chosen.length > 0) rmSync(FOLDER, { recursive: true, force: true });
tell(`done; ${FIGURES} and ${PAGE} are written`);
