import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadRebuilt } from '../load-rebuilt.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { nativeBinding } from '../testing/native-binding.ts';
import { randomNetwork } from '../testing/random-network.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { framed } from './frame.ts';
import { loadModel, type Model } from './model.ts';
import { encodeModel } from './model-files.ts';
import { metadataOf, type ModelFiles } from './model-json.ts';

const BINS = 9;
const NETWORKS: readonly NetworkSettings[] = [
  { kind: 'zhang', width: 2, activation: { kind: 'elu' } },
  { kind: 'zhang', width: 2, activation: RELU },
  { kind: 'pretrained', width: 8, cut: 16, activation: RELU },
  { kind: 'article', width: 1, activation: RELU },
];
const SIZES = [
  [1, 1],
  [17, 23],
  [40, 33],
] as const;

const binding = await nativeBinding();
const onTensorFlow = binding === null ? it.skip : it;

describe('a model opened for colouring', () => {
  onTensorFlow.each(NETWORKS)('has as a graph the colours of the layers of $kind', async (network) => {
    await openBackEnd('cpu');
    const files = await filesOf(network);
    const layers = await coloursOf(await loadModel(files));
    await openBackEnd('tensorflow');
    const graph = await coloursOf(await loadRebuilt(files));
    expect(spreadOf(layers)).toBeGreaterThan(1);
    expect(graph.length).toBe(layers.length);
    const apart = graph.map((ab, i) => Math.abs(ab - (layers[i] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-3);
  });

  it.each([
    { kind: 'zhang', width: 2, activation: RELU },
    { kind: 'pretrained', width: 8, cut: 16, activation: RELU },
  ] as const)('has without TensorFlow the colours of its layers: $kind', async (network) => {
    const files = await filesOf(network);
    await openBackEnd('wasm');
    const [layers, rebuilt] = [
      await coloursOf(await loadModel(files)),
      await coloursOf(await loadRebuilt(files)),
    ];
    const apart = rebuilt.map((ab, i) => Math.abs(ab - (layers[i] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-3);
  });

  onTensorFlow('keeps no tensor behind, here or in TensorFlow', async () => {
    await openBackEnd('tensorflow');
    const files = await filesOf({ kind: 'pretrained', width: 2, cut: 16, activation: RELU });
    const native = binding as unknown as { getNumOfTensors(): number };
    const counts = () => [tf.memory().numTensors, native.getNumOfTensors()];
    const before = counts();
    await coloursOf(await loadRebuilt(files));
    const after = counts();
    await coloursOf(await loadRebuilt(files));
    expect(after[0]).toBe(before[0]);
    expect(counts()).toEqual(after);
  });
});

async function filesOf(network: NetworkSettings): Promise<ModelFiles> {
  const built = randomNetwork(network, BINS);
  const metadata = metadataOf(smallGamut(), {
    ...{ network, lightness: chooseLightness(network), temperature: 0.38 },
    trainedOn: { backEnd: 'none', version: '0' },
  });
  return encodeModel(built, metadata).finally(() => built.dispose());
}

/** Of pictures of all sizes: pixels, and cells in a frame: their means, modes and logits; closes the model. */
async function coloursOf(model: Model): Promise<number[]> {
  const all: number[] = [];
  for (const [height, width] of SIZES) {
    const lightness = Float32Array.from({ length: height * width }, (_, i) => 50 + 45 * Math.sin(i / 7));
    for (const ab of await model.predict(lightness, height, width, [1, 0.38])) all.push(...ab);
    for (const temperature of [0.38, 0])
      all.push(...(await framed(model, 16).predictCells(lightness, height, width, temperature)).ab);
    all.push(...(await framed(model, 16).predictLogits(lightness, height, width)).logits);
  }
  model.dispose();
  return all;
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
