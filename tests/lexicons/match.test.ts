import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/lexicons/load.js';
import { entry, found, foundIds, lexicon, tokensOf, wording } from './helper.js';

describe('words', () => {
  it('matches the lemma and the form', () => {
    const lexicons = wording(entry('a.atrocity', 'atrocity'), entry('a.worst', 'worst'));
    expect(found(lexicons, 'They spoke of atrocities, the worst in years.')).toEqual(['atrocities', 'worst']);
  });

  it('matches forms only where the entry says so', () => {
    const lexicons = wording(entry('a.rat', 'rat', { lemma: false }));
    expect(found(lexicons, 'He called him a rat, but rats lived in the cellar.')).toEqual(['rat']);
  });

  it('finds inflections in title case, where nothing is lemmatised', () => {
    const lexicons = wording(entry('a.thug', 'thug'), entry('a.slam', 'slam', { pos: ['VERB'] }));
    expect(found(lexicons, 'Mayor Slams Union Thugs After March')).toEqual(['Slams', 'Thugs']);
  });

  it('matches a beginning', () => {
    const lexicons = wording(entry('a.abus', 'abus*'), entry('a.abuse', 'child abus*'));
    expect(found(lexicons, 'Abusive guards; the abuse of power; child abusers; a bus.')).toEqual([
      'Abusive',
      'abuse',
      'child abusers',
    ]);
  });

  it('keeps to a sentence', () => {
    const lexicons = wording(entry('a.x', 'cannon fodder'));
    expect(found(lexicons, 'They fired the cannon. Fodder was short.')).toEqual([]);
  });
});

describe('runs of words', () => {
  it('takes alternatives, missing words and wildcards', () => {
    const lexicons = wording(entry('a.x', 'nothing but|except ADJ? lies'));
    expect(found(lexicons, 'It was nothing but lies.')).toEqual(['nothing but lies']);
    expect(found(lexicons, 'It was nothing except vicious lies.')).toEqual(['nothing except vicious lies']);
    expect(found(lexicons, 'It was nothing like lies.')).toEqual([]);
  });

  it('DET takes possessives, too', () => {
    const lexicons = wording(entry('a.x', 'shatter DET illusion'));
    expect(found(lexicons, 'It shattered their illusions, and shattered an illusion.')).toEqual([
      'shattered their illusions',
      'shattered an illusion',
    ]);
  });

  it('takes a run that begins with a wildcard', () => {
    const lexicons = wording(entry('a.kind', 'DET ADJ? kind of people'));
    expect(found(lexicons, 'We know these awful kind of people and that kind of people.')).toEqual([
      'these awful kind of people',
      'that kind of people',
    ]);
  });

  it('* is any word but no punctuation', () => {
    const lexicons = wording(entry('a.x', 'what * calls'));
    expect(found(lexicons, 'On what Tehran calls resistance.')).toEqual(['what Tehran calls']);
    expect(found(lexicons, 'On what, calls aside, he did.')).toEqual([]);
  });
});

describe('hyphens and quote marks', () => {
  it('a blank also matches a hyphen, a hyphen must stand', () => {
    const lexicons = wording(entry('a.fodder', 'cannon fodder'), entry('a.co', 'co-op'));
    expect(found(lexicons, 'a cannon-fodder army')).toEqual(['cannon-fodder']);
    expect(found(lexicons, 'the co-op and the co op')).toEqual(['co-op']);
  });

  it('a dash is no hyphen', () => {
    const lexicons = wording(entry('a.fodder', 'cannon fodder'));
    expect(found(lexicons, 'They had one cannon - fodder was short.')).toEqual([]);
  });

  it('reads every way in which the tokenizer leaves a hyphen', () => {
    const lexicons = wording(entry('a.neo', 'neo-nazi'), entry('a.so', 'so-called'));
    expect(found(lexicons, 'The so-called and so‑called neo-Nazis met a neo‑Nazi.')).toEqual([
      'so-called',
      'so‑called',
      'neo-Nazis',
      'neo‑Nazi',
    ]);
  });

  it('passes over an opening quote mark, not over a closing one', () => {
    const lexicons = wording(entry('a.so', 'so-called NOUN'), entry('a.war', 'war criminal'));
    expect(found(lexicons, 'the so-called “elections” there')).toEqual(['so-called “elections']);
    expect(found(lexicons, 'He said “war” criminal gangs profit from.')).toEqual([]);
  });

  it('is not matched behind anti-, counter- and non-, unless the term says so', () => {
    const lexicons = wording(entry('a.fascist', 'fascist'), entry('a.anti', 'anti-terrorist'));
    expect(found(lexicons, 'an anti-fascist march, a non-fascist party, a fascist party')).toEqual([
      'fascist',
    ]);
    expect(found(lexicons, 'an anti-terrorist operation')).toEqual(['anti-terrorist']);
  });
});

