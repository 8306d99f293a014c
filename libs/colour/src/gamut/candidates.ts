import { AB_CELLS, AB_MIN } from './histogram.ts';

/** Colours, interleaved ab [n, 2]. Handed over with a place in it: two numbers would lie on the heap at every call. */
type Colours = Float32Array | Float64Array;

/**
 * For the colour at a place of some, a short list that contains its `count` nearest bins, in order of their distance from
 * the middle of its cell: whoever looks for the nearest ones meets them almost in order.
 * One list serves a whole one-unit cell of the ab grid: a bin belongs to it when the cell's point nearest to the
 * bin is not farther away than the count-th nearest bin can be from any point of the cell. Lists are made when
 * a cell is first met. Colours outside the grid get all bins; throws when a colour is not finite.
 */
export function candidateTable(
  bins: Float32Array,
  count: number,
): (colours: Colours, at: number) => Int32Array {
  const all = Int32Array.from({ length: bins.length / 2 }, (_, bin) => bin);
  const cells = new Array<Int32Array | undefined>(AB_CELLS * AB_CELLS);
  return (colours, at) => {
    const row = Math.floor(colours[at]) - AB_MIN;
    const column = Math.floor(colours[at + 1]) - AB_MIN;
    if (!(row >= 0 && row < AB_CELLS && column >= 0 && column < AB_CELLS))
      return allFor(colours[at], colours[at + 1], all);
    return (cells[row * AB_CELLS + column] ??= candidatesIn(row + AB_MIN, column + AB_MIN, bins, count));
  };
}

function allFor(a: number, b: number, all: Int32Array): Int32Array {
  if (!Number.isFinite(a + b))
    throw new RangeError(`nearest bins: expected a finite colour, got (${a}, ${b})`);
  return all;
}

function candidatesIn(left: number, bottom: number, bins: Float32Array, count: number): Int32Array {
  const nearest = new Float64Array(bins.length / 2);
  const middle = new Float64Array(bins.length / 2);
  const bounds = new Float64Array(count).fill(Infinity); // the least of the farthest distances, ascending
  for (let bin = 0; bin < nearest.length; bin++) {
    const da = Math.abs(bins[2 * bin] - left - 0.5); // from the cell's centre
    const db = Math.abs(bins[2 * bin + 1] - bottom - 0.5);
    middle[bin] = da ** 2 + db ** 2;
    nearest[bin] = Math.max(0, da - 0.5) ** 2 + Math.max(0, db - 0.5) ** 2;
    insertAscending(bounds, (da + 0.5) ** 2 + (db + 0.5) ** 2);
  }
  return indicesWithin(nearest, bounds[count - 1]).sort((one, other) => middle[one] - middle[other]);
}

function insertAscending(values: Float64Array, value: number): void {
  let place = values.length - 1;
  if (value >= values[place]) return;
  for (; place > 0 && value < values[place - 1]; place--) {
    values[place] = values[place - 1];
  }
  values[place] = value;
}

function indicesWithin(values: Float64Array, bound: number): Int32Array {
  const indices: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] <= bound) indices.push(i);
  }
  return Int32Array.from(indices);
}
