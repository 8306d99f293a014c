import { exposeLightness } from '../lab/exposure.ts';
import { blurLightness } from './blur.ts';
import { compressLightness } from './compress.ts';
import { contrastLightness } from './contrast.ts';
import { fadeLightness } from './fade.ts';
import { grainLightness } from './grain.ts';
import { orthochromatic } from './orthochromatic.ts';
import { toneLightness } from './tone.ts';
import { vignetteLightness } from './vignette.ts';

/** What became of a photo on its way from the light to a file. 0 everywhere, with a `quality` of null, is nothing. */
export interface Degradation {
  /** How far its film sees as one without red does, 0..1. */
  readonly orthochromatic: number;
  /** What such a film sees of green, 0..1; of blue it sees the rest. */
  readonly green: number;
  /** By how many stops the light is raised. */
  readonly stops: number;
  /** Octaves of gamma: above 0 darker, below lighter. */
  readonly tone: number;
  /** Octaves of gain about mid grey. */
  readonly contrast: number;
  /** σ, pixels. */
  readonly blur: number;
  /** Stops that the corners lose. */
  readonly vignette: number;
  /** σ in mid tones, L units. */
  readonly grain: number;
  /** Of the grain: a whole number. */
  readonly seed: number;
  /** How much black is lifted and white lowered, L units. */
  readonly blacks: number;
  readonly whites: number;
  /** As what JPEG the photo was kept, 1..100; null: as none. */
  readonly quality: number | null;
}

/** A photo as it was: in the light, focused and new. */
export const UNDEGRADED: Degradation = {
  ...{ orthochromatic: 0, green: 0, stops: 0, tone: 0, contrast: 0, blur: 0, vignette: 0 },
  ...{ grain: 0, seed: 0, blacks: 0, whites: 0, quality: null },
};

/**
 * Does to the L of a square picture, in place, what time does to photos, in the order in which light and film meet
 * it. `colours` gives the ab [n, 2] of its pixels, and is asked only where a film sees colours otherwise. L stays in
 * 0..100, and is left as it is by what is 0 or null.
 */
export function degradeLightness(
  lightness: Float32Array,
  degradation: Degradation,
  colours: () => Float32Array,
): void {
  const { stops, tone, contrast, blur, vignette, grain, seed, blacks, whites, quality } = degradation;
  if (degradation.orthochromatic > 0) orthochromatic(lightness, colours(), degradation);
  if (stops !== 0) exposeLightness(lightness, stops);
  if (tone !== 0) toneLightness(lightness, tone);
  if (contrast !== 0) contrastLightness(lightness, contrast);
  if (blur > 0) blurLightness(lightness, blur);
  if (vignette > 0) vignetteLightness(lightness, vignette);
  if (grain > 0) grainLightness(lightness, grain, seed);
  if (blacks > 0 || whites > 0) fadeLightness(lightness, { blacks, whites });
  if (quality !== null) compressLightness(lightness, quality);
}
