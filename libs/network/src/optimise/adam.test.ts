import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { concatFlat } from '../networks/parameters.ts';
import { flatAdam, freshAdam } from './adam.ts';

describe('flatAdam', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  it('takes the steps of tf.train.adam', async () => {
    const ours = variables();
    const theirs = variables();
    const adam = flatAdam(ours, freshAdam(7));
    const reference = tf.train.adam(0.01);
    for (let step = 0; step < 60; step++) {
      adam.apply(gradientOf(ours), 0.01);
      reference.minimize(() => costOf(theirs), false, theirs);
    }
    const [a, b] = [concatFlat(ours).dataSync(), concatFlat(theirs).dataSync()];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i] ?? NaN, 5));
  });

  it('shrinks kernels by η·λ·θ beside its step, and nothing else', async () => {
    const own = variables();
    const adam = flatAdam(own, freshAdam(7), { decay: { rate: 0.2, of: [true, false] } });
    // The first step is η·g/(|g| + ε): η = .1 against the gradient's sign. Kernels lose .1 · .2 of themselves too.
    adam.apply(tf.tensor1d([1, 1, -1, 0, 2, -2, 0]), 0.1);
    const expected = [1 - 0.1 - 0.02, -2 - 0.1 + 0.04, 3 + 0.1 - 0.06, 0.5 - 0.01, 0.1 - 0.1, -0.2 + 0.1, 4];
    concatFlat(own)
      .dataSync()
      .forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('goes on from its state exactly as if it had not stopped', async () => {
    const straight = variables();
    const adam = flatAdam(straight, freshAdam(7));
    for (let step = 0; step < 5; step++) adam.apply(gradientOf(straight), 0.1);
    const resumed = straight.map((variable) => tf.variable(variable));
    const again = flatAdam(resumed, await adam.state());
    for (let step = 0; step < 5; step++) {
      adam.apply(gradientOf(straight), 0.1);
      again.apply(gradientOf(resumed), 0.1);
    }
    expect(concatFlat(resumed).dataSync()).toEqual(concatFlat(straight).dataSync());
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const own = variables();
    const adam = flatAdam(own, freshAdam(7));
    const during = tf.memory().numTensors;
    for (let step = 0; step < 3; step++) tf.tidy(() => adam.apply(gradientOf(own), 0.1));
    expect(tf.memory().numTensors).toBe(during);
    adam.dispose();
    tf.dispose(own);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses the state of another network', () => {
    const state = { m: new Float32Array(3), v: new Float32Array(3), t: 1 };
    expect(() => flatAdam(variables(), state)).toThrow(/expected Adam state of 7 parameters but was 3/);
  });
});

function variables(): tf.Variable[] {
  return tf.tidy(() => [
    tf.variable(tf.tensor2d([1, -2, 3, 0.5], [2, 2])),
    tf.variable(tf.tensor1d([0.1, -0.2, 4])),
  ]);
}

function costOf(of: readonly tf.Variable[]): tf.Scalar {
  const flat = concatFlat(of);
  return tf.sum(tf.mul(tf.tensor1d([1, 0.5, 2, 3, 0.01, 1, 0.2]), tf.square(tf.sub(flat, 0.7)))) as tf.Scalar;
}

function gradientOf(of: tf.Variable[]): tf.Tensor1D {
  return tf.tidy(() => {
    const { grads } = tf.variableGrads(() => costOf(of), of);
    return concatFlat(of.map(({ name }) => grads[name] as tf.Tensor));
  });
}
