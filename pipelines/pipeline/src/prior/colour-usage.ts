import { AB_CELLS, AB_MIN, type FilledCells } from '@tintype/colour';
import { decodeUsageRuns, usageTable } from '@tintype/records';

/** Counts of one-unit ab cells by class, [a][b]. */
export type Usage = ReadonlyMap<string, Uint32Array>;

/** The bytes of a table, and how many rows they hold. */
export interface EncodedTable {
  readonly bytes: Uint8Array;
  readonly rows: number;
}

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

/** Filled cells by class, as a table. */
export function encodeUsage(usage: ReadonlyMap<string, FilledCells>): EncodedTable {
  const classes = [...usage].sort(([x], [y]) => (x < y ? -1 : 1));
  const rows = classes.reduce((sum, [, { cells }]) => sum + cells.length, 0);
  const [a, b, count] = [new Int16Array(rows), new Int16Array(rows), new Uint32Array(rows)];
  let row = 0;
  for (const [, { cells, counts }] of classes) {
    count.set(counts, row);
    for (const cell of cells) {
      a[row] = Math.floor(cell / AB_CELLS) + AB_MIN;
      b[row++] = (cell % AB_CELLS) + AB_MIN;
    }
  }
  const names = classes.flatMap(([className, { cells }]) => new Array<string>(cells.length).fill(className));
  return { bytes: usageTable.encode({ class: names, a, b, count }), rows };
}
