import type { ColourLattice, LightnessSums, Samples } from '@tintype/colour';
import { openThreads } from '@tintype/executor/threads';
import type { ThreadOptions } from '@tintype/executor/threads';

import { computeHere } from './compute-stripe.ts';
import type { StripeComputer, StripeTask } from './compute-stripe.ts';

/** Stripes of fewer samples are computed here: handing them over would take longer. */
const SMALL = 3 << 16;

/** Tasks that a thread has at once: one under way and two waiting, as this thread may be at the network for long. */
const AT_ONCE = 3;

/** Stripes in other threads, and in this one while all of them are busy; close it when done. */
export function stripeThreads(options: ThreadOptions): StripeComputer & { close(): Promise<void> } {
  const threads = openThreads<StripeTask, LightnessSums | null>(options);
  const memory = stripeMemory();
  const sharedLattice = lattices();
  let away = 0;
  const isHere = ({ stripe }: StripeTask) => stripe.samples.length < SMALL || away >= AT_ONCE * threads.count;

  /** Does the task with a copy of its samples, and something with the copy then. */
  const send = async (task: StripeTask, use: (samples: Samples) => void) => {
    const samples = memory.take(task.stripe.samples);
    away += 1;
    try {
      const sums = await threads.run({ ...task, stripe: { ...task.stripe, samples } });
      use(samples);
      return sums;
    } finally {
      away -= 1;
      memory.giveBack(samples);
    }
  };

  return {
    atOnce: AT_ONCE * threads.count + 1,
    close: () => threads.close(),

    async shrink(task) {
      if (isHere(task)) return computeHere.shrink(task);
      const sums = await send(task, () => undefined);
      if (sums === null) throw new Error('Internal error: expected sums from a thread');
      return sums;
    },

    async paint(task) {
      if (isHere(task)) return computeHere.paint(task);
      const { samples } = task.stripe;
      await send({ ...task, lattice: sharedLattice(task.lattice) }, (painted) => samples.set(painted));
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

/** A lattice in memory that threads share, made once for all stripes of a picture. */
function lattices(): (lattice: ColourLattice) => ColourLattice {
  const known = new WeakMap<ColourLattice, ColourLattice>();
  return (lattice) => {
    const found = known.get(lattice);
    if (found !== undefined) return found;
    const ab = new Float32Array(new SharedArrayBuffer(lattice.ab.byteLength));
    ab.set(lattice.ab);
    const made = { ...lattice, ab };
    known.set(lattice, made);
    return made;
  };
}
