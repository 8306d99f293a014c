import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { localGradients } from '../optimise/gradients.ts';
import { RELU } from '../settings/network-settings.ts';
import { openBackEnd } from './node-back-end.ts';

const DEPTHWISE = [
  { name: '3 × 3, same', input: [2, 9, 8, 3], kernel: 3, strides: 1, pad: 'same' },
  { name: '5 × 5, same', input: [2, 9, 8, 3], kernel: 5, strides: 1, pad: 'same' },
  { name: '3 × 3, stride 2, same', input: [2, 8, 10, 3], kernel: 3, strides: 2, pad: 'same' },
  { name: '5 × 5, stride 2, same, odd sides', input: [2, 9, 7, 3], kernel: 5, strides: 2, pad: 'same' },
  {
    name: '3 × 3, stride 2, valid, an edge unread',
    input: [1, 8, 9, 2],
    kernel: 3,
    strides: 2,
    pad: 'valid',
  },
  { name: 'a picture smaller than the filter', input: [3, 2, 3, 2], kernel: 5, strides: 1, pad: 'same' },
] as const;

describe('the gradients of a depthwise convolution on wasm', () => {
  it.each(DEPTHWISE)('equal those of the cpu back end: $name', async (of) => {
    const [expected, found] = [await gradientsOn('cpu', of), await gradientsOn('wasm', of)];
    for (const i of [0, 1] as const) expect(distance(found[i], expected[i])).toBeLessThan(2e-6);
  });

  it('leave no tensor behind', async () => {
    await gradientsOn('wasm', DEPTHWISE[3]);
    const before = tf.memory().numTensors;
    await gradientsOn('wasm', DEPTHWISE[3]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('are refused with several outputs for a channel', async () => {
    await openBackEnd('wasm');
    const x = tf.ones([1, 4, 4, 2]) as tf.Tensor4D;
    const gradient = tf.grad((filter) => tf.depthwiseConv2d(x, filter as tf.Tensor4D, 1, 'same'));
    expect(() => gradient(tf.ones([3, 3, 2, 2]))).toThrow(/expected one output for each channel, got 2/);
  });
});

/** The gradient is what makes ⟨resize(x), dy⟩ = ⟨x, gradient⟩, as resizing is linear. */
describe.each(['cpu', 'wasm'] as const)('the gradient of upsampling on %s', (backEnd) => {
  it('is its transpose', async () => {
    await openBackEnd(backEnd);
    const [b, h, w, c] = [3, 5, 7, 2];
    tf.tidy(() => {
      const resize = (x: tf.Tensor) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [2 * h, 2 * w]);
      const x = tf.tensor4d(normals('x', b * h * w * c), [b, h, w, c]);
      const dy = tf.tensor4d(normals('dy', 4 * b * h * w * c), [b, 2 * h, 2 * w, c]);
      const gradient = tf.grad(resize)(x, dy);
      expect(gradient.shape).toEqual(x.shape);
      // Picture by picture, channel by channel: sums of some 140 products.
      const [onOutput, onInput] = [tf.mul(resize(x), dy), tf.mul(x, gradient)].map((products) =>
        tf.sum(products, [1, 2]).dataSync(),
      );
      expect(distance(onInput ?? [], onOutput ?? [])).toBeLessThan(1e-5);
    });
  });
});

describe('the gradient of a pretrained network on wasm', () => {
  it('equals that of the cpu back end, its encoder frozen', async () => {
    const [expected, found] = [await networkOn('cpu', 0), await networkOn('wasm', 0)];
    expect(found.loss / expected.loss).toBeCloseTo(1, 5);
    expect(distance(found.gradient, expected.gradient)).toBeLessThan(1e-5);
  });
});

async function networkOn(backEnd: 'cpu' | 'wasm', encoderRate: number) {
  await openBackEnd(backEnd);
  const [bins, side] = [5, 32];
  const settings = { kind: 'pretrained', width: 4, cut: 16, activation: RELU } as const;
  const network = buildNetwork(settings, bins);
  const parameters = initialParameters(settings, network, new Float32Array(bins), 1);
  writeParameters(variablesOf(network), parameters);
  const pixels = 2 * (side / 4) ** 2;
  const batch = {
    ...{ patches: 2, neighbours: 1, lightness: normals('lightness', 2 * side ** 2) },
    ...{
      index: Int32Array.from({ length: pixels }, (_, i) => i % bins),
      weight: new Float32Array(pixels).fill(1),
    },
  };
  const { gradient, loss } = await localGradients(network, encoderRate).of(batch, 0);
  const values = { gradient: gradient.dataSync(), loss: loss.dataSync()[0] ?? NaN };
  tf.dispose([gradient, loss]);
  network.dispose();
  return values;
}

async function gradientsOn(backEnd: 'cpu' | 'wasm', of: (typeof DEPTHWISE)[number]) {
  await openBackEnd(backEnd);
  return tf.tidy(() => {
    const shape = [of.kernel, of.kernel, of.input[3], 1] as const;
    const x = tf.tensor4d(normals('x', tf.util.sizeFromShape([...of.input])), [...of.input]);
    const filter = tf.tensor4d(normals('w', tf.util.sizeFromShape([...shape])), [...shape]);
    const convolve = (a: tf.Tensor, b: tf.Tensor) =>
      tf.depthwiseConv2d(a as tf.Tensor4D, b as tf.Tensor4D, of.strides, of.pad);
    const y = convolve(x, filter);
    const dy = tf.tensor(normals('dy', y.size), y.shape);
    const [dx, dFilter] = tf.grads(convolve)([x, filter], dy);
    return [dx?.dataSync() ?? [], dFilter?.dataSync() ?? []] as const;
  });
}

function normals(name: string, count: number): Float32Array {
  const normal = normalFrom(rngFrom(name));
  return Float32Array.from({ length: count }, () => normal());
}

/** The largest difference, relative to the largest value. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let [apart, scale] = [0, 0];
  for (let i = 0; i < b.length; i++) {
    apart = Math.max(apart, Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)));
    scale = Math.max(scale, Math.abs(b[i] ?? NaN));
  }
  return apart / scale;
}
