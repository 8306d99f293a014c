import type * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import * as article from './article-network.ts';
import type { NetworkDescription } from './article-network.ts';
import { LABEL_STRIDE, SIDE_MULTIPLE, buildEncoderDecoder } from './encoder-decoder.ts';
import type { NetworkSettings } from './settings.ts';

/** How a network's output lies over its input. */
export interface Geometry {
  /** Pixels on every side of the input for which it predicts nothing. */
  readonly margin: number;
  /** Pixels for one prediction, in height and width. */
  readonly stride: number;
  /** What the sides of the input must be multiples of. */
  readonly multiple: number;
}

export function geometryOf({ kind }: NetworkSettings): Geometry {
  switch (kind) {
    case 'article':
      return { margin: article.MARGIN, stride: 1, multiple: 1 };
    case 'encoder-decoder':
      return { margin: 0, stride: LABEL_STRIDE, multiple: SIDE_MULTIPLE };
    default:
      return kind satisfies never;
  }
}

/** A network whose parameters are 0: write `initialParameters` or a checkpoint's into it. */
export function buildNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  switch (settings.kind) {
    case 'article':
      return article.buildNetwork(settings, bins);
    case 'encoder-decoder':
      return buildEncoderDecoder(settings, bins);
    default:
      return settings satisfies never;
  }
}

/** What each layer holds; of the article's network also what it costs for one patch of `side` × `side`. */
export function describeNetwork(settings: NetworkSettings, bins: number, side?: number): NetworkDescription {
  if (settings.kind === 'article') return article.describeNetwork(settings, bins, side);
  const network = buildNetwork(settings, bins);
  const layers = network.layers.flatMap((layer) => {
    const [kernel] = layer.trainableWeights;
    if (layer.getClassName() !== 'Conv2D' || kernel === undefined) return [];
    const parameters = layer.countParams();
    return [{ name: layer.name, filters: Number(kernel.shape.at(-1)), parameters }];
  });
  const parameters = network.trainableWeights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  network.dispose();
  return { layers, parameters, margin: geometryOf(settings).margin };
}

/**
 * Where training starts, drawn from our own seeded generator so that every back end starts from the same bits:
 * kernels He normal, normalisation the identity, biases 0 and, in the last layer, `bias` [Q].
 * → parameters [P], behind them the statistics of batch normalisation [S]
 */
export function initialParameters(
  settings: NetworkSettings,
  network: tf.LayersModel,
  bias: Float32Array,
  seed: number,
): Float32Array {
  if (settings.kind === 'article') return article.initialParameters(settings, bias, seed);
  const parts = [...network.trainableWeights, ...network.nonTrainableWeights].map((weight, i) =>
    initialWeight(weight, rngFrom('initial', seed, i)),
  );
  const flat = Float32Array.from(parts.flatMap((part) => [...part]));
  const trainable = network.trainableWeights.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  flat.set(bias, trainable - bias.length);
  return flat;
}

function initialWeight(
  { name, shape }: { readonly name: string; readonly shape: readonly (number | null)[] },
  rng: ReturnType<typeof rngFrom>,
): Float32Array {
  const size = sizeOf(shape);
  if (/\/(gamma|moving_variance)/.test(name)) return new Float32Array(size).fill(1);
  if (!name.includes('/kernel')) return new Float32Array(size);
  const normal = normalFrom(rng);
  const fan = size / Number(shape.at(-1)) / 2;
  return Float32Array.from({ length: size }, () => normal() / Math.sqrt(fan));
}

function sizeOf(shape: readonly (number | null)[]): number {
  return shape.reduce<number>((size, side) => size * Number(side), 1);
}
