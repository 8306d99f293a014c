import { describe, expect, it } from '@jest/globals';

import { srgbToLab } from '../lab/lab.ts';
import { isToned, measureToning } from './toning.ts';

const SIDE = 128;
const LIMIT = 2.5;

/** A picture of greys with an edge, a ramp and some grain, each toned by `tone`. */
function toned(tone: (grey: number) => readonly number[]): Float32Array {
  const rgb = Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    const grey = Math.min(255, (y < 40 ? 180 : x) + y / 2 + ((x * 7 + y * 13) % 9));
    return Math.min(255, Math.max(0, Math.round(tone(grey)[i % 3] ?? 0)));
  });
  return srgbToLab(rgb);
}

const sepia = (grey: number) => [1.351 * grey, 1.203 * grey, 0.937 * grey];

describe('isToned', () => {
  it.each<readonly [string, (grey: number) => readonly number[]]>([
    ['sepia', sepia],
    ['yellowed paper', (grey) => [40 + 0.8 * grey, 30 + 0.8 * grey, 20 + 0.75 * grey]],
    ['selenium', (grey) => [grey, 0.94 * grey, 0.97 * grey]],
    ['faded', (grey) => [60 + 0.7 * grey, 45 + 0.65 * grey, 35 + 0.5 * grey]],
    ['grey', (grey) => [grey, grey, grey]],
  ])('knows what is toned: %s', (_, tone) => {
    const lab = toned(tone);
    expect(isToned(lab, LIMIT)).toBe(true);
    expect(measureToning(lab).offCurve).toBeLessThan(1);
  });

  it('is not so where a part has another colour, however plain the rest is', () => {
    const lab = toned(sepia);
    for (let pixel = 100 * SIDE; pixel < 110 * SIDE; pixel++) lab[3 * pixel + 2] = -20; // a strip of blue
    expect(isToned(lab, LIMIT)).toBe(false);
    expect(isToned(lab, 0)).toBe(false);
  });

  it('is not so where light parts have another hue than dark ones', () => {
    const lab = toned((grey) => [grey, grey, grey]);
    for (let i = 0; i < lab.length; i += 3) {
      const [l = 0] = lab.subarray(i);
      lab.set([l, l < 50 ? 30 : -10, l < 50 ? 0 : 30], i);
    }
    expect(measureToning(lab).offLine).toBeGreaterThan(9);
    expect(isToned(lab, LIMIT)).toBe(false);
  });

  it('measures by hand: two colours at one lightness are half their distance off their mean', () => {
    const lab = Float32Array.from({ length: 64 * 64 * 3 }, (_, i) =>
      i % 3 === 0 ? 50 : i % 3 === 1 ? 10 : Math.floor(i / 3) % 2 === 0 ? 4 : -4,
    );
    expect(measureToning(lab)).toEqual({ offCurve: expect.closeTo(4, 6), offLine: expect.closeTo(4, 6) });
  });

  it('asks for the width of an image that is not square', () => {
    expect(() => isToned(new Float32Array(3 * 10), LIMIT)).toThrow(/pass the image's width/);
  });
});
