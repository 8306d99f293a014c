/** One cell of the ab plane: its centre and what is known about it. */
export interface AbCell {
  readonly a: number;
  readonly b: number;
  readonly value: number;
}

/** The ab plane that charts and histograms cover: −110..110 on both axes. */
export const AB_REACH = 110;

/**
 * Pools a square grid of counts over −110..110, laid out [a][b], into cells of `size` ab units, and leaves out the
 * empty ones. Throws when the grid is not square or its cells do not fit into the new ones.
 */
export function poolCounts(counts: ArrayLike<number>, size: number): AbCell[] {
  const side = Math.round(Math.sqrt(counts.length));
  const step = (size * side) / (2 * AB_REACH); // old cells along one new cell
  if (side * side !== counts.length || !Number.isInteger(step) || step < 1 || side % step !== 0) {
    throw new Error(
      `poolCounts: expected a square grid that cells of ${size} ab units tile, got ${counts.length} counts`,
    );
  }
  const pooled = new Float64Array((side / step) ** 2);
  for (let i = 0; i < counts.length; i += 1) {
    const at = Math.floor(i / side / step) * (side / step) + Math.floor((i % side) / step);
    pooled[at] = (pooled[at] ?? 0) + (counts[i] ?? 0);
  }
  return cellsOf(pooled, side / step, size);
}

function cellsOf(pooled: Float64Array, side: number, size: number): AbCell[] {
  const cells: AbCell[] = [];
  pooled.forEach((value, i) => {
    if (value === 0) return;
    const centre = (index: number): number => -AB_REACH + size * (index + 0.5);
    cells.push({ a: centre(Math.floor(i / side)), b: centre(i % side), value });
  });
  return cells;
}
