import * as tf from '@tensorflow/tfjs';
import { rngFrom, shuffled } from '@tintype/colour';

import type { BackEnd } from '../backend/back-end.ts';
import { type Checkpoint, encodeCheckpoint } from '../checkpoints/checkpoint.ts';
import { type CheckpointStore, loadNewest } from '../checkpoints/resume.ts';
import {
  buildClassifier,
  type Classifier,
  type ClassifierSettings,
  initialClassifier,
} from '../networks/classifier-network.ts';
import { trainableOf, variablesOf, writeParameters } from '../networks/parameters.ts';
import { freshAdam } from '../optimise/adam.ts';
import { checkLosses, checkMeasuredLoss, checkState } from '../optimise/divergence.ts';
import type { Learner, LearnerOpener } from '../optimise/learner.ts';
import { lossMeter, NO_LOSS } from '../optimise/loss-sums.ts';
import { classifierBatch, type LabelledPictures, measureClassifier } from './classifier.ts';

export interface ClassifierTraining extends ClassifierSettings {
  readonly epochs: number;
  /** Pictures per step. */
  readonly batch: number;
  readonly learningRate: number;
  /** Training pictures that are measured after each epoch, the first ones: as many as are enough to draw a curve. */
  readonly measured: number;
  /** Of the initial kernels and the order of the pictures. */
  readonly seed: number;
}

export interface ClassifierOptions {
  readonly settings: ClassifierTraining;
  readonly data: { readonly train: LabelledPictures; readonly validation: LabelledPictures };
  readonly classes: number;
  /** Where the checkpoints of this very training lie: one after each epoch. */
  readonly checkpoints: CheckpointStore;
  readonly signal: AbortSignal;
  /** A clock in milliseconds, for `seconds` alone. */
  readonly now: () => number;
  emit(event: ClassifierEvent): void;
}

/** One epoch of the learning curve; losses are means in nats, all of them of the parameters at the epoch's end. */
export interface ClassifierRow {
  readonly epoch: number; // from 1
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
  /** What the epoch's steps took; the one figure that another run will not repeat. */
  readonly seconds: number;
}

export type ClassifierEvent =
  | {
      readonly type: 'started';
      readonly backEnd: BackEnd;
      readonly steps: number;
      readonly resumedSteps: number;
    }
  | { readonly type: 'checkpoint-damaged'; readonly reason: string }
  /** `loss` is that of the step's batch. */
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly step: number;
      readonly steps: number;
      readonly loss: number;
    }
  | { readonly type: 'epoch'; readonly row: ClassifierRow };

export interface ClassifierResult {
  /** With the parameters of the last epoch; to be disposed. */
  readonly classifier: Classifier;
  readonly curves: readonly ClassifierRow[];
}

const STEPS_PER_EVENT = 20;

const REMEDY = 'lower train.learningRate';

/**
 * Trains a classifier with Adam at a constant learning rate, from its checkpoint if there is one. The same options and
 * back end give the same parameters, interrupted or not, where kernels are deterministic.
 * Throws the signal's reason when aborted, and with the first step whose loss is out of reach where it diverges; the last
 * checkpoint stays, from before that.
 */
export async function trainClassifierWith(
  options: ClassifierOptions,
  backEnd: BackEnd,
  opener: LearnerOpener,
): Promise<ClassifierResult> {
  const { settings, data, classes, emit } = options;
  const classifier = buildClassifier(settings, { side: data.train.side, classes });
  const start = await startOf(options, backEnd, classifier);
  const learner = await opener.open(classifier.network, start);
  const curves = [...start.curves];
  const perEpoch = Math.ceil(data.train.labels.length / settings.batch);
  emit({ type: 'started', backEnd, steps: perEpoch * settings.epochs, resumedSteps: start.step });
  try {
    while (curves.length < settings.epochs) {
      const seconds = await trainEpoch(learner, curves.length + 1, options);
      const step = perEpoch * (curves.length + 1);
      const state = await learner.state();
      writeParameters(variablesOf(classifier.network), state.parameters);
      const row = measuredRow(classifier.network, options, { epoch: curves.length + 1, step, seconds });
      checkState(state, row.trainLoss, { step, remedy: REMEDY });
      curves.push(row);
      const saved = { ...start, step, curves, ...state };
      await options.checkpoints.save(encodeCheckpoint(saved), step);
      emit({ type: 'epoch', row });
    }
  } finally {
    await learner.close();
  }
  return { classifier, curves };
}

/** Where the newest whole checkpoint says, or afresh; the network gets the parameters. */
async function startOf(
  { settings, data, classes, checkpoints, emit }: ClassifierOptions,
  backEnd: BackEnd,
  { network }: Classifier,
): Promise<Checkpoint<ClassifierRow>> {
  const identity = JSON.stringify({
    settings,
    pictures: data.train.labels.length,
    classes,
    backEnd: backEnd.name,
  });
  const saved = await loadNewest<ClassifierRow>(checkpoints, identity, (reason) =>
    emit({ type: 'checkpoint-damaged', reason }),
  );
  const moved = trainableOf(network).reduce((sum, { size }) => sum + size, 0);
  const start: Checkpoint<ClassifierRow> = saved ?? {
    identity,
    step: 0,
    sums: NO_LOSS,
    curves: [],
    readings: new Float32Array(),
    parameters: initialClassifier(settings, network, settings.seed),
    adam: freshAdam(moved),
    startAuc: null,
    best: { auc: null, parameters: new Float32Array() },
  };
  writeParameters(variablesOf(network), start.parameters);
  return start;
}

/** One pass over all training pictures, in an order that follows from seed and epoch. → the seconds it took */
async function trainEpoch(learner: Learner, epoch: number, options: ClassifierOptions): Promise<number> {
  const { settings, data, signal, now, emit } = options;
  const order = shuffled(data.train.labels.length, rngFrom('shuffle', settings.seed, epoch));
  const perEpoch = Math.ceil(order.length / settings.batch);
  const start = now();
  const meter = lossMeter();
  try {
    for (let i = 0; i < perEpoch; i++) {
      signal.throwIfAborted();
      const batch = classifierBatch(data.train, order.subarray(i * settings.batch, (i + 1) * settings.batch));
      meter.add(batch, await learner.step(batch, settings.learningRate));
      if (i % STEPS_PER_EVENT !== 0 && i !== perEpoch - 1) continue;
      const step = (epoch - 1) * perEpoch + i + 1;
      const { losses } = await meter.read();
      checkLosses(losses, { step, remedy: REMEDY });
      emit({ type: 'step', epoch, step, steps: perEpoch * settings.epochs, loss: losses.at(-1) ?? NaN });
      await tf.nextFrame(); // lets signals and messages in
    }
  } finally {
    meter.dispose();
  }
  return (now() - start) / 1000;
}

function measuredRow(
  network: tf.LayersModel,
  { settings, data }: ClassifierOptions,
  { epoch, step, seconds }: { readonly epoch: number; readonly step: number; readonly seconds: number },
): ClassifierRow {
  const train = measureClassifier(network, firstOf(data.train, settings.measured));
  const validation = measureClassifier(network, data.validation);
  checkMeasuredLoss(train.loss, 'training', { step, remedy: REMEDY });
  checkMeasuredLoss(validation.loss, 'validation', { step, remedy: REMEDY });
  return {
    epoch,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy,
    validationLoss: validation.loss,
    validationAccuracy: validation.accuracy,
    seconds,
  };
}

function firstOf({ pixels, labels, side }: LabelledPictures, count: number): LabelledPictures {
  return { pixels: pixels.subarray(0, count * side * side), labels: labels.subarray(0, count), side };
}
