import { type Batch, type BatchPlan, batchReader, type Encoding } from './batch.ts';
import type { PatchSource } from './patch-source.ts';

export type Split = 'train' | 'validation';

/** Where planned batches are read and encoded: in this thread, or in one of their own. */
export interface Batches {
  /** The planned batches in their order, read ahead of whoever takes them by a bounded number. */
  of(split: Split, plans: readonly BatchPlan[]): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

export type BatchesOpener = (encoding: Encoding) => Promise<Batches>;

/** Batches read in this thread: the reference, and what browsers have. */
export function localBatches(data: Readonly<Record<Split, PatchSource>>): BatchesOpener {
  return async (encoding) => {
    const readers = {
      train: batchReader(data.train, encoding),
      validation: batchReader(data.validation, encoding),
    };
    return {
      of: (split, plans) => readAhead(plans, 1, readers[split]),
      close: async () => undefined,
    };
  };
}

/** Keeps `ahead` batches in the making while one is being used. Leaving it early waits until none is. */
export async function* readAhead(
  plans: readonly BatchPlan[],
  ahead: number,
  read: (plan: BatchPlan) => Promise<Batch>,
): AsyncGenerator<Batch> {
  const making: Promise<Batch>[] = [];
  let next = 0;
  const fill = () => {
    for (const plan of plans.slice(next, next + ahead - making.length)) {
      const batch = read(plan);
      batch.catch(() => undefined); // it is awaited, and so reported, when its turn comes
      making.push(batch);
      next++;
    }
  };
  try {
    fill();
    for (let first = making.shift(); first !== undefined; first = making.shift()) {
      const batch = await first;
      fill();
      yield batch;
    }
  } finally {
    await Promise.allSettled(making);
  }
}
