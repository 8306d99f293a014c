import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import { labOfSrgb, srgbToLab } from './lab.ts';
import { joinLab, takeAb, takeLightness } from './lab-planes.ts';
import { isDisplayable, labToSrgb } from './lab-to-srgb.ts';

const golden: [string, readonly [number, number, number], readonly [number, number, number]][] = [
  ['white', [255, 255, 255], [100, -0.0025, 0.0047]],
  ['grey', [128, 128, 128], [53.585, -0.0015, 0.0028]],
  ['red', [255, 0, 0], [53.2406, 80.0923, 67.2028]],
  ['green', [0, 255, 0], [87.7351, -86.183, 83.1797]],
  ['blue', [0, 0, 255], [32.2957, 79.1856, -107.8573]],
  ['black', [0, 0, 0], [0, 0, 0]],
  ['a dull green, by scikit-image 0.26', [114, 203, 36], [73.81427575, -52.0260625, 67.34561831]],
];

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  const worst = Array.from(actual, (value, i) => Math.abs(value - expected[i]));
  expect(Math.max(...worst)).toBeLessThan(tolerance);
}

function redSlice(red: number): Uint8Array {
  return Uint8Array.from({ length: 3 * 65536 }, (_, i) =>
    i % 3 === 0 ? red : i % 3 === 1 ? Math.floor(i / 3) >> 8 : Math.floor(i / 3) & 255,
  );
}

describe('srgbToLab', () => {
  it.each(golden)('agrees with the golden value of %s', (_, rgb, lab) => {
    expectClose(srgbToLab(rgb), lab, 2e-4);
    expectClose(labOfSrgb(rgb[0] / 255, rgb[1] / 255, rgb[2] / 255), lab, 6e-5);
  });

  it('gives grey .5 its own lightness, which is not that of 128/255', () => {
    expectClose(labOfSrgb(0.5, 0.5, 0.5), [53.389, -0.0015, 0.0028], 6e-5);
  });

  it('errs by less than 2e-4 against the formula, dark colours included', () => {
    const rng = rngFrom('lab test');
    const rgb = Uint8Array.from({ length: 3 * 20000 }, (_, i) => rng() * (i < 30000 ? 30 : 256));
    const lab = srgbToLab(rgb);
    for (let i = 0; i < rgb.length; i += 3) {
      const exact = labOfSrgb(
        ...([...rgb.subarray(i, i + 3)].map((v) => v / 255) as [number, number, number]),
      );
      expectClose(lab.subarray(i, i + 3), exact, 2e-4);
    }
  });

  it('keeps every grey within .01 of neutral', () => {
    const greys = srgbToLab(Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3)));
    expect(Math.max(...takeAb(greys).map(Math.abs))).toBeLessThan(0.01);
  });

  it('reads plain arrays, bytes and clamped bytes alike, and writes where it is told', () => {
    const rgb = [12, 200, 99, 0, 255, 3];
    const out = new Float32Array(6);
    expect(srgbToLab(rgb, out)).toBe(out);
    expect(srgbToLab(Uint8Array.from(rgb))).toEqual(out);
    expect(srgbToLab(Uint8ClampedArray.from(rgb))).toEqual(out);
  });

  it.each([[[0.5, 0.2, 1]], [[256, 0, 0]], [[-1, 0, 0]], [[NaN, 0, 0]]])('rejects %j as bytes', (rgb) => {
    expect(() => srgbToLab(rgb)).toThrow(/value 0: expected a byte 0\.\.255/);
  });

  it('rejects pixels with alpha and outputs of another size', () => {
    expect(() => srgbToLab(new Uint8Array(4))).toThrow(/\[n, 3\], got 4/);
    expect(() => srgbToLab(new Uint8Array(6), new Float32Array(3))).toThrow(/output of 6/);
  });

  it('rejects bytes where 0..1 is expected', () => {
    expect(() => labOfSrgb(0, 128, 0)).toThrow(/0\.\.1, got 128/);
  });
});

