import { availableParallelism } from 'node:os';

import type { ColourLattice, LightnessSums, Samples } from '@tintype/colour';
import { openThreads, type ThreadOptions, type Threads } from '@tintype/executor/threads';

import {
  computeHere,
  type PaintTask,
  type ShrinkTask,
  type StripeComputer,
  type StripeTask,
} from './colouring/compute-stripe.ts';

/** Stripes of fewer samples, and lattices of fewer cells, are computed here: handing them over would take longer. */
const SMALL = { samples: 3 << 16, cells: 1 << 10 };

/** Tasks that a thread has at once: one under way and three waiting, as this thread may be at the network for long. */
const AT_ONCE = 4;

/**
 * Stripes in other threads, and in this one while all of them are busy; close it when done. By default there are as many
 * threads as cores beside this one's, and the module of `stripe.worker.ts` is looked for where the bundle of this one lies.
 */
export function stripeThreads({
  workerUrl = new URL('./stripe.worker.js', import.meta.url),
  threads: count = Math.max(1, availableParallelism() - 1),
}: Partial<ThreadOptions> = {}): StripeComputer & { close(): Promise<void> } {
  const threads = openThreads<StripeTask, LightnessSums | ColourLattice | null>({
    workerUrl,
    threads: count,
  });
  const { areBusy, send, sendStripe } = senderTo(threads);
  const staysHere = ({ stripe }: ShrinkTask | PaintTask) =>
    stripe.samples.length < SMALL.samples || areBusy();

  return {
    atOnce: AT_ONCE * threads.count + 1,
    close: () => threads.close(),

    async shrink(task) {
      if (staysHere(task)) return computeHere.shrink(task);
      const sums = await sendStripe(task, () => undefined);
      if (sums === null || 'ab' in sums) throw new Error('Internal error: expected sums from a thread');
      return sums;
    },

    async buildLattice(task) {
      const isSmall = task.cells.lightness.length < SMALL.cells;
      const lattice = await (isSmall || areBusy() ? computeHere.buildLattice(task) : send(task));
      if (lattice === null || !('ab' in lattice))
        throw new Error('Internal error: expected a lattice from a thread');
      return { ...lattice, ab: shared(lattice.ab) }; // all stripes of a picture are painted by it
    },

    async paint(task) {
      if (staysHere(task)) return computeHere.paint(task);
      const { samples } = task.stripe;
      await sendStripe(task, (painted) => samples.set(painted));
    },
  };
}

/** Hands tasks to threads, and tells when these have as many as they should. */
function senderTo(threads: Threads<StripeTask, LightnessSums | ColourLattice | null>) {
  const memory = stripeMemory();
  let away = 0;
  const send = async (task: StripeTask) => {
    away += 1;
    try {
      return await threads.run(task);
    } finally {
      away -= 1;
    }
  };
  return {
    areBusy: () => away >= AT_ONCE * threads.count,
    send,
    /** Does the task with a copy of its samples, and something with the copy then. */
    async sendStripe(task: ShrinkTask | PaintTask, use: (samples: Samples) => void) {
      const samples = memory.take(task.stripe.samples);
      try {
        const sums = await send({ ...task, stripe: { ...task.stripe, samples } });
        use(samples);
        return sums;
      } finally {
        memory.giveBack(samples);
      }
    },
  };
}

/**
 * Shared memory for stripes under way, used again and again: buffers that are handed to and fro leave holes in what
 * the system has given, which makes 100 MB for a large picture.
 */
function stripeMemory() {
  const free: SharedArrayBuffer[] = [];
  return {
    /** A copy of the samples that threads can paint. */
    take(samples: Samples): Samples {
      const i = free.findIndex((buffer) => buffer.byteLength >= samples.byteLength);
      const [buffer = new SharedArrayBuffer(samples.byteLength)] = i === -1 ? [] : free.splice(i, 1);
      const copy =
        samples.BYTES_PER_ELEMENT === 1
          ? new Uint8Array(buffer, 0, samples.length)
          : new Uint16Array(buffer, 0, samples.length);
      copy.set(samples);
      return copy;
    },
    giveBack(samples: Samples): void {
      free.push(samples.buffer as SharedArrayBuffer);
    },
  };
}

/** The same in memory that threads share. */
function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}
