import { nearestBin, type TargetOptions } from '@tintype/colour';
import type { Model } from '@tintype/network';

import {
  type Attempt,
  baselineAttempts,
  ceilingAttempts,
  networkAttempts,
  type Original,
} from './attempts.ts';
import type { TrainingColours } from './training-tables.ts';

export interface ColourerSettings {
  readonly temperatures: readonly number[];
  /** The one of them that stands for the model. */
  readonly temperature: number;
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
    weightOf: weightsOf(model, colours),
    attempts: async (original) => (await Promise.all(ways.map((way) => way(original)))).flat(),
  };
}

function weightsOf({ gamut }: Model, colours: TrainingColours | null): Colourer['weightOf'] {
  if (colours === null) return () => NaN;
  const { probability } = colours.balance;
  const nearest = nearestBin(gamut);
  return (a, b) => 1 / probability[nearest(a, b)]; // λ = 0 (Zhang et al. 2016, section 3.1)
}
