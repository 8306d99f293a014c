import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import type { NetworkSettings } from '../settings/network-settings.ts';
import { addActivation, fusedActivation, PRELU_START } from './activation.ts';
import { ARTICLE_MARGIN } from './geometry.ts';

const KERNEL = 3;
const LAYERS = 8;

export interface LayerRow {
  readonly name: string;
  readonly filters: number;
  readonly parameters: number;
  /** Multiply–adds of a forward pass over one patch, where they are known. */
  readonly macsPerPatch?: number;
}

export interface NetworkDescription {
  readonly layers: readonly LayerRow[];
  readonly parameters: number;
  readonly macsPerPatch?: number;
  readonly margin: number;
}

/** The network's table: what each layer holds and costs for one patch of `side` × `side` lightness. */
export function describeNetwork(settings: NetworkSettings, bins: number, side = 32): NetworkDescription {
  const channels = channelsOf(settings, bins);
  const layers = channels.slice(1).map((filters, layer): LayerRow => {
    const kernel = KERNEL * KERNEL * (channels[layer] ?? 0) * filters;
    const rows = side - (KERNEL - 1) * (layer + 1);
    const parameters = kernel + filters + slopesOf(settings, filters, layer);
    return { name: nameOf(layer), filters, parameters, macsPerPatch: kernel * rows * rows };
  });
  return {
    layers,
    parameters: total(layers, 'parameters'),
    macsPerPatch: total(layers, 'macsPerPatch'),
    margin: ARTICLE_MARGIN,
  };
}

/**
 * The article's network: valid 3 × 3 convolutions with w, 2w, … 7w, Q filters, ReLU after all but the last
 * (8.1 of the method; its script forgot the seventh). Lightness [B, H, W, 1] → logits [B, H − 16, W − 16, Q].
 * All parameters are 0: write `initialParameters` or a checkpoint's into it.
 */
export function buildNetwork(settings: NetworkSettings, bins: number): tf.LayersModel {
  const network = tf.sequential({ name: settings.kind });
  channelsOf(settings, bins)
    .slice(1)
    .forEach((filters, layer) => {
      network.add(convolution(filters, layer, settings));
      if (!isLast(layer)) addActivation(network, settings.activation, nameOf(layer));
    });
  return network;
}

function convolution(filters: number, layer: number, { activation }: NetworkSettings): tf.layers.Layer {
  return tf.layers.conv2d({
    name: nameOf(layer),
    filters,
    kernelSize: KERNEL,
    padding: 'valid',
    activation: isLast(layer) ? 'linear' : fusedActivation(activation),
    kernelInitializer: 'zeros',
    ...(layer === 0 ? { inputShape: [null, null, 1] } : {}),
  });
}

/**
 * Where training starts. Kernels: He normal before a ReLU, Glorot normal in the last layer, drawn from our own
 * seeded generator, so that every back end starts from the same bits. Biases: 0, and `bias` [Q] in the last
 * layer. Slopes of PReLU as they start. → all parameters end to end, layer by layer, kernel before bias [P]
 */
export function initialParameters(settings: NetworkSettings, bias: Float32Array, seed: number): Float32Array {
  const channels = channelsOf(settings, bias.length);
  const parameters = new Float32Array(describeNetwork(settings, bias.length).parameters);
  let at = 0;
  channels.slice(1).forEach((filters, layer) => {
    const inputs = channels[layer] ?? 0;
    const fan = KERNEL * KERNEL * (isLast(layer) ? (inputs + filters) / 2 : inputs / 2);
    const normal = normalFrom(rngFrom('initial', seed, layer));
    for (const end = at + KERNEL * KERNEL * inputs * filters; at < end; at++)
      parameters[at] = normal() / Math.sqrt(fan);
    at += filters;
    parameters.fill(PRELU_START, at, (at += slopesOf(settings, filters, layer)));
  });
  parameters.set(bias, at - bias.length);
  return parameters;
}

/** How many slopes a layer learns: with PReLU, one for each filter. */
function slopesOf({ activation }: NetworkSettings, filters: number, layer: number): number {
  return activation?.kind === 'prelu' && !isLast(layer) ? filters : 0;
}

function isLast(layer: number): boolean {
  return layer === LAYERS - 1;
}

/** [1, w, 2w, … 7w, Q]: the channels in front of, between and after the layers. */
function channelsOf(settings: NetworkSettings, bins: number): number[] {
  return [1, ...Array.from({ length: LAYERS - 1 }, (_, layer) => settings.width * (layer + 1)), bins];
}

function nameOf(layer: number): string {
  return `conv${layer + 1}`;
}

function total(layers: readonly LayerRow[], column: 'parameters' | 'macsPerPatch'): number {
  return layers.reduce((sum, row) => sum + (row[column] ?? 0), 0);
}
