import { AB_CELLS, AB_MIN } from '@tintype/colour';
import { decodeUsageRuns, usageTable } from '@tintype/records';

import { findFilled } from './find-filled.ts';

/** Counts of one-unit ab cells by class, [a][b]. */
export type Usage = ReadonlyMap<string, Uint32Array>;

/** The counts of a usage table; `from` names it in errors. */
export function decodeUsage(bytes: Uint8Array, from: string): Usage {
  const rows = usageTable.decode(bytes, from);
  const usage = new Map<string, Uint32Array>();
  for (const [i, className] of rows.class.entries()) {
    const counts = usage.get(className) ?? new Uint32Array(AB_CELLS * AB_CELLS);
    counts[(rows.a[i] - AB_MIN) * AB_CELLS + rows.b[i] - AB_MIN] = rows.count[i];
    usage.set(className, counts);
  }
  return usage;
}

/** Adds the counts of a usage table to `sum`, or takes them away from it, exactly and in any order. */
export function addUsage(
  sum: Map<string, Uint32Array>,
  bytes: Uint8Array,
  from: string,
  sign: 1 | -1 = 1,
): void {
  for (const run of decodeUsageRuns(bytes, from)) {
    const counts = sum.get(run.class) ?? new Uint32Array(AB_CELLS * AB_CELLS);
    for (let i = 0; i < run.count.length; i++)
      counts[(run.a[i] - AB_MIN) * AB_CELLS + run.b[i] - AB_MIN] += sign * run.count[i];
    sum.set(run.class, counts);
  }
}

/** All classes together, which can pass 2³². [a][b] */
export function totalUsage(usage: Usage): Float64Array {
  const counts = new Float64Array(AB_CELLS * AB_CELLS);
  for (const part of usage.values())
    for (let cell = 0; cell < counts.length; cell++) counts[cell] += part[cell];
  return counts;
}

/** Cells that hold a pixel, as a table. */
export function encodeUsage(usage: Usage): { readonly bytes: Uint8Array; readonly rows: number } {
  const classes = [...usage].sort(([x], [y]) => (x < y ? -1 : 1));
  const cells = classes.map(([, counts]) => findFilled(counts));
  const rows = cells.reduce((sum, { length }) => sum + length, 0);
  const [a, b, count] = [new Int16Array(rows), new Int16Array(rows), new Uint32Array(rows)];
  const names = new Array<string>(rows);
  let row = 0;
  for (const [i, [className, counts]] of classes.entries())
    for (const cell of cells[i] ?? []) {
      names[row] = className;
      a[row] = Math.floor(cell / AB_CELLS) + AB_MIN;
      b[row] = (cell % AB_CELLS) + AB_MIN;
      count[row++] = counts[cell];
    }
  return { bytes: usageTable.encode({ class: names, a, b, count }), rows };
}
