import { describe, expect, it } from '@jest/globals';
import { srgbToLab } from '@tintype/colour';

import { renderScene } from './render-scene.ts';

const CATEGORIES = 'coast forest highway insidecity mountain opencountry street tallbuilding'.split(' ');

describe('renderScene', () => {
  it('takes the eight classes in turn', () => {
    const turn = Array.from({ length: 9 }, (_, i) => renderScene(1, i, 32).category);
    expect(turn).toEqual([...CATEGORIES, 'coast']);
  });

  it('depends on seed and index alone', () => {
    const once = renderScene(7, 3, 64).rgb;
    renderScene(7, 4, 64);
    expect(renderScene(7, 3, 64).rgb).toEqual(once);
    expect(renderScene(8, 3, 64).rgb).not.toEqual(once);
    expect(renderScene(7, 11, 64).rgb).not.toEqual(once);
  });

  it('paints every pixel: none stays black', () => {
    for (let i = 0; i < 32; i += 1) {
      const { rgb } = renderScene(5, i, 64);
      const black = rgb.findIndex(
        (_, at) => at % 3 === 0 && (rgb[at] ?? 0) + (rgb[at + 1] ?? 0) + (rgb[at + 2] ?? 0) === 0,
      );
      expect(black).toBe(-1);
    }
  });

  it('gives a network something to learn: the upper part is bluer than the lower one', () => {
    const blueness = (from: number, to: number): number => {
      let sum = 0;
      for (let i = 0; i < 40; i += 1) {
        const { rgb } = renderScene(2, i, 32);
        const lab = srgbToLab(rgb.subarray(from * 32 * 3, to * 32 * 3));
        for (let at = 2; at < lab.length; at += 3) sum -= lab[at] ?? 0;
      }
      return sum / (40 * (to - from) * 32);
    };
    expect(blueness(0, 6) - blueness(26, 32)).toBeGreaterThan(10);
  });
});
