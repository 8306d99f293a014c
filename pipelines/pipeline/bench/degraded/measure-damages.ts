import {
  auc,
  aucBalanced,
  balanceFromCounts,
  cohere,
  type ColourErrors,
  countAb,
  type Degradation,
  degradeLightness,
  gamutFromCounts,
  hueAgreement,
  type HueSums,
  measureAb,
  measureHue,
  mergeErrors,
  nearestBin,
  rmseAb,
  takeAb,
  takeLightness,
  weighPixels,
} from '@tintype/colour';
import { type Model, readDecoding } from '@tintype/network';

import { DAMAGES } from './damages.ts';

/** The measures that are shown; of the catalogue. */
export const KEYS = ['auc', 'aucBalanced', 'hue', 'rmseAb'] as const;

export type Figures = Readonly<Record<(typeof KEYS)[number], number>>;

/** Zhang's, ab units: photos from elsewhere are weighed so too. */
const SIGMA = 5;

/**
 * What a model, decoded as it says, makes of photos under each damage, by the damage's name. The balanced AuC weighs by
 * the colours of these photos themselves, so that models with other bins compare. photos: Lab [side², 3] each.
 */
export async function measureDamages(
  model: Model,
  photos: readonly Float32Array[],
): Promise<ReadonlyMap<string, Figures>> {
  const weightOf = weighBy(photos);
  const measured = new Map<string, Figures>();
  for (const [name, damage] of Object.entries(DAMAGES)) {
    const errors: (ColourErrors & HueSums)[] = [];
    for (const [i, lab] of photos.entries()) {
      const truth = takeAb(lab);
      const ab = await colour(model, damaged(lab, { ...damage, seed: i }));
      errors.push({ ...measureAb(ab, truth, weighPixels(truth, weightOf)), ...measureHue(ab, truth) });
    }
    measured.set(name, figuresOf(errors));
  }
  return measured;
}

function weighBy(photos: readonly Float32Array[]): (a: number, b: number) => number {
  const counts = countAb(new Float32Array());
  for (const lab of photos) countAb(lab, counts);
  const gamut = gamutFromCounts(counts, 10);
  const { probability } = balanceFromCounts(counts, gamut, SIGMA);
  const nearest = nearestBin(gamut);
  return (a, b) => 1 / (probability[nearest(a, b)] ?? NaN);
}

function damaged(lab: Float32Array, damage: Degradation): Float32Array {
  const lightness = takeLightness(lab);
  degradeLightness(lightness, damage, () => takeAb(lab));
  return lightness;
}

async function colour(model: Model, lightness: Float32Array): Promise<Float32Array> {
  const side = Math.sqrt(lightness.length);
  const { temperature, coherence, saturation } = readDecoding(model.metadata);
  const [values = new Float32Array()] = await model.predict(lightness, side, side, [temperature]);
  const agreed = cohere({ values, across: side, down: side, channels: 2 }, lightness, coherence);
  return agreed.map((value) => value * saturation);
}

function figuresOf(photos: readonly (ColourErrors & HueSums)[]): Figures {
  const errors = mergeErrors(photos);
  const sum = (key: keyof HueSums) => photos.reduce((total, photo) => total + photo[key], 0);
  return {
    auc: auc(errors),
    aucBalanced: aucBalanced(errors),
    hue: hueAgreement({ hue: sum('hue'), vivid: sum('vivid') }),
    rmseAb: rmseAb(errors),
  };
}
