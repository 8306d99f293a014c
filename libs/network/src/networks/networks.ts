import type * as tf from '@tensorflow/tfjs';

import type { NetworkSettings } from '../settings/network-settings.ts';
import type { NetworkDescription } from './article-network.ts';
import * as article from './article-network.ts';
import { findGeometry } from './geometry.ts';
import { drawParameters, isConvolution, sizeOfAll } from './initial-parameters.ts';
import * as pretrained from './pretrained-network.ts';
import * as zhang from './zhang-network.ts';

/** A network whose parameters are 0: write `initialParameters` or a checkpoint's into it. */
export function buildNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  switch (settings.kind) {
    case 'article':
      return article.buildNetwork(settings, bins);
    case 'zhang':
      return zhang.buildZhangNetwork(settings, bins);
    case 'pretrained':
      return pretrained.buildPretrainedNetwork(settings, bins);
    default:
      return settings.kind satisfies never;
  }
}

/** What each layer holds; of the article's network also what it costs for one patch of `side` × `side`. */
export function describeNetwork(settings: NetworkSettings, bins: number, side?: number): NetworkDescription {
  if (settings.kind === 'article') return article.describeNetwork(settings, bins, side);
  const network = buildNetwork(settings, bins);
  const layers = network.layers.filter(isConvolution).map((layer) => {
    const filters = Number([layer.outputShape].flat().at(-1));
    return { name: layer.name, filters, parameters: layer.countParams() };
  });
  const parameters = sizeOfAll(network.trainableWeights);
  network.dispose();
  return { layers, parameters, margin: findGeometry(settings).margin };
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
  if (settings.kind === 'pretrained') return pretrained.drawPretrained(network, bias, seed);
  return drawParameters(network, bias, seed);
}
