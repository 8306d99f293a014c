import { describe, expect, it } from '@jest/globals';

import { poolCounts } from './ab-cells.ts';

function grid(...cells: readonly [a: number, b: number, count: number][]): Uint32Array {
  const counts = new Uint32Array(220 * 220);
  for (const [a, b, count] of cells) counts[(a + 110) * 220 + b + 110] = count;
  return counts;
}

describe('poolCounts', () => {
  it('gives the centres of the cells that hold something', () => {
    expect(poolCounts(grid([-110, 109, 3], [0, 0, 2]), 1)).toEqual([
      { a: -109.5, b: 109.5, value: 3 },
      { a: 0.5, b: 0.5, value: 2 },
    ]);
  });

  it('adds what falls into one larger cell', () => {
    expect(poolCounts(grid([0, 0, 1], [9, 9, 2], [10, 9, 4]), 10)).toEqual([
      { a: 5, b: 5, value: 3 },
      { a: 15, b: 5, value: 4 },
    ]);
  });

  it('does not overflow 32 bits', () => {
    const most = 2 ** 32 - 1;
    expect(poolCounts(grid([0, 0, most], [1, 1, most]), 10)[0]?.value).toBe(2 * most);
  });

  it('refuses cells that do not tile the plane and grids that are not square', () => {
    expect(() => poolCounts(grid(), 3)).toThrow('cells of 3 ab units');
    expect(() => poolCounts([1, 2, 3], 1)).toThrow('got 3 counts');
  });
});
