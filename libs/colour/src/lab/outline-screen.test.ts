import { describe, expect, it } from '@jest/globals';

import { labOfSrgb } from './lab.ts';
import { isDisplayable } from './lab-to-srgb.ts';
import { fitToScreen, outlineScreen } from './outline-screen.ts';

describe('outlineScreen', () => {
  it.each([1, 20, 50, 80, 99])('lies where sRGB ends at L %d', (L) => {
    const outline = outlineScreen(L, 90);
    for (let i = 0; i < outline.length; i += 2) {
      const [a, b] = [outline[i] ?? NaN, outline[i + 1] ?? NaN];
      expect(isDisplayable(L, a, b)).toBe(true);
      const further = 1 + 0.1 / Math.max(0.1, Math.hypot(a, b));
      expect(isDisplayable(L, a * further, b * further)).toBe(false);
    }
  });

  it('is a point at black, and an error outside 0..100', () => {
    for (const value of outlineScreen(0, 12)) expect(Math.abs(value)).toBeLessThan(1);
    expect(() => outlineScreen(101)).toThrow(/lightness: expected a number in 0..100, got 101/);
  });
});

describe('fitToScreen', () => {
  it('leaves a colour that can be shown, and takes only chroma of one that cannot', () => {
    expect(fitToScreen(50, 10, -20)).toEqual([10, -20]);
    const [a, b] = fitToScreen(50, 100, 100);
    expect(a).toBeCloseTo(b, 5);
    expect(a).toBeLessThan(100);
    expect(isDisplayable(50, a, b)).toBe(true);
    expect(isDisplayable(50, a + 0.1, b + 0.1)).toBe(false);
  });

  it('takes colours beyond a corner of the cube back to it', () => {
    const corners = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1]] as const; // prettier-ignore
    for (const [red, green, blue] of corners) {
      const [L, a, b] = labOfSrgb(red, green, blue);
      const [fitA, fitB] = fitToScreen(L, 1.5 * a, 1.5 * b);
      expect(Math.hypot(fitA - a, fitB - b)).toBeLessThan(0.5);
    }
  });
});
