import { binCount, type Gamut } from '../gamut/gamut.ts';
import { type Prior, priorFromCounts, rebalance } from './prior.ts';

/** What Zhang et al. 2016, section 2.2, smooth the prior by, and of how many photos it is: ImageNet's training set. */
const ZHANG = { sigma: 5, photos: 1_281_167 };

/**
 * Width in ab units of the Gaussian that smooths the balance of so many photos. A density from n points in two
 * dimensions wants a kernel that narrows with n^(−1/6) (Silverman 1986, section 4.3.2); it starts from Zhang's 5, and
 * is 23 for 126 photos.
 */
export function balanceSigma(photos: number): number {
  if (!(photos >= 1)) throw new RangeError(`balanceSigma: expected at least one photo, got ${photos}`);
  return ZHANG.sigma * Math.max(1, ZHANG.photos / photos) ** (1 / 6);
}

/**
 * How common each bin is, by which the balanced AuC weighs (λ = 0), from a histogram, smoothed by a Gaussian of `sigma`
 * ab units. Unsmoothed, a colour that one photo has alone would weigh as much as all the sky and grass of the others.
 */
export function balanceFromCounts(counts: ArrayLike<number>, gamut: Gamut, sigma: number): Prior {
  const { probability: raw } = priorFromCounts(counts, gamut, { lambda: 1, smoothing: null });
  const probability = blur(raw, gamut, sigma);
  return { probability, weight: rebalance(probability, 0) };
}

/** Each bin shares its mass with all by a Gaussian, wholly: nothing is lost over the gamut's edge. */
function blur(mass: Float64Array, gamut: Gamut, sigma: number): Float64Array {
  const blurred = new Float64Array(binCount(gamut));
  for (let from = 0; from < mass.length; from++) {
    const kernel = blurred.map((_, to) => Math.exp(-distance2(gamut.bins, from, to) / (2 * sigma ** 2)));
    const total = kernel.reduce((sum, value) => sum + value, 0);
    kernel.forEach((value, to) => (blurred[to] = blurred[to] + (mass[from] * value) / total));
  }
  return blurred;
}

function distance2(bins: Float32Array, from: number, to: number): number {
  return (bins[2 * from] - bins[2 * to]) ** 2 + (bins[2 * from + 1] - bins[2 * to + 1]) ** 2;
}
