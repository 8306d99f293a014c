import * as tf from '@tensorflow/tfjs';

import type { ActivationSettings, NetworkSettings } from '../settings/network-settings.ts';
import { activationLayer } from './activation.ts';

/** Pixels of lightness for one prediction, in height and width. */
export const LABEL_STRIDE = 4;
/** What the sides of its input must be multiples of. */
export const SIDE_MULTIPLE = 16;

/**
 * Looks at the whole picture: four halvings, the mean of all of it added everywhere, two doublings with skips, and
 * a prediction for every 4 × 4 pixels, as in Zhang et al. 2016. Every convolution is followed by batch
 * normalisation and ReLU, or the activation that is asked for. Lightness [B, H, W, 1] → logits [B, H/4, W/4, Q]; H and W are multiples of 16.
 */
export function buildEncoderDecoder(settings: NetworkSettings, bins: number): tf.LayersModel {
  const { kind, width, activation } = settings;
  const block = blocksWith(activation);
  const input = tf.input({ shape: [null, null, 1] });
  const half = block('half', input, width, { strides: 2 }); // H/2
  const quarter = block('quarter2', block('quarter1', half, 2 * width, { strides: 2 }), 2 * width); // H/4
  const eighth = block('eighth2', block('eighth1', quarter, 4 * width, { strides: 2 }), 4 * width); // H/8
  const deep1 = block('deep1', eighth, 6 * width, { strides: 2 }); // H/16
  const deep = addContext(block('deep2', deep1, 6 * width), 6 * width);
  const up8 = block(
    'up8',
    joined('join8', block('narrow8', doubled('double8', deep), 4 * width), eighth),
    4 * width,
  );
  const up4 = block(
    'up4',
    joined('join4', block('narrow4', doubled('double4', up8), 3 * width), quarter),
    3 * width,
  );
  const logits = apply(
    tf.layers.conv2d({ name: 'logits', filters: bins, kernelSize: 1, kernelInitializer: 'zeros' }),
    block('last', up4, 3 * width),
  );
  return tf.model({ name: kind, inputs: input, outputs: logits });
}

/** Convolution 3 × 3, batch normalisation, the activation. */
function blocksWith(activation: ActivationSettings) {
  return (name: string, x: tf.SymbolicTensor, filters: number, { strides = 1 } = {}): tf.SymbolicTensor => {
    const convolution = tf.layers.conv2d({
      ...{ name: `${name}_conv`, filters, kernelSize: 3, padding: 'same', useBias: false },
      ...{ kernelInitializer: 'zeros', strides },
    });
    const normal = tf.layers.batchNormalization({ name: `${name}_norm`, momentum: 0.95, epsilon: 1e-3 });
    const active = activationLayer(activation, `${name}_${activation.kind}`, 'pixels');
    return apply(active, apply(normal, apply(convolution, x)));
  };
}

/** Adds to every pixel what the mean over all of them says. */
function addContext(x: tf.SymbolicTensor, filters: number): tf.SymbolicTensor {
  const mean = apply(tf.layers.globalAveragePooling2d({ name: 'context_mean' }), x);
  const pixel = apply(tf.layers.reshape({ name: 'context_pixel', targetShape: [1, 1, filters] }), mean);
  const said = tf.layers.conv2d({ name: 'context', filters, kernelSize: 1, kernelInitializer: 'zeros' });
  return apply(tf.layers.add({ name: 'context_add' }), [x, apply(said, pixel)]);
}

function doubled(name: string, x: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.upSampling2d({ name, size: [2, 2] }), x);
}

function joined(name: string, x: tf.SymbolicTensor, skip: tf.SymbolicTensor): tf.SymbolicTensor {
  return apply(tf.layers.concatenate({ name }), [x, skip]);
}

function apply(layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor; // one output
}