describe('apostrophes', () => {
  it.each([
    ["don't care", 'They don’t care about it.', 'don’t care'],
    ["nobody's fool", "He is nobody's fool.", "nobody's fool"],
    ["soldiers' blood", 'It was paid with soldiers’ blood.', 'soldiers’ blood'],
  ])('%s', (term, text, match) => {
    expect(found(wording(entry('a.x', term)), text)).toEqual([match]);
  });
});

describe('parts of speech', () => {
  const lexicons = wording(entry('a.claim', 'claim', { pos: ['VERB'] }), entry('a.slam', 'slam/VERB'));

  it('tells verb from noun', () => {
    expect(found(lexicons, 'They claim that the claim was settled.')).toEqual(['claim']);
  });

  it('takes a noun tag where only a verb can stand', () => {
    expect(found(lexicons, 'The minister slams the plan.')).toEqual(['slams']);
  });

  it('takes noun tags for verbs in headlines, but not behind a determiner', () => {
    const text = 'Putin slams regime at poetry slam';
    const slams = tokensOf(text).findIndex(({ lower }) => lower === 'slams');
    expect(found(lexicons, text)).toEqual([]);
    expect(found(lexicons, text, { lenient: (token) => token === slams })).toEqual(['slams']);
    expect(found(lexicons, 'the slams in Kyiv', { lenient: () => true })).toEqual([]);
  });
});

describe('mistaken parts of speech', () => {
  const lexicons = wording(
    entry('v.x', ['plunder', 'hamstring', 'strangle', 'crater', 'fume'], { pos: ['VERB'] }),
    entry('a.x', ['furious', 'wanton', 'sham', 'outright'], { pos: ['ADJ'] }),
    entry('n.x', ['lie', 'terrorist', 'meaning'], { pos: ['NOUN'] }),
  );

  // Each of these is tagged as something else by the model.
  it.each([
    ['Insiders plundered the fund.', 'plundered'],
    ['The rule hamstrings small firms.', 'hamstrings'],
    ['Support cratered in June.', 'cratered'],
    ['The envoy fumed over the seating.', 'fumed'],
    ['Furious farmers blocked the road.', 'Furious'],
    ['That was wanton destruction.', 'wanton'],
    ['They held its sham vote.', 'sham'],
    ['It was an outright lie.', 'lie'],
    ['He is a terrorist, they said.', 'terrorist'],
  ])('%s', (text, match) => {
    expect(found(lexicons, text)).toContain(match);
  });

  it.each([
    ['He tried to lie to them.'],
    ['The budget crater in the road was deep.'],
    ['Savage said no. Furious said yes.'],
    ['The pillow sham was white.'],
  ])('is not loose: %s', (text) => {
    expect(found(lexicons, text)).toEqual([]);
  });

  it('guesses a verb from its form only where a verb is wanted', () => {
    const any = wording(entry('a.mean', 'mean'));
    expect(found(any, 'The meaning of it was mean.')).toEqual(['mean']);
    const verb = wording(entry('a.x', 'desecrate'), entry('b.x', 'twist'));
    expect(found(verb, 'They desecrated the graves with her twisted logic.')).toEqual(['desecrated']);
  });
});

