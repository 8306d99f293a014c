import { type Degradation, type Rng, rngFrom } from '@tintype/colour';

import type { AugmentSettings } from '../settings/augment-settings.ts';
import type { TrainSettings } from '../settings/train-settings.ts';

/** What time has done to a patch; its exposure is planned apart. */
export type Wear = Omit<Degradation, 'stops'>;

/**
 * What film without red sees of green at most; of blue it sees the rest. Plates without dyes see blue alone, the last
 * ones before panchromatic film more green than blue. Our choice: no such film has weights in sRGB.
 */
const GREEN = 0.6;

/** A draw in [0, 1) of one of the numbers that make a wear. */
type Draw = (what: keyof Wear) => number;

/**
 * How each patch of an epoch is worn, in the order in which patches are shown, null for those that are not; null where
 * no setting wears any. Follows from the seed, the epoch and the place in that order. Each number has a stream of its
 * own, so that the strength of one effect changes no draw of another.
 */
export function wearOrder(
  count: number,
  { augment, seed }: TrainSettings,
  epoch: number,
): (Wear | null)[] | null {
  if (!wearsAny(augment)) return null;
  const streams = new Map<string, Rng>();
  const drawOf = (what: string): number => {
    const stream = streams.get(what) ?? rngFrom('wear', what, seed, epoch);
    streams.set(what, stream);
    return stream();
  };
  return Array.from({ length: count }, () => {
    const wear = drawWear(augment, drawOf); // drawn in any case: a patch's draws do not depend on those before it
    return drawOf('worn') < augment.worn ? wear : null;
  });
}

function wearsAny({ crop: _, exposure: __, worn, jpeg, ...strengths }: AugmentSettings): boolean {
  return worn > 0 && (jpeg !== null || Object.values(strengths).some((strength) => strength > 0));
}

function drawWear(augment: AugmentSettings, draw: Draw): Wear {
  const { orthochromatic, tone, contrast, blur, vignette, grain, fading, jpeg } = augment;
  const eitherWay = (what: keyof Wear) => 2 * draw(what) - 1;
  const quality = draw('quality');
  return {
    orthochromatic: orthochromatic * draw('orthochromatic'),
    green: GREEN * draw('green'),
    tone: tone * eitherWay('tone'),
    contrast: contrast * eitherWay('contrast'),
    blur: blur * draw('blur'),
    vignette: vignette * draw('vignette'),
    grain: grain * draw('grain'),
    seed: 2 ** 32 * draw('seed'),
    blacks: fading * draw('blacks'),
    whites: fading * draw('whites'),
    quality: jpeg === null ? null : jpeg + Math.floor((101 - jpeg) * quality),
  };
}
