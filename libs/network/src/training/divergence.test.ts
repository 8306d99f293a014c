import { describe, expect, it } from '@jest/globals';

import { type BatchesOpener, localBatches } from '../batches/batches.ts';
import { decodeCheckpoint } from '../checkpoints/checkpoint.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import { findBackEnds } from '../testing/find-back-ends.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { type NodeTrainOptions, train } from './node-train.ts';
import type { TrainEvent } from './train-event.ts';

const REMEDY = 'lower train.learningRate or set train.clipNorm';
const NO_PATCHES = syntheticPatches(0, 'none');

describe.each((await findBackEnds()).filter((name) => name !== 'cpu'))('a training on %s', (backEnd) => {
  it('that diverges ends with the step, the loss and what to change', async () => {
    for (const learningRate of [1e6, 1e30])
      await expect(train(options({ learningRate, schedule: 'constant' }))).rejects.toThrow(
        new RegExp(
          `^train: step [23]: expected a (finite loss|loss of at most 1000000 nats), got \\S+; ${REMEDY}$`,
        ),
      );
    await expect(train(options({ learningRate: 1e30, clipNorm: 1 }))).rejects.toThrow(
      /; lower train\.learningRate or lower train\.clipNorm$/,
    );
  });

  it('names the very step between two readings, and keeps the checkpoints from before', async () => {
    const [store, steps] = [memoryCheckpoints(), [] as number[]];
    const emit = (event: TrainEvent) => void (event.type === 'step' && steps.push(event.step));
    const diverging = { data: DATA, openBatches: poisoned(13), checkpoints: store, checkpointEvery: 0, emit };
    await expect(train(options({}, diverging))).rejects.toThrow(
      `train: step 13: expected a finite loss, got NaN; ${REMEDY}`,
    );
    expect(steps).toEqual([5, 10]);
    const kept = store.kept.map((bytes) => decodeCheckpoint(bytes));
    expect(kept.map(({ step }) => step)).toEqual([10, 5]);
    for (const { parameters, adam } of kept)
      expect([...parameters, ...adam.m, ...adam.v].every(Number.isFinite)).toBe(true);
    const resumed = train(options({}, { data: DATA, checkpoints: store }));
    expect(await resumed).toEqual(await train(options({}, { data: DATA })));
  });

  it('ends where only the measured loss says so', async () => {
    const one = { train: syntheticPatches(4, 'train'), validation: syntheticPatches(8, 'validation') };
    const store = memoryCheckpoints();
    const diverging = train(options({ learningRate: 1e30 }, { data: one, checkpoints: store }));
    await expect(diverging).rejects.toThrow(/^train: step 1: expected a .*validation loss.*, got \S+; lower/);
    expect(store.kept).toEqual([]);
  });

  it('never keeps a state that is not finite, whatever the loss was', async () => {
    const one = { train: syntheticPatches(4, 'train'), validation: NO_PATCHES };
    const store = memoryCheckpoints();
    const diverging = train(options({ learningRate: 1e39 }, { data: one, checkpoints: store }));
    await expect(diverging).rejects.toThrow(
      /^train: step 1: expected finite parameters and moments, got \S+ after a loss of [\d.]+; lower/,
    );
    expect(store.kept).toEqual([]);
  });

  const DATA = { train: syntheticPatches(80, 'train'), validation: NO_PATCHES };

  function options(
    change: Partial<TrainSettings> = {},
    rest: Partial<NodeTrainOptions> = {},
  ): NodeTrainOptions {
    return {
      settings: { ...SMALL, epochs: 1, warmUp: 0, ...change },
      backEnd,
      gamut: smallGamut(),
      weights: new Float32Array(9).fill(1),
      data: { train: syntheticPatches(40, 'train'), validation: NO_PATCHES },
      checkpoints: memoryCheckpoints(),
      signal: new AbortController().signal,
      now: () => 0,
      emit: () => undefined,
      ...rest,
    };
  }

  /** The training batches, the labels of `step` without numbers; what is read before the first step is as it is. */
  function poisoned(step: number): BatchesOpener {
    return async (encoding) => {
      const { of, close } = await localBatches(DATA)(encoding);
      let calls = 0;
      return {
        close,
        async *of(split, plans) {
          const isTraining = ++calls > 1;
          let at = 0;
          for await (const batch of of(split, plans))
            yield ++at === step && isTraining ? { ...batch, weight: batch.weight.map(() => NaN) } : batch;
        },
      };
    };
  }
});
