import { describe, expect, it } from '@jest/globals';

import { srgbToLab } from '../lab/lab.ts';
import { takeAb } from '../lab/lab-planes.ts';
import { auc, measureAb } from '../measures/ab-metrics.ts';
import { rngFrom } from '../rng.ts';
import { annealedMean, decodeMode, describeLogits } from './decode.ts';
import { softEncoder } from './encode.ts';
import { binCount, type Gamut, gamutFromHull } from './gamut.ts';

const hull = gamutFromHull();
const pair: Gamut = { kind: 'dataset', window: 10, bins: Float32Array.of(-5, 15, 25, -35) };

function randomLogits(rows: number, scale: number): Float32Array {
  const rng = rngFrom('logits');
  return Float32Array.from({ length: rows * 313 }, () => (rng() - 0.5) * scale);
}

function meanDistance(x: Float32Array, y: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i += 2) sum += Math.hypot(x[i] - y[i], x[i + 1] - y[i + 1]);
  return sum / (x.length / 2);
}

describe('annealedMean', () => {
  it('is the mean of the centres at T = 1', () => {
    const [a, b] = annealedMean(Float32Array.of(Math.log(3), 0), pair, 1);
    expect(a).toBeCloseTo(0.75 * -5 + 0.25 * 25, 5);
    expect(b).toBeCloseTo(0.75 * 15 + 0.25 * -35, 5);
  });

  it('raises the probabilities to 1/T and renormalises', () => {
    const [a] = annealedMean(Float32Array.of(Math.log(0.75), Math.log(0.25)), pair, 0.5);
    expect(a).toBeCloseTo((0.5625 * -5 + 0.0625 * 25) / 0.625, 5);
  });

  it('is the mode as T goes to 0', () => {
    const logits = randomLogits(50, 400);
    expect(annealedMean(logits, hull, 0)).toEqual(decodeMode(logits, hull));
    expect(annealedMean(logits, hull, 1e-3)).toEqual(decodeMode(logits, hull));
    expect(meanDistance(annealedMean(logits, hull, 0.002), decodeMode(logits, hull))).toBeLessThan(0.5);
  });

  it('loses chroma steadily as T grows', () => {
    const logits = randomLogits(200, 20);
    const chroma = [0, 0.1, 0.38, 0.7, 1].map((T) =>
      meanDistance(annealedMean(logits, hull, T), new Float32Array(400)),
    );
    expect([...chroma].sort((x, y) => y - x)).toEqual(chroma);
  });

  it('does not overflow, and does not mind a constant added to all logits', () => {
    expect([...annealedMean(Float32Array.of(3e38, -3e38), pair, 0.01)]).toEqual([-5, 15]);
    const shifted = annealedMean(Float32Array.of(1000, 1001), pair, 0.5);
    expect(shifted).toEqual(annealedMean(Float32Array.of(0, 1), pair, 0.5));
  });

  it('has the known floors for perfect soft labels: .22 at T = 1, 1.8 at T = .38, 3.83 at the mode', () => {
    const rng = rngFrom('floors');
    const truth = takeAb(srgbToLab(Uint8Array.from({ length: 3 * 5000 }, () => rng() * 256)));
    const { index, weight } = softEncoder(hull, { neighbours: 5, sigma: 5 })(truth);
    const logits = new Float32Array(5000 * binCount(hull)).fill(-1000);
    index.forEach((bin, i) => (logits[Math.floor(i / 5) * 313 + bin] = Math.log(weight[i])));
    const floor = (T: number): number => meanDistance(annealedMean(logits, hull, T), truth);
    expect(floor(1)).toBeCloseTo(0.22, 1);
    expect(floor(0.38)).toBeCloseTo(1.8, 1);
    expect(floor(0)).toBeCloseTo(3.83, 1);
    expect(auc(measureAb(decodeMode(logits, hull), truth))).toBeCloseTo(0.974, 2);
  });

  it('writes where it is told', () => {
    const out = new Float32Array(2);
    expect(annealedMean(Float32Array.of(0, 9), pair, 0.38, out)).toBe(out);
    expect(() => annealedMean(Float32Array.of(0, 9), pair, 0.38, new Float32Array(4))).toThrow(/output of 2/);
  });

  it.each([1.01, 2.606, -0.1, NaN])('refuses T = %d', (temperature) => {
    expect(() => annealedMean(Float32Array.of(0, 9), pair, temperature)).toThrow(
      /temperature: expected a number in 0\.\.1/,
    );
  });

  it('refuses the logits of another gamut', () => {
    expect(() => annealedMean(new Float32Array(313), pair, 1)).toThrow(/\[n, 2\], got 313 values/);
  });

  it.each([1, 2, 103, 104, 105])('is Σ p · centre of each of %i rows', (rows) => {
    const logits = randomLogits(rows, 30);
    for (const T of [1, 0.38, 0.05]) {
      const means = annealedMean(logits, hull, T);
      for (let row = 0; row < rows; row++) {
        const own = Array.from(logits.subarray(row * 313, (row + 1) * 313), Number);
        const [a, b] = meanByDefinition(own, T);
        expect(Math.hypot(means[2 * row] - a, means[2 * row + 1] - b)).toBeLessThan(1e-4);
      }
    }
  });

  it('lets what is no number be seen', () => {
    expect([...annealedMean(Float32Array.of(0, 1, NaN, 0, 2, 2), pair, 0.5)].map(Number.isNaN)).toEqual([
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('decodeMode', () => {
  it('takes the centre of the likeliest bin, the first of equals', () => {
    expect([...decodeMode(Float32Array.of(1, 2, 2, 1, 3, 3), pair)]).toEqual([25, -35, -5, 15, -5, 15]);
  });
});

describe('logits that were looked through', () => {
  const logits = randomLogits(40, 30);
  const described = describeLogits(logits, hull);

  it('are decoded at every temperature as they are at it alone', () => {
    const temperatures = [1, 0.7, 0.38, 0.01, 0.001, 0];
    expect(describeLogits(logits, hull, temperatures).means).toEqual(
      temperatures.map((T) => annealedMean(logits, hull, T)),
    );
  });

  it('know the logarithm of each probability', () => {
    described.logSum.forEach((logSum, row) => {
      const own = Array.from(logits.subarray(row * 313, (row + 1) * 313), Number);
      const highest = Math.max(...own);
      expect(described.highest[row]).toBe(highest);
      const sum = own.reduce((total, logit) => total + Math.exp(logit - highest), 0);
      expect(logSum).toBeCloseTo(Math.log(sum), 6);
    });
  });

  it('refuse temperatures outside 0..1', () => {
    expect(() => describeLogits(logits, hull, [0.5, 1.5])).toThrow(/expected a number in 0\.\.1, got 1.5/);
  });
});

function meanByDefinition(logits: readonly number[], T: number): readonly [number, number] {
  const highest = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp((logit - highest) / T));
  const total = shares.reduce((sum, share) => sum + share, 0);
  const mean = (c: number) =>
    shares.reduce((sum, share, bin) => sum + share * hull.bins[2 * bin + c], 0) / total;
  return [mean(0), mean(1)];
}
