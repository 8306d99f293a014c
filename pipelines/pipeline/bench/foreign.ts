import { basename } from 'node:path';
import { parseArgs } from 'node:util';

import {
  auc,
  aucBalanced,
  balanceFromCounts,
  cohere,
  type ColourErrors,
  countAb,
  gamutFromCounts,
  hueAgreement,
  type HueSums,
  meanChroma,
  measureAb,
  measureHue,
  mergeErrors,
  nearestBin,
  rmseAb,
  takeAb,
  takeLightness,
  weighPixels,
} from '@tintype/colour';
import { framed, type Model } from '@tintype/network';
import { type BenchResult, report } from '@tintype/network/bench';

import { baselineAttempts } from '../src/evaluate/attempts.ts';
import { readTrainingColours } from '../src/evaluate/training-tables.ts';
import { placesIn } from '../src/models/find-model.ts';
import { openModel } from '../src/models/open-model.ts';
import { convertSettings } from '../src/schemas/convert.ts';
import { readFolder } from './balance/foreign-photos.ts';

/**
 * What a model makes of photos from elsewhere, at its own decoding and at others, beside the baselines of its training
 * photos. The balanced AuC weighs by the colours of each folder itself, smoothed by Zhang's 5 ab units. With `--frame` the
 * model sees so many reflected pixels more on each side, as `colorize` shows it 48.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    model: { type: 'string', default: 'bundled' },
    photos: { type: 'string', multiple: true, default: [] },
    most: { type: 'string', default: '10000' },
    temperature: { type: 'string', multiple: true, default: [] },
    coherence: { type: 'string', multiple: true, default: [] },
    saturation: { type: 'string', multiple: true, default: [] },
    frame: { type: 'string', default: '0' },
  },
});
const SIGMA = 5;
const { size } = convertSettings.parse({});
const { model: opened, found } = await openModel(options.model, placesIn({ workspace: '.', data: 'data' }));
const model = framed(opened, Number(options.frame));
const colours = await readTrainingColours((name) => found.readIfThere(`${name}.arrow`));

/** Of a folder's name: balanced AuC, hue, RMSE and chroma ratio that a bundled model should reach. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  bsds: { balanced: 0.71, hue: 0.7, rmse: 14.2 },
  imagenet: { balanced: 0.665, hue: 0.65, rmse: 15.9 },
};

interface Sums extends HueSums {
  readonly errors: ColourErrors;
  readonly chroma: number;
}

const results: BenchResult[] = [];
for (const folder of options.photos) results.push(...(await measureFolder(folder)));
await report(results, options.json);
process.exit(); // a GPU device may keep Node alive

async function measureFolder(folder: string): Promise<readonly BenchResult[]> {
  const photos: Float32Array[] = [];
  for await (const lab of readFolder(folder)) {
    photos.push(lab);
    if (photos.length >= Number(options.most)) break;
  }
  const counts = countAb(new Float32Array());
  for (const lab of photos) countAb(lab, counts);
  const gamut = gamutFromCounts(counts, 10);
  const { probability } = balanceFromCounts(counts, gamut, SIGMA);
  const nearest = nearestBin(gamut);
  const weightOf = (a: number, b: number) => 1 / (probability[nearest(a, b)] ?? NaN);
  const baselines = baselineAttempts(colours, gamut);
  const sums = new Map<string, Sums[]>();
  const truthChroma: number[] = [];
  for (const lab of photos) {
    const original = { lightness: takeLightness(lab), ab: takeAb(lab), size };
    const weights = weighPixels(original.ab, weightOf);
    truthChroma.push(meanChroma(original.ab));
    const attempts = [...(await colourings(model, original.lightness)), ...baselines(original)];
    for (const { method, ab } of attempts) {
      const errors = measureAb(ab, original.ab, weights);
      const own = { errors, ...measureHue(ab, original.ab), chroma: meanChroma(ab) };
      sums.set(method, [...(sums.get(method) ?? []), own]);
    }
  }
  const name = basename(folder);
  return [...sums].flatMap(([method, each]) =>
    figures(`${name}, ${method}`, each, truthChroma, TARGETS[name] ?? {}),
  );
}

function* numbers(given: readonly string[], own: number): Generator<number> {
  yield* given.length === 0 ? [own] : given.map(Number);
}

async function colourings({ metadata, predict }: Model, lightness: Float32Array) {
  const { temperature, coherence = 0, saturation = 1 } = metadata;
  const temperatures = [...numbers(options.temperature, temperature)];
  const decoded = await predict(lightness, size, size, temperatures);
  return decoded.flatMap((values, i) =>
    [...numbers(options.coherence, coherence)].flatMap((c) => {
      const agreed = cohere({ values, across: size, down: size, channels: 2 }, lightness, c);
      return [...numbers(options.saturation, saturation)].map((s) => ({
        method: `T ${temperatures[i]} coherence ${c} saturation ${s}`,
        ab: agreed.map((value) => value * s),
      }));
    }),
  );
}

function figures(
  name: string,
  sums: readonly Sums[],
  truthChroma: readonly number[],
  targets: Readonly<Record<string, number>>,
): readonly BenchResult[] {
  const errors = mergeErrors(sums.map((photo) => photo.errors));
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  const hues = { hue: total(sums.map(({ hue }) => hue)), vivid: total(sums.map(({ vivid }) => vivid)) };
  const chroma = total(sums.map((photo) => photo.chroma)) / total(truthChroma);
  const { balanced, hue, rmse } = targets;
  return [
    figure(`${name}: balanced AuC`, aucBalanced(errors), balanced),
    figure(`${name}: hue`, hueAgreement(hues), hue),
    figure(`${name}: RMSE ab`, rmseAb(errors), rmse, true),
    figure(`${name}: raw AuC`, auc(errors)),
    figure(`${name}: chroma ratio`, chroma),
  ];
}

function figure(metric: string, value: number, target?: number, atMost = false): BenchResult {
  const shown = Number(value.toFixed(4));
  const holds = target === undefined ? null : atMost ? value <= target : value >= target;
  return { metric, value: shown, unit: '', peer: null, ratio: null, target: target ?? null, holds };
}
