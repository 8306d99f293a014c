import { describe, expect, it } from '@jest/globals';

import { abColour } from './ab-colour.ts';

describe('abColour', () => {
  it('is grey in the middle of the plane', () => {
    expect(abColour(0, 0)).toBe('#9e9e9e');
  });

  it('has the hue of its place: red, green, blue and yellow', () => {
    const channels = (a: number, b: number): number[] =>
      [1, 3, 5].map((at) => parseInt(abColour(a, b).slice(at, at + 2), 16));
    const [red = [], green = [], blue = [], yellow = []] = [
      channels(75, 55),
      channels(-75, 65),
      channels(60, -95),
      channels(-10, 85),
    ];
    expect(red[0]).toBeGreaterThan(2 * Math.max(red[1] ?? 0, red[2] ?? 0));
    expect(green[1]).toBeGreaterThan(2 * Math.max(green[0] ?? 0, green[2] ?? 0));
    expect(blue[2]).toBeGreaterThan(1.5 * Math.max(blue[0] ?? 0, blue[1] ?? 0));
    expect(yellow[2]).toBeLessThan(0.5 * Math.min(yellow[0] ?? 0, yellow[1] ?? 0));
  });

  it('has an answer for corners that no screen can show', () => {
    for (const a of [-110, 110])
      for (const b of [-110, 110]) expect(abColour(a, b)).toMatch(/^#[0-9a-f]{6}$/);
  });
});
