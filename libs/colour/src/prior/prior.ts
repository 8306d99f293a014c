import { targetEncoder, type TargetOptions } from '../gamut/encode.ts';
import { binCount, type Gamut, nearestBin } from '../gamut/gamut.ts';
import { AB_CELLS, AB_MIN, assertCounts } from '../gamut/histogram.ts';

/** Distribution over the bins of a gamut, Σ p = 1, and its rebalancing weights, Σ p·w = 1. */
export interface Prior {
  readonly probability: Float64Array; // [Q]
  readonly weight: Float64Array; // [Q]
}

/**
 * The prior of a histogram as countAb makes it, over training photos only.
 * A cell counts at its centre: for the nearest bin, or, when smoothed, for its soft-encoded bins, so that the prior
 * is the mean of the soft targets (Zhang et al. 2016, section 2.2). Throws when the histogram is empty.
 */
export function priorFromCounts(
  counts: ArrayLike<number>,
  gamut: Gamut,
  options: { lambda: number; smoothing: null | TargetOptions },
): Prior {
  assertCounts('priorFromCounts', counts);
  const { lambda, smoothing } = options;
  const mass = smoothing === null ? nearestMass(counts, gamut) : softMass(counts, gamut, smoothing);
  const probability = normalised(mass);
  return { probability, weight: rebalance(probability, lambda) };
}

function nearestMass(counts: ArrayLike<number>, gamut: Gamut): Float64Array {
  const nearest = nearestBin(gamut);
  const mass = new Float64Array(binCount(gamut));
  forEachCell(counts, (a, b, count) => {
    const bin = nearest(a, b);
    mass[bin] = mass[bin] + count;
  });
  return mass;
}

function softMass(counts: ArrayLike<number>, gamut: Gamut, smoothing: TargetOptions): Float64Array {
  const encode = targetEncoder(gamut, smoothing);
  const mass = new Float64Array(binCount(gamut));
  forEachCell(counts, (a, b, count) => {
    const { index, weight } = encode(Float32Array.of(a, b));
    index.forEach((bin, k) => (mass[bin] = mass[bin] + count * weight[k]));
  });
  return mass;
}

function forEachCell(counts: ArrayLike<number>, visit: (a: number, b: number, count: number) => void): void {
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell];
    if (count === 0) continue;
    visit(AB_MIN + Math.floor(cell / AB_CELLS) + 0.5, AB_MIN + (cell % AB_CELLS) + 0.5, count);
  }
}

function normalised(mass: Float64Array): Float64Array {
  const total = mass.reduce((sum, value) => sum + value, 0);
  if (!(total > 0 && total < Infinity)) {
    throw new Error(
      `priorFromCounts: expected at least one pixel, got a histogram of ${total}; are all photos near-grey?`,
    );
  }
  return mass.map((value) => value / total);
}

/**
 * Rebalancing weights: w ∝ 1 / ((1 − λ)·p + λ/Q), scaled so that Σ p·w = 1 (Zhang et al. 2016, section 2.2).
 * λ = 1 weighs all bins alike, λ = 0 inversely to their probability.
 * Throws unless λ is in 0..1, Σ p = 1 (counts would silently act as λ = 0) and all weights are finite.
 */
export function rebalance(probability: ArrayLike<number>, lambda: number): Float64Array {
  const p = Float64Array.from(probability);
  assertDistribution(p);
  assertLambda(p, lambda);
  const raw = p.map((value) => 1 / ((1 - lambda) * value + lambda / p.length));
  const expectation = p.reduce((sum, value, bin) => sum + value * raw[bin], 0);
  const weight = raw.map((value) => value / expectation);
  if (!weight.every(Number.isFinite)) {
    throw new Error(
      `rebalance: expected finite weights, got ${weight.find((w) => !Number.isFinite(w))}; raise lambda`,
    );
  }
  return weight;
}

function assertDistribution(p: Float64Array): void {
  const negative = p.findIndex((value) => !(value >= 0));
  if (negative >= 0) {
    throw new RangeError(`rebalance: bin ${negative}: expected a probability, got ${p[negative]}`);
  }
  const total = p.reduce((sum, value) => sum + value, 0);
  if (!(Math.abs(total - 1) <= 1e-6)) {
    throw new RangeError(
      `rebalance: expected probabilities that sum to 1, got ${total}; divide counts by their total`,
    );
  }
}

function assertLambda(p: Float64Array, lambda: number): void {
  if (!(lambda >= 0 && lambda <= 1)) {
    throw new RangeError(`rebalance: lambda: expected a number in 0..1, got ${lambda}`);
  }
  const empty = p.indexOf(0);
  if (lambda === 0 && empty >= 0) {
    throw new RangeError(
      `rebalance: bin ${empty} has probability 0, so lambda 0 gives it an infinite weight; raise lambda or smooth`,
    );
  }
}
