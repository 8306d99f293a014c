export { colorize, type ColorizeOptions } from './colouring/colorize.ts';
export { computeStripe, type StripeComputer, type StripeTask } from './colouring/compute-stripe.ts';
export { decodeColours, type PictureCells } from './colouring/decode-colours.ts';
export { paintColours, type PaintOptions } from './colouring/paint-colours.ts';
export type { Pixels } from './colouring/pixels.ts';
export {
  predictColours,
  sizeSeen,
  type PredictOptions,
  type Prediction,
} from './colouring/predict-colours.ts';
export { readLikelihoods, type Likelihood, type Place } from './colouring/read-likelihoods.ts';
export type { ColorizeSettings } from './colouring/settings.ts';
// What whoever uses this package alone needs to open a model; of Node and browsers there is more in its other entries.
export {
  cpuOpener,
  loadModel,
  openBackEndFrom,
  type BackEnd,
  type BackEndChoice,
  type BackEndName,
  type BackEndOpener,
  type Model,
  type ModelFiles,
} from '@tintype/network';
