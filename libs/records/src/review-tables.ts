import { z } from 'zod';

import { means } from './meaning.ts';
import { bool, float64, int16, int32, text } from './scalar-columns.ts';
import { defineTable, type RowsOf, withFacts } from './table.ts';
import { trainedOn } from './tables.ts';
import { tensor } from './tensor-column.ts';

/** ingest: pictures of one channel with what they show; `image` is the row in their IDX file. */
export const digitsTable = withFacts(
  defineTable('digits', 1, {
    image: means(int32(), 'row in its IDX file'),
    label: means(int16(), 'what it shows'),
    pixels: means(tensor('uint8', 'H', 'W'), 'the picture, 0 is background', '0..255'),
  }),
  z.strictObject({ side: z.int(), classes: z.int() }),
);

/** train: one row an epoch, of the parameters at its end; losses in nats. */
export const classifierCurvesTable = withFacts(
  defineTable('classifier-curves', 1, {
    epoch: means(int32(), 'epochs so far'),
    trainLoss: means(float64(), 'cross-entropy on training pictures at the epoch’s end', 'nats'),
    trainAccuracy: means(float64(), 'share of training pictures told right', '0..1'),
    validationLoss: means(float64(), 'cross-entropy on validation pictures', 'nats'),
    validationAccuracy: means(float64(), 'share of validation pictures told right', '0..1'),
  }),
  trainedOn,
);

/** train: what the steps of each epoch took; another run takes another time. */
export const epochTimesTable = defineTable('epoch-times', 1, {
  epoch: means(int32(), 'which epoch'),
  seconds: means(float64(), 'what its steps took on this machine', 's'),
});

/** train: what the network takes each test picture for; `image` is the row in its IDX file. */
export const predictedLabelsTable = withFacts(
  defineTable('predicted-labels', 1, {
    image: means(int32(), 'row in its IDX file'),
    label: means(int16(), 'what it shows'),
    predicted: means(int16(), 'what the network takes it for'),
  }),
  /** Mean cross-entropy in nats. */
  z.strictObject({ loss: z.number() }),
);

/** train: what the units of each layer are given before their activation. */
export const unitsTable = defineTable('units', 1, {
  layer: means(text(), 'name of the layer'),
  units: means(int32(), 'units of the layer'),
  dead: means(int32(), 'units that no picture gives anything above 0'),
  positive: means(float64(), 'share of pre-activations above 0', '0..1'),
  mean: means(float64(), 'mean pre-activation'),
  deviation: means(float64(), 'standard deviation of pre-activations'),
});

/** train: pre-activations of each layer in cells that begin at `from`. */
export const preActivationsTable = defineTable('pre-activations', 1, {
  layer: means(text(), 'name of the layer'),
  from: means(float64(), 'where the cell begins'),
  count: means(float64(), 'pre-activations in the cell'),
});

/** report: one row for each trained network. */
export const cellsTable = defineTable('cells', 1, {
  activation: means(text(), 'name of the activation'),
  batchNorm: means(bool(), 'whether batch normalisation is in front of it'),
  seed: means(int32(), 'seed of parameters and order'),
  testAccuracy: means(float64(), 'share of test pictures told right', '0..1'),
  testLoss: means(float64(), 'cross-entropy on test pictures', 'nats'),
  validationAccuracy: means(float64(), 'share of validation pictures told right', '0..1'),
  secondsPerEpoch: means(float64(), 'median over the epochs', 's'),
  dead: means(float64(), 'share of all units that are dead', '0..1'),
});

/**
 * report: one row for each activation with or without batch normalisation, over its seeds. Differences
 * are to ReLU on the same seeds; they, their interval and p are NaN for ReLU itself and with a single seed.
 */
export const activationsTable = defineTable('activations', 1, {
  activation: means(text(), 'name of the activation'),
  batchNorm: means(bool(), 'whether batch normalisation is in front of it'),
  seeds: means(int32(), 'networks trained, one a seed'),
  accuracy: means(float64(), 'mean share of test pictures told right', '0..1'),
  deviation: means(float64(), 'standard deviation of it over the seeds', '0..1'),
  loss: means(float64(), 'mean cross-entropy on test pictures', 'nats'),
  difference: means(float64(), 'mean accuracy minus ReLU’s on the same seeds', '0..1'),
  low: means(float64(), 'lower end of the difference’s own 95 % interval', '0..1'),
  high: means(float64(), 'upper end of the difference’s own 95 % interval', '0..1'),
  p: means(float64(), 'of Student’s paired t-test, after Holm’s correction'),
  secondsPerEpoch: means(float64(), 'median over seeds and epochs', 's'),
  dead: means(float64(), 'share of all units that are dead', '0..1'),
});

export type DigitsRows = RowsOf<typeof digitsTable>;
export type ClassifierCurvesRows = RowsOf<typeof classifierCurvesTable>;
