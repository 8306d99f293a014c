import type { Compute, Input, ShardOutput, ShardRequest } from '@tintype/executor';
import {
  type BackEnd,
  type BackEndChoice,
  CELL,
  type ClassifierEvent,
  type ClassifierRow,
  type ClassifierTraining,
  type LabelledPictures,
  measureClassifier,
  measureUnits,
  REACH,
  type UnitMeasures,
} from '@tintype/network';
import { checkpointFolder, openBackEnd, trainClassifier } from '@tintype/network/node';
import {
  classifierCurvesTable,
  digitsTable,
  epochTimesTable,
  preActivationsTable,
  predictedLabelsTable,
  unitsTable,
} from '@tintype/records';

export interface CellTask extends ClassifierTraining {
  readonly backEnd: BackEndChoice;
  readonly classes: number;
}

/** Pictures of a split, and the rows that they have in their IDX file. */
interface Digits extends LabelledPictures {
  readonly image: Int32Array;
}

/** Trains one network; its curves, times, test predictions and what its units were given come out. */
export const trainCell: Compute<CellTask> = async (request) => {
  const { name, settings, inputs, signal } = request;
  const { backEnd: choice, classes, ...training } = settings;
  const [train, validation, test] = await Promise.all(
    ['train/', 'validation/', 'test/'].map((split) => readDigits(inputs, split)),
  );
  if (!train || !validation || !test) throw new Error('Internal error: expected three splits');
  const { name: found } = await openBackEnd(choice); // `auto` may find another one than yesterday: to each its checkpoints
  const { classifier, curves, backEnd } = await trainClassifier({
    settings: training,
    backEnd: choice,
    data: { train, validation },
    classes,
    checkpoints: checkpointFolder(request.checkpoints, found),
    signal,
    now: () => performance.now(),
    emit: (event) => tell(event, request),
  });
  const { loss, predicted } = measureClassifier(classifier.network, test);
  const units = measureUnits(classifier, validation);
  classifier.network.dispose();
  return [
    encodeCurves(`${name}/curves`, curves, backEnd),
    encodeTimes(`${name}/times`, curves),
    { ...encodePredictions(`${name}/test`, test, predicted), facts: { loss } },
    encodeUnits(`${name}/units`, units),
    encodePreActivations(`${name}/pre-activations`, units),
  ];
};

async function readDigits(inputs: readonly Input[], split: string): Promise<Digits> {
  const files = inputs.filter(({ name }) => name.startsWith(split));
  const tables = await Promise.all(
    files.map(async (input) => digitsTable.decode(await input.read(), input.name)),
  );
  const count = tables.reduce((sum, { label }) => sum + label.length, 0);
  const [side = 0] = tables[0]?.pixels.shape ?? [];
  const digits = {
    side,
    image: new Int32Array(count),
    labels: new Uint8Array(count),
    pixels: new Uint8Array(count * side * side),
  };
  let at = 0;
  for (const { image, label, pixels } of tables) {
    digits.image.set(image, at);
    digits.labels.set(label, at);
    digits.pixels.set(pixels.data, at * side * side);
    at += label.length;
  }
  return digits;
}

function tell(event: ClassifierEvent, { name, progress, note }: ShardRequest<CellTask>): void {
  switch (event.type) {
    case 'checkpoint-damaged':
      return note(`${name}: ${event.reason}; an older one is taken, or it starts afresh`);
    case 'started':
      if (event.resumedSteps > 0) note(`${name} goes on from step ${event.resumedSteps} of ${event.steps}`);
      return progress({ done: event.resumedSteps, total: event.steps, figures: {} });
    case 'step':
      return progress({
        done: event.step,
        total: event.steps,
        figures: { network: name, loss: event.loss.toFixed(3) },
      });
    case 'epoch':
      return; // the next step's figures follow, or the stage's own line
    default:
      return event satisfies never;
  }
}

function encodeCurves(name: string, curves: readonly ClassifierRow[], backEnd: BackEnd): ShardOutput {
  const numbers = (key: keyof ClassifierRow) => Float64Array.from(curves, (row) => row[key]);
  const bytes = classifierCurvesTable.encode({
    epoch: Int32Array.from(curves, ({ epoch }) => epoch),
    trainLoss: numbers('trainLoss'),
    trainAccuracy: numbers('trainAccuracy'),
    validationLoss: numbers('validationLoss'),
    validationAccuracy: numbers('validationAccuracy'),
  });
  const facts = { backEnd: `${backEnd.name} ${backEnd.version} (${backEnd.device})` };
  return { name, table: classifierCurvesTable.name, bytes, rows: curves.length, facts };
}

function encodeTimes(name: string, curves: readonly ClassifierRow[]): ShardOutput {
  const bytes = epochTimesTable.encode({
    epoch: Int32Array.from(curves, ({ epoch }) => epoch),
    seconds: Float64Array.from(curves, ({ seconds }) => seconds),
  });
  return { name, table: epochTimesTable.name, bytes, rows: curves.length };
}

function encodePredictions(name: string, { image, labels }: Digits, predicted: Uint8Array): ShardOutput {
  const bytes = predictedLabelsTable.encode({
    image,
    label: Int16Array.from(labels),
    predicted: Int16Array.from(predicted),
  });
  return { name, table: predictedLabelsTable.name, bytes, rows: labels.length };
}

function encodeUnits(name: string, layers: readonly UnitMeasures[]): ShardOutput {
  const bytes = unitsTable.encode({
    layer: layers.map(({ layer }) => layer),
    units: Int32Array.from(layers, ({ units }) => units),
    dead: Int32Array.from(layers, ({ dead }) => dead),
    positive: Float64Array.from(layers, ({ positive }) => positive),
    mean: Float64Array.from(layers, ({ mean }) => mean),
    deviation: Float64Array.from(layers, ({ deviation }) => deviation),
  });
  return { name, table: unitsTable.name, bytes, rows: layers.length };
}

function encodePreActivations(name: string, layers: readonly UnitMeasures[]): ShardOutput {
  const rows = layers.flatMap(({ layer, counts }) =>
    Array.from(counts, (count, cell) => ({ layer, from: cell * CELL - REACH, count })),
  );
  const bytes = preActivationsTable.encode({
    layer: rows.map(({ layer }) => layer),
    from: Float64Array.from(rows, ({ from }) => from),
    count: Float64Array.from(rows, ({ count }) => count),
  });
  return { name, table: preActivationsTable.name, bytes, rows: rows.length };
}
