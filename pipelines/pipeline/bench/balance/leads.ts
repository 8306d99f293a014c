import {
  AUC_LIMIT,
  balanceFromCounts,
  balanceSigma,
  countAb,
  drawResamples,
  type Gamut,
  gamutFromCounts,
  measureAb,
  MEASURES,
  type Method,
  nearestBin,
  percentileInterval,
  resampledSums,
  rngFrom,
  weighPixels,
} from '@tintype/colour';
import type { BenchResult } from '@tintype/network/bench';

import type { Attempt } from '../../src/evaluate/attempts.ts';

/** A photo, and ways to colour it of which the first is the network. */
export interface ColouredPhoto {
  readonly truth: Float32Array; // ab [H·W, 2]
  readonly attempts: readonly Pick<Attempt, 'method' | 'ab'>[];
}

/** Photos that no network which colours them has seen. */
export interface UnseenPhotos {
  /** The photos in Lab, [H·W, 3] each. */
  truths(): AsyncIterable<Float32Array>;
  coloured(gamut: Gamut): AsyncIterable<ColouredPhoto>;
}

/** Of one photo at one width of the Gaussian: Σ of weights, and of weighted errors by method. */
interface Sums {
  readonly weight: number;
  readonly errors: ReadonlyMap<Method, number>;
}

/**
 * Balanced AuC of each method and the network's lead over the others, weighed by how common colours are in these
 * photos, at several widths of the Gaussian that smooths it: from Zhang's 5 ab units to what so many photos ask for.
 */
export async function measureLeads(photos: UnseenPhotos): Promise<readonly BenchResult[]> {
  const { counts, count } = await countPhotos(photos);
  const gamut = gamutFromCounts(counts, 10);
  const sigmas = [5, 10, 15, balanceSigma(count)];
  const weights = sigmas.map((sigma) => weightBy(gamut, balanceFromCounts(counts, gamut, sigma).probability));
  const sums = weights.map((): Sums[] => []);
  for await (const photo of photos.coloured(gamut))
    weights.forEach((weightOf, i) => sums[i]?.push(measurePhoto(photo, weightOf)));
  return sigmas.flatMap((sigma, i) => resultsOf(sigma, sums[i] ?? []));
}

async function countPhotos(photos: UnseenPhotos) {
  const counts = countAb(new Float32Array());
  let count = 0;
  for await (const lab of photos.truths()) {
    countAb(lab, counts);
    count++;
  }
  return { counts, count };
}

function weightBy(gamut: Gamut, probability: Float64Array): (a: number, b: number) => number {
  const nearest = nearestBin(gamut);
  return (a, b) => 1 / probability[nearest(a, b)];
}

function measurePhoto({ truth, attempts }: ColouredPhoto, weightOf: (a: number, b: number) => number): Sums {
  const weights = weighPixels(truth, weightOf);
  const errors = attempts.map(({ method, ab }) => [method, measureAb(ab, truth, weights)] as const);
  return {
    weight: errors[0]?.[1].weight ?? 0,
    errors: new Map(errors.map(([method, { weightedError }]) => [method, weightedError])),
  };
}

function resultsOf(sigma: number, photos: readonly Sums[]): readonly BenchResult[] {
  const at = `σ = ${sigma.toPrecision(3)}`;
  const methods = [...(photos[0]?.errors.keys() ?? [])];
  const shares = photos.map(({ weight }) => weight).sort((one, other) => other - one);
  const heaviest = total(shares.slice(0, 3)) / total(shares);
  return [
    figure(`share of the three heaviest photos, ${at}`, heaviest),
    ...methods.map((method) =>
      figure(`${MEASURES.aucBalanced.name} of ${method}, ${at}`, aucOf(photos, method)),
    ),
    ...methods.filter((method) => method !== 'network').map((method) => leadOver(method, photos, at)),
  ];
}

function aucOf(photos: readonly Sums[], method: Method): number {
  const errors = photos.map((photo) => photo.errors.get(method) ?? NaN);
  return 1 - total(errors) / total(photos.map(({ weight }) => weight)) / AUC_LIMIT;
}

/** The lower end of the paired interval, which is to be above 0. */
function leadOver(method: Method, photos: readonly Sums[], at: string): BenchResult {
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
