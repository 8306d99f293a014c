import { binCount, type Gamut, nearestBin } from './gamut.ts';
import type { SoftCodes } from './soft-codes.ts';

/** Windows from the middle to the border of the article's stencil. */
const REACH = 2;

/**
 * Φ(d + ½) − Φ(d − ½) for d = 0, 1, 2 windows, Φ being the normal distribution. The weights that the article's
 * `gaussianFilter(5, 2)` gives, .0873 in the middle and .0138 to .0347 along the outer row, are the products of the
 * roots of these: 2 is how many standard deviations the stencil reaches, not σ in windows.
 */
const MASS = [0.382924923, 0.241730337, 0.060597536] as const;

/**
 * An encoder of ab [n, 2] into the 5 × 5 windows round a colour's nearest bin, weighted by a Gaussian of the distance
 * between windows: the article's targets. A code does not depend on where in its window the colour lies. Windows that
 * are no bins are left out and the rest is divided by its sum, which the published script does not do. The nearest
 * bin comes first; a place left over repeats it with weight 0.
 */
export function stencilEncoder(gamut: Gamut): (ab: Float32Array) => SoftCodes {
  const nearest = nearestBin(gamut);
  const neighbours = (2 * REACH + 1) ** 2;
  const rows = Array.from({ length: binCount(gamut) }, (_, bin) => stencilRow(gamut, bin));
  return (ab) => {
    const index = new Int32Array((ab.length / 2) * neighbours);
    const weight = new Float32Array(index.length);
    for (let pixel = 0; 2 * pixel < ab.length; pixel++) {
      const row = rows[nearest(ab[2 * pixel], ab[2 * pixel + 1])];
      index.set(row.index, pixel * neighbours);
      weight.set(row.weight, pixel * neighbours);
    }
    return { neighbours, index, weight };
  };
}

interface StencilRow {
  readonly index: Int32Array; // [25]
  readonly weight: Float32Array; // [25], sums to 1
}

function stencilRow({ bins, window }: Gamut, centre: number): StencilRow {
  const size = (2 * REACH + 1) ** 2;
  const index = new Int32Array(size).fill(centre);
  const terms = new Float64Array(size);
  terms[0] = MASS[0];
  let place = 1;
  for (let bin = 0; 2 * bin < bins.length; bin++) {
    const da = Math.round(Math.abs(bins[2 * bin] - bins[2 * centre]) / window);
    const db = Math.round(Math.abs(bins[2 * bin + 1] - bins[2 * centre + 1]) / window);
    if (bin === centre || Math.max(da, db) > REACH) continue;
    index[place] = bin;
    terms[place++] = Math.sqrt(MASS[da] * MASS[db]);
  }
  const sum = terms.reduce((total, term) => total + term, 0);
  return { index, weight: Float32Array.from(terms, (term) => term / sum) };
}
