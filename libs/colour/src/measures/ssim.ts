import { newMemory, openFunctions, placeParts, type WasmMemory } from '../wasm/open-functions.ts';
import { assertSameSize } from './rgb-metrics.ts';
import { CHANNELS, SIDE, writeCompareWindows, writeDescribeWindows, writeMoveColumns } from './ssim-code.ts';

type Bytes = Uint8ClampedArray | Uint8Array;

/**
 * Mean structural similarity of two sRGB images [height, width, 3], in −1..1 (Wang et al. 2004).
 * As scikit-image's structural_similarity(x, y, channel_axis=2, data_range=255): uniform 7 × 7 windows wholly
 * inside the image, sample (co)variance, mean over windows and channels. Throws below 7 × 7 pixels.
 */
export function ssim(x: Bytes, y: Bytes, width: number, height: number): number {
  return ssimWith(y, width, height)(x);
}

/**
 * `ssim` with one image, which must not change, for many to be compared with: what it alone adds to every window is summed
 * up once.
 */
export function ssimWith(y: Bytes, width: number, height: number): (x: Bytes) => number {
  if (y.length !== 3 * width * height || width < SIDE || height < SIDE) {
    throw new RangeError(
      `ssim: expected images of at least ${SIDE} × ${SIDE} pixels, got ${width} × ${height} and ${y.length} values`,
    );
  }
  const comparer = comparerOf(width, height);
  const mark = {};
  return (x) => {
    assertSameSize('ssim', x, y);
    if (comparer.holds !== mark) describeOwn(comparer, y); // another image may have been compared with meanwhile
    comparer.holds = mark;
    comparer.x.set(x);
    return compareAll(comparer);
  };
}

/** Memory for images of one size, and what works in it. A row is read value by value, whatever channel each is of. */
interface Comparer {
  readonly width: number;
  readonly height: number;
  /** Marks the image that `y` and `own` are of; null before the first. */
  holds: object | null;
  readonly x: Uint8Array; // [height, width, 3]
  readonly y: Uint8Array;
  /** Sums over seven rows, of x, x² and xy. */
  readonly columns: Int32Array; // [3, width · 3 and some more]
  /** What the windows of y are alone, row by row. */
  readonly own: Int32Array; // [2, down, across]
  /** Values at which a window begins in a row, and up to three more. */
  readonly across: number;
  /** Similarities of a row of windows. */
  readonly row: Float64Array; // [across]
  readonly moveColumns: (...given: number[]) => void;
  readonly describeWindows: (...given: number[]) => void;
  readonly compareWindows: (...given: number[]) => void;
  /** Address of a row of zeros. */
  readonly zeros: number;
}

let last: Comparer | null = null;

/** Photos of a run are of one size, so that one memory is used again and again. */
function comparerOf(width: number, height: number): Comparer {
  if (last?.width !== width || last.height !== height) last = openComparer(width, height);
  return last;
}

function openComparer(width: number, height: number): Comparer {
  const line = CHANNELS * width;
  const across = roundUp(line - CHANNELS * (SIDE - 1), 4);
  const columnsEach = roundUp(line, 4) + 4 * CHANNELS;
  const windows = (height - SIDE + 1) * across;
  const sizes = [line * height, line * height, line, 12 * columnsEach, 8 * windows, 8 * across];
  const addresses = placeParts(sizes);
  const memory = newMemory(addresses.at(-1) ?? 0);
  const [x = 0, y = 0, zeros = 0, columns = 0, own = 0, row = 0] = addresses;
  return {
    ...{ width, height, holds: null, across, zeros },
    x: new Uint8Array(memory.buffer, x, line * height),
    y: new Uint8Array(memory.buffer, y, line * height),
    columns: new Int32Array(memory.buffer, columns, 3 * columnsEach),
    own: new Int32Array(memory.buffer, own, 2 * windows),
    row: new Float64Array(memory.buffer, row, across),
    ...openKernels(memory, 4 * columnsEach, 4 * windows),
  };
}

function openKernels(memory: WasmMemory, columns: number, windows: number) {
  const [sums, own] = [{ next: columns }, { next: windows }];
  const functions = {
    moveColumns: writeMoveColumns(sums),
    describeWindows: writeDescribeWindows(sums, own),
    compareWindows: writeCompareWindows(sums, own),
  };
  return openFunctions(functions, memory);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function describeOwn(comparer: Comparer, y: Bytes): void {
  const { across, columns, own, describeWindows } = comparer;
  comparer.x.set(y);
  comparer.y.set(y);
  moveDown(comparer, (row) =>
    describeWindows(columns.byteOffset, own.byteOffset + 4 * row * across, across / 4),
  );
}

/** → mean similarity of all windows of all channels */
function compareAll(comparer: Comparer): number {
  const { height, width, across, columns, own, row: similarities, compareWindows } = comparer;
  const count = CHANNELS * (width - SIDE + 1);
  let total = 0;
  moveDown(comparer, (row) => {
    compareWindows(
      columns.byteOffset,
      own.byteOffset + 4 * row * across,
      similarities.byteOffset,
      across / 4,
    );
    total = addUp(similarities, count, total);
  });
  return total / ((height - SIDE + 1) * count);
}

function addUp(values: Float64Array, count: number, before: number): number {
  let sum = before;
  for (let i = 0; i < count; i++) sum += values[i];
  return sum;
}

/** Sums the columns over seven rows, from row to row; `look` is called with each first one. */
function moveDown(comparer: Comparer, look: (row: number) => void): void {
  const { x, y, width, height, zeros, columns, moveColumns } = comparer;
  const line = CHANNELS * width;
  const fours = Math.ceil(line / 4);
  columns.fill(0);
  for (let row = 0; row < height; row++) {
    const added = row * line;
    const dropped = added - SIDE * line;
    const [oldX, oldY] = row < SIDE ? [zeros, zeros] : [x.byteOffset + dropped, y.byteOffset + dropped];
    moveColumns(x.byteOffset + added, oldX, y.byteOffset + added, oldY, columns.byteOffset, fours);
    if (row >= SIDE - 1) look(row - SIDE + 1);
  }
}
