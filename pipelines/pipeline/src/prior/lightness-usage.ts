import { type FilledCells, LIGHTNESS_CELLS, lightnessCellAt, toLightnessCell } from '@tintype/colour';
import { lightnessUsageTable } from '@tintype/records';

import type { EncodedTable } from './colour-usage.ts';

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

/** Filled cells of LIGHTNESS_CELLS, as a table. */
export function encodeLightnessUsage({ cells, counts }: FilledCells): EncodedTable {
  const rows = cells.length;
  const [lightness, a, b] = [new Int16Array(rows), new Int16Array(rows), new Int16Array(rows)];
  for (const [row, cell] of cells.entries()) {
    const place = lightnessCellAt(cell);
    lightness[row] = place.lightness;
    a[row] = place.a;
    b[row] = place.b;
  }
  return { bytes: lightnessUsageTable.encode({ lightness, a, b, count: counts }), rows };
}
