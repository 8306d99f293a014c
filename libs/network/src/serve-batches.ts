import { parentPort, workerData } from 'node:worker_threads';

import { type BatchReader, batchReader } from './batches/batch.ts';
import type { BatchRequest, BatchThreadSetup } from './batches/batch-thread.ts';
import type { Split } from './batches/batches.ts';
import type { PatchSource } from './batches/patch-source.ts';

/**
 * Makes this worker thread the one that `threadedBatches` asks for batches. `open` turns what was given as a
 * split's source into patches. An error in it ends the thread, and with it the training, by that error.
 */
export function serveBatches(open: (source: unknown) => PatchSource): void {
  const { encoding, sources } = workerData as BatchThreadSetup; // given by openThread
  const readerOf = (split: Split) => batchReader(open(sources[split]), encoding);
  const readers: Record<Split, BatchReader> = {
    train: readerOf('train'),
    validation: readerOf('validation'),
  };
  let answered = Promise.resolve();
  parentPort?.on('message', (request: BatchRequest) => {
    answered = answered.then(() => answer(request)); // one after the other: readers have one scratch memory
  });

  async function answer({ split, ...plan }: BatchRequest): Promise<void> {
    const batch = await readers[split](plan);
    const { lightness, index, weight } = batch;
    const moved = [lightness, index, weight].map(({ buffer }) => buffer as ArrayBuffer); // each owns its memory
    parentPort?.postMessage(batch, moved);
  }
}
