import { type Gamut, takeNearest, targetEncoder, type TargetOptions } from '@tintype/colour';
import type { Decoding, LogitCells } from '@tintype/network';

import {
  type Attempt,
  baselineAttempts,
  ceilingAttempts,
  networkAttempts,
  type Original,
  type QuantisedTruth,
} from './attempts.ts';
import { weighBins } from './balance-weights.ts';
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
  /** Every way is made when it is asked for. `said` is what the network says of the photo: `predictWhole`. */
  colour(original: Original, said: LogitCells): ColouredInAllWays;
}

export interface ColouredInAllWays {
  readonly attempts: Iterable<Attempt>;
  /** What each pixel weighs in the balanced AuC, by its true colour; NaN where the colours of training are not known. */
  readonly weights: Float64Array; // [size · size]
}

/** A model beside the baselines that the colours of training give (without them grey alone) and the ceilings. */
export function openColourer({ gamut, colours, settings }: ColourerSetup): Colourer {
  const quantise = quantiser(gamut, settings.targets);
  const byNetwork = networkAttempts(gamut, settings);
  const byBaselines = baselineAttempts(colours, gamut);
  function* colour(original: Original, said: LogitCells, truth: QuantisedTruth) {
    const against = truth.soft && colours && { codes: truth.soft, binWeight: colours.prior.weight };
    yield* byNetwork(original, said, against);
    yield* byBaselines(original);
    yield* ceilingAttempts(truth, gamut, settings.temperature);
  }
  return {
    colour(original, said) {
      const truth = quantise(original.ab);
      return { attempts: colour(original, said, truth), weights: weigh(truth, colours) };
    },
  };
}

function weigh({ nearest }: QuantisedTruth, colours: TrainingColours | null): Float64Array {
  return colours === null ? new Float64Array(nearest.length).fill(NaN) : weighBins(nearest, colours.balance);
}

/** The nearest bin comes first among those that share a pixel, so that one look for them serves both. */
function quantiser(gamut: Gamut, targets: TargetOptions | null): (ab: Float32Array) => QuantisedTruth {
  const encode = targetEncoder(gamut, targets ?? { neighbours: 1, sigma: 1 });
  return (ab) => {
    const codes = encode(ab);
    return { soft: targets && codes, nearest: takeNearest(codes) };
  };
}
