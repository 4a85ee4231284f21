import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findRegions } from '../../src/pipeline/regions.js';
import type { Article } from '../../src/pipeline/types.js';
import { article } from '../helpers/article.js';

const SEEDS = new URL('../../../shared/seeds/', import.meta.url);

/** What is marked, as `kind: words`. */
function marked(text: string, more: Partial<Article> = {}): string[] {
  return findRegions(article(text, more)).map(({ start, end, kind }) => `${kind}: ${text.slice(start, end)}`);
}

const STORY = [
  'The harbour of Velm was closed on Monday after a freighter ran aground, the port authority said.',
  'Crews worked through the night to pump oil from its tanks.',
  'Mayor Ilse Brandt called the response “slow and badly led”.',
];

describe('headline', () => {
  it('is the first line when it equals the title apart from case, marks and closing punctuation', () => {
    expect(
      marked("Mayor: 'This Is Our Harbour.'\n\nThe text begins here.", {
        title: 'Mayor: ‘This is our harbour’',
      }),
    ).toEqual(["headline: Mayor: 'This Is Our Harbour.'"]);
  });
  it('is not a first line that differs from the title', () => {
    expect(marked(`Harbour of Velm closed\n\n${STORY[0]}`, { title: 'Oil spill at Velm' })).toEqual([]);
  });
  it('is found behind furniture and with the outlet after a bar', () => {
    expect(
      marked(`Skip to content\n\nHarbour closed | The Velm Post\n\n${STORY[0]}`, { title: 'Harbour closed' }),
    ).toEqual(['boilerplate: Skip to content', 'headline: Harbour closed | The Velm Post']);
  });
  it('covers two lines when both together are the title', () => {
    expect(
      marked(`Harbour closed;\n\nMayor blames owner.\n\n${STORY[0]}`, {
        title: 'Harbour closed; Mayor blames owner',
      }),
    ).toEqual(['headline: Harbour closed;', 'headline: Mayor blames owner.']);
  });
  it('is where a reader says', () => {
    const text = `Oil at Velm\n\n${STORY[0]}`;
    expect(marked(text, { layout: [{ start: 0, end: 11, kind: 'headline' }] })).toEqual([
      'headline: Oil at Velm',
    ]);
  });
});

describe('header, byline, caption and boilerplate', () => {
  it('marks the date that archives put in front', () => {
    expect(marked(` date 2026-02-27 ${STORY[0]}`)).toEqual(['header:  date 2026-02-27 ']);
  });

  it.each([
    ['byline', 'By Anna Kessler and Tom Reid, Political Editor'],
    ['byline', 'By REUTERS'],
    ['byline', 'PUBLISHED 3 May 2024 10:50 a.m.'],
    ['byline', 'Last updated: 14:05 GMT'],
    ['header', 'Tuesday, March 4, 2025'],
    ['header', '3:40 p.m.'],
    ['caption', 'The freighter off Velm on Monday. (Photo: Lena Voss/Harbour News)'],
    ['caption', 'Lena Voss via Getty Images.'],
    ['caption', 'Image copyright Harbour News Image caption The freighter on Monday'],
    ['caption', 'Official map of the closed waters as of May 3, 2024.'],
    ['boilerplate', 'Skip to main content'],
    ['boilerplate', 'Follow The Velm Post on Google News at this link'],
    ['boilerplate', 'Copyright © 2019 - 2024 Velm Post | All rights reserved'],
    ['boilerplate', 'Share this article on Facebook'],
    ['boilerplate', 'Read more: Five ships that ran aground'],
    ['boilerplate', 'Sign up for our morning newsletter'],
    ['boilerplate', 'We use cookies to improve your visit.'],
    ['boilerplate', 'Advertisement'],
    ['boilerplate', 'Watch the full interview below:'],
    ['boilerplate', 'This article has been updated with a comment from the owner.'],
    ['boilerplate', '<iframe src="x"></iframe>'],
  ])('marks a %s: %s', (kind, line) => {
    expect(marked([line, ...STORY].join('\n\n'))).toEqual([`${kind}: ${line}`]);
  });

  it.each([
    ['byline', '(Reporting by Anna Kessler; Editing by Tom Reid)'],
    ['byline', 'Kessler reported from Velm.'],
    ['byline', 'Tom Reid contributed to this report.'],
    ['byline', 'Anna Kessler is a senior reporter for The Velm Post.'],
  ])('marks a %s at the end: %s', (kind, line) => {
    expect(marked([...STORY, line].join('\n\n'))).toEqual([`${kind}: ${line}`]);
  });

  it.each([
    'By Monday the oil had reached the beach.',
    'By Monday Night Few Boats Were Left',
    'Published figures show that the port lost money.',
    'Copyright law was changed in 1998 to protect maps.',
    'Follow the money, the prosecutor told the court.',
    'Photos of the ship were shared widely.',
    'A photo of the ship was shared widely.',
    'Share prices fell by 3 percent.',
    'Watch the harbour, not the sea, fishermen say.',
    'Support for the mayor fell after the spill.',
    'Contact with the crew was lost at noon.',
    'Related charges were dropped in May.',
    'This report was revised by the ministry twice.',
    'Comments by the owner angered the town.',
    'Mayor Brandt (photo below the masthead) said no.',
    'WASHINGTON (AP) — The harbour stays closed.',
    'The crew reported from the bridge that all was well and then left the ship in boats.',
  ])('leaves news alone: %s', (line) => {
    expect(marked([line, ...STORY, line].join('\n\n'))).toEqual([]);
  });
});

