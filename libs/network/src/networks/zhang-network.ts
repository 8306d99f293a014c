import * as tf from '@tensorflow/tfjs';

import type { ActivationSettings, NetworkSettings } from '../settings/network-settings.ts';
import { addActivation, fusedActivation } from './activation.ts';

interface Block {
  /** Filters of each of its convolutions, as a multiple of the width. */
  readonly filters: number;
  readonly strides: readonly number[];
  readonly dilation: number;
}

/** conv1 to conv7 of the released network (9.2 of the method); batch normalisation closes each. */
const BLOCKS: readonly Block[] = [
  { filters: 1, strides: [1, 2], dilation: 1 }, // H/2
  { filters: 2, strides: [1, 2], dilation: 1 }, // H/4
  { filters: 4, strides: [1, 1, 2], dilation: 1 }, // H/8
  { filters: 8, strides: [1, 1, 1], dilation: 1 },
  { filters: 8, strides: [1, 1, 1], dilation: 2 },
  { filters: 8, strides: [1, 1, 1], dilation: 2 },
  { filters: 8, strides: [1, 1, 1], dilation: 1 },
];

/**
 * The network of Zhang, Isola and Efros (2016): seven blocks of 3 × 3 convolutions, each closed by batch
 * normalisation, the fifth and sixth dilated; an eighth that doubles the size again; and a 1 × 1 convolution to the
 * bins. ReLU, or the activation that is asked for, follows every convolution but the last. Padded with zeros, as TensorFlow does: where a convolution
 * halves the size, below and on the right. Lightness [B, H, W, 1] → logits [B, H/4, W/4, Q]; H and W are
 * multiples of 8.
 */
export function buildZhangNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  const { kind, width, activation } = settings;
  const network = tf.sequential({
    name: kind,
    layers: [tf.layers.inputLayer({ inputShape: [null, null, 1] })],
  });
  BLOCKS.forEach((block, i) =>
    addBlock(network, `conv${i + 1}`, { ...block, filters: block.filters * width }, activation),
  );
  const up = { filters: 4 * width, kernelSize: 4, strides: 2, ...sameSize(activation) };
  network.add(tf.layers.conv2dTranspose({ name: 'conv8_1', ...up })); // H/4
  addActivation(network, activation, 'conv8_1');
  for (const name of ['conv8_2', 'conv8_3']) {
    network.add(tf.layers.conv2d({ name, filters: 4 * width, kernelSize: 3, ...sameSize(activation) }));
    addActivation(network, activation, name);
  }
  network.add(tf.layers.conv2d({ name: 'logits', filters: bins, kernelSize: 1, kernelInitializer: 'zeros' }));
  return network;
}

function sameSize(activation: ActivationSettings) {
  return { padding: 'same', activation: fusedActivation(activation), kernelInitializer: 'zeros' } as const;
}

function addBlock(
  network: tf.Sequential,
  name: string,
  { filters, strides, dilation }: Block,
  activation: ActivationSettings,
): void {
  strides.forEach((stride, i) => {
    const own = `${name}_${i + 1}`;
    const of = { filters, kernelSize: 3, strides: stride, dilationRate: dilation, ...sameSize(activation) };
    network.add(tf.layers.conv2d({ name: own, ...of }));
    addActivation(network, activation, own);
  });
  network.add(tf.layers.batchNormalization({ name: `${name}_norm`, momentum: 0.95, epsilon: 1e-5 }));
}
