import { describe, expect, it } from '@jest/globals';

import { srgbToLab } from '../lab/lab.ts';
import { takeLightness } from '../lab/lab-planes.ts';
import { rngFrom } from '../rng.ts';
import { addLightness, shrinkLightness } from './shrink-lightness.ts';
import type { Size } from './stripe.ts';

const SIZE = { width: 23, height: 17 };

describe('shrinkLightness', () => {
  it.each([
    { width: 23, height: 17 },
    { width: 7, height: 5 },
    { width: 22, height: 3 },
    { width: 1, height: 1 },
  ])('is the mean lightness under each of $width × $height cells', (to) => {
    const rgb = noise(SIZE);
    furthestBelow(planeOf(rgb, to, SIZE.height), meansOf(takeLightness(srgbToLab(rgb)), SIZE, to), 2e-3);
  });

  it.each([1, 2, 5, 16])('is the same in stripes of %i rows', (rows) => {
    const rgb = noise(SIZE);
    const to = { width: 7, height: 5 };
    furthestBelow(planeOf(rgb, to, rows), planeOf(rgb, to, SIZE.height), 1e-4);
  });

  it('keeps a constant', () => {
    const rgb = new Uint8Array(SIZE.width * SIZE.height * 3).fill(119);
    const [L = NaN] = srgbToLab([119, 119, 119]);
    for (const value of planeOf(rgb, { width: 9, height: 4 }, 3)) expect(value).toBeCloseTo(L, 3);
  });

  it('lays transparent pixels on white, and counts 16 bits as 8', () => {
    const of = { width: 3, height: 1 };
    const samples = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 255);
    const expected = takeLightness(srgbToLab([255, 255, 255, 127, 127, 127, 0, 0, 0]));
    for (const deep of [samples, Uint16Array.from(samples, (value) => 257 * value)]) {
      const { values } = shrinkLightness({ samples: deep, channels: 4, top: 0 }, of, of);
      furthestBelow(values.subarray(0, 3), expected, 0.01);
    }
  });
});

function planeOf(rgb: Uint8Array, to: Size, rows: number): Float32Array {
  const plane = new Float32Array(to.width * to.height);
  for (let top = 0; top < SIZE.height; top += rows) {
    const samples = rgb.slice(top * SIZE.width * 3, (top + rows) * SIZE.width * 3);
    addLightness(plane, to, shrinkLightness({ samples, channels: 3, top }, SIZE, to));
  }
  return plane;
}

/** Each pixel cut into as many parts as there are cells, and each cell into as many as there are pixels. */
function meansOf(lightness: Float32Array, of: Size, to: Size): Float32Array {
  const means = new Float64Array(to.width * to.height);
  const fine = (size: number, cells: number, i: number) => Math.floor(((i + 0.5) * size) / (size * cells));
  for (let v = 0; v < of.height * to.height; v++)
    for (let u = 0; u < of.width * to.width; u++) {
      const pixel = fine(of.height, to.height, v) * of.width + fine(of.width, to.width, u);
      const cell = Math.floor(v / of.height) * to.width + Math.floor(u / of.width);
      means[cell] += lightness[pixel] / (of.width * of.height);
    }
  return Float32Array.from(means);
}

function noise({ width, height }: Size): Uint8Array {
  const rng = rngFrom('shrink');
  return Uint8Array.from({ length: width * height * 3 }, () => Math.floor(rng() * 256));
}

function furthestBelow(values: Float32Array, expected: Float32Array, limit: number): void {
  expect(values).toHaveLength(expected.length);
  const apart = values.map((value, i) => Math.abs(value - expected[i]));
  expect(Math.max(...apart)).toBeLessThan(limit);
}
