import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import {
  AUC_LIMIT,
  balanceFromCounts,
  balanceSigma,
  countAb,
  drawResamples,
  gamutFromCounts,
  measureAb,
  nearestBin,
  percentileInterval,
  resampledSums,
  rngFrom,
  srgbToLab,
  takeAb,
  takeLightness,
} from '@tintype/colour';
import { report, type BenchResult } from '@tintype/network/bench';
import { imagesTable, predictionsTable } from '@tintype/records';
import { artefactOf, type Artefact } from '@tintype/stage';
import { listManifests, openStore, type Shard } from '@tintype/store';

import { CROSS_VALIDATION } from '../src/cross-validate/cross-validation-file.ts';
import { baselineAttempts } from '../src/evaluate/attempts.ts';
import { readTrainingColours } from '../src/evaluate/training-tables.ts';

/**
 * How the balanced AuC of a cross-validation, and its leads over the baselines, depend on the width of the
 * Gaussian that smooths what it weighs by: from Zhang's 5 ab units to what so many photos ask for. Measures the pictures as they
 * were saved, in 8-bit sRGB; photos are drawn one by one, not by originals.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    recipe: { type: 'string', default: 'best' },
    temperature: { type: 'string', default: '0.38' },
  },
});
const store = openStore('data/store');

/** Of one photo at one width: Σ of weights, and of weighted errors by method. */
interface Sums {
  readonly weight: number;
  readonly errors: ReadonlyMap<string, number>;
}

const folds = await readFolds();
const counts = await countAll();
const gamut = gamutFromCounts(counts.ab, 10);
const sigmas = [5, 10, 15, balanceSigma(counts.photos)];
const weights = sigmas.map((sigma) => weightBy(balanceFromCounts(counts.ab, gamut, sigma).probability));
const measured = await measureAll();
await report(
  sigmas.flatMap((sigma, i) => resultsOf(sigma, measured[i] ?? [])),
  options.json,
);

async function readFolds(): Promise<readonly ReadonlyMap<string, Artefact>[]> {
  const all = (await listManifests('data/manifests')).filter(
    ({ pipeline, recipe }) => pipeline === CROSS_VALIDATION && recipe.startsWith(`${options.recipe}-fold-`),
  );
  const names = [...new Set(all.map(({ recipe }) => recipe))].sort();
  if (names.length === 0)
    throw new Error(
      `no folds of ${options.recipe}: run npx nx run pipeline:cross-validate -c ${options.recipe} first`,
    );
  return names.map(
    (name) =>
      new Map(
        all.filter(({ recipe }) => recipe === name).map((manifest) => [manifest.stage, artefactOf(manifest)]),
      ),
  );
}

function artefactIn(fold: ReadonlyMap<string, Artefact>, stage: string): Artefact {
  const found = fold.get(stage);
  if (found === undefined) throw new Error(`a fold lacks ${stage}: run its cross-validation to the end`);
  return found;
}

/** Every photo is held out in one fold. */
async function countAll() {
  const ab = countAb(new Float32Array());
  let photos = 0;
  for (const fold of folds)
    for (const shard of artefactIn(fold, 'convert').shardsIn('test/'))
      for (const { lab } of await readImages(shard)) {
        countAb(lab, ab);
        photos++;
      }
  return { ab, photos };
}

async function readImages(shard: Shard) {
  const { photo, lab, nearGrey } = imagesTable.decode(await readFile(store.blobPath(shard.sha256)));
  const [size = 0] = lab.shape;
  const length = size * size * 3;
  const images = photo.map((id, i) => ({ id, size, lab: lab.data.subarray(i * length, (i + 1) * length) }));
  return images.filter((_, i) => !nearGrey[i]);
}

function weightBy(probability: Float64Array): (a: number, b: number) => number {
  const nearest = nearestBin(gamut);
  return (a, b) => 1 / probability[nearest(a, b)];
}

/** Of each width the sums of all photos. */
async function measureAll(): Promise<readonly (readonly Sums[])[]> {
  const sums = weights.map((): Sums[] => []);
  for (const fold of folds) {
    const prior = artefactIn(fold, 'prior');
    const colours = await readTrainingColours((name) => readFile(store.blobPath(prior.shard(name).sha256)));
    const baselines = baselineAttempts(colours, gamut);
    const predicted = await readPredictions(artefactIn(fold, 'evaluate'));
    for (const shard of artefactIn(fold, 'convert').shardsIn('test/'))
      for (const { id, size, lab } of await readImages(shard)) {
        const truth = takeAb(lab);
        const attempts = await baselines({ lightness: takeLightness(lab), ab: truth, size });
        const ways = [{ method: 'network', ab: predicted.get(id) ?? new Float32Array() }, ...attempts];
        weights.forEach((weightOf, i) => {
          const errors = ways.map(({ method, ab }) => [method, measureAb(ab, truth, weightOf)] as const);
          sums[i]?.push({
            weight: errors[0]?.[1].weight ?? 0,
            errors: new Map(errors.map(([method, { weightedError }]) => [method, weightedError])),
          });
        });
      }
  }
  return sums;
}

async function readPredictions(evaluate: Artefact): Promise<ReadonlyMap<string, Float32Array>> {
  const predicted = new Map<string, Float32Array>();
  for (const { sha256 } of evaluate.shardsIn('predictions/')) {
    const { photo, temperature, rgb } = predictionsTable.decode(await readFile(store.blobPath(sha256)));
    const length = rgb.data.length / photo.length;
    for (const [i, id] of photo.entries())
      if (Math.abs(temperature[i] - Number(options.temperature)) < 1e-3)
        predicted.set(id, takeAb(srgbToLab(rgb.data.subarray(i * length, (i + 1) * length))));
  }
  return predicted;
}

function resultsOf(sigma: number, photos: readonly Sums[]): readonly BenchResult[] {
  const at = `σ = ${sigma.toPrecision(3)}`;
  const methods = [...(photos[0]?.errors.keys() ?? [])];
  const shares = photos.map(({ weight }) => weight).sort((one, other) => other - one);
  const heaviest = total(shares.slice(0, 3)) / total(shares);
  return [
    figure(`share of the three heaviest photos, ${at}`, heaviest),
    ...methods.map((method) => figure(`balanced AuC of ${method}, ${at}`, aucOf(photos, method))),
    ...methods.filter((method) => method !== 'network').map((method) => lead(photos, method, at)),
  ];
}

function aucOf(photos: readonly Sums[], method: string): number {
  const errors = photos.map((photo) => photo.errors.get(method) ?? NaN);
  return 1 - total(errors) / total(photos.map(({ weight }) => weight)) / AUC_LIMIT;
}

/** The lower end of the paired interval, which is to be above 0. */
function lead(photos: readonly Sums[], method: string, at: string): BenchResult {
  const draws = drawResamples(photos.length, rngFrom('bootstrap'));
  const difference = photos.map(({ errors }) => (errors.get(method) ?? NaN) - (errors.get('network') ?? NaN));
  const ahead = resampledSums(difference, draws);
  const weight = resampledSums(
    photos.map((photo) => photo.weight),
    draws,
  );
  const [low, high] = percentileInterval(ahead.map((sum, i) => sum / (weight[i] ?? NaN) / AUC_LIMIT));
  const name = `lead over ${method}, ${at}: lower end of 95 % (upper ${high.toFixed(4)})`;
  return { ...figure(name, low), target: 0, holds: low > 0 };
}

function figure(metric: string, value: number): BenchResult {
  const shown = Number(value.toFixed(4));
  return { metric, value: shown, unit: '', peer: null, ratio: null, target: null, holds: null };
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
