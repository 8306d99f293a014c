import { describe, expect, it } from '@jest/globals';

import { srgbToLab } from '../lab/lab.ts';
import { rngFrom } from '../rng.ts';
import { convexHull } from './convex-hull.ts';
import { binCount, type Gamut, gamutFromCounts, gamutFromHull, nearestBin } from './gamut.ts';
import { AB_CELLS, countAb } from './histogram.ts';

function pointsOf(gamut: Gamut): [number, number][] {
  return Array.from(
    { length: binCount(gamut) },
    (_, i) => [...gamut.bins.subarray(2 * i, 2 * i + 2)] as [number, number],
  );
}

function isSorted(gamut: Gamut): boolean {
  const points = pointsOf(gamut);
  return points.every(([a, b], i) => {
    const [nextA, nextB] = points[i + 1] ?? [Infinity, 0];
    return nextA > a || (nextA === a && nextB > b);
  });
}

function countsOf(...colours: [number, number][]): Uint32Array {
  return countAb(Float32Array.from(colours.flatMap(([a, b]) => [50, a, b])));
}

function countsOfCube(): Uint32Array {
  const counts = new Uint32Array(AB_CELLS * AB_CELLS);
  const rgb = new Uint8Array(3 * 65536);
  for (let pixel = 0; pixel < 65536; pixel++) rgb.set([0, pixel >> 8, pixel & 255], 3 * pixel);
  for (let red = 0; red < 256; red++) {
    for (let i = 0; i < rgb.length; i += 3) rgb[i] = red;
    countAb(srgbToLab(rgb), counts);
  }
  return counts;
}

function nearestByScan(gamut: Gamut, a: number, b: number): number {
  const distances = pointsOf(gamut).map(([x, y]) => (a - x) ** 2 + (b - y) ** 2);
  return distances.indexOf(Math.min(...distances));
}

describe('gamutFromHull', () => {
  const hull = gamutFromHull();

  it('has the 313 bins of Zhang et al. in their order', () => {
    expect(binCount(hull)).toBe(313);
    expect(pointsOf(hull)[0]).toEqual([-90, 50]);
    expect(pointsOf(hull)[312]).toEqual([100, 0]);
    expect(isSorted(hull)).toBe(true);
  });

  it('has their hull', () => {
    const vertices = [
      [-90, 50], [-80, 20], [-60, -20], [-30, -50], [10, -80], [40, -100], [60, -110], [90, -110],
      [100, -90], [100, 0], [90, 70], [70, 80], [40, 90], [0, 100], [-50, 100], [-90, 90],
    ]; // prettier-ignore
    expect(convexHull(pointsOf(hull))).toEqual(vertices);
  });
});

describe('gamutFromCounts', () => {
  it('places each bin in the middle of its window', () => {
    expect(pointsOf(gamutFromCounts(countsOf([0, 0], [-0.1, 9.9]), 10))).toEqual([
      [-5, 5],
      [5, 5],
    ]);
    expect(pointsOf(gamutFromCounts(countsOf([0, 0], [-0.1, 9.9]), 5))).toEqual([
      [-2.5, 7.5],
      [2.5, 2.5],
    ]);
  });

  it('covers the borders of the grid', () => {
    const gamut = gamutFromCounts(countsOf([-110, -110], [109.9, 109.9], [-200, 200]), 10);
    expect(pointsOf(gamut)).toEqual([
      [-105, -105],
      [-105, 105],
      [105, 105],
    ]);
  });

  it('finds 268 windows of 10 and 973 of 5 in the whole sRGB cube', () => {
    const counts = countsOfCube();
    const [ten, five] = [gamutFromCounts(counts, 10), gamutFromCounts(counts, 5)];
    expect([binCount(ten), binCount(five)]).toEqual([268, 973]);
    expect([isSorted(ten), isSorted(five)]).toEqual([true, true]);
  });

  it('refuses an empty histogram, another window and another shape', () => {
    expect(() => gamutFromCounts(new Uint32Array(48400), 10)).toThrow(/at least one pixel/);
    expect(() => gamutFromCounts(countsOf([0, 0]), 7 as 5)).toThrow(/window: expected 5 or 10, got 7/);
    expect(() => gamutFromCounts([1], 5)).toThrow(/48400 counts/);
  });
});

describe('nearestBin', () => {
  const sparse = gamutFromCounts(countsOf([0, 0], [60, 60], [-80, 75], [30, -90], [31, -79]), 5);

  it.each([
    ['hull', gamutFromHull()],
    ['sparse', sparse],
  ] as const)('agrees with a full scan: %s', (_, gamut) => {
    const nearest = nearestBin(gamut);
    const rng = rngFrom('nearest');
    for (let i = 0; i < 3000; i++) {
      const [a, b] = [(rng() - 0.5) * 260, (rng() - 0.5) * 260];
      expect(nearest(a, b)).toBe(nearestByScan(gamut, a, b));
    }
  });

  it('gives ties to the lower index, on cell borders too', () => {
    const gamut = gamutFromHull();
    const nearest = nearestBin(gamut);
    for (const [a, b] of [
      [5, 5],
      [-5, 0],
      [0, 15],
      [-15, -25],
    ] as const) {
      expect(nearest(a, b)).toBe(nearestByScan(gamut, a, b));
    }
  });

  it('maps every colour to a kept bin, however far', () => {
    const nearest = nearestBin(sparse);
    expect(nearest(1e6, 1e6)).toBe(nearestByScan(sparse, 1e6, 1e6));
    expect(nearest(110, -110)).toBe(nearestByScan(sparse, 110, -110));
  });

  it('refuses a colour that is not finite', () => {
    expect(() => nearestBin(sparse)(NaN, 0)).toThrow(/finite colour/);
    expect(() => nearestBin(sparse)(0, Infinity)).toThrow(/finite colour/);
  });
});
