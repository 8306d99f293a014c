import { describe, expect, it } from '@jest/globals';

import { normalFrom, rngFrom } from '../rng.ts';
import { drawResamples, excludesZero, percentileInterval, resampledSums } from './bootstrap.ts';

const GROUPS = 200;
const draws = drawResamples(GROUPS, rngFrom('draws'), 2000);
const normal = normalFrom(rngFrom('values'));
const values = Float64Array.from({ length: GROUPS }, () => 5 + normal());
const mean = (numbers: Float64Array): number =>
  numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

describe('drawResamples', () => {
  it('draws as many groups as there are, each time', () => {
    expect(resampledSums(new Float64Array(GROUPS).fill(1), draws)).toEqual(
      new Float64Array(2000).fill(GROUPS),
    );
  });

  it('draws the same for the same seed', () => {
    expect(drawResamples(9, rngFrom('a'), 50)).toEqual(drawResamples(9, rngFrom('a'), 50));
    expect(drawResamples(9, rngFrom('a'), 50)).not.toEqual(drawResamples(9, rngFrom('b'), 50));
  });

  it('refuses to draw from nothing, and values of other groups', () => {
    expect(() => drawResamples(0, rngFrom('a'))).toThrow(/groups: expected a positive whole number, got 0/);
    expect(() => resampledSums(new Float64Array(3), draws)).toThrow(
      /expected 200 values, one a group, got 3/,
    );
  });
});

describe('percentileInterval', () => {
  it('interpolates as numpy.percentile does', () => {
    const tenths = Float64Array.of(9, 0, 1, 8, 2, 7, 3, 6, 4, 5);
    const [low, high] = percentileInterval(tenths);
    expect(low).toBeCloseTo(0.225, 12);
    expect(high).toBeCloseTo(8.775, 12);
  });

  it('of a mean is that of its standard error', () => {
    const [low, high] = percentileInterval(resampledSums(values, draws).map((sum) => sum / GROUPS));
    const deviation = Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
    const reach = (1.96 * deviation) / Math.sqrt(GROUPS);
    expect(Math.abs(low - (mean(values) - reach))).toBeLessThan(0.1 * reach);
    expect(Math.abs(high - (mean(values) + reach))).toBeLessThan(0.1 * reach);
  });

  it('covers the true mean about as often as it says', () => {
    const covered = Array.from({ length: 200 }, (_, trial) => {
      const rng = normalFrom(rngFrom('trial', trial));
      const sample = Float64Array.from({ length: 60 }, () => rng());
      const resamples = drawResamples(60, rngFrom('cover', trial), 400);
      return !excludesZero(percentileInterval(resampledSums(sample, resamples)));
    }).filter(Boolean).length;
    expect(covered / 200).toBeGreaterThan(0.89);
    expect(covered / 200).toBeLessThan(0.99);
  });

  it('keeps infinite ends, and refuses what is not a number', () => {
    expect(percentileInterval(Float64Array.of(Infinity, Infinity))).toEqual([Infinity, Infinity]);
    expect(() => percentileInterval(Float64Array.of(1, NaN))).toThrow(/no NaN/);
    expect(() => percentileInterval(new Float64Array())).toThrow(/at least one value/);
  });
});

describe('a paired difference', () => {
  it('is clear where each method’s own interval is wide, as both share the easy and the hard photos', () => {
    const better = values.map((value) => value + 0.02 + 0.001 * normal());
    const [ours, theirs] = [resampledSums(better, draws), resampledSums(values, draws)];
    const overlap = percentileInterval(theirs)[1] > percentileInterval(ours)[0];
    expect(overlap).toBe(true);
    expect(excludesZero(percentileInterval(ours.map((sum, i) => sum - (theirs[i] ?? NaN))))).toBe(true);
    expect(excludesZero([-0.01, 0.2])).toBe(false);
    expect(excludesZero([-0.2, -0.1])).toBe(true);
  });
});
