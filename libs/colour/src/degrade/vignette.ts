import { multiplyLight } from '../lab/exposure.ts';
import { sideOf } from './square.ts';

/**
 * Darkens a square picture, in place, towards its corners, which lose `stops`, by the law of cos⁴ of lenses: with
 * cos² θ = 1 / (1 + tan² θ) and tan θ in proportion to the distance from the middle, light is multiplied by
 * (1 + k r²)⁻², r = 1 in the corners. lightness: L 0..100.
 */
export function vignetteLightness(lightness: Float32Array, stops: number): void {
  const side = sideOf('vignetteLightness', lightness);
  const k = 2 ** (stops / 2) - 1;
  const middle = (side - 1) / 2;
  const corner = 2 * middle ** 2 || 1; // of a single pixel
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const cosine2 = 1 / (1 + (k * ((y - middle) ** 2 + (x - middle) ** 2)) / corner);
      const gain = cosine2 * cosine2;
      const at = y * side + x;
      lightness[at] = multiplyLight(lightness[at], gain, Math.cbrt(gain));
    }
}
