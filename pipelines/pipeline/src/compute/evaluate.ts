import { readFile } from 'node:fs/promises';

import { labToSrgb, nearestBin, takeAb, takeLightness, type TargetOptions } from '@tintype/colour';
import type { Compute, ShardInput, ShardOutput } from '@tintype/executor';
import { loadModel, type BackEndChoice } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import { imagesTable, metricsTable, predictionsTable, priorTable } from '@tintype/records';

import { baselineAttempts, ceilingAttempts, networkAttempts, type Read } from '../evaluate/attempts.ts';
import { encodeMetrics, measureAttempt, type MetricsRow, type Truth } from '../evaluate/measure-attempt.ts';

export { thumbnails } from '../evaluate/draw-thumbnails.ts';
export { report } from '../evaluate/write-report.ts';

export interface PredictSettings {
  readonly temperatures: readonly number[];
  /** The one of them that stands for the model. */
  readonly temperature: number;
  /** What the network was trained to predict. */
  readonly targets: TargetOptions;
  readonly backEnd: BackEndChoice;
}

/** Colours one shard of held-out photos with the model and the baselines, and measures each. Near-grey photos have no truth to measure against and are left out. */
export const predict: Compute<PredictSettings> = async ({ name, settings, inputs, progress }) => {
  const read = readerOf(inputs);
  const images = imagesTable.decode(await read('images'));
  const colourer = await openColourer(read, settings);
  const [size = 0] = images.lab.shape;
  const metrics: MetricsRow[] = [];
  const predictions: { photo: string; temperature: number; rgb: Uint8ClampedArray }[] = [];
  for (const [i, photo] of images.photo.entries()) {
    progress({ done: i, total: images.photo.length, figures: {} });
    if (images.nearGrey[i]) continue;
    const truth = truthOf(images.lab.data.subarray(i * size * size * 3, (i + 1) * size * size * 3), size);
    for (const attempt of await colourer.attempts(truth)) {
      const { rgb, row } = measureAttempt(photo, attempt, { truth, weightOf: colourer.weightOf });
      metrics.push(row);
      if (attempt.method === 'network') predictions.push({ photo, temperature: attempt.temperature, rgb });
    }
  }
  colourer.model.dispose();
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

function readerOf(inputs: readonly ShardInput[]): Read {
  return async (name) => {
    const found = inputs.find((input) => input.name === name);
    if (found === undefined) throw new Error(`Internal error: expected an input ${name}`);
    return readFile(found.path);
  };
}

/** The model, all ways to colour a photo, and the weight that the balanced AuC gives a true colour. */
async function openColourer(read: Read, settings: PredictSettings) {
  await openBackEnd(settings.backEnd);
  const files = { 'model.json': await read('model.json'), 'weights.bin': await read('weights.bin') };
  const model = await loadModel(files);
  const prior = priorTable.decode(await read('prior'), 'prior');
  const nearest = nearestBin(model.gamut);
  const ways = [
    networkAttempts(model, prior, settings),
    await baselineAttempts(read, model.gamut),
    ceilingAttempts(model.gamut, settings),
  ];
  return {
    model,
    weightOf: (a: number, b: number) => 1 / prior.probability[nearest(a, b)], // λ = 0 (Zhang et al. 2016, section 3.1)
    attempts: async (truth: Truth) => (await Promise.all(ways.map((way) => way(truth)))).flat(),
  };
}

function truthOf(lab: Float32Array, size: number): Truth {
  return { lightness: takeLightness(lab), ab: takeAb(lab), rgb: labToSrgb(lab), size };
}

function encodePredictions(
  name: string,
  rows: readonly { photo: string; temperature: number; rgb: Uint8ClampedArray }[],
  size: number,
): ShardOutput {
  const data = new Uint8Array(rows.length * size * size * 3);
  rows.forEach(({ rgb }, i) => data.set(rgb, i * rgb.length));
  const bytes = predictionsTable.encode({
    photo: rows.map(({ photo }) => photo),
    temperature: Float32Array.from(rows, ({ temperature }) => temperature),
    rgb: { data, shape: [size, size, 3] },
  });
  return { name, table: predictionsTable.name, bytes, rows: rows.length };
}
