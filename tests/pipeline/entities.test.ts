import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEntities } from '../../src/pipeline/entities.js';
import { findRegions } from '../../src/pipeline/regions.js';
import { tokenize } from '../../src/pipeline/tokens.js';
import type { Document, Entity } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

const read = (text: string): Document => tokenize(article(text), []);

/** Entities of a text as `name: mention, mention` with the kind of what is no name. */
function found(text: string): Record<string, string[]> {
  const out: Record<string, string[]> = {};
  for (const entity of findEntities(read(text))) {
    out[entity.name] = entity.mentions.map(
      (m) => `${text.slice(m.start, m.end)}${m.kind === 'name' ? '' : `/${m.kind}`}`,
    );
  }
  return out;
}
const one = (text: string, name: string): Entity => findEntities(read(text)).find((e) => e.name === name)!;

describe('persons', () => {
  it('are known by a surname that stands in no list, once the full name is read', () => {
    const text = 'The tyrant Ilmar Zorvath came first. Zorvath, 61, the strongman, sneered at the dead.';
    expect(found(text)['Ilmar Zorvath']).toEqual(['Ilmar Zorvath', 'Zorvath', 'the strongman/description']);
  });

  it('are not their namesakes who are introduced later, nor those of the other gender', () => {
    const son =
      'President Halvard spoke at noon. “We will stay,” Mr. Halvard said. His son, Erik Halvard Jr., kept silent.';
    expect(found(son)).toMatchObject({
      Halvard: ['President Halvard', 'Mr. Halvard', 'His/pronoun'],
      'Erik Halvard Jr.': ['Erik Halvard Jr.'],
    });
    const wife = 'The first lady, Melanie Halvard, came. Mr. Halvard did not.';
    expect(found(wife)['Melanie Halvard']).not.toContain('Mr. Halvard');
    const both = 'President Halvard spoke. The chain of Mr. Halvard shone. Melanie Halvard came.';
    expect(found(both)).toMatchObject({ Halvard: ['President Halvard', 'Mr. Halvard'] });
  });

  it('are the one with that surname whose headline calls them otherwise', () => {
    const text = 'Candidate Delgado speaks of ports\nSenator Maria Delgado came to Oslo. Delgado left.';
    expect(one(text, 'Maria Delgado').mentions.length).toBeGreaterThanOrEqual(2);
  });

  it('are one through full name, surname, title and pronoun', () => {
    const text =
      'Senator Maria Delgado opened the plant. "It works," Delgado said. Mrs. Delgado smiled, and she left. ' +
      'Her staff followed.';
    expect(found(text)['Maria Delgado']).toEqual([
      'Senator Maria Delgado', 'Delgado', 'Mrs. Delgado', 'she/pronoun', 'Her/pronoun',
    ]); // biome-ignore format: a list
    expect(one(text, 'Maria Delgado')).toMatchObject({ kind: 'person', gender: 'female', role: 'Senator' });
  });

  it.each([
    ['Ukrainian President Volodymyr Zelensky', 'Volodymyr Zelensky', 'President', 'Ukraine'],
    ['The spokesman for the Ministry of Foreign Affairs of Ukraine Heorhii Tykhyi', 'Heorhii Tykhyi', 'spokesman', 'Ministry of Foreign Affairs of Ukraine'],
    ['The Chief of the General Staff of the Russian Armed Forces Valeriy Gerasimov', 'Valeriy Gerasimov', 'Chief', 'General Staff of the Russian Armed Forces'],
    ['Russian Foreign Ministry spokeswoman Maria Zakharova', 'Maria Zakharova', 'spokeswoman', 'Russian Foreign Ministry'],
    ['Secretary of State John Kerry', 'John Kerry', 'Secretary', 'State'],
    ['The head of GUR Kyrylo Budanov', 'Kyrylo Budanov', 'head', 'GUR'],
  ])('take their role from what stands before: %s', (phrase, name, role, affiliation) => {
    expect(one(`${phrase} spoke in the morning.`, name)).toMatchObject({ role, affiliation });
  }); // biome-ignore format: rows

  it('take their role from an apposition', () => {
    const text = 'Anna Berg, chief of the harbour police, arrived. Tom Reed, the mayor of Oslo, did not.';
    expect(one(text, 'Anna Berg')).toMatchObject({ role: 'chief of the harbour police' });
    expect(one(text, 'Tom Reed')).toMatchObject({ role: 'mayor', affiliation: 'Oslo' });
  });

  it('are one over hyphens and family-first order', () => {
    expect(found('Kim Jong-un waved. Later Kim Jong Un left, and Kim slept.')).toEqual({
      'Kim Jong Un': ['Kim Jong-un', 'Kim Jong Un', 'Kim'],
    });
  });

  it('keep particles, initials and suffixes', () => {
    const names = Object.keys(
      found(
        'They met Ursula von der Leyen, Bashar al-Assad, George H.W. Bush and Martin Luther King Jr. there.',
      ),
    );
    expect(names).toEqual([
      'Ursula von der Leyen',
      'Bashar al-Assad',
      'George H.W. Bush',
      'Martin Luther King Jr.',
    ]);
  });

  it('of one surname are told apart by form of address and by the last full name', () => {
    const text =
      'Bill Clinton and Hillary Clinton came. Mrs. Clinton spoke first. Mr. Clinton followed. ' +
      'Then Bill Clinton left, and Clinton did not return.';
    expect(found(text)).toEqual({
      'Bill Clinton': ['Bill Clinton', 'Mr. Clinton', 'Bill Clinton', 'Clinton'],
      'Hillary Clinton': ['Hillary Clinton', 'Mrs. Clinton'],
    });
  });

  it('are not made of ordinary words at the start of a sentence', () => {
    const text =
      'Observers left. Photos showed smoke. Satellite images followed. Preemptively closing it was wise.';
    expect(found(text)).toEqual({});
  });

  it('in a title-case headline are those the text names', () => {
    const text = 'Mayor Reed Says Bridge Will Open Soon\n\nTom Reed opened the bridge.';
    expect(found(text)).toEqual({ 'Tom Reed': ['Reed', 'Tom Reed'] });
    const title = "Tom Reed Says He Won't Go";
    const short = article(`${title}\n\nTom Reed opened the bridge.`, { title });
    expect(findEntities(tokenize(short, findRegions(short))).map(({ name }) => name)).toEqual(['Tom Reed']);
  });
});

