import { describe, expect, it } from '@jest/globals';

import { srgbToLab } from '../lab/lab.ts';
import { takeAb } from '../lab/lab-planes.ts';
import { rngFrom } from '../rng.ts';
import { labelEntropy, softEncoder } from './encode.ts';
import { gamutFromCounts, gamutFromHull, nearestBin } from './gamut.ts';
import { countAb } from './histogram.ts';

const hull = gamutFromHull();

function randomAb(pixels: number): Float32Array {
  const rng = rngFrom('encode');
  return takeAb(srgbToLab(Uint8Array.from({ length: 3 * pixels }, () => rng() * 256)));
}

function rowSums(weight: Float32Array, neighbours: number): number[] {
  return Array.from({ length: weight.length / neighbours }, (_, row) =>
    weight.subarray(row * neighbours, (row + 1) * neighbours).reduce((sum, w) => sum + w, 0),
  );
}

describe('softEncoder', () => {
  it('finds the k nearest bins in order, as a full scan does', () => {
    const ab = randomAb(400);
    const { index } = softEncoder(hull, { neighbours: 5, sigma: 5 })(ab);
    for (let pixel = 0; pixel < 400; pixel++) {
      const distance = (bin: number): number =>
        (ab[2 * pixel] - hull.bins[2 * bin]) ** 2 + (ab[2 * pixel + 1] - hull.bins[2 * bin + 1]) ** 2;
      const all = Array.from({ length: 313 }, (_, bin) => bin).sort(
        (x, y) => distance(x) - distance(y) || x - y,
      );
      expect([...index.subarray(5 * pixel, 5 * pixel + 5)]).toEqual(all.slice(0, 5));
    }
  });

  it('weighs by the Gaussian of the distance', () => {
    const { index, weight } = softEncoder(hull, { neighbours: 5, sigma: 5 })(Float32Array.of(0, 0));
    const nearest = [...index].map((bin) => [...hull.bins.subarray(2 * bin, 2 * bin + 2)]);
    expect(nearest).toEqual([
      [0, 0],
      [-10, 0],
      [0, -10],
      [0, 10],
      [10, 0],
    ]);
    const side = Math.exp(-2);
    expect(weight[0]).toBeCloseTo(1 / (1 + 4 * side), 6);
    expect(weight[4]).toBeCloseTo(side / (1 + 4 * side), 6);
  });

  it('sums to 1 for every pixel, at the edge of the set and far outside it too', () => {
    const ab = Float32Array.of(...randomAb(500), -90, 50, 100, 0, 109, 109, -110, -110, 500, -900, 1e5, 0);
    for (const neighbours of [1, 2, 5, 10]) {
      const { weight } = softEncoder(hull, { neighbours, sigma: 5 })(ab);
      for (const sum of rowSums(weight, neighbours)) expect(Math.abs(sum - 1)).toBeLessThan(1e-6);
    }
  });

  it('is one-hot with one neighbour', () => {
    const ab = randomAb(300);
    const nearest = nearestBin(hull);
    const { index, weight } = softEncoder(hull, { neighbours: 1, sigma: 5 })(ab);
    expect([...index]).toEqual(Array.from({ length: 300 }, (_, i) => nearest(ab[2 * i], ab[2 * i + 1])));
    expect(weight.every((w) => w === 1)).toBe(true);
  });

  it('does not underflow when σ is small', () => {
    const { weight } = softEncoder(hull, { neighbours: 3, sigma: 0.01 })(Float32Array.of(4, 3, 300, 300));
    expect(weight.every(Number.isFinite)).toBe(true);
    expect(weight[0]).toBe(1);
  });

  it('can use every bin of a tiny gamut', () => {
    const tiny = gamutFromCounts(countAb(Float32Array.of(50, 0, 0, 50, 20, 20, 50, -30, 5)), 10);
    const { index } = softEncoder(tiny, { neighbours: 3, sigma: 5 })(Float32Array.of(100, 100));
    expect([...index].sort()).toEqual([0, 1, 2]);
    expect(() => softEncoder(tiny, { neighbours: 4, sigma: 5 })).toThrow(
      /neighbours: expected a whole number in 1\.\.3.*got 4/,
    );
  });

  it('overwrites the codes it is given, and refuses codes of another size', () => {
    const encode = softEncoder(hull, { neighbours: 5, sigma: 5 });
    const codes = encode(Float32Array.of(50, 50));
    expect(encode(Float32Array.of(-20, 33), codes)).toBe(codes);
    expect(codes).toEqual(encode(Float32Array.of(-20, 33)));
    expect(() => encode(new Float32Array(4), codes)).toThrow(/expected codes of 10 entries/);
  });

  it('refuses σ = 0 and colours that are not finite', () => {
    expect(() => softEncoder(hull, { neighbours: 5, sigma: 0 })).toThrow(/sigma: expected a positive/);
    expect(() => softEncoder(hull, { neighbours: 5, sigma: 5 })(Float32Array.of(NaN, 0))).toThrow(
      /finite colour/,
    );
  });
});

describe('labelEntropy', () => {
  const entropy = (neighbours: number): number =>
    labelEntropy(softEncoder(hull, { neighbours, sigma: 5 })(randomAb(20_000)));

  it('is the known floor: 1.26 nats with 5 neighbours, 1.44 with 10, 0 with one', () => {
    expect(entropy(5)).toBeCloseTo(1.26, 2);
    expect(entropy(10)).toBeCloseTo(1.44, 1);
    expect(entropy(1)).toBe(0);
  });

  it('is ln k for equal weights, and is not asked of nothing', () => {
    const codes = { neighbours: 4, index: new Int32Array(8), weight: new Float32Array(8).fill(0.25) };
    expect(labelEntropy(codes)).toBeCloseTo(Math.log(4), 12);
    expect(() =>
      labelEntropy({ neighbours: 4, index: new Int32Array(), weight: new Float32Array() }),
    ).toThrow();
  });
});
