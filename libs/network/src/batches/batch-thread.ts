import { Worker } from 'node:worker_threads';

import type { Batch, BatchPlan, Encoding } from './batch.ts';
import { type BatchesOpener, readAhead, type Split } from './batches.ts';

export interface BatchThreadOptions {
  /** A built module that calls `serveBatches`. */
  readonly workerUrl: URL;
  /** What its `open` is given for each split; plain data, since it is cloned into the thread. */
  readonly sources: Readonly<Record<Split, unknown>>;
}

/** What the thread is started with. */
export interface BatchThreadSetup {
  readonly encoding: Encoding;
  readonly sources: BatchThreadOptions['sources'];
}

/** The thread answers each with a `Batch`, in the order in which they were asked. */
export interface BatchRequest extends BatchPlan {
  readonly split: Split;
}

/**
 * Batches that wait for the step or are in the making. What the step takes, it asks for anew, so no more of them
 * are ever in memory (half a megabyte each at 32 patches); enough for a step that reads losses or saves.
 */
const AHEAD = 3;

/** Batches read and encoded in a thread of their own, ahead of the step; the same ones as `localBatches` gives. */
export function threadedBatches(options: BatchThreadOptions): BatchesOpener {
  return async (encoding) => {
    const { ask, close } = openThread(options, encoding);
    return { of: (split, plans) => readAhead(plans, AHEAD, (plan) => ask({ ...plan, split })), close };
  };
}

function openThread({ workerUrl, sources }: BatchThreadOptions, encoding: Encoding) {
  const setup: BatchThreadSetup = { encoding, sources };
  const worker = new Worker(workerUrl, { workerData: setup });
  const waiting: { resolve(batch: Batch): void; reject(error: Error): void }[] = [];
  let failure: Error | undefined; // a thread that failed between two requests fails the next one
  const fail = (error: Error) => {
    failure ??= error;
    for (const { reject } of waiting.splice(0)) reject(failure);
  };
  worker.on('message', (batch: Batch) => waiting.shift()?.resolve(batch));
  worker.on('error', (cause) => fail(new Error(`batches: ${cause.message}`, { cause })));
  worker.on('exit', (code) => fail(new Error(`batches: their thread ended with code ${code}`)));
  const ask = (request: BatchRequest) =>
    new Promise<Batch>((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      waiting.push({ resolve, reject });
      worker.postMessage(detached(request));
    });
  return { ask, close: async () => void (await worker.terminate()) };
}

/** Copies of the parts: a view would take the whole epoch's order along. */
function detached({ split, rows, mirrored, corners, stops, wear }: BatchRequest): BatchRequest {
  return {
    split,
    rows: rows.slice(),
    mirrored: mirrored.slice(),
    ...(corners && { corners: corners.slice() }),
    ...(stops && { stops: stops.slice() }),
    ...(wear && { wear }),
  };
}
