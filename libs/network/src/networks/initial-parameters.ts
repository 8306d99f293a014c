import type * as tf from '@tensorflow/tfjs';
import { normalFrom, type Rng, rngFrom } from '@tintype/colour';

import { PRELU_START } from './activation.ts';
import { configOf } from './layer-config.ts';

interface Weight {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

/**
 * Kernels He normal, normalisation the identity, slopes of PReLU as they start, biases 0 and, in the last layer, `bias` [Q]; weight after weight
 * with a generator of its own. → parameters [P], behind them the statistics of batch normalisation [S]
 */
export function drawParameters(network: tf.LayersModel, bias: Float32Array, seed: number): Float32Array {
  const weights: Weight[] = [...network.trainableWeights, ...network.nonTrainableWeights];
  const fans = fansOf(network);
  const flat = new Float32Array(sizeOfAll(weights));
  let start = 0;
  weights.forEach(({ name, shape }, i) => {
    const part = flat.subarray(start, (start += sizeOf(shape)));
    fillInitially(part, { name, fan: fans.get(name), rng: rngFrom('initial', seed, i) });
  });
  flat.set(bias, sizeOfAll(network.trainableWeights) - bias.length);
  return flat;
}

/** Whether a layer has a kernel. */
export function isConvolution(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === 'Conv2D' || isTransposed(layer) || isDepthwise(layer);
}

export function sizeOfAll(weights: readonly Pick<Weight, 'shape'>[]): number {
  return weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** `fan`: how many numbers one output of a kernel is a sum of; undefined for what is no kernel. */
function fillInitially(
  part: Float32Array,
  { name, fan, rng }: { readonly name: string; readonly fan: number | undefined; readonly rng: Rng },
): void {
  if (/\/alpha/.test(name)) return void part.fill(PRELU_START);
  if (fan === undefined) return void part.fill(/\/(gamma|moving_variance)/.test(name) ? 1 : 0);
  const normal = normalFrom(rng);
  const scale = Math.sqrt(fan / 2);
  for (let i = 0; i < part.length; i++) part[i] = normal() / scale;
}

/** The fan of every kernel, by its name. */
function fansOf({ layers }: tf.LayersModel): ReadonlyMap<string, number> {
  return new Map(
    layers.filter(isConvolution).flatMap((layer) => {
      const [kernel] = layer.trainableWeights;
      return kernel === undefined ? [] : [[kernel.name, fanOf(layer, kernel.shape)] as const];
    }),
  );
}

/**
 * [kh, kw, Ci, Co]; depthwise [kh, kw, C, M], of which an output sees one channel; transposed [kh, kw, Co, Ci], of which
 * an output sees each stride-th row and column.
 */
function fanOf(layer: tf.layers.Layer, shape: Weight['shape']): number {
  if (isDepthwise(layer)) return sizeOf(shape.slice(0, 2));
  if (!isTransposed(layer)) return sizeOf(shape) / Number(shape.at(-1));
  const { strides } = configOf<{ readonly strides: readonly number[] }>(layer);
  return sizeOf(shape) / Number(shape.at(-2)) / sizeOf(strides);
}

function isTransposed(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === 'Conv2DTranspose';
}

function isDepthwise(layer: tf.layers.Layer): boolean {
  return layer.getClassName() === 'DepthwiseConv2D';
}

function sizeOf(shape: Weight['shape']): number {
  return shape.reduce<number>((size, side) => size * Number(side), 1);
}
