/** How lightness enters every network: (L − mean) / scale, about −1..1. Part of each saved model. */
export const LIGHTNESS = { mean: 50, scale: 50 } as const;

/** L 0..100 → (L − 50) / 50, as a new array. */
export function scaleLightness(lightness: Float32Array): Float32Array {
  return lightness.map((L) => (L - LIGHTNESS.mean) / LIGHTNESS.scale);
}
