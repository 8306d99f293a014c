import { readFile } from 'node:fs/promises';

import {
  colourfulness,
  joinLab,
  labToSrgb,
  meanAb,
  meanAbPerLevel,
  meanChroma,
  measureAb,
  modeAbPerLightness,
  nearestBin,
  predictMean,
  predictPerLightness,
  predictPerRow,
  psnr,
  ssim,
  takeAb,
  takeLightness,
  type Gamut,
} from '@tintype/colour';
import type { Compute, ShardInput, ShardOutput } from '@tintype/executor';
import { loadModel, type BackEndChoice, type Model } from '@tintype/network';
import { openBackEnd } from '@tintype/network/node';
import {
  imagesTable,
  lightnessTable,
  metricsTable,
  predictionsTable,
  priorTable,
  rowsTable,
} from '@tintype/records';

import { decodeLightnessUsage } from '../prior/lightness-usage.ts';
import type { Method } from '../evaluate/score-methods.ts';

export { thumbnails } from '../evaluate/draw-thumbnails.ts';
export { report } from '../evaluate/write-report.ts';

export interface PredictSettings {
  readonly temperatures: readonly number[];
  readonly backEnd: BackEndChoice;
}

/** One way to colour a photo: the network at a temperature, or a baseline. */
interface Attempt {
  readonly method: Method;
  /** NaN for a baseline. */
  readonly temperature: number;
  readonly ab: Float32Array; // [H·W, 2]
}

/** Colours one shard of held-out photos with the model and the baselines, and measures each. Near-grey photos have no truth to measure against and are left out. */
export const predict: Compute<PredictSettings> = async ({ name, settings, inputs, progress }) => {
  const images = imagesTable.decode(await readInput(inputs, 'images'));
  const colourer = await openColourer(inputs, settings);
  const [size = 0] = images.lab.shape;
  const metrics: MetricsRow[] = [];
  const predictions: { photo: string; temperature: number; rgb: Uint8ClampedArray }[] = [];
  for (const [i, photo] of images.photo.entries()) {
    progress({ done: i, total: images.photo.length, figures: {} });
    if (images.nearGrey[i]) continue;
    const lab = images.lab.data.subarray(i * size * size * 3, (i + 1) * size * size * 3);
    const truth = truthOf(lab);
    for (const attempt of await colourer.attempts(truth.lightness, size)) {
      const rgb = labToSrgb(joinLab(truth.lightness, attempt.ab));
      metrics.push(measure(photo, attempt, { rgb, truth, size, weightOf: colourer.weightOf }));
      if (attempt.method === 'network') predictions.push({ photo, temperature: attempt.temperature, rgb });
    }
  }
  colourer.model.dispose();
  return [
    encodeMetrics(`metrics/${name}`, metrics),
    encodePredictions(`predictions/${name}`, predictions, size),
  ];
};

async function readInput(inputs: readonly ShardInput[], name: string): Promise<Uint8Array> {
  const found = inputs.find((input) => input.name === name);
  if (found === undefined) throw new Error(`Internal error: expected an input ${name}`);
  return readFile(found.path);
}

/** The model, the baselines and the weight that the balanced AuC gives a true colour. */
async function openColourer(inputs: readonly ShardInput[], { temperatures, backEnd }: PredictSettings) {
  await openBackEnd(backEnd);
  const model: Model = await loadModel({
    'model.json': await readInput(inputs, 'model.json'),
    'weights.bin': await readInput(inputs, 'weights.bin'),
  });
  const { probability } = priorTable.decode(await readInput(inputs, 'prior'));
  const baselines = await openBaselines(inputs, model.gamut);
  const nearest = nearestBin(model.gamut);
  return {
    model,
    weightOf: (a: number, b: number) => 1 / probability[nearest(a, b)], // λ = 0 (Zhang et al. 2016, section 3.1)
    async attempts(lightness: Float32Array, size: number): Promise<readonly Attempt[]> {
      const coloured = await model.predict(lightness, size, size, temperatures);
      return [
        ...coloured.map((ab, i) => ({
          method: 'network' as const,
          temperature: temperatures[i] ?? Number.NaN,
          ab,
        })),
        ...baselines(lightness, size),
      ];
    },
  };
}

/** Ways to colour that know the training photos and no shapes. */
async function openBaselines(inputs: readonly ShardInput[], gamut: Gamut) {
  const sums = lightnessTable.decode(await readInput(inputs, 'lightness'));
  const cells = decodeLightnessUsage(await readInput(inputs, 'lightness-usage'), 'lightness-usage');
  const perRow = meanAbPerLevel(rowsTable.decode(await readInput(inputs, 'rows')));
  const [mean, perLightness, modes] = [meanAb(sums), meanAbPerLevel(sums), modeAbPerLightness(cells, gamut)];
  const temperature = Number.NaN;
  return (lightness: Float32Array, size: number): readonly Attempt[] => [
    { method: 'grey', temperature, ab: new Float32Array(lightness.length * 2) },
    { method: 'mean', temperature, ab: predictMean(mean, lightness.length) },
    { method: 'lightness', temperature, ab: predictPerLightness(lightness, perLightness) },
    { method: 'lightness-mode', temperature, ab: predictPerLightness(lightness, modes) },
    { method: 'row', temperature, ab: predictPerRow(perRow, size) },
  ];
}

interface Truth {
  readonly lightness: Float32Array;
  readonly ab: Float32Array;
  readonly rgb: Uint8ClampedArray;
}

function truthOf(lab: Float32Array): Truth {
  return { lightness: takeLightness(lab), ab: takeAb(lab), rgb: labToSrgb(lab) };
}

interface Measurement {
  readonly rgb: Uint8ClampedArray;
  readonly truth: Truth;
  readonly size: number;
  weightOf(a: number, b: number): number;
}

type MetricsRow = ReturnType<typeof measure>;

function measure(photo: string, attempt: Attempt, { rgb, truth, size, weightOf }: Measurement) {
  return {
    photo,
    method: attempt.method,
    temperature: attempt.temperature,
    ...measureAb(attempt.ab, truth.ab, weightOf),
    psnr: psnr(rgb, truth.rgb),
    ssim: ssim(rgb, truth.rgb, size, size),
    colourfulness: colourfulness(rgb, 'signed'),
    colourfulnessTruth: colourfulness(truth.rgb, 'signed'),
    chroma: meanChroma(attempt.ab),
    chromaTruth: meanChroma(truth.ab),
  };
}

function encodeMetrics(name: string, rows: readonly MetricsRow[]): ShardOutput {
  const column = (key: Exclude<keyof MetricsRow, 'photo' | 'method'>) =>
    Float64Array.from(rows, (row) => row[key]);
  const bytes = metricsTable.encode({
    photo: rows.map(({ photo }) => photo),
    method: rows.map(({ method }) => method),
    temperature: Float32Array.from(rows, ({ temperature }) => temperature),
    pixels: column('pixels'),
    error: column('error'),
    weightedError: column('weightedError'),
    weight: column('weight'),
    squared: column('squared'),
    psnr: column('psnr'),
    ssim: column('ssim'),
    colourfulness: column('colourfulness'),
    colourfulnessTruth: column('colourfulnessTruth'),
    chroma: column('chroma'),
    chromaTruth: column('chromaTruth'),
  });
  return { name, table: metricsTable.name, bytes, rows: rows.length };
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
