import { RGB_TO_XYZ } from '../lab/lab.ts';
import { LIGHT_CELLS, lightCurve, transferOf } from '../lab/rgb-space.ts';
import { remembering } from './remember.ts';
import { rowsOf, type Size, type Stripe } from './stripe.ts';

/** What a stripe adds to the rows of a smaller plane. */
export interface LightnessSums {
  /** The row of the smaller plane that the first row of the sums is. */
  readonly top: number;
  readonly values: Float32Array; // [rows, width]
}

/** How the pixels of a line are shared out among cells: pixel i to the cell `first`, what is left of it to the next. */
interface Shares {
  readonly first: Int32Array;
  readonly own: Float64Array;
  readonly next: Float64Array;
  /** For each cell the first pixel that is its own, and at the end the number of pixels. */
  readonly starts: Int32Array;
}

/**
 * Lightness, averaged over areas: every cell of the smaller plane is the mean L 0..100 of the pixels under it, in
 * proportion to what it covers of each. Sums of all stripes of a picture, added up, are the plane, whatever the
 * stripes. Transparent pixels lie on white.
 */
export function shrinkLightness(stripe: Stripe, of: Size, to: Size): LightnessSums {
  const rows = rowsOf(stripe, of);
  const across = sharesOf(of.width, to.width);
  const down = sharesOf(of.height, to.height);
  const top = down.first[stripe.top];
  const bottom = down.first[stripe.top + rows - 1];
  const values = new Float32Array((bottom - top + 2) * to.width); // one more, for what is left of the last row
  const lightness = new Float32Array(of.width);
  const line = new Float64Array(to.width);
  for (let y = 0; y < rows; y++) {
    lightnessOfRow(stripe, y, lightness);
    sumRow(lightness, across, line);
    const row = stripe.top + y;
    const start = (down.first[row] - top) * to.width;
    for (let x = 0; x < to.width; x++) {
      values[start + x] += down.own[row] * line[x];
      values[start + to.width + x] += down.next[row] * line[x];
    }
  }
  return { top, values };
}

/** Adds the sums of a stripe to the plane that they are part of. */
export function addLightness(plane: Float32Array, { width }: Size, { top, values }: LightnessSums): void {
  const start = top * width;
  const end = Math.min(values.length, plane.length - start); // beyond it nothing is left of the last row
  for (let i = 0; i < end; i++) plane[start + i] += values[i];
}

const sharesOf = /* @__PURE__ */ remembering(computeShares);

function computeShares(size: number, cells: number): Shares {
  const step = size / cells;
  const first = Int32Array.from({ length: size }, (_, i) => Math.min(cells - 1, Math.floor(i / step)));
  const own = Float64Array.from(first, (cell, i) => Math.min(1, (cell + 1) * step - i) / step);
  const next = Float64Array.from(own, (share) => Math.max(0, 1 / step - share));
  const starts = new Int32Array(cells + 1).fill(size);
  for (let i = size - 1; i >= 0; i--) starts[first[i]] = i;
  return { first, own, next, starts };
}

/** Of the pixels of a cell only the last may reach into the next. */
function sumRow(lightness: Float32Array, { starts, own, next }: Shares, line: Float64Array): void {
  let before = 0;
  for (let cell = 0; cell + 1 < starts.length; cell++) {
    const last = starts[cell + 1] - 1;
    let sum = 0;
    for (let x = starts[cell]; x < last; x++) sum += lightness[x];
    line[cell] = before + sum * own[starts[cell]] + lightness[last] * own[last];
    before = lightness[last] * next[last];
  }
}

function lightnessOfRow({ samples, channels }: Stripe, row: number, lightness: Float32Array): void {
  const { linear, white } = transferOf(samples);
  const curve = lightCurve();
  const [, , , yr, yg, yb] = RGB_TO_XYZ;
  let i = row * lightness.length * channels;
  for (let x = 0; x < lightness.length; x++, i += channels) {
    const light =
      channels === 3 || samples[i + 3] === white
        ? yr * linear[samples[i]] + yg * linear[samples[i + 1]] + yb * linear[samples[i + 2]]
        : lightOnWhite(samples, i, linear);
    const place = light * LIGHT_CELLS;
    const cell = place | 0;
    lightness[x] = 116 * (curve[cell] + (curve[cell + 1] - curve[cell]) * (place - cell)) - 16;
  }
}

/** Mixed in samples, as viewers do it. */
function lightOnWhite(samples: Stripe['samples'], at: number, linear: Float32Array): number {
  const white = linear.length - 1;
  const cover = samples[at + 3] / white;
  return RGB_TO_XYZ.slice(3, 6).reduce(
    (sum, weight, c) => sum + weight * linear[Math.round(white + (samples[at + c] - white) * cover)],
    0,
  );
}
