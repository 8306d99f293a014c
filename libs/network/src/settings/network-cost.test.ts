import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { findGeometry } from '../networks/geometry.ts';
import { buildNetwork } from '../networks/networks.ts';
import { countMultiplyAdds, countPredicted } from './network-cost.ts';
import { type NetworkSettings, RELU } from './network-settings.ts';

beforeAll(async () => void (await openBackEnd('cpu')));

/** From the kernels and the outputs of the network itself. */
function countInNetwork(settings: NetworkSettings, bins: number, side: number): number {
  const network = buildNetwork(settings, bins);
  const convolutions = network.layers.filter((layer) => /Conv2D/.test(layer.getClassName()));
  const watched = tf.model({
    inputs: network.inputs,
    outputs: convolutions.map(({ output }) => output).flat(),
  });
  return tf.tidy(() => {
    const outputs = [watched.predict(tf.zeros([1, side, side, 1]))].flat();
    return convolutions.reduce((sum, layer, i) => {
      const [height = 0, width = 0, , last = 0] = layer.getWeights()[0]?.shape ?? [];
      const [, rows = 0, columns = 0] = outputs[i]?.shape ?? [];
      const [, , of = 0] = layer.getWeights()[0]?.shape ?? [];
      const isTransposed = layer.getClassName() === 'Conv2DTranspose';
      if (layer.name === 'context') return sum; // over one pixel only
      return sum + ((height * width * of * last) / (isTransposed ? 4 : 1)) * rows * columns;
    }, 0);
  });
}

describe('the cost of a network', () => {
  it.each(['article', 'zhang', 'pretrained'] as const)('is what its layers compute: %s', (kind) => {
    const settings = { kind, width: 3, activation: RELU };
    const counted = countMultiplyAdds(settings, 11, 64);
    expect(counted / countInNetwork(settings, 11, 64)).toBeCloseTo(1, 6);
    const { margin, stride } = findGeometry(settings);
    expect(countPredicted(settings, 64)).toBe(((64 - 2 * margin) / stride) ** 2);
  });
});
