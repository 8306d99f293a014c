import { availableParallelism } from 'node:os';

import type { ColourLattice, LightnessSums } from '@tintype/colour';
import { openThreads, type ThreadOptions } from '@tintype/executor/threads';

import type { StripeComputer, StripeTask } from './colouring/compute-stripe.ts';
import { spreadStripes } from './colouring/spread-stripes.ts';

/** Tasks of a thread: one under way and three waiting, as this thread may be at the network for long. */
const EACH = 4;

/**
 * Stripes in other threads, and in this one while all of them are busy; close it when done. By default there are as many
 * threads as cores beside this one's, and the module of `stripe.worker.ts` is looked for where the bundle of this one lies.
 */
export function stripeThreads({
  workerUrl = new URL('./stripe.worker.js', import.meta.url),
  threads: wanted = Math.max(1, availableParallelism() - 1),
}: Partial<ThreadOptions> = {}): StripeComputer & { close(): Promise<void> } {
  const { count, run, close } = openThreads<StripeTask, LightnessSums | ColourLattice | null>({
    workerUrl,
    threads: wanted,
  });
  const threads = {
    ...{ count, each: EACH, isShared: true },
    run: async (task: StripeTask) => {
      const samples = task.kind === 'lattice' ? null : task.stripe.samples;
      return { computed: await run(task), samples };
    },
  };
  return { ...spreadStripes(threads), close };
}
