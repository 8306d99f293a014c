import * as tf from '@tensorflow/tfjs';

import type { Batch, Examples } from '../batches/batch.ts';
import { readParameters, trainableOf, variablesOf, writeParameters } from '../networks/parameters.ts';
import { type AdamState, flatAdam } from './adam.ts';
import type { GradientsOpener } from './gradients.ts';
import { ratesOf } from './layer-rates.ts';
import { movingAverage } from './moving-average.ts';
import { clipped, kernelsOf, type OptimiserSettings, PLAIN_ADAM } from './optimiser.ts';

/** What training moves. */
export interface LearnerState {
  readonly parameters: Float32Array; // [P + S]: behind the parameters the statistics of batch normalisation
  readonly adam: AdamState;
  /** The moving average of `parameters`; the parameters themselves where one begins, nothing where there is none. */
  readonly average?: Float32Array; // [P + S]
}

/** What is validated, shown and kept. [P + S] */
export function resultOf({ parameters, average }: LearnerState): Float32Array {
  return average ?? parameters;
}

/** The parameters and Adam's memory of them, wherever they live, and how a batch moves them. */
export interface Learner {
  /** One Adam step down a batch's weighted mean loss. → its summed loss Σ v·CE before the step, to be disposed */
  step(batch: Batch, learningRate: number): Promise<tf.Scalar>;
  /** The batch's summed loss alone, of the averaged parameters where there are such. */
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
export function gradientLearner(
  opener: GradientsOpener,
  optimiser: OptimiserSettings = PLAIN_ADAM,
): LearnerOpener {
  return {
    replicas: opener.replicas,
    open: (network, from) => openLearner(network, from, opener, optimiser),
  };
}

async function openLearner(
  network: tf.LayersModel,
  from: LearnerState,
  opener: GradientsOpener,
  { weightDecay, clipNorm, ema, encoderRate }: OptimiserSettings,
): Promise<Learner> {
  const variables = variablesOf(network);
  writeParameters(variables, from.parameters);
  const adam = flatAdam(trainableOf(network), from.adam, {
    decay: { rate: weightDecay, of: kernelsOf(network) },
    rates: ratesOf(network, encoderRate),
  });
  const average = ema === null ? null : movingAverage(variables, resultOf(from), ema);
  const gradients = await opener.open(network, encoderRate);
  let { t } = from.adam;
  const descend = (summed: tf.Tensor1D, weightSum: number, learningRate: number) => {
    const gradient = tf.div<tf.Tensor1D>(summed, tf.scalar(weightSum));
    adam.apply(clipNorm === null ? gradient : clipped(gradient, clipNorm), learningRate);
  };
  return {
    async step(batch, learningRate) {
      const { gradient, loss } = await gradients.of(batch, t++);
      tf.tidy(() => descend(gradient, batch.weightSum, learningRate));
      average?.follow(t);
      gradient.dispose();
      return loss;
    },
    lossOf(batch) {
      const measure = () => gradients.lossOf(batch);
      return average === null ? measure() : average.during(measure);
    },
    async state() {
      const state = { parameters: await readParameters(variables), adam: await adam.state() };
      return average === null ? state : { ...state, average: await average.state() };
    },
    async close() {
      await gradients.close();
      adam.dispose();
      average?.dispose();
    },
  };
}