describe('comments', () => {
  const comments = [
    'well… they had it coming, nobody checks those ships',
    'and the mayor does nothing as usual .',
    'no boats for us this summer lol',
  ];
  it('is the closing run written without capitals in a chatty hand', () => {
    expect(marked([...STORY, ...comments].join('\n'))).toEqual([`comments: ${comments.join('\n')}`]);
  });
  it('is all that follows a heading, but not furniture', () => {
    const tail = ['3 Comments', 'Well said, Ilse.', 'Copyright © 2024 Velm Post'];
    expect(marked([...STORY, ...STORY, ...tail].join('\n\n'))).toEqual([
      'comments: 3 Comments\n\nWell said, Ilse.',
      'boilerplate: Copyright © 2024 Velm Post',
    ]);
  });
  it('is not a text that has no capitals at all', () => {
    expect(marked([...STORY, ...comments].join('\n').toLowerCase())).toEqual([]);
  });
  it('is not hard-wrapped news', () => {
    const wrapped =
      'The mayor said on Monday that the harbour would\nstay closed until the last of the oil was gone and\nthat nobody should go near the beach before then.';
    expect(marked(`${STORY[0]}\n${wrapped}`)).toEqual([]);
  });
  it('is not a list of small-letter items', () => {
    expect(
      marked(
        [
          ...STORY,
          'the tanks that were never checked in time;',
          'the crew that nobody had trained for it;',
        ].join('\n'),
      ),
    ).toEqual([]);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    'Skip to content',
    'By Ann Lee Roe',
    'so… no one cares lol',
    'A plain sentence of news.',
    '',
    ' ',
    'Photo: X',
    'comments',
    '\u2028',
    ' date 2024-05-03 ',
    '1,1,1,1,1',
  );
  it('gives sorted regions inside the text that do not overlap', () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.array(fc.tuple(fc.nat(60), fc.nat(40))),
        (lines, hints) => {
          const text = lines.join('\n');
          const layout = hints
            .filter(([start, length]) => start + length <= text.length)
            .map(([start, length]) => ({ start, end: start + length, kind: 'caption' as const }));
          let last = 0;
          for (const { start, end } of findRegions(article(text, { layout }))) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            last = end;
          }
          expect(last).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
  it('takes no longer than its length warrants on hostile lines', () => {
    const lines = [
      'By Jane Doe 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 x',
      `By ${'A-'.repeat(100)}`,
      '('.repeat(255),
      'Ab '.repeat(80),
    ];
    const started = performance.now();
    findRegions(article(Array.from({ length: 2000 }, (_, i) => lines[i % lines.length]).join('\n')));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe.skipIf(!existsSync(SEEDS))('the five seed articles', () => {
  const of = (prefix: string) => {
    const name = readdirSync(SEEDS).find((file) => file.startsWith(prefix))!;
    const text = readFileSync(new URL(name, SEEDS), 'utf8');
    return findRegions(article(text)).map(({ start, end, kind }) => `${kind} ${start}-${end}`);
  };
  it('marks what a careful reader would, and nothing else', () => {
    expect(of('000')).toEqual(['header 0-17']);
    expect(of('001')).toEqual(['comments 2242-3084']);
    expect(of('002')).toEqual(['header 0-17', 'caption 1103-1162']);
    expect(of('003')).toEqual([]);
    expect(of('004')).toEqual([
      'boilerplate 0-20',
      'boilerplate 815-866',
      'caption 868-1092',
      'boilerplate 6380-6440',
    ]);
  });
});
