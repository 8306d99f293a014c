import * as tf from '@tensorflow/tfjs';

import type { TrainSettings } from '../settings/train-settings.ts';

/** What a step does beside Adam's own part; each is off in `PLAIN_ADAM`. */
export interface OptimiserSettings {
  /** λ of AdamW: kernels also move by −η·λ·θ; 0: they do not. */
  readonly weightDecay: number;
  /** The gradient's global norm is at most this; null: it is what it is. */
  readonly clipNorm: number | null;
  /** Decay per step of the parameters' moving average, which is then what is measured and kept; null: there is none. */
  readonly ema: number | null;
  /** What the steps of layers named `encoder_…` are multiplied by; 0 freezes them, 1 is what all others have. */
  readonly encoderRate: number;
}

export const PLAIN_ADAM: OptimiserSettings = { weightDecay: 0, clipNorm: null, ema: null, encoderRate: 1 };

export function optimiserOf({ weightDecay, clipNorm, ema, encoderRate }: TrainSettings): OptimiserSettings {
  return { weightDecay, clipNorm, ema, encoderRate };
}

/**
 * The decay of the moving average after step `t` (1-based): min(ema, (1 + t)/(10 + t)), so that the parameters
 * with which training began are soon forgotten (TensorFlow's ExponentialMovingAverage with `num_updates`).
 */
export function averageDecay(ema: number, t: number): number {
  return Math.min(ema, (1 + t) / (10 + t));
}

/** g · c / max(‖g‖, c): the same direction, no longer than `most`. [P] */
export function clipped(gradient: tf.Tensor1D, most: number): tf.Tensor1D {
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.sum(tf.square(gradient)));
    return tf.mul(gradient, tf.div(most, tf.maximum(norm, most)));
  });
}

/**
 * Which of the trainable weights are kernels, in their order: weight decay shrinks these, and neither biases nor
 * what normalises (Loshchilov & Hutter 2019; as usual since He et al. 2019, "Bag of tricks", section 3.2).
 */
export function kernelsOf(network: tf.LayersModel): readonly boolean[] {
  return network.trainableWeights.map(({ originalName }) => originalName.endsWith('kernel'));
}
