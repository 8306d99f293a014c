import * as tf from '@tensorflow/tfjs';

import { configOf } from '../networks/layer-config.ts';

type Layer = tf.layers.Layer;

/**
 * A network for prediction with every batch normalisation that directly follows a convolution folded into it, and the
 * ReLU behind it fused: γ·(k∗x − mean)/√(variance + ε) + β = (s·k)∗x + (β − s·mean), s = γ/√(variance + ε). Engines
 * compute that in one pass instead of three; the logits differ by float32 rounding alone. What follows a ReLU, as in
 * the network of Zhang et al., stays: its shift would be wrong where the next convolution pads with zeros.
 * Takes the given network over: use what is given back, which may be the same one.
 */
export function foldBatchNorm(network: tf.LayersModel): tf.LayersModel {
  const runs = new Map(network.layers.flatMap((layer) => runFrom(layer, network)));
  if (runs.size === 0) return network;
  const input = tf.input({ shape: network.inputs[0]?.shape.slice(1) ?? [] });
  const outputs = new Map<string, tf.SymbolicTensor>();
  for (const layer of network.layers) {
    if (outputs.has(layer.name) || isInput(layer)) continue;
    const run = runs.get(layer.name);
    const made = run ? foldedLayer(run) : copyOf(layer);
    const read = readsOf(layer).map((below) => outputs.get(below.name) ?? input);
    const y = made.apply(read.length === 1 && read[0] ? read[0] : read) as tf.SymbolicTensor; // one output
    if (run) setOnce(made, foldedWeights(run));
    else made.setWeights(layer.getWeights());
    for (const { name } of [layer, ...(run?.followers ?? [])]) outputs.set(name, y);
  }
  const last = outputs.get(network.layers.at(-1)?.name ?? '') ?? input;
  const folded = tf.model({ name: network.name, inputs: input, outputs: last });
  network.dispose();
  return folded;
}

/** A convolution and what it can take into itself. */
interface Run {
  readonly convolution: Layer;
  readonly norm: Layer;
  /** The normalisation and, if there is one, the ReLU behind it. */
  readonly followers: readonly Layer[];
}

function runFrom(convolution: Layer, network: tf.LayersModel): [string, Run][] {
  if (convolution.getClassName() !== 'Conv2D' || activationOf(convolution) !== 'linear') return [];
  const norm = soleReader(convolution, network);
  if (norm === undefined || !isFoldable(norm)) return [];
  const next = soleReader(norm, network);
  const followers = next !== undefined && isRelu(next) ? [norm, next] : [norm];
  return [[convolution.name, { convolution, norm, followers }]];
}

function soleReader(layer: Layer, { layers }: tf.LayersModel): Layer | undefined {
  const readers = layers.filter((other) => readsOf(other).includes(layer));
  return readers.length === 1 ? readers[0] : undefined;
}

function readsOf(layer: Layer): readonly Layer[] {
  return layer.inboundNodes[0]?.inboundLayers ?? [];
}

function isInput(layer: Layer): boolean {
  return layer.getClassName() === 'InputLayer';
}

function activationOf(layer: Layer): string {
  return configOf<{ readonly activation: string }>(layer).activation;
}

/** Whether it normalises the channels [B, H, W, C], with γ and β. */
function isFoldable(layer: Layer): boolean {
  if (layer.getClassName() !== 'BatchNormalization') return false;
  const { axis, scale, center } = configOf<{ axis: number; scale: boolean; center: boolean }>(layer);
  return [-1, 3].includes(axis) && scale && center;
}

function isRelu(layer: Layer): boolean {
  if (layer.getClassName() !== 'ReLU') return false;
  return (configOf<{ maxValue?: number | null }>(layer).maxValue ?? null) === null;
}

function foldedLayer({ convolution, followers }: Run): Layer {
  return copyOf(convolution, { useBias: true, activation: followers.length > 1 ? 'relu' : 'linear' });
}

/** → kernel [kh, kw, Ci, Co], bias [Co] */
function foldedWeights({ convolution, norm }: Run): tf.Tensor[] {
  const [kernel, bias] = convolution.getWeights();
  const [gamma, beta, mean, variance] = norm.getWeights();
  if (!kernel || !gamma || !beta || !mean || !variance)
    throw new Error(`Internal error: expected weights of ${convolution.name} and ${norm.name}`);
  const { epsilon } = configOf<{ readonly epsilon: number }>(norm);
  return tf.tidy(() => {
    const scale = tf.div(gamma, tf.sqrt(tf.add(variance, epsilon))); // [Co]
    const shift = bias === undefined ? mean : tf.sub(mean, bias);
    return [tf.mul(kernel, scale), tf.sub(beta, tf.mul(shift, scale))];
  });
}

function setOnce(layer: Layer, weights: tf.Tensor[]): void {
  layer.setWeights(weights);
  tf.dispose(weights);
}

/** A layer of the same class and settings, without weights yet. */
function copyOf(layer: Layer, changes: tf.serialization.ConfigDict = {}): Layer {
  const made = layer.constructor as tf.serialization.SerializableConstructor<Layer>;
  return made.fromConfig(made, { ...layer.getConfig(), ...changes }) as Layer;
}
