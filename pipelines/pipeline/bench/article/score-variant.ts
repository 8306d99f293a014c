import {
  auc,
  aucBalanced,
  colourfulness,
  joinLab,
  labToSrgb,
  meanChroma,
  measureAb,
  mergeErrors,
  nearestBin,
  takeAb,
  takeLightness,
  weighPixels,
} from '@tintype/colour';
import { loadModel } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { priorTable } from '@tintype/records';

import type { HeldOut } from './run-artefacts.ts';
import type { DerivedPrior, TrainedVariant } from './train-variant.ts';

/** On all held-out photos together; ratios are to the truth, 1 being as colourful as the photos. */
export interface Score {
  readonly temperature: number;
  /** Balanced as in the reports. */
  readonly aucBalanced: number;
  /** Balanced as by Zhang et al. 2016: by the smoothed prior of the training photos. */
  readonly aucByPrior: number;
  readonly auc: number;
  readonly chromaRatio: number;
  readonly colourfulnessRatio: number;
}

/** What a colour weighs. */
type WeightOf = (a: number, b: number) => number;

/** The same for all variants, whatever they trained with. */
export interface Yardsticks {
  readonly balance: WeightOf;
  readonly prior: WeightOf;
}

export function yardsticksOf({ prior, balance }: DerivedPrior): Yardsticks {
  return { balance: weightBy(balance), prior: weightBy(prior) };
}

function weightBy(table: Uint8Array): WeightOf {
  const { a, b, probability } = priorTable.decode(table);
  const bins = new Float32Array(2 * a.length);
  a.forEach((value, i) => bins.set([value, b[i]], 2 * i));
  const nearest = nearestBin({ kind: 'dataset', window: 10, bins });
  return (x, y) => 1 / probability[nearest(x, y)];
}

/** Colours the held-out photos at each temperature and measures them. */
export async function scoreVariant(
  { model: files }: TrainedVariant,
  heldOut: readonly HeldOut[],
  yardsticks: Yardsticks,
  temperatures: readonly number[],
): Promise<readonly Score[]> {
  await openBackEnd('auto');
  const model = await loadModel(files);
  const rows = temperatures.map((): ReturnType<typeof measure>[] => []);
  for (const { lab, size } of heldOut) {
    const predicted = await model.predict(takeLightness(lab), size, size, temperatures);
    predicted.forEach((ab, i) => rows[i]?.push(measure(lab, ab, yardsticks)));
  }
  model.dispose();
  return rows.map((measured, i) => ({ temperature: temperatures[i] ?? Number.NaN, ...summarise(measured) }));
}

function measure(lab: Float32Array, ab: Float32Array, { balance, prior }: Yardsticks) {
  const truth = takeAb(lab);
  return {
    errors: measureAb(ab, truth, weighPixels(truth, balance)),
    errorsByPrior: measureAb(ab, truth, weighPixels(truth, prior)),
    chroma: meanChroma(ab),
    chromaTruth: meanChroma(truth),
    colour: colourfulness(labToSrgb(joinLab(takeLightness(lab), ab))).signed,
    colourTruth: colourfulness(labToSrgb(lab)).signed,
  };
}

function summarise(rows: readonly ReturnType<typeof measure>[]): Omit<Score, 'temperature'> {
  const errors = mergeErrors(rows.map((row) => row.errors));
  const sum = (key: 'chroma' | 'chromaTruth' | 'colour' | 'colourTruth') =>
    rows.reduce((total, row) => total + row[key], 0);
  return {
    aucBalanced: aucBalanced(errors),
    aucByPrior: aucBalanced(mergeErrors(rows.map((row) => row.errorsByPrior))),
    auc: auc(errors),
    chromaRatio: sum('chroma') / sum('chromaTruth'),
    colourfulnessRatio: sum('colour') / sum('colourTruth'),
  };
}
