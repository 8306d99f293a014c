import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { type NodeTrainOptions, train } from '../training/node-train.ts';
import type { TrainEvent } from '../training/train-event.ts';

let folder = '';
let workerUrl = new URL('file:///unset');

beforeAll(async () => {
  // Inside the package, so that the bundle finds @tensorflow in node_modules as a built program does.
  const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
  await mkdir(dist, { recursive: true });
  folder = await mkdtemp(join(dist, 'test-'));
  const outfile = join(folder, 'replica.worker.mjs');
  const entryPoints = [fileURLToPath(new URL('../replica.worker.ts', import.meta.url))];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    external: ['@tensorflow/*', 'webgpu', 'pbf'],
  });
  workerUrl = pathToFileURL(outfile);
});
afterAll(() => rm(folder, { recursive: true }));

describe('training with replicas', () => {
  it('gives nearly the curves of one thread, and the same bytes again when it was interrupted', async () => {
    const [two, one] = [await train(options(2)), await train(options(1))];
    two.curves.forEach(({ trainLoss, validationLoss }, i) => {
      expect(trainLoss).toBeCloseTo(one.curves[i]?.trainLoss ?? NaN, 3);
      expect(validationLoss).toBeCloseTo(one.curves[i]?.validationLoss ?? NaN, 3);
    });
    const checkpoints = memoryCheckpoints();
    const interruption = new AbortController();
    const emit = (event: TrainEvent) => void (event.type === 'epoch' && interruption.abort());
    const interrupted = train(options(2, { checkpoints, emit, signal: interruption.signal }));
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
    const resumed = await train(options(2, { checkpoints }));
    expect(resumed.model).toEqual(two.model);
    expect(resumed.curves).toEqual(two.curves);
  });

  it('trains a pretrained network whose encoder is frozen: the decoder alone moves', async () => {
    const network: NetworkSettings = { kind: 'pretrained', width: 4, cut: 16, activation: RELU };
    const settings = { ...SMALL, network, epochs: 2, encoderRate: 0 };
    const data = { train: syntheticPatches(6, 'train', 8), validation: syntheticPatches(2, 'validation', 8) };
    const { model, curves } = await train(options(2, { settings, data }));
    expect(curves[1]?.trainLoss).toBeLessThan(curves[0]?.trainLoss ?? 0);
    const built = buildNetwork(network, 9);
    const start = initialParameters(network, built, new Float32Array(9), settings.seed);
    const reached = new Float32Array(new Uint8Array(model['weights.bin']).buffer);
    let at = 0;
    const moved = built.layers.flatMap(({ name, trainableWeights }) =>
      trainableWeights.flatMap(({ shape }) => {
        const end = at + shape.reduce<number>((size, side) => size * Number(side), 1);
        const same = Buffer.from(start.slice(at, end).buffer).equals(
          Buffer.from(reached.slice(at, end).buffer),
        );
        at = end;
        return same ? [] : name;
      }),
    );
    built.dispose();
    expect(moved).toEqual(expect.arrayContaining(['tap16', 'logits']));
    expect(moved.filter((name) => name.startsWith('encoder_'))).toEqual([]);
  });

  it('moves and averages as one thread does, with every option of the optimiser', async () => {
    const settings = { ...SMALL, epochs: 2, ema: 0.8, weightDecay: 0.05, clipNorm: 1 };
    const [two, one] = [await train(options(2, { settings })), await train(options(1, { settings }))];
    two.curves.forEach(({ trainLoss, validationLoss }, i) => {
      expect(trainLoss).toBeCloseTo(one.curves[i]?.trainLoss ?? NaN, 3);
      expect(validationLoss).toBeCloseTo(one.curves[i]?.validationLoss ?? NaN, 3);
    });
  });

  it('does with more replicas than patches in the last batch', async () => {
    const settings = { ...SMALL, epochs: 1, batch: 17 }; // 18 patches: the last batch holds 1
    const [three, one] = [await train(options(3, { settings })), await train(options(1, { settings }))];
    expect(three.curves[0]?.validationLoss).toBeCloseTo(one.curves[0]?.validationLoss ?? NaN, 3);
  });

  it('fails with the worker’s own error when a replica cannot start', async () => {
    const broken = join(folder, 'broken.mjs');
    await writeFile(broken, 'throw new Error("no memory left");');
    const replicas = { count: 2, workerUrl: pathToFileURL(broken) };
    await expect(train(options(2, { replicas }))).rejects.toThrow('replica: no memory left');
  });
});

function options(count: number, rest: Partial<NodeTrainOptions> = {}): NodeTrainOptions {
  return {
    settings: { ...SMALL, epochs: 2 },
    backEnd: 'wasm',
    gamut: smallGamut(),
    weights: new Float32Array(9).fill(1),
    data: { train: syntheticPatches(18, 'train'), validation: syntheticPatches(8, 'validation') },
    checkpoints: memoryCheckpoints(),
    replicas: { count, workerUrl },
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
    ...rest,
  };
}
