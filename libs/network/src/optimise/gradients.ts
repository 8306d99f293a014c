import * as tf from '@tensorflow/tfjs';

import { type Examples, windowOf } from '../batches/batch.ts';
import { concatFlat, trainableOf } from '../networks/parameters.ts';
import { ratesOf } from './layer-rates.ts';
import { softCrossEntropy } from './loss.ts';

/** Where gradients come from: this thread, or replicas whose gradients are summed in their order. */
export interface Gradients {
  /**
   * The batch's summed loss Σ v·CE and its gradient by all parameters, end to end. The caller disposes both. `draw`
   * numbers the step: layers that draw at random in training draw by it. It is 0 by what is frozen.
   */
  of(
    batch: Examples,
    draw: number,
  ): Promise<{ readonly gradient: tf.Tensor1D /* [P] */; readonly loss: tf.Scalar }>;
  /** The batch's summed loss alone. */
  lossOf(batch: Examples): Promise<number>;
  close(): Promise<void>;
}

/** How a training gets its gradients; `open` is given the network whose parameters they follow, and what is frozen. */
export interface GradientsOpener {
  readonly replicas: number;
  open(network: tf.LayersModel, encoderRate: number): Promise<Gradients>;
}

/** Gradients computed in this thread. */
export const localOpener: GradientsOpener = {
  replicas: 1,
  open: async (network, encoderRate) => localGradients(network, encoderRate),
};

/** Gradients of `network`'s present parameters, computed here on the current back end. */
export function localGradients(network: tf.LayersModel, encoderRate = 1): Gradients {
  const variables = trainableOf(network);
  const rates = ratesOf(network, encoderRate);
  const moved = variables.filter((_, i) => rates[i] !== 0);
  return {
    async of(batch, draw) {
      return tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () => summedLoss(network, batch, { training: true, draw }),
          moved,
        );
        const all = variables.map(({ name, shape }, i) =>
          rates[i] === 0 ? tf.zeros(shape) : gradientNamed(grads, name),
        );
        return { gradient: concatFlat(all), loss: value };
      });
    },
    async lossOf(batch) {
      const loss = tf.tidy(() => summedLoss(network, batch, { training: false }));
      const [value = NaN] = await loss.data();
      loss.dispose();
      return value;
    },
    close: async () => undefined,
  };
}

/** What `apply` hands on to every layer. */
interface Mode {
  readonly training: boolean;
  readonly draw?: number;
}

function summedLoss(network: tf.LayersModel, batch: Examples, mode: Mode): tf.Scalar {
  const { patches, lightness, index, weight } = batch;
  const window = windowOf(batch);
  const x = tf.tensor4d(lightness, [patches, window, window, 1]);
  const logits = network.apply(x, { ...mode }) as tf.Tensor; // [B, 16, 16, Q] or [B, Q]; one output, not a list
  const bins = logits.shape.at(-1) ?? NaN;
  const pixels = logits.size / bins;
  const codes: [number, number] = [pixels, index.length / pixels];
  return softCrossEntropy(
    tf.reshape(logits, [pixels, bins]),
    tf.tensor2d(index, codes, 'int32'),
    tf.tensor2d(weight, codes),
  );
}

function gradientNamed(gradients: tf.NamedTensorMap, name: string): tf.Tensor {
  const gradient = gradients[name];
  if (gradient === undefined)
    throw new Error(`Internal error: expected a gradient of ${name} but there was none`);
  return gradient;
}
