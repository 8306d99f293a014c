import { greyOnScreen, lightnessOnScreen } from '../lab/screen-grey.ts';

/**
 * Bends the tones, in place, as papers and developers do: the grey g in 0..1 that a screen shows becomes
 * g^(2^octaves), darker above 0 and lighter below. Black and white stay. lightness: L 0..100.
 */
export function toneLightness(lightness: Float32Array, octaves: number): void {
  const gamma = 2 ** octaves;
  const grey = greyOnScreen(lightness);
  for (let i = 0; i < grey.length; i++) grey[i] = 255 * (grey[i] / 255) ** gamma;
  lightness.set(lightnessOnScreen(grey));
}
