import { expect, it } from 'vitest';
import { readable } from '../../src/report/html/forms.js';

it.each([
  ['loaded-language', 'loaded language'],
  ['solt_crossing', 'solt crossing'],
  ['event-01', 'event 01'],
  ['2024-03', '2024-03'],
  ['2024-03-04 ferry, Halvard, pan-island', '2024-03-04 ferry, Halvard, pan-island'],
])('%s reads as %s', (id, expected) => {
  expect(readable(id)).toBe(expected);
});
