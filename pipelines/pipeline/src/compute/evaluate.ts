import type { TargetOptions } from '@tintype/colour';
import type { Compute, Input, ShardOutput } from '@tintype/executor';
import { type BackEndChoice, type Decoding, loadModel, type Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { imagesTable, metricsTable, predictionsTable } from '@tintype/records';

import { encodeMetrics, type MetricsRow } from '../evaluate/measure-attempt.ts';
import { type Coloured, measurePhoto } from '../evaluate/measure-photo.ts';
import { openColourer } from '../evaluate/open-colourer.ts';
import { readTrainingColours } from '../evaluate/training-tables.ts';

export { thumbnails } from '../evaluate/draw-thumbnails.ts';
export { report } from '../evaluate/write-report.ts';

/** `temperature` is the one that stands for the model. */
export interface PredictSettings extends Decoding {
  readonly temperatures: readonly number[];
  /** What the network was trained to predict. */
  readonly targets: TargetOptions;
  readonly backEnd: BackEndChoice;
}

/** Colours one shard of held-out photos with the model and the baselines, and measures each. Near-grey photos have no truth to measure against and are left out. */
export const predict: Compute<PredictSettings> = async ({ name, settings, inputs, progress }) => {
  const read = readerOf(inputs);
  const images = imagesTable.decode(await read('images'));
  const model = await openModel(read, settings);
  const colourer = openColourer(model, await readTrainingColours(read), settings);
  const [size = 0] = images.lab.shape;
  const metrics: MetricsRow[] = [];
  const predictions: Prediction[] = [];
  for (const [i, photo] of images.photo.entries()) {
    progress({ done: i, total: images.photo.length, figures: {} });
    if (images.nearGrey[i]) continue;
    const lab = images.lab.data.subarray(i * size * size * 3, (i + 1) * size * size * 3);
    const { rows, coloured } = await measurePhoto(photo, { lab, size }, colourer);
    metrics.push(...rows);
    predictions.push(...coloured.map((one) => ({ photo, ...one })));
  }
  model.dispose();
  return [
    {
      name: `metrics/${name}`,
      table: metricsTable.name,
      bytes: encodeMetrics(metrics),
      rows: metrics.length,
    },
    encodePredictions(`predictions/${name}`, predictions, size),
  ];
};

type Prediction = Coloured & { readonly photo: string };

function readerOf(inputs: readonly Input[]): (name: string) => Promise<Uint8Array> {
  return async (name) => {
    const found = inputs.find((input) => input.name === name);
    if (found === undefined) throw new Error(`Internal error: expected an input ${name}`);
    return found.read();
  };
}

async function openModel(read: ReturnType<typeof readerOf>, { backEnd }: PredictSettings): Promise<Model> {
  await openBackEnd(backEnd);
  return loadModel({ 'model.json': await read('model.json'), 'weights.bin': await read('weights.bin') });
}

function encodePredictions(name: string, rows: readonly Prediction[], size: number): ShardOutput {
  const data = new Uint8Array(rows.length * size * size * 3);
  rows.forEach(({ rgb }, i) => data.set(rgb, i * rgb.length));
  const bytes = predictionsTable.encode({
    photo: rows.map(({ photo }) => photo),
    temperature: Float32Array.from(rows, ({ temperature }) => temperature),
    rgb: { data, shape: [size, size, 3] },
  });
  return { name, table: predictionsTable.name, bytes, rows: rows.length };
}
