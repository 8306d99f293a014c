const CELLS = 128; // for each unit of x
/** Beyond this a share is taken for 0: e⁻²² is 3 · 10⁻¹⁰. */
const END = 22;
const TABLE = /* @__PURE__ */ tabulate();

/**
 * e⁻ˣ for x ≥ 0, to a ten-millionth of itself, and 0 beyond 22: for the shares of bins, of which a picture has a
 * million. A table and the first terms of the series between its entries take about half the time of Math.exp.
 */
export function fallingExp(x: number): number {
  if (x >= END) return 0;
  const place = x * CELLS;
  const cell = place | 0;
  const rest = (place - cell) / CELLS;
  return TABLE[cell] * (1 - rest * (1 - rest / 2));
}

function tabulate(): Float64Array {
  return Float64Array.from({ length: END * CELLS }, (_, cell) => Math.exp(-cell / CELLS));
}
