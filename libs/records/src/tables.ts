import { z } from 'zod';

import { means } from './meaning.ts';
import { bool, choice, float32, float64, id, int16, int32, text, uint32 } from './scalar-columns.ts';
import { defineTable, type RowsOf, withFacts } from './table.ts';
import { tensor } from './tensor-column.ts';

/** The back end, its version, device and precision. */
export const trainedOn = z.strictObject({ backEnd: z.string() });

/** Beside it, the AuC of the validation colours of the model that training started from, if it did from one. */
const trainedFrom = trainedOn.extend({ startAuc: z.number().nullable() });

/** ingest: every photo of the source. `split` is empty where it is quarantined, `reason` where it is kept. */
export const photosTable = defineTable('photos', 1, {
  photo: means(id(), 'sha256 of the photo’s bytes'),
  path: means(text(), 'where the source has it'),
  class: means(text(), 'the beginning of its name, or its folder'),
  width: means(int32(), 'width as it is shown upright', 'pixels'),
  height: means(int32(), 'height as it is shown upright', 'pixels'),
  format: means(text(), 'what its bytes are'),
  bytes: means(float64(), 'size of the file', 'bytes'),
  split: means(choice('train', 'validation', 'test', ''), 'what it serves; empty where it is quarantined'),
  status: means(choice('kept', 'quarantined'), 'whether the run uses it'),
  reason: means(text(), 'why it is quarantined; empty where it is kept'),
});

/** convert: images in CIE Lab, D65. */
export const imagesTable = withFacts(
  defineTable('images', 1, {
    photo: means(id(), 'sha256 of the photo’s bytes'),
    nearGrey: means(bool(), 'whether it has too little colour to learn from'),
    lab: means(tensor('float32', 'H', 'W', 'C'), 'CIE L*a*b*, D65; C is L, a, b', 'L 0..100; ab units'),
  }),
  z.strictObject({
    /** Photos without colours whose images are marked as near-grey. */
    grey: z.array(z.string()),
    /** Photos in the colours of one tone, such as sepia; their images are marked as near-grey too. */
    toned: z.array(z.string()),
    /** Photos that could not be decoded; their images are black. */
    undecodable: z.array(z.string()),
  }),
);

/** prior: pixels in the cells [a, a+1) × [b, b+1) of the ab plane, by class; empty cells are left out. */
export const usageTable = defineTable('usage', 1, {
  class: means(text(), 'class of the photos'),
  a: means(int16(), 'cell [a, a + 1)', 'ab units'),
  b: means(int16(), 'cell [b, b + 1)', 'ab units'),
  count: means(uint32(), 'pixels in the cell', 'pixels'),
});

/** prior: sums of a and b over the pixels of each integer lightness, in thousandths of an ab unit. */
export const lightnessTable = defineTable('lightness', 1, {
  lightness: means(int16(), 'L, rounded', '0..100'),
  count: means(float64(), 'pixels of this lightness', 'pixels'),
  sumA: means(float64(), 'sum of a over these pixels', 'thousandths of an ab unit'),
  sumB: means(float64(), 'sum of b over these pixels', 'thousandths of an ab unit'),
});

/** prior: the same sums over the pixels of each row of the images, which are of one size. */
export const rowsTable = defineTable('rows', 1, {
  row: means(int16(), 'row of the image, from the top'),
  count: means(float64(), 'pixels in this row of all images', 'pixels'),
  sumA: means(float64(), 'sum of a over these pixels', 'thousandths of an ab unit'),
  sumB: means(float64(), 'sum of b over these pixels', 'thousandths of an ab unit'),
});

/** prior: pixels of each integer lightness in the cells [a, a+5) × [b, b+5); empty cells are left out. */
export const lightnessUsageTable = defineTable('lightness-usage', 1, {
  lightness: means(int16(), 'L, rounded', '0..100'),
  a: means(int16(), 'cell [a, a + 5)', 'ab units'),
  b: means(int16(), 'cell [b, b + 5)', 'ab units'),
  count: means(float64(), 'pixels of this lightness in the cell', 'pixels'),
});

/** prior: the bins of the gamut in the order in which models predict them. */
export const priorTable = withFacts(
  defineTable('prior', 1, {
    bin: means(int32(), 'place in the gamut, as models predict it'),
    a: means(float32(), 'centre of the bin', 'ab units'),
    b: means(float32(), 'centre of the bin', 'ab units'),
    count: means(float64(), 'pixels whose nearest bin it is', 'pixels'),
    probability: means(float64(), 'share of the pixels, smoothed; sums to 1'),
    weight: means(float64(), 'weight in a loss or measure; its mean over pixels is 1'),
  }),
  z.strictObject({
    gamut: z.enum(['dataset', 'hull']),
    window: z.number(),
    /** Share of the pixels whose colour lies further than a window from its nearest bin. */
    beyond: z.number(),
  }),
);

/** patches: windows of L with the ab of their centre; `x`, `y` is the window's corner in its image. */
export const patchesTable = defineTable('patches', 1, {
  photo: means(id(), 'sha256 of the photo’s bytes'),
  index: means(int32(), 'which patch of its photo'),
  x: means(int16(), 'left edge of the window in the image', 'pixels'),
  y: means(int16(), 'top edge of the window in the image', 'pixels'),
  lightness: means(tensor('float32', 'H', 'W'), 'window of L', '0..100'),
  ab: means(tensor('float32', 'H', 'W', 'C'), 'a, b in the middle of the window', 'ab units'),
});

