/** One stripe, in a thread of its own. */
export { computeStripe as default } from './compute-stripe.ts';
