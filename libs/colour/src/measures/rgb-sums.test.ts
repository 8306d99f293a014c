import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import { sumOpponents, sumSquaredDifferences } from './rgb-sums.ts';

describe.each([1, 5, 4096, 4097, 10_001])('sums over %i pixels', (pixels) => {
  const rng = rngFrom('sums', `${pixels}`);
  const [x, y] = [0, 1].map(() => Uint8Array.from({ length: 3 * pixels }, () => 256 * rng())) as [
    Uint8Array,
    Uint8Array,
  ];

  it('are those of squared differences', () => {
    const squares = Array.from(x, (value, i) => (value - y[i]) ** 2);
    expect(sumSquaredDifferences(x, y)).toBe(total(squares));
  });

  it('are those of opponent colours', () => {
    const pixel = (i: number) => [x[3 * i], x[3 * i + 1], x[3 * i + 2]] as const;
    const rg = Array.from({ length: pixels }, (_, i) => pixel(i)[0] - pixel(i)[1]);
    const yb = Array.from({ length: pixels }, (_, i) => (pixel(i)[0] + pixel(i)[1]) / 2 - pixel(i)[2]);
    expect(sumOpponents(x)).toEqual({
      rg: total(rg),
      yb: total(yb),
      rgLength: total(rg.map(Math.abs)),
      ybLength: total(yb.map(Math.abs)),
      squares: total([...rg, ...yb].map((value) => value ** 2)),
    });
  });
});

it('holds the greatest sums that there are', () => {
  const [black, blue] = [0, 1].map((b) =>
    Uint8Array.from({ length: 3 * 4096 }, (_, i) => (i % 3 === 2 ? 255 * b : 0)),
  );
  const white = new Uint8Array(3 * 4096).fill(255);
  expect(sumSquaredDifferences(black ?? white, white)).toBe(3 * 4096 * 255 ** 2);
  expect(sumOpponents(blue ?? white)).toEqual({
    rg: 0,
    yb: -4096 * 255,
    rgLength: 0,
    ybLength: 4096 * 255,
    squares: 4096 * 255 ** 2,
  });
});

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