/** train: one row an epoch. */
export const curvesTable = withFacts(
  defineTable('curves', 2, {
    epoch: means(int32(), 'epochs so far'),
    step: means(int32(), 'optimiser steps so far'),
    patches: means(int32(), 'patches shown so far'),
    learningRate: means(float64(), 'rate of the last step'),
    trainLoss: means(float64(), 'weighted cross-entropy, mean over the epoch', 'nats'),
    trainKl: means(float64(), 'what of the training cross-entropy exceeds its floor', 'nats'),
    validationLoss: means(float64(), 'weighted cross-entropy at the epoch’s end', 'nats'),
    validationKl: means(float64(), 'what of the validation cross-entropy exceeds its floor', 'nats'),
    validationAuc: means(float64(), 'raw AuC of the decoded validation patches, 0..1'),
  }),
  trainedFrom,
);

/**
 * train: the same few validation patches without their colours, as the network coloured them after epochs, and as
 * they were, sRGB; `epoch` is 0 but where they are predicted.
 */
export const epochPatchesTable = defineTable('epoch-patches', 1, {
  patch: means(int32(), 'which validation patch'),
  shows: means(choice('grey', 'predicted', 'true'), 'grey, as predicted, or as it was'),
  epoch: means(int32(), 'after which epoch; 0 unless predicted'),
  rgb: means(tensor('uint8', 'H', 'W', 'C'), 'the patch in sRGB', '0..255'),
});

/** train: the ways to decode that were weighed on validation photos; without these one row, not measured. */
export const decodingsTable = defineTable('decodings', 1, {
  temperature: means(float64(), 'at which distributions are decoded'),
  coherence: means(float64(), 'how far colours agree with their neighbours, 0..1'),
  saturation: means(float64(), 'what chroma is multiplied by'),
  aucBalanced: means(float64(), 'balanced AuC on the validation photos, 0..1; NaN where not measured'),
  chromaRatio: means(float64(), 'mean chroma over that of all photos of the run; NaN where not measured'),
  chosen: means(bool(), 'whether the model decodes so'),
});

/** evaluate: held-out photos as the model colours them, sRGB. */
export const predictionsTable = defineTable('predictions', 1, {
  photo: means(id(), 'sha256 of the photo’s bytes'),
  temperature: means(float32(), 'at which the distribution was decoded'),
  rgb: means(tensor('uint8', 'H', 'W', 'C'), 'the coloured photo in sRGB', '0..255'),
});

/** evaluate: every image in small, sRGB, for contact sheets. */
export const thumbnailsTable = defineTable('thumbnails', 1, {
  photo: means(id(), 'sha256 of the photo’s bytes'),
  rgb: means(tensor('uint8', 'H', 'W', 'C'), 'the photo in small, sRGB', '0..255'),
});

/**
 * evaluate: what each method scores on each photo. `temperature` is NaN but for the network; what is known of
 * distributions alone, from `crossEntropy` to `lossWeight`, is NaN but for the network.
 */
export const metricsTable = defineTable('metrics', 3, {
  photo: means(id(), 'sha256 of the photo’s bytes'),
  method: means(text(), 'who coloured it: the network, a baseline or a ceiling'),
  temperature: means(float32(), 'at which the network was decoded; else NaN'),
  pixels: means(float64(), 'pixels of the image', 'pixels'),
  error: means(float64(), 'sum of the distances in ab, each at most 150', 'ab units'),
  weightedError: means(float64(), 'the same, each times its true colour’s weight', 'ab units'),
  weight: means(float64(), 'sum of these weights'),
  squared: means(float64(), 'sum of Δa² + Δb²', 'ab units²'),
  hue: means(float64(), 'sum of the cosines between predicted and true (a, b), over vivid pixels'),
  vivid: means(float64(), 'pixels whose true distance from grey exceeds 15 ab units', 'pixels'),
  psnr: means(float64(), 'peak signal-to-noise ratio in sRGB', 'dB'),
  ssim: means(float64(), 'structural similarity in sRGB', '−1..1'),
  colourfulness: means(float64(), 'of the prediction (Hasler and Süsstrunk)'),
  colourfulnessTruth: means(float64(), 'of the photo'),
  colourfulnessAbsolute: means(float64(), 'of the prediction, signs dropped first (CT2, DDColor)'),
  colourfulnessAbsoluteTruth: means(float64(), 'of the photo'),
  chroma: means(float64(), 'mean distance of the prediction from grey', 'ab units'),
  chromaTruth: means(float64(), 'mean distance of the photo from grey', 'ab units'),
  outOfGamut: means(float64(), 'pixels that sRGB cannot show', 'pixels'),
  crossEntropy: means(float64(), 'sum over pixels, of the network alone; else NaN', 'nats'),
  labelEntropy: means(float64(), 'sum over pixels of the least that it can be', 'nats'),
  weightedCrossEntropy: means(float64(), 'the sum with pixels weighted as in the loss', 'nats'),
  weightedLabelEntropy: means(float64(), 'the sum of the least, weighted likewise', 'nats'),
  lossWeight: means(float64(), 'sum of the loss’s weights'),
});

export type PhotosRows = RowsOf<typeof photosTable>;
export type ImagesRows = RowsOf<typeof imagesTable>;
export type UsageRows = RowsOf<typeof usageTable>;
export type LightnessRows = RowsOf<typeof lightnessTable>;
export type PriorRows = RowsOf<typeof priorTable>;
export type PatchesRows = RowsOf<typeof patchesTable>;
export type CurvesRows = RowsOf<typeof curvesTable>;
export type EpochPatchesRows = RowsOf<typeof epochPatchesTable>;
export type DecodingsRows = RowsOf<typeof decodingsTable>;
export type PredictionsRows = RowsOf<typeof predictionsTable>;
export type ThumbnailsRows = RowsOf<typeof thumbnailsTable>;
export type MetricsRows = RowsOf<typeof metricsTable>;
