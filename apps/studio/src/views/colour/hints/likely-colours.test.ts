import { expect, test } from '@jest/globals';

import { findLikelyColours } from './likely-colours.ts';

test('bins that look alike are one colour: their mean, with all their probability, likeliest first', () => {
  const colours = findLikelyColours([
    { a: 50, b: 0, probability: 0.3 },
    { a: 0, b: 0, probability: 0.25 },
    { a: 0, b: 10, probability: 0.25 },
    { a: -80, b: 40, probability: 0.195 },
    { a: 20, b: -90, probability: 0.005 },
  ]);
  expect(colours).toEqual([
    { a: 0, b: 5, probability: 0.5 },
    { a: 50, b: 0, probability: 0.3 },
    { a: -80, b: 40, probability: 0.195 },
  ]);
});

test('bins that cannot be are no colour', () => {
  expect(findLikelyColours([{ a: 0, b: 0, probability: 0 }])).toEqual([]);
});
