import * as tf from '@tensorflow/tfjs';
import { rngFrom } from '@tintype/colour';

/** What a randomised leaky ReLU is built from; see `RReluSettings`. */
export interface RReluConfig {
  readonly lower: number;
  readonly upper: number;
  readonly form: 'divide' | 'multiply';
  readonly draw: 'element' | 'batch';
  readonly seed: number;
}

/** What `apply` may be given; `draw` numbers the steps of a training, so that a resumed one draws the same. */
interface Mode {
  readonly training?: boolean;
  readonly draw?: number;
}

/**
 * Randomised leaky ReLU (Xu et al. 2015): for x < 0, y = x / a, where a ~ U(lower, upper) is drawn anew for every
 * element and step in training, and is the mean of the bounds otherwise. What is drawn follows from the seed, the
 * layer's name and the number of the draw alone; without such a number the layer counts its own calls.
 */
export class RReLU extends tf.layers.Layer {
  static readonly className = 'RReLU'; // a literal: saved models name it
  readonly #config: RReluConfig;
  #calls = 0;

  constructor({ lower, upper, form, draw, seed, ...args }: RReluConfig & { readonly name?: string }) {
    super(args);
    this.#config = { lower, upper, form, draw, seed };
  }

  override call(inputs: tf.Tensor | tf.Tensor[], mode: Mode): tf.Tensor {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    if (x === undefined) throw new Error(`Internal error: expected an input of layer ${this.name}`);
    if (mode.training !== true) return tf.leakyRelu(x, meanSlope(this.#config));
    const key = mode.draw ?? this.#calls++;
    return tf.tidy(() => tf.prelu(x, this.#drawSlopes(x.shape, key)));
  }

  override computeOutputShape<Shape>(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#config };
  }

  /** As x, or one for all of it. */
  #drawSlopes(shape: number[], key: number): tf.Tensor {
    const { lower, upper, form, draw, seed } = this.#config;
    const rng = rngFrom('rrelu', seed, this.name, key);
    const one = () => {
      const a = lower + (upper - lower) * rng();
      return form === 'divide' ? 1 / a : a;
    };
    if (draw === 'batch') return tf.scalar(one());
    return tf.tensor(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, one), shape);
  }
}

tf.serialization.registerClass(RReLU);

/** The slope for x < 0 outside training: by the mean of the bounds. */
export function meanSlope({ lower, upper, form }: RReluConfig): number {
  const a = (lower + upper) / 2;
  return form === 'divide' ? 1 / a : a;
}
