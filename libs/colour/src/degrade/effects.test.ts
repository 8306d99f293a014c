import { describe, expect, it } from '@jest/globals';

import { greyOnScreen, lightnessOnScreen } from '../lab/screen-grey.ts';
import { blurLightness } from './blur.ts';
import { contrastLightness } from './contrast.ts';
import { fadeLightness } from './fade.ts';
import { grainLightness } from './grain.ts';
import { toneLightness } from './tone.ts';
import { vignetteLightness } from './vignette.ts';

const LEVELS = Float32Array.from({ length: 101 }, (_, L) => L);
const flat = (side: number, L: number) => new Float32Array(side * side).fill(L);
const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: Float32Array) => {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length;
};

describe('contrast', () => {
  it('multiplies the distance from mid grey, and cuts off what leaves 0..100', () => {
    const lightness = Float32Array.of(0, 20, 40, 50, 60, 75, 90);
    contrastLightness(lightness, 1);
    expect([...lightness]).toEqual([0, 0, 30, 50, 70, 100, 100]);
    contrastLightness(lightness, -2);
    expect([...lightness]).toEqual([37.5, 37.5, 45, 50, 55, 62.5, 62.5]);
  });
});

describe('tone', () => {
  it.each([-1, -0.4, 0.5, 1])('is a gamma of 2^%d on the grey of the screen', (octaves) => {
    const lightness = LEVELS.slice();
    toneLightness(lightness, octaves);
    const [before, after] = [greyOnScreen(LEVELS), greyOnScreen(lightness)];
    after.forEach((grey, i) =>
      expect(Math.abs(grey - 255 * ((before[i] ?? NaN) / 255) ** (2 ** octaves))).toBeLessThan(0.05),
    );
  });

  it('keeps black, white and the order of tones', () => {
    const lightness = LEVELS.slice();
    toneLightness(lightness, 0.7);
    expect(lightness[0]).toBeCloseTo(0, 3);
    expect(lightness[100]).toBeCloseTo(100, 2);
    for (let L = 1; L <= 100; L++) expect(lightness[L]).toBeGreaterThan(lightness[L - 1] ?? Infinity);
  });
});

describe('the grey of a screen', () => {
  it('is turned back into its lightness', () => {
    lightnessOnScreen(greyOnScreen(LEVELS)).forEach((L, i) => expect(Math.abs(L - i)).toBeLessThan(0.02));
  });
});

describe('blur', () => {
  const SIDE = 41;
  const MIDDLE = 20;

  it('spreads a point into a Gaussian of its width, and loses nothing', () => {
    const lightness = flat(SIDE, 0);
    lightness[MIDDLE * SIDE + MIDDLE] = 100;
    blurLightness(lightness, 1.7);
    const at = (dx: number, dy: number) => lightness[(MIDDLE + dy) * SIDE + MIDDLE + dx] ?? NaN;
    expect(lightness.reduce((sum, L) => sum + L, 0)).toBeCloseTo(100, 3);
    for (const [dx, dy] of [
      [1, 0],
      [0, 2],
      [3, -2],
    ] as const)
      expect(at(dx, dy) / at(0, 0)).toBeCloseTo(Math.exp(-(dx ** 2 + dy ** 2) / (2 * 1.7 ** 2)), 5);
  });

  it('keeps what is even, up to the border, and the direction of a slope', () => {
    const even = flat(9, 37);
    blurLightness(even, 3);
    for (const L of even) expect(L).toBeCloseTo(37, 4);
    const slope = Float32Array.from({ length: SIDE * SIDE }, (_, i) => i % SIDE);
    blurLightness(slope, 1);
    for (let x = 4; x < SIDE - 4; x++) expect(slope[7 * SIDE + x]).toBeCloseTo(x, 4);
  });
});

describe('a vignette', () => {
  it('takes its stops from the corners, nothing from the middle, and less on the way', () => {
    const lightness = flat(33, 50);
    vignetteLightness(lightness, 2);
    const Y = (L = NaN) => ((L + 16) / 116) ** 3;
    const lost = (at: number) => Math.log2(Y(50) / Y(lightness[at]));
    for (const corner of [0, 32, 32 * 33, 33 * 33 - 1]) expect(lost(corner)).toBeCloseTo(2, 4);
    expect(lost(16 * 33 + 16)).toBe(0);
    // cos⁴: light (1 + k r²)⁻² with (1 + k)⁻² = 1/4, so k = 1; r² = 1/2 in the middle of an edge.
    expect(lost(16)).toBeCloseTo(2 * Math.log2(1.5), 4);
  });

  it('knows a single pixel', () => {
    const lightness = flat(1, 50);
    vignetteLightness(lightness, 2);
    expect(lightness[0]).toBeCloseTo(50, 5);
  });
});

describe('grain', () => {
  const grainOf = (L: number, sigma: number, seed = 1) => {
    const lightness = flat(200, L);
    grainLightness(lightness, sigma, seed);
    return lightness;
  };

  it('is noise of its σ in mid grey, and of √(p (1 − p)) of it elsewhere', () => {
    for (const [L, sigma] of [
      [50, 4],
      [20, 4],
      [90, 3],
    ] as const) {
      const share = L / 100;
      const noise = grainOf(L, sigma);
      expect(mean(noise)).toBeCloseTo(L, 1);
      expect(Math.sqrt(variance(noise)) / (2 * sigma * Math.sqrt(share * (1 - share)))).toBeCloseTo(1, 1);
    }
  });

  it('leaves black and white, and gives each seed and each pixel its own', () => {
    expect([variance(grainOf(0, 5)), variance(grainOf(100, 5))]).toEqual([0, 0]);
    expect(grainOf(50, 5, 1)).not.toEqual(grainOf(50, 5, 2));
    const [noise, shift] = [grainOf(50, 5), grainOf(50, 5).subarray(1)];
    const together = shift.reduce((sum, L, i) => sum + (L - 50) * ((noise[i] ?? NaN) - 50), 0) / shift.length;
    expect(Math.abs(together / variance(noise))).toBeLessThan(0.02); // 4 σ of 40,000 pairs
  });
});

describe('fading', () => {
  it('lifts black, lowers white, and lays all else evenly between', () => {
    const lightness = Float32Array.of(0, 25, 50, 100);
    fadeLightness(lightness, { blacks: 10, whites: 30 });
    [10, 25, 40, 70].forEach((L, i) => expect(lightness[i]).toBeCloseTo(L, 5));
  });
});
