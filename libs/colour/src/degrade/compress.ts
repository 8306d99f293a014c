import { greyOnScreen, lightnessOnScreen } from '../lab/screen-grey.ts';
import { sideOf } from './square.ts';

/** Side of a block. */
const N = 8;

// ITU-T T.81 (1992), Annex K.1, table K.1: quantisation of luminance, row by row from the lowest frequency.
const LUMINANCE = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();

/** The DCT of T.81, A.3.3, as an orthonormal matrix [u, x]; its inverse is its transpose. */
const FORWARD = Float64Array.from({ length: N * N }, (_, i) => {
  const [u, x] = [Math.floor(i / N), i % N];
  return (u === 0 ? Math.SQRT1_2 : 1) * 0.5 * Math.cos(((2 * x + 1) * u * Math.PI) / (2 * N));
});
const INVERSE = FORWARD.map((_, i) => FORWARD[(i % N) * N + Math.floor(i / N)]);

/**
 * Does to a square picture, in place, what saving it as a grey JPEG does: its greys become bytes, and the cosines of
 * each block of 8 × 8 whole steps of the standard's table, scaled to `quality` as the Independent JPEG Group's library
 * does. Blocks at the border go on with its last pixels. lightness: L 0..100; quality: 1..100.
 */
export function compressLightness(lightness: Float32Array, quality: number): void {
  const side = sideOf('compressLightness', lightness);
  const steps = scaleSteps(quality);
  const grey = greyOnScreen(lightness);
  const [block, half] = [new Float64Array(N * N), new Float64Array(N * N)];
  for (let top = 0; top < side; top += N)
    for (let left = 0; left < side; left += N) {
      readBlock(grey, block, { side, top, left });
      multiply(FORWARD, block, half);
      multiply(FORWARD, half, block);
      for (let i = 0; i < block.length; i++) block[i] = steps[i] * Math.round(block[i] / steps[i]);
      multiply(INVERSE, block, half);
      multiply(INVERSE, half, block);
      writeBlock(block, grey, { side, top, left });
    }
  lightness.set(lightnessOnScreen(grey));
}

/** Whole steps 1..255, as `jpeg_quality_scaling` and `jpeg_add_quant_table` of libjpeg make them. */
function scaleSteps(quality: number): Float64Array {
  if (!(quality >= 1 && quality <= 100))
    throw new RangeError(`compressLightness: expected a quality from 1 to 100, got ${quality}`);
  const whole = Math.round(quality);
  const percent = whole < 50 ? Math.floor(5000 / whole) : 200 - 2 * whole;
  return Float64Array.from(LUMINANCE, (step) =>
    Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))),
  );
}

interface Place {
  readonly side: number;
  readonly top: number;
  readonly left: number;
}

function readBlock(grey: Float32Array, block: Float64Array, { side, top, left }: Place): void {
  for (let y = 0; y < N; y++)
    for (let x = 0; x < N; x++) {
      const at = Math.min(side - 1, top + y) * side + Math.min(side - 1, left + x);
      block[y * N + x] = Math.round(grey[at]) - 128;
    }
}

/** into ← (matrix · block)ᵀ; twice, matrix · block · matrixᵀ */
function multiply(matrix: Float64Array, block: Float64Array, into: Float64Array): void {
  for (let row = 0; row < N; row++)
    for (let column = 0; column < N; column++) {
      let sum = 0;
      for (let i = 0; i < N; i++) sum += matrix[row * N + i] * block[i * N + column];
      into[column * N + row] = sum;
    }
}

function writeBlock(block: Float64Array, grey: Float32Array, { side, top, left }: Place): void {
  const [height, width] = [Math.min(N, side - top), Math.min(N, side - left)];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      grey[(top + y) * side + left + x] = Math.min(255, Math.max(0, Math.round(block[y * N + x] + 128)));
}
