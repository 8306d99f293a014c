import type { LayersModel } from '@tensorflow/tfjs';

import type { Batch } from '../batches/batch.ts';
import type { Batches } from '../batches/batches.ts';
import { type EpochOrders } from '../batches/epoch-orders.ts';
import { type Checkpoint, encodeCheckpoint } from '../checkpoints/checkpoint.ts';
import type { CurveRow } from '../checkpoints/curve-row.ts';
import { type Model } from '../model/model.ts';
import { encodeModel } from '../model/model-files.ts';
import type { ModelFiles } from '../model/model-json.ts';
import { variablesOf, writeParameters } from '../networks/parameters.ts';
import { checkState, type Divergence } from '../optimise/divergence.ts';
import { type Learner, resultOf } from '../optimise/learner.ts';
import { type LossLedger, lossLedger } from '../optimise/loss-ledger.ts';
import { type TrainSettings } from '../settings/train-settings.ts';
import { measureColours, type MeasuredPatches } from './measure-colours.ts';
import type { TrainOptions } from './train-options.ts';

/** A training in progress: the tensors that live through it and what has been reached. */
export interface Training {
  readonly replicas: number;
  readonly stepsPerEpoch: number;
  /** Optimiser steps so far. */
  readonly step: number;
  /** One row per finished epoch. */
  readonly curves: readonly CurveRow[];
  /** AuC of the validation colours of the model that it started from; null where there is none. */
  readonly startAuc: number | null;
  readonly losses: LossLedger;
  readonly learner: Learner;
  readonly model: Model;
  /** The batches that the epoch in progress has still to see. */
  trainingBatches(): AsyncGenerator<Batch>;
  validationBatches(): AsyncGenerator<Batch>;
  descend(batch: Batch, learningRate: number): Promise<void>;
  /** Where it would be said to diverge now. */
  divergence(): Divergence;
  /** Gives `model` what would be kept now. Throws unless it is finite. → the AuC of the validation patches' colours */
  settle(): Promise<number | null>;
  /** Takes in the row of what was settled; true when it is the best so far. */
  endEpoch(row: CurveRow): boolean;
  /** Call it where losses have just been read: what is pending on the device is not saved. Throws unless finite. */
  checkpoint(): Promise<Uint8Array>;
  /** The parameters that `keep` names, as a model. */
  finish(): Promise<ModelFiles>;
  close(): Promise<void>;
}

/** What a training is made of. */
export interface TrainingParts {
  readonly replicas: number;
  readonly options: TrainOptions;
  readonly batches: Batches;
  readonly orders: EpochOrders;
  /** The network that the learner moves. */
  readonly trained: LayersModel;
  /** The network of the model. */
  readonly network: LayersModel;
  readonly learner: Learner;
  readonly model: Model;
}

/** A training on this machine's tensors. */
export class OpenTraining implements Training {
  readonly replicas: number;
  readonly stepsPerEpoch: number;
  readonly curves: CurveRow[];
  readonly startAuc: number | null;
  readonly losses: LossLedger;
  readonly learner: Learner;
  readonly model: Model;
  readonly #parts: TrainingParts;
  readonly #identity: string;
  #step: number;
  #best: Checkpoint['best'];
  /** The parameters at the last `settle`. */
  #settled: Float32Array;

  constructor(start: Checkpoint, parts: TrainingParts) {
    this.replicas = parts.replicas;
    this.stepsPerEpoch = Math.ceil(parts.options.data.train.count / parts.options.settings.batch);
    this.curves = [...start.curves];
    this.startAuc = start.startAuc;
    this.losses = lossLedger(start);
    this.learner = parts.learner;
    this.model = parts.model;
    this.#parts = parts;
    this.#identity = start.identity;
    this.#step = start.step;
    this.#best = start.best;
    this.#settled = resultOf(start);
  }

  get step(): number {
    return this.#step;
  }

  trainingBatches() {
    const { batches, orders } = this.#parts;
    const order = orders.training(this.curves.length + 1);
    return batches.of('train', order.slice(this.#step - this.curves.length * this.stepsPerEpoch));
  }

  validationBatches() {
    const { batches, orders } = this.#parts;
    return batches.of('validation', orders.validation);
  }

  async descend(batch: Batch, learningRate: number): Promise<void> {
    this.losses.add(batch, await this.learner.step(batch, learningRate));
    this.#step++;
  }

  divergence() {
    return { step: this.#step, remedy: remedyFor(this.#parts.options.settings) };
  }

  async settle() {
    const { network, model, orders, options } = this.#parts;
    this.#settled = resultOf(await this.#finiteState());
    writeParameters(variablesOf(network), this.#settled);
    return measureColours(network, model, measuredPatches(options, orders));
  }

  endEpoch(row: CurveRow): boolean {
    this.curves.push(row);
    this.losses.endEpoch();
    const better = isBetter(row.validationAuc, this.#best.auc);
    if (better) this.#best = { auc: row.validationAuc, parameters: this.#settled };
    return better;
  }

  async checkpoint() {
    const { sums, readings } = this.losses;
    const [identity, step, best] = [this.#identity, this.#step, this.#best];
    const { curves, startAuc } = this;
    const reached = { identity, step, sums, curves, startAuc, readings, best };
    return encodeCheckpoint({ ...reached, ...(await this.#finiteState()) });
  }

  async finish() {
    const { network, model, options } = this.#parts;
    if (options.settings.keep === 'best') writeParameters(variablesOf(network), this.#best.parameters);
    return encodeModel(network, model.metadata);
  }

  async close(): Promise<void> {
    await this.learner.close();
    this.losses.dispose();
    this.#parts.trained.dispose();
    this.model.dispose();
  }

  async #finiteState() {
    const state = await this.learner.state();
    checkState(state, this.losses.readings.at(-2) ?? NaN, this.divergence());
    return state;
  }
}

/** The patches by whose colours epochs are compared. */
export function measuredPatches(
  { data, signal }: TrainOptions,
  { validation }: EpochOrders,
): MeasuredPatches {
  return { source: data.validation, plans: validation, signal };
}

function remedyFor({ clipNorm }: TrainSettings): string {
  return `lower train.learningRate or ${clipNorm === null ? 'set' : 'lower'} train.clipNorm`;
}

/** Without validation patches the last epoch counts as the best. */
function isBetter(auc: number | null, best: number | null): boolean {
  return auc === null || best === null || auc > best;
}
