import { AB_CELLS, AB_MIN } from '@tintype/colour';
import { usageTable } from '@tintype/records';

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

/** Adds up counts, exactly and in any order. */
export function mergeUsage(parts: readonly Usage[]): Usage {
  const merged = new Map<string, Uint32Array>();
  for (const [className, counts] of parts.flatMap((part) => [...part])) {
    const sum = merged.get(className) ?? new Uint32Array(counts.length);
    for (let cell = 0; cell < counts.length; cell++) sum[cell] += counts[cell];
    merged.set(className, sum);
  }
  return merged;
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
  const rows = [...usage]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .flatMap(([className, counts]) =>
      [...counts].flatMap((count, cell) => (count > 0 ? [{ className, cell, count }] : [])),
    );
  const bytes = usageTable.encode({
    class: rows.map(({ className }) => className),
    a: Int16Array.from(rows, ({ cell }) => Math.floor(cell / AB_CELLS) + AB_MIN),
    b: Int16Array.from(rows, ({ cell }) => (cell % AB_CELLS) + AB_MIN),
    count: Uint32Array.from(rows, ({ count }) => count),
  });
  return { bytes, rows: rows.length };
}
