import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { loadModel } from './model.ts';
import { encodeModel } from './model-files.ts';
import { metadataOf, type ModelFiles } from './model-json.ts';
import { shrinkModel } from './shrink-model.ts';

const BINS = 9;
const NETWORKS: readonly NetworkSettings[] = [
  { kind: 'article', width: 3, activation: RELU },
  { kind: 'zhang', width: 2, activation: RELU },
];

describe.each(NETWORKS)('a $kind network in float16', (settings) => {
  let files: ModelFiles;
  let small: ModelFiles;
  beforeAll(async () => {
    await openBackEnd('wasm');
    files = await savedModel(settings);
    small = shrinkModel(files);
  });

  it('takes little more than half of the bytes', () => {
    const share = small['weights.bin'].length / files['weights.bin'].length;
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.56);
  });

  it('colours within 0.1 ab units of what it did before', async () => {
    const [before, after] = [await loadModel(files), await loadModel(small)];
    const grey = Float32Array.from({ length: 24 * 24 }, (_, i) => (i * 7) % 100);
    const [expected, [ab = new Float32Array()]] = [
      await before.predict(grey, 24, 24, [0.38]),
      await after.predict(grey, 24, 24, [0.38]),
    ];
    const apart = ab.map((value, i) => Math.abs(value - (expected[0]?.[i] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(0.1);
    expect(Math.max(...apart)).toBeGreaterThan(0);
    expect(after.metadata).toEqual(before.metadata);
  });

  it('is read by plain TensorFlow.js, with each kernel rounded to eleven bits', async () => {
    const [network, original] = [await plainlyLoaded(small), await plainlyLoaded(files)];
    for (const [i, weight] of network.getWeights().entries()) {
      const values = await original.getWeights()[i]?.data();
      const most = weight.rank > 1 ? 2 ** -11 : 0;
      (await weight.data()).forEach((value, j) => {
        const exact = Number(values?.[j]);
        expect(Math.abs(value - exact)).toBeLessThanOrEqual(Math.abs(exact) * most + 2 ** -25 * (most && 1));
      });
    }
  });

  it('is not changed by doing it again', () => {
    expect(shrinkModel(small)).toEqual(small);
  });

  it('is refused when its weights are cut short', async () => {
    const cut = { ...small, 'weights.bin': small['weights.bin'].slice(2) };
    await expect(loadModel(cut)).rejects.toThrow(/weights\.bin: expected \d+ bytes, got \d+/);
  });
});

async function savedModel(settings: NetworkSettings): Promise<ModelFiles> {
  const network = buildNetwork(settings, BINS);
  writeParameters(variablesOf(network), initialParameters(settings, network, new Float32Array(BINS), 3));
  const metadata = metadataOf(smallGamut(), {
    network: settings,
    lightness: chooseLightness(settings),
    temperature: 0.38,
    trainedOn: { backEnd: 'wasm', version: '0' },
  });
  return encodeModel(network, metadata);
}

/** As any page does that knows nothing of Tintype, from an address where the folder lies. */
async function plainlyLoaded(files: ModelFiles): Promise<tf.LayersModel> {
  const fetchFunc = async (url: unknown) => {
    const name = String(url).split('/').at(-1) as keyof ModelFiles;
    // A Response of Node's would give objects and bytes of another realm than the tests'.
    return {
      ok: true,
      json: async () => JSON.parse(new TextDecoder().decode(files[name])),
      arrayBuffer: async () => files[name].slice().buffer,
    } as Response;
  };
  return tf.loadLayersModel(tf.io.http('http://models.test/model.json', { fetchFunc }));
}
