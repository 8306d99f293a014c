import { assertSameSize } from './rgb-metrics.ts';

const SIDE = 7;
const PIXELS = SIDE * SIDE;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
/** From the variance of the pixels of a window to that of a sample. */
const SAMPLE = PIXELS / (PIXELS - 1);

type Bytes = Uint8ClampedArray | Uint8Array;

/**
 * Mean structural similarity of two sRGB images [height, width, 3], in −1..1 (Wang et al. 2004).
 * As scikit-image's structural_similarity(x, y, channel_axis=2, data_range=255): uniform 7 × 7 windows wholly
 * inside the image, sample (co)variance, mean over windows and channels. Throws below 7 × 7 pixels.
 */
export function ssim(x: Bytes, y: Bytes, width: number, height: number): number {
  return ssimWith(y, width, height)(x);
}

/** `ssim` with one image, for many to be compared with: what it alone adds to every window is summed up once. */
export function ssimWith(y: Bytes, width: number, height: number): (x: Bytes) => number {
  if (y.length !== 3 * width * height || width < SIDE || height < SIDE) {
    throw new RangeError(
      `ssim: expected images of at least ${SIDE} × ${SIDE} pixels, got ${width} × ${height} and ${y.length} values`,
    );
  }
  const across = width - SIDE + 1;
  const windows = across * (height - SIDE + 1);
  const channels = [0, 1, 2].map((channel) => ({
    channel,
    own: sumWindows(y, y, channel, width, emptySums(windows)),
  }));
  const scratch = emptySums(windows);
  return (x) => {
    assertSameSize('ssim', x, y);
    const meanOf = ({ channel, own }: (typeof channels)[number]) =>
      meanSimilarity(sumWindows(x, y, channel, width, scratch), own);
    return channels.reduce((sum, one) => sum + meanOf(one), 0) / 3;
  };
}

/** Sums of x, x² and xy. They are whole numbers, so that sums which drop what leaves and take in what enters are exact. */
interface Sums {
  readonly x: Int32Array;
  readonly xx: Int32Array;
  readonly xy: Int32Array;
}

function emptySums(length: number): Sums {
  return { x: new Int32Array(length), xx: new Int32Array(length), xy: new Int32Array(length) };
}

/** Over every 7 × 7 window of one channel, into `out` [height − 6, width − 6]: down the columns, then across. */
function sumWindows(x: Bytes, y: Bytes, channel: number, width: number, out: Sums): Sums {
  const columns = emptySums(width);
  const line = 3 * width;
  const across = width - SIDE + 1;
  for (let row = 0, start = channel; start < x.length; row++, start += line) {
    addRow(columns, x, y, start);
    if (row >= SIDE) dropRow(columns, x, y, start - SIDE * line);
    if (row >= SIDE - 1) sumAcross(columns, out, (row - SIDE + 1) * across);
  }
  return out;
}

function addRow({ x: sums, xx: squares, xy: products }: Sums, x: Bytes, y: Bytes, start: number): void {
  for (let column = 0, i = start; column < sums.length; column++, i += 3) {
    const value = x[i];
    sums[column] = sums[column] + value;
    squares[column] = squares[column] + value * value;
    products[column] = products[column] + value * y[i];
  }
}

function dropRow({ x: sums, xx: squares, xy: products }: Sums, x: Bytes, y: Bytes, start: number): void {
  for (let column = 0, i = start; column < sums.length; column++, i += 3) {
    const value = x[i];
    sums[column] = sums[column] - value;
    squares[column] = squares[column] - value * value;
    products[column] = products[column] - value * y[i];
  }
}

function sumAcross({ x: sums, xx: squares, xy: products }: Sums, out: Sums, start: number): void {
  let sum = 0;
  let square = 0;
  let product = 0;
  for (let column = 0, left = 1 - SIDE; column < sums.length; column++, left++) {
    sum += sums[column];
    square += squares[column];
    product += products[column];
    if (left < 0) continue;
    out.x[start + left] = sum;
    out.xx[start + left] = square;
    out.xy[start + left] = product;
    sum -= sums[left];
    square -= squares[left];
    product -= products[left];
  }
}

/** From the sums of x with y, and those of y with itself. */
function meanSimilarity({ x, xx, xy }: Sums, { x: y, xx: yy }: Sums): number {
  let total = 0;
  for (let i = 0; i < y.length; i++) {
    const mx = x[i] / PIXELS;
    const my = y[i] / PIXELS;
    const varianceSum = SAMPLE * (xx[i] / PIXELS - mx * mx + yy[i] / PIXELS - my * my);
    const covariance = SAMPLE * (xy[i] / PIXELS - mx * my);
    total += ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (varianceSum + C2));
  }
  return total / y.length;
}
