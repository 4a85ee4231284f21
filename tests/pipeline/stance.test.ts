import { describe, expect, it } from 'vitest';
import { loadLexicons } from '../../src/lexicons/load.js';
import { analyze } from '../../src/pipeline/analyze.js';
import type { Stance, Target } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

const lexicons = loadLexicons();
const target = (id: string, name: string, demonyms: string[] = []): Target => ({
  id,
  name,
  aliases: [],
  demonyms,
  members: [],
});
const VARENIA = target('varenia', 'Varenia', ['Varenian', 'Varenians']);

function stancesOf(text: string, targets: readonly Target[] = [VARENIA]): (Stance & { shown: string[] })[] {
  const { stances } = analyze(article(text), lexicons, { targets });
  return stances.map((stance) => ({ ...stance, shown: stance.evidence.map(([s, e]) => text.slice(s, e)) }));
}

describe('stance in an article', () => {
  it.each([
    ['Everybody at the table condemned Varenia on Monday.', -1, 'condemned'],
    ['The mayor thanked Varenia for its help.', 1, 'thanked'],
    ['The corrupt Varenian government met on Monday.', -1, 'corrupt'],
  ])('is shown by words tied to the target: %s', (text, label, shown) => {
    const [first] = stancesOf(text);
    expect(first).toMatchObject({ label });
    expect(first!.shown).toContain(shown);
  });

  it.each([
    'Varenia said on Monday that the talks would go on.',
    // Who is attacked is neither praised nor blamed, nor is who says so.
    'The council condemned the attack on Varenia.',
    'Varenia criticized the plan.',
    'The talks in Varenia go on, although the weather is terrible.',
  ])('is none where no word tied to the target shows it: %s', (text) => {
    expect(stancesOf(text).map(({ label }) => label)).not.toContain(-1);
    expect(stancesOf(text).every(({ label, shown }) => label !== 0 || shown.length === 0)).toBe(true);
  });

  it('belongs to the speaker whose words praise or blame', () => {
    const [first] = stancesOf('General Rask praised the Varenian crews.');
    expect(first).toMatchObject({ label: 1 });
    const quoted = stancesOf('“Varenia is a disgrace,” General Rask said.').find(
      ({ voice }) => voice === 'quoted',
    );
    expect(quoted).toMatchObject({ label: -1 });
    expect(quoted!.speaker).not.toBeNull();
  });

  it('names victims without speaking against them', () => {
    const [first] = stancesOf('Raiders killed Varenians on the road to Tarn.');
    expect(first).toMatchObject({ label: 0, role: 'victim' });
  });
});

describe('targets that are found', () => {
  const ids = (text: string) => analyze(article(text), lexicons).targets.map(({ name }) => name);

  it('are those named often, and those named once with a word of praise or blame', () => {
    const text =
      'The dubious Harbour Defence League met in Oslo. Norway paid. Norway left. Norway said so. The Salt Guild came, too.';
    expect(ids(text)).toContain('Norway');
    expect(ids(text)).toContain('Harbour Defence League');
    expect(ids(text)).not.toContain('Salt Guild');
  });

  it('do not count a country inside the name of a body that is a target', () => {
    const text =
      'Norway paid. Norway left. The dubious League for the Defence of Norway stayed. Norway said nothing.';
    const { stances } = analyze(article(text), lexicons);
    const inside = stances.filter(
      ({ start }) => start > text.indexOf('dubious') && start < text.indexOf('stayed'),
    );
    expect(inside.map(({ label }) => label)).toEqual([-1]);
  });
});

describe('roles', () => {
  const BRANDT = target('brandt', 'Ilmar Brandt');

  it.each([
    ['Varenia attacked the village at dawn.', 'antagonist', 'attacked'],
    ['Varenia was invaded at dawn.', 'victim', 'invaded'],
    ['Varenia helped the sailors at dawn.', 'protagonist', 'helped'],
  ])('come from what somebody does or suffers: %s', (text, role, shown) => {
    const [first] = stancesOf(text);
    expect(first).toMatchObject({ role });
    expect(first!.shown).toContain(shown);
  });

  it.each([
    ['In the morning the warmonger Ilmar Brandt spoke.', 'warmonger'],
    ['Ilmar Brandt, the warmonger, spoke in the morning.', 'warmonger'],
    ['Ilmar Brandt is a warmonger.', 'warmonger'],
  ])('come from labels tied to a name: %s', (text, shown) => {
    const [first] = stancesOf(text, [BRANDT]);
    expect(first).toMatchObject({ role: 'antagonist' });
    expect(first!.shown).toContain(shown);
  });

  it('do not come from labels of somebody else, nor from denied ones', () => {
    expect(stancesOf('Ilmar Brandt met the warmonger in the capital.', [BRANDT])[0]).toMatchObject({
      role: null,
    });
    expect(stancesOf('Ilmar Brandt is not a warmonger.', [BRANDT])[0]).toMatchObject({ role: null });
  });
});
