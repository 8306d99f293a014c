import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { loadModel } from '../model/model.ts';
import { encodeModel, metadataOf } from '../model/model-files.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { buildNetwork, describeNetwork, findGeometry, initialParameters } from './networks.ts';
import { variablesOf, writeParameters } from './parameters.ts';

const NETWORK: NetworkSettings = { kind: 'encoder-decoder', width: 4, activation: RELU };

describe('the encoder–decoder', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));

  it('predicts for every 4 × 4 pixels of pictures of any multiple of 16', () => {
    const network = buildNetwork(NETWORK, 9);
    const { stride } = findGeometry(NETWORK);
    const y = network.predict(tf.zeros([2, 32, 48, 1])) as tf.Tensor;
    expect(y.shape).toEqual([2, 32 / stride, 48 / stride, 9]);
    expect(describeNetwork(NETWORK, 9).parameters).toBe(
      network.countParams() -
        network.nonTrainableWeights.reduce((sum, { shape }) => sum + Number(shape[0]), 0),
    );
  });

  it('starts with the given colours everywhere, whatever it sees', async () => {
    const bias = Float32Array.from({ length: 9 }, (_, q) => -q);
    const network = buildNetwork(NETWORK, 9);
    const parameters = initialParameters(NETWORK, network, bias, 1);
    expect(parameters.length).toBe(network.countParams());
    expect(initialParameters(NETWORK, network, bias, 1)).toEqual(parameters);
    expect(initialParameters(NETWORK, network, bias, 2)).not.toEqual(parameters);
    expect(parameters.every(Number.isFinite)).toBe(true);
  });

  it('colours pictures of odd sizes, the same after it was saved', async () => {
    const network = buildNetwork(NETWORK, 9);
    const parameters = initialParameters(NETWORK, network, new Float32Array(9), 1);
    writeParameters(variablesOf(network), parameters);
    const metadata = metadataOf(smallGamut(), {
      network: NETWORK,
      lightness: { mean: 50, scale: 50 },
      temperature: 0.38,
      trainedOn: { backEnd: 'wasm', version: 'test' },
    });
    const files = await encodeModel(network, metadata);
    const grey = Float32Array.from({ length: 21 * 37 }, (_, i) => (i * 7) % 100);
    const [first, second] = [await loadModel(files), await loadModel(files)];
    const [ab] = await first.predict(grey, 21, 37, [0.38]);
    expect(ab).toHaveLength(21 * 37 * 2);
    expect(ab?.every((value) => Math.abs(value) <= 15)).toBe(true); // the bins' own range
    expect(new Set(ab).size).toBeGreaterThan(10);
    expect(await second.predict(grey, 21, 37, [0.38])).toEqual([ab]);
    expect(await first.logits(grey, 21, 37)).toHaveLength(21 * 37 * 9);
  });
});
