const MID_GREY = 50;

/** Multiplies the distance from mid grey (L 50) by 2^octaves, in place; what leaves 0..100 is cut off. lightness: L. */
export function contrastLightness(lightness: Float32Array, octaves: number): void {
  const gain = 2 ** octaves;
  for (let i = 0; i < lightness.length; i++)
    lightness[i] = Math.min(100, Math.max(0, MID_GREY + gain * (lightness[i] - MID_GREY)));
}