describe('labToSrgb', () => {
  it('gives every colour of the cube back, byte for byte', () => {
    for (let red = 0; red < 256; red += 15) {
      const rgb = redSlice(red);
      const back = labToSrgb(srgbToLab(rgb));
      expect(rgb.findIndex((value, i) => value !== back[i])).toBe(-1);
    }
  });

  it('rounds linear light like the exact transfer function', () => {
    for (let L = 0; L <= 100; L += 0.037) {
      const y = L > 8 ? ((L + 16) / 116) ** 3 : (L + 16 - 16) / 116 / 7.787;
      const encoded = y <= 0.0031308 ? 12.92 * y : 1.055 * y ** (1 / 2.4) - 0.055;
      expect(Math.abs(labToSrgb([L, 0, 0])[1] - 255 * encoded)).toBeLessThan(0.51);
    }
  });

  it('keeps lightness and hue of a colour outside sRGB, and loses chroma only', () => {
    for (const [L, a, b] of [
      [50, 90, 80],
      [30, -80, 40],
      [80, 20, -90],
      [60, -100, -60],
      [95, 50, 0],
    ] as const) {
      const [shownL = NaN, shownA = NaN, shownB = NaN] = srgbToLab(labToSrgb([L, a, b]));
      expect(isDisplayable(L, a, b)).toBe(false);
      expect(Math.abs(shownL - L)).toBeLessThan(0.5);
      expect(Math.abs(Math.atan2(shownB, shownA) - Math.atan2(b, a))).toBeLessThan(0.06);
      expect(Math.hypot(shownA, shownB)).toBeLessThan(Math.hypot(a, b));
    }
  });

  it('reduces chroma no further than needed', () => {
    const [, a = NaN, b = NaN] = srgbToLab(labToSrgb([50, 300, 200]));
    const beyond = 1 + 1 / Math.hypot(a, b);
    expect(isDisplayable(50, a * beyond, b * beyond)).toBe(false);
  });

  it('clamps lightness to black and white', () => {
    expect([...labToSrgb([-20, 40, 10, 130, -50, 3])]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it('is neutral for neutral Lab, up to one step: the constants are not quite consistent', () => {
    for (let L = 0; L <= 100; L++) {
      const channels = labToSrgb([L, 0, 0]);
      expect(Math.max(...channels) - Math.min(...channels)).toBeLessThanOrEqual(1);
    }
  });

  it.each([[[50, NaN, 0]], [[NaN, 0, 0]], [[50, 0, Infinity]]])('rejects %j', (lab) => {
    expect(() => labToSrgb(lab)).toThrow(/expected a finite Lab colour/);
  });
});

describe('isDisplayable', () => {
  it('accepts all of sRGB, its corners included', () => {
    for (const [, rgb] of golden) {
      const [L = NaN, a = NaN, b = NaN] = srgbToLab(rgb);
      expect(isDisplayable(L, a, b)).toBe(true);
    }
  });

  it('refuses lightness outside 0..100 and chroma that no sRGB colour has', () => {
    expect(isDisplayable(-0.1, 0, 0)).toBe(false);
    expect(isDisplayable(100.1, 0, 0)).toBe(false);
    expect(isDisplayable(NaN, 0, 0)).toBe(false);
    expect(isDisplayable(50, 0, -100)).toBe(false);
  });
});

describe('joinLab', () => {
  it('undoes takeLightness and takeAb', () => {
    const lab = Float32Array.from([50, 1, 2, 60, -3, 4, 70, 5, -6]);
    expect(joinLab(takeLightness(lab), takeAb(lab))).toEqual(lab);
  });

  it('refuses chroma of another size', () => {
    expect(() => joinLab(new Float32Array(4), new Float32Array(4))).toThrow(/expected 8 ab values.*got 4/);
  });
});
