import { describe, expect, it } from '@jest/globals';

import { gamutFromCounts } from '../gamut/gamut.ts';
import { countAb } from '../gamut/histogram.ts';
import { balanceFromCounts, balanceSigma } from './balance.ts';

describe('the balance', () => {
  it('is smoothed by 5 ab units for a million photos and more widely for fewer, as Silverman’s rule says', () => {
    expect(balanceSigma(1_281_167)).toBe(5);
    expect(balanceSigma(10_000_000)).toBe(5);
    expect(balanceSigma(1_281_167 / 64)).toBeCloseTo(10, 10);
    expect(balanceSigma(126)).toBeCloseTo(23.27, 2);
    expect(() => balanceSigma(0)).toThrow('expected at least one photo, got 0');
  });

  it('shares the mass of each bin by a Gaussian over all bins', () => {
    const lab = Float32Array.of(50, 5, 5, 50, 5, 5, 50, 5, 5, 50, 45, 5);
    const counts = countAb(lab);
    const { probability, weight } = balanceFromCounts(counts, gamutFromCounts(counts, 10), 20);
    const share = Math.exp(-(40 ** 2) / (2 * 20 ** 2));
    const [stays, goes] = [1 / (1 + share), share / (1 + share)];
    expect(probability[0]).toBeCloseTo(0.75 * stays + 0.25 * goes, 12);
    expect(probability[1]).toBeCloseTo(0.25 * stays + 0.75 * goes, 12);
    expect(probability.reduce((sum, p, i) => sum + p * (weight[i] ?? NaN), 0)).toBeCloseTo(1, 12);
    expect((weight[0] ?? NaN) * (probability[0] ?? NaN)).toBeCloseTo(0.5, 12);
  });
});
