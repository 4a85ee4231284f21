import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { analyze } from '../../src/pipeline/analyze.js';
import { fillEvents } from '../../src/pipeline/compare/events.js';
import type { Article } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';
import { memoryStores } from '../helpers/store.js';

const gold = new URL('../../../shared/eval/data/events-news.jsonl', import.meta.url);
const lexicons = loadLexicons();
const open = memoryStores();

async function eventsOf(
  articles: readonly Article[],
): Promise<Map<string, { event: string | null; copy: string | null }>> {
  const store = await open(articles.map((one) => analyze(one, lexicons)));
  await fillEvents(store);
  const rows = await store.query<{ document: string; event: string | null; copy_of: string | null }>(
    'SELECT * FROM events ORDER BY document',
  );
  return new Map(rows.map(({ document, event, copy_of }) => [document, { event, copy: copy_of }]));
}

const ferry = `The ferry Halvard sank off Tresk on Monday after it struck a reef in thick fog. All 214 passengers were
  rescued by fishing boats from Tresk, the coastguard said. Captain Odd Brenner said the radar had failed.`;
const ferryToo = `Fishermen from Tresk pulled 214 people out of the sea when the Halvard hit a reef and went down. The ferry
  had left Tresk in fog although its radar was broken, passengers said. Captain Brenner was questioned.`;
const vote = `Parliament in Omber voted on Monday to raise the pension age to 68, after a debate of eleven hours. Unions
  called the pension law an insult and announced strikes. Chancellor Ruta Feld said pensions were safe now.`;

const told = (id: string, published: string | null, text: string, event: string | null = null) =>
  article(text, { id, published, event });

describe('events', () => {
  it('are found by date and shared terms, and named for them', async () => {
    const events = await eventsOf([
      told('a', '2024-03-05', ferryToo),
      told('b', '2024-03-04', ferry),
      told('c', '2024-03-04', vote),
    ]);
    expect(events.get('a')!.event).toMatch(/^2024-03-04 /u);
    expect(events.get('b')).toEqual(events.get('a'));
    expect(events.get('c')).toEqual({ event: null, copy: null });
  });

  it('are named in the words of their accounts, and without dates in them', async () => {
    const events = await eventsOf([told('a', '2024-03-05', ferryToo), told('b', '2024-03-04', ferry)]);
    const name = events.get('a')!.event!;
    expect(name).toMatch(/\b(?:Halvard|Tresk|Captain Brenner|Brenner)\b/u);
    expect(name.split(', ')).toHaveLength(3);
    expect(name).not.toMatch(/halvard|tresk|brenner|monday/u);
  });

  it('lie within days of each other', async () => {
    const events = await eventsOf([told('a', '2024-03-04', ferry), told('b', '2024-06-04', ferryToo)]);
    expect([...events.values()].map(({ event }) => event)).toEqual([null, null]);
  });

  it('are kept as the input gives them', async () => {
    const events = await eventsOf([told('a', '2024-03-04', ferry, 'x'), told('b', '2024-03-04', vote, 'x')]);
    expect([...events.values()].map(({ event }) => event)).toEqual(['x', 'x']);
  });

  it('take a syndicated copy as one account', async () => {
    const copy = ferry.replace('Captain Odd Brenner said the radar had failed.', '');
    const events = await eventsOf([
      told('a', '2024-03-04', ferry),
      told('b', '2024-03-04', `${copy} (Wire)`),
      told('c', '2024-03-05', ferryToo),
    ]);
    expect(events.get('b')!.copy).toBe('a');
    expect(events.get('b')!.event).toBe(events.get('c')!.event);
    expect(events.get('c')!.copy).toBeNull();
  });

  it('do not depend on the order of arrival', async () => {
    const articles = [
      told('a', '2024-03-05', ferryToo),
      told('b', '2024-03-04', ferry),
      told('c', null, vote),
    ];
    expect(await eventsOf([...articles].reverse())).toEqual(await eventsOf(articles));
  });
});

describe.skipIf(!existsSync(gold))('events of annotated news', () => {
  it('are found with a pairwise F of 90 and more', async () => {
    const rows = readFileSync(gold, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Article & { event: string });
    const found = await eventsOf(rows.map(({ id, published, text }) => told(id, published, text)));
    let [both, said, real] = [0, 0, 0];
    for (const [i, a] of rows.entries()) {
      for (const b of rows.slice(i + 1)) {
        const same = a.event === b.event;
        const together = found.get(a.id)!.event !== null && found.get(a.id)!.event === found.get(b.id)!.event;
        both += Number(same && together);
        said += Number(together);
        real += Number(same);
      }
    }
    expect((2 * both) / (said + real)).toBeGreaterThanOrEqual(0.9);
  });
});
