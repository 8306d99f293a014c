import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { randomNetwork } from '../testing/random-network.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';

const BINS = 9;
const NETWORKS: readonly NetworkSettings[] = [
  { kind: 'encoder-decoder', width: 4, activation: RELU },
  { kind: 'encoder-decoder', width: 4, activation: { kind: 'prelu', start: 0.25 } },
  { kind: 'zhang', width: 4, activation: RELU },
];
const backEnds = await findBackEnds();

describe.each(backEnds)('batch normalisation folded into convolutions on %s', (backEnd) => {
  beforeAll(async () => void (await openBackEnd(backEnd)));

  it.each(NETWORKS)('gives the logits of $kind', (settings) => {
    const network = randomNetwork(settings, BINS);
    const x = picture();
    const expected = network.predict(x) as tf.Tensor;
    const folded = foldBatchNorm(network);
    const apart = tf.max(tf.abs(tf.sub(expected, folded.predict(x) as tf.Tensor)));
    const spread = tf.max(tf.abs(expected));
    expect(spread.dataSync()[0]).toBeGreaterThan(0.5);
    expect(apart.dataSync()[0]).toBeLessThan(1e-4);
    folded.dispose();
    tf.dispose([x, expected, apart, spread]);
  });

  it('leaves no normalisation and, with the network it was given, no tensor behind', () => {
    const before = tf.memory().numTensors;
    const folded = foldBatchNorm(
      randomNetwork({ kind: 'encoder-decoder', width: 4, activation: RELU }, BINS),
    );
    const classes = folded.layers.map((layer) => layer.getClassName());
    expect(classes).not.toContain('BatchNormalization');
    expect(classes).not.toContain('ReLU');
    folded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

function picture(): tf.Tensor {
  const normal = normalFrom(rngFrom('picture'));
  return tf.tensor4d(
    Float32Array.from({ length: 2 * 32 * 48 }, () => normal()),
    [2, 32, 48, 1],
  );
}
