import { z } from 'zod';

import { bool, float64, int16, int32, text } from './scalar-columns.ts';
import { defineTable, type RowsOf, withFacts } from './table.ts';
import { trainedOn } from './tables.ts';
import { tensor } from './tensor-column.ts';

/** ingest: pictures of one channel with what they show; `image` is the row in their IDX file. */
export const digitsTable = withFacts(
  defineTable('digits', 1, {
    image: int32(),
    label: int16(),
    pixels: tensor('uint8', 'H', 'W'),
  }),
  z.strictObject({ side: z.int(), classes: z.int() }),
);

/** train: one row an epoch, of the parameters at its end; losses in nats. */
export const classifierCurvesTable = withFacts(
  defineTable('classifier-curves', 1, {
    epoch: int32(),
    trainLoss: float64(),
    trainAccuracy: float64(),
    validationLoss: float64(),
    validationAccuracy: float64(),
  }),
  trainedOn,
);

/** train: what the steps of each epoch took; another run takes another time. */
export const epochTimesTable = defineTable('epoch-times', 1, { epoch: int32(), seconds: float64() });

/** train: what the network takes each test picture for; `image` is the row in its IDX file. */
export const predictedLabelsTable = withFacts(
  defineTable('predicted-labels', 1, {
    image: int32(),
    label: int16(),
    predicted: int16(),
  }),
  /** Mean cross-entropy in nats. */
  z.strictObject({ loss: z.number() }),
);

/** train: what the units of each layer are given before their activation. */
export const unitsTable = defineTable('units', 1, {
  layer: text(),
  units: int32(),
  dead: int32(),
  positive: float64(),
  mean: float64(),
  deviation: float64(),
});

/** train: pre-activations of each layer in cells that begin at `from`. */
export const preActivationsTable = defineTable('pre-activations', 1, {
  layer: text(),
  from: float64(),
  count: float64(),
});

/** report: one row for each trained network. */
export const cellsTable = defineTable('cells', 1, {
  activation: text(),
  batchNorm: bool(),
  seed: int32(),
  testAccuracy: float64(),
  testLoss: float64(),
  validationAccuracy: float64(),
  secondsPerEpoch: float64(),
  dead: float64(),
});

/**
 * report: one row for each activation with or without batch normalisation, over its seeds. Differences
 * are to ReLU on the same seeds; they, their interval and p are NaN for ReLU itself and with a single seed.
 */
export const activationsTable = defineTable('activations', 1, {
  activation: text(),
  batchNorm: bool(),
  seeds: int32(),
  accuracy: float64(),
  deviation: float64(),
  loss: float64(),
  difference: float64(),
  low: float64(),
  high: float64(),
  p: float64(),
  secondsPerEpoch: float64(),
  dead: float64(),
});

export type DigitsRows = RowsOf<typeof digitsTable>;
export type ClassifierCurvesRows = RowsOf<typeof classifierCurvesTable>;
