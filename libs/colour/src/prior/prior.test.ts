import { describe, expect, it } from '@jest/globals';

import { softEncoder } from '../gamut/encode.ts';
import { binCount, gamutFromCounts, gamutFromHull } from '../gamut/gamut.ts';
import { countAb } from '../gamut/histogram.ts';
import { srgbToLab } from '../lab/lab.ts';
import { rngFrom } from '../rng.ts';
import { type Prior, priorFromCounts, rebalance } from './prior.ts';

// Photographs crowd round grey: a random grey plus a little of a random colour.
function photographicLab(pixels: number): Float32Array {
  const rng = rngFrom('prior');
  const rgb = new Uint8Array(3 * pixels);
  for (let i = 0; i < rgb.length; i += 3) {
    const [grey, strength] = [rng() * 255, rng() ** 4];
    for (let k = 0; k < 3; k++) rgb[i + k] = (1 - strength) * grey + strength * rng() * 255;
  }
  return srgbToLab(rgb);
}

const counts = countAb(photographicLab(30_000));
const smoothing = { neighbours: 5, sigma: 5 };

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function expectation({ probability, weight }: Prior): number {
  return probability.reduce((sum, p, bin) => sum + p * weight[bin], 0);
}

describe('priorFromCounts', () => {
  const gamuts = {
    hull: gamutFromHull(),
    ten: gamutFromCounts(counts, 10),
    five: gamutFromCounts(counts, 5),
  };
  const cases = (['hull', 'ten', 'five'] as const).flatMap((name) =>
    [null, smoothing].flatMap((how) => [0.25, 0.5, 1].map((lambda) => [name, lambda, how] as const)),
  );

  it.each(cases)('sums to 1, alone and weighted: %s, λ %d, smoothing %j', (name, lambda, how) => {
    const prior = priorFromCounts(counts, gamuts[name], { lambda, smoothing: how });
    expect(prior.probability).toHaveLength(binCount(gamuts[name]));
    expect(total(prior.probability)).toBeCloseTo(1, 12);
    expect(expectation(prior)).toBeCloseTo(1, 12);
    expect(prior.weight.every(Number.isFinite)).toBe(true);
  });

  it('has its peak near grey', () => {
    const { probability } = priorFromCounts(counts, gamuts.hull, { lambda: 0.5, smoothing });
    const peak = probability.indexOf(Math.max(...probability));
    expect([...gamuts.hull.bins.subarray(2 * peak, 2 * peak + 2)]).toEqual([0, 0]);
  });

  it('counts each window of a data-set gamut as it is, when not smoothed', () => {
    const lab = Float32Array.of(50, 1, 1, 50, 9.5, 2, 50, 30, 30, 50, -60.5, 4);
    const few = countAb(lab);
    const { probability } = priorFromCounts(few, gamutFromCounts(few, 10), { lambda: 0.5, smoothing: null });
    expect([...probability]).toEqual([0.25, 0.5, 0.25]);
  });

  it('is the mean of the soft targets when smoothed', () => {
    const colours = Float32Array.of(0.5, 0.5, 0.5, 0.5, 42.5, -17.5, -88.5, 71.5);
    const codes = softEncoder(gamuts.hull, smoothing)(colours);
    const mean = new Float64Array(313);
    codes.index.forEach((bin, i) => (mean[bin] = mean[bin] + codes.weight[i] / 4));
    const lab = Float32Array.from({ length: 12 }, (_, i) =>
      i % 3 === 0 ? 50 : colours[2 * Math.floor(i / 3) + (i % 3) - 1],
    );
    const { probability } = priorFromCounts(countAb(lab), gamuts.hull, { lambda: 0.5, smoothing });
    probability.forEach((p, bin) => expect(Math.abs(p - mean[bin])).toBeLessThan(1e-7));
  });

  it('maps colours without a bin of their own to the nearest, losing none', () => {
    const few = gamutFromCounts(countAb(Float32Array.of(50, 0, 0)), 10);
    expect([...priorFromCounts(counts, few, { lambda: 0, smoothing: null }).probability]).toEqual([1]);
  });

  it('refuses an empty histogram, and λ = 0 where a bin is empty', () => {
    const options = { lambda: 0, smoothing: null };
    expect(() => priorFromCounts(new Uint32Array(48400), gamuts.hull, options)).toThrow(/at least one pixel/);
    expect(() => priorFromCounts(counts, gamuts.hull, options)).toThrow(
      /bin \d+ has probability 0.*raise lambda or smooth/,
    );
  });
});

describe('rebalance', () => {
  it('follows the formula', () => {
    const [p0, p1] = [0.9, 0.1];
    const raw = [1 / (0.5 * p0 + 0.25), 1 / (0.5 * p1 + 0.25)] as const;
    const scale = p0 * raw[0] + p1 * raw[1];
    const weight = rebalance([p0, p1], 0.5);
    expect(weight[0]).toBeCloseTo(raw[0] / scale, 12);
    expect(weight[1]).toBeCloseTo(raw[1] / scale, 12);
  });

  it('is flat at λ = 1 and inverse at λ = 0', () => {
    expect([...rebalance([0.7, 0.2, 0.1], 1)]).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 12)));
    expect([...rebalance([0.5, 0.25, 0.25], 0)]).toEqual(
      [2 / 3, 4 / 3, 4 / 3].map((w) => expect.closeTo(w, 12)),
    );
  });

  it('stays within 1 + Q · p_max at λ = ½', () => {
    const { probability, weight } = priorFromCounts(counts, gamutFromHull(), { lambda: 0.5, smoothing });
    const ratio = Math.max(...weight) / Math.min(...weight);
    expect(ratio).toBeLessThanOrEqual(1 + 313 * Math.max(...probability) + 1e-9);
  });

  it('refuses counts, negative and missing probabilities, and λ outside 0..1', () => {
    expect(() => rebalance([17600, 3], 0.5)).toThrow(/sum to 1, got 17603; divide counts/);
    expect(() => rebalance([1.5, -0.5], 0.5)).toThrow(/bin 1: expected a probability/);
    expect(() => rebalance([NaN, 1], 0.5)).toThrow(/bin 0: expected a probability/);
    expect(() => rebalance([], 0.5)).toThrow(/sum to 1/);
    expect(() => rebalance([1], 1.5)).toThrow(/lambda: expected a number in 0\.\.1, got 1.5/);
  });
});
