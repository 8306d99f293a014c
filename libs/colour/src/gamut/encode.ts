import { candidateTable } from './candidates.ts';
import { binCount, type Gamut } from './gamut.ts';
import type { SoftCodes } from './soft-codes.ts';
import { stencilEncoder } from './stencil.ts';

/** Which bins share a pixel. `stencil`: the article's 5 × 5 windows; `neighbours` and `sigma` are then not read. */
export interface TargetOptions {
  readonly targets?: 'nearest' | 'stencil';
  readonly neighbours: number;
  readonly sigma: number;
}

/** The encoder of the targets that a recipe chose: one-hot (`neighbours` 1), the nearest bins, or the stencil. */
export function targetEncoder(gamut: Gamut, options: TargetOptions): (ab: Float32Array) => SoftCodes {
  return options.targets === 'stencil' ? stencilEncoder(gamut) : softEncoder(gamut, options);
}

/**
 * An encoder of ab [n, 2] into its k nearest bins, w ∝ exp(−d² / 2σ²), normalised to 1 over the bins that exist.
 * Zhang et al. 2016, section 2.1 (k = 5, σ = 5). k = 1 is one-hot. Distances are exact; ties go to the lower index.
 * Codes given as `out` are overwritten and returned. Throws on k outside 1..Q, on σ ≤ 0 and on colours not finite.
 */
export function softEncoder(
  gamut: Gamut,
  options: { neighbours: number; sigma: number },
): (ab: Float32Array, out?: SoftCodes) => SoftCodes {
  const { neighbours, sigma } = checkedOptions(gamut, options);
  const candidatesOf = candidateTable(gamut.bins, neighbours);
  const squared = new Float64Array(neighbours); // scratch: squared distances of one pixel, ascending
  return (ab, out = emptyCodes(ab.length / 2, neighbours)) => {
    assertFits(ab, out, neighbours);
    for (let pixel = 0; 2 * pixel < ab.length; pixel++) {
      const a = ab[2 * pixel];
      const b = ab[2 * pixel + 1];
      const at = pixel * neighbours;
      selectNearest(a, b, gamut.bins, candidatesOf(ab, 2 * pixel), squared, out.index, at);
      writeWeights(squared, sigma, out.weight, at);
    }
    return out;
  };
}

function checkedOptions(
  gamut: Gamut,
  options: { neighbours: number; sigma: number },
): { neighbours: number; sigma: number } {
  const { neighbours, sigma } = options;
  const bins = binCount(gamut);
  if (!(Number.isInteger(neighbours) && neighbours >= 1 && neighbours <= bins)) {
    throw new RangeError(
      `softEncoder: neighbours: expected a whole number in 1..${bins}, the bins of the gamut, got ${neighbours}`,
    );
  }
  if (!(sigma > 0 && sigma < Infinity)) {
    throw new RangeError(`softEncoder: sigma: expected a positive number of ab units, got ${sigma}`);
  }
  return { neighbours, sigma };
}

function emptyCodes(pixels: number, neighbours: number): SoftCodes {
  const length = Math.ceil(pixels) * neighbours;
  return { neighbours, index: new Int32Array(length), weight: new Float32Array(length) };
}

function assertFits(ab: Float32Array, out: SoftCodes, neighbours: number): void {
  if (ab.length % 2 !== 0) {
    throw new RangeError(`softEncoder: expected interleaved ab [n, 2], got ${ab.length} values`);
  }
  const length = (ab.length / 2) * neighbours;
  if (out.neighbours !== neighbours || out.index.length !== length || out.weight.length !== length) {
    throw new RangeError(
      `softEncoder: expected codes of ${length} entries, ${neighbours} a pixel, ` +
        `got ${out.index.length} and ${out.weight.length}, ${out.neighbours} a pixel`,
    );
  }
}

// Insertion into a short sorted list; of equally near ones the lower index comes first.
function selectNearest(
  a: number,
  b: number,
  bins: Float32Array,
  candidates: Int32Array,
  squared: Float64Array,
  index: Int32Array,
  at: number,
): void {
  const last = squared.length - 1;
  for (let k = 0; k <= last; k++) squared[k] = Infinity; // a call of fill takes longer
  for (let i = 0; i < candidates.length; i++) {
    const bin = candidates[i];
    const da = a - bins[2 * bin];
    const db = b - bins[2 * bin + 1];
    const distance = da * da + db * db;
    if (!isNearer(distance, bin, squared[last], index[at + last])) continue;
    let place = last;
    for (; place > 0 && isNearer(distance, bin, squared[place - 1], index[at + place - 1]); place--) {
      squared[place] = squared[place - 1];
      index[at + place] = index[at + place - 1];
    }
    squared[place] = distance;
    index[at + place] = bin;
  }
}

function isNearer(distance: number, bin: number, than: number, other: number): boolean {
  return distance < than || (distance === than && bin < other);
}

// Relative to the nearest bin, whose term is then 1: the sum cannot underflow however far away the bins are.
function writeWeights(squared: Float64Array, sigma: number, weight: Float32Array, at: number): void {
  const least = squared[0];
  squared[0] = 1;
  let sum = 1;
  for (let k = 1; k < squared.length; k++) {
    const term = Math.exp((least - squared[k]) / (2 * sigma * sigma));
    squared[k] = term;
    sum += term;
  }
  for (let k = 0; k < squared.length; k++) weight[at + k] = squared[k] / sum;
}

/**
 * Mean entropy of soft codes in nats: −Σ w ln w per pixel. It is the least cross-entropy that any prediction of
 * them can reach; what exceeds it is the KL divergence.
 */
export function labelEntropy(codes: SoftCodes): number {
  const { neighbours, weight } = codes;
  if (weight.length === 0) throw new RangeError('labelEntropy: expected at least one pixel, got none');
  let sum = 0;
  for (const w of weight) if (w > 0) sum -= w * Math.log(w);
  return (sum * neighbours) / weight.length;
}
