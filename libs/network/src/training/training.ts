import type { LayersModel } from '@tensorflow/tfjs';
import { binCount } from '@tintype/colour';

import type { BackEnd } from '../backend/back-end.ts';
import type { Batch } from '../batches/batch.ts';
import type { Batches } from '../batches/batches.ts';
import { type EpochOrders, epochOrders } from '../batches/epoch-orders.ts';
import { labelMarginal } from '../batches/label-marginal.ts';
import { LIGHTNESS } from '../batches/lightness.ts';
import { type Checkpoint, encodeCheckpoint } from '../checkpoints/checkpoint.ts';
import type { CurveRow } from '../checkpoints/curve-row.ts';
import { loadNewest } from '../checkpoints/resume.ts';
import { type Model, modelOf } from '../model/model.ts';
import { encodeModel, metadataOf, type ModelFiles } from '../model/model-files.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { trainableOf, variablesOf, writeParameters } from '../networks/parameters.ts';
import { freshAdam } from '../optimise/adam.ts';
import { checkState, type Divergence } from '../optimise/divergence.ts';
import { type Learner, type LearnerOpener, resultOf } from '../optimise/learner.ts';
import { type LossLedger, lossLedger } from '../optimise/loss-ledger.ts';
import { NO_LOSS } from '../optimise/loss-sums.ts';
import { checkTrainSettings, type TrainSettings } from '../settings/train-settings.ts';
import { measureColours } from './measure-colours.ts';
import type { TrainOptions } from './train-options.ts';

