import { assertSameSize } from './rgb-metrics.ts';

const SIDE = 7;
const PIXELS = SIDE * SIDE;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * Mean structural similarity of two sRGB images [height, width, 3], in −1..1 (Wang et al. 2004).
 * As scikit-image's structural_similarity(x, y, channel_axis=2, data_range=255): uniform 7 × 7 windows wholly
 * inside the image, sample (co)variance, mean over windows and channels. Throws below 7 × 7 pixels.
 */
export function ssim(
  x: Uint8ClampedArray | Uint8Array,
  y: Uint8ClampedArray | Uint8Array,
  width: number,
  height: number,
): number {
  assertSameSize('ssim', x, y);
  if (x.length !== 3 * width * height || width < SIDE || height < SIDE) {
    throw new RangeError(
      `ssim: expected images of at least ${SIDE} × ${SIDE} pixels, got ${width} × ${height} and ${x.length} values`,
    );
  }
  const channels = [0, 1, 2].map((channel) => channelSsim(plane(x, channel), plane(y, channel), width));
  return channels.reduce((sum, value) => sum + value, 0) / 3;
}

function plane(rgb: Uint8ClampedArray | Uint8Array, channel: number): Float64Array {
  const values = new Float64Array(rgb.length / 3);
  for (let pixel = 0; pixel < values.length; pixel++) values[pixel] = rgb[3 * pixel + channel];
  return values;
}

function product(x: Float64Array, y: Float64Array): Float64Array {
  const values = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) values[i] = x[i] * y[i];
  return values;
}

function channelSsim(x: Float64Array, y: Float64Array, width: number): number {
  const sumsOf = (values: Float64Array): Float64Array => windowSums(values, width);
  const [sx, sy] = [sumsOf(x), sumsOf(y)];
  const [sxx, syy, sxy] = [sumsOf(product(x, x)), sumsOf(product(y, y)), sumsOf(product(x, y))];
  let total = 0;
  for (let i = 0; i < sx.length; i++) {
    total += similarity(sx[i] / PIXELS, sy[i] / PIXELS, sxx[i] / PIXELS, syy[i] / PIXELS, sxy[i] / PIXELS);
  }
  return total / sx.length;
}

// From the means of x, y, x², y² and xy over one window.
function similarity(mx: number, my: number, mxx: number, myy: number, mxy: number): number {
  const sample = PIXELS / (PIXELS - 1);
  const varianceSum = sample * (mxx - mx * mx + myy - my * my);
  const covariance = sample * (mxy - mx * my);
  return ((2 * mx * my + C1) * (2 * covariance + C2)) / ((mx * mx + my * my + C1) * (varianceSum + C2));
}

// Sums over every 7 × 7 window, by rows and then by columns. The values are integers, so sums that drop what leaves the
// window and take in what enters it are exact.
function windowSums(values: Float64Array, width: number): Float64Array {
  return sumsDown(sumsAcross(values, width), width - SIDE + 1);
}

// [height, width] → [height, width − 6]
function sumsAcross(values: Float64Array, width: number): Float64Array {
  const across = width - SIDE + 1;
  const out = new Float64Array((values.length / width) * across);
  for (let from = 0, to = 0; from < values.length; from += width, to += across) {
    let sum = 0;
    for (let x = 0; x < SIDE - 1; x++) sum += values[from + x];
    for (let x = 0; x < across; x++) {
      sum += values[from + x + SIDE - 1];
      out[to + x] = sum;
      sum -= values[from + x];
    }
  }
  return out;
}

// [height, width] → [height − 6, width]
function sumsDown(values: Float64Array, width: number): Float64Array {
  const reach = (SIDE - 1) * width;
  const out = new Float64Array(values.length - reach);
  const sums = new Float64Array(width);
  for (let i = 0; i < reach; i++) sums[i % width] = sums[i % width] + values[i];
  for (let row = 0; row < out.length; row += width)
    for (let x = 0; x < width; x++) {
      out[row + x] = sums[x] + values[row + x + reach];
      sums[x] = out[row + x] - values[row + x];
    }
  return out;
}
