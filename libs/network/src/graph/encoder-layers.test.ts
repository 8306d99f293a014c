import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { binding, finiteDifference, largestDifference, runInGraph, runOnCpu } from '../testing/layer-runs.ts';
import { newGraph } from './graph-def.ts';
import { networkProgram } from './network-program.ts';
import { opsOf } from './ops/ops.ts';

const onTensorFlow = binding === null ? it.skip : it;

type Depthwise = Parameters<typeof tf.layers.depthwiseConv2d>[0];

const CASES: [string, Depthwise][] = [
  ['3 × 3, same', { kernelSize: 3, padding: 'same' }],
  ['5 × 5, same, relu', { kernelSize: 5, padding: 'same', activation: 'relu' }],
  ['3 × 3, stride 2, same', { kernelSize: 3, strides: 2, padding: 'same' }],
  ['5 × 5, stride 2, same', { kernelSize: 5, strides: 2, padding: 'same' }],
  ['3 × 3, stride 2, valid, an edge unread', { kernelSize: 3, strides: 2, padding: 'valid' }],
  ['3 × 4, valid', { kernelSize: [3, 4], padding: 'valid' }],
  ['4 × 7, same, without bias', { kernelSize: [4, 7], padding: 'same', useBias: false }],
  ['3 × 3, valid, two for each channel, without bias', { kernelSize: 3, depthMultiplier: 2, useBias: false }],
];

describe('the gradients of a depthwise convolution in the graph', () => {
  beforeAll(() => tf.setBackend('cpu'));

  onTensorFlow.each(CASES)('are those of tfjs on cpu: %s', (_name, config) => {
    const network = networkOf(tf.layers.depthwiseConv2d(config));
    const [expected, found] = [runOnCpu(network), runInGraph(network, 'float32')];
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-5);
    const half = runInGraph(network, 'bfloat16');
    expect(largestDifference(half.y, expected.y)).toBeLessThan(0.03);
    expect(largestDifference(half.gradient, expected.gradient)).toBeLessThan(
      'activation' in config ? 0.1 : 0.03,
    ); // eight bits of mantissa; behind a ReLU some pixels of another sign
  });

  onTensorFlow('are those of finite differences', () => {
    const network = networkOf(tf.layers.depthwiseConv2d({ kernelSize: 5, strides: 2, padding: 'same' }));
    const { gradient } = runInGraph(network, 'float32');
    for (let at = 0; at < gradient.length; at += 17)
      expect(gradient[at]).toBeCloseTo(finiteDifference(network, at), 2);
  });

  it('are refused where the engine has none, with the layer’s name', () => {
    const askew = tf.layers.depthwiseConv2d({ name: 'askew', kernelSize: 3, strides: [1, 2] });
    expect(() => programOf(networkOf(askew))).toThrow(/layer askew: expected .* equal strides/);
    const soft = tf.layers.depthwiseConv2d({ name: 'soft', kernelSize: 3, activation: 'tanh' });
    expect(() => programOf(networkOf(soft))).toThrow(/layer soft: expected .* linear or relu.*tanh/);
  });
});

describe('ReLU up to 6 in the graph', () => {
  beforeAll(() => tf.setBackend('cpu'));

  onTensorFlow('has the values and gradients of tfjs on cpu', () => {
    const network = cappedNetwork(6);
    const [expected, found] = [runOnCpu(network), runInGraph(network, 'float32')];
    expect([...expected.y].filter((y) => y === 6).length).toBeGreaterThan(20);
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-5);
    expect(largestDifference(runInGraph(network, 'bfloat16').gradient, expected.gradient)).toBeLessThan(0.06); // some pixels lie on the other side
  });

  it('is the only one with an end', () => {
    expect(() => programOf(cappedNetwork(4))).toThrow(
      /layer cap: expected a ReLU up to 6 or without end, got 4/,
    );
  });
});

it('upsamples to the nearest by 2, and in no other way', () => {
  const tripled = networkOf(tf.layers.upSampling2d({ name: 'up', size: [3, 3] }));
  expect(() => programOf(tripled)).toThrow(/layer up: expected upsampling by 2 .*got 3 × 3 nearest/);
  const smooth = networkOf(tf.layers.upSampling2d({ name: 'up', size: [2, 2], interpolation: 'bilinear' }));
  expect(() => programOf(smooth)).toThrow(/layer up: expected upsampling by 2 .*got 2 × 2 bilinear/);
});

function programOf(network: tf.LayersModel) {
  return networkProgram(network, opsOf(newGraph()), 'float32');
}

/** The layer above a convolution, so that its gradient by the input is checked too. */
function networkOf(layer: tf.layers.Layer): tf.LayersModel {
  return tf.sequential({
    layers: [tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [8, 10, 3] }), layer],
  });
}

/** Two convolutions, whose values are large enough to reach the end, and a ReLU. */
function cappedNetwork(maxValue: number): tf.LayersModel {
  const convolution = { kernelSize: 3, padding: 'same' } as const;
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ ...convolution, filters: 12, inputShape: [8, 10, 3] }),
      tf.layers.conv2d({ ...convolution, filters: 3 }),
      tf.layers.reLU({ name: 'cap', maxValue }),
    ],
  });
}
