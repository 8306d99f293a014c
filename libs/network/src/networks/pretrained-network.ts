import * as tf from '@tensorflow/tfjs';

import { buildEncoder } from '../encoder/build-encoder.ts';
import { type ActivationSettings, DEFAULT_CUT, type NetworkSettings } from '../settings/network-settings.ts';
import { activationLayer } from './activation.ts';
import { drawParameters } from './initial-parameters.ts';

/**
 * A U on the encoder of EfficientNet-Lite0: from its coarsest tap, to which the mean of the whole picture is added, up
 * to stride 4. At each tap a 1 × 1 convolution brings it to `width` channels, what comes from below is added, and a
 * depthwise 3 × 3 and a 1 × 1 convolution join the two. No batch normalisation, so that any batch, and any back end,
 * trains it alike.
 * Lightness as `chooseLightness` says [B, H, W, 1] → logits [B, H/4, W/4, Q]; H and W are multiples of `cut`.
 */
export function buildPretrainedNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  const { kind, width, activation, cut = DEFAULT_CUT } = settings;
  const activate = activator(activation);
  const input = tf.input({ shape: [null, null, 1] });
  let x: tf.SymbolicTensor | null = null;
  for (const { stride, output } of [...buildEncoder(input, cut)].reverse()) {
    const tap = convolve(`tap${stride}`, output, width);
    if (x === null) {
      x = activate(`join${stride}`, addContext(tap, output, width));
      continue;
    }
    const joined = activate(`join${stride}`, add(`join${stride}`, double(`double${stride}`, x), tap));
    const spread = apply(
      tf.layers.depthwiseConv2d({ name: `spread${stride}`, kernelSize: 3, ...SAME }),
      joined,
    );
    x = activate(`mix${stride}`, convolve(`mix${stride}`, spread, width));
  }
  if (x === null) throw new Error('Internal error: expected an encoder with taps');
  return tf.model({ name: kind, inputs: input, outputs: convolve('logits', x, bins) });
}

/**
 * As `drawParameters`, but for two kinds of kernels. Those over taps are a twelfth: on grey photos taps have a standard
 * deviation of 5.7 to 7.9, and so they and their sums start near 1. Those of the logits are a sixteenth, so that these
 * start near the marginal of the labels, which is their bias.
 */
export function drawPretrained(network: tf.LayersModel, bias: Float32Array, seed: number): Float32Array {
  const flat = drawParameters(network, bias, seed);
  let start = 0;
  for (const { name, shape } of network.trainableWeights) {
    const end = start + shape.reduce<number>((size, side) => size * Number(side), 1);
    const scale = firstScale(name);
    for (let i = start; i < end; i++) flat[i] = (flat[i] ?? 0) * scale;
    start = end;
  }
  return flat;
}

function firstScale(weight: string): number {
  if (!weight.includes('/kernel')) return 1;
  if (/^(tap|context)/.test(weight)) return 1 / 12;
  return weight.startsWith('logits') ? 1 / 16 : 1;
}

/** Adds to every pixel what the mean of the coarsest tap over the whole picture says. */
function addContext(x: tf.SymbolicTensor, tap: tf.SymbolicTensor, width: number): tf.SymbolicTensor {
  const mean = apply(tf.layers.globalAveragePooling2d({ name: 'context_mean' }), tap);
  const targetShape = [1, 1, Number(tap.shape.at(-1))];
  const pixel = apply(tf.layers.reshape({ name: 'context_pixel', targetShape }), mean);
  return add('context', x, convolve('context', pixel, width));
}

const SAME = { padding: 'same', kernelInitializer: 'zeros', depthwiseInitializer: 'zeros' } as const;

/** 1 × 1 */
function convolve(name: string, x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  return apply(tf.layers.conv2d({ name, filters, kernelSize: 1, ...SAME }), x);
}

function activator(activation: ActivationSettings) {
  return (name: string, x: tf.SymbolicTensor): tf.SymbolicTensor =>
    apply(activationLayer(activation, `${name}_${activation.kind}`, 'pixels'), x);
}

function double(name: string, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.upSampling2d({ name, size: [2, 2] }), x);
}

function add(name: string, x: tf.SymbolicTensor, y: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.add({ name: `${name}_add` }), [x, y]);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor; // one output
}
