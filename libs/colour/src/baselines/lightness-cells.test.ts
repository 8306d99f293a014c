import { describe, expect, it } from '@jest/globals';

import { countColours } from '../counts/count-colours.ts';
import { type Gamut, gamutFromCounts, gamutFromHull, nearestBin } from '../gamut/gamut.ts';
import { countAb } from '../gamut/histogram.ts';
import { srgbToLab } from '../lab/lab.ts';
import { rngFrom } from '../rng.ts';
import { LIGHTNESS_CELLS, lightnessCellAt, modeAbPerLightness, toLightnessCell } from './lightness-cells.ts';

const rng = rngFrom('cells');
const lab = srgbToLab(Uint8Array.from({ length: 30_000 }, (_, i) => 256 * rng() ** (1 + (i % 3))));

/** Of one row of pixels. */
function cellsOf(pixels: Float32Array): Float64Array {
  const { cells, counts } = countColours([{ class: '', lab: pixels }], pixels.length / 3).cells;
  const dense = new Float64Array(LIGHTNESS_CELLS);
  cells.forEach((cell, i) => (dense[cell] = counts[i] ?? NaN));
  return dense;
}

/** The mode counted pixel by pixel with the gamut known. */
function modeAt(level: number, gamut: Gamut): number[] {
  const nearest = nearestBin(gamut);
  const counts = new Map<number, number>();
  for (let i = 0; i < lab.length; i += 3) {
    if (Math.round(lab[i] ?? NaN) !== level) continue;
    const bin = nearest(lab[i + 1] ?? NaN, lab[i + 2] ?? NaN);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const [[mode] = [0]] = [...counts].sort(([x, m], [y, n]) => n - m || x - y);
  return [...gamut.bins.subarray(2 * mode, 2 * mode + 2)];
}

describe('modeAbPerLightness', () => {
  const counts = cellsOf(lab);

  it.each([
    ['windows of 5', gamutFromCounts(countAb(lab), 5)],
    ['windows of 10', gamutFromCounts(countAb(lab), 10)],
    ['the hull', gamutFromHull()],
  ])('is what counting with the gamut known gives: %s', (_, gamut) => {
    const table = modeAbPerLightness(counts, gamut);
    for (const level of [20, 35, 50, 65]) {
      expect([...table.subarray(2 * level, 2 * level + 2)]).toEqual(modeAt(level, gamut));
    }
  });

  it('fills a lightness without pixels from the nearest one', () => {
    const one = cellsOf(Float32Array.of(40, 22, -31));
    const table = modeAbPerLightness(one, gamutFromHull());
    expect([...table.subarray(0, 2)]).toEqual([20, -30]);
    expect([...table.subarray(200)]).toEqual([20, -30]);
  });
});

describe('a cell', () => {
  it('is found by its lightness and corner, and holds the colours above it', () => {
    const counts = cellsOf(Float32Array.of(40, 22, -31));
    const cell = counts.indexOf(1);
    expect(lightnessCellAt(cell)).toEqual({ lightness: 40, a: 20, b: -35 });
    expect(toLightnessCell(40, 20, -35)).toBe(cell);
  });
});
