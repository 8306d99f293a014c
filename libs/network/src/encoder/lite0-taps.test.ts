import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { buildEncoder } from './build-encoder.ts';
import { type EncoderWeights, readEncoder } from './read-encoder.ts';

/** As lite0-taps.test.py prints it: each `step`-th number of a tap, from the original's weights by PyTorch. */
interface Tap {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly rms: number;
  readonly step: number;
  readonly values: readonly number[];
}

const SIDE = 64;
const FOLDER = join(import.meta.dirname, '../../../../data/models/efficientnet-lite0');
const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, 'lite0-taps.test.json'), 'utf8'),
) as readonly Tap[];
const weights = readEncoder({
  'encoder.json': readFileSync(join(FOLDER, 'encoder.json')),
  'weights.bin': readFileSync(join(FOLDER, 'weights.bin')),
});

describe.each(await findBackEnds())('the bundled start weights, on %s,', (backEnd) => {
  let network: tf.LayersModel;
  beforeAll(async () => {
    await openBackEnd(backEnd);
    network = encoderWith(weights);
  });
  afterAll(() => void network.dispose());

  it('see in grey what the original sees in it, to 1 %', () => {
    const taps = tf.tidy(() => network.predict(picture()) as tf.Tensor[]);
    const cut = weights.has('encoder_15_project/bias') ? 4 : 3;
    expect(taps).toHaveLength(cut);
    expected.slice(0, cut).forEach(({ shape, mean, rms, step, values }, t) => {
      expect(taps[t]?.shape).toEqual([1, ...shape]);
      const seen = taps[t]?.dataSync() ?? [];
      expect(Array.from(seen).reduce((sum, value) => sum + value, 0) / seen.length).toBeCloseTo(mean, 1);
      expect(rootMeanSquare(seen) / rms).toBeCloseTo(1, 2);
      const off = values.map((value, i) => (seen[i * step] ?? NaN) - value);
      expect(rootMeanSquare(off) / rms).toBeLessThan(0.01);
    });
    tf.dispose(taps);
  });
});

/** The picture of the script, once instead of in three colours. [1, SIDE, SIDE, 1] */
function picture(): tf.Tensor {
  const grey = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const [y, x] = [Math.floor(i / SIDE), i % SIDE];
    return 127.5 + 70 * Math.sin(0.31 * x + 0.17 * y) + 50 * Math.cos(0.011 * x * y);
  });
  return tf.tensor(
    grey.map((value) => (value - 127) / 128),
    [1, SIDE, SIDE, 1],
  );
}

function encoderWith(given: EncoderWeights): tf.LayersModel {
  const input = tf.input({ shape: [null, null, 1] });
  const cut = given.has('encoder_15_project/bias') ? 32 : 16;
  const network = tf.model({ inputs: input, outputs: buildEncoder(input, cut).map(({ output }) => output) });
  for (const layer of network.layers.filter(({ weights }) => weights.length > 0)) {
    const tensors = ['kernel', 'bias'].map((part) => {
      const { shape, values } = given.get(`${layer.name}/${part}`) ?? { shape: [0], values: [] };
      return tf.tensor(values, [...shape]);
    });
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
  return network;
}

function rootMeanSquare(values: ArrayLike<number>): number {
  const squares = Array.from(values, (value) => value ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}
