import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from './node-back-end.ts';

const CASES = [
  { name: 'valid', input: [2, 9, 8, 3], filter: [3, 3, 3, 5], strides: 1, pad: 'valid' },
  { name: 'same', input: [2, 9, 8, 3], filter: [3, 3, 3, 5], strides: 1, pad: 'same' },
  { name: 'valid, stride 2', input: [2, 9, 8, 3], filter: [3, 3, 3, 4], strides: 2, pad: 'valid' },
  { name: 'same, stride 2', input: [2, 8, 9, 3], filter: [3, 3, 3, 4], strides: 2, pad: 'same' },
  { name: 'valid, stride 3 × 2', input: [1, 11, 10, 2], filter: [4, 3, 2, 3], strides: [3, 2], pad: 'valid' },
  { name: 'even kernel, same', input: [1, 7, 6, 2], filter: [4, 2, 2, 3], strides: 1, pad: 'same' },
  { name: 'one by one', input: [2, 4, 5, 3], filter: [1, 1, 3, 2], strides: 1, pad: 'same' },
  { name: 'one by one, stride 2', input: [2, 5, 5, 3], filter: [1, 1, 3, 2], strides: 2, pad: 'valid' },
  { name: 'one patch', input: [1, 6, 6, 1], filter: [3, 3, 1, 1], strides: 1, pad: 'valid' },
] as const;

describe('the convolution gradients on wasm', () => {
  it.each(CASES)('equal those of the cpu back end: $name', async (of) => {
    const [expected, found] = [await gradients(of, 'cpu'), await gradients(of, 'wasm')];
    for (const i of [0, 1] as const) expect(distance(found[i], expected[i])).toBeLessThan(2e-6);
  });

  it('leave no tensor behind', async () => {
    await gradients(CASES[3], 'wasm');
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) await gradients(CASES[3], 'wasm');
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('the sum over outer axes on wasm', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  it.each([
    { axes: [0, 1, 2], keepDims: false, shape: [5] },
    { axes: [0, 1, 2], keepDims: true, shape: [1, 1, 1, 5] },
    { axes: [0, 3], keepDims: false, shape: [3, 4] },
    { axes: [3], keepDims: true, shape: [2, 3, 4, 1] },
    { axes: [0, 1, 2, 3], keepDims: false, shape: [] },
  ])('keeps value and shape over $axes, keepDims $keepDims', async ({ axes, keepDims, shape }) => {
    const values = normals('sum', 120);
    const sum = tf.tidy(() => tf.sum(tf.tensor4d(values, [2, 3, 4, 5]), axes, keepDims));
    await openBackEnd('cpu');
    const expected = tf.tidy(() => tf.sum(tf.tensor4d(values, [2, 3, 4, 5]), axes, keepDims).dataSync());
    await openBackEnd('wasm');
    expect(sum.shape).toEqual(shape);
    expect(distance(sum.dataSync(), expected)).toBeLessThan(1e-6);
  });
});

describe('the product of transposed matrices on wasm', () => {
  it.each([
    { a: [4, 3], b: [4, 5], transposeA: true, transposeB: false },
    { a: [3, 4], b: [5, 4], transposeA: false, transposeB: true },
    { a: [4, 3], b: [5, 4], transposeA: true, transposeB: true },
    { a: [2, 4, 3], b: [2, 5, 4], transposeA: true, transposeB: true },
  ])('equals that of the cpu back end: $a × $b', async ({ a, b, transposeA, transposeB }) => {
    const product = () =>
      tf.tidy(() => {
        const [x, y] = [a, b].map((shape) => tf.tensor(normals('m', tf.util.sizeFromShape(shape)), shape));
        return tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB).dataSync();
      });
    await openBackEnd('cpu');
    const expected = product();
    await openBackEnd('wasm');
    expect(distance(product(), expected)).toBeLessThan(1e-6);
  });
});

async function gradients(of: (typeof CASES)[number], backEnd: 'cpu' | 'wasm') {
  await openBackEnd(backEnd);
  return tf.tidy(() => {
    const x = tf.tensor4d(normals('x', tf.util.sizeFromShape([...of.input])), [...of.input]);
    const w = tf.tensor4d(normals('w', tf.util.sizeFromShape([...of.filter])), [...of.filter]);
    const convolve = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.conv2d(a, b, of.strides as number, of.pad);
    const y = convolve(x, w);
    const dy = tf.tensor(normals('dy', y.size), y.shape);
    const [dx, dw] = tf.grads((a, b) => convolve(a as tf.Tensor4D, b as tf.Tensor4D))([x, w], dy);
    return [dx?.dataSync() ?? [], dw?.dataSync() ?? []] as const;
  });
}

function normals(name: string, count: number): Float32Array {
  const normal = normalFrom(rngFrom(name));
  return Float32Array.from({ length: count }, () => normal());
}

/** The largest difference, relative to the largest value. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const pairs = Array.from(a, (value, i) => Math.abs(value - (b[i] ?? NaN)));
  return a.length === b.length ? Math.max(...pairs) / Math.max(...Array.from(b, Math.abs)) : Infinity;
}
