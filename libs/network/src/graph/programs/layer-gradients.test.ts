import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { activationLayer, activationNamed } from '../../networks/activation.ts';
import type { ActivationSettings, RReluSettings } from '../../settings/network-settings.ts';
import {
  binding,
  finiteDifference,
  inferInGraph,
  INPUT,
  largestDifference,
  runInGraph,
  runOnCpu,
} from '../../testing/layer-runs.ts';
import { newGraph } from '../graph-def.ts';
import { networkProgram } from '../network-program.ts';
import { opsOf } from '../ops/ops.ts';

const onTensorFlow = binding === null ? it.skip : it;

type Convolution = Parameters<typeof tf.layers.conv2d>[0];

/** One layer above another, so that the gradient by an input is checked too. */
const CASES: [string, Convolution][] = [
  ['3 × 3, valid', { filters: 5, kernelSize: 3, padding: 'valid' }],
  ['3 × 3, same, relu', { filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }],
  ['stride 2, same', { filters: 3, kernelSize: 3, strides: 2, padding: 'same' }],
  ['stride 2, valid, an edge unread', { filters: 3, kernelSize: 3, strides: 2, padding: 'valid' }],
  ['5 × 3, strides 1 × 2', { filters: 3, kernelSize: [5, 3], strides: [1, 2], padding: 'same' }],
  ['1 × 1 without bias', { filters: 6, kernelSize: 1, useBias: false }],
];

/** What doubles the size in Zhang et al. 2016. */
const DOUBLING = { kernelSize: 4, strides: 2, padding: 'same' } as const;

const TRANSPOSED: [string, Convolution][] = [
  ['4 × 4, stride 2, relu', { ...DOUBLING, filters: 5, activation: 'relu' }],
  ['3 × 2, strides 1 × 3, without bias', { filters: 2, kernelSize: [3, 2], strides: [1, 3], padding: 'same', useBias: false }], // prettier-ignore
];

const RRELU: RReluSettings = {
  kind: 'rrelu',
  lower: 3,
  upper: 8,
  form: 'divide',
  draw: 'element',
  seed: 1,
};

/** Those that answer the same each time. */
const ACTIVATIONS: [string, ActivationSettings][] = (['relu', 'leaky-relu', 'prelu', 'elu'] as const).map(
  (kind) => [kind, activationNamed(kind, 1)],
);

