import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from './node-back-end.ts';

const CASES = [
  { name: 'two by two', input: [2, 8, 6, 3], filter: 2, strides: 2, pad: 'valid' },
  { name: 'overlapping windows', input: [2, 9, 7, 3], filter: 3, strides: 2, pad: 'valid' },
  { name: 'windows at every place', input: [1, 6, 6, 2], filter: 3, strides: 1, pad: 'same' },
  { name: 'padded at the far side', input: [1, 7, 8, 2], filter: 2, strides: 2, pad: 'same' },
  { name: 'a rest that no window sees', input: [1, 8, 9, 2], filter: 2, strides: 3, pad: 'valid' },
  { name: 'not square', input: [1, 8, 9, 2], filter: [3, 2], strides: [2, 1], pad: 'valid' },
  { name: 'numeric padding', input: [1, 6, 6, 2], filter: 3, strides: 2, pad: 1 },
] as const;

const INPUTS = {
  'of any sign': (normal: () => number) => normal(),
  'of which no window has a positive one': (normal: () => number) => -Math.abs(normal()),
  'with equal ones': (normal: () => number) => Math.round(normal()),
  'that are all 0': () => 0,
};

describe.each(Object.entries(INPUTS))('the gradient of a max pool on wasm of values %s', (_, draw) => {
  it.each(CASES)('equals that of the cpu back end: $name', async (of) => {
    const [expected, found] = [await gradient(of, draw, 'cpu'), await gradient(of, draw, 'wasm')];
    expect(found).toHaveLength(expected.length);
    found.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
  });
});

describe('the gradient of a max pool on wasm', () => {
  it('leaves no tensor behind', async () => {
    const draw = INPUTS['of any sign'];
    await gradient(CASES[1], draw, 'wasm');
    const before = tf.memory().numTensors;
    await gradient(CASES[1], draw, 'wasm');
    expect(tf.memory().numTensors).toBe(before);
  });
});

async function gradient(
  of: (typeof CASES)[number],
  draw: (normal: () => number) => number,
  backEnd: 'cpu' | 'wasm',
): Promise<number[]> {
  await openBackEnd(backEnd);
  return tf.tidy(() => {
    const x = tf.tensor4d(values('x', tf.util.sizeFromShape([...of.input]), draw), [...of.input]);
    const pool = (a: tf.Tensor) =>
      tf.maxPool(
        a as tf.Tensor4D,
        of.filter as number,
        of.strides as number,
        of.pad,
        of.pad === 1 ? 'floor' : undefined,
      );
    const y = pool(x);
    const dy = tf.tensor(
      values('dy', y.size, (normal) => normal()),
      y.shape,
    );
    return [...tf.grad(pool)(x, dy).dataSync()];
  });
}

function values(name: string, count: number, draw: (normal: () => number) => number): Float32Array {
  const normal = normalFrom(rngFrom(name));
  return Float32Array.from({ length: count }, () => draw(normal));
}
