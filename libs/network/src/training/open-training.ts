import type { LayersModel } from '@tensorflow/tfjs';
import { binCount } from '@tintype/colour';

import type { BackEnd } from '../backend/back-end.ts';
import type { Batch } from '../batches/batch.ts';
import type { Batches } from '../batches/batches.ts';
import { epochOrders } from '../batches/epoch-orders.ts';
import { labelMarginal } from '../batches/label-marginal.ts';
import { type Checkpoint } from '../checkpoints/checkpoint.ts';
import { loadNewest } from '../checkpoints/resume.ts';
import { modelOf } from '../model/model.ts';
import { describeGamut, metadataIn, metadataOf } from '../model/model-json.ts';
import { readDecoding } from '../model/model-metadata.ts';
import { chooseLightness } from '../networks/lightness.ts';
import { buildNetwork, initialParameters } from '../networks/networks.ts';
import { readParameters, trainableOf, variablesOf, writeParameters } from '../networks/parameters.ts';
import { freshAdam } from '../optimise/adam.ts';
import { type LearnerOpener, resultOf } from '../optimise/learner.ts';
import { NO_LOSS } from '../optimise/loss-sums.ts';
import { checkTrainSettings } from '../settings/train-settings.ts';
import { measureColours } from './measure-colours.ts';
import { writeStart } from './start.ts';
import type { TrainOptions } from './train-options.ts';
import { measuredPatches, OpenTraining, type Training } from './training.ts';

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
  const begun = saved ?? (await fresh(options, identity, network, first));
  writeParameters(variablesOf(network), resultOf(begun));
  const model = modelOf(network, describeModel(options, backEnd));
  const startAuc =
    saved === null && options.start?.kind === 'model'
      ? await measureColours(network, model, measuredPatches(options, orders))
      : begun.startAuc;
  const start = saved ?? { ...begun, startAuc, best: { ...begun.best, auc: startAuc } };
  const learner = await opener.open(trained, start);
  return new OpenTraining(start, {
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

/** The checkpoint before the first step. */
async function fresh(
  options: TrainOptions,
  identity: string,
  network: LayersModel,
  first: () => AsyncIterable<Batch>,
): Promise<Checkpoint> {
  const parameters = await firstParameters(options, network, first);
  const moved = trainableOf(network).reduce((sum, { size }) => sum + size, 0);
  return {
    identity,
    step: 0,
    sums: NO_LOSS,
    curves: [],
    readings: new Float32Array(),
    parameters,
    adam: freshAdam(moved),
    startAuc: null,
    best: { auc: null, parameters },
  };
}

/** Drawn, with the bias of the last layer from the labels of the first epoch; over them what the start holds. */
async function firstParameters(
  { settings, gamut, start = null }: TrainOptions,
  network: LayersModel,
  first: () => AsyncIterable<Batch>,
): Promise<Float32Array> {
  const bins = binCount(gamut);
  const bias = start?.kind === 'model' ? new Float32Array(bins) : await labelMarginal(first(), bins);
  const variables = variablesOf(network);
  writeParameters(variables, initialParameters(settings.network, network, bias, settings.seed));
  if (start !== null) writeStart(network, start, { network: settings.network, gamut: describeGamut(gamut) });
  return readParameters(variables);
}

/** A model that training started from goes on decoding as it did, until something better is known. */
function describeModel({ settings, gamut, start }: TrainOptions, { name, version }: BackEnd) {
  const { network, targets, neighbours, sigma } = settings;
  return metadataOf(gamut, {
    network,
    lightness: chooseLightness(network),
    ...(start?.kind === 'model' ? readDecoding(metadataIn(start.files)) : { temperature: TEMPERATURE }),
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
