import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { softCrossEntropy } from './loss.ts';

const PIXELS = 12;
const BINS = 7;
const INDEX = [0, 1, 2].flatMap((i) => [i, 3 + i, 6 - i, 0, 2, 5, 4, 6, 1, 3, 0, 6]); // [12, 3], rows distinct
const WEIGHT = Float32Array.from({ length: 36 }, (_, i) => 0.05 + ((i * 7) % 11) / 10);

describe.each(['wasm', 'cpu'] as const)('softCrossEntropy on %s', (backEnd) => {
  beforeAll(async () => void (await openBackEnd(backEnd)));

  it('has the value and the gradient of the dense cross-entropy', () => {
    const logits = tf.tensor2d(normals(3), [PIXELS, BINS]);
    const found = tf.valueAndGrad((z) => sparse(z as tf.Tensor2D))(logits);
    const expected = tf.valueAndGrad((z) => dense(z as tf.Tensor2D))(logits);
    expect(found.value.dataSync()[0]).toBeCloseTo(expected.value.dataSync()[0] ?? NaN, 4);
    expectClose(found.grad.dataSync(), expected.grad.dataSync(), 1e-5);
  });

  it('has the gradient that finite differences of the weighted loss have', () => {
    const values = normals(1);
    const gradient = tf
      .grad((z) => sparse(z as tf.Tensor2D))(tf.tensor2d(values, [PIXELS, BINS]))
      .dataSync();
    const step = 0.05; // float32 losses: a smaller step would measure rounding
    const differences = values.map((_, i) => {
      const moved = (by: number) => lossAt(values.map((value, j) => (i === j ? value + by : value)));
      return (8 * (moved(step) - moved(-step)) - (moved(2 * step) - moved(-2 * step))) / (12 * step);
    });
    expectClose(gradient, differences, 2e-3);
  });

  it('scales with the weights, in value and gradient alike', () => {
    const logits = tf.tensor2d(normals(2), [PIXELS, BINS]);
    const once = tf.valueAndGrad((z) => sparse(z as tf.Tensor2D))(logits);
    const thrice = tf.valueAndGrad((z) => sparse(z as tf.Tensor2D, 3))(logits);
    expectClose(thrice.value.dataSync(), tf.mul(once.value, 3).dataSync(), 1e-3);
    expectClose(thrice.grad.dataSync(), tf.mul(once.grad, 3).dataSync(), 1e-5);
  });

  it('stays finite with logits far apart', () => {
    const logits = tf.tensor2d(
      Float32Array.from(normals(1), (z) => 500 * z),
      [PIXELS, BINS],
    );
    const { value, grad } = tf.valueAndGrad((z) => sparse(z as tf.Tensor2D))(logits);
    for (const number of [...value.dataSync(), ...grad.dataSync()])
      expect(Number.isFinite(number)).toBe(true);
  });
});

function sparse(logits: tf.Tensor2D, factor = 1): tf.Scalar {
  const weight = tf.mul(tf.tensor2d(WEIGHT, [PIXELS, 3]), factor) as tf.Tensor2D;
  return softCrossEntropy(logits, tf.tensor2d(INDEX, [PIXELS, 3], 'int32'), weight);
}

function dense(logits: tf.Tensor2D): tf.Scalar {
  const target = new Float32Array(PIXELS * BINS);
  INDEX.forEach((bin, i) => (target[Math.floor(i / 3) * BINS + bin] = WEIGHT[i] ?? NaN));
  return tf.neg(tf.sum(tf.mul(tf.tensor2d(target, [PIXELS, BINS]), tf.logSoftmax(logits)))) as tf.Scalar;
}

function lossAt(values: Float32Array): number {
  return tf.tidy(() => sparse(tf.tensor2d(values, [PIXELS, BINS])).dataSync()[0] ?? NaN);
}

function normals(scale: number): Float32Array {
  const normal = normalFrom(rngFrom('logits'));
  return Float32Array.from({ length: PIXELS * BINS }, () => scale * normal());
}

function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length);
  Array.from(found).forEach((value, i) =>
    expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(tolerance),
  );
}