describe('capitals', () => {
  const lexicons = wording(
    entry('a.liberation', 'liberation'),
    entry('a.war', 'war'),
    entry('a.fox', 'fox'),
    entry('a.regime', 'regime'),
    entry('a.brutal', 'brutal'),
  );

  it.each([
    ['Yesterday the People’s Liberation Army held a drill.'],
    ['She read War and Peace on the train.'],
    ['He told Fox News that it rained.'],
    ['Critics of the Liberation Movement of Ruritania met.'],
  ])('leaves names alone: %s', (text) => {
    expect(found(lexicons, text)).toEqual([]);
  });

  it.each([
    ['Liberation came late.', ['Liberation']],
    ['Liberation Army soldiers came; War and Peace sold out.', []],
    ['Brutal Russian shelling hit the town.', ['Brutal']],
    ['He said: “Brutal Russian shelling hit the town.”', ['Brutal']],
    ['They fear the Regime above all.', ['Regime']],
    ['BRUTAL WAR ENTERS FOURTH YEAR', ['BRUTAL', 'WAR']],
    ['Brutal War Enters Fourth Year in the East', ['Brutal', 'War']],
  ])('is not misled by other capitals: %s', (text, expected) => {
    expect(found(lexicons, text)).toEqual(expected);
  });

  it('case: any matches inside names, case: exact only as written', () => {
    const any = wording(entry('a.war', 'war', { case: 'any' }));
    expect(found(any, 'She read War and Peace on the train.')).toEqual(['War']);
    const exact = wording(
      entry('a.nazi', 'Nazi', { case: 'exact' }),
      entry('a.ice', 'ICE', { case: 'exact' }),
    );
    expect(found(exact, 'Some Nazis and a grammar nazi met on ice before ICE came.')).toEqual([
      'Nazis',
      'ICE',
    ]);
  });

  it('a term written with a capital matches in a name', () => {
    const big = wording(entry('a.brother', 'Big Brother'));
    expect(found(big, 'They feared Big Brother.')).toEqual(['Big Brother']);
  });
});

describe('literal senses', () => {
  it('drops a match that an except touches', () => {
    const lexicons = wording(entry('a.sham', 'sham', { except: ['pillow sham', 'sham * fabric'] }));
    expect(found(lexicons, 'A pillow sham, a sham of fabric, a sham vote.')).toEqual(['sham']);
  });

  it('then gives the words to the next best entry', () => {
    const lexicons = wording(
      entry('a.attack', 'heart attack', { except: ['heart attack on'] }),
      entry('b.heart', 'heart'),
    );
    expect(found(lexicons, 'a heart attack')).toEqual(['heart attack']);
    expect(found(lexicons, 'a heart attack on the city')).toEqual(['heart']);
  });

  it('an except with capitals is a name', () => {
    const lexicons = wording(entry('a.dire', 'dire straits', { case: 'any', except: ['Dire Straits'] }));
    expect(found(lexicons, 'Fans of Dire Straits, and of DIRE STRAITS, are in dire straits.')).toEqual([
      'dire straits',
    ]);
  });

  it('an except of one entry is none of another', () => {
    const lexicons = wording(entry('a.x', 'sham', { except: ['pillow sham'] }), entry('b.x', 'pillow'));
    expect(found(lexicons, 'a pillow sham')).toEqual(['pillow']);
  });
});

