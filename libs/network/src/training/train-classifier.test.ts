import { beforeAll, describe, expect, it } from '@jest/globals';
import { rngFrom } from '@tintype/colour';

import { openBackEnd } from '../backend/node-back-end.ts';
import { activationNamed } from '../networks/activation.ts';
import { buildClassifier, initialClassifier } from '../networks/classifier-network.ts';
import { readParameters, variablesOf, writeParameters } from '../networks/parameters.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { CELL, type LabelledPictures, measureClassifier, measureUnits, REACH } from './classifier.ts';
import { type NodeClassifierOptions, trainClassifier } from './node-classifier.ts';
import type { ClassifierEvent, ClassifierTraining } from './train-classifier.ts';

/** Pictures of 8 × 8 in three classes: a bright left, middle or right, with noise. */
function stripes(count: number, seed: string): LabelledPictures {
  const rng = rngFrom(seed);
  const labels = Uint8Array.from({ length: count }, () => Math.floor(3 * rng()));
  const pixels = Uint8Array.from({ length: count * 64 }, (_, i) => {
    const isBright = Math.floor(((i % 8) * 3) / 8) === labels[Math.floor(i / 64)];
    return Math.floor(100 * rng() + (isBright ? 150 : 0));
  });
  return { pixels, labels, side: 8 };
}

const SETTINGS: ClassifierTraining = {
  network: { kind: 'dense', hidden: [16, 8] },
  activation: activationNamed('rrelu', 1),
  batchNorm: true,
  epochs: 4,
  batch: 20,
  learningRate: 0.01,
  measured: 50,
  seed: 1,
};

