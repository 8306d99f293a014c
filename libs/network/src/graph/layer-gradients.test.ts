import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import type { Precision } from '../settings.ts';
import type { Shape } from './graph-def.ts';
import { newGraph } from './graph-def.ts';
import { openGraphSession } from './graph-session.ts';
import { nativeBinding } from './native-fixture.ts';
import { networkProgram } from './network-program.ts';
import { opsOf } from './ops.ts';

const binding = await nativeBinding();
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

describe('the gradients of a layer in the graph', () => {
  beforeAll(() => tf.setBackend('cpu'));

  onTensorFlow.each(CASES)('are those of tfjs on cpu: convolution %s', (_name, config) => {
    const network = networkOf(config);
    const expected = gradientsOnCpu(network);
    const found = gradientsInGraph(network, 'float32');
    expect(largestDifference(found.y, expected.y)).toBeLessThan(1e-5);
    expect(largestDifference(found.gradient, expected.gradient)).toBeLessThan(1e-5);
  });

  onTensorFlow.each(CASES)('are near them in bfloat16: convolution %s', (_name, config) => {
    const network = networkOf(config);
    expect(
      largestDifference(gradientsInGraph(network, 'bfloat16').gradient, gradientsOnCpu(network).gradient),
    ).toBeLessThan(0.03); // eight bits of mantissa, a few roundings deep
  });

  onTensorFlow('of a dilated convolution, which tfjs lacks, are those of finite differences', () => {
    const network = networkOf({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'same' });
    const { gradient } = gradientsInGraph(network, 'float32');
    const { parameters, dy } = exampleOf(network);
    for (const at of [0, 7, 100, parameters.length - 1]) {
      const lossAt = (shift: number) => {
        const moved = parameters.map((p, i) => (i === at ? p + shift : p));
        return gradientsInGraph(network, 'float32', moved).y.reduce(
          (sum, y, i) => sum + y * (dy[i] ?? NaN),
          0,
        );
      };
      expect(gradient[at]).toBeCloseTo((lossAt(0.05) - lossAt(-0.05)) / 0.1, 2);
    }
  });

  it('are refused where the engine does not know the layer', () => {
    const network = tf.sequential({ layers: [tf.layers.flatten({ name: 'flat', inputShape: [4, 4, 1] })] });
    expect(() => networkProgram(network, opsOf(newGraph()), 'float32')).toThrow(
      /layer flat: expected one that the tensorflow engine has a program for.*got Flatten/,
    );
  });
});

const INPUT = [2, 9, 8, 3] as const;

function networkOf(config: Convolution): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [9, 8, 3] }),
      tf.layers.conv2d(config),
    ],
  });
}

/** Parameters [P], an input and the gradient of some loss by the output, drawn once for all back ends. */
function exampleOf(network: tf.LayersModel) {
  const outputShape = (network.outputs[0]?.shape ?? []).map((side) => side ?? INPUT[0]);
  const draw = (name: string, count: number) => {
    const normal = normalFrom(rngFrom(name, 1));
    return Float32Array.from({ length: count }, () => normal() / 2);
  };
  const size = (shape: Shape) => shape.reduce((product, side) => product * side, 1);
  return {
    parameters: draw('parameters', network.countParams()),
    x: draw('x', size(INPUT)),
    dy: draw('dy', size(outputShape)),
    outputShape,
  };
}

function gradientsOnCpu(network: tf.LayersModel) {
  const { parameters, x, dy, outputShape } = exampleOf(network);
  const shapes = network.trainableWeights.map(({ shape }) => shape.map(Number));
  let used = 0;
  const weights = shapes.map((shape) => {
    const count = shape.reduce((product, side) => product * side, 1);
    return tf.tensor(parameters.slice(used, (used += count)), shape);
  });
  network.setWeights(weights);
  const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  return tf.tidy(() => {
    const input = tf.tensor(x, [...INPUT]);
    const loss = () => tf.sum(tf.mul(network.apply(input) as tf.Tensor, tf.tensor(dy, outputShape)));
    const { grads } = tf.variableGrads(loss as () => tf.Scalar, variables);
    const flat = tf.concat(variables.map(({ name }) => tf.reshape(grads[name] as tf.Tensor, [-1])));
    const y = network.apply(input) as tf.Tensor;
    return { y: y.dataSync<'float32'>(), gradient: flat.dataSync<'float32'>() };
  });
}

function gradientsInGraph(
  network: tf.LayersModel,
  precision: Precision,
  parameters = exampleOf(network).parameters,
) {
  const { x, dy, outputShape } = exampleOf(network);
  const graph = newGraph();
  const ops = opsOf(graph);
  const program = networkProgram(network, ops, precision);
  const feed = (name: string, shape: Shape) => ops.placeholder(name, 'float32', shape);
  const { logits, backward } = program.forward(
    feed('parameters', [parameters.length]),
    ops.cast(feed('x', INPUT), 'float32', precision),
  );
  ops.result('y', ops.cast(logits, precision, 'float32'), 'float32');
  ops.result('gradient', backward(ops.cast(feed('dy', outputShape), 'float32', precision)), 'float32');
  if (binding === null) throw new Error('Internal error: expected a binding');
  const session = openGraphSession(graph, binding);
  const feeds = {
    parameters: { values: parameters, shape: [parameters.length] },
    x: { values: x, shape: INPUT },
    dy: { values: dy, shape: outputShape },
  };
  const [y = new Float32Array(), gradient = new Float32Array()] = session.run(feeds, ['y', 'gradient']);
  session.close();
  return { y, gradient };
}

/** Relative to the largest value. */
function largestDifference(found: Float32Array, expected: Float32Array): number {
  expect(found).toHaveLength(expected.length);
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - (expected[i] ?? NaN)) / scale), 0);
}
