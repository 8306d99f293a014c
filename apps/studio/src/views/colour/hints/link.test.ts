import { expect, test } from '@jest/globals';

import { readLink, writeLink } from './link.ts';

const read = (search: string) => readLink(new URLSearchParams(search));

test('a look comes back from its link, hints to a ten-thousandth of the photo and a whole ab unit', () => {
  const look = {
    temperature: 0.25,
    coherence: 0,
    hints: [
      { x: 0.41234, y: 1, a: 11.7, b: -33.6 },
      { x: 0, y: 0.5, a: -86, b: 0 },
    ],
  };
  const query = writeLink(look);
  expect(query).toEqual({ t: '0.25', c: '0', hints: '4123.10000.12.-34_0.5000.-86.0' });
  expect(readLink(new URLSearchParams(query))).toEqual({
    temperature: 0.25,
    coherence: 0,
    hints: [
      { x: 0.4123, y: 1, a: 12, b: -34 },
      { x: 0, y: 0.5, a: -86, b: 0 },
    ],
  });
});

test('a link holds as many hints as a file does', () => {
  const hints = Array.from({ length: 1000 }, (_, i) => ({ x: i / 1000, y: 0.5, a: 0, b: 0 }));
  expect(readLink(new URLSearchParams(writeLink({ hints })))?.hints).toEqual(hints);
});

test('an address without a look holds none', () => {
  expect(read('')).toBeNull();
  expect(read('other=1')).toBeNull();
  expect(writeLink({})).toEqual({});
});

test.each([
  ['t=2', /at t: .*<=1/],
  ['s=much', /at s: expected a number/],
  ['c=', /at c: expected a number/],
  ['hints=1.2.3', /at hints 0: expected four whole numbers/],
  ['hints=1.2.3.4_20000.1.1.1', /at hints 1: expected a place on the photo/],
  ['hints=1.2.300.4', /at hints 0: expected a colour within ±128/],
])('what is wrong in %s is told', (search, message) => {
  expect(() => read(search)).toThrow(message);
});
