import { describe, expect, it } from '@jest/globals';

import { shrinkSquare } from './shrink.ts';

const values = Float32Array.from({ length: 6 * 6 * 2 }, (_, i) => (i * 37) % 50);

describe('shrinking', () => {
  it('copies where sides are equal', () => {
    const cut = shrinkSquare(values, { size: 6, channels: 2, x: 1, y: 2, side: 3, to: 3 });
    expect([...cut.slice(0, 6)]).toEqual([...values.slice((2 * 6 + 1) * 2, (2 * 6 + 4) * 2)]);
  });

  it('averages whole cells', () => {
    const half = shrinkSquare(values, { size: 6, channels: 2, x: 0, y: 0, side: 6, to: 3 });
    const of = (r: number, c: number) => values[(r * 6 + c) * 2 + 1] ?? NaN;
    expect(half[(1 * 3 + 2) * 2 + 1]).toBeCloseTo((of(2, 4) + of(2, 5) + of(3, 4) + of(3, 5)) / 4, 5);
  });

  it('keeps the mean where cells are cut', () => {
    const shrunk = shrinkSquare(values, { size: 6, channels: 2, x: 0, y: 0, side: 5, to: 3 });
    const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const inside = Array.from({ length: 25 }, (_, i) => values[(Math.floor(i / 5) * 6 + (i % 5)) * 2] ?? NaN);
    expect(mean([...shrunk].filter((_, i) => i % 2 === 0))).toBeCloseTo(mean(inside), 4);
  });
});
