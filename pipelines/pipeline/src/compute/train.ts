import type { Gamut } from '@tintype/colour';
import type { Compute, Input, ShardOutput, ShardRequest } from '@tintype/executor';
import { activationNamed, type BackEnd, type CurveRow, type TrainEvent } from '@tintype/network';
import { checkpointFolder, openBackEnd, threadedBatches, train as trainNetwork } from '@tintype/network/node';
import { curvesTable, epochPatchesTable, type FactsOf, priorTable } from '@tintype/records';
import { openPatchRows } from '@tintype/records/node';
import { FILES_AT_ONCE, mapConcurrently } from '@tintype/store';

import type { TrainStageSettings } from '../schemas/train.ts';
import { type EpochPatches, followPatches } from '../train/epoch-patches.ts';
import { eventFiles } from '../train/event-files.ts';
import { readStart } from '../train/start-inputs.ts';

export { chooseDecoding } from '../train/choose-decoding.ts';

export type TrainTask = Omit<TrainStageSettings, 'start' | 'decode'> & {
  readonly gamut: Pick<Gamut, 'kind' | 'window'>;
};

/** Trains on the patch shards and gives the model's two files, its curves, and what became of a few patches. */
export const train: Compute<TrainTask> = async (request) => {
  const { settings, inputs, signal } = request;
  const { backEnd: choice, replicas, gamut: kind, activation, ...trainSettings } = settings;
  const network = { ...settings.network, activation: activationNamed(activation, settings.seed) };
  const { bins, weights } = await readPrior(inputs);
  const paths = { train: await filesIn(inputs, 'train/'), validation: await filesIn(inputs, 'validation/') };
  const data = { train: openPatchRows(paths.train), validation: openPatchRows(paths.validation) };
  const { name } = await openBackEnd(choice); // `auto` may find another one than yesterday: to each its checkpoints
  const patches = await followPatches(data.validation, network, request.checkpoints, name);
  const { model, curves, startAuc, readings, backEnd } = await trainNetwork({
    settings: { ...trainSettings, network },
    backEnd: choice,
    replicas: { count: replicas, workerUrl: new URL('train.replica.worker.js', import.meta.url) },
    gamut: { ...kind, bins },
    weights,
    data,
    start: await readStart(inputs),
    openBatches: threadedBatches({
      workerUrl: new URL('train.batches.worker.js', import.meta.url),
      sources: paths,
    }),
    checkpoints: checkpointFolder(request.checkpoints, name),
    inspect: (now, { epoch }) => patches.colour(now, epoch),
    signal,
    now: () => performance.now(),
    emit: (event) => tell(event, request),
  }).finally(() => [data.train, data.validation].forEach((rows) => rows.close()));
  const trainedOn = `${backEnd.name} ${backEnd.version} (${backEnd.device}, ${backEnd.precision})`;
  return [
    { name: 'trained/model.json', bytes: model['model.json'], rows: 0 }, // until it is chosen how it decodes
    { name: 'model/weights.bin', bytes: model['weights.bin'], rows: 0 },
    {
      ...encodeCurves(curves),
      facts: { backEnd: trainedOn, startAuc } satisfies FactsOf<typeof curvesTable>,
    },
    await encodePatches(patches, curves.length),
    ...encodeEvents(curves, readings),
  ];
};

async function encodePatches(patches: EpochPatches, epochs: number): Promise<ShardOutput> {
  return { name: 'epoch-patches', table: epochPatchesTable.name, ...(await patches.encode(epochs)) };
}

function encodeEvents(curves: readonly CurveRow[], readings: Float32Array): readonly ShardOutput[] {
  return Object.entries(eventFiles(curves, readings)).map(([file, bytes]) => ({
    name: `tensorboard/${file}`,
    bytes,
    rows: 0,
  }));
}

async function readPrior(inputs: readonly Input[]): Promise<{ bins: Float32Array; weights: Float32Array }> {
  const input = inputs.find(({ name }) => name === 'prior');
  if (input === undefined) throw new Error('Internal error: expected the prior among the inputs');
  const { a, b, weight } = priorTable.decode(await input.read(), input.name);
  const bins = new Float32Array(a.length * 2);
  a.forEach((value, i) => bins.set([value, b[i]], 2 * i));
  return { bins, weights: Float32Array.from(weight) };
}

function filesIn(inputs: readonly Input[], split: string): Promise<readonly string[]> {
  const wanted = inputs.filter(({ name }) => name.startsWith(split));
  return mapConcurrently(wanted, FILES_AT_ONCE, (input) => input.file());
}

function tell(event: TrainEvent, { progress, note }: ShardRequest<TrainTask>): void {
  switch (event.type) {
    case 'checkpoint-damaged':
      return note(`${event.reason}; an older one is taken, or it starts afresh`);
    case 'started':
      if (event.backEnd.passedOver.length > 0) note(reasonsFor(event.backEnd));
      if (event.resumedSteps > 0) note(`goes on from step ${event.resumedSteps} of ${event.steps}`);
      return progress({ done: event.resumedSteps, total: event.steps, figures: {} });
    case 'step':
      return progress({ done: event.step, total: event.steps, figures: figuresOf(event) });
    case 'epoch':
      return; // the next step's figures follow, or the stage's own line
    default:
      return event satisfies never;
  }
}

/** Why it is not one of the faster back ends. */
function reasonsFor({ name, passedOver }: BackEnd): string {
  return `trains on ${name}, not on ${passedOver.map((other) => `${other.name} (${other.reason})`).join(', ')}`;
}

function figuresOf(event: Extract<TrainEvent, { type: 'step' }>) {
  const { step, steps, epoch, epochs, loss, kl, patchesPerSecond } = event;
  return {
    epoch: `${epoch}/${epochs}`,
    step: `${step}/${steps}`,
    loss: loss.toFixed(2),
    KL: kl.toFixed(2),
    'patches/s': patchesPerSecond.toFixed(patchesPerSecond < 100 ? 1 : 0),
  };
}

function encodeCurves(curves: readonly CurveRow[]): ShardOutput {
  const integers = (key: 'epoch' | 'step' | 'patches') => Int32Array.from(curves, (row) => row[key]);
  const numbers = (key: Exclude<keyof CurveRow, 'epoch' | 'step' | 'patches'>) =>
    Float64Array.from(curves, (row) => row[key] ?? Number.NaN); // no validation patches: nothing to measure
  const bytes = curvesTable.encode({
    epoch: integers('epoch'),
    step: integers('step'),
    patches: integers('patches'),
    learningRate: numbers('learningRate'),
    trainLoss: numbers('trainLoss'),
    trainKl: numbers('trainKl'),
    validationLoss: numbers('validationLoss'),
    validationKl: numbers('validationKl'),
    validationAuc: numbers('validationAuc'),
  });
  return { name: 'curves', table: curvesTable.name, bytes, rows: curves.length };
}
