import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import { srgbToLab } from './lab.ts';
import { takeAb, takeLightness } from './lab-planes.ts';
import { isDisplayable, labToSrgb } from './lab-to-srgb.ts';
import { showInSrgb, showLab } from './show-in-srgb.ts';

function shown(lab: Float32Array) {
  const out = new Uint8ClampedArray(lab.length);
  const outside = showInSrgb(takeLightness(lab), takeAb(lab), out);
  return { out, outside };
}

describe('showInSrgb', () => {
  it('refuses planes that are no picture together', () => {
    expect(() => showInSrgb(new Float32Array(4), new Float32Array(6), new Uint8ClampedArray(12))).toThrow(
      /expected 8 ab values and 12 of output for 4 of L, got 6 and 12/,
    );
  });

  it('counts what no sRGB colour is, and nothing that is one', () => {
    const cube = Uint8Array.from(
      { length: 3 * 729 },
      (_, i) => 255 * ((((Math.floor(i / 3) / [81, 9, 1][i % 3]) % 9) | 0) / 8),
    );
    expect(shown(srgbToLab(cube))).toEqual({ out: Uint8ClampedArray.from(cube), outside: 0 });
    const colours = Float32Array.of(50, 0, 0, 50, 120, 0, 100, 20, 20, 99, 0, 0);
    expect(shown(colours)).toEqual({ out: labToSrgb(colours), outside: 2 });
  });

  it('is labToSrgb of any colours, however many', () => {
    const rng = rngFrom('show');
    for (const pixels of [1, 2, 2047, 2048, 2049, 20_001]) {
      const lab = Float32Array.from({ length: 3 * pixels }, (_, i) =>
        i % 3 === 0 ? 130 * rng() - 15 : 280 * (rng() - 0.5),
      );
      const { out, outside } = shown(lab);
      expect(out).toEqual(labToSrgb(lab));
      expect(showLab(lab)).toEqual(out);
      const clamped = (i: number) => Math.min(100, Math.max(0, lab[i]));
      const expected = Array.from({ length: pixels }, (_, i) =>
        isDisplayable(clamped(3 * i), lab[3 * i + 1], lab[3 * i + 2]),
      ).filter((is) => !is);
      expect(outside).toBe(expected.length);
    }
  });

  it.each([NaN, Infinity])('refuses %d, and says where it is', (value) => {
    for (const place of [3000, 3001, 3002]) {
      const lab = new Float32Array(3 * 2000).fill(50);
      lab[place] = value;
      if (place === 3000 && value === Infinity)
        expect(shown(lab).out[place]).toBe(labToSrgb([100, 50, 50])[0]);
      else expect(() => shown(lab)).toThrow(/pixel 1000: expected a finite Lab colour/);
    }
  });
});
