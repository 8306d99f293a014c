import type { TargetOptions } from '@tintype/colour';
import type { Compute } from '@tintype/executor';
import { type BackEndChoice, type Decoding, loadModel, type Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { imagesTable, metricsTable } from '@tintype/records';

import { encodePredictions, type Prediction } from '../evaluate/encode-predictions.ts';
import { encodeMetrics, type MetricsRow } from '../evaluate/measure-attempt.ts';
import { measurePhoto } from '../evaluate/measure-photo.ts';
import { openColourer } from '../evaluate/open-colourer.ts';
import { readTrainingColours } from '../evaluate/training-tables.ts';
import { readInput } from '../read-input.ts';

export { colourBeside } from '../evaluate/colour-beside.ts';
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
  const read = (wanted: string) => readInput(inputs, wanted);
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

async function openModel(
  read: (name: string) => Promise<Uint8Array>,
  { backEnd }: PredictSettings,
): Promise<Model> {
  await openBackEnd(backEnd);
  return loadModel({ 'model.json': await read('model.json'), 'weights.bin': await read('weights.bin') });
}
