import type { ColourLattice, LightnessSums, Samples } from '@tintype/colour';

import {
  computeHere,
  type PaintTask,
  type ShrinkTask,
  type StripeComputer,
  type StripeTask,
} from './compute-stripe.ts';

/** Threads in which stripes are computed. */
export interface StripeThreads {
  readonly count: number;
  /** Tasks that a thread has at once, under way and waiting: as many as last while this thread is busy. */
  readonly each: number;
  /** Whether memory can be shared with them. */
  readonly isShared: boolean;
  /** Does a task; samples come back as they are then, in the same memory or in other. */
  run(task: StripeTask): Promise<StripeResult>;
}

export interface StripeResult {
  readonly computed: LightnessSums | ColourLattice | null;
  /** Of the stripe; null of a lattice. */
  readonly samples: Samples | null;
}

/** Stripes of fewer samples, and lattices of fewer cells, are computed here: handing them over would take longer. */
const SMALL = { samples: 3 << 17, cells: 1 << 10 };

/** Stripes in other threads, and in this one while all of them are busy. */
export function spreadStripes(threads: StripeThreads): StripeComputer {
  const { count, each, isShared } = threads;
  const { areBusy, send, sendStripe } = senderTo(threads);
  const staysHere = ({ stripe }: ShrinkTask | PaintTask) =>
    stripe.samples.length < SMALL.samples || areBusy();

  return {
    atOnce: each * count + 1,

    async shrink(task) {
      if (staysHere(task)) return computeHere.shrink(task);
      const sums = await sendStripe(task, () => undefined);
      if (sums === null || 'ab' in sums) throw new Error('Internal error: expected sums from a thread');
      return sums;
    },

    async buildLattice(task) {
      const isSmall = task.cells.lightness.length < SMALL.cells;
      if (isSmall || areBusy()) return computeHere.buildLattice({ ...task, isShared });
      const { computed } = await send({ ...task, isShared });
      if (computed === null || !('ab' in computed))
        throw new Error('Internal error: expected a lattice from a thread');
      return computed;
    },

    async paint(task) {
      if (staysHere(task)) return computeHere.paint(task);
      const { samples } = task.stripe;
      await sendStripe(task, (painted) => samples.set(painted));
    },
  };
}

/** Hands tasks to threads, and tells when these have as many as they should. */
function senderTo({ count, each, isShared, run }: StripeThreads) {
  const memory = stripeMemory(isShared);
  let away = 0;
  const send = async (task: StripeTask) => {
    away += 1;
    try {
      return await run(task);
    } finally {
      away -= 1;
    }
  };
  return {
    areBusy: () => away >= each * count,
    send,
    /** Does the task with a copy of its samples, and something with the copy then. */
    async sendStripe(task: ShrinkTask | PaintTask, use: (samples: Samples) => void) {
      const copy = memory.take(task.stripe.samples);
      const { computed, samples } = await send({ ...task, stripe: { ...task.stripe, samples: copy } });
      if (samples === null) throw new Error('Internal error: expected the samples back from a thread');
      use(samples);
      memory.giveBack(samples);
      return computed;
    },
  };
}

/**
 * Memory for stripes under way, used again and again: buffers that are handed to and fro leave holes in what the system
 * has given, which makes 100 MB for a large picture.
 */
function stripeMemory(isShared: boolean) {
  const free: ArrayBufferLike[] = [];
  const make = (bytes: number) => (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  return {
    /** A copy of the samples that threads can paint. */
    take(samples: Samples): Samples {
      const i = free.findIndex((buffer) => buffer.byteLength >= samples.byteLength);
      const [buffer = make(samples.byteLength)] = i === -1 ? [] : free.splice(i, 1);
      const copy =
        samples.BYTES_PER_ELEMENT === 1
          ? new Uint8Array(buffer, 0, samples.length)
          : new Uint16Array(buffer, 0, samples.length);
      copy.set(samples);
      return copy;
    },
    giveBack(samples: Samples): void {
      free.push(samples.buffer);
    },
  };
}
