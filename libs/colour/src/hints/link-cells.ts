import type { GridSystem } from './solve-grid.ts';
import { measureUnlikeness, type Surfaces, type Tolerance } from './surfaces.ts';

/** Steps from cell to cell: what a surface has over 4 pixels. After a step of 10 L a link of 2 % is left. */
export const STEP: Tolerance = { variance: 3.5 ** 2, belief: 0.1 };
/** No cell is wholly cut off: a system of parts that nothing links is hard to solve. */
const LEAST_LINK = 1e-6;

/** How strongly neighbours want the same, 0..1, by how alike they are. */
export function linkCells(surfaces: Surfaces): Pick<GridSystem, 'right' | 'below'> {
  const { across } = surfaces;
  const count = surfaces.lightness.length;
  const link = (cell: number, next: number) =>
    LEAST_LINK + Math.exp(-measureUnlikeness(surfaces, [cell, next], STEP));
  const right = new Float64Array(count);
  const below = new Float64Array(count);
  for (let cell = 0; cell < count; cell++) {
    if (cell % across < across - 1) right[cell] = link(cell, cell + 1);
    if (cell + across < count) below[cell] = link(cell, cell + across);
  }
  return { right, below };
}

/** The system in which cells are linked, and each is pulled to something by `pulls` [down, across]. */
export function pullLinked(
  { right, below }: Pick<GridSystem, 'right' | 'below'>,
  across: number,
  pulls: Float64Array,
): GridSystem {
  const diagonal = pulls.map((pull, cell) => {
    const before = (cell >= 1 ? right[cell - 1] : 0) + (cell >= across ? below[cell - across] : 0);
    return pull + right[cell] + below[cell] + before;
  });
  return { across, diagonal, right, below };
}
