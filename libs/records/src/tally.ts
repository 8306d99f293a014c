import type { NumberArray } from './number-format.ts';

/** Numbers are [rows, ...shape]; everything that is not a number, and numbers with nulls, is read as text. */
export type ColumnValues =
  | { readonly kind: 'numbers'; readonly data: NumberArray }
  | { readonly kind: 'text'; readonly values: readonly string[] };

/** What is counted of a column; tallies of shards merge into the tally of all of them. */
export type Tally = NumberTally | TextTally;

interface NumberTally {
  readonly kind: 'numbers';
  readonly count: number;
  readonly nan: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** The sum of squared differences from the mean. */
  readonly squares: number;
}

interface TextTally {
  readonly kind: 'text';
  readonly count: number;
  readonly counts: ReadonlyMap<string, number>;
}

/** A summary of a column. NaN is counted and otherwise left out; `sd` divides by n. */
export type Statistics =
  | {
      readonly kind: 'numbers';
      readonly count: number;
      readonly nan: number;
      readonly min: number | null;
      readonly max: number | null;
      readonly mean: number | null;
      readonly sd: number | null;
    }
  | {
      readonly kind: 'text';
      readonly count: number;
      readonly distinct: number;
      /** The most common values, the most common first. */
      readonly common: readonly { readonly value: string; readonly count: number }[];
    };

export function tallyValues(values: ColumnValues): Tally {
  return values.kind === 'numbers' ? tallyNumbers(values.data) : tallyText(values.values);
}

/** Counts numbers in two passes, which loses less than summing squares. */
function tallyNumbers(values: NumberArray): Tally {
  let [nan, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const value of values) {
    if (Number.isNaN(value)) nan++;
    else {
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  const count = values.length;
  const mean = sum / Math.max(1, count - nan);
  let squares = 0;
  for (const value of values) if (!Number.isNaN(value)) squares += (value - mean) ** 2;
  return { kind: 'numbers', count, nan, min, max, mean, squares };
}

function tallyText(values: readonly string[]): Tally {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return { kind: 'text', count: values.length, counts };
}

/** The tally of both columns together. */
export function mergeTallies(one: Tally, other: Tally): Tally {
  if (one.kind === 'numbers' && other.kind === 'numbers') return mergeNumbers(one, other);
  if (one.kind === 'text' && other.kind === 'text') return mergeText(one, other);
  throw new Error('mergeTallies: expected two columns of one kind, got numbers and text');
}

/** Chan, Golub & LeVeque 1979, "Updating formulae and a pairwise algorithm for sample variances". */
function mergeNumbers(one: NumberTally, other: NumberTally): NumberTally {
  const [n, m] = [one.count - one.nan, other.count - other.nan];
  const delta = other.mean - one.mean;
  const total = Math.max(1, n + m);
  return {
    kind: 'numbers',
    count: one.count + other.count,
    nan: one.nan + other.nan,
    min: Math.min(one.min, other.min),
    max: Math.max(one.max, other.max),
    mean: (one.mean * n + other.mean * m) / total,
    squares: one.squares + other.squares + (delta * delta * n * m) / total,
  };
}

function mergeText(one: TextTally, other: TextTally): TextTally {
  const counts = new Map(one.counts);
  for (const [value, count] of other.counts) counts.set(value, (counts.get(value) ?? 0) + count);
  return { kind: 'text', count: one.count + other.count, counts };
}

const MOST_COMMON = 5;

export function computeStatistics(tally: Tally): Statistics {
  return tally.kind === 'numbers' ? numberStatistics(tally) : textStatistics(tally);
}

function numberStatistics({ count, nan, min, max, mean, squares }: NumberTally): Statistics {
  const n = count - nan;
  if (n === 0) return { kind: 'numbers', count, nan, min: null, max: null, mean: null, sd: null };
  return { kind: 'numbers', count, nan, min, max, mean, sd: Math.sqrt(squares / n) };
}

function textStatistics({ count, counts }: TextTally): Statistics {
  const common = [...counts]
    .map(([value, times]) => ({ value, count: times }))
    .sort((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1))
    .slice(0, MOST_COMMON);
  return { kind: 'text', count, distinct: counts.size, common };
}
