export const FALL_CELLS = 128; // for each unit of x
/** Beyond this a share is taken for 0: e⁻²² is 3 · 10⁻¹⁰. */
export const FALL_END = 22;
/** At every cell; 0 at the end. */
export const FALL_TABLE = /* @__PURE__ */ tabulate();

/**
 * e⁻ˣ for x ≥ 0, to a ten-millionth of itself, and 0 beyond 22: for the shares of bins, of which a picture has a
 * million. A table and the first terms of the series between its entries take about half the time of Math.exp.
 */
export function fallingExp(x: number): number {
  if (x >= FALL_END) return 0;
  const place = x * FALL_CELLS;
  const cell = place | 0;
  const rest = (place - cell) / FALL_CELLS;
  return FALL_TABLE[cell] * (1 - rest * (1 - rest / 2));
}

function tabulate(): Float64Array {
  const last = FALL_END * FALL_CELLS;
  return Float64Array.from({ length: last + 1 }, (_, cell) =>
    cell === last ? 0 : Math.exp(-cell / FALL_CELLS),
  );
}
