import { spreadStripes, type StripeComputer, type StripeTask } from '@tintype/colorize';

import { type Caller, callWorker } from '../requests.ts';
import type { StripeRequests } from './stripe-requests.ts';

const MOST_WORKERS = 8;
/** One under way and one waiting: this thread is never busy for longer than a stripe takes. */
const EACH = 2;

/** Stripes in workers, one for each core but that of this thread, which computes as well. */
export function stripeWorkers(): StripeComputer {
  const count = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1));
  const workers = Array.from({ length: count }, startStripeWorker);
  return spreadStripes({
    ...{ count, each: EACH, isShared: crossOriginIsolated },
    run: async (task) => {
      const worker = leastBusy(workers);
      worker.away += 1;
      try {
        return await worker.caller.ask('compute', task, movedWith(task));
      } finally {
        worker.away -= 1;
      }
    },
  });
}

interface StripeWorker {
  readonly caller: Caller<StripeRequests>;
  away: number;
}

function startStripeWorker(): StripeWorker {
  const worker = new Worker(new URL('./stripe.worker.ts', import.meta.url), { type: 'module' });
  return { caller: callWorker<StripeRequests>(worker), away: 0 };
}

function leastBusy(workers: readonly StripeWorker[]): StripeWorker {
  return workers.reduce((least, worker) => (worker.away < least.away ? worker : least));
}

/** Samples go with their task and come back, unless both sides have them in shared memory. */
function movedWith(task: StripeTask): Transferable[] {
  if (task.kind === 'lattice') return [];
  const { buffer } = task.stripe.samples;
  return buffer instanceof ArrayBuffer ? [buffer] : [];
}