describe.each((await findBackEnds()).filter((name) => name !== 'cpu'))(
  'training a classifier on %s',
  (backEnd) => {
    const options = (change: Partial<ClassifierTraining> = {}): NodeClassifierOptions => ({
      settings: { ...SETTINGS, ...change },
      backEnd,
      data: { train: stripes(210, 'train'), validation: stripes(60, 'validation') },
      classes: 3,
      checkpoints: memoryCheckpoints(),
      signal: new AbortController().signal,
      now: () => 0,
      emit: () => undefined,
    });

    it.each([
      ['dense', { kind: 'dense', hidden: [16, 8] }],
      ['convolutional', { kind: 'convolutional', filters: [4], hidden: [8] }],
    ] as const)('learns to tell pictures apart: %s', async (_name, network) => {
      for (const batchNorm of [false, true]) {
        const { curves, classifier } = await trainClassifier(options({ network, batchNorm }));
        expect(curves.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
        expect(curves.at(-1)?.validationAccuracy).toBeGreaterThan(0.95);
        expect(curves.at(-1)?.trainLoss).toBeLessThan(curves[0]?.trainLoss ?? NaN);
        classifier.network.dispose();
      }
    });

    it('gives the same network again, also when it was interrupted', async () => {
      const [straight, again] = [await trained(options()), await trained(options())];
      expect(again).toEqual(straight);
      expect(await trained(await interrupted(options()))).toEqual(straight);
      expect(await trained(options({ seed: 2 }))).not.toEqual(straight);
    });

    it('ends with the first step whose loss is out of reach, and keeps the checkpoint before', async () => {
      const store = memoryCheckpoints();
      const tooFast = options({ learningRate: 1e30, batchNorm: false });
      await expect(trainClassifier({ ...tooFast, checkpoints: store })).rejects.toThrow(
        /^train: step 2: expected a (finite loss|loss of at most 1000000 nats), got \S+; lower train\.learningRate$/,
      );
      expect(store.kept).toEqual([]);
    });
  },
);

/** All that a training comes to. */
async function trained(options: NodeClassifierOptions) {
  const { classifier, curves } = await trainClassifier(options);
  const parameters = await readParameters(variablesOf(classifier.network));
  classifier.network.dispose();
  return { parameters, curves };
}

/** The options to go on with after an interruption in the third epoch. */
async function interrupted(options: NodeClassifierOptions): Promise<NodeClassifierOptions> {
  const interruption = new AbortController();
  const emit = (event: ClassifierEvent) => {
    if (event.type === 'step' && event.epoch === 3) interruption.abort();
  };
  const broken = trainClassifier({ ...options, emit, signal: interruption.signal });
  await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
  return options;
}

describe('a classifier', () => {
  beforeAll(async () => void (await openBackEnd('wasm')));
  const task = { side: 8, classes: 3 };

  it('starts from the same kernels whatever its activation', () => {
    const start = (kind: 'relu' | 'elu' | 'prelu') => {
      const settings = { ...SETTINGS, activation: activationNamed(kind, 1), batchNorm: false };
      return initialClassifier(settings, buildClassifier(settings, task).network, 1);
    };
    expect(start('elu')).toEqual(start('relu'));
    expect(start('prelu').length).toBe(start('relu').length + 16 + 8);
    const kernel = start('relu').subarray(0, 64 * 16);
    const most = Math.sqrt(6 / (64 + 16)); // Glorot & Bengio 2010
    expect(Math.max(...kernel.map(Math.abs))).toBeLessThanOrEqual(most);
    expect(kernel.reduce((sum, w) => sum + w * w, 0) / kernel.length / (most ** 2 / 3)).toBeCloseTo(1, 1);
  });

  it('normalises before the activation', () => {
    const names = (batchNorm: boolean) =>
      buildClassifier({ ...SETTINGS, batchNorm }, task)
        .network.layers.map(({ name }) => name)
        .slice(2, 5);
    expect(names(true)).toEqual(['dense1', 'dense1_norm', 'dense1_activation']);
    expect(names(false)).toEqual(['dense1', 'dense1_activation', 'dense2']);
  });

  it('is measured by its mean cross-entropy and the share it has right', () => {
    const { network } = withBiases([0, 0, 0], [0.2, 0.7, 0.1].map(Math.log));
    const labels = Uint8Array.of(1, 1, 0, 2);
    const found = measureClassifier(network, { pixels: new Uint8Array(4 * 64), labels, side: 8 });
    expect(found.accuracy).toBe(0.5);
    expect([...found.predicted]).toEqual([1, 1, 1, 1]);
    expect(found.loss).toBeCloseTo(-(2 * Math.log(0.7) + Math.log(0.2) + Math.log(0.1)) / 4, 5);
  });

  it('counts what its units are given, and those that nothing wakes', () => {
    const classifier = withBiases([-1, 2, -REACH - 5], [0, 0, 0]);
    const [units] = measureUnits(classifier, {
      pixels: new Uint8Array(4 * 64),
      labels: new Uint8Array(4),
      side: 8,
    });
    expect(units).toMatchObject({ layer: 'dense1', units: 3, dead: 2, positive: 1 / 3 });
    expect(units?.mean).toBeCloseTo((-1 + 2 - 20) / 3, 5);
    const cellOf = (z: number) => units?.counts[Math.floor((z + REACH) / CELL)];
    expect([cellOf(-1), cellOf(2), units?.counts[0]]).toEqual([4, 4, 4]);
  });
});

/** A network of one layer of three units that sees nothing but its biases. */
function withBiases(hidden: readonly number[], logits: readonly number[]) {
  const settings = {
    ...SETTINGS,
    network: { kind: 'dense', hidden: [3] },
    activation: { kind: 'relu' },
    batchNorm: false,
  } as const;
  const classifier = buildClassifier(settings, { side: 8, classes: 3 });
  const parameters = new Float32Array(64 * 3 + 3 + 9 + 3);
  parameters.set(hidden, 64 * 3);
  parameters.set(logits, 64 * 3 + 3 + 9);
  writeParameters(variablesOf(classifier.network), parameters);
  return classifier;
}