describe('countries', () => {
  it('are met by name, alias, demonym, and capital as government', () => {
    const text =
      'The DPRK sent troops. North Korean soldiers marched. Moscow has thanked Pyongyang. They flew to Moscow. ' +
      'Officials in Pyongyang slept.';
    const out = found(text);
    expect(out['North Korea']).toEqual(['DPRK', 'North Korean/demonym', 'Pyongyang/description']);
    expect(out.Russia).toEqual(['Moscow/description']);
    expect(out.Moscow).toEqual(['Moscow']);
    expect(out.Pyongyang).toEqual(['Pyongyang']);
  });

  it.each([
    ['She studies the Russian language.'],
    ['They ate French fries and Turkish coffee.'],
    ['He gave the speech in Russian.'],
    ['Korean-language leaflets fell.'],
  ])('are not named by culture: %s', (text) => {
    expect(findEntities(read(text)).filter((e) => e.kind === 'country')).toEqual([]);
  });

  it('are named inside the name of their ministries, not of other bodies', () => {
    expect(found('The Russian Foreign Ministry agreed.').Russia).toEqual(['Russian/demonym']);
    expect(found('The American Enterprise Institute agreed.')['United States']).toBeUndefined();
  });

  it('and American states of one name are told apart by what else is named', () => {
    expect(Object.keys(found('Polls closed in Georgia and Ohio.'))).toEqual(['Georgia (U.S. state)', 'Ohio']);
    expect(Object.keys(found('Georgia and Armenia signed.'))).toEqual(['Georgia', 'Armenia']);
  });

  it('do not take an acronym from a pronoun', () => {
    expect(found('They told us who it was.')).toEqual({});
  });
});

