import { binCount } from '@tintype/colour';

import { freshAdam } from './adam.ts';
import { buildNetwork, initialParameters } from './article-network.ts';
import type { BackEnd } from './back-end.ts';
import type { Batch } from './batch.ts';
import { trainingOrder, validationOrder } from './batch-order.ts';
import type { Batches } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import { labelMarginal } from './label-marginal.ts';
import type { Learner, LearnerOpener } from './learner.ts';
import { LIGHTNESS } from './lightness.ts';
import type { LossMeter } from './loss-sums.ts';
import { lossMeter } from './loss-sums.ts';
import type { Model } from './model.ts';
import { modelOf } from './model.ts';
import type { ModelFiles } from './model-files.ts';
import { encodeModel, metadataOf } from './model-files.ts';
import { variablesOf, writeParameters } from './parameters.ts';
import { checkTrainSettings } from './settings.ts';
import type { TrainOptions } from './train.ts';
import type { CurveRow } from './train-event.ts';

/** A training in progress: the tensors that live through it and what has been reached. */
export interface Training {
  readonly replicas: number;
  readonly stepsPerEpoch: number;
  /** One row per finished epoch. */
  readonly curves: readonly CurveRow[];
  readonly learner: Learner;
  readonly meter: LossMeter;
  readonly model: Model;
  trainingBatches(epoch: number): AsyncGenerator<Batch>;
  validationBatches(): AsyncGenerator<Batch>;
  /** Takes in an epoch's row and gives its parameters to `model`; true when they are the best so far. */
  endEpoch(row: CurveRow): Promise<boolean>;
  checkpoint(): Promise<Uint8Array>;
  /** The parameters that `keep` names, as a model. */
  finish(): Promise<ModelFiles>;
  close(): Promise<void>;
}

/** Decoding temperature of Zhang et al. 2016 (section 2.3), written into the model as its default. */
const TEMPERATURE = 0.38;

/** Starts afresh, or where the checkpoint says. */
export async function openTraining(
  options: TrainOptions,
  batches: Batches,
  backEnd: BackEnd,
  opener: LearnerOpener,
): Promise<Training> {
  const { settings, gamut, data } = options;
  const batchesOf = (epoch: number) => batches.of('train', trainingOrder(data.train.count, settings, epoch));
  const validation = validationOrder(data.validation.count, settings);
  const identity = identityOf(options, backEnd, opener.replicas);
  const saved = await options.checkpoints.load();
  const start =
    saved === null ? await fresh(options, identity, batchesOf(1)) : decodeCheckpoint(saved, identity);
  const network = buildNetwork(settings.network, binCount(gamut));
  const variables = variablesOf(network);
  writeParameters(variables, start.parameters);
  const model = modelOf(network, describeModel(options, backEnd));
  const meter = lossMeter();
  const learner = await opener.open(network, start);
  const curves = [...start.curves];
  let best = start.best;
  return {
    replicas: opener.replicas,
    stepsPerEpoch: Math.ceil(data.train.count / settings.batch),
    curves,
    learner,
    meter,
    model,
    trainingBatches: batchesOf,
    validationBatches: () => batches.of('validation', validation),
    async endEpoch(row) {
      curves.push(row);
      const { parameters } = await learner.state();
      writeParameters(variables, parameters);
      const { validationLoss: loss } = row;
      const better = loss === null || best.loss === null || loss < best.loss;
      if (better) best = { loss, parameters };
      return better;
    },
    checkpoint: async () => encodeCheckpoint({ identity, curves, ...(await learner.state()), best }),
    async finish() {
      if (settings.keep === 'best') writeParameters(variables, best.parameters);
      return encodeModel(network, model.metadata);
    },
    async close() {
      await learner.close();
      meter.dispose();
      model.dispose();
    },
  };
}

/** The checkpoint before the first step. */
async function fresh(
  { settings, gamut }: TrainOptions,
  identity: string,
  batches: AsyncIterable<Batch>,
): Promise<Checkpoint> {
  const bias = await labelMarginal(batches, binCount(gamut));
  const parameters = initialParameters(settings.network, bias, settings.seed);
  const adam = freshAdam(parameters.length);
  return { identity, curves: [], parameters, adam, best: { loss: null, parameters } };
}

function describeModel({ settings, gamut }: TrainOptions, { name, version }: BackEnd) {
  const { network } = settings;
  return metadataOf(gamut, {
    network,
    lightness: LIGHTNESS,
    temperature: TEMPERATURE,
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
}
