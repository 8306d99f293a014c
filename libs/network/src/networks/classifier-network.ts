import * as tf from '@tensorflow/tfjs';
import { rngFrom } from '@tintype/colour';

import type { ActivationSettings } from '../settings/network-settings.ts';
import { activationLayer } from './activation.ts';

/** The networks that tell whole pictures apart; a closed union, told apart by `kind`. */
export type ClassifierKind =
  /** Layers of `hidden` units each. */
  | { readonly kind: 'dense'; readonly hidden: readonly number[] }
  /** 3 × 3 convolutions of `filters` each, halved by a max pool after each, then layers of `hidden` units. */
  | {
      readonly kind: 'convolutional';
      readonly filters: readonly number[];
      readonly hidden: readonly number[];
    };

export interface ClassifierSettings {
  readonly network: ClassifierKind;
  readonly activation: ActivationSettings;
  /** Batch normalisation before each activation. */
  readonly batchNorm: boolean;
}

/** What a classifier looks at and tells apart. */
export interface ClassifierTask {
  /** Sides of a picture, in pixels. */
  readonly side: number;
  readonly classes: number;
}

/** What each layer of units is given, before its activation, and that layer's name. */
export interface PreActivation {
  readonly name: string;
  readonly output: tf.SymbolicTensor;
}

export interface Classifier {
  readonly network: tf.LayersModel;
  readonly preActivations: readonly PreActivation[];
}

/** Of the statistics that batch normalisation keeps: within some twenty batches they are those of now. */
const MOMENTUM = 0.9;

/**
 * Each layer is a convolution or a product, then batch normalisation if wanted, then the activation; the last one is
 * the classes' logits. [B, side, side, 1] → [B, classes]. All parameters are 0: write `initialClassifier` into it.
 */
export function buildClassifier(settings: ClassifierSettings, { side, classes }: ClassifierTask): Classifier {
  const input = tf.input({ shape: [side, side, 1] });
  const preActivations: PreActivation[] = [];
  const activate = (x: tf.SymbolicTensor, name: string, over: 'units' | 'pixels') => {
    const given = settings.batchNorm ? apply(normalisation(`${name}_norm`), x) : x;
    preActivations.push({ name, output: given });
    return apply(activationLayer(settings.activation, `${name}_activation`, over), given);
  };
  const linear = { kernelInitializer: 'zeros' as const, useBias: !settings.batchNorm }; // its β is a bias already
  const { network } = settings;
  let x = input;
  for (const [i, filters] of (network.kind === 'convolutional' ? network.filters : []).entries()) {
    const name = `conv${i + 1}`;
    const convolution = tf.layers.conv2d({ name, filters, kernelSize: 3, padding: 'same', ...linear });
    const active = activate(apply(convolution, x), name, 'pixels');
    x = apply(tf.layers.maxPooling2d({ name: `${name}_pool`, poolSize: 2 }), active);
  }
  x = apply(tf.layers.flatten({ name: 'flat' }), x);
  for (const [i, units] of network.hidden.entries()) {
    const name = `dense${i + 1}`;
    x = activate(apply(tf.layers.dense({ name, units, ...linear }), x), name, 'units');
  }
  const logits = tf.layers.dense({ name: 'logits', units: classes, kernelInitializer: 'zeros' });
  return {
    network: tf.model({ name: network.kind, inputs: input, outputs: apply(logits, x) }),
    preActivations,
  };
}

function normalisation(name: string): tf.layers.Layer {
  return tf.layers.batchNormalization({ name, momentum: MOMENTUM, epsilon: 1e-3 });
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor; // one output
}

/**
 * Where training starts: kernels uniform after Glorot & Bengio 2010 ("Xavier"), drawn from the seed and the layer's
 * name alone, so that networks with other activations start from the same kernels; biases 0, normalisation the
 * identity, learnt slopes as the activation says. → parameters [P], behind them the statistics of normalisation [S]
 */
export function initialClassifier(
  { activation }: ClassifierSettings,
  network: tf.LayersModel,
  seed: number,
): Float32Array {
  const start = activation.kind === 'prelu' ? activation.start : 0;
  const weights = [...network.trainableWeights, ...network.nonTrainableWeights];
  const parts = weights.map(({ originalName, shape }) =>
    initialWeight(originalName, shape.map(Number), { seed, start }),
  );
  const flat = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    flat.set(part, at);
    at += part.length;
  }
  return flat;
}

function initialWeight(
  name: string,
  shape: readonly number[],
  { seed, start }: { readonly seed: number; readonly start: number },
): Float32Array {
  const size = shape.reduce((product, side) => product * side, 1);
  if (/\/(gamma|moving_variance)$/.test(name)) return new Float32Array(size).fill(1);
  if (name.endsWith('/alpha')) return new Float32Array(size).fill(start);
  if (!name.endsWith('/kernel')) return new Float32Array(size);
  const [inputs = 1, outputs = 1] = shape.slice(-2);
  const positions = size / inputs / outputs; // of a convolution's window
  const most = Math.sqrt(6 / (positions * (inputs + outputs)));
  const rng = rngFrom('initial', seed, name);
  return Float32Array.from({ length: size }, () => most * (2 * rng() - 1));
}
