import {
  annealedMeanOfCodes,
  type CodeErrors,
  cohere,
  type Gamut,
  meanAb,
  meanAbPerLevel,
  measureCodes,
  type Method,
  modeAbPerLightness,
  predictMean,
  predictPerLightness,
  predictPerRow,
  softEncoder,
  targetEncoder,
  type TargetOptions,
} from '@tintype/colour';
import type { Decoding, Model } from '@tintype/network';
import type { PriorRows } from '@tintype/records';

import type { TrainingColours } from './training-tables.ts';

/** One way to colour a photo: the network at a temperature, a baseline, or the truth as far as bins can say it. */
export interface Attempt {
  readonly method: Method;
  /** NaN but for the network. */
  readonly temperature: number;
  readonly ab: Float32Array; // [H·W, 2]
  /** Of the distributions that the network predicts, whatever the temperature; NaN for the others. */
  readonly codes: CodeErrors;
}

/** The photo to be coloured, and the colours that it had. */
export interface Original {
  readonly lightness: Float32Array; // [size · size]
  readonly ab: Float32Array;
  readonly size: number;
}

type Colour = (original: Original) => readonly Attempt[] | Promise<readonly Attempt[]>;

const NO_CODES: CodeErrors = {
  crossEntropy: NaN,
  labelEntropy: NaN,
  weightedCrossEntropy: NaN,
  weightedLabelEntropy: NaN,
  lossWeight: NaN,
};

function withoutNetwork(method: Method, ab: Float32Array): Attempt {
  return { method, temperature: NaN, ab, codes: NO_CODES };
}

interface NetworkSettings extends Decoding {
  readonly temperatures: readonly number[];
  readonly targets: TargetOptions | null;
}

/**
 * The network at each temperature and, where it is coherent, at the one that stands for it, as it is without. Its
 * cross-entropy is against the targets that it was trained on, weighted by the prior that it was trained with; where
 * either is not known, it has none.
 */
export function networkAttempts(
  model: Model,
  prior: Pick<PriorRows, 'weight'> | null,
  settings: NetworkSettings,
): Colour {
  const { temperatures, temperature: own, coherence, saturation, targets } = settings;
  const measure = targets && prior && codesMeasurer(model, prior, targets);
  return async (original) => {
    const { lightness, size } = original;
    const coloured = await model.predict(lightness, size, size, temperatures);
    const codes = measure ? await measure(original) : NO_CODES;
    return coloured.flatMap((values, i) => {
      const temperature = temperatures[i] ?? NaN;
      const smooth = cohere({ values, across: size, down: size, channels: 2 }, lightness, coherence);
      const ways: Attempt[] = [{ method: 'network', temperature, ab: saturate(smooth, saturation), codes }];
      if (temperature === own && coherence > 0)
        ways.push({ method: 'network, not coherent', temperature, ab: saturate(values, saturation), codes });
      return ways;
    });
  };
}

function saturate(ab: Float32Array, saturation: number): Float32Array {
  return saturation === 1 ? ab : ab.map((value) => saturation * value);
}

function codesMeasurer(model: Model, { weight }: Pick<PriorRows, 'weight'>, targets: TargetOptions) {
  const encode = targetEncoder(model.gamut, targets);
  return async ({ lightness, ab, size }: Original): Promise<CodeErrors> => {
    const logits = await model.logits(lightness, size, size);
    return measureCodes(logits, encode(ab), model.gamut, weight);
  };
}

/** Ways to colour that know the training photos and no shapes; without them grey alone. */
export function baselineAttempts(colours: TrainingColours | null, gamut: Gamut): Colour {
  const grey = ({ lightness }: Original) => withoutNetwork('grey', new Float32Array(lightness.length * 2));
  if (colours === null) return (original) => [grey(original)];
  const { perLightness: sums, cells, perRow } = colours;
  const [mean, perLightness, modes] = [meanAb(sums), meanAbPerLevel(sums), modeAbPerLightness(cells, gamut)];
  const rows = meanAbPerLevel(perRow);
  return (original) => {
    const { lightness, size } = original;
    return [
      grey(original),
      withoutNetwork('global mean', predictMean(mean, lightness.length)),
      withoutNetwork('mean per lightness', predictPerLightness(lightness, perLightness)),
      withoutNetwork('likeliest per lightness', predictPerLightness(lightness, modes)),
      withoutNetwork('mean per row', predictPerRow(rows, size)),
    ];
  };
}

/** The truth itself, quantised: no network with this gamut can be nearer to it. */
export function ceilingAttempts(
  gamut: Gamut,
  { temperature, targets }: { temperature: number; targets: TargetOptions | null },
): Colour {
  const soft = targets && targetEncoder(gamut, targets);
  const nearest = softEncoder(gamut, { neighbours: 1, sigma: 1 });
  return ({ ab }) => [
    ...(soft
      ? [withoutNetwork('truth, softly encoded', annealedMeanOfCodes(soft(ab), gamut, temperature))]
      : []),
    withoutNetwork('truth, nearest bin', annealedMeanOfCodes(nearest(ab), gamut, 1)),
  ];
}
