import type { TargetOptions } from '@tintype/colour';
import type { Decoding, Model } from '@tintype/network';

import {
  type Attempt,
  baselineAttempts,
  ceilingAttempts,
  networkAttempts,
  type Original,
} from './attempts.ts';
import { balanceWeights } from './balance-weights.ts';
import type { TrainingColours } from './training-tables.ts';

/** `temperature` is the one that stands for the model; coherence and saturation are those at every temperature. */
export interface ColourerSettings extends Decoding {
  readonly temperatures: readonly number[];
  /** What the network was trained to predict; null where that is not known, and then it has no cross-entropy. */
  readonly targets: TargetOptions | null;
}

/** All ways to colour a photo, and how they are weighed. */
export interface Colourer {
  attempts(original: Original): Promise<readonly Attempt[]>;
  /** What a true colour weighs in the balanced AuC; NaN where the colours of training are not known. */
  weightOf(a: number, b: number): number;
}

/** A model beside the baselines that the colours of training give (without them grey alone) and the ceilings. */
export function openColourer(
  model: Model,
  colours: TrainingColours | null,
  settings: ColourerSettings,
): Colourer {
  const ways = [
    networkAttempts(model, colours && colours.prior, settings),
    baselineAttempts(colours, model.gamut),
    ceilingAttempts(model.gamut, settings),
  ];
  return {
    weightOf: colours === null ? () => NaN : balanceWeights(model.gamut, colours.balance),
    attempts: async (original) => (await Promise.all(ways.map((way) => way(original)))).flat(),
  };
}
