import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { drawParameters } from './initial-parameters.ts';
import { variablesOf, writeParameters } from './parameters.ts';

const CHANNELS = 16;
const CONVOLUTION = { filters: 32, kernelInitializer: 'zeros', padding: 'same' } as const;
const INPUT = { inputShape: [null, null, CHANNELS] } as { inputShape: number[] }; // sides are free

/** Each alone, so that its own output is seen. */
const LAYERS: [string, () => tf.layers.Layer][] = [
  ['a convolution', () => tf.layers.conv2d({ ...CONVOLUTION, ...INPUT, kernelSize: 3 })],
  ['one of 1 × 1', () => tf.layers.conv2d({ ...CONVOLUTION, ...INPUT, kernelSize: 1 })],
  ['one that halves', () => tf.layers.conv2d({ ...CONVOLUTION, ...INPUT, kernelSize: 3, strides: 2 })],
  [
    'a transposed one that doubles',
    () => tf.layers.conv2dTranspose({ ...CONVOLUTION, ...INPUT, kernelSize: 4, strides: 2 }),
  ],
  [
    'a depthwise one',
    () => tf.layers.depthwiseConv2d({ ...INPUT, kernelSize: 3, depthMultiplier: 32, padding: 'same' }),
  ],
];

describe('the initial parameters', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  // He et al. 2015: behind a ReLU, which halves the power, twice the power per number that is summed.
  it.each(LAYERS)('neither weaken nor strengthen what ReLU lets through: %s', (_name, layer) => {
    const network = tf.sequential({ layers: [layer()] });
    const outputs = Number(network.outputs[0]?.shape.at(-1));
    writeParameters(variablesOf(network), drawParameters(network, new Float32Array(outputs), 1));
    const x = tf.relu(noise([1, 32, 32, CHANNELS]));
    const y = network.predict(x) as tf.Tensor4D;
    const inside = tf.slice(y, [0, 4, 4, 0], [1, (y.shape[1] ?? 0) - 8, (y.shape[2] ?? 0) - 8, -1]);
    expect(powerOf(inside) / (2 * powerOf(x))).toBeGreaterThan(0.8);
    expect(powerOf(inside) / (2 * powerOf(x))).toBeLessThan(1.25);
  });
});

function powerOf(x: tf.Tensor): number {
  return tf.mean(tf.square(x)).dataSync<'float32'>()[0] ?? NaN;
}

function noise(shape: [number, number, number, number]): tf.Tensor4D {
  const normal = normalFrom(rngFrom('noise', 1));
  return tf.tensor4d(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, normal), shape);
}
