import { describe, expect, it } from 'vitest';
import { findEntities } from '../../src/pipeline/entities.js';
import { resolveSpeakers } from '../../src/pipeline/speakers.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Quote } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

/**
 * Sources stand in [brackets] in the text given; each is the mention of one quote. Gives the resolved speakers, one a
 * mention, as `id name [kind]`, or null.
 */
function speakers(marked: string, parents: Record<number, number> = {}): (string | null)[] {
  const mentions: [number, number][] = [];
  let text = '';
  for (const piece of marked.split(/(\[[^\]]*\])/u)) {
    const inner = /^\[(.*)\]$/su.exec(piece)?.[1];
    if (inner !== undefined) mentions.push([text.length, text.length + inner.length]);
    text += inner ?? piece;
  }
  const doc = tokenize(article(text), []);
  const quotes: Quote[] = mentions.map(([start, end], i) => ({
    id: `q${i + 1}`, start, end, text: '', form: 'direct', marked: [], group: i,
    parent: parents[i] === undefined ? null : `q${parents[i]! + 1}`,
    cue: null, mention: { start, end, text: text.slice(start, end) }, speaker: null, confidence: 1,
  })); // biome-ignore format: a record
  const out = resolveSpeakers(doc, quotes, findEntities(doc));
  expect(out.speakers.map((s) => s.id)).toEqual(out.speakers.map((_, i) => `s${i + 1}`));
  for (const s of out.speakers) for (const [a, b] of s.mentions) expect(b).toBeGreaterThan(a);
  return out.quotes.map(({ speaker }) => {
    const s = out.speakers.find(({ id }) => id === speaker);
    return s ? `${s.id} ${s.name} [${s.kind}]` : null;
  });
}

describe('named sources', () => {
  it.each([
    ['"Yes," said [the spokeswoman for the Harbour Ministry of Norway Anna Berg].', 'Anna Berg [person]'],
    ['[Tom Reed, the mayor of Oslo], said so.', 'Tom Reed [person]'],
    ['[His campaign manager, Tom Reed,] said so.', 'Tom Reed [person]'],
    ['[war correspondents such as Tom Reed] said so.', 'Tom Reed [person]'],
    ['[The Kremlin] said so.', 'Kremlin [organization]'],
    ['[Moscow] said so.', 'Russia [organization]'],
    ['[The Chinese government] said so.', 'China [organization]'],
    ['[The North Korean leadership] said so.', 'North Korea [organization]'],
    ["[North Korea's state-run KCNA news agency] said so.", 'KCNA [organization]'],
    ['[Republicans] said so.', 'Republicans [group]'],
  ])('%s', (text, expected) => {
    expect(speakers(text)).toEqual([`s1 ${expected}`]);
  });

  it('are not the person who stands in somebody else’s description', () => {
    expect(
      speakers(
        'Tom Reed left. [A spokesman for Tom Reed] said so. [Reed’s lawyers] agreed. [The Reed campaign] did not.',
      ),
    ).toEqual([
      's1 spokesman for Tom Reed [anonymous]',
      's2 Reed’s lawyers [group]',
      's3 Tom Reed campaign [organization]',
    ]);
  });

  it('are not the person in the title of a show', () => {
    expect(speakers('Ann Fox left. [A “Fox and Friends” report] said so.')).toEqual([null]);
  });

  it('who speak together are a group of their own', () => {
    expect(speakers('[Anna Berg and Tom Reed] said so. [Berg] said no.')).toEqual([
      's1 Anna Berg and Tom Reed [group]',
      's2 Anna Berg [person]',
    ]);
  });

  it('are one through surname, role and pronoun', () => {
    const text =
      'Norwegian Foreign Minister Anna Berg came. [She] said yes. "Yes," [Berg] said. [The Norwegian foreign minister] said it twice.';
    expect(new Set(speakers(text))).toEqual(new Set(['s1 Anna Berg [person]']));
  });
});

