export { labOfSrgb, srgbToLab } from './lab.ts';
export { countOutsideSrgb, isDisplayable, labToSrgb } from './lab-to-srgb.ts';
export { joinLab, takeAb, takeLightness } from './lab-planes.ts';
export { exposeLightness } from './exposure.ts';
export { latticeOf, type ColourCells, type ColourLattice } from './colour-lattice.ts';
export { paint, type Painting } from './paint.ts';
export type { RgbSpace, Samples } from './rgb-space.ts';
export { addLightness, shrinkLightness, type LightnessSums } from './shrink-lightness.ts';
export type { Size, Stripe } from './stripe.ts';
export { shrinkSquare, type Shrinking } from './shrink.ts';
export { drawWeighted, normalFrom, rngFrom, shuffled, type Rng } from './rng.ts';
export { AB_CELLS, AB_MIN, countAb, isNearGrey } from './histogram.ts';
export { binCount, gamutFromCounts, gamutFromHull, nearestBin, type Gamut } from './gamut.ts';
export { labelEntropy, softEncoder, targetEncoder, type SoftCodes, type TargetOptions } from './encode.ts';
export { priorFromCounts, rebalance, type Prior } from './prior.ts';
export { annealedMean, decodeMode } from './decode.ts';
export {
  AUC_LIMIT,
  auc,
  aucBalanced,
  meanChroma,
  measureAb,
  mergeErrors,
  rmseAb,
  type ColourErrors,
} from './ab-metrics.ts';
export { annealedMeanOfCodes, measureCodes, type CodeErrors } from './code-errors.ts';
export {
  drawResamples,
  excludesZero,
  percentileInterval,
  resampledSums,
  type Interval,
  type Resamples,
} from './bootstrap.ts';
export {
  bestValue,
  MEASURE_KEYS,
  MEASURES,
  measuresOf,
  perMeasure,
  type MeasureKey,
  type Measures,
  type MeasureTotals,
} from './measures.ts';
export { isBaseline, isCeiling, METHOD_KEYS, methodName, METHODS, type Method } from './methods.ts';
export { colourfulness, psnr } from './rgb-metrics.ts';
export { ssim } from './ssim.ts';
export { balanceFromCounts, balanceSigma } from './balance.ts';
export {
  countLightness,
  countRows,
  meanAb,
  meanAbPerLevel,
  mergeSums,
  predictMean,
  predictPerLightness,
  predictPerRow,
  type ColourSums,
} from './baselines.ts';
export {
  countLightnessCells,
  LIGHTNESS_CELLS,
  lightnessCellAt,
  lightnessCellOf,
  modeAbPerLightness,
} from './lightness-cells.ts';