describe('organizations', () => {
  it('do not take the name of the town they begin with', () => {
    const text =
      'The Velmar Police Service cleared a hall in Velmar. VELMAR, Oct 2 - The mayor of Velmar left.';
    expect(found(text)['Velmar Police Service']).toEqual(['Velmar Police Service']);
    const firm = 'The Velmar Police Service cleared a hall. Velmar said on Monday that it was safe.';
    expect(found(firm)['Velmar Police Service']).toContain('Velmar');
  });

  it('are one with the acronym given in brackets', () => {
    const text = 'The Clean Rivers Alliance (CRA) sued. The CRA won. The alliance cheered.';
    expect(found(text)['Clean Rivers Alliance']).toEqual([
      'Clean Rivers Alliance', 'CRA', 'CRA', 'The alliance/description',
    ]); // biome-ignore format: a list
  });

  it.each([
    ['The Committee on Foreign Relations met.', 'Committee on Foreign Relations'],
    ['The Department of Health and Human Services met.', 'Department of Health and Human Services'],
    ["The Workers' Party of Korea met.", "Workers' Party of Korea"],
    ['The University of North Carolina met.', 'University of North Carolina'],
    ['The Kremlin met him.', 'Kremlin'],
    ['The House Ways and Means Committee met.', 'House Ways and Means Committee'],
  ])('keep the small words of their names: %s', (text, name) => {
    expect(one(text, name)).toMatchObject({ kind: 'organization' });
  });

  it('are meant by "it" only as the subject just before', () => {
    expect(found('North Korea confirmed that it had sent its troops.')['North Korea']).toEqual([
      'North Korea', 'it/pronoun', 'its/pronoun',
    ]); // biome-ignore format: a list
    expect(found('North Korea agreed. It is raining.')['North Korea']).toEqual(['North Korea']);
  });
});

describe('descriptions', () => {
  it('point to the person whose role and place they share', () => {
    const text =
      'Russian President Vladimir Putin met French President Emmanuel Macron. The French president agreed. ' +
      'The Russian president did not. The vice president slept.';
    const out = found(text);
    expect(out['Emmanuel Macron']).toContain('The French president/description');
    expect(out['Vladimir Putin']).toContain('The Russian president/description');
    expect(Object.values(out).flat().join()).not.toContain('vice president');
  });

  it('that fit two point to nobody', () => {
    const text = 'Senator Paul Moss met Senator John Hart. The senator agreed.';
    expect(Object.values(found(text)).flat().join()).not.toContain('The senator');
  });

  it('of the next one are not the present one', () => {
    const text = 'President Anna Berg spoke. The next president will decide.';
    expect(found(text)['Anna Berg']).toEqual(['President Anna Berg']);
  });
});

describe('pronouns', () => {
  it('agree in gender', () => {
    const out = found('John Hart met Maria Moss in May. She was late. He was not.');
    expect(out['Maria Moss']).toContain('She/pronoun');
    expect(out['John Hart']).toContain('He/pronoun');
  });

  it('are left out where two men are equally near', () => {
    const out = found('There were John Hart, Paul Moss and Peter Lang. He waved.');
    expect(Object.values(out).flat()).not.toContain('He/pronoun');
  });

  it('stay with the speaker through a quotation', () => {
    const text = 'John Hart said it was over. "We lost. The votes are in. Paul Moss won," he said.';
    expect(found(text)['John Hart']).toContain('he/pronoun');
  });

  it('are not given to somebody far away when a stranger is the subject', () => {
    const out = found(
      'John Hart closed the factory. A worker who lost her job wept. A driver said he was angry.',
    );
    expect(out['John Hart']).toEqual(['John Hart']);
  });
});

describe('any text', () => {
  it('gives mentions that equal their tokens, sorted, inside the text, ids counted from 0', () => {
    const words = fc.constantFrom(
      'Kim', 'Jong', '-', 'un', 'the', 'The', 'president', 'of', 'Ministry', 'Russia', "Russia's", 'he', 'it', ',', '.',
      '"', '\u201c', '\u201d', 'said', 'von', 'Mr.', 'Secretary', 'State', 'and', 'U.S.', 'al-Assad', '\n', 'May', 'who', 'I',
    ); // biome-ignore format: a list
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (list) => {
        const doc = read(list.join(' '));
        const entities = findEntities(doc);
        entities.forEach((entity, id) => {
          expect(entity.id).toBe(id);
          let before = -1;
          for (const m of entity.mentions) {
            expect(m.start).toBe(doc.tokens[m.first]!.start);
            expect(m.end).toBeLessThanOrEqual(doc.tokens[m.last - 1]!.end);
            expect(m.end).toBeGreaterThan(m.start);
            expect(m.start).toBeGreaterThanOrEqual(before);
            before = m.start;
          }
        });
      }),
    );
  });
});
