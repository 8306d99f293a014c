import { sideOf } from './square.ts';

/** Widths of the Gaussian that the kernel reaches to either side: .3 % of it lie beyond. */
const REACH = 3;

/**
 * Blurs a square picture, in place, by a Gaussian of `sigma` pixels, as a lens out of focus or a movement does; beyond
 * its border lies the nearest pixel. lightness: L.
 */
export function blurLightness(lightness: Float32Array, sigma: number): void {
  const side = sideOf('blurLightness', lightness);
  const kernel = gaussian(sigma);
  const across = new Float32Array(lightness.length);
  blurRows(lightness, across, side, kernel); // each pass turns the picture over, so that two do rows and columns
  blurRows(across, lightness, side, kernel);
}

/** Rising from −reach to +reach, of sum 1. */
function gaussian(sigma: number): Float64Array {
  const reach = Math.max(1, Math.ceil(REACH * sigma));
  const heights = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigma ** 2)),
  );
  const sum = heights.reduce((total, height) => total + height, 0);
  return heights.map((height) => height / sum);
}

/** Each row of `from`, blurred, as a column of `into`. */
function blurRows(from: Float32Array, into: Float32Array, side: number, kernel: Float64Array): void {
  const reach = (kernel.length - 1) / 2;
  const row = new Float64Array(side + 2 * reach);
  for (let y = 0; y < side; y++) {
    for (let i = 0; i < row.length; i++) row[i] = from[y * side + Math.min(side - 1, Math.max(0, i - reach))];
    for (let x = 0; x < side; x++) {
      let sum = 0;
      for (let i = 0; i < kernel.length; i++) sum += kernel[i] * row[x + i];
      into[x * side + y] = sum;
    }
  }
}
