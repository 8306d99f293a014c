import { describe, expect, it } from '@jest/globals';

import { deviationOf, holm, pairedTest, studentWithin } from './paired-test.ts';

describe('the paired test', () => {
  // t quantiles of Student's distribution, from published tables (two-sided 95 %).
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [9, 2.262],
    [30, 2.042],
  ])('knows Student’s distribution with %i degrees of freedom', (freedom, t) => {
    expect(studentWithin(t, freedom)).toBeCloseTo(0.95, 4);
    expect(studentWithin(0, freedom)).toBe(0);
  });

  it('gives the figures of a worked example', () => {
    // Differences 1, 2, 3, 4: mean 2.5, standard error √(5/3)/2 = .6455, t = 3.873 with 3 degrees of freedom.
    const { difference, interval, p } = pairedTest([1, 2, 3, 4]);
    expect(difference).toBe(2.5);
    expect(interval[0]).toBeCloseTo(2.5 - 3.1824 * 0.6455, 3);
    expect(interval[1]).toBeCloseTo(2.5 + 3.1824 * 0.6455, 3);
    expect(p).toBeCloseTo(0.0305, 4);
  });

  it('says nothing where there is no spread to judge by', () => {
    expect(pairedTest([1])).toEqual({ difference: 1, interval: [NaN, NaN], p: NaN });
    expect(pairedTest([0.02, 0.02, 0.02]).p).toBeNaN();
    expect(pairedTest([0, 0]).p).toBeNaN();
    expect(deviationOf([1])).toBeNaN();
  });

  it('corrects several p after Holm, in their own order', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(6)))).toEqual([
      0.03, 0.06, 0.06, 0.02,
    ]);
    expect(holm([0.9, NaN, 0.5])).toEqual([1, NaN, 1]);
  });
});
