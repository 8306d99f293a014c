import { describe, expect, it } from '@jest/globals';

import { joinLab } from '../lab/lab-planes.ts';
import { labToSrgb } from '../lab/lab-to-srgb.ts';
import { rngFrom } from '../rng.ts';
import { type Degradation, degradeLightness, UNDEGRADED } from './degrade.ts';

const SIDE = 24;
const rng = rngFrom('picture');
/** Smooth, with black and white in it, and of all colours. */
const PICTURE = Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
  Math.min(100, Math.max(0, 50 + 60 * Math.sin(i / 7) * Math.cos(i / SIDE / 3) + 4 * (rng() - 0.5))),
);
const COLOURS = Float32Array.from({ length: 2 * SIDE * SIDE }, () => 160 * (rng() - 0.5));

function degraded(degradation: Partial<Degradation>, picture: Float32Array = PICTURE): Float32Array {
  const lightness = picture.slice();
  degradeLightness(lightness, { ...UNDEGRADED, ...degradation }, () => COLOURS.slice(0, 2 * picture.length));
  return lightness;
}

const EFFECTS: readonly (readonly [string, Partial<Degradation>])[] = [
  ['orthochromatic', { orthochromatic: 1, green: 0.2 }],
  ['stops', { stops: 1.5 }],
  ['tone', { tone: -0.8 }],
  ['contrast', { contrast: 1 }],
  ['blur', { blur: 2 }],
  ['vignette', { vignette: 2 }],
  ['grain', { grain: 12, seed: 7 }],
  ['fading', { blacks: 20, whites: 15 }],
  ['JPEG', { quality: 10 }],
];

describe('degrading a picture', () => {
  it('leaves every bit where nothing happened, and asks for no colours', () => {
    const lightness = PICTURE.slice();
    degradeLightness(lightness, UNDEGRADED, () => {
      throw new Error('asked');
    });
    expect(lightness).toEqual(PICTURE);
  });

  it.each(EFFECTS)('%s changes it, in the same way every time, and stays in 0..100', (_, effect) => {
    const found = degraded(effect);
    expect(found).not.toEqual(PICTURE);
    expect(degraded(effect)).toEqual(found);
    for (const L of found) expect(L >= 0 && L <= 100).toBe(true);
  });

  it('does all of it in the order in which light and film meet a picture', () => {
    const all = Object.assign({}, ...EFFECTS.map(([, effect]) => effect)) as Partial<Degradation>;
    const oneByOne = EFFECTS.reduce<Float32Array>(
      (picture, [, effect]) => degraded(effect, picture),
      PICTURE,
    );
    expect(degraded(all)).toEqual(oneByOne);
  });

  it('refuses a picture that is no square', () => {
    const lightness = new Float32Array(15);
    for (const effect of [{ blur: 1 }, { vignette: 1 }, { quality: 50 }])
      expect(() => degradeLightness(lightness, { ...UNDEGRADED, ...effect }, () => COLOURS)).toThrow(
        /expected a square picture, got 15 pixels/,
      );
  });
});

describe('a film that does not see red', () => {
  const primaries = {
    red: [53.24, 80.09, 67.2],
    green: [87.73, -86.18, 83.18],
    blue: [32.3, 79.19, -107.86],
  };
  const seen = ([L = 0, a = 0, b = 0]: readonly number[], film: Partial<Degradation>) => {
    const lightness = Float32Array.of(L);
    degradeLightness(lightness, { ...UNDEGRADED, ...film }, () => Float32Array.of(a, b));
    return lightness[0] ?? NaN;
  };
  const lightnessOf = (Y: number) => (Y > 0.008856 ? 116 * Math.cbrt(Y) - 16 : 903.3 * Y);

  it('sees of each primary of sRGB what its weights say', () => {
    const film = { orthochromatic: 1, green: 0.4 };
    expect(seen(primaries.red, film)).toBeLessThan(0.5);
    expect(seen(primaries.green, film)).toBeCloseTo(lightnessOf(0.4), 0);
    expect(seen(primaries.blue, film)).toBeCloseTo(lightnessOf(0.6), 0);
    const half = { orthochromatic: 0.5, green: 0.4 };
    expect(seen(primaries.red, half)).toBeCloseTo(lightnessOf(0.212671 / 2), 0);
  });

  it('leaves greys as they are', () => {
    for (const L of [0, 5, 33, 77, 100])
      expect(seen([L, 0, 0], { orthochromatic: 1, green: 0.3 })).toBeCloseTo(L, 1);
  });

  it('agrees with the bytes of a picture', () => {
    const rgb = labToSrgb(
      joinLab(
        PICTURE,
        COLOURS.map((value) => value / 4),
      ),
    );
    const lightness = PICTURE.slice();
    const film = { ...UNDEGRADED, orthochromatic: 1, green: 0.25 };
    degradeLightness(lightness, film, () => COLOURS.map((value) => value / 4));
    const linear = (byte = 0) => (byte <= 10 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
    lightness.forEach((L, i) => {
      const channels = rgb.subarray(3 * i, 3 * i + 3);
      if (channels.some((byte) => byte < 2 || byte > 253)) return; // chroma may have been taken back
      expect(Math.abs(L - lightnessOf(0.25 * linear(channels[1]) + 0.75 * linear(channels[2])))).toBeLessThan(
        1,
      );
    });
  });

  it('needs a colour for each pixel', () => {
    const film = { ...UNDEGRADED, orthochromatic: 1 };
    expect(() => degradeLightness(new Float32Array(4), film, () => new Float32Array(4))).toThrow(
      'expected 8 ab values for 4 of L, got 4',
    );
  });
});