describe('overlaps', () => {
  it('the longest wins, also over one that begins before it', () => {
    const lexicons = wording(entry('a.ab', 'blood red'), entry('b.bcd', 'red line crossed'));
    expect(foundIds(lexicons, 'a blood red line crossed')).toEqual(['b.bcd']);
  });

  it('the leftmost of equally long ones wins, then the heavier, then the first', () => {
    expect(foundIds(wording(entry('a.x', 'red line'), entry('b.x', 'blood red')), 'blood red line')).toEqual([
      'b.x',
    ]);
    const same = wording(
      entry('a.x', 'regime'),
      entry('b.x', 'regime', { weight: 2 }),
      entry('c.x', 'regime'),
    );
    expect(foundIds(same, 'the regime fell')).toEqual(['b.x']);
  });

  it('counts the same words once in the wording family, and once in every other family', () => {
    const lexicons = assemble({
      curated: [
        lexicon('wording-a', 'wording', [entry('loaded.slam', 'slam')]),
        lexicon('wording-b', 'wording', [entry('harsh.slam', 'slam down')]),
        lexicon('attribution', 'attribution', [entry('hostile.slam', 'slam')]),
        lexicon('framing', 'framing', [entry('frame-crime.x', 'slam'), entry('role-antagonist.x', 'slam')]),
      ],
    });
    expect(foundIds(lexicons, 'They slammed down the door.').sort()).toEqual([
      'frame-crime.x',
      'harsh.slam',
      'hostile.slam',
      'role-antagonist.x',
    ]);
  });

  it('a lexicon that a user adds neither takes from ours nor loses to them, and may share words', () => {
    const lexicons = assemble({
      curated: [lexicon('wording-a', 'wording', [entry('a.war', 'war crime')])],
      added: [
        lexicon('mine', 'wording', [
          entry('x.war', 'war'),
          entry('y.war', 'war'),
          entry('x.two', 'two wars'),
        ]),
      ],
    });
    expect(foundIds(lexicons, 'a war crime').sort()).toEqual(['a.war', 'x.war', 'y.war']);
    expect(foundIds(lexicons, 'the two wars')).toEqual(['x.two']);
  });

  it('two concepts may share a name', () => {
    const naming = lexicon('naming', 'framing', [
      { ...entry('a.op', 'operation'), category: 'naming' },
      { ...entry('b.op', 'operation'), category: 'naming' },
      { ...entry('b.long', 'rescue operation'), category: 'naming' },
    ]);
    const lexicons = assemble({ curated: [naming] });
    expect(foundIds(lexicons, 'The operation began.')).toEqual(['a.op', 'b.op']);
    expect(foundIds(lexicons, 'The rescue operation began.')).toEqual(['b.long']);
  });
});

describe('silenced', () => {
  it('terms are not recorded as they stand in the text', () => {
    const entries = [entry('a.regime', ['regime', 'brutal regime'])];
    const lexicons = assemble({
      curated: [lexicon('wording-a', 'wording', entries)],
      silencedTerms: ['regimes', 'Brutal Regime'],
    });
    expect(found(lexicons, 'A regime, two regimes, a brutal regime.')).toEqual(['regime']);
  });
});

describe('any text', () => {
  const lexicons = wording(
    entry('a.one', ['war', 'so-called NOUN', 'a|the ADJ? regime', 'abus*', 'DET mob', 'not * war']),
    entry('b.two', ['regime', "people's war", 'war crime'], { except: ['war on *'] }),
  );
  const word = fc.constantFrom(
    'war', 'War', 'the', 'a', 'so-called', 'regime', 'regimes', 'People’s', "people's", 'crime', 'abuse', 'mob', '“', '”',
    '-', 'not', 'on', ',', '.', 'neo-Nazi', 'brutal', 'cannot', '9/11', 'ABUSED', '…', "n't",
  ); // biome-ignore format: a table
  const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(' '));

  it('gives sorted matches inside the tokens and inside a sentence, that do not overlap', () => {
    fc.assert(
      fc.property(text, (text) => {
        const tokens = tokensOf(text);
        let end = 0;
        for (const { first, last } of lexicons.match(tokens)) {
          expect(first).toBeGreaterThanOrEqual(end);
          expect(last).toBeGreaterThan(first);
          expect(last).toBeLessThanOrEqual(tokens.length);
          expect(tokens[last - 1]!.sentence).toBe(tokens[first]!.sentence);
          end = last;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on what was matched before', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const tokens = tokensOf(a);
        const before = lexicons.match(tokens);
        lexicons.match(tokensOf(b));
        expect(lexicons.match(tokens)).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('takes time in proportion to the text', () => {
    const one = tokensOf('not a war on a people’s war crime - the brutal regime '.repeat(400));
    const eight = tokensOf('not a war on a people’s war crime - the brutal regime '.repeat(3200));
    const time = (tokens: typeof one) => {
      const times = Array.from({ length: 7 }, () => {
        const from = performance.now();
        lexicons.match(tokens);
        return performance.now() - from;
      });
      return Math.min(...times);
    };
    time(one);
    // Eight times the text; quadratic time would be 64 times as long.
    expect(time(eight)).toBeLessThan(time(one) * 24);
  });
});
