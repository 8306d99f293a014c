import type { ColourLattice, LightnessSums } from '@tintype/colour';
import { openThreads, type ThreadOptions } from '@tintype/executor/threads';

import type { StripeComputer, StripeTask } from './colouring/compute-stripe.ts';
import { spreadStripes } from './colouring/spread-stripes.ts';

/** Stripes in other threads, and in this one while all of them are busy; close it when done. */
export function stripeThreads(options: ThreadOptions): StripeComputer & { close(): Promise<void> } {
  const { count, run, close } = openThreads<StripeTask, LightnessSums | ColourLattice | null>(options);
  const threads = {
    count,
    run: async (task: StripeTask) => {
      const samples = task.kind === 'lattice' ? null : task.stripe.samples;
      return { computed: await run(task), samples };
    },
  };
  return { ...spreadStripes(threads, true), close };
}
