import { expect, it } from '@jest/globals';

import { readRange } from './read-range.ts';

it.each([
  [undefined, null],
  ['bytes=0-3', { start: 0, end: 3 }],
  ['bytes=4-', { start: 4, end: 9 }],
  ['bytes=9-9', { start: 9, end: 9 }],
  ['bytes=5-99', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=10-12', 'unsatisfiable'],
  ['bytes=3-2', null],
  ['bytes=-', null],
  ['bytes=0-1,4-5', null],
  ['lines=0-1', null],
  ['bytes=a-b', null],
] as const)('of ten bytes, %j is %j', (header, range) => {
  expect(readRange(header, 10)).toEqual(range);
});

it('has nothing to give of an empty file', () => {
  expect(readRange('bytes=0-0', 0)).toBe('unsatisfiable');
});
