import { describe, expect, it } from '@jest/globals';

import { buildLattice, LEVEL_STEP, LEVELS } from './colour-lattice.ts';

const [ACROSS, DOWN] = [9, 6];

describe('the lattice of colours', () => {
  it('is constant where the cells are, for every lightness', () => {
    const { ab } = lattice(
      () => [12, -7],
      (x, y) => (x * 31 + y * 17) % 101,
    );
    ab.forEach((value, i) => expect(value).toBeCloseTo(i % 2 === 0 ? 12 : -7, 4));
  });

  it('lets no colour over an edge of lightness, not even from the cell on the edge', () => {
    const edge = 4;
    const colour = lattice(
      (x) => (x < edge ? [50, 0] : x === edge ? [25, 0] : [0, 0]),
      (x) => (x < edge ? 20 : x === edge ? 50 : 80),
    );
    for (let y = 0; y < DOWN; y++)
      for (let x = edge - 1; x <= edge + 1; x++) {
        expect(colour.at(x, y, 80)[0]).toBeLessThan(0.5);
        expect(colour.at(x, y, 20)[0]).toBeGreaterThan(49.5);
      }
  });

  it('averages where no cell near by is as light', () => {
    const colour = lattice(
      (x) => [x, 0],
      () => 20,
    );
    expect(colour.at(4, 3, 90)[0]).toBeCloseTo(4, 3);
  });

  it('stays between the colours of the cells', () => {
    const { ab } = lattice(
      (x, y) => [(x * 7 + y * 3) % 11, 0],
      (x, y) => (x * 41 + y * 23) % 101,
    );
    expect(Math.max(...ab)).toBeLessThanOrEqual(10);
    expect(Math.min(...ab)).toBeGreaterThanOrEqual(0);
  });
});

function lattice(
  colour: (x: number, y: number) => [number, number],
  light: (x: number, y: number) => number,
) {
  const cells = Array.from(
    { length: ACROSS * DOWN },
    (_, i) => [i % ACROSS, Math.floor(i / ACROSS)] as const,
  );
  const { ab } = buildLattice({
    ab: Float32Array.from(cells.flatMap(([x, y]) => colour(x, y))),
    lightness: Float32Array.from(cells, ([x, y]) => light(x, y)),
    across: ACROSS,
    down: DOWN,
  });
  const at = (x: number, y: number, L: number) => {
    const start = ((y * ACROSS + x) * LEVELS + L / LEVEL_STEP) * 2;
    return ab.subarray(start, start + 2);
  };
  return { ab, at };
}
