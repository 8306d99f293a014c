export { colorize, likelihoodsAt, sizeSeen, type ColorizeOptions, type Likelihood } from './colorize.ts';
export { computeStripe, type StripeComputer, type StripeTask } from './compute-stripe.ts';
export type { Pixels } from './pixels.ts';
export type { ColorizeSettings } from './settings.ts';
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
