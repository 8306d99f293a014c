import * as tf from '@tensorflow/tfjs';

import type { AdamState } from './adam.ts';
import { flatAdam } from './adam.ts';
import type { Batch, Examples } from './batch.ts';
import type { GradientsOpener } from './gradients.ts';
import { readParameters, trainableOf, variablesOf, writeParameters } from './parameters.ts';

/** What training moves. */
export interface LearnerState {
  readonly parameters: Float32Array; // [P + S]: behind the parameters the statistics of batch normalisation
  readonly adam: AdamState;
}

/** The parameters and Adam's memory of them, wherever they live, and how a batch moves them. */
export interface Learner {
  /** One Adam step down a batch's weighted mean loss. → its summed loss Σ v·CE before the step, to be disposed */
  step(batch: Batch, learningRate: number): Promise<tf.Scalar>;
  /** The batch's summed loss alone. */
  lossOf(batch: Examples): Promise<number>;
  state(): Promise<LearnerState>;
  close(): Promise<void>;
}

/** How a training gets its learner; `network` gives the architecture, its own parameters are free to be used. */
export interface LearnerOpener {
  readonly replicas: number;
  open(network: tf.LayersModel, from: LearnerState): Promise<Learner>;
}

/** Gradients from wherever `opener` gets them, and Adam in this thread, on the network's own variables. */
export function gradientLearner(opener: GradientsOpener): LearnerOpener {
  return { replicas: opener.replicas, open: (network, from) => openLearner(network, from, opener) };
}

async function openLearner(
  network: tf.LayersModel,
  from: LearnerState,
  opener: GradientsOpener,
): Promise<Learner> {
  const variables = variablesOf(network);
  writeParameters(variables, from.parameters);
  const adam = flatAdam(trainableOf(network), from.adam);
  const gradients = await opener.open(network);
  return {
    async step(batch, learningRate) {
      const { gradient, loss } = await gradients.of(batch);
      tf.tidy(() => adam.apply(tf.div(gradient, tf.scalar(batch.weightSum)), learningRate));
      gradient.dispose();
      return loss;
    },
    lossOf: (batch) => gradients.lossOf(batch),
    state: async () => ({ parameters: await readParameters(variables), adam: await adam.state() }),
    async close() {
      await gradients.close();
      adam.dispose();
    },
  };
}
