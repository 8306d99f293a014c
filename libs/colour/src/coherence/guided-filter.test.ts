import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import { type GuidedFiltering, type Lattice, openGuidedFilter } from './guided-filter.ts';

function filterGuided(lattice: Lattice, guide: Float32Array, options: GuidedFiltering): Float32Array {
  return openGuidedFilter(guide, options)(lattice);
}

describe('the guided filter', () => {
  it.each([
    [9, 7, 1, { radius: 2, epsilon: 25 }],
    [5, 12, 3, { radius: 3, epsilon: 0.5 }],
    [4, 3, 2, { radius: 6, epsilon: 100 }], // windows wider than the lattice
    [1, 8, 1, { radius: 1, epsilon: 4 }],
  ])('of %i × %i cells with %i channels is what its definition gives, window by window', (...given) => {
    const [across, down, channels, options] = given;
    const rng = rngFrom('guided filter');
    const guide = Float32Array.from({ length: across * down }, () => 100 * rng());
    const values = Float32Array.from({ length: across * down * channels }, () => 60 * rng() - 30);
    const lattice = { values, across, down, channels };
    const expected = byDefinition(lattice, guide, options);
    filterGuided(lattice, guide, options).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 3));
  });

  it('leaves what is constant as it is, whatever the guide', () => {
    const guide = Float32Array.from({ length: 72 }, (_, i) => (i * 37) % 101);
    const values = Float32Array.from({ length: 144 }, (_, i) => (i % 2 === 0 ? 12 : -7));
    const filtered = filterGuided({ values, across: 9, down: 8, channels: 2 }, guide, {
      radius: 2,
      epsilon: 25,
    });
    filtered.forEach((value, i) => expect(value).toBeCloseTo(values[i], 4));
  });

  it('gives the same whatever other guides are used meanwhile', () => {
    const rng = rngFrom('guides');
    const random = (length: number) => Float32Array.from({ length }, () => 100 * rng());
    const [first, second] = [random(72), random(72)];
    const options = { radius: 2, epsilon: 25 };
    const lattice = { values: random(144), across: 9, down: 8, channels: 2 };
    const [byFirst, bySecond] = [openGuidedFilter(first, options), openGuidedFilter(second, options)];
    expect([byFirst, bySecond, byFirst].map((filter) => filter(lattice))).toEqual(
      [first, second, first].map((guide) => filterGuided(lattice, guide, options)),
    );
  });

  it('refuses sizes that do not agree, and no radius or penalty', () => {
    const lattice = { values: new Float32Array(12), across: 3, down: 2, channels: 2 };
    const options = { radius: 1, epsilon: 1 };
    expect(() => filterGuided(lattice, new Float32Array(5), options)).toThrow(
      /a guide \[2, 3\], got 12 and 5/,
    );
    expect(() => filterGuided({ ...lattice, channels: 3 }, new Float32Array(6), options)).toThrow(
      /\[2, 3, 3\]/,
    );
    expect(() => filterGuided(lattice, new Float32Array(6), { radius: 0, epsilon: 1 })).toThrow(
      /got 0 and 1/,
    );
    expect(() => filterGuided(lattice, new Float32Array(6), { radius: 1, epsilon: 0 })).toThrow(
      /got 1 and 0/,
    );
  });
});

/** Each window by itself: the regression of He, Sun & Tang 2010, then the mean of all lines that reach a cell. */
function byDefinition(
  { values, across, down, channels }: Lattice,
  guide: Float32Array,
  { radius, epsilon }: GuidedFiltering,
): number[] {
  const cells = Array.from({ length: across * down }, (_, cell) => cell);
  const windowOf = (cell: number) =>
    cells.filter(
      (other) =>
        Math.abs((other % across) - (cell % across)) <= radius &&
        Math.abs(Math.floor(other / across) - Math.floor(cell / across)) <= radius,
    );
  const mean = (numbers: readonly number[]) =>
    numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const lineOf = (cell: number, channel: number) => {
    const window = windowOf(cell);
    const L = window.map((other) => guide[other]);
    const p = window.map((other) => values[other * channels + channel]);
    const covariance = mean(L.map((value, i) => (value - mean(L)) * (p[i] - mean(p))));
    const slope = covariance / (mean(L.map((value) => (value - mean(L)) ** 2)) + epsilon);
    return { slope, intercept: mean(p) - slope * mean(L) };
  };
  return cells.flatMap((cell) =>
    Array.from({ length: channels }, (_, channel) => {
      const lines = windowOf(cell).map((other) => lineOf(other, channel));
      return mean(lines.map(({ slope, intercept }) => slope * guide[cell] + intercept));
    }),
  );
}
