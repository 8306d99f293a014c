import { computeStripe } from '@tintype/colorize';

import { serve } from '../requests.ts';
import type { StripeRequests } from './stripe-requests.ts';

serve<StripeRequests>({
  async compute(task) {
    const computed = computeStripe(task);
    const samples = task.kind === 'lattice' ? null : task.stripe.samples;
    const isMine = samples !== null && samples.buffer instanceof ArrayBuffer; // shared memory stays where it is
    return { answer: { computed, samples }, transfer: isMine ? [samples.buffer] : [] };
  },
});
