import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/pipeline/read/files.js';
import { isoDate } from '../../src/pipeline/read/metadata.js';

describe('dates', () => {
  it.each([
    ['2024-05-03', '2024-05-03'],
    ['2024-05-03 10:00', '2024-05-03'],
    ['2024-05-03T10:00:00Z', '2024-05-03T10:00:00Z'],
    ['2024-05-03T10:00:00.5+0200', '2024-05-03T08:00:00Z'],
    ['20240503', '2024-05-03'],
    ['3 May 2024', '2024-05-03'],
    ['Fri, 03 May 2024 10:00:00 GMT', '2024-05-03'],
    ['Friday, May 3rd, 2024', '2024-05-03'],
    ['May 3, 2024', '2024-05-03'],
    ['25/12/2024', '2024-12-25'],
    ['12/25/2024', '2024-12-25'],
    ['05.05.2024', '2024-05-05'],
  ])('%s is %s', (given, iso) => expect(isoDate(given)).toBe(iso));
  it.each(['03/04/2024', 'yesterday', '2024-02-30', '2024', '32 May 2024', '3 Nonth 2024', ''])(
    'cannot tell %j',
    (given) => expect(isoDate(given)).toBeNull(),
  );
});

it('compares by code points, as Python and sorted UTF-8 do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compare(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});