describe('the gradients of a layer in the graph', () => {
  beforeAll(() => tf.setBackend('cpu'));

  onTensorFlow.each(CASES)('are those of tfjs on cpu: convolution %s', (_name, config) => {
    const network = networkOf(tf.layers.conv2d(config));
    const expected = runOnCpu(network);
    const found = runInGraph(network, 'float32');
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  onTensorFlow.each(CASES)('are near them in bfloat16: convolution %s', (_name, config) => {
    const network = networkOf(tf.layers.conv2d(config));
    expect(
      largestDifference(runInGraph(network, 'bfloat16').gradient, runOnCpu(network).gradient),
    ).toBeLessThan(0.03); // eight bits of mantissa, a few roundings deep
  });

  onTensorFlow('are those of finite differences: a dilated convolution, which tfjs lacks', () => {
    const network = networkOf(
      tf.layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'same' }),
    );
    const { gradient } = runInGraph(network, 'float32');
    for (let at = 0; at < gradient.length; at += 29)
      expect(gradient[at]).toBeCloseTo(finiteDifference(network, at), 2);
  });

  onTensorFlow('are those of tfjs on cpu: batch normalisation and ReLU', () => {
    const network = normalisedNetwork();
    const expected = runOnCpu(network);
    const found = runInGraph(network, 'float32');
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-4);
    const pixels = INPUT[0] * INPUT[1] * INPUT[2];
    const [mean, variance] = [expected.statistics.slice(0, 4), expected.statistics.slice(4)];
    expect(largestDifference(found.statistics.slice(0, 4), mean)).toBeLessThan(1e-5);
    // tfjs keeps .9 · 1 + .1 · the biased variance
    const unbiased = variance.map((v) => 0.9 + ((v - 0.9) * pixels) / (pixels - 1));
    expect(largestDifference(found.statistics.slice(4), unbiased)).toBeLessThan(1e-5);
    expect(largestDifference(runInGraph(network, 'bfloat16').gradient, expected.gradient)).toBeLessThan(0.05);
  });

  onTensorFlow('are those of tfjs on cpu: ReLU inside a convolution, batch normalisation behind it', () => {
    const network = normalisedNetwork('relu');
    const expected = runOnCpu(network);
    const found = runInGraph(network, 'float32');
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-4);
  });

  onTensorFlow.each(TRANSPOSED)('are those of tfjs on cpu: transposed convolution %s', (_name, config) => {
    const network = networkOf(tf.layers.conv2dTranspose(config));
    const expected = runOnCpu(network);
    const found = runInGraph(network, 'float32');
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-5);
    const half = runInGraph(network, 'bfloat16');
    expect(largestDifference(half.gradient, expected.gradient)).toBeLessThan(0.06); // more pixels, some of another sign
  });

  onTensorFlow('are those of finite differences: a transposed convolution', () => {
    const network = networkOf(tf.layers.conv2dTranspose({ ...DOUBLING, filters: 3 }));
    const { gradient } = runInGraph(network, 'float32');
    for (let at = 0; at < gradient.length; at += 13)
      expect(gradient[at]).toBeCloseTo(finiteDifference(network, at), 2);
  });

  // tfjs's own gradient of nearest upsampling is wrong on cpu (a third of these differ by half and more).
  onTensorFlow('are those of finite differences: skips, upsampling and a global mean', () => {
    const network = branchingNetwork();
    const found = runInGraph(network, 'float32');
    expect(largestDifference(found.y, runOnCpu(network).y)).toBeLessThan(1e-5);
    for (let at = 0; at < found.gradient.length; at += 29)
      expect(found.gradient[at]).toBeCloseTo(finiteDifference(network, at), 2);
    const half = runInGraph(network, 'bfloat16');
    expect(largestDifference(half.gradient, found.gradient)).toBeLessThan(0.03);
  });

  onTensorFlow('leave the statistics of batch normalisation to training', () => {
    const network = normalisedNetwork();
    const found = inferInGraph(network) ?? new Float32Array();
    expect(largestDifference(found, runOnCpu(network, false).y)).toBeLessThan(1e-5);
  });

  onTensorFlow.each(ACTIVATIONS)('are those of tfjs on cpu: %s over units', (_name, activation) => {
    const network = unitsNetwork(activation);
    const [expected, found] = [runOnCpu(network), runInGraph(network, 'float32')];
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-4);
    expect(largestDifference(runInGraph(network, 'bfloat16').gradient, expected.gradient)).toBeLessThan(0.05);
  });

  onTensorFlow.each(ACTIVATIONS)('are those of tfjs on cpu: %s over pixels, pooled', (_name, activation) => {
    const network = pixelsNetwork(activation);
    const [expected, found] = [runOnCpu(network), runInGraph(network, 'float32')];
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-4);
  });

  onTensorFlow.each([
    ['over units', () => unitsNetwork(RRELU)],
    ['over pixels', () => pixelsNetwork(RRELU)],
    ['drawn once a batch', () => unitsNetwork({ ...RRELU, draw: 'batch' })],
    ['multiplied', () => unitsNetwork({ ...RRELU, form: 'multiply' })],
  ] as const)('are those of finite differences: randomised leaky ReLU, %s', (_name, build) => {
    const network = build();
    const { gradient } = runInGraph(network, 'float32');
    for (let at = 0; at < gradient.length; at += Math.ceil(gradient.length / 12))
      expect(gradient[at]).toBeCloseTo(finiteDifference(network, at, 1e-3), 1);
  });

  it('are refused where the engine does not know the layer', () => {
    const network = tf.sequential({
      layers: [tf.layers.dropout({ name: 'drop', rate: 0.5, inputShape: [4] })],
    });
    expect(() => networkProgram(network, opsOf(newGraph()), 'float32')).toThrow(
      /layer drop: expected one that the tensorflow engine has a program for.*got Dropout/,
    );
  });
});

/** Two layers of units with the activation between them. */
function unitsNetwork(activation: ActivationSettings): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.flatten({ inputShape: [8, 10, 3] }),
      tf.layers.dense({ units: 7, useBias: false }),
      activationLayer(activation, 'first', 'units'),
      tf.layers.dense({ units: 5 }),
    ],
  });
}

function pixelsNetwork(activation: ActivationSettings): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [8, 10, 3] }),
      activationLayer(activation, 'first', 'pixels'),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 5 }),
    ],
  });
}

function networkOf(layer: tf.layers.Layer): tf.LayersModel {
  return tf.sequential({
    layers: [tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [8, 10, 3] }), layer],
  });
}

/** ReLU behind batch normalisation, or inside the convolution before it. */
function normalisedNetwork(activation: 'linear' | 'relu' = 'linear'): tf.LayersModel {
  const shape = { filters: 4, kernelSize: 3, padding: 'same' as const, inputShape: [8, 10, 3] };
  const layers = [
    tf.layers.conv2d({ ...shape, activation }),
    tf.layers.batchNormalization({ momentum: 0.9 }),
  ];
  return tf.sequential({ layers: activation === 'relu' ? layers : [...layers, tf.layers.reLU()] });
}

/** Every kind of layer that reads several others or changes the size; whose input is of any even size. */
function branchingNetwork(): tf.LayersModel {
  const input = tf.input({ shape: [null, null, 3] });
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const conv = (filters: number, strides = 1) =>
    tf.layers.conv2d({ filters, kernelSize: 3, strides, padding: 'same' });
  const skip = apply(conv(5), input);
  const low = apply(conv(5, 2), skip);
  const mean = apply(
    tf.layers.reshape({ targetShape: [1, 1, 5] }),
    apply(tf.layers.globalAveragePooling2d({}), low),
  );
  const context = apply(tf.layers.conv2d({ filters: 5, kernelSize: 1 }), mean);
  const joined = apply(tf.layers.add(), [low, context]);
  const high = apply(tf.layers.upSampling2d({ size: [2, 2] }), joined);
  const both = apply(tf.layers.add(), [high, skip]);
  return tf.model({ inputs: input, outputs: apply(conv(3), both) });
}
