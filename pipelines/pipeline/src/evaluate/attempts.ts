import {
  annealedMeanOfCodes,
  type CodeErrors,
  cohereWith,
  describeLogits,
  type Gamut,
  meanAb,
  meanAbPerLevel,
  measureCodes,
  type Method,
  modeAbPerLightness,
  pickBins,
  predictMean,
  predictPerLightness,
  predictPerRow,
  type SoftCodes,
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
): (original: Original, said: LogitCells, against: LossCodes | null) => Iterable<Attempt> {
  return function* ({ lightness, size }, said, against) {
    const described = describeLogits(said.logits, gamut, temperatures);
    const codes =
      against === null
        ? NO_CODES
        : measureCodes(described, against.codes, against.binWeight, placeInCells(said, size));
    const agree = cohereWith({ across: size, down: size, channels: 2 }, lightness, coherence);
    for (const [i, temperature] of temperatures.entries()) {
      const values = enlarge(described.means[i], said, size);
      yield { method: 'network', temperature, ab: saturate(agree(values), saturation), codes };
      if (temperature === own && coherence > 0)
        yield { method: 'network, not coherent', temperature, ab: saturate(values, saturation), codes };
    }
  };
}

/** The ab of every pixel, [size · size, 2]. */
function enlarge(cells: Float32Array, { across, stride }: LogitCells, size: number): Float32Array {
  return stride === 1
    ? cells
    : enlargeSmoothly(cells, { across, channels: 2, stride, height: size, width: size });
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
  if (saturation === 1) return ab;
  const saturated = new Float32Array(ab.length);
  for (let i = 0; i < ab.length; i++) saturated[i] = saturation * ab[i];
  return saturated;
}

/** Ways to colour that know the training photos and no shapes; without them grey alone. */
export function baselineAttempts(
  colours: TrainingColours | null,
  gamut: Gamut,
): (original: Original) => Iterable<Attempt> {
  if (colours === null)
    return ({ lightness }) => [withoutNetwork('grey', new Float32Array(lightness.length * 2))];
  const { perLightness: sums, cells, perRow } = colours;
  const [mean, perLightness, modes] = [meanAb(sums), meanAbPerLevel(sums), modeAbPerLightness(cells, gamut)];
  const rows = meanAbPerLevel(perRow);
  return function* ({ lightness, size }) {
    yield withoutNetwork('grey', new Float32Array(lightness.length * 2));
    yield withoutNetwork('global mean', predictMean(mean, lightness.length));
    yield withoutNetwork('mean per lightness', predictPerLightness(lightness, perLightness));
    yield withoutNetwork('likeliest per lightness', predictPerLightness(lightness, modes));
    yield withoutNetwork('mean per row', predictPerRow(rows, size));
  };
}

/** The truth itself, as far as bins say it: no network with them can be nearer to it. */
export interface QuantisedTruth {
  /** What the network was trained to predict; null where that is not known. */
  readonly soft: SoftCodes | null;
  /** The nearest bin of each pixel. */
  readonly nearest: Int32Array;
}

/** What is predicted softly is decoded at the temperature. */
export function* ceilingAttempts(
  { soft, nearest }: QuantisedTruth,
  gamut: Gamut,
  temperature: number,
): Generator<Attempt> {
  if (soft) yield withoutNetwork('truth, softly encoded', annealedMeanOfCodes(soft, gamut, temperature));
  yield withoutNetwork('truth, nearest bin', pickBins(nearest, gamut));
}
