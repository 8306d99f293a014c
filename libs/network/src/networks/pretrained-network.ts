import * as tf from '@tensorflow/tfjs';

import { buildEncoder } from '../encoder/build-encoder.ts';
import { type ActivationSettings, DEFAULT_CUT, type NetworkSettings } from '../settings/network-settings.ts';
import { activationLayer } from './activation.ts';

/** Pixels of lightness for one prediction, in height and width. */
export const LABEL_STRIDE = 4;

/**
 * A U on the encoder of EfficientNet-Lite0: from its coarsest tap, to which the mean of the whole picture is added, up
 * to stride 4. At each tap a 1 × 1 convolution brings it to `width` channels, what comes from below is added, and a
 * 3 × 3 convolution joins the two. No batch normalisation, so that any batch, and any back end, trains it alike.
 * Lightness as `chooseLightness` says [B, H, W, 1] → logits [B, H/4, W/4, Q]; H and W are multiples of `cut`.
 */
export function buildPretrainedNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  const { kind, width, activation, cut = DEFAULT_CUT } = settings;
  const active = activator(activation);
  const input = tf.input({ shape: [null, null, 1] });
  let x: tf.SymbolicTensor | null = null;
  for (const { stride, output } of [...buildEncoder(input, cut)].reverse()) {
    const tap = convolve(`tap${stride}`, output, width, 1);
    const met =
      x === null ? addContext(tap, output, width) : add(`join${stride}`, double(`double${stride}`, x), tap);
    x = active(`merge${stride}`, convolve(`merge${stride}`, active(`join${stride}`, met), width, 3));
  }
  if (x === null) throw new Error('Internal error: expected an encoder with taps');
  return tf.model({ name: kind, inputs: input, outputs: convolve('logits', x, bins, 1) });
}

/** Adds to every pixel what the mean of the coarsest tap over the whole picture says. */
function addContext(x: tf.SymbolicTensor, tap: tf.SymbolicTensor, width: number): tf.SymbolicTensor {
  const mean = apply(tf.layers.globalAveragePooling2d({ name: 'context_mean' }), tap);
  const targetShape = [1, 1, Number(tap.shape.at(-1))];
  const pixel = apply(tf.layers.reshape({ name: 'context_pixel', targetShape }), mean);
  return add('context_add', x, convolve('context', pixel, width, 1));
}

function convolve(
  name: string,
  x: tf.SymbolicTensor,
  filters: number,
  kernelSize: number,
): tf.SymbolicTensor {
  const same = { padding: 'same', kernelInitializer: 'zeros' } as const;
  return apply(tf.layers.conv2d({ name, filters, kernelSize, ...same }), x);
}

function activator(activation: ActivationSettings) {
  return (name: string, x: tf.SymbolicTensor): tf.SymbolicTensor =>
    apply(activationLayer(activation, `${name}_${activation.kind}`, 'pixels'), x);
}

function double(name: string, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.upSampling2d({ name, size: [2, 2] }), x);
}

function add(name: string, x: tf.SymbolicTensor, y: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.add({ name }), [x, y]);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor; // one output
}
