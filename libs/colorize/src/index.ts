export { colorize, type ColorizeOptions } from './colouring/colorize.ts';
export { computeStripe, type StripeComputer, type StripeTask } from './colouring/compute-stripe.ts';
export { decodeColours, type DecodeSettings, type PictureCells } from './colouring/decode-colours.ts';
export { paintColours, paintStripes, type PaintOptions } from './colouring/paint-colours.ts';
export type { Pixels, StripedPicture } from './colouring/pixels.ts';
export {
  predictColours,
  seeStripes,
  type PredictOptions,
  type Prediction,
} from './colouring/predict-colours.ts';
export { DEFAULT_QUALITY, formatFor } from './photos/format-for.ts';
export { describeResult, markProperties, type ResultFacts } from './mark.ts';
export { explainSides } from './side-limits.ts';
export { readLikelihoods, type Likelihood, type Place } from './colouring/read-likelihoods.ts';
export { completeSettings, type ColorizeSettings, type CompleteSettings } from './colouring/settings.ts';
export { spreadStripes, type StripeResult, type StripeThreads } from './colouring/spread-stripes.ts';
// What whoever uses this package alone needs to open a model; of Node and browsers there is more in its other entries.
export {
  cpuOpener,
  loadModel,
  openBackEndFrom,
  type BackEnd,
  type BackEndChoice,
  type BackEndName,
  type BackEndOpener,
  type LogitCells,
  type Model,
  type ModelFiles,
} from '@tintype/network';
export type { ColourCells, ColourLattice, Gamut, LightnessSums, Samples, Size } from '@tintype/colour';
export type { PictureFormat } from '@tintype/images/metadata';
export type { Hint } from './hints/hint.ts';
export { applyHintFile, encodeHintFile, parseHintFile, type HintFile } from './hints/hint-file.ts';
