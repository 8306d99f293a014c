import { normalFrom, rngFrom } from '../rng.ts';

/**
 * Adds grain, in place: noise of its own in each pixel, whose σ is `sigma` in mid tones and falls to 0 in black and
 * white. A share p of the grains of silver in a spot is developed, each by chance, so that their number has the
 * variance of a binomial: σ = 2 · sigma · √(p (1 − p)), with L / 100 for p. The same seed, a whole number, gives the
 * same grain. What leaves 0..100 is cut off. lightness: L 0..100; sigma: L units.
 */
export function grainLightness(lightness: Float32Array, sigma: number, seed: number): void {
  const normal = normalFrom(rngFrom('grain', seed));
  for (let i = 0; i < lightness.length; i++) {
    const share = lightness[i] / 100;
    const noise = 2 * sigma * Math.sqrt(Math.max(0, share * (1 - share))) * normal();
    lightness[i] = Math.min(100, Math.max(0, lightness[i] + noise));
  }
}
