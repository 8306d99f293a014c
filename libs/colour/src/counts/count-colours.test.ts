import { describe, expect, it } from '@jest/globals';

import type { mergeSums } from '../baselines/baselines.ts';
import { toLightnessCell } from '../baselines/lightness-cells.ts';
import { countAb } from '../gamut/histogram.ts';
import { srgbToLab } from '../lab/lab.ts';
import { rngFrom } from '../rng.ts';
import { type ClassedImage, countColours } from './count-colours.ts';
import { type FilledCells, findFilled } from './filled-cells.ts';

function makeImage(className: string, pixels: number, key = className): ClassedImage {
  const rng = rngFrom(key);
  const rgb = Uint8Array.from({ length: 3 * pixels }, (_, i) => rng() * (i % 3 === 2 ? 120 : 256));
  return { class: className, lab: srgbToLab(rgb) };
}

/** Pixel by pixel, by the definitions. */
function countPlainly(images: readonly ClassedImage[], width: number) {
  const cells = new Map<number, number>();
  const [lightness, rows] = [new Map<number, number[]>(), new Map<number, number[]>()];
  const add = (sums: Map<number, number[]>, level: number, [a, b]: readonly number[]) => {
    const [count = 0, sumA = 0, sumB = 0] = sums.get(level) ?? [];
    sums.set(level, [count + 1, sumA + Math.round(1000 * (a ?? NaN)), sumB + Math.round(1000 * (b ?? NaN))]);
  };
  const corner = (value: number) => 5 * Math.floor(Math.min(109, Math.max(-110, value)) / 5);
  for (const { lab } of images)
    for (let pixel = 0; pixel < lab.length / 3; pixel++) {
      const [L = NaN, a = NaN, b = NaN] = lab.subarray(3 * pixel, 3 * pixel + 3);
      const level = Math.min(100, Math.max(0, Math.round(L)));
      const cell = toLightnessCell(level, corner(a), corner(b));
      cells.set(cell, (cells.get(cell) ?? 0) + 1);
      add(lightness, level, [a, b]);
      add(rows, Math.floor(pixel / width), [a, b]);
    }
  return { cells, lightness, rows };
}

function asMap({ cells, counts }: FilledCells): Map<number, number> {
  return new Map(Array.from(cells, (cell, i) => [cell, counts[i] ?? NaN]));
}

function levels({ count, sumA, sumB }: ReturnType<typeof mergeSums>): Map<number, number[]> {
  const sums = Array.from(count, (pixels, level) => [pixels, sumA[level] ?? NaN, sumB[level] ?? NaN]);
  return new Map([...sums.entries()].filter(([, [pixels = 0]]) => pixels > 0));
}

describe('countColours', () => {
  it.each([
    ['rows shorter than what is counted at a time', 40, 2000],
    ['rows longer than that', 20_000, 40_000],
  ])('counts what the definitions do: %s', (_, width, pixels) => {
    const images = ['sea', 'wood', 'sea'].map((name, i) => makeImage(name, pixels, `${i}`));
    const { usage, cells, lightness, rows } = countColours(images, width);
    const plain = countPlainly(images, width);
    expect(asMap(cells)).toEqual(plain.cells);
    expect(levels(lightness)).toEqual(plain.lightness);
    expect(levels(rows)).toEqual(plain.rows);
    const [first, wood, last] = images.map(({ lab }) => lab);
    expect([...usage.keys()]).toEqual(['sea', 'wood']);
    const none = new Float32Array();
    expect(usage.get('sea')).toEqual(findFilled(countAb(last ?? none, countAb(first ?? none))));
    expect(usage.get('wood')).toEqual(findFilled(countAb(wood ?? none)));
  });

  it('rounds lightness to whole levels, halves up, and clamps it', () => {
    const L = [0.4, 0, 0, 0.5, 0, 0, 0.49999997, 0, 0, 99.6, 0, 0, 100.4, 0, 0, -3, 0, 0];
    const { count } = countColours([{ class: '', lab: Float32Array.from(L) }], 6).lightness;
    expect([count[0], count[1], count[100]]).toEqual([3, 1, 2]);
  });

  it('puts colours beyond the grid into its border', () => {
    const lab = Float32Array.of(50, -300, 300, 50, 110, -110);
    const { usage, cells } = countColours([{ class: '', lab }], 2);
    expect(usage.get('')).toEqual(findFilled(countAb(lab)));
    expect(asMap(cells)).toEqual(
      new Map([
        [toLightnessCell(50, -110, 105), 1],
        [toLightnessCell(50, 105, -110), 1],
      ]),
    );
  });

  it('has no level where there is no image', () => {
    const { usage, lightness, rows } = countColours([], 8);
    expect([usage.size, lightness.count.length, rows.count.length]).toEqual([0, 0, 0]);
  });

  it('refuses images of several sizes', () => {
    expect(() => countColours([makeImage('a', 16), makeImage('a', 12)], 4)).toThrow(
      'expected 4 rows of 4 pixels, got 12 pixels',
    );
    expect(() => countColours([makeImage('a', 10)], 4)).toThrow('rows of 4 pixels, got 10 pixels');
  });
});
