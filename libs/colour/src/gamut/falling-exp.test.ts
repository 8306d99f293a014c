import { expect, it } from '@jest/globals';

import { fallingExp } from './falling-exp.ts';

it('falls as the exponential does, and ends in 0', () => {
  expect(fallingExp(0)).toBe(1);
  for (let x = 0; x < 22; x += 0.00123) expect(Math.abs(fallingExp(x) / Math.exp(-x) - 1)).toBeLessThan(1e-7);
  for (const x of [22, 30, 1e9, Infinity]) expect(fallingExp(x)).toBe(0);
  expect(fallingExp(NaN)).toBeNaN();
});
