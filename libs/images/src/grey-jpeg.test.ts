import { describe, expect, it } from '@jest/globals';
import {
  degradeLightness,
  lightnessOnScreen,
  rngFrom,
  srgbToLab,
  takeLightness,
  UNDEGRADED,
} from '@tintype/colour';
import sharp from 'sharp';

const SIDE = 100; // not a multiple of 8: blocks at the border are cut

/** Shapes with edges, slopes and grain. */
function drawGreys(): Uint8Array {
  const rng = rngFrom('greys');
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
    const shape = (x - 40) ** 2 + (y - 55) ** 2 < 500 ? 200 : 40 + x;
    return shape + 12 * Math.sin(y / 2) + 10 * rng();
  });
}

async function savedBySharp(greys: Uint8Array, quality: number): Promise<Uint8Array> {
  const raw = { width: SIDE, height: SIDE, channels: 1 } as const;
  const jpeg = await sharp(greys, { raw }).toColourspace('b-w').jpeg({ quality }).toBuffer();
  return sharp(jpeg).toColourspace('b-w').raw().toBuffer();
}

function lightnessOf(greys: Uint8Array): Float32Array {
  return takeLightness(
    srgbToLab(Uint8Array.from({ length: 3 * greys.length }, (_, i) => greys[Math.floor(i / 3)] ?? 0)),
  );
}

describe('what saving as a JPEG does to a degraded picture', () => {
  const greys = drawGreys();

  it.each([5, 20, 49, 50, 75, 95, 100])('is what libjpeg does at quality %d', async (quality) => {
    const lightness = lightnessOf(greys);
    degradeLightness(lightness, { ...UNDEGRADED, quality }, () => new Float32Array());
    const expected = lightnessOnScreen(Float32Array.from(await savedBySharp(greys, quality)));
    const apart = expected.map((L, i) => Math.abs(L - (lightness[i] ?? NaN)));
    const damage = lightnessOf(greys).map((L, i) => Math.abs(L - (expected[i] ?? NaN)));
    const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(damage)).toBeGreaterThan(quality < 100 ? 0.3 : 0.01);
    expect(mean(apart)).toBeLessThan(0.15); // libjpeg computes in whole numbers: some bytes differ by one,
    expect(apart.filter((L) => L > 1).length / apart.length).toBeLessThan(0.02); // and few cosines by a step
  });
});
