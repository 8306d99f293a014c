import type { NumberArray } from '../number-format.ts';
import { mergeTallies, type Tally, tallyValues } from '../tally.ts';
import type { RangedColumn } from './ranged-table.ts';

export interface RangedTally {
  readonly tally: Tally;
  /** Of a column of numbers, some that lie evenly spread over it; of one of texts none. */
  readonly sample: Float64Array;
}

export interface TallyProgress {
  /** Hears of the rows that are done. */
  readonly onRows?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/** Bytes of a column that are in memory at once. */
const CHUNK_BYTES = 1 << 22;
/** More would not be seen in a small histogram. */
const SAMPLE = 20_000;

/** A column in one of the files of a table. */
export interface ColumnPart {
  readonly column: RangedColumn;
  readonly rows: number;
}

/** Counts a whole column through all files of its table, some megabytes of it at a time; null where there are no rows. */
export async function tallyRangedColumn(
  parts: readonly ColumnPart[],
  { onRows = () => {}, signal }: TallyProgress = {},
): Promise<RangedTally | null> {
  const sample = beginSample(parts);
  let tally: Tally | null = null;
  let done = 0;
  for (const { column, rows } of parts) {
    const step = stepFor(column, rows);
    for (let start = 0; start < rows; start += step) {
      signal?.throwIfAborted();
      const end = Math.min(rows, start + step);
      const values = await column.readRows({ start, end });
      const more = tallyValues(values);
      tally = tally === null ? more : mergeTallies(tally, more);
      if (values.kind === 'numbers') sample.take(values.data);
      onRows((done += end - start));
    }
  }
  return tally && { tally, sample: Float64Array.from(sample.values) };
}

/** Rows that are read at once. */
function stepFor({ bytes }: RangedColumn, rows: number): number {
  const perRow = bytes / Math.max(1, rows);
  return Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, perRow)));
}

/** Takes values as far apart in every part as in all of them, across their ends. */
function beginSample(parts: readonly ColumnPart[]) {
  const all = parts.reduce(
    (sum, { column, rows }) => sum + column.shape.reduce((n, side) => n * side, rows),
    0,
  );
  const stride = Math.max(1, Math.ceil(all / SAMPLE));
  const values: number[] = [];
  let next = 0;
  const take = (data: NumberArray): void => {
    for (; next < data.length; next += stride) values.push(data[next] ?? NaN);
    next -= data.length;
  };
  return { values, take };
}
