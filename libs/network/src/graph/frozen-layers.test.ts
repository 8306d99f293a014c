import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { PLAIN_ADAM } from '../optimise/optimiser.ts';
import { binding, largestDifference, runInGraph } from '../testing/layer-runs.ts';
import { trainingGraph } from './training-graph.ts';

const onTensorFlow = binding === null ? it.skip : it;

describe('frozen layers in the graph', () => {
  onTensorFlow('have no gradient; the others have theirs as before', () => {
    const network = branching();
    const [all, some] = [runInGraph(network, 'float32'), runInGraph(network, 'float32', { isFrozen })];
    const parts = (gradient: Float32Array) => {
      let start = 0;
      return network.layers.flatMap(({ name, trainableWeights }) =>
        trainableWeights.map(({ shape }) => {
          const size = tf.util.sizeFromShape(shape.map(Number));
          return { name, values: gradient.subarray(start, (start += size)) };
        }),
      );
    };
    const expected = parts(all.gradient);
    parts(some.gradient).forEach(({ name, values }, i) => {
      if (isFrozen(name)) expect(values.every((value) => value === 0)).toBe(true);
      else expect(largestDifference(values, expected[i]?.values ?? new Float32Array())).toBeLessThan(1e-6);
    });
  });

  it('add no nodes of gradients, nor does what lies below the lowest layer that moves', () => {
    const countOf = (encoderRate: number, op: string) =>
      trainingGraph(branching(), 'float32', { ...PLAIN_ADAM, encoderRate })
        .nodes()
        .filter((node) => node.op === op).length;
    expect(countOf(0.1, 'Conv2DBackpropFilter')).toBe(4);
    expect(countOf(0.1, 'Conv2DBackpropInput')).toBe(3);
    expect(countOf(0.1, 'DepthwiseConv2dNativeBackpropInput')).toBe(1);
    expect(countOf(0, 'Conv2DBackpropFilter')).toBe(2); // the skip's and the head's
    expect(countOf(0, 'Conv2DBackpropInput')).toBe(1); // through the head
    expect(countOf(0, 'Relu6Grad')).toBe(0);
    expect(countOf(0, 'DepthwiseConv2dNativeBackpropInput')).toBe(0);
    expect(countOf(0, 'DepthwiseConv2dNativeBackpropFilter')).toBe(0);
  });
});

function isFrozen(name: string): boolean {
  return name.startsWith('encoder_');
}

/** An encoder with a skip out of its middle, whose layer stands between the encoder's. */
function branching(): tf.LayersModel {
  const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
    layer.apply(x) as tf.SymbolicTensor;
  const pointwise = (name: string, filters: number) => tf.layers.conv2d({ name, filters, kernelSize: 1 });
  const input = tf.input({ shape: [null, null, 3] });
  const stem = apply(tf.layers.reLU({ maxValue: 6 }), apply(pointwise('encoder_stem', 4), input));
  const skip = apply(pointwise('skip', 5), stem);
  const middle = tf.layers.depthwiseConv2d({ name: 'encoder_middle', kernelSize: 3, padding: 'same' });
  const top = apply(pointwise('encoder_top', 5), apply(middle, stem));
  const joined = apply(tf.layers.add(), [skip, top]);
  return tf.model({ inputs: input, outputs: apply(pointwise('head', 3), joined) });
}
