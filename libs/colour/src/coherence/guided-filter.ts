import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { f64x2 } from '../wasm/ops.ts';
import {
  COLUMN_BYTES,
  DESCRIBED_BYTES,
  LINE_BYTES,
  writeAverageRow,
  writeDescribeRow,
  writeFitRow,
  writeMoveCells,
  writeMoveLines,
} from './guide-code.ts';
import { countWindow, type Windows } from './sum-windows.ts';

/** Numbers for every cell of a grid. */
export interface Lattice {
  readonly values: Float32Array; // [down, across, channels]
  readonly across: number;
  readonly down: number;
  readonly channels: number;
}

export interface GuidedFiltering {
  /** Half the side of a window, in cells: it has 2 · radius + 1 on a side, and fewer at the border. */
  readonly radius: number;
  /** In squared units of the guide: where its variance in a window is far above, an edge is kept; far below, smoothed. */
  readonly epsilon: number;
}

/**
 * The guided filter (He, Sun & Tang 2010, equations 5, 6 and 8), every channel for itself: in each window around a
 * cell a channel is said by a line in the guide, a ridge regression with the penalty ε, and a cell gets the mean of
 * what the lines of all windows around it say. So a channel is smoothed where the guide is, and keeps the guide's
 * edges. Linear in the lattice; what is constant stays. guide [down, across] → [down, across, channels]
 *
 * The guide, which must not change, serves many lattices: what its windows are like is looked at once.
 */
export function openGuidedFilter(
  guide: Float32Array,
  options: GuidedFiltering,
): (lattice: Lattice) => Float32Array {
  const mark = {};
  return (lattice) => {
    checkLattice(lattice, guide, options);
    const filter = filterFor({ across: lattice.across, down: lattice.down, radius: options.radius }, options);
    if (filter.holds !== mark) describeGuide(filter, guide); // another guide may have been used meanwhile
    filter.holds = mark;
    return filterPairs(filter, lattice);
  };
}

function checkLattice(
  { values, across, down, channels }: Lattice,
  guide: Float32Array,
  { radius, epsilon }: GuidedFiltering,
): void {
  if (guide.length !== down * across || values.length !== guide.length * channels)
    throw new RangeError(
      `openGuidedFilter: expected values [${down}, ${across}, ${channels}] and a guide [${down}, ${across}], got ${values.length} and ${guide.length} numbers`,
    );
  if (!Number.isInteger(radius) || radius < 1 || !(epsilon > 0))
    throw new RangeError(
      `openGuidedFilter: expected a whole radius from 1 and an epsilon above 0, got ${radius} and ${epsilon}`,
    );
}

/** Memory for lattices of one size, and what works in it. Channels are filtered two at a time. */
interface Filter extends Windows {
  readonly epsilon: number;
  /** Marks the guide that is described; null before the first. */
  holds: object | null;
  readonly pair: Float32Array; // [down, across, 2]
  readonly guide: Float32Array; // [down, across]
  /** Sums of columns between columns of zeros: radius + 1 of them on each side. */
  readonly columns: Float64Array;
  /** 1 / cells of each window. */
  readonly share: Float64Array; // [down, across]
  /** Addresses of what the guide is like and of the lines, in every window. */
  readonly described: number;
  readonly lines: number;
  readonly kernels: ReturnType<typeof openKernels>;
}

let last: Filter | null = null;

/** Photos of a run are of one size, so that one memory is used again and again. */
function filterFor(windows: Windows, { epsilon }: GuidedFiltering): Filter {
  const { across, down, radius } = windows;
  const fits = last?.across === across && last.down === down && last.radius === radius;
  if (last === null || !fits || last.epsilon !== epsilon) last = openFilter(windows, epsilon);
  return last;
}

function openFilter(windows: Windows, epsilon: number): Filter {
  const { across, down, radius } = windows;
  const cells = across * down;
  const summed = across + 2 * (radius + 1);
  const sizes = [8, 4, DESCRIBED_BYTES, LINE_BYTES, 8].map((bytes) => bytes * cells);
  const addresses = placeParts([...sizes, COLUMN_BYTES * summed]);
  const [pair = 0, guide = 0, described = 0, lines = 0, share = 0, columns = 0, end = 0] = addresses;
  const memory = newMemory(end);
  const shares = new Float64Array(memory.buffer, share, cells);
  for (let cell = 0; cell < cells; cell++) shares[cell] = 1 / countWindow(windows, cell);
  return {
    ...windows,
    ...{ epsilon, holds: null, share: shares, described, lines },
    pair: new Float32Array(memory.buffer, pair, 2 * cells),
    guide: new Float32Array(memory.buffer, guide, cells),
    columns: new Float64Array(memory.buffer, columns, (COLUMN_BYTES / 8) * summed),
    kernels: openKernels(memory, epsilon),
  };
}

