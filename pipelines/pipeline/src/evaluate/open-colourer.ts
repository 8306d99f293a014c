import { type Gamut, targetEncoder, type TargetOptions } from '@tintype/colour';
import type { Decoding, LogitCells } from '@tintype/network';

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

/** All that ways to colour are derived from beside the network itself, as plain data: it travels to a thread. */
export interface ColourerSetup {
  /** The bins of the model. */
  readonly gamut: Gamut;
  /** Those that the model was trained on; null where they are not known. */
  readonly colours: TrainingColours | null;
  readonly settings: ColourerSettings;
}

/** All ways to colour a photo, and how they are weighed. */
export interface Colourer {
  /** `said` is what the network says of the photo: `predictWhole`. */
  attempts(original: Original, said: LogitCells): readonly Attempt[];
  /** What a true colour weighs in the balanced AuC; NaN where the colours of training are not known. */
  weightOf(a: number, b: number): number;
}

/** A model beside the baselines that the colours of training give (without them grey alone) and the ceilings. */
export function openColourer({ gamut, colours, settings }: ColourerSetup): Colourer {
  const encode = settings.targets && targetEncoder(gamut, settings.targets);
  const byNetwork = networkAttempts(gamut, settings);
  const byBaselines = baselineAttempts(colours, gamut);
  const byCeilings = ceilingAttempts(gamut, settings.temperature);
  return {
    weightOf: colours === null ? () => NaN : balanceWeights(gamut, colours.balance),
    attempts(original, said) {
      const codes = encode && encode(original.ab);
      const against = codes && colours && { codes, binWeight: colours.prior.weight };
      return [
        ...byNetwork(original, said, against),
        ...byBaselines(original),
        ...byCeilings(original, codes),
      ];
    },
  };
}
