import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LocalSpeaker, linkSpeakers, parseSpeakerOverrides } from '../../src/pipeline/link.js';

let n = 0;
function local(name: string, more: Partial<LocalSpeaker> = {}): LocalSpeaker {
  n++;
  const document = `d${String(n).padStart(4, '0')}`;
  return {
    document,
    local: 's1',
    name,
    kind: 'person',
    role: null,
    affiliation: null,
    names: [name],
    ...more,
  };
}
/** The ids of the locals, in the order given. */
function ids(locals: readonly LocalSpeaker[], yaml = '[]'): string[] {
  const { rows } = linkSpeakers(locals, parseSpeakerOverrides(yaml));
  return locals.map((l) => rows.find((r) => r.document === l.document && r.local === l.local)!.speaker);
}

describe('persons', () => {
  it('are one over spellings and short forms, and have the name most articles use', () => {
    const locals = ['Valery Gerasimov', 'Valeriy Gerasimov', 'Valery Gerasimov', 'Viktor Gerasimenko'].map(
      (x) => local(x),
    );
    expect(ids(locals)).toEqual([
      'valery-gerasimov', 'valery-gerasimov', 'valery-gerasimov', 'viktor-gerasimenko',
    ]); // biome-ignore format: a list
    const { speakers } = linkSpeakers(locals);
    expect(speakers[0]).toMatchObject({
      name: 'Valery Gerasimov',
      names: ['Valeriy Gerasimov', 'Valery Gerasimov'],
      documents: 3,
    });
  });

  it('of whom two fit one name: the name stays alone', () => {
    expect(ids([local('George Bush'), local('George W. Bush'), local('George H.W. Bush')])).toEqual([
      'george-bush', 'george-w-bush', 'george-h-w-bush',
    ]); // biome-ignore format: a list
    expect(ids([local('George Bush'), local('George W. Bush')])[0]).toBe('george-w-bush');
  });

  it('with an initial for a given name need something else in common', () => {
    expect(ids([local('John Reed'), local('J. Reed')])).toEqual(['john-reed', 'j-reed']);
    expect(ids([local('John Reed', { event: 'e' }), local('J. Reed', { event: 'e' })])).toEqual([
      'john-reed',
      'john-reed',
    ]);
  });

  it('by surname alone join the only one of the event', () => {
    const full = local('Anna Berg', { event: 'e' });
    const alone = local('Berg', { event: 'e' });
    const elsewhere = local('Berg', { event: 'f' });
    expect(ids([full, alone, elsewhere])).toEqual(['anna-berg', 'anna-berg', `berg.${elsewhere.document}`]);
    expect(ids([full, local('Tom Berg', { event: 'e' }), alone])[2]).toBe(`berg.${alone.document}`);
  });

  it('by surname alone and without an event join the only one with that office', () => {
    const full = local('Anna Berg', { role: 'prime minister' });
    expect(ids([full, local('Berg', { role: 'Prime Minister' })])[1]).toBe('anna-berg');
    expect(ids([full, local('Berg', { role: 'baker' })])[1]).not.toBe('anna-berg');
    expect(ids([full, local('Berg')])[1]).not.toBe('anna-berg');
  });
});

describe('bodies and nameless sources', () => {
  it('organizations are one over acronyms and word order', () => {
    const body = (name: string, names = [name]) => local(name, { kind: 'organization', names });
    expect(
      ids([
        body('FBI'),
        body('Federal Bureau of Investigation'),
        body('Ukrainian Foreign Ministry'),
        body('Ministry of Foreign Affairs of Ukraine'),
        body('Clean Rivers Alliance', ['CRA', 'Clean Rivers Alliance']),
        body('CRA'),
      ]),
    ).toEqual([
      'federal-bureau-of-investigation', 'federal-bureau-of-investigation',
      'ministry-of-foreign-affairs-of-ukraine', 'ministry-of-foreign-affairs-of-ukraine',
      'clean-rivers-alliance', 'clean-rivers-alliance',
    ]); // biome-ignore format: a list
  });

  it('others stay in their article', () => {
    for (const kind of ['anonymous', 'group', 'document'] as const) {
      const [a, b] = ids([local('analysts', { kind }), local('analysts', { kind })]);
      expect(a).not.toBe(b);
    }
    const [a, b] = ids([
      local('police', { kind: 'organization' }),
      local('police', { kind: 'organization' }),
    ]);
    expect(a).not.toBe(b);
  });
});

