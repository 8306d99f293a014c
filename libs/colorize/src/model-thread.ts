import { availableParallelism } from 'node:os';
import { SHARE_ENV } from 'node:worker_threads';

import { openThreads } from '@tintype/executor/threads';
import type { BackEnd, BackEndChoice, Model, ModelFiles } from '@tintype/network';
import { gamutOf, metadataIn } from '@tintype/network/saved';

import type { Asked, ModelAnswers, ModelRequest } from './answer-model.ts';

/** Predictions that wait in the thread: as many as there are photos under way. */
const EACH = 4;

/** A thread that predicts, so that this one decodes, paints and writes meanwhile; close it when done. */
export interface ModelThread {
  openBackEnd(choice: BackEndChoice): Promise<BackEnd>;
  /** Opens a model that may come from anyone; back end first. The thread has one model. */
  loadModel(files: ModelFiles): Promise<Model>;
  close(): Promise<void>;
}

/**
 * Starts with the first call. Its module, that of `model.worker.ts`, is looked for where the bundle of this one lies.
 * Native TensorFlow gets as many threads as there are cores beside this thread's: with one for each, this thread and the
 * network would wait for each other, and TensorFlow's threads burn what they wait.
 */
export function modelThread({
  workerUrl = new URL('./model.worker.js', import.meta.url),
  threads = Math.max(1, availableParallelism() - 1),
}: { readonly workerUrl?: URL; readonly threads?: number } = {}): ModelThread {
  const thread = openThreads<ModelRequest, ModelAnswers[Asked]>({
    ...{ workerUrl, threads: 1, each: EACH, env: SHARE_ENV },
  });
  const ask = <Name extends Asked>(request: Extract<ModelRequest, { ask: Name }>) =>
    thread.run(request) as Promise<ModelAnswers[Name]>; // the thread answers what it is asked
  return {
    openBackEnd: (choice) => ask<'backEnd'>({ ask: 'backEnd', choice, threads }),
    async loadModel(files) {
      await ask<'model'>({ ask: 'model', files });
      const metadata = metadataIn(files);
      return {
        metadata,
        gamut: gamutOf(metadata),
        predict: (...given) => ask<'predict'>({ ask: 'predict', given }),
        predictCells: (...given) => ask<'predictCells'>({ ask: 'predictCells', given }),
        predictLogits: (...given) => ask<'predictLogits'>({ ask: 'predictLogits', given }),
        dispose: () => undefined, // with the thread
      };
    },
    close: () => thread.close(),
  };
}
