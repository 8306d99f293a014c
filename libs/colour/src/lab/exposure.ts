// CIE 15:2004: L = 116·∛Y − 16 above Y = (6/29)³ (L = 8), κ·Y below, with luminance Y in 0..1.
const KAPPA = (29 / 3) ** 3; // 903.3
const JOINT = 8;

/**
 * Raises the light of a picture by `stops` (lowers it where negative), as a longer exposure would: luminance
 * Y ← min(1, Y · 2^stops), in place. lightness: L 0..100.
 */
export function exposeLightness(lightness: Float32Array, stops: number): void {
  const gain = 2 ** stops;
  const root = Math.cbrt(gain);
  for (let i = 0; i < lightness.length; i++) lightness[i] = multiplyLight(lightness[i], gain, root);
}

/**
 * L 0..100 of a pixel that gets `gain` times its light; `root` is ∛gain. ∛(Y·gain) = ∛Y · ∛gain, so that only dark
 * pixels need a root of their own.
 */
export function multiplyLight(L: number, gain: number, root: number): number {
  if (L <= JOINT) {
    const linear = L * gain;
    return linear <= JOINT ? linear : Math.min(100, 116 * Math.cbrt(linear / KAPPA) - 16);
  }
  const curved = (L + 16) * root - 16;
  return curved > JOINT ? Math.min(100, curved) : KAPPA * ((curved + 16) / 116) ** 3;
}