describe('speakers.yml', () => {
  const yaml =
    '- {id: the-general, name: Valery Gerasimov, aliases: [Chief Gerasimov], not: [Valeriy Gerasimov]}';

  it('has the last word on who is one', () => {
    const locals = [local('Valery Gerasimov'), local('Valeriy Gerasimov'), local('Chief Gerasimov')];
    expect(ids(locals, yaml)).toEqual(['the-general', 'valeriy-gerasimov', 'the-general']);
  });

  it('takes along those who were put together with a name it lists', () => {
    const locals = [local('Dmitry Peskov'), local('Dmitri Peskov')];
    expect(ids(locals, '- {id: peskov, name: Dmitry Peskov}')).toEqual(['peskov', 'peskov']);
  });

  it.each([
    ['- {id: a, name: A}\n- {id: a, name: B}', "speakers.yml:2: id: 'a' stands here twice"],
    ['- {id: a, name: A, alias: [B]}', 'speakers.yml:1: Unrecognized key: "alias"'],
    ['- id: a\n  name: A\n  not: [A]', "speakers.yml:3: not: 'A' is also the name or an alias of 'a'"],
    ['- {id: a, name: A}\n- {id: b, name: A}', "speakers.yml:2: 'A' belongs to 'a' already"],
    ['- id: a b\n  name: A', 'speakers.yml:1: id: letters, digits'],
    ['a: 1', 'speakers.yml:1: expected a list of speakers'],
    ['- {id: a', 'speakers.yml:1:'],
  ])('names file and line of a mistake: %j', (text, message) => {
    expect(() => parseSpeakerOverrides(text)).toThrow(message);
  });

  it('may be empty', () => {
    expect(parseSpeakerOverrides('')).toEqual([]);
    expect(parseSpeakerOverrides('speakers: []')).toEqual([]);
  });
});

describe('any run', () => {
  const names = fc.constantFrom(
    'Valery Gerasimov', 'Valeriy Gerasimov', 'Gerasimov', 'George Bush', 'George W. Bush', 'George H.W. Bush', 'G. Bush',
    'Kim Jong Un', 'Kim Jong-un', 'Kim Yo Jong', 'Bush', 'analysts', 'FBI', 'Federal Bureau of Investigation',
  ); // biome-ignore format: a list
  const locals = fc
    .array(
      fc.record({
        name: names,
        kind: fc.constantFrom('person', 'organization', 'anonymous'),
        event: fc.constantFrom('e', 'f', null),
        role: fc.constantFrom('president', 'general', null),
      }),
      { maxLength: 25 },
    )
    .map((list) =>
      list.map(
        (l, i) =>
          ({ ...l, document: `d${i}`, local: 's1', affiliation: null, names: [l.name] }) as LocalSpeaker,
      ),
    );

  it('gives the same ids in any order of arrival, each local one, each id once', () => {
    fc.assert(
      fc.property(locals, fc.infiniteStream(fc.nat()), (list, numbers) => {
        const shuffled = list.map((l) => ({ l, k: numbers.next().value ?? 0 })).sort((a, b) => a.k - b.k);
        const one = linkSpeakers(list);
        expect(linkSpeakers(shuffled.map(({ l }) => l))).toEqual(one);
        expect(one.rows.length).toBe(list.length);
        const seen = one.speakers.map((s) => s.speaker);
        expect(new Set(seen).size).toBe(seen.length);
        expect(new Set(one.rows.map((r) => r.speaker))).toEqual(new Set(seen));
      }),
    );
  });

  it('of 50,000 speakers is linked in seconds, most of them of one surname', () => {
    const given =
      'anna bert carl dora emil fred gina hans ines jens karl lena mark nils olga paul rosa sven tina uwe'.split(
        ' ',
      );
    const many = Array.from({ length: 50_000 }, (_, i) =>
      local(`${given[i % 20]} ${'abcdefghij'[(i >> 5) % 10]}. ${i % 3 ? 'Smith' : `Berg${'aeiou'[i % 5]}k`}`),
    );
    const start = performance.now();
    linkSpeakers(many);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
