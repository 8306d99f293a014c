/** How one side is averaged: for every new cell, where it begins among the old ones and how much of each it covers. */
interface Coverage {
  readonly first: number;
  readonly shares: readonly number[]; // sum 1
}

/** A square of [size, size, channels], of which [side, side] from (x, y) on are averaged to [to, to]. */
export interface Shrinking {
  readonly size: number;
  readonly channels: number;
  readonly x: number;
  readonly y: number;
  readonly side: number;
  readonly to: number;
}

/**
 * Area averages: every new cell is the mean of the old ones under it, in proportion to what it covers of each, so
 * that nothing aliases and the mean stays. Equal sides copy. → [to, to, channels]
 */
export function shrinkSquare(values: Float32Array, of: Shrinking): Float32Array {
  const { size, channels, x, y, side, to } = of;
  const covers = coverages(side, to);
  const narrow = new Float32Array(side * to * channels);
  for (let row = 0; row < side; row++)
    average(values, narrow, covers, {
      from: ((y + row) * size + x) * channels,
      into: row * to * channels,
      ...{ apart: channels, channels },
    });
  const shrunk = new Float32Array(to * to * channels);
  const line = to * channels;
  for (let cell = 0; cell < line; cell++)
    average(narrow, shrunk, covers, { from: cell, into: cell, apart: line, channels: 1 });
  return shrunk;
}

interface Run {
  readonly from: number;
  readonly into: number;
  /** How far neighbours lie apart, in both arrays. */
  readonly apart: number;
  readonly channels: number;
}

/** Averages one row or column. */
function average(
  values: Float32Array,
  means: Float32Array,
  covers: readonly Coverage[],
  { from, into, apart, channels }: Run,
): void {
  for (let channel = 0; channel < channels; channel++)
    for (let cell = 0; cell < covers.length; cell++) {
      const { first, shares } = covers[cell] as Coverage; // cell < length
      let sum = 0;
      for (let i = 0; i < shares.length; i++)
        sum += (shares[i] as number) * (values[from + (first + i) * apart + channel] as number);
      means[into + cell * apart + channel] = sum;
    }
}

function coverages(side: number, to: number): readonly Coverage[] {
  const step = side / to;
  return Array.from({ length: to }, (_, cell) => {
    const [start, end] = [cell * step, (cell + 1) * step];
    const first = Math.floor(start);
    const count = Math.min(side, Math.ceil(end - 1e-9)) - first;
    const shares = Array.from({ length: count }, (_, i) => {
      const covered = Math.min(end, first + i + 1) - Math.max(start, first + i);
      return covered / step;
    });
    return { first, shares };
  });
}
