import {
  annealedMean,
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
  type SoftCodes,
  softEncoder,
} from '@tintype/colour';
import type { Decoding, LogitCells } from '@tintype/network';
import { enlargeSmoothly } from '@tintype/network/enlarge';

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

/** The temperature is the one that stands for the network. */
interface NetworkSettings extends Decoding {
  readonly temperatures: readonly number[];
}

/** What the network's cross-entropy is measured against. */
export interface LossCodes {
  /** The targets that it was trained on, of the photo. */
  readonly codes: SoftCodes;
  /** Weights of the bins by the prior that it was trained with. */
  readonly binWeight: ArrayLike<number>;
}

/**
 * What the network says of a photo (`predictWhole`) at each temperature and, where it is coherent, at the one that stands
 * for it, as it is without. Where what its cross-entropy is against is not known, it has none.
 */
export function networkAttempts(
  gamut: Gamut,
  { temperatures, temperature: own, coherence, saturation }: NetworkSettings,
): (original: Original, said: LogitCells, against: LossCodes | null) => readonly Attempt[] {
  return ({ lightness, size }, said, against) => {
    const codes =
      against === null
        ? NO_CODES
        : measureCodes(said.logits, against.codes, gamut, against.binWeight, placeInCells(said, size));
    return temperatures.flatMap((temperature) => {
      const values = decodePixels(said, gamut, temperature, size);
      const smooth = cohere({ values, across: size, down: size, channels: 2 }, lightness, coherence);
      const ways: Attempt[] = [{ method: 'network', temperature, ab: saturate(smooth, saturation), codes }];
      if (temperature === own && coherence > 0)
        ways.push({ method: 'network, not coherent', temperature, ab: saturate(values, saturation), codes });
      return ways;
    });
  };
}

/** The ab of every pixel, [size · size, 2]. */
function decodePixels(
  { logits, across, stride }: LogitCells,
  gamut: Gamut,
  temperature: number,
  size: number,
): Float32Array {
  const cells = annealedMean(logits, gamut, temperature);
  if (stride === 1) return cells;
  return enlargeSmoothly(cells, { across, channels: 2, stride, height: size, width: size });
}

/** The cell in which each pixel lies; undefined where each has its own. */
function placeInCells({ across, stride }: LogitCells, size: number): Int32Array | undefined {
  if (stride === 1) return undefined;
  const cellOf = new Int32Array(size * size);
  for (let y = 0, pixel = 0; y < size; y++)
    for (let x = 0; x < size; x++, pixel++)
      cellOf[pixel] = Math.floor(y / stride) * across + Math.floor(x / stride);
  return cellOf;
}

function saturate(ab: Float32Array, saturation: number): Float32Array {
  return saturation === 1 ? ab : ab.map((value) => saturation * value);
}

/** Ways to colour that know the training photos and no shapes; without them grey alone. */
export function baselineAttempts(
  colours: TrainingColours | null,
  gamut: Gamut,
): (original: Original) => readonly Attempt[] {
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

/**
 * The truth itself, quantised: no network with this gamut can be nearer to it. `soft` are the targets, null where they
 * are not known; they are decoded at the temperature.
 */
export function ceilingAttempts(
  gamut: Gamut,
  temperature: number,
): (original: Original, soft: SoftCodes | null) => readonly Attempt[] {
  const nearest = softEncoder(gamut, { neighbours: 1, sigma: 1 });
  return ({ ab }, soft) => [
    ...(soft ? [withoutNetwork('truth, softly encoded', annealedMeanOfCodes(soft, gamut, temperature))] : []),
    withoutNetwork('truth, nearest bin', annealedMeanOfCodes(nearest(ab), gamut, 1)),
  ];
}
