import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { openBackEnd } from '../backend/node-back-end.ts';
import type { EncoderFiles } from '../encoder/read-encoder.ts';
import { loadModel } from '../model/model.ts';
import { describeGamut, metadataIn, rewriteDecoding } from '../model/model-json.ts';
import { readDecoding } from '../model/model-metadata.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { savedNetwork } from '../settings/network-settings.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { syntheticModel } from '../testing/synthetic-model.ts';
import { SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { type NodeTrainOptions, train } from './node-train.ts';
import { type Start, writeStart } from './start.ts';

const ENCODER = join(import.meta.dirname, '../../../../data/models/efficientnet-lite0');
const ARTICLE = { kind: 'article', width: 2 } as const;

beforeAll(async () => void (await openBackEnd('wasm')));

describe('a start', () => {
  it('from an encoder gives its kernels to the layers of that name, and leaves the others as they are', async () => {
    const files: EncoderFiles = {
      'encoder.json': await readFile(join(ENCODER, 'encoder.json')),
      'weights.bin': await readFile(join(ENCODER, 'weights.bin')),
    };
    const settings = savedNetwork.parse({ kind: 'pretrained', width: 2, cut: 16 });
    const network = buildNetwork(settings, 9);
    writeParameters(variablesOf(network), initialParameters(settings, network, new Float32Array(9), 1));
    const before = normsOf(network);
    writeStart(
      network,
      { kind: 'encoder', files },
      { network: settings, gamut: describeGamut(smallGamut()) },
    );
    const moved = normsOf(network).filter(({ norm }, i) => norm !== before[i]?.norm);
    const encoder = before.filter(({ name }) => name.startsWith('encoder_'));
    expect(moved.map(({ name }) => name)).toEqual(encoder.map(({ name }) => name));
    network.dispose();
  });

  it('from a model is what that model predicts, before the first step and where no step makes it better', async () => {
    const files = await syntheticModel(ARTICLE);
    const result = await train(options({ start: { kind: 'model', files } }, { learningRate: 1e-12 }));
    expect(result.startAuc).toBeGreaterThan(0);
    const [began, ended] = await Promise.all([files, result.model].map(colour));
    ended?.forEach((value, i) => expect(value).toBeCloseTo(began?.[i] ?? NaN, 4));
  });

  it('goes on decoding as its model did', async () => {
    const model = await syntheticModel(ARTICLE);
    const decoding = { temperature: 0.7, coherence: 0.5, saturation: 0.9 };
    const files = { ...model, 'model.json': rewriteDecoding(model['model.json'], decoding) };
    const result = await train(options({ start: { kind: 'model', files } }, { epochs: 1 }));
    expect(readDecoding(metadataIn(result.model))).toEqual(decoding);
  });

  it('is kept where training makes it worse', async () => {
    const good = await train(options({}, { epochs: 4 }));
    const ruin = { learningRate: 0.05, epochs: 1, keep: 'best' } as const;
    const result = await train(options({ start: { kind: 'model', files: good.model } }, ruin));
    expect(result.curves[0]?.validationAuc).toBeLessThan(result.startAuc ?? 0);
    const [began, ended] = await Promise.all([good.model, result.model].map(colour));
    expect(ended).toEqual(began);
  });

  it('is taken once: a resumed training ends with the bytes of one that was not interrupted', async () => {
    const start: Start = { kind: 'model', files: await syntheticModel(ARTICLE) };
    const settings = { ema: 0.9, weightDecay: 0.01 };
    const straight = await train(options({ start }, settings));
    const interruption = new AbortController();
    const checkpoints = memoryCheckpoints();
    const interrupted = train(
      options(
        {
          start,
          checkpoints,
          signal: interruption.signal,
          emit: ({ type }) => void (type === 'epoch' && interruption.abort()),
        },
        settings,
      ),
    );
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
    expect(await train(options({ start, checkpoints }, settings))).toEqual(straight);
  });

  it('refuses a model of another network, of other bins, and a damaged one', async () => {
    const files = await syntheticModel({ kind: 'article', width: 3 });
    const from = (model: typeof files, change = {}) =>
      train(options({ start: { kind: 'model', files: model }, ...change }));
    await expect(from(files)).rejects.toThrow(
      'train.start: expected a model of the network article, width 2, activation relu, got one of article, width 3, activation relu; set train.network',
    );
    const fitting = await syntheticModel(ARTICLE);
    const { bins } = metadataIn(fitting).gamut;
    const gamut = {
      ...smallGamut(),
      bins: Float32Array.from(bins.flat(), (value, i) => (i === 0 ? value + 10 : value)),
    };
    await expect(from(fitting, { gamut })).rejects.toThrow('set prior.gamut to "model"');
    const cut = { ...fitting, 'weights.bin': fitting['weights.bin'].subarray(4) };
    await expect(from(cut)).rejects.toThrow('weights.bin: expected');
  });
});

function normsOf(network: tf.LayersModel) {
  return network.layers
    .filter((layer) => layer.getWeights().length > 0)
    .map((layer) => ({
      name: layer.name,
      norm: tf.tidy(() => tf.norm(layer.getWeights()[0] ?? 0).dataSync()[0]),
    }));
}

async function colour(files: Awaited<ReturnType<typeof syntheticModel>>): Promise<Float32Array> {
  const model = await loadModel(files);
  const lightness = Float32Array.from({ length: 24 * 24 }, (_, i) => 20 + (i % 60));
  const [ab = new Float32Array()] = await model.predict(lightness, 24, 24, [1]);
  model.dispose();
  return ab;
}

function options(
  change: Partial<NodeTrainOptions>,
  settings: Partial<NodeTrainOptions['settings']> = {},
): NodeTrainOptions {
  return {
    settings: { ...SMALL, epochs: 2, ...settings },
    backEnd: 'wasm',
    gamut: smallGamut(),
    weights: new Float32Array(9).fill(1),
    data: { train: syntheticPatches(18, 'train'), validation: syntheticPatches(8, 'validation') },
    checkpoints: memoryCheckpoints(),
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
    ...change,
  };
}
