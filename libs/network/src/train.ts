import * as tf from '@tensorflow/tfjs';
import type { Gamut } from '@tintype/colour';
import { binCount } from '@tintype/colour';

import { describeNetwork } from './article-network.ts';
import type { BackEnd } from './back-end.ts';
import type { PatchSource } from './batch.ts';
import type { BatchesOpener } from './batches.ts';
import { localBatches } from './batches.ts';
import type { LearnerOpener } from './learner.ts';
import type { LossSums } from './loss-sums.ts';
import { NO_LOSS, addLoss, lossOfBatch, meanLoss } from './loss-sums.ts';
import type { Model } from './model.ts';
import type { ModelFiles } from './model-files.ts';
import type { TrainSettings } from './settings.ts';
import { learningRateAt } from './settings.ts';
import type { CurveRow, TrainEvent } from './train-event.ts';
import type { Training } from './training.ts';
import { checkTrainOptions, openTraining } from './training.ts';

export interface TrainOptions {
  readonly settings: TrainSettings;
  readonly gamut: Gamut;
  /** The class weight of each bin. [Q] */
  readonly weights: Float32Array;
  readonly data: { readonly train: PatchSource; readonly validation: PatchSource };
  /** Where `data` is read and encoded; in this thread when left out. */
  readonly openBatches?: BatchesOpener;
  /** Where the checkpoint of this very training lies; `save` must replace it in one go. */
  readonly checkpoints: { load(): Promise<Uint8Array | null>; save(bytes: Uint8Array): Promise<void> };
  /** Called after every epoch with the model as it is then, e.g. to draw a sheet of validation pictures. */
  readonly inspect?: (model: Model, row: CurveRow) => Promise<void>;
  readonly signal: AbortSignal;
  /** A clock in milliseconds; only the rates in events depend on it. */
  readonly now: () => number;
  emit(event: TrainEvent): void;
}

export interface TrainResult {
  readonly model: ModelFiles;
  readonly curves: readonly CurveRow[];
  readonly backEnd: BackEnd;
  readonly steps: number;
}

/** Losses are read this often, not at every step: reading one waits for the device. */
const STEPS_PER_EVENT = 5;

/**
 * Trains a network on the open back end, from its checkpoint if there is one. The same options, back end and
 * number of replicas give the same bytes, interrupted or not, where kernels are deterministic (wasm, cpu).
 * Throws the signal's reason when aborted (the last checkpoint stays), and when the loss is no longer a number.
 */
export async function trainWith(
  options: TrainOptions,
  backEnd: BackEnd,
  opener: LearnerOpener,
): Promise<TrainResult> {
  checkTrainOptions(options);
  const { settings, gamut, weights, data, openBatches = localBatches(data) } = options;
  const batches = await openBatches({ gamut, weights, settings });
  try {
    const training = await openTraining(options, batches, backEnd, opener);
    return await runTraining(training, options, backEnd).finally(() => training.close());
  } finally {
    await batches.close();
  }
}

async function runTraining(
  training: Training,
  options: TrainOptions,
  backEnd: BackEnd,
): Promise<TrainResult> {
  const { settings, emit, checkpoints, inspect } = options;
  emit(startedEvent(training, options, backEnd));
  while (training.curves.length < settings.epochs) {
    const trained = await trainEpoch(training, options);
    const row = curveRow(training, settings, trained, await validate(training, options));
    const best = await training.endEpoch(row);
    await checkpoints.save(await training.checkpoint());
    emit({ type: 'epoch', row, best });
    await inspect?.(training.model, row);
  }
  const { curves } = training;
  return { model: await training.finish(), curves, backEnd, steps: stepsOf(training, settings) };
}

/** One pass over all training patches. → its summed losses */
async function trainEpoch(
  training: Training,
  { settings, signal, now, emit }: TrainOptions,
): Promise<LossSums> {
  const epoch = training.curves.length + 1;
  const steps = stepsOf(training, settings);
  let step = (epoch - 1) * training.stepsPerEpoch;
  let sums = NO_LOSS;
  let since = now();
  for await (const batch of training.trainingBatches(epoch)) {
    signal.throwIfAborted();
    const loss = await training.learner.step(batch, learningRateAt(settings, step, steps));
    training.meter.add(batch, loss);
    if (++step % STEPS_PER_EVENT === 0 || step === epoch * training.stepsPerEpoch) {
      const latest = await training.meter.read();
      const patchesPerSecond = (1000 * latest.patches) / (now() - since);
      emit({
        type: 'step',
        epoch,
        epochs: settings.epochs,
        step,
        steps,
        loss: finiteLoss(latest, step),
        patchesPerSecond,
      });
      sums = addLoss(sums, latest);
      since = now();
    }
    await tf.nextFrame(); // lets signals and messages in
  }
  return sums;
}

/** The same patches after every epoch. → their summed losses */
async function validate(training: Training, { signal }: TrainOptions): Promise<LossSums> {
  let sums = NO_LOSS;
  for await (const batch of training.validationBatches()) {
    signal.throwIfAborted();
    sums = addLoss(sums, lossOfBatch(batch, await training.learner.lossOf(batch)));
    await tf.nextFrame();
  }
  return sums;
}

function curveRow(
  training: Training,
  settings: TrainSettings,
  trained: LossSums,
  validated: LossSums,
): CurveRow {
  const epoch = training.curves.length + 1;
  const step = epoch * training.stepsPerEpoch;
  const validation = validated.patches === 0 ? { loss: null, kl: null } : meanLoss(validated);
  return {
    epoch,
    step,
    patches: epoch * trained.patches,
    learningRate: learningRateAt(settings, step - 1, stepsOf(training, settings)),
    trainLoss: meanLoss(trained).loss,
    trainKl: meanLoss(trained).kl,
    validationLoss: validation.loss,
    validationKl: validation.kl,
  };
}

function startedEvent(
  training: Training,
  { settings, gamut, data }: TrainOptions,
  backEnd: BackEnd,
): TrainEvent {
  return {
    type: 'started',
    backEnd,
    replicas: training.replicas,
    network: describeNetwork(settings.network, binCount(gamut)),
    patches: data.train.count,
    validationPatches: Math.min(data.validation.count, settings.validationPatches),
    epochs: settings.epochs,
    steps: stepsOf(training, settings),
    resumedEpochs: training.curves.length,
  };
}

function stepsOf(training: Training, settings: TrainSettings): number {
  return settings.epochs * training.stepsPerEpoch;
}

function finiteLoss(sums: LossSums, step: number): number {
  const { loss } = meanLoss(sums);
  if (Number.isFinite(loss)) return loss;
  throw new Error(`train: step ${step}: expected a finite loss, got ${loss}; lower train.learningRate`);
}
