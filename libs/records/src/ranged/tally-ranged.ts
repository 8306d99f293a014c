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

/** Counts a whole column, some megabytes of it at a time. */
export async function tallyRangedColumn(
  column: RangedColumn,
  rows: number,
  { onRows = () => {}, signal }: TallyProgress = {},
): Promise<RangedTally | null> {
  const perRow = column.bytes / Math.max(1, rows);
  const step = Math.max(1, Math.floor(CHUNK_BYTES / Math.max(1, perRow)));
  const stride = strideFor(column, rows);
  const sample: number[] = [];
  let tally: Tally | null = null;
  for (let start = 0; start < rows; start += step) {
    signal?.throwIfAborted();
    const end = Math.min(rows, start + step);
    const values = await column.readRows({ start, end });
    const more = tallyValues(values);
    tally = tally === null ? more : mergeTallies(tally, more);
    if (values.kind === 'numbers') takeSample(values.data, stride, sample);
    onRows(end);
  }
  return tally && { tally, sample: Float64Array.from(sample) };
}

function strideFor({ shape }: RangedColumn, rows: number): number {
  const values = shape.reduce((product, n) => product * n, rows);
  return Math.max(1, Math.ceil(values / SAMPLE));
}

function takeSample(data: NumberArray, stride: number, into: number[]): void {
  for (let i = 0; i < data.length; i += stride) into.push(data[i] ?? NaN);
}
