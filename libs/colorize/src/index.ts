export { colorize, likelihoodsAt, sizeSeen, type ColorizeOptions, type Likelihood } from './colorize.ts';
export { computeStripe, type StripeComputer, type StripeTask } from './compute-stripe.ts';
export type { Pixels } from './pixels.ts';
export type { ColorizeSettings } from './settings.ts';
