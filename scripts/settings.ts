/**
 * Writes docs/settings.md and docs/framescope.schema.json from the schema of the settings: npm run settings.
 * A test compares them with what stands there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CONFIG } from '../src/pipeline/config.js';

type Shape = { type?: string; anyOf?: Shape[]; items?: Shape; properties?: Record<string, Shape>; required?: string[]; description?: string; minimum?: number; maximum?: number }; // biome-ignore format: one shape

/** The JSON Schema of framescope.yml, for editors. */
export function settingsSchema(): string {
  const schema = z.toJSONSchema(CONFIG, { io: 'input' });
  return `${JSON.stringify({ ...schema, title: 'framescope.yml' }, null, 2)}\n`;
}

/** The page of the settings. */
export function settingsPage(): string {
  const { properties } = JSON.parse(settingsSchema()) as Required<Shape>;
  const rows = Object.entries(properties).map(
    ([key, shape]) => `| \`${key}\` | ${typeOf(shape)} | ${shape.description} |`,
  );
  const parts = Object.entries(properties).flatMap(([key, shape]) => {
    const inner = partsOf(shape);
    if (!inner || !Object.values(inner.properties!).some((part) => part.description)) return [];
    const lines = Object.entries(inner.properties!).map(([name, part]) => {
      const must = inner.required?.includes(name) ? ' (must be there)' : '';
      return `- \`${name}\`: ${part.description}${must}`;
    });
    return [`\n\`${key}\`:\n\n${lines.join('\n')}`];
  });
  return `# Settings

<!-- Made from src/pipeline/config.ts by: npm run settings -->

\`framescope analyze\` and \`compare\` take their settings from the file named by \`--config\`, else from \`framescope.yml\` in
the working directory, else from the one in the first folder given (so \`npm start\` reads \`data/framescope.yml\`). Flags go
before the file. Paths in the file are relative to it. An unknown key or a wrong value ends the run at once with exit
code 2, file and line.

| key | value | meaning |
| --- | --- | --- |
${rows.join('\n')}
${parts.join('\n')}

Editors complete and check the file when its first line is:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/framescope/docs/framescope.schema.json
\`\`\`
`;
}

function typeOf(shape: Shape): string {
  if (shape.anyOf) return [...new Set(shape.anyOf.map(typeOf))].join(' or ');
  if (shape.type === 'array') return `list of ${typeOf(shape.items ?? {})}s`;
  if (shape.type === 'object') return 'mapping';
  if (shape.type === 'boolean') return 'true or false';
  if (shape.type === 'integer') return `${shape.minimum} to ${shape.maximum}`;
  return 'text';
}

function partsOf(shape: Shape): Shape | undefined {
  if (shape.properties) return shape;
  return [...(shape.anyOf ?? []), shape.items].map((one) => one && partsOf(one)).find((one) => one);
}

if (process.argv[1]?.endsWith('settings.mjs')) {
  mkdirSync('docs', { recursive: true });
  writeFileSync('docs/framescope.schema.json', settingsSchema());
  writeFileSync('docs/settings.md', settingsPage());
}
