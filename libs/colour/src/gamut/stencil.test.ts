import { describe, expect, it } from '@jest/globals';

import { targetEncoder } from './encode.ts';
import { type Gamut, gamutFromCounts, gamutFromHull } from './gamut.ts';
import { AB_CELLS } from './histogram.ts';

/** All 484 windows: no code loses a bin but at the border of the plane. */
function wholePlane(): Gamut {
  return gamutFromCounts(new Uint32Array(AB_CELLS * AB_CELLS).fill(1), 10);
}

const STENCIL = { targets: 'stencil', neighbours: 5, sigma: 5 } as const;

describe('the stencil', () => {
  it("has the article's weights: .0873 in the middle, .0138 to .0347 along its outer row", () => {
    const gamut = wholePlane();
    const { index, weight } = targetEncoder(gamut, STENCIL)(Float32Array.of(2, 3));
    const at = (a: number, b: number) => {
      const place = [...index].findIndex((bin) => gamut.bins[2 * bin] === a && gamut.bins[2 * bin + 1] === b);
      return weight[place];
    };
    // As the article's gaussianFilter(5, 2) prints them.
    expect(at(5, 5)).toBeCloseTo(0.0873, 4);
    [0.0138, 0.0276, 0.0347, 0.0276, 0.0138].forEach((expected, i) =>
      expect(at(-15, -15 + 10 * i)).toBeCloseTo(expected, 4),
    );
  });

  it('lists the nearest bin first and does not depend on the place within a window', () => {
    const encode = targetEncoder(wholePlane(), STENCIL);
    const [one, other] = [encode(Float32Array.of(0.5, 0.5)), encode(Float32Array.of(9, 9))];
    expect(one).toEqual(other);
    expect(one.weight[0]).toBe(Math.max(...one.weight));
  });

  it('sums to 1 where windows are missing: at the edge of the set, and outside it', () => {
    const gamut = gamutFromHull();
    const { weight, index, neighbours } = targetEncoder(
      gamut,
      STENCIL,
    )(Float32Array.of(-90, 50, 100, 0, 300, 0));
    expect(neighbours).toBe(25);
    for (let pixel = 0; pixel < 3; pixel++) {
      const row = weight.subarray(25 * pixel, 25 * pixel + 25);
      expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 6);
      expect(row).toContain(0);
    }
    expect(Math.max(...index)).toBeLessThan(313);
  });
});