describe('he and she', () => {
  it('are who spoke last where two could be meant, unless somebody else came in between', () => {
    const two = 'Tom Reed and Carl Moss met. [Reed] said that Moss had left, and Moss said so.';
    expect(speakers(`${two} "We are open," [he] said.`)).toEqual([
      's1 Tom Reed [person]',
      's1 Tom Reed [person]',
    ]);
    expect(speakers(`${two} Carl Moss had stayed with Tom Reed. "We are open," [he] said.`)[1]).not.toBe(
      's1 Tom Reed [person]',
    );
  });

  it('tell the gender of a name that women and men have', () => {
    expect(speakers('[Jan Moss] came with Tom Reed. "We are open," [she] said.')).toEqual([
      's1 Jan Moss [person]',
      's1 Jan Moss [person]',
    ]);
  });
});

describe('sources without a name', () => {
  it('are never put together', () => {
    expect(speakers('[A senior official] said so. [Another official] did not. [Critics] agreed.')).toEqual([
      's1 senior official [anonymous]',
      's2 another official [anonymous]',
      's3 critics [anonymous]',
    ]);
  });

  it('go on by pronoun and by a definite description', () => {
    const text =
      '[A spokesman for the harbour] said so. [He] added more. [The spokesman] left. [Analysts] doubted it. [They] laughed.';
    expect(speakers(text)).toEqual([
      's1 spokesman for the harbour [anonymous]',
      's1 spokesman for the harbour [anonymous]',
      's1 spokesman for the harbour [anonymous]',
      's2 analysts [anonymous]',
      's2 analysts [anonymous]',
    ]);
  });

  it('keep what tells them apart', () => {
    expect(speakers('[A Texas voter] said so. [The Ohio voter] said no.')).toEqual([
      's1 Texas voter [anonymous]',
      's2 Ohio voter [anonymous]',
    ]);
  });

  it.each([
    ['[A new poll] shows it.', 'new poll [document]'],
    ['[Intelligence reports] showed it.', 'intelligence reports [document]'],
    ['[Russian authorities] said so.', 'Russian authorities [group]'],
    ['[Ukrainian intelligence] said so.', 'Ukrainian intelligence [organization]'],
    ['[police] said so.', 'police [organization]'],
    ['[a senior official who spoke on condition of anonymity] said so.', 'senior official [anonymous]'],
  ])('have a kind: %s', (text, expected) => {
    expect(speakers(text)).toEqual([`s1 ${expected}`]);
  });

  it('"the report" right after a body is that body’s', () => {
    expect(speakers('According to [KCNA], it rained. [The report] says more.')).toEqual([
      's1 KCNA [organization]',
      's1 KCNA [organization]',
    ]);
    expect(speakers('[The report] says more.')).toEqual(['s1 report [document]']);
  });

  it('"a group" is another one each time', () => {
    expect(speakers('[A group] said so. [A group] said no.')).toEqual([
      's1 group [organization]',
      's2 group [organization]',
    ]);
  });
});

describe('what cannot be told', () => {
  it.each([
    ['[He] said so.'],
    ['It was late. [They] said so.'],
    ['There were Tom Reed, Paul Moss and John Hart. [He] said so.'],
    ['[I] think so.'],
    ['[The weekend] said so.'],
  ])('stays null: %s', (text) => {
    expect(speakers(text)).toEqual([null]);
  });
});

describe('relative pronouns and nesting', () => {
  it('"who" is whoever stands before it', () => {
    expect(speakers('Tom Reed, [who] said so, left.')).toEqual(['s1 Tom Reed [person]']);
    expect(speakers('He met a farmer [who] said so.')).toEqual(['s1 farmer [anonymous]']);
  });

  it('"I" in a quote inside a quote is the speaker of the outer one', () => {
    expect(speakers('[Tom Reed] said: "I told him that [I] would go."', { 1: 0 })).toEqual([
      's1 Tom Reed [person]',
      's1 Tom Reed [person]',
    ]);
  });
});
