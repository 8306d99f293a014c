type Bytes = Uint8ClampedArray | Uint8Array;

/**
 * Peak signal-to-noise ratio in dB of two sRGB images: 10·log₁₀(255² / MSE), the MSE over all pixels and channels.
 * Infinite for equal images.
 */
export function psnr(x: Bytes, y: Bytes): number {
  assertSameSize('psnr', x, y);
  let squared = 0;
  for (let i = 0; i < x.length; i++) squared += (x[i] - y[i]) ** 2;
  return 10 * Math.log10((255 * 255 * x.length) / squared);
}

/**
 * Colourfulness of an sRGB image [n, 3]: σ + .3 μ, where σ and μ are the lengths of the standard deviations and of the
 * means of rg = R − G and yb = (R + G) / 2 − B, population statistics (Hasler & Süsstrunk 2003: 'signed').
 * 'absolute' takes |rg| and |yb| first, as the evaluation scripts of CT2 and DDColor do; the values are not comparable.
 */
export function colourfulness(rgb: Bytes, variant: 'signed' | 'absolute'): number {
  if (rgb.length === 0 || rgb.length % 3 !== 0) {
    throw new RangeError(`colourfulness: expected sRGB pixels [n, 3], got ${rgb.length} values`);
  }
  const opponent = variant === 'absolute' ? Math.abs : (value: number) => value;
  let [sumRg, sumYb, squares] = [0, 0, 0];
  for (let i = 0; i < rgb.length; i += 3) {
    const [r, g, b] = [rgb[i], rgb[i + 1], rgb[i + 2]];
    const rg = opponent(r - g);
    const yb = opponent((r + g) / 2 - b);
    sumRg += rg;
    sumYb += yb;
    squares += rg * rg + yb * yb;
  }
  const pixels = rgb.length / 3;
  const mean2 = (sumRg / pixels) ** 2 + (sumYb / pixels) ** 2;
  const variance = Math.max(0, squares / pixels - mean2); // of both together; rounding may go below 0
  return Math.sqrt(variance) + 0.3 * Math.sqrt(mean2);
}

export function assertSameSize(place: string, x: Bytes, y: Bytes): void {
  if (x.length !== y.length || x.length === 0 || x.length % 3 !== 0) {
    throw new RangeError(
      `${place}: expected two sRGB images [n, 3] of one size, got ${x.length} and ${y.length} values`,
    );
  }
}
