import { z } from 'zod';

import { bool, choice, float32, float64, id, int16, int32, text, uint32 } from './scalar-columns.ts';
import { defineTable, type RowsOf, withFacts } from './table.ts';
import { tensor } from './tensor-column.ts';

/** The back end, its version, device and precision. */
export const trainedOn = z.strictObject({ backEnd: z.string() });

/** ingest: every photo of the source. `split` is empty where it is quarantined, `reason` where it is kept. */
export const photosTable = defineTable('photos', 1, {
  photo: id(),
  path: text(),
  class: text(),
  width: int32(),
  height: int32(),
  format: text(),
  bytes: float64(),
  split: choice('train', 'validation', 'test', ''),
  status: choice('kept', 'quarantined'),
  reason: text(),
});

/** convert: images in CIE Lab, D65. */
export const imagesTable = withFacts(
  defineTable('images', 1, {
    photo: id(),
    nearGrey: bool(),
    lab: tensor('float32', 'H', 'W', 'C'),
  }),
  z.strictObject({
    /** Images that are near-grey. */
    nearGrey: z.int(),
    /** Photos that could not be decoded; their images are black. */
    undecodable: z.array(z.string()),
  }),
);

/** prior: pixels in the cells [a, a+1) × [b, b+1) of the ab plane, by class; empty cells are left out. */
export const usageTable = defineTable('usage', 1, {
  class: text(),
  a: int16(),
  b: int16(),
  count: uint32(),
});

/** prior: sums of a and b over the pixels of each integer lightness, in thousandths of an ab unit. */
export const lightnessTable = defineTable('lightness', 1, {
  lightness: int16(),
  count: float64(),
  sumA: float64(),
  sumB: float64(),
});

/** prior: the same sums over the pixels of each row of the images, which are of one size. */
export const rowsTable = defineTable('rows', 1, {
  row: int16(),
  count: float64(),
  sumA: float64(),
  sumB: float64(),
});

/** prior: pixels of each integer lightness in the cells [a, a+5) × [b, b+5); empty cells are left out. */
export const lightnessUsageTable = defineTable('lightness-usage', 1, {
  lightness: int16(),
  a: int16(),
  b: int16(),
  count: float64(),
});

/** prior: the bins of the gamut in the order in which models predict them. */
export const priorTable = defineTable('prior', 1, {
  bin: int32(),
  a: float32(),
  b: float32(),
  count: float64(),
  probability: float64(),
  weight: float64(),
});

/** patches: windows of L with the ab of their centre; `x`, `y` is the window's corner in its image. */
export const patchesTable = defineTable('patches', 1, {
  photo: id(),
  index: int32(),
  x: int16(),
  y: int16(),
  lightness: tensor('float32', 'H', 'W'),
  ab: tensor('float32', 'H', 'W', 'C'),
});

/** train: one row an epoch. */
export const curvesTable = withFacts(
  defineTable('curves', 2, {
    epoch: int32(),
    step: int32(),
    patches: int32(),
    learningRate: float64(),
    trainLoss: float64(),
    trainKl: float64(),
    validationLoss: float64(),
    validationKl: float64(),
    validationAuc: float64(),
  }),
  trainedOn,
);

/**
 * train: the same few validation patches without their colours, as the network coloured them after epochs, and as
 * they were, sRGB; `epoch` is 0 but where they are predicted.
 */
export const epochPatchesTable = defineTable('epoch-patches', 1, {
  patch: int32(),
  shows: choice('grey', 'predicted', 'true'),
  epoch: int32(),
  rgb: tensor('uint8', 'H', 'W', 'C'),
});

/** evaluate: held-out photos as the model colours them, sRGB. */
export const predictionsTable = defineTable('predictions', 1, {
  photo: id(),
  temperature: float32(),
  rgb: tensor('uint8', 'H', 'W', 'C'),
});

/** evaluate: every image in small, sRGB, for contact sheets. */
export const thumbnailsTable = defineTable('thumbnails', 1, {
  photo: id(),
  rgb: tensor('uint8', 'H', 'W', 'C'),
});

/**
 * evaluate: what each method scores on each photo. `temperature` is NaN but for the network; what is known of
 * distributions alone, from `crossEntropy` to `lossWeight`, is NaN but for the network.
 */
export const metricsTable = defineTable('metrics', 2, {
  photo: id(),
  method: text(),
  temperature: float32(),
  pixels: float64(),
  error: float64(),
  weightedError: float64(),
  weight: float64(),
  squared: float64(),
  psnr: float64(),
  ssim: float64(),
  colourfulness: float64(),
  colourfulnessTruth: float64(),
  colourfulnessAbsolute: float64(),
  colourfulnessAbsoluteTruth: float64(),
  chroma: float64(),
  chromaTruth: float64(),
  outOfGamut: float64(),
  crossEntropy: float64(),
  labelEntropy: float64(),
  weightedCrossEntropy: float64(),
  weightedLabelEntropy: float64(),
  lossWeight: float64(),
});

export type PhotosRows = RowsOf<typeof photosTable>;
export type ImagesRows = RowsOf<typeof imagesTable>;
export type UsageRows = RowsOf<typeof usageTable>;
export type LightnessRows = RowsOf<typeof lightnessTable>;
export type PriorRows = RowsOf<typeof priorTable>;
export type PatchesRows = RowsOf<typeof patchesTable>;
export type CurvesRows = RowsOf<typeof curvesTable>;
export type EpochPatchesRows = RowsOf<typeof epochPatchesTable>;
export type PredictionsRows = RowsOf<typeof predictionsTable>;
export type ThumbnailsRows = RowsOf<typeof thumbnailsTable>;
export type MetricsRows = RowsOf<typeof metricsTable>;
