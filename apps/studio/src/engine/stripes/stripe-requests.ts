import type { StripeResult, StripeTask } from '@tintype/colorize';

/** What is asked of a thread that computes stripes. */
export type StripeRequests = {
  readonly compute: { readonly ask: StripeTask; readonly answer: StripeResult };
};
