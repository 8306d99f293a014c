/** One stripe, in a thread of its own. */
export { computeStripe as default } from './colouring/compute-stripe.ts';