function openKernels(memory: ReturnType<typeof newMemory>, epsilon: number) {
  const functions = {
    addCells: writeMoveCells(f64x2.add),
    dropCells: writeMoveCells(f64x2.sub),
    addLines: writeMoveLines(f64x2.add),
    dropLines: writeMoveLines(f64x2.sub),
    describeRow: writeDescribeRow(epsilon),
    fitRow: writeFitRow(),
    averageRow: writeAverageRow(),
  };
  return openFunctions(functions, memory);
}

/** Of the guide itself as both channels, level and product are what its mean and its variance are made of. */
function describeGuide(filter: Filter, guide: Float32Array): void {
  const { pair, across, radius, columns, share, described, kernels } = filter;
  filter.guide.set(guide);
  for (let cell = 0; cell < guide.length; cell++) pair.fill(guide[cell], 2 * cell, 2 * cell + 2);
  sumCells(filter, (first) =>
    kernels.describeRow(
      columns.byteOffset,
      share.byteOffset + 8 * first,
      described + DESCRIBED_BYTES * first,
      across,
      radius,
    ),
  );
}

function filterPairs(filter: Filter, { values, channels }: Lattice): Float32Array {
  const { pair } = filter;
  if (channels === 2) {
    pair.set(values);
    filterPair(filter);
    return pair.slice();
  }
  const filtered = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0, from = channel; i < pair.length; i += 2, from += channels) pair[i] = values[from];
    filterPair(filter);
    for (let i = 0, to = channel; i < pair.length; i += 2, to += channels) filtered[to] = pair[i];
  }
  return filtered;
}

/** Filters what `pair` holds. */
function filterPair(filter: Filter): void {
  const { across, radius, columns, guide, pair, share, described, lines, kernels } = filter;
  sumCells(filter, (first) =>
    kernels.fitRow(
      columns.byteOffset,
      share.byteOffset + 8 * first,
      described + DESCRIBED_BYTES * first,
      lines + LINE_BYTES * first,
      across,
      radius,
    ),
  );
  const moveLines = (move: (...given: number[]) => void, first: number) =>
    move(lines + LINE_BYTES * first, firstColumn(filter), across);
  const add = (first: number) => moveLines(kernels.addLines, first);
  const drop = (first: number) => moveLines(kernels.dropLines, first);
  slideDown(filter, { add, drop }, (first) =>
    kernels.averageRow(
      columns.byteOffset,
      share.byteOffset + 8 * first,
      guide.byteOffset + 4 * first,
      pair.byteOffset + 8 * first,
      across,
      radius,
    ),
  );
}

function sumCells(filter: Filter, look: (first: number) => void): void {
  const { pair, guide, across, kernels } = filter;
  const moveCells = (move: (...given: number[]) => void, first: number) =>
    move(pair.byteOffset + 8 * first, guide.byteOffset + 4 * first, firstColumn(filter), across);
  const add = (first: number) => moveCells(kernels.addCells, first);
  const drop = (first: number) => moveCells(kernels.dropCells, first);
  slideDown(filter, { add, drop }, look);
}

function firstColumn({ columns, radius }: Filter): number {
  return columns.byteOffset + COLUMN_BYTES * (radius + 1);
}

/** What enters the sums of the columns, and what leaves them, by the first cell of its row. */
interface Moves {
  readonly add: (first: number) => void;
  readonly drop: (first: number) => void;
}

/** Sums the columns over the rows of every window, from row to row; `look` is called with the first cell of each. */
function slideDown(
  { across, down, radius, columns }: Filter,
  { add, drop }: Moves,
  look: Moves['add'],
): void {
  columns.fill(0);
  for (let y = 0; y < Math.min(radius, down); y++) add(y * across);
  for (let y = 0; y < down; y++) {
    if (y + radius < down) add((y + radius) * across);
    if (y > radius) drop((y - radius - 1) * across);
    look(y * across);
  }
}
