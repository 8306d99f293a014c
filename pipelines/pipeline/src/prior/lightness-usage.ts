import { LIGHTNESS_CELLS, lightnessCellAt, lightnessCellOf } from '@tintype/colour';
import { lightnessUsageTable } from '@tintype/records';

/** Adds up counts per lightness and cell, exactly and in any order. */
export function mergeLightnessUsage(parts: readonly Float64Array[]): Float64Array {
  const merged = new Float64Array(LIGHTNESS_CELLS);
  for (const part of parts) part.forEach((count, cell) => (merged[cell] += count));
  return merged;
}

/** The counts of a table; `from` names it in errors. */
export function decodeLightnessUsage(bytes: Uint8Array, from: string): Float64Array {
  const { lightness, a, b, count } = lightnessUsageTable.decode(bytes, from);
  const counts = new Float64Array(LIGHTNESS_CELLS);
  count.forEach((pixels, i) => (counts[lightnessCellOf(lightness[i], a[i], b[i])] = pixels));
  return counts;
}

/** Cells that hold a pixel, as a table. */
export function encodeLightnessUsage(counts: Float64Array): {
  readonly bytes: Uint8Array;
  readonly rows: number;
} {
  const cells = [...counts.keys()].filter((cell) => counts[cell] > 0);
  const places = cells.map(lightnessCellAt);
  const bytes = lightnessUsageTable.encode({
    lightness: Int16Array.from(places, ({ lightness }) => lightness),
    a: Int16Array.from(places, ({ a }) => a),
    b: Int16Array.from(places, ({ b }) => b),
    count: Float64Array.from(cells, (cell) => counts[cell]),
  });
  return { bytes, rows: cells.length };
}
