/** Runs the built program and tells what it cost: wall time, processor time, peak memory of the process with its workers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { before, type Cores, holdThreads } from './cores.js';

/** Everything that is made for measuring; on the same disk as the program, so that a `tmpfs` does not flatter it. */
export const FOLDER = path.resolve('.cache/bench');
export const CLI = path.resolve(process.env.BENCH_CLI ?? 'dist/cli.js');

/** A part of all articles, to try the suites out: `BENCH_PART=50` measures a fiftieth. */
export const PART = Number(process.env.BENCH_PART ?? 1);

export interface Usage {
  /** Seconds. */
  readonly wall: number;
  /** Seconds of all threads together. */
  readonly cpu: number;
  /** MB (10^6 bytes). */
  readonly peak: number;
}

/** The main thread says at its end what the whole process used; threads end before it. */
const TELL = `import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => writeFileSync(process.env.BENCH_USAGE, JSON.stringify(process.resourceUsage())));
`;

/** Starts the program. `done`: what it cost; rejects when it ended with another exit code than 0. */
export function start(args: readonly string[]): { child: ChildProcess; done: Promise<Usage> } {
  mkdirSync(FOLDER, { recursive: true });
  const tell = path.join(FOLDER, 'tell.mjs');
  writeFileSync(tell, TELL);
  const file = path.join(FOLDER, `usage-${process.hrtime.bigint()}.json`);
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', tell, CLI, '--quiet', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BENCH_USAGE: file },
  });
  const done = once(child, 'exit').then(([code]): Usage => {
    const wall = (performance.now() - began) / 1000;
    if (code !== 0) throw new Error(`framescope ${args.join(' ')}: exit code ${code}`);
    const used = JSON.parse(readFileSync(file, 'utf8')) as NodeJS.ResourceUsage;
    rmSync(file);
    const cpu = (used.userCPUTime + used.systemCPUTime) / 1e6;
    return { wall: round(wall), cpu: round(cpu), peak: Math.round((used.maxRSS * 1024) / 1e6) };
  });
  return { child, done };
}

export const run = (...args: readonly string[]): Promise<Usage> => start(args).done;

/** Seconds from the start of the program until all articles are analyzed and in the store; what follows is cut off. */
export async function analysisOf(args: readonly string[], cores?: Cores): Promise<number> {
  const began = performance.now();
  const [program, ...rest] = [...before(cores), process.execPath, CLI, '--log', 'json', ...args];
  const child = spawn(program!, rest, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const release = cores === 'half cores' ? holdThreads(child.pid!) : () => undefined;
  let seconds: number | null = null;
  for await (const line of createInterface({ input: child.stderr })) {
    if ((JSON.parse(line) as { stage?: string }).stage !== 'linking') continue;
    seconds = (performance.now() - began) / 1000;
    child.kill('SIGKILL');
  }
  await ended;
  release();
  if (seconds === null) throw new Error(`framescope ${args.join(' ')}: ended before all was analyzed`);
  return seconds;
}

/** A folder of its own, empty. */
export function empty(name: string): string {
  const folder = path.join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** What `run.json` says of the time that each part took, in seconds. */
export function phases(out: string): { analysis: number; store: number; report: number } {
  const { times } = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as {
    times: { seconds: number; store: number; analysis: number };
  };
  const { seconds, store, analysis } = times;
  return { analysis: round(analysis), store: round(store - analysis), report: round(seconds - store) };
}

/** Bytes of all files below, or of one file. */
export function bytesOf(place: string): number {
  if (!existsSync(place)) return 0;
  if (!statSync(place).isDirectory()) return statSync(place).size;
  return readdirSync(place).reduce((sum, name) => sum + bytesOf(path.join(place, name)), 0);
}

/** So many rounds are not counted: the engine compiles what it meets there. */
const WARM_UPS = 2;
export const ROUNDS = 9;

/** Seconds that each way took in each round; rounds alternate, so that a drift of the machine meets all ways. */
export function timeInTurns<Name extends string>(
  ways: Readonly<Record<Name, () => void>>,
  onTimed?: (name: Name, seconds: number) => void,
): Record<Name, number[]> {
  const names = Object.keys(ways) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let n = 0; n < WARM_UPS + ROUNDS; n++) {
    for (const name of names) {
      const began = performance.now();
      ways[name]();
      const seconds = (performance.now() - began) / 1000;
      if (n < WARM_UPS) continue;
      times[name].push(seconds);
      onTimed?.(name, seconds);
    }
  }
  return times;
}

export const round = (value: number): number => Number(value.toPrecision(3));
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!;

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** GB (10^9 bytes). */
  readonly memory: number;
  readonly node: string;
}

export const machine = (): Machine => ({
  cpu: cpus()[0]!.model.trim(),
  cores: cpus().length,
  memory: Math.round(totalmem() / 1e9),
  node: process.version,
});

/** Processes that wanted to run in the last minute: what else the machine did. */
export const load = (): number => round(loadavg()[0]!);

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
