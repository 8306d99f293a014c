import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { findBackEnds } from './back-ends-fixture.ts';
import { foldBatchNorm } from './fold-batch-norm.ts';
import { buildNetwork, initialParameters } from './networks.ts';
import { openBackEnd } from './node-back-end.ts';
import { variablesOf, writeParameters } from './parameters.ts';
import type { NetworkSettings } from './settings.ts';

const BINS = 9;
const NETWORKS: readonly NetworkSettings[] = [
  { kind: 'encoder-decoder', width: 4 },
  { kind: 'encoder-decoder', width: 4, activation: { kind: 'prelu', start: 0.25 } },
  { kind: 'zhang', width: 4 },
];
const backEnds = await findBackEnds();

describe.each(backEnds)('batch normalisation folded into convolutions on %s', (backEnd) => {
  beforeAll(async () => void (await openBackEnd(backEnd)));

  it.each(NETWORKS)('gives the logits of $kind', (settings) => {
    const network = randomNetwork(settings);
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
    const folded = foldBatchNorm(randomNetwork({ kind: 'encoder-decoder', width: 4 }));
    const classes = folded.layers.map((layer) => layer.getClassName());
    expect(classes).not.toContain('BatchNormalization');
    expect(classes).not.toContain('ReLU');
    folded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

/** Statistics and γ of about 1, everything else about as it starts. */
function randomNetwork(settings: NetworkSettings): tf.LayersModel {
  const network = buildNetwork(settings, BINS);
  const variables = variablesOf(network);
  const normal = normalFrom(rngFrom('fold'));
  const flat = initialParameters(settings, network, new Float32Array(BINS), 3);
  let start = 0;
  for (const { name, size } of variables) {
    const part = flat.subarray(start, (start += size));
    if (/\/(gamma|moving_variance)/.test(name))
      part.forEach((_, i) => (part[i] = 1 + Math.abs(normal()) / 4));
    if (/\/(beta|moving_mean|bias)/.test(name)) part.forEach((_, i) => (part[i] = normal() / 4));
  }
  writeParameters(variables, flat);
  return network;
}

function picture(): tf.Tensor {
  const normal = normalFrom(rngFrom('picture'));
  return tf.tensor4d(
    Float32Array.from({ length: 2 * 32 * 48 }, () => normal()),
    [2, 32, 48, 1],
  );
}
