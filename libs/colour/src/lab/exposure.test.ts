import { describe, expect, it } from '@jest/globals';

import { exposeLightness } from './exposure.ts';
import { labOfSrgb } from './lab.ts';

const LEVELS = Array.from({ length: 201 }, (_, i) => i / 2);
const exposed = (values: readonly number[], stops: number) => {
  const lightness = Float32Array.from(values);
  exposeLightness(lightness, stops);
  return [...lightness];
};

describe('exposeLightness', () => {
  it.each([-3, -1, -0.3, 0.3, 1, 2.5])('multiplies luminance by 2^%d, up to white', (stops) => {
    const found = exposed(LEVELS, stops);
    const expected = LEVELS.map((L) => lightnessOf(Math.min(1, luminanceOf(L) * 2 ** stops)));
    found.forEach((L, i) => expect(Math.abs(L - (expected[i] ?? NaN))).toBeLessThan(1e-4));
  });

  it('knows the values of the formula', () => {
    // Middle grey 18.4187 % is L = 50; twice as much light 66.2650, half of it 36.3846 (CIE 15:2004 by hand).
    const [up, down] = [exposed([50], 1), exposed([50], -1)];
    expect(up[0]).toBeCloseTo(116 * Math.cbrt(0.368374) - 16, 3);
    expect(down[0]).toBeCloseTo(116 * Math.cbrt(0.0920936) - 16, 3);
    expect(exposed([4], 1)).toEqual([8]); // the linear part
    expect(exposed([99], 1)).toEqual([100]);
    expect(exposed([0, 37, 100], 0)).toEqual([0, 37, 100]);
  });

  it('does to greys what twice the linear light does in sRGB', () => {
    for (const linear of [0.002, 0.01, 0.05, 0.2, 0.45]) {
      const L = (light: number) => labOfSrgb(...greyOf(light))[0];
      expect(exposed([L(linear)], 1)[0]).toBeCloseTo(L(2 * linear), 2);
    }
  });
});

function luminanceOf(L: number): number {
  const f = (L + 16) / 116;
  return f > 6 / 29 ? f ** 3 : 3 * (6 / 29) ** 2 * (f - 4 / 29);
}

function lightnessOf(Y: number): number {
  return 116 * (Y > (6 / 29) ** 3 ? Math.cbrt(Y) : Y / (3 * (6 / 29) ** 2) + 4 / 29) - 16;
}

function greyOf(linear: number): [number, number, number] {
  const c = linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
  return [c, c, c];
}
