import { describe, expect, it } from '@jest/globals';

import { paddedTile, tilesOf } from './tiles.ts';

describe('tilesOf', () => {
  it.each([
    [1, 1, 1],
    [5, 7, 1],
    [256, 256, 4096],
    [256, 256, 1_000_000],
    [3, 2000, 1000],
    [700, 3, 10],
  ])('covers %i × %i exactly once with tiles of at most %i pixels', (height, width, most) => {
    const seen = new Uint8Array(height * width);
    for (const tile of tilesOf(height, width, most)) {
      expect(tile.height * tile.width).toBeLessThanOrEqual(most);
      for (let y = tile.top; y < tile.top + tile.height; y++)
        for (let x = tile.left; x < tile.left + tile.width; x++)
          seen[y * width + x] = (seen[y * width + x] ?? 0) + 1;
    }
    expect(seen.every((times) => times === 1)).toBe(true);
  });
});

describe('paddedTile', () => {
  const row = { values: Float32Array.of(10, 20, 30), height: 1, width: 3 };

  it('reflects without repeating the border, as often as the margin asks', () => {
    const tile = { top: 0, left: 0, height: 1, width: 3 };
    const padded = paddedTile(row, tile, 5);
    expect([...padded.slice(0, 13)]).toEqual([20, 10, 20, 30, 20, 10, 20, 30, 20, 10, 20, 30, 20]);
    expect(padded.length).toBe(11 * 13);
  });

  it('scales lightness and takes neighbours from the image where there are any', () => {
    const tile = { top: 0, left: 1, height: 1, width: 1 };
    expect([...paddedTile(row, tile, 1).slice(3, 6)]).toEqual([10, 20, 30]);
  });
});
