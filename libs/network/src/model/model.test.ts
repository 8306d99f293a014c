import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { annealedMean, normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { buildNetwork, initialParameters } from '../networks/article-network.ts';
import { LIGHTNESS } from '../networks/lightness.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { RELU, savedNetwork } from '../settings/network-settings.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { loadModel, type Model, modelOf } from './model.ts';
import { encodeModel } from './model-files.ts';
import { metadataOf, type ModelFiles } from './model-json.ts';

const BINS = 9;
const NETWORK = { kind: 'article', width: 3, activation: RELU } as const;
const WHOLE_PICTURE = savedNetwork.parse({ kind: 'pretrained', width: 4 });
const METADATA = metadataOf(smallGamut(), {
  network: NETWORK,
  lightness: LIGHTNESS,
  temperature: 0.38,
  trainedOn: { backEnd: 'wasm', version: '0' },
});

describe.each(['wasm', 'cpu'] as const)('a model on %s', (backEnd) => {
  let model: Model;
  beforeAll(async () => {
    await openBackEnd(backEnd);
    model = modelOf(seededNetwork(), METADATA);
  });
  afterAll(() => model.dispose());

  it.each([
    [1, 1],
    [3, 5],
    [1, 20],
    [17, 23],
  ])('colours every pixel of %i × %i', async (height, width) => {
    const outputs = await model.predict(lightness(height * width), height, width, [1, 0.38]);
    expect(outputs.map(({ length }) => length)).toEqual([2 * height * width, 2 * height * width]);
    for (const ab of outputs) expect(ab.every((value) => Math.abs(value) <= 15)).toBe(true);
  });

  it('answers a constant image with a constant', async () => {
    const { logits } = await model.predictLogits(new Float32Array(20 * 13).fill(30), 20, 13);
    logits.forEach((value, i) => expect(value).toBeCloseTo(logits[i % BINS] ?? NaN, 5));
  });

  it.each([50 * BINS, 7 * 20 * BINS])(
    'computes the same in tiles of %i logits as in one piece',
    async (budget) => {
      const tiled = modelOf(seededNetwork(), METADATA, budget);
      const L = lightness(20 * 24);
      const [whole, parts] = [await model.predictLogits(L, 20, 24), await tiled.predictLogits(L, 20, 24)];
      parts.logits.forEach((value, i) =>
        expect(Math.abs(value - (whole.logits[i] ?? NaN))).toBeLessThan(1e-5),
      );
      tiled.dispose();
    },
  );

  it.each([1, 0.38, 0.05, 1e-3, 0])('decodes at T = %d as colour does', async (temperature) => {
    const L = lightness(10 * 12);
    const [ab = new Float32Array()] = await model.predict(L, 10, 12, [temperature]);
    const { logits } = await model.predictLogits(L, 10, 12);
    const expected = annealedMean(logits, smallGamut(), temperature);
    expected.forEach((value, i) => expect(ab[i]).toBeCloseTo(value, 3));
  });

  it('leaves no tensor behind', async () => {
    await model.predict(lightness(30), 5, 6, [1, 0]);
    const before = tf.memory().numTensors;
    await model.predict(lightness(30), 5, 6, [1, 0]);
    await model.predictLogits(lightness(30), 5, 6);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses temperatures outside 0..1 and images of another size', async () => {
    await expect(model.predict(lightness(4), 2, 2, [1.2])).rejects.toThrow(
      /expected temperatures 0 ≤ T ≤ 1, got 1\.2/,
    );
    await expect(model.predict(lightness(4), 2, 3, [1])).rejects.toThrow(
      /expected lightness \[2 · 3\], got 4 numbers/,
    );
  });
});

describe('a saved model', () => {
  let files: ModelFiles;
  beforeAll(async () => {
    await openBackEnd('wasm');
    files = await encodeModel(seededNetwork(), METADATA);
  });

  it('predicts what it predicted before it was saved', async () => {
    const original = modelOf(seededNetwork(), METADATA);
    const loaded = await loadModel(files);
    const L = lightness(9 * 11);
    expect(await loaded.predict(L, 9, 11, [1, 0.38, 0])).toEqual(
      await original.predict(L, 9, 11, [1, 0.38, 0]),
    );
    expect(loaded.metadata).toEqual(METADATA);
    expect(loaded.gamut).toEqual(smallGamut());
  });

  it('has the same bytes whenever it is saved, and names that do not depend on other networks', async () => {
    const again = await encodeModel(seededNetwork(), METADATA);
    expect(again).toEqual(files);
    const json = JSON.parse(new TextDecoder().decode(files['model.json']));
    expect(json.weightsManifest[0].weights[2].name).toBe('conv2/kernel');
  });

  it('says what its logits lie over, and is refused where that is not so of its network', async () => {
    const json = JSON.parse(new TextDecoder().decode(files['model.json']));
    const { tintype } = json.userDefinedMetadata;
    expect(tintype.logits).toEqual({ stride: 1, margin: 8 });
    const wholePicture = metadataOf(smallGamut(), { ...METADATA, network: WHOLE_PICTURE });
    expect(wholePicture.logits).toEqual({ stride: 4, margin: 0 });
    tintype.logits.stride = 4;
    const changed = { ...files, 'model.json': new TextEncoder().encode(JSON.stringify(json)) };
    await expect(loadModel(changed)).rejects.toThrow(/logits: expected stride 1 and margin 8 .* got 4 and 8/);
  });

  it('is read from Buffers, as files are', async () => {
    const buffers = {
      'model.json': Buffer.from(files['model.json']),
      'weights.bin': Buffer.concat([Buffer.from([0]), files['weights.bin']]).subarray(1),
    };
    const model = await loadModel(buffers);
    expect(model.metadata).toEqual((await loadModel(files)).metadata);
    model.dispose();
  });

  it('is refused when the weights are cut short', async () => {
    const cut = { ...files, 'weights.bin': files['weights.bin'].slice(4) };
    await expect(loadModel(cut)).rejects.toThrow(/weights\.bin: expected \d+ bytes, got \d+/);
  });

  it('is refused when it is somebody else’s', async () => {
    const other = { ...files, 'model.json': new TextEncoder().encode('{"modelTopology":{}}') };
    await expect(loadModel(other)).rejects.toThrow(/formatVersion 1, got undefined/);
  });
});

function seededNetwork(): tf.LayersModel {
  const network = buildNetwork(NETWORK, BINS);
  writeParameters(variablesOf(network), initialParameters(NETWORK, new Float32Array(BINS), 3));
  return network;
}

function lightness(count: number): Float32Array {
  const normal = normalFrom(rngFrom('lightness'));
  return Float32Array.from({ length: count }, () => 50 + 20 * normal());
}
