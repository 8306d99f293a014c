import { describe, expect, it } from '@jest/globals';

import { openBackEnd } from '../backend/node-back-end.ts';
import { type Batch, batchReader } from '../batches/batch.ts';
import { findGeometry } from '../networks/geometry.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { freshAdam } from '../optimise/adam.ts';
import { localOpener } from '../optimise/gradients.ts';
import { gradientLearner, type LearnerOpener } from '../optimise/learner.ts';
import { PLAIN_ADAM } from '../optimise/optimiser.ts';
import { type NetworkSettings, RELU } from '../settings/network-settings.ts';
import type { Precision, TrainSettings } from '../settings/train-settings.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { nativeBinding } from '../testing/native-binding.ts';
import { PATCH, SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { type NodeTrainOptions, train } from '../training/node-train.ts';
import type { TrainEvent } from '../training/train-event.ts';
import { graphLearner } from './graph-learner.ts';

const binding = await nativeBinding();
const onTensorFlow = binding === null ? it.skip : it;
const weights = Float32Array.of(3, 1, 2, 1, 0.5, 1, 2, 1, 3);
const PRETRAINED: NetworkSettings = { kind: 'pretrained', width: 8, cut: 16, activation: RELU };

describe('training in one graph', () => {
  onTensorFlow('takes the steps that tfjs takes on wasm', async () => {
    const inGraph = await stepped(onGraph('float32'), 5);
    await openBackEnd('wasm');
    const onWasm = await stepped(gradientLearner(localOpener), 5);
    expectNear(inGraph.losses, onWasm.losses, 0.05); // sums over 1,536 pixels, of some 5,000
    expectNear(inGraph.parameters, onWasm.parameters, 2e-4);
    expectNear([inGraph.validation], [onWasm.validation], 0.05);
  });

  onTensorFlow.each([0.25, 0])(
    'does so with a pretrained network, its encoder at %d',
    async (encoderRate) => {
      const optimiser = { ...PLAIN_ADAM, encoderRate };
      const inGraph = await stepped(onGraph('float32', optimiser), 3, PRETRAINED);
      await openBackEnd('wasm');
      const onWasm = await stepped(gradientLearner(localOpener, optimiser), 3, PRETRAINED);
      inGraph.losses.forEach((loss, i) => expect(loss / (onWasm.losses[i] ?? NaN)).toBeCloseTo(1, 3));
      expect(inGraph.losses[2]).toBeLessThan(inGraph.losses[0] ?? 0);
      const apart = inGraph.parameters.map((value, i) => Math.abs(value - (onWasm.parameters[i] ?? NaN)));
      expect(apart.reduce((most, value) => Math.max(most, value), 0)).toBeLessThan(0.02); // Adam's step is .003 where a gradient is nearly 0
      expect(apart.filter((value) => value > 2e-4).length / apart.length).toBeLessThan(0.01);
    },
  );

  onTensorFlow('keeps no tensor behind', async () => {
    const count = () => (binding as unknown as { getNumOfTensors(): number }).getNumOfTensors();
    await stepped(onGraph('float32'), 2);
    const before = count();
    await stepped(onGraph('float32'), 50);
    expect(count()).toBe(before);
  });

  const all = { ema: 0.9, weightDecay: 0.05, clipNorm: 1 };
  onTensorFlow.each([
    ['plain', {}],
    ['with every option of the optimiser', all],
    ['with batch normalisation too', { ...all, network: { kind: 'zhang', width: 2, activation: RELU } }],
    ['with a slow encoder', { ...all, epochs: 2, network: PRETRAINED, encoderRate: 0.1 }],
  ] as const)('gives the same model again, also when it was interrupted: %s', async (_, change) => {
    const [straight, again] = [await train(options(change)), await train(options(change))];
    const bytes = Buffer.from(straight.model['weights.bin']); // megabytes, which toEqual is slow at
    expect(bytes.equals(again.model['weights.bin'])).toBe(true);
    expect(bytes.equals((await interruptedAndResumed(change)).model['weights.bin'])).toBe(true);
    expect(straight.backEnd).toMatchObject({ name: 'tensorflow', precision: 'float32' });
  });

  it('is refused elsewhere for a network with batch normalisation, with the remedy', async () => {
    const network = { kind: 'zhang', width: 1, activation: RELU } as const;
    await expect(train({ ...options({ network }), backEnd: 'cpu' })).rejects.toThrow(
      /train\.network\.kind: expected one without batch normalisation .* cpu, got zhang; .*npx tintype provision/,
    );
  });

  it('in bfloat16 is refused elsewhere, with the remedy', async () => {
    const settings = { ...SMALL, precision: 'bfloat16' as const };
    await expect(train({ ...options(), backEnd: 'cpu', settings })).rejects.toThrow(
      /train\.precision: expected float32 on the back end cpu, got bfloat16; .*npx tintype provision/,
    );
  });
});

function onGraph(precision: Precision, optimiser = PLAIN_ADAM): LearnerOpener {
  if (binding === null) throw new Error('Internal error: expected a binding');
  return graphLearner(binding, precision, optimiser);
}

/** Some steps on one batch, from the same start. */
async function stepped(opener: LearnerOpener, steps: number, settings: NetworkSettings = SMALL.network) {
  const network = buildNetwork(settings, weights.length);
  const parameters = initialParameters(settings, network, new Float32Array(weights.length), 1);
  const learner = await opener.open(network, { parameters, adam: freshAdam(parameters.length) });
  const batch = await exampleBatch(settings);
  const losses = [];
  for (let step = 0; step < steps; step++) {
    const loss = await learner.step(batch, 0.003);
    losses.push(...(await loss.data()));
    loss.dispose();
  }
  const result = { losses, validation: await learner.lossOf(batch), ...(await learner.state()) };
  await learner.close();
  network.dispose();
  return result;
}

function exampleBatch(network: NetworkSettings): Promise<Batch> {
  const settings = { ...SMALL, network, batch: 6 };
  const read = batchReader(syntheticPatches(6, 'graph', targetOf(network)), {
    gamut: smallGamut(),
    weights,
    settings,
  });
  return read({ rows: Int32Array.from([0, 1, 2, 3, 4, 5]), mirrored: new Uint8Array(6) });
}

/** Predictions in height and width of a patch. */
function targetOf(network: NetworkSettings): number {
  const { margin, stride } = findGeometry(network);
  return (PATCH - 2 * margin) / stride;
}

function options(change: Partial<TrainSettings> = {}): NodeTrainOptions {
  const settings = { ...SMALL, ...change };
  const target = targetOf(settings.network);
  return {
    settings,
    backEnd: 'tensorflow',
    gamut: smallGamut(),
    weights,
    data: {
      train: syntheticPatches(18, 'train', target),
      validation: syntheticPatches(8, 'validation', target),
    },
    checkpoints: memoryCheckpoints(),
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
  };
}

async function interruptedAndResumed(change: Partial<TrainSettings>) {
  const interruption = new AbortController();
  const checkpoints = memoryCheckpoints();
  const { epochs } = options(change).settings;
  const emit = (event: TrainEvent) => {
    if (event.type === 'step' && event.epoch === Math.min(3, epochs)) interruption.abort();
  };
  const interrupted = train({ ...options(change), checkpoints, emit, signal: interruption.signal });
  await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
  return train({ ...options(change), checkpoints });
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found).toHaveLength(expected.length);
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs((found[i] ?? NaN) - (expected[i] ?? NaN))).toBeLessThan(tolerance);
}
