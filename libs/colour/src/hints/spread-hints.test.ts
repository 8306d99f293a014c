import { describe, expect, it } from '@jest/globals';

import type { Gamut } from '../gamut/gamut.ts';
import type { ColourCells } from '../painting/colour-lattice.ts';
import { rngFrom } from '../rng.ts';
import type { CellHint } from './pull-cells.ts';
import { spreadHints } from './spread-hints.ts';
import { describeSurfaces } from './surfaces.ts';

const [ACROSS, DOWN, EDGE] = [40, 24, 22];
const GAMUT: Gamut = { kind: 'dataset', window: 10, bins: Float32Array.of(-20, 0, 0, 20, 30, 30) };

/** Two surfaces side by side, with some grain: one dark, one light, of which the network thinks differently. */
function halves({ light = 70, ab = [10, 10, -10, -10] } = {}): { cells: ColourCells; logits: Float32Array } {
  const rng = rngFrom('halves');
  const places = Array.from({ length: ACROSS * DOWN }, (_, cell) => cell);
  const lightness = Float32Array.from(places, (cell) => (isLeft(cell) ? 30 : light) + rng());
  const colours = places.flatMap((cell) => (isLeft(cell) ? ab.slice(0, 2) : ab.slice(2)));
  const logits = places.flatMap((cell) => (isLeft(cell) ? [0, 3, 6] : [6, 3, 0]));
  return {
    cells: { ab: Float32Array.from(colours), lightness, across: ACROSS, down: DOWN },
    logits: Float32Array.from(logits),
  };
}

function isLeft(cell: number): boolean {
  return cell % ACROSS < EDGE;
}

function at(x: number, y: number, a: number, b: number): CellHint {
  return { cell: y * ACROSS + x, a, b };
}

function spread({ cells, logits }: ReturnType<typeof halves>, hints: readonly CellHint[]) {
  const { ab, ...rest } = spreadHints(cells, describeSurfaces(cells, logits, GAMUT), hints);
  expect(rest).toEqual({ lightness: cells.lightness, across: ACROSS, down: DOWN });
  const colours = Array.from(cells.lightness, (_, cell) => [ab[2 * cell], ab[2 * cell + 1]] as const);
  return {
    ab,
    colours,
    left: colours.filter((_, cell) => isLeft(cell)),
    right: colours.filter((_, cell) => !isLeft(cell)),
  };
}

function distance([a, b]: readonly [number, number], to: readonly [number, number]): number {
  return Math.hypot(a - to[0], b - to[1]);
}

describe('hints', () => {
  it('change the surface that they lie on, up to its edge, and nothing beyond', () => {
    const { colours, left, right } = spread(halves(), [at(5, 12, 60, -40)]);
    expect(distance(colours[12 * ACROSS + 5], [60, -40])).toBeLessThan(0.1);
    const filled = left.filter((colour) => distance(colour, [60, -40]) < 0.2 * Math.hypot(50, 50));
    expect(filled.length).toBeGreaterThan(0.95 * left.length);
    for (const colour of right) expect(distance(colour, [-10, -10])).toBeLessThan(0.01);
  });

  it('stop also where the lightness is the same and the network sees two things', () => {
    const { left, right } = spread(halves({ light: 30 }), [at(30, 3, 0, 50)]);
    for (const colour of right) expect(distance(colour, [0, 50])).toBeLessThan(1);
    for (const colour of left) expect(distance(colour, [10, 10])).toBeLessThan(1);
  });

  it('follow a slope of lightness', () => {
    const picture = halves();
    const lightness = picture.cells.lightness.map((_, cell) => 40 + (cell % ACROSS) / 4);
    const even = { cells: { ...picture.cells, lightness }, logits: new Float32Array(picture.logits.length) };
    for (const colour of spread(even, [at(1, 1, 20, 30)]).colours)
      expect(distance(colour, [20, 30])).toBeLessThan(1);
  });

  it('keep their own colours beside others, and meet smoothly', () => {
    const { colours } = spread(halves(), [at(3, 12, 60, 0), at(17, 12, -60, 0), at(30, 5, 0, 40)]);
    expect(distance(colours[12 * ACROSS + 3], [60, 0])).toBeLessThan(1);
    expect(distance(colours[12 * ACROSS + 17], [-60, 0])).toBeLessThan(1);
    expect(distance(colours[5 * ACROSS + 30], [0, 40])).toBeLessThan(1);
    const between = colours.slice(12 * ACROSS + 3, 12 * ACROSS + 18).map(([a]) => a);
    between.slice(1).forEach((a, i) => {
      expect(a).toBeLessThanOrEqual(between[i] + 0.01);
      expect(between[i] - a).toBeLessThan(30);
    });
  });

  it('two beside each other, and two in one place, are kept and averaged', () => {
    const beside = spread(halves(), [at(5, 5, 90, 0), at(6, 5, -90, 0)]).colours;
    expect(distance(beside[5 * ACROSS + 5], [90, 0])).toBeLessThan(1);
    expect(distance(beside[5 * ACROSS + 6], [-90, 0])).toBeLessThan(1);
    const same = spread(halves(), [at(5, 5, 40, 10), at(5, 5, -20, 30)]).colours;
    expect(distance(same[5 * ACROSS + 5], [10, 20])).toBeLessThan(1);
  });

  it('of the predicted colour keep a place from others', () => {
    const { colours } = spread(halves(), [at(3, 12, 60, 0), at(17, 12, 10, 10)]);
    expect(distance(colours[12 * ACROSS + 17], [10, 10])).toBeLessThan(0.5);
  });

  it('lead to no colour outside the hull of the prediction and them', () => {
    const rng = rngFrom('hull');
    const hints = Array.from({ length: 20 }, () =>
      at(Math.floor(rng() * ACROSS), Math.floor(rng() * DOWN), 100 * rng() - 50, 100 * rng() - 50),
    );
    const { ab } = spread(halves(), hints);
    for (const channel of [0, 1]) {
      const given = [...hints.map(({ a, b }) => [a, b][channel]), -10, 10];
      const found = ab.filter((_, i) => i % 2 === channel);
      expect(Math.min(...found)).toBeGreaterThan(Math.min(...given) - 0.01);
      expect(Math.max(...found)).toBeLessThan(Math.max(...given) + 0.01);
    }
  });

  it('that are none change nothing, and are refused outside the picture', () => {
    const { cells, logits } = halves();
    const surfaces = describeSurfaces(cells, logits, GAMUT);
    expect(spreadHints(cells, surfaces, [])).toBe(cells);
    expect(() => spreadHints(cells, surfaces, [{ cell: ACROSS * DOWN, a: 0, b: 0 }])).toThrow(
      'expected a finite colour in a cell of 40 × 24, got (0, 0) in 960',
    );
    expect(() => spreadHints(cells, surfaces, [{ cell: 3, a: NaN, b: 0 }])).toThrow(/got \(NaN, 0\) in 3/);
    expect(() => describeSurfaces(cells, logits.subarray(3), GAMUT)).toThrow(/expected .* got 960 and 2877/);
  });
});
