import * as tf from '@tensorflow/tfjs';

import { type Examples, windowOf } from '../batches/batch.ts';
import { ADAM } from '../optimise/adam.ts';
import { type Learner, type LearnerOpener, type LearnerState, resultOf } from '../optimise/learner.ts';
import { averageDecay, type OptimiserSettings, PLAIN_ADAM } from '../optimise/optimiser.ts';
import type { Precision } from '../settings/train-settings.ts';
import { type Feed, type GraphSession, type NativeBinding, openGraphSession } from './graph-session.ts';
import { FEED, FETCH, trainingGraph } from './training-graph.ts';

/**
 * Trains inside TensorFlow: forward pass, gradients and Adam are one graph, a step one call. Its optimiser
 * fuses what tfjs would run op by op, and runs side by side what does not depend on each other.
 */
export function graphLearner(
  binding: NativeBinding,
  precision: Precision,
  optimiser: OptimiserSettings = PLAIN_ADAM,
): LearnerOpener {
  return {
    replicas: 1,
    open: async (network, from) =>
      openLearner(openGraphSession(trainingGraph(network, precision, optimiser), binding), from, optimiser),
  };
}

function openLearner(session: GraphSession, from: LearnerState, { ema }: OptimiserSettings): Learner {
  const { parameters, adam } = from;
  const average = ema === null ? {} : { [FEED.average]: vector(resultOf(from)) };
  const loads = { [FEED.parameters]: vector(parameters), [FEED.m]: vector(adam.m), [FEED.v]: vector(adam.v) };
  session.run({ ...loads, ...average }, [FETCH.loaded]);
  let { t } = adam;
  return {
    async step(batch, learningRate) {
      const draw = { values: Int32Array.of(t), shape: [] };
      const adam = vector(adamScalars(++t, learningRate));
      const feeds = { ...feedsOf(batch), [FEED.adam]: adam, [FEED.draw]: draw };
      const share = ema === null ? {} : { [FEED.share]: vector(Float32Array.of(1 - averageDecay(ema, t))) };
      const [loss] = session.run({ ...feeds, ...share }, [FETCH.stepped]);
      return tf.scalar(loss?.[0] ?? NaN);
    },
    async lossOf(examples) {
      const [loss] = session.run(feedsOf(examples), [FETCH.loss]);
      return loss?.[0] ?? NaN;
    },
    async state() {
      const averages = ema === null ? [] : [FETCH.average];
      const vectors = session.run({}, [FETCH.parameters, FETCH.m, FETCH.v, ...averages]);
      const [now, m, v, averaged] = vectors;
      if (now === undefined || m === undefined || v === undefined)
        throw new Error('Internal error: expected three vectors from the session');
      return { parameters: now, adam: { m, v, t }, ...(averaged && { average: averaged }) };
    },
    close: async () => session.close(),
  };
}

/** β₁ᵗ, β₂ᵗ, η and ε·√(1 − β₂ᵗ): with these, TensorFlow's kernel takes the steps of `flatAdam`. */
function adamScalars(t: number, learningRate: number): Float32Array {
  const power2 = ADAM.beta2 ** t;
  return Float32Array.of(ADAM.beta1 ** t, power2, learningRate, ADAM.epsilon * Math.sqrt(1 - power2));
}

function feedsOf(examples: Examples): Record<string, Feed> {
  const { patches, neighbours, lightness, index, weight } = examples;
  const codes = [index.length / neighbours, neighbours];
  const window = windowOf(examples);
  return {
    [FEED.lightness]: { values: lightness, shape: [patches, window, window, 1] },
    [FEED.index]: { values: index, shape: codes },
    [FEED.weight]: { values: weight, shape: codes },
  };
}

function vector(values: Float32Array): Feed {
  return { values, shape: [values.length] };
}
