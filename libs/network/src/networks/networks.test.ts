import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { newGraph } from '../graph/graph-def.ts';
import { opsOf } from '../graph/ops/ops.ts';
import { programOf } from '../graph/programs/layer-programs.ts';
import { networkSettings } from '../settings/network-settings.ts';
import { findGeometry } from './geometry.ts';
import { buildNetwork } from './networks.ts';

const BINS = 5;
const WITHOUT_PROGRAM = 'InputLayer';

beforeAll(() => openBackEnd('wasm'));

describe.each(networkSettings.shape.kind.unwrap().options)('the network %s', (kind) => {
  const settings = networkSettings.parse({ kind, width: 1 });

  it('gives a prediction for each stride of what lies within its margin', () => {
    const { margin, stride, multiple } = findGeometry(settings);
    const predicted = Math.max(multiple, stride);
    const network = buildNetwork(settings, BINS);
    const shape = tf.tidy(() => {
      const [height, width] = [predicted + 2 * margin, 2 * predicted + 2 * margin];
      return (network.predict(tf.zeros([1, height, width, 1])) as tf.Tensor).shape;
    });
    expect([kind, ...shape]).toEqual([kind, 1, predicted / stride, (2 * predicted) / stride, BINS]);
    network.dispose();
  });

  it('has layers that the tensorflow engine has programs for', () => {
    const network = buildNetwork(settings, BINS);
    const layers = network.layers.filter((layer) => layer.getClassName() !== WITHOUT_PROGRAM);
    for (const layer of layers) expect(() => programOf(layer, opsOf(newGraph()), 'float32')).not.toThrow();
    network.dispose();
    expect(layers.length).toBeGreaterThan(0);
  });
});
