import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { RELU } from '../settings/network-settings.ts';
import { buildNetwork, describeNetwork, initialParameters } from './article-network.ts';
import { variablesOf, writeParameters } from './parameters.ts';

describe('describeNetwork', () => {
  // Section 8.1 of the method: parameters and multiply–adds per 32 × 32 patch.
  it.each([
    [64, 8, 97e3, 36e6],
    [104, 13, 256e3, 94.7e6],
    [128, 16, 388e3, 143e6],
    [200, 25, 946e3, 350e6],
    [900, 112, 19.0e6, 7.03e9],
  ])('knows the article’s costs with %i bins and width %i', (bins, width, parameters, macs) => {
    const table = describeNetwork({ kind: 'article', width, activation: RELU }, bins);
    expect(Math.abs(table.parameters / parameters - 1)).toBeLessThan(0.01);
    expect(Math.abs((table.macsPerPatch ?? NaN) / macs - 1)).toBeLessThan(0.015);
    expect(table.layers.map(({ filters }) => filters)).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((i) => i * width).concat(bins),
    );
  });
});

describe('buildNetwork', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  it('has the parameters that its description counts', async () => {
    const network = buildNetwork({ kind: 'article', width: 3, activation: RELU }, 11);
    expect(network.countParams()).toBe(
      describeNetwork({ kind: 'article', width: 3, activation: RELU }, 11).parameters,
    );
    network.dispose();
  });

  it('turns a patch of any size into logits of all but its margin', () => {
    const network = buildNetwork({ kind: 'article', width: 2, activation: RELU }, 5);
    const shape = tf.tidy(() => (network.predict(tf.zeros([2, 17, 40, 1])) as tf.Tensor).shape);
    expect(shape).toEqual([2, 1, 24, 5]);
    network.dispose();
  });

  it('ends every layer’s parameters where its description says', () => {
    const bias = Float32Array.of(1, 2, 3, 4, 5);
    const parameters = initialParameters({ kind: 'article', width: 2, activation: RELU }, bias, 1);
    expect([...parameters.slice(-5)]).toEqual([...bias]);
    expect([...parameters.slice(18, 20)]).toEqual([0, 0]); // biases of the first layer, after its 3 · 3 · 1 · 2
    expect(initialParameters({ kind: 'article', width: 2, activation: RELU }, bias, 1)).toEqual(parameters);
    expect(initialParameters({ kind: 'article', width: 2, activation: RELU }, bias, 2)).not.toEqual(
      parameters,
    );
  });

  it('keeps the scale of what flows through it', () => {
    const network = buildNetwork({ kind: 'article', width: 8, activation: RELU }, 50);
    writeParameters(
      variablesOf(network),
      initialParameters({ kind: 'article', width: 8, activation: RELU }, new Float32Array(50), 1),
    );
    const deviation = tf.tidy(() => {
      const logits = network.predict(tf.randomNormal([4, 32, 32, 1], 0, 1, 'float32', 5)) as tf.Tensor;
      return Math.sqrt(tf.moments(logits).variance.dataSync()[0] ?? NaN);
    });
    expect(deviation).toBeGreaterThan(0.1);
    expect(deviation).toBeLessThan(3);
    network.dispose();
  });
});
