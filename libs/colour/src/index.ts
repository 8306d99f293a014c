export { labOfSrgb, srgbToLab } from './lab/lab.ts';
export { invert3, isDisplayable, labToSrgb } from './lab/lab-to-srgb.ts';
export { showInSrgb, showLab } from './lab/show-in-srgb.ts';
export { fitToScreen, outlineScreen } from './lab/outline-screen.ts';
export { joinLab, takeAb, takeLightness } from './lab/lab-planes.ts';
export { exposeLightness } from './lab/exposure.ts';
export { greyOnScreen, lightnessOnScreen } from './lab/screen-grey.ts';
export { degradeLightness, UNDEGRADED, type Degradation } from './degrade/degrade.ts';
export { buildLattice, type ColourCells, type ColourLattice } from './painting/colour-lattice.ts';
export { cohere, cohereWith } from './coherence/cohere.ts';
export { poolPlane } from './coherence/pool-plane.ts';
export { type CellHint } from './hints/pull-cells.ts';
export { spreadHints } from './hints/spread-hints.ts';
export { describeSurfaces, type Surfaces } from './hints/surfaces.ts';
export { paint, type Painting } from './painting/paint.ts';
export type { RgbSpace, Samples } from './lab/rgb-space.ts';
export { addLightness, shrinkLightness, type LightnessSums } from './painting/shrink-lightness.ts';
export type { Size, Stripe } from './painting/stripe.ts';
export { shrinkSquare, type Shrinking } from './shrink.ts';
export { drawWeighted, normalFrom, rngFrom, shuffled, type Rng } from './rng.ts';
export { AB_CELLS, AB_MIN, countAb, isNearGrey } from './gamut/histogram.ts';
export { isToned, measureToning, type Toning } from './toning/toning.ts';
export { binCount, gamutFromCounts, gamutFromHull, nearestBin, pickBins, type Gamut } from './gamut/gamut.ts';
export { labelEntropy, softEncoder, targetEncoder, type TargetOptions } from './gamut/encode.ts';
export { takeNearest, type SoftCodes } from './gamut/soft-codes.ts';
export { priorFromCounts, rebalance, type Prior } from './prior/prior.ts';
export { annealedMean, decodeMode, describeLogits, type DescribedLogits } from './gamut/decode.ts';
export {
  AUC_LIMIT,
  auc,
  aucBalanced,
  meanChroma,
  measureAb,
  mergeErrors,
  rmseAb,
  weighPixels,
  type ColourErrors,
} from './measures/ab-metrics.ts';
export { hueAgreement, measureHue, VIVID_CHROMA, type HueSums } from './measures/hue-agreement.ts';
export { annealedMeanOfCodes, measureCodes, type CodeErrors } from './measures/code-errors.ts';
export {
  drawResamples,
  excludesZero,
  percentileInterval,
  resampledSums,
  type Interval,
  type Resamples,
} from './measures/bootstrap.ts';
export {
  bestValue,
  MEASURE_KEYS,
  MEASURES,
  computeMeasures,
  perMeasure,
  type MeasureKey,
  type Measures,
  type MeasureTotals,
} from './measures/measures.ts';
export { isBaseline, isCeiling, METHOD_KEYS, methodName, type Method } from './measures/methods.ts';
export { colourfulness, psnr, type Colourfulness } from './measures/rgb-metrics.ts';
export { ssim, ssimWith } from './measures/ssim.ts';
export { countColours, type ClassedImage, type ColourCounts } from './counts/count-colours.ts';
export { findFilled, type FilledCells } from './counts/filled-cells.ts';
export { balanceFromCounts, balanceSigma } from './prior/balance.ts';
export {
  meanAb,
  meanAbPerLevel,
  mergeSums,
  predictMean,
  predictPerLightness,
  predictPerRow,
  type ColourSums,
} from './baselines/baselines.ts';
export {
  LIGHTNESS_CELLS,
  lightnessCellAt,
  toLightnessCell,
  modeAbPerLightness,
} from './baselines/lightness-cells.ts';
