import { type Samples, transferOf } from '../lab/rgb-space.ts';
import { openFunctions } from '../wasm/open-functions.ts';
import { writeLightness } from './light-code.ts';
import {
  makeRoom,
  type PixelMemory,
  pixelMemoryOf,
  type SampleBytes,
  viewFloats,
  viewPixels,
} from './pixel-memory.ts';
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
  const lightnessOfRow = rowReader(stripe, of);
  const line = new Float64Array(to.width);
  for (let y = 0; y < rows; y++) {
    sumRow(lightnessOfRow(y), across, line);
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

/** Reads the lightness of one row after the other, always into the same memory. → [width] */
function rowReader({ samples, channels }: Stripe, { width }: Size) {
  const memory = pixelMemoryOf(samples);
  const fours = Math.ceil(width / 4);
  const [from, to] = makeRoom(memory, [12 * fours * memory.bytes, 16 * fours]);
  const pixels = viewPixels(memory, from, 3 * width);
  const lightness = viewFloats(memory, to, width);
  const { readLightness } = functionsOf(memory);
  return (row: number): Float32Array => {
    const own = samples.subarray(row * width * channels, (row + 1) * width * channels);
    if (channels === 3) pixels.set(own);
    else layOnWhite(own, pixels);
    readLightness(from, to, fours);
    return lightness;
  };
}

/** Mixed in samples, as viewers do it. [n, 4] → [n, 3] */
function layOnWhite(samples: Samples, opaque: Samples): void {
  const { white } = transferOf(samples);
  for (let from = 0, to = 0; from < samples.length; from += 4, to += 3) {
    const cover = samples[from + 3] / white;
    for (let c = 0; c < 3; c++) opaque[to + c] = Math.round(white + (samples[from + c] - white) * cover);
  }
}

const opened = new Map<SampleBytes, ReturnType<typeof openReading>>();

function functionsOf(memory: PixelMemory) {
  const known = opened.get(memory.bytes) ?? openReading(memory);
  opened.set(memory.bytes, known);
  return known;
}

function openReading(memory: PixelMemory) {
  return openFunctions({ readLightness: writeLightness(memory) }, memory.memory);
}
