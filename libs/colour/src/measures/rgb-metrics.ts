import { type Bytes, sumOpponents, sumSquaredDifferences } from './rgb-sums.ts';

/**
 * Peak signal-to-noise ratio in dB of two sRGB images: 10·log₁₀(255² / MSE), the MSE over all pixels and channels.
 * Infinite for equal images.
 */
export function psnr(x: Bytes, y: Bytes): number {
  assertSameSize('psnr', x, y);
  return 10 * Math.log10((255 * 255 * x.length) / sumSquaredDifferences(x, y));
}

/** Colourfulness in both variants, whose values are not comparable. */
export interface Colourfulness {
  /** Of rg and yb as they are (Hasler & Süsstrunk 2003). */
  readonly signed: number;
  /** Of |rg| and |yb|, as the evaluation scripts of CT2 and DDColor have it. */
  readonly absolute: number;
}

/**
 * Colourfulness of an sRGB image [n, 3]: σ + .3 μ, where σ and μ are the lengths of the standard deviations and of the
 * means of rg = R − G and yb = (R + G) / 2 − B, population statistics.
 */
export function colourfulness(rgb: Bytes): Colourfulness {
  if (rgb.length === 0 || rgb.length % 3 !== 0) {
    throw new RangeError(`colourfulness: expected sRGB pixels [n, 3], got ${rgb.length} values`);
  }
  const pixels = rgb.length / 3;
  const { rg, yb, rgLength, ybLength, squares } = sumOpponents(rgb);
  const meanSquare = squares / pixels;
  return {
    signed: weighSpread(meanSquare, rg / pixels, yb / pixels),
    absolute: weighSpread(meanSquare, rgLength / pixels, ybLength / pixels),
  };
}

/** σ + .3 μ, from the mean square and the means of both opponents. */
function weighSpread(meanSquare: number, rg: number, yb: number): number {
  const mean2 = rg ** 2 + yb ** 2;
  const variance = Math.max(0, meanSquare - mean2); // of both together; rounding may go below 0
  return Math.sqrt(variance) + 0.3 * Math.sqrt(mean2);
}

export function assertSameSize(place: string, x: Bytes, y: Bytes): void {
  if (x.length !== y.length || x.length === 0 || x.length % 3 !== 0) {
    throw new RangeError(
      `${place}: expected two sRGB images [n, 3] of one size, got ${x.length} and ${y.length} values`,
    );
  }
}
