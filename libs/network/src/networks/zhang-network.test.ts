import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';
import { normalFrom, rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import type { Batch } from '../batches/batch.ts';
import { graphLearner } from '../graph/graph-learner.ts';
import { loadModel } from '../model/model.ts';
import { encodeModel } from '../model/model-files.ts';
import { metadataOf } from '../model/model-json.ts';
import { freshAdam } from '../optimise/adam.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { nativeBinding } from '../testing/native-binding.ts';
import { smallGamut } from '../testing/synthetic-patches.ts';
import { buildNetwork, describeNetwork, initialParameters } from './networks.ts';
import { trainableOf, variablesOf, writeParameters } from './parameters.ts';

const NETWORK: NetworkSettings = { kind: 'zhang', width: 2, activation: RELU };
const BINS = 9;
const WINDOW = 32;

const binding = await nativeBinding();
const onTensorFlow = binding === null ? it.skip : it;

describe("Zhang's network", () => {
  it('has at width 64 and 313 bins the parameters of the paper', async () => {
    await openBackEnd('wasm');
    const { layers, parameters } = describeNetwork({ kind: 'zhang', width: 64, activation: RELU }, 313);
    const convolutions = [
      ...[9 * 1 * 64 + 64, 9 * 64 * 64 + 64],
      ...[9 * 64 * 128 + 128, 9 * 128 * 128 + 128],
      ...[9 * 128 * 256 + 256, 2 * (9 * 256 * 256 + 256)],
      ...[9 * 256 * 512 + 512, 2 * (9 * 512 * 512 + 512)],
      3 * 3 * (9 * 512 * 512 + 512), // conv5 to conv7
      ...[16 * 512 * 256 + 256, 2 * (9 * 256 * 256 + 256)],
      256 * 313 + 313,
    ].reduce((sum, count) => sum + count, 0);
    const normalisations = 2 * (64 + 128 + 256 + 4 * 512); // a scale and an offset for each channel
    expect(parameters).toBe(convolutions + normalisations);
    expect(parameters).toBe(32_235_385);
    expect(layers).toHaveLength(2 + 2 + 3 + 5 * 3 + 1);
  });

  it('predicts for every 4 × 4 pixels, on wasm what it predicts on cpu', async () => {
    const onWasm = await logitsOn('wasm');
    const onCpu = await logitsOn('cpu');
    expect(onWasm.shape).toEqual([1, 16 / 4, 24 / 4, BINS]);
    const scale = Math.max(...onCpu.values.map(Math.abs));
    expect(new Set(onCpu.values).size).toBeGreaterThan(100);
    onWasm.values.forEach((value, i) =>
      expect(value / scale).toBeCloseTo((onCpu.values[i] ?? NaN) / scale, 4),
    );
  });

  it('colours pictures of odd sizes on wasm, the same after it was saved', async () => {
    await openBackEnd('wasm');
    const network = initialNetwork();
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
    expect(new Set(ab).size).toBeGreaterThan(10);
    expect(await second.predict(grey, 21, 37, [0.38])).toEqual([ab]);
  });

  onTensorFlow('learns in the graph what it then says on wasm', async () => {
    if (binding === null) throw new Error('Internal error: expected a binding');
    const network = initialNetwork();
    const parameters = initialParameters(NETWORK, network, new Float32Array(BINS), 1);
    const moved = trainableOf(network).reduce((sum, { size }) => sum + size, 0);
    const batch = exampleBatch();
    const learner = await graphLearner(binding, 'float32').open(network, {
      parameters,
      adam: freshAdam(moved),
    });
    const before = await learner.lossOf(batch);
    for (let step = 0; step < 60; step++) (await learner.step(batch, 0.01)).dispose();
    const after = await learner.lossOf(batch);
    expect(after).toBeLessThan(before / 2);
    const learnt = await learner.state();
    await learner.close();
    await openBackEnd('wasm');
    const onWasm = initialNetwork();
    writeParameters(variablesOf(onWasm), learnt.parameters);
    expect(lossOn(onWasm, batch) / after).toBeCloseTo(1, 3);
  });
});

function initialNetwork(): tf.LayersModel {
  const network = buildNetwork(NETWORK, BINS);
  writeParameters(variablesOf(network), initialParameters(NETWORK, network, new Float32Array(BINS), 1));
  return network;
}

async function logitsOn(backEnd: 'wasm' | 'cpu') {
  await openBackEnd(backEnd);
  const logits = initialNetwork().predict(noise([1, 16, 24, 1])) as tf.Tensor;
  return { shape: logits.shape, values: await logits.data<'float32'>() };
}

function noise(shape: [number, number, number, number]): tf.Tensor4D {
  const normal = normalFrom(rngFrom('noise', 1));
  return tf.tensor4d(Float32Array.from({ length: tf.util.sizeFromShape(shape) }, normal), shape);
}

/** Windows left of which one colour lies and right of which another, told apart by their lightness. */
function exampleBatch(): Batch {
  const patches = 4;
  const cells = WINDOW / 4;
  const rng = rngFrom('zhang', 1);
  const light = (i: number) => ((i % WINDOW) + 8 * Math.floor(i / WINDOW ** 2)) % WINDOW < WINDOW / 2;
  const lightness = Float32Array.from(
    { length: patches * WINDOW * WINDOW },
    (_, i) => (light(i) ? 0.5 : -0.5) + 0.2 * rng(),
  );
  const index = Int32Array.from({ length: patches * cells * cells }, (_, cell) => {
    const [patch, y, x] = [Math.floor(cell / cells ** 2), Math.floor(cell / cells) % cells, cell % cells];
    return light((patch * WINDOW + 4 * y) * WINDOW + 4 * x) ? 2 : 5;
  });
  const weight = new Float32Array(index.length).fill(1);
  return { patches, neighbours: 1, lightness, index, weight, weightSum: index.length, entropySum: 0 };
}

/** Σ CE of what a network says now. */
function lossOn(network: tf.LayersModel, { patches, lightness, index }: Batch): number {
  const logits = network.predict(tf.tensor4d(lightness, [patches, WINDOW, WINDOW, 1])) as tf.Tensor4D;
  const rows = tf.reshape(logits, [-1, BINS]);
  const labels = tf.oneHot(tf.tensor1d(index, 'int32'), BINS);
  const [loss = NaN] = tf.sum(tf.mul(labels, tf.neg(tf.logSoftmax(rows)))).dataSync<'float32'>();
  return loss;
}
