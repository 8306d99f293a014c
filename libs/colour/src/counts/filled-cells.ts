/** Counts per cell: dense, or those above 0 alone. */
export interface FilledCells<Counts = Uint32Array | Float64Array> {
  /** Places in the dense counts, ascending. */
  readonly cells: Uint32Array;
  /** What each of them holds. */
  readonly counts: Counts;
}

/** What dense counts hold. */
export function findFilled(dense: Uint32Array): FilledCells<Uint32Array>;
export function findFilled(dense: Float64Array): FilledCells<Float64Array>;
export function findFilled(dense: Uint32Array | Float64Array): FilledCells {
  let filled = 0;
  for (let cell = 0; cell < dense.length; cell++) if (dense[cell] > 0) filled++;
  const cells = new Uint32Array(filled);
  const counts = dense instanceof Uint32Array ? new Uint32Array(filled) : new Float64Array(filled);
  for (let cell = 0, to = 0; to < filled; cell++) {
    if (dense[cell] <= 0) continue;
    cells[to] = cell;
    counts[to++] = dense[cell];
  }
  return { cells, counts };
}