/** A training in progress: the tensors that live through it and what has been reached. */
export interface Training {
  readonly replicas: number;
  readonly stepsPerEpoch: number;
  /** Optimiser steps so far. */
  readonly step: number;
  /** One row per finished epoch. */
  readonly curves: readonly CurveRow[];
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

/** Decoding temperature of Zhang et al. 2016 (section 2.3), written into the model as its default. */
const TEMPERATURE = 0.38;

/** Starts afresh, or where the newest whole checkpoint says. */
export async function openTraining(
  options: TrainOptions,
  batches: Batches,
  backEnd: BackEnd,
  opener: LearnerOpener,
): Promise<Training> {
  const { settings, gamut } = options;
  const identity = identityOf(options, backEnd, opener.replicas);
  const saved = await loadNewest(options.checkpoints, identity, (reason) =>
    options.emit({ type: 'checkpoint-damaged', reason }),
  );
  // Two of them, as what is shown and kept may be an average of what is trained.
  const [trained, network] = [0, 1].map(() => buildNetwork(settings.network, binCount(gamut))) as [
    LayersModel,
    LayersModel,
  ];
  const orders = await epochOrders(options);
  const first = () => batches.of('train', orders.training(1));
  const start = saved ?? (await fresh(options, identity, network, first()));
  writeParameters(variablesOf(network), resultOf(start));
  const learner = await opener.open(trained, start);
  const model = modelOf(network, describeModel(options, backEnd));
  return trainingFrom(start, {
    replicas: opener.replicas,
    options,
    batches,
    orders,
    trained,
    network,
    learner,
    model,
  });
}

interface Parts {
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

function trainingFrom(start: Checkpoint, parts: Parts): Training {
  const { batches, orders, network, learner, model } = parts;
  const { settings, data, signal } = parts.options;
  const stepsPerEpoch = Math.ceil(data.train.count / settings.batch);
  const variables = variablesOf(network);
  const losses = lossLedger(start);
  const curves = [...start.curves];
  let { step, best } = start;
  let settled = resultOf(start);
  const divergence = () => ({ step, remedy: remedyFor(settings) });
  const finiteState = async () => {
    const state = await learner.state();
    checkState(state, losses.readings.at(-2) ?? NaN, divergence());
    return state;
  };
  return {
    replicas: parts.replicas,
    stepsPerEpoch,
    curves,
    get step() {
      return step;
    },
    losses,
    learner,
    model,
    trainingBatches() {
      const order = orders.training(curves.length + 1);
      return batches.of('train', order.slice(step - curves.length * stepsPerEpoch));
    },
    validationBatches: () => batches.of('validation', orders.validation),
    async descend(batch, learningRate) {
      losses.add(batch, await learner.step(batch, learningRate));
      step++;
    },
    divergence,
    async settle() {
      settled = resultOf(await finiteState());
      writeParameters(variables, settled);
      return measureColours(network, model, { source: data.validation, plans: orders.validation, signal });
    },
    endEpoch(row) {
      curves.push(row);
      losses.endEpoch();
      const better = isBetter(row.validationAuc, best.auc);
      if (better) best = { auc: row.validationAuc, parameters: settled };
      return better;
    },
    async checkpoint() {
      const { sums, readings } = losses;
      const reached = { identity: start.identity, step, sums, curves, readings, best };
      return encodeCheckpoint({ ...reached, ...(await finiteState()) });
    },
    async finish() {
      if (settings.keep === 'best') writeParameters(variables, best.parameters);
      return encodeModel(network, model.metadata);
    },
    close: () => close(parts, losses),
  };
}

async function close({ learner, trained, model }: Parts, losses: LossLedger): Promise<void> {
  await learner.close();
  losses.dispose();
  trained.dispose();
  model.dispose();
}

function remedyFor({ clipNorm }: TrainSettings): string {
  return `lower train.learningRate or ${clipNorm === null ? 'set' : 'lower'} train.clipNorm`;
}

/** Without validation patches the last epoch counts as the best. */
function isBetter(auc: number | null, best: number | null): boolean {
  return auc === null || best === null || auc > best;
}

/** The checkpoint before the first step. */
async function fresh(
  { settings, gamut }: TrainOptions,
  identity: string,
  network: LayersModel,
  first: AsyncIterable<Batch>,
): Promise<Checkpoint> {
  const bias = await labelMarginal(first, binCount(gamut));
  const parameters = initialParameters(settings.network, network, bias, settings.seed);
  const moved = trainableOf(network).reduce((sum, { size }) => sum + size, 0);
  return {
    identity,
    step: 0,
    sums: NO_LOSS,
    curves: [],
    readings: new Float32Array(),
    parameters,
    adam: freshAdam(moved),
    best: { auc: null, parameters },
  };
}

function describeModel({ settings, gamut }: TrainOptions, { name, version }: BackEnd) {
  const { network, targets, neighbours, sigma } = settings;
  return metadataOf(gamut, {
    network,
    lightness: LIGHTNESS,
    temperature: TEMPERATURE,
    targets: { targets, neighbours, sigma },
    trainedOn: { backEnd: name, version },
  });
}

/** What a checkpoint belongs to, as text. The patches themselves are for the caller to vouch for. */
function identityOf({ settings, gamut, data }: TrainOptions, backEnd: BackEnd, replicas: number): string {
  const { kind, window } = gamut;
  return JSON.stringify({
    settings,
    gamut: { kind, window, bins: binCount(gamut) },
    patches: data.train.count,
    backEnd: backEnd.name,
    replicas,
  });
}

/** Throws on settings or data that cannot be trained. */
export function checkTrainOptions({ settings, gamut, weights, data }: TrainOptions): void {
  checkTrainSettings(settings);
  const bins = binCount(gamut);
  if (weights.length !== bins || !weights.every((weight) => weight > 0 && weight < Infinity))
    throw new Error(
      `train: expected ${bins} positive weights, one per bin, got ${weights.length} numbers; derive them with priorFromCounts`,
    );
  if (data.train.count < 1) throw new Error('train: expected at least one training patch, got none');
  if (settings.patience !== null && data.validation.count < 1)
    throw new Error(
      `train.patience: expected validation patches to measure, got none; set it to null, or raise ingest.validation`,
    );
}
