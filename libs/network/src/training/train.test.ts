import { describe, expect, it } from '@jest/globals';
import * as tf from '@tensorflow/tfjs';

import { loadModel } from '../model/model.ts';
import { RELU } from '../settings/network-settings.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import { memoryCheckpoints } from '../testing/memory-checkpoints.ts';
import { SMALL, smallGamut, syntheticPatches } from '../testing/synthetic-patches.ts';
import { type NodeTrainOptions, train } from './node-train.ts';
import type { TrainEvent } from './train-event.ts';

const TRAIN = syntheticPatches(18, 'train');

describe('train', () => {
  it('lowers the loss and says so, epoch by epoch', async () => {
    const events: TrainEvent[] = [];
    const result = await train(options({}, { emit: (event) => events.push(event) }));
    const { curves } = result;
    expect(curves.map(({ epoch, step, patches }) => [epoch, step, patches])).toEqual([
      [1, 5, 18],
      [2, 10, 36],
      [3, 15, 54],
      [4, 20, 72],
    ]);
    expect(curves[0]?.trainLoss).toBeLessThan(Math.log(9) * 1.3);
    expect(curves[3]?.validationLoss).toBeLessThan(curves[0]?.validationLoss ?? 0);
    expect(curves[3]?.trainKl).toBeLessThan(curves[3]?.trainLoss ?? 0);
    expect(events.map(({ type }) => type).join(' ')).toBe(`started${' step epoch'.repeat(4)}`);
    expect(events[0]).toMatchObject({
      backEnd: { name: 'wasm' },
      replicas: 1,
      patches: 18,
      steps: 20,
      resumedEpochs: 0,
    });
    expect(events[1]).toMatchObject({ epoch: 1, epochs: 4, step: 5, steps: 20 });
  });

  it('gives the same bytes for the same seed, and others for another', async () => {
    const [one, again, other] = [
      await train(options()),
      await train(options()),
      await train(options({ seed: 8 })),
    ];
    expect(again.model).toEqual(one.model);
    expect(again.curves).toEqual(one.curves);
    expect(other.model['weights.bin']).not.toEqual(one.model['weights.bin']);
  });

  it('ends with the same bytes when it was interrupted and resumed', async () => {
    const straight = await train(options());
    const interruption = new AbortController();
    const store = memoryCheckpoints();
    const emit = (event: TrainEvent) => {
      if (event.type === 'step' && event.epoch === 3) interruption.abort();
    };
    const interrupted = train(options({}, { checkpoints: store, signal: interruption.signal, emit }));
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
    const events: TrainEvent[] = [];
    const resumed = await train(options({}, { checkpoints: store, emit: (event) => events.push(event) }));
    expect(events[0]).toMatchObject({ type: 'started', resumedEpochs: 2 });
    expect(resumed).toEqual(straight);
  });

  it.each([1, 4, 7])(
    'ends with the same result when it was interrupted after %i readings',
    async (reading) => {
      const eleven = { train: syntheticPatches(43, 'train'), validation: syntheticPatches(8, 'validation') };
      const settings = { epochs: 3, batch: 4 }; // 11 steps an epoch, read after 5, 10, 11
      const straight = await train(options(settings, { data: eleven }));
      const interruption = new AbortController();
      const store = memoryCheckpoints();
      let readings = 0;
      const emit = ({ type }: TrainEvent) => {
        if (type === 'step' && ++readings === reading) interruption.abort();
      };
      const change = { data: eleven, checkpoints: store, checkpointEvery: 0 };
      const interrupted = train(options(settings, { ...change, signal: interruption.signal, emit }));
      await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
      const started: TrainEvent[] = [];
      const resumed = await train(options(settings, { ...change, emit: (event) => started.push(event) }));
      expect(started[0]).toMatchObject({ resumedSteps: [0, 5, 10, 11, 15, 20, 22, 25][reading] });
      expect(resumed).toEqual(straight);
    },
  );

  it('shows patches in the same ways when it was interrupted and resumed', async () => {
    const change = {
      augment: { ...SMALL.augment, crop: 20, exposure: 0.5, grain: 3, jpeg: 40 },
      balance: 0.5,
      batch: 3,
    };
    const straight = await train(options(change));
    const [interruption, store] = [new AbortController(), memoryCheckpoints()];
    const emit = (event: TrainEvent) =>
      void (event.type === 'step' && event.step === 10 && interruption.abort());
    const broken = { checkpoints: store, checkpointEvery: 0, signal: interruption.signal, emit };
    await expect(train(options(change, broken))).rejects.toMatchObject({ name: 'AbortError' });
    expect(await train(options(change, { checkpoints: store, checkpointEvery: 0 }))).toEqual(straight);
    const plain = await train(options({ batch: 3 }));
    expect(straight.curves[0]?.trainLoss).not.toBe(plain.curves[0]?.trainLoss);
  });

  it('goes on from the checkpoint before when the newest is damaged, and says so', async () => {
    const straight = await train(options());
    const store = memoryCheckpoints();
    await train(options({}, { checkpoints: store }));
    store.kept[0]?.fill(0, 200, 300);
    const events: TrainEvent[] = [];
    const resumed = await train(options({}, { checkpoints: store, emit: (event) => events.push(event) }));
    expect(events[0]).toMatchObject({
      type: 'checkpoint-damaged',
      reason: expect.stringMatching(/expected bytes with the CRC-32C \d+, got \d+: they are damaged/),
    });
    expect(events[1]).toMatchObject({ type: 'started', resumedEpochs: 3 });
    expect(resumed).toEqual(straight);
  });

  it('saves within an epoch as often as the clock says, and after every epoch', async () => {
    let time = 0;
    const saved: number[] = [];
    const checkpoints = {
      ...memoryCheckpoints(),
      save: async (_: Uint8Array, step: number) => void saved.push(step),
    };
    const data = { train: syntheticPatches(160, 'train'), validation: syntheticPatches(8, 'validation') };
    const now = () => (time += 9); // read three times per reading of the losses
    await train(options({ epochs: 1 }, { data, checkpoints, now, checkpointEvery: 50 }));
    expect(saved).toEqual([10, 20, 30, 40, 40]);
  });

  it('only saves a finished training’s model again when asked to resume it', async () => {
    const store = memoryCheckpoints();
    const first = await train(options({}, { checkpoints: store }));
    const again = await train(options({}, { checkpoints: store }));
    expect(again.model).toEqual(first.model);
  });

  it('refuses the checkpoint of other settings', async () => {
    const store = memoryCheckpoints();
    await train(options({ epochs: 1 }, { checkpoints: store }));
    await expect(train(options({ epochs: 2 }, { checkpoints: store }))).rejects.toThrow(
      /delete it to train afresh/,
    );
  });

  it('keeps the number of tensors constant over 300 steps, and frees all of them', async () => {
    await train(options({ epochs: 1 })); // opens the back end and its constants
    const before = tf.memory().numTensors;
    const counts = { step: new Set<number>(), epoch: new Set<number>() };
    const emit = ({ type }: TrainEvent) => {
      if (type === 'step' || type === 'epoch') counts[type].add(tf.memory().numTensors);
    };
    const inspect: NodeTrainOptions['inspect'] = async (model) =>
      void (await model.predict(new Float32Array(12).fill(50), 3, 4, [1]));
    await train(options({ epochs: 60 }, { emit, inspect, checkpointEvery: 0 })); // 5 steps each
    expect([counts.step.size, counts.epoch.size]).toEqual([1, 1]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('measures, shows and keeps the averaged parameters, and resumes them exactly', async () => {
    const change = { ema: 0.8, weightDecay: 0.05, clipNorm: 1, keep: 'last' } as const;
    const colours: (Float32Array | undefined)[] = [];
    const inspect: NodeTrainOptions['inspect'] = async (model) =>
      void colours.push(...(await model.predict(new Float32Array(12).fill(70), 3, 4, [1])));
    const straight = await train(options(change, { inspect }));
    const raw = await train(options({ ...change, ema: null }));
    expect(straight.curves.map(({ trainLoss }) => trainLoss)).toEqual(
      raw.curves.map(({ trainLoss }) => trainLoss),
    );
    straight.curves.forEach(({ validationLoss }, i) =>
      expect(validationLoss).not.toBe(raw.curves[i]?.validationLoss),
    );
    const model = await loadModel(straight.model);
    expect(await model.predict(new Float32Array(12).fill(70), 3, 4, [1])).toEqual(colours.slice(-1));
    model.dispose();
    const [interruption, store] = [new AbortController(), memoryCheckpoints()];
    const emit = (event: TrainEvent) =>
      void (event.type === 'step' && event.epoch === 3 && interruption.abort());
    const interrupted = train(options(change, { checkpoints: store, signal: interruption.signal, emit }));
    await expect(interrupted).rejects.toMatchObject({ name: 'AbortError' });
    expect(await train(options(change, { checkpoints: store }))).toEqual(straight);
    expect((await train(options(change, { checkpoints: store }))).model).toEqual(straight.model); // it was finished
  });

  it('shows the model as it is after every epoch', async () => {
    const shown: number[] = [];
    const inspect: NodeTrainOptions['inspect'] = async (model, { epoch }) => {
      const [ab] = await model.predict(new Float32Array(12).fill(50), 3, 4, [1]);
      shown.push(epoch, ab?.length ?? 0);
    };
    await train(options({ epochs: 2 }, { inspect }));
    expect(shown).toEqual([1, 24, 2, 24]);
  });

  it('stops when validation no longer gets better, exactly there when resumed, on the same schedule', async () => {
    const change = {
      learningRate: 0.1,
      schedule: 'constant',
      keep: 'last',
      epochs: 12,
      patience: 2,
    } as const;
    const events: TrainEvent[] = [];
    const store = memoryCheckpoints();
    const stopped = await train(
      options(change, { checkpoints: store, emit: (event) => void events.push(event) }),
    );
    const { curves } = stopped;
    const measured = curves.map(({ validationAuc }) => validationAuc ?? NaN);
    expect(curves.length).toBeLessThan(12);
    expect(measured.indexOf(Math.max(...measured))).toBe(curves.length - 3);
    expect(events[0]).toMatchObject({ type: 'started', patience: 2 });
    const ends = events.flatMap((event) => (event.type === 'epoch' ? [event.stopsEarly] : []));
    expect(ends).toEqual(curves.map(({ epoch }) => epoch === curves.length));
    expect(await train(options(change, { checkpoints: store }))).toEqual(stopped);
    const whole = await train(options({ ...change, patience: null }));
    expect(whole.curves.slice(0, curves.length)).toEqual(curves);
  });

  it('trains without validation patches and then keeps the last epoch', async () => {
    const data = { train: TRAIN, validation: syntheticPatches(0, 'none') };
    const [best, last] = [
      await train(options({}, { data })),
      await train(options({ keep: 'last' }, { data })),
    ];
    expect(best.curves[3]?.validationLoss).toBeNull();
    expect(best.curves[3]?.validationAuc).toBeNull();
    expect(best.model['weights.bin']).toEqual(last.model['weights.bin']);
  });

  it.each([
    [{ batch: 0 }, /train\.batch: .* to be >=1, got 0/],
    [{ learningRate: -1 }, /train\.learningRate: .* to be >0, got -1/],
    [
      { network: { kind: 'article', width: 1.5, activation: RELU } },
      /train\.network\.width: .* expected int.* got 1\.5/,
    ],
    [{ patience: 0 }, /train\.patience: .* to be >=1, got 0/],
    [{ warmUp: 1 }, /train\.warmUp: .* to be <1, got 1/],
    [{ ema: 1 }, /train\.ema: .* to be <1, got 1/],
    [{ weightDecay: -0.1 }, /train\.weightDecay: .* to be >=0, got -0\.1/],
    [{ augment: { ...SMALL.augment, crop: 1.5 } }, /train\.augment\.crop: .* expected int.* got 1\.5/],
    [
      { augment: { ...SMALL.augment, crop: 40 } },
      /train\.augment\.crop: expected a multiple of 1 from 17 to the patches’ 32/,
    ],
    [{ augment: { ...SMALL.augment, exposure: -1 } }, /train\.augment\.exposure: .* to be >=0, got -1/],
    [{ balance: 2 }, /train\.balance: .* to be <=1, got 2/],
    [{ clipNorm: 0 }, /train\.clipNorm: .* to be >0, got 0/],
  ] as const)('refuses %j', async (change, message) => {
    await expect(train(options(change))).rejects.toThrow(message);
  });

  it('refuses patience without anything to measure', async () => {
    const data = { train: TRAIN, validation: syntheticPatches(0, 'none') };
    await expect(train(options({ patience: 3 }, { data }))).rejects.toThrow(
      /train\.patience: expected validation patches/,
    );
  });

  it('refuses weights that are not one per bin', async () => {
    await expect(train(options({}, { weights: new Float32Array(3) }))).rejects.toThrow(
      /expected 9 positive weights/,
    );
  });
});

function options(
  change: Partial<TrainSettings> = {},
  rest: Partial<NodeTrainOptions> = {},
): NodeTrainOptions {
  return {
    settings: { ...SMALL, ...change },
    backEnd: 'wasm',
    gamut: smallGamut(),
    weights: Float32Array.from({ length: 9 }, (_, q) => 0.5 + q / 8),
    data: { train: TRAIN, validation: syntheticPatches(8, 'validation') },
    checkpoints: memoryCheckpoints(),
    signal: new AbortController().signal,
    now: () => 0,
    emit: () => undefined,
    ...rest,
  };
}
