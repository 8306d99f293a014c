import { describe, expect, it } from '@jest/globals';

import { rngFrom } from '../rng.ts';
import { type GridSystem, solveGrid } from './solve-grid.ts';

describe('solveGrid', () => {
  it.each([
    [1, 1],
    [1, 6],
    [6, 1],
    [5, 4],
    [9, 7],
  ])('gives what elimination gives, over %i × %i cells', (across, down) => {
    const system = randomSystem(across, down);
    const rng = rngFrom('sides', across, down);
    const sides = [0, 1, 2].map(() => Float64Array.from({ length: across * down }, () => 20 * rng() - 10));
    solveGrid(system, sides).forEach((solution, i) => {
      const expected = eliminate(denseOf(system), sides[i]);
      const most = Math.max(...expected.map(Math.abs));
      solution.forEach((value, cell) => expect(Math.abs(value - expected[cell])).toBeLessThan(1e-5 * most));
    });
  });

  it('gives nothing where nothing pulls, and leaves what it is given as it was', () => {
    const system = randomSystem(4, 3);
    const side = new Float64Array(12);
    expect(solveGrid(system, [side])).toEqual([new Float64Array(12)]);
    side[5] = 1;
    const before = structuredClone({ system, side });
    solveGrid(system, [side]);
    expect({ system, side }).toEqual(before);
  });

  it('stays within what pulls it', () => {
    const system = randomSystem(12, 10);
    const pulls = system.diagonal.map((value, cell) => value - linksOf(system, cell));
    const rng = rngFrom('pulled to');
    const aims = pulls.map(() => rng());
    const [solution] = solveGrid(system, [pulls.map((pull, cell) => pull * aims[cell])]);
    expect(Math.min(...solution)).toBeGreaterThan(Math.min(...aims) - 1e-5);
    expect(Math.max(...solution)).toBeLessThan(Math.max(...aims) + 1e-5);
  });
});

/** Links from a millionth to 1, and pulls alike. */
function randomSystem(across: number, down: number): GridSystem {
  const rng = rngFrom('system', across, down);
  const draw = (is: (cell: number) => boolean) =>
    Float64Array.from({ length: across * down }, (_, cell) => (is(cell) ? 10 ** (-6 * rng()) : 0));
  const right = draw((cell) => cell % across < across - 1);
  const below = draw((cell) => cell + across < across * down);
  const links = { across, right, below };
  const pulls = draw(() => true);
  return { ...links, diagonal: pulls.map((pull, cell) => pull + linksOf(links, cell)) };
}

function linksOf({ across, right, below }: Omit<GridSystem, 'diagonal'>, cell: number): number {
  const [left, above] = [right[cell - 1] ?? 0, below[cell - across] ?? 0];
  return right[cell] + below[cell] + left + above;
}

function denseOf({ across, diagonal, right, below }: GridSystem): number[][] {
  const rows = Array.from(diagonal, (value, i) => Array.from(diagonal, (_, j) => (i === j ? value : 0)));
  const link = (i: number, j: number, by: number) => {
    if (by > 0) rows[i][j] = rows[j][i] = -by;
  };
  right.forEach((by, i) => link(i, i + 1, by));
  below.forEach((by, i) => link(i, i + across, by));
  return rows;
}

/** By Gauss and Jordan. */
function eliminate(rows: number[][], side: Float64Array): number[] {
  const work = rows.map((row, i) => [...row, side[i]]);
  work.forEach((pivot, i) => {
    for (const row of work) {
      if (row === pivot) continue;
      const by = row[i] / pivot[i];
      pivot.forEach((value, j) => (row[j] -= by * value));
    }
  });
  return work.map((row, i) => row[row.length - 1] / row[i]);
}
