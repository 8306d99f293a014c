import { newMemory, openFunctions, placeParts } from '../wasm/open-functions.ts';
import { assertSameSize } from './rgb-metrics.ts';
import { CHANNELS, foursIn, SIDE, writeCompare, writeDescribe } from './ssim-code.ts';

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

/** Memory for images of one size, and what works in it. */
interface Comparer {
  readonly width: number;
  readonly height: number;
  /** Marks the image that `y` and `own` are of; null before the first. */
  holds: object | null;
  readonly x: Uint8Array; // [height, width, 3], behind seven rows of zeros
  readonly y: Uint8Array;
  /** Sums over seven rows, of x, x² and xy. */
  readonly columns: Int32Array;
  /** Address of what the windows of y are alone. */
  readonly own: number;
  /** The sum of all similarities, in two parts. */
  readonly sums: Float64Array; // [2]
  readonly describe: (...given: number[]) => void;
  readonly compare: (...given: number[]) => void;
}

let last: Comparer | null = null;

/** Photos of a run are of one size, so that one memory is used again and again. */
function comparerOf(width: number, height: number): Comparer {
  if (last?.width !== width || last.height !== height) last = openComparer(width, height);
  return last;
}

function openComparer(width: number, height: number): Comparer {
  const line = CHANNELS * width;
  const columnBytes = 4 * (line + 4 * CHANNELS); // the last vectors reach beyond the row
  const sizes = { line, columns: columnBytes, windows: 0 };
  const rows = { ...sizes, windows: 16 * foursIn(sizes) * (height - SIDE + 1) };
  const picture = line * (SIDE + height);
  const addresses = placeParts([picture, picture, 3 * columnBytes, 2 * rows.windows, 16]);
  const [x = 0, y = 0, columns = 0, own = 0, sums = 0, end = 0] = addresses;
  const memory = newMemory(end);
  return {
    ...{ width, height, holds: null, own },
    x: new Uint8Array(memory.buffer, x + SIDE * line, line * height),
    y: new Uint8Array(memory.buffer, y + SIDE * line, line * height),
    columns: new Int32Array(memory.buffer, columns, (3 * columnBytes) / 4),
    sums: new Float64Array(memory.buffer, sums, 2),
    ...openFunctions({ describe: writeDescribe(rows), compare: writeCompare(rows) }, memory),
  };
}

function describeOwn({ height, y: held, columns, own, describe }: Comparer, y: Bytes): void {
  held.set(y);
  columns.fill(0);
  describe(held.byteOffset, held.byteOffset, columns.byteOffset, own, height - SIDE + 1);
}

/** → mean similarity of all windows of all channels */
function compareAll({ width, height, x, y, columns, own, sums, compare }: Comparer): number {
  const down = height - SIDE + 1;
  columns.fill(0);
  compare(x.byteOffset, y.byteOffset, columns.byteOffset, own, down, sums.byteOffset);
  return (sums[0] + sums[1]) / (down * CHANNELS * (width - SIDE + 1));
}
