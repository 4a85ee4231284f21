import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = new URL('../src/', import.meta.url).pathname;

function files(folder: string): string[] {
  return readdirSync(join(src, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/u.test(name))
    .map((name) => `${folder}/${name}`);
}

/** Folders of ours that a file imports from, as `lexicons`, `pipeline`, `report`. */
function importedFolders(file: string): Set<string> {
  const text = readFileSync(join(src, file), 'utf8');
  const found = new Set<string>();
  for (const [, path] of text.matchAll(/from '(\.[^']+)'/gu)) {
    const target = new URL(path!, `file:///${file}`).pathname.slice(1);
    found.add(target.split('/')[0]!);
  }
  return found;
}

// Why: a lexicon can be used without the program, an analysis without a report.
const ALLOWED: Record<string, readonly string[]> = {
  lexicons: ['lexicons'],
  pipeline: ['lexicons', 'pipeline'],
  report: ['lexicons', 'pipeline', 'report'],
};

describe('imports run one way', () => {
  it.each(Object.entries(ALLOWED))('%s imports only %j', (folder, allowed) => {
    const all = files(folder);
    expect(all.length).toBeGreaterThan(0);
    const wrong = all.filter((file) =>
      [...importedFolders(file)].some((target) => !allowed.includes(target)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('analysis of one article', () => {
  // No clock, no randomness, no locale, no file and no network: the same input gives the same bytes anywhere.
  const STAGES = [
    'analyze',
    'regions',
    'tokens',
    'quotes',
    'entities',
    'speakers',
    'voices',
    'markers',
    'stance',
    'score',
  ];
  const BANNED = /Math\.random|Date\.now|new Date|toLocale|Intl\.|localeCompare|node:fs|node:net|fetch\(/u;

  it.each(STAGES)('%s is pure', (stage) => {
    const own = files('pipeline').filter(
      (file) => file === `pipeline/${stage}.ts` || file.startsWith(`pipeline/${stage}/`),
    );
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((file) => BANNED.test(readFileSync(join(src, file), 'utf8')))).toEqual([]);
  });
});
