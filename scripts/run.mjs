// Runs a TypeScript script of this folder: node scripts/run.mjs bench [arguments]
// It is bundled beside the built program (`npm run build` first) so that it imports what users run.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { YOUNG } from '../dist/pipeline/pool.js';

const [name, ...args] = process.argv.slice(2);
const folder = fileURLToPath(new URL('../.cache/scripts/', import.meta.url));
mkdirSync(folder, { recursive: true });
const outfile = `${folder}${name}.mjs`;
await build({
  entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  logLevel: 'warning',
});
// As much room for young objects as the program's workers have: what is timed here is timed as there.
const heap = `--max-semi-space-size=${YOUNG / 3}`;
process.exit(spawnSync(process.execPath, [heap, outfile, ...args], { stdio: 'inherit' }).status ?? 1);
