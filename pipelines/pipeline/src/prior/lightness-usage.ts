import { LIGHTNESS_CELLS, lightnessCellAt, toLightnessCell } from '@tintype/colour';
import { lightnessUsageTable } from '@tintype/records';

/** Adds the counts of a table to `sum`, or takes them away from it, exactly and in any order. */
export function addLightnessUsage(
  sum: Float64Array,
  bytes: Uint8Array,
  from: string,
  sign: 1 | -1 = 1,
): void {
  const { lightness, a, b, count } = lightnessUsageTable.decode(bytes, from);
  for (let i = 0; i < count.length; i++) sum[toLightnessCell(lightness[i], a[i], b[i])] += sign * count[i];
}

/** The counts of a table; `from` names it in errors. */
export function decodeLightnessUsage(bytes: Uint8Array, from: string): Float64Array {
  const { lightness, a, b, count } = lightnessUsageTable.decode(bytes, from);
  const counts = new Float64Array(LIGHTNESS_CELLS);
  count.forEach((pixels, i) => (counts[toLightnessCell(lightness[i], a[i], b[i])] = pixels));
  return counts;
}

/** Cells that hold a pixel, as a table. */
export function encodeLightnessUsage(counts: Float64Array): {
  readonly bytes: Uint8Array;
  readonly rows: number;
} {
  const rows = { lightness: [] as number[], a: [] as number[], b: [] as number[], count: [] as number[] };
  for (let cell = 0; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue;
    const place = lightnessCellAt(cell);
    rows.lightness.push(place.lightness);
    rows.a.push(place.a);
    rows.b.push(place.b);
    rows.count.push(counts[cell]);
  }
  return { bytes: lightnessUsageTable.encode(rows), rows: rows.count.length };
}
