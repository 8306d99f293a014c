import * as tf from '@tensorflow/tfjs';
import { binCount } from '@tintype/colour';

import type { BackEnd } from '../backend/back-end.ts';
import { localBatches } from '../batches/batches.ts';
import { cropOf } from '../batches/crop.ts';
import type { CurveRow } from '../checkpoints/curve-row.ts';
import { findGeometry } from '../networks/geometry.ts';
import { describeNetwork } from '../networks/networks.ts';
import { checkLosses, checkMeasuredLoss } from '../optimise/divergence.ts';
import type { LearnerOpener } from '../optimise/learner.ts';
import { learningRateAt } from '../optimise/learning-rate.ts';
import { addLoss, lossOfBatch, type LossSums, meanLoss, NO_LOSS } from '../optimise/loss-sums.ts';
import type { TrainSettings } from '../settings/train-settings.ts';
import { isOver } from './early-stop.ts';
import { checkTrainOptions, openTraining } from './open-training.ts';
import type { TrainEvent } from './train-event.ts';
import type { TrainOptions, TrainResult } from './train-options.ts';
import type { Training } from './training.ts';

/** Losses are read this often, not at every step: reading one waits for the device. */
const STEPS_PER_READING = 5;

/** What a kill may cost. */
const CHECKPOINT_EVERY = 60_000; // ms

/**
 * Trains a network on the open back end, from its checkpoint if there is one. The same options, back end and
 * number of replicas give the same bytes, interrupted or not, where kernels are deterministic (wasm, cpu).
 * Throws the signal's reason when aborted, and with the first step whose loss is out of reach where it diverges; the
 * last checkpoint stays, from before that.
 */
export async function trainWith(
  options: TrainOptions,
  backEnd: BackEnd,
  opener: LearnerOpener,
): Promise<TrainResult> {
  checkTrainOptions(options);
  const { settings, gamut, weights, data, openBatches = localBatches(data) } = options;
  const crop = cropOf(settings, data.train);
  const { stride } = findGeometry(settings.network);
  const batches = await openBatches({ gamut, weights, settings, crop, stride });
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
  const { settings, emit, inspect } = options;
  const checkpoints = checkpointsOf(training, options);
  emit(startedEvent(training, options, backEnd));
  while (!isOver(training, settings)) {
    const trained = await trainEpoch(training, options, checkpoints.saveWhenDue);
    const validated = await validate(training, options);
    const row = curveRow(training, settings, { trained, validated, auc: await training.settle() });
    const best = training.endEpoch(row);
    await inspect?.(training.model, row); // first: a checkpoint says that all before it is done
    await checkpoints.save();
    const { curves } = training;
    const stopsEarly = curves.length < settings.epochs && isOver(training, settings);
    emit({ type: 'epoch', row, best, stopsEarly });
  }
  const { curves, startAuc, losses } = training;
  return {
    model: await training.finish(),
    curves,
    startAuc,
    backEnd,
    steps: stepsOf(training, settings),
    readings: losses.readings,
  };
}

function checkpointsOf(training: Training, options: TrainOptions) {
  const { checkpoints, now, checkpointEvery = CHECKPOINT_EVERY } = options;
  let last = now();
  const save = async () => {
    await checkpoints.save(await training.checkpoint(), training.step);
    last = now();
  };
  return { save, saveWhenDue: async () => (now() - last < checkpointEvery ? undefined : save()) };
}

/** What of a pass over all training patches is left to do. → the whole epoch's summed losses */
async function trainEpoch(
  training: Training,
  { settings, signal, now, emit }: TrainOptions,
  saveWhenDue: () => Promise<void>,
): Promise<LossSums> {
  const epoch = training.curves.length + 1;
  const [steps, lastStep] = [stepsOf(training, settings), epoch * training.stepsPerEpoch];
  let since = now();
  for await (const batch of training.trainingBatches()) {
    signal.throwIfAborted();
    await training.descend(batch, learningRateAt(settings, training.step, steps));
    if (training.step % STEPS_PER_READING === 0 || training.step === lastStep) {
      const { sums, losses } = await training.losses.read(training.step);
      checkLosses(losses, training.divergence());
      const progress = { epoch, epochs: settings.epochs, step: training.step, steps };
      emit({ type: 'step', ...progress, ...figuresOf(sums, now() - since) });
      await saveWhenDue();
      since = now();
    }
    await tf.nextFrame(); // lets signals and messages in
  }
  return training.losses.sums;
}

/** The same patches after every epoch. → their summed losses */
async function validate(training: Training, { signal }: TrainOptions): Promise<LossSums> {
  let sums = NO_LOSS;
  for await (const batch of training.validationBatches()) {
    signal.throwIfAborted();
    sums = addLoss(sums, lossOfBatch(batch, await training.learner.lossOf(batch)));
    await tf.nextFrame();
  }
  if (sums.patches > 0) checkMeasuredLoss(meanLoss(sums).loss, 'validation', training.divergence());
  return sums;
}

/** What is known of an epoch at its end. */
interface Measured {
  readonly trained: LossSums;
  readonly validated: LossSums;
  readonly auc: number | null;
}

function curveRow(
  training: Training,
  settings: TrainSettings,
  { trained, validated, auc }: Measured,
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
    validationAuc: auc,
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
    patience: settings.patience,
    steps: stepsOf(training, settings),
    resumedEpochs: training.curves.length,
    resumedSteps: training.step,
  };
}

function stepsOf(training: Training, settings: TrainSettings): number {
  return settings.epochs * training.stepsPerEpoch;
}

function figuresOf(sums: LossSums, ms: number) {
  return { ...meanLoss(sums), patchesPerSecond: (1000 * sums.patches) / ms };
}
