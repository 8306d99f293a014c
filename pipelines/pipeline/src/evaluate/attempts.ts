import {
  annealedMeanOfCodes,
  meanAb,
  meanAbPerLevel,
  measureCodes,
  modeAbPerLightness,
  predictMean,
  predictPerLightness,
  predictPerRow,
  softEncoder,
  targetEncoder,
  type CodeErrors,
  type Gamut,
  type TargetOptions,
} from '@tintype/colour';
import type { Model } from '@tintype/network';
import { lightnessTable, rowsTable, type PriorRows } from '@tintype/records';

import { decodeLightnessUsage } from '../prior/lightness-usage.ts';
import type { Method } from '../report/report-data.ts';

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

/** The network at each temperature. Its cross-entropy is against the targets that it was trained on. */
export function networkAttempts(
  model: Model,
  { weight }: Pick<PriorRows, 'weight'>,
  { temperatures, targets }: { temperatures: readonly number[]; targets: TargetOptions },
): Colour {
  const encode = targetEncoder(model.gamut, targets);
  return async ({ lightness, ab: truth, size }) => {
    const coloured = await model.predict(lightness, size, size, temperatures);
    const logits = await model.logits(lightness, size, size);
    const codes = measureCodes(logits, encode(truth), model.gamut, weight);
    return coloured.map((ab, i) => ({ method: 'network', temperature: temperatures[i] ?? NaN, ab, codes }));
  };
}

/** The bytes of a named input. */
export type Read = (name: string) => Promise<Uint8Array>;

/** Ways to colour that know the training photos and no shapes. */
export async function baselineAttempts(read: Read, gamut: Gamut): Promise<Colour> {
  const sums = lightnessTable.decode(await read('lightness'), 'lightness');
  const cells = decodeLightnessUsage(await read('lightness-usage'), 'lightness-usage');
  const perRow = meanAbPerLevel(rowsTable.decode(await read('rows'), 'rows'));
  const [mean, perLightness, modes] = [meanAb(sums), meanAbPerLevel(sums), modeAbPerLightness(cells, gamut)];
  return ({ lightness, size }) => [
    withoutNetwork('grey', new Float32Array(lightness.length * 2)),
    withoutNetwork('mean', predictMean(mean, lightness.length)),
    withoutNetwork('lightness', predictPerLightness(lightness, perLightness)),
    withoutNetwork('lightness-mode', predictPerLightness(lightness, modes)),
    withoutNetwork('row', predictPerRow(perRow, size)),
  ];
}

/** The truth itself, quantised: no network with this gamut can be nearer to it. */
export function ceilingAttempts(
  gamut: Gamut,
  { temperature, targets }: { temperature: number; targets: TargetOptions },
): Colour {
  const soft = targetEncoder(gamut, targets);
  const nearest = softEncoder(gamut, { neighbours: 1, sigma: 1 });
  return ({ ab }) => [
    withoutNetwork('soft-truth', annealedMeanOfCodes(soft(ab), gamut, temperature)),
    withoutNetwork('nearest-bin', annealedMeanOfCodes(nearest(ab), gamut, 1)),
  ];
}
