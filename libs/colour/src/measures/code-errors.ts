import { binCount, type Gamut } from '../gamut/gamut.ts';
import type { SoftCodes } from '../gamut/soft-codes.ts';

/** Totals over pixels, in nats, of predicted distributions against soft codes. Totals of photos add up. */
export interface CodeErrors {
  /** Σ −Σ_q y_q ln p_q. */
  readonly crossEntropy: number;
  /** Σ −Σ_q y_q ln y_q: the least that the cross-entropy can be. What exceeds it is the KL divergence. */
  readonly labelEntropy: number;
  /** The same two with each pixel times v, the loss's weight of the bin nearest to its true colour. */
  readonly weightedCrossEntropy: number;
  readonly weightedLabelEntropy: number;
  /** Σ v. */
  readonly lossWeight: number;
}

/**
 * Cross-entropy of softmax(logits), [cells, Q], against soft codes [n], plain and weighted as the training loss is (Zhang
 * et al. 2016, equation 2). `binWeight` [Q] are the rebalancing weights; `cellOf` [n] says in which cell each pixel lies,
 * without it each has its own.
 */
export function measureCodes(
  logits: Float32Array,
  codes: SoftCodes,
  gamut: Gamut,
  binWeight: ArrayLike<number>,
  cellOf?: Int32Array,
): CodeErrors {
  const k = codes.neighbours;
  const pixels = codes.index.length / k;
  const shares = describeShares(logits, gamut, cellOf === undefined ? pixels : null);
  let [crossEntropy, labelEntropy, weightedCrossEntropy, weightedLabelEntropy, lossWeight] = [0, 0, 0, 0, 0];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const v = binWeight[codes.index[pixel * k]]; // the nearest bin comes first
    const entropy = entropyAt(codes, pixel);
    const cross = crossEntropyAt(shares, cellOf === undefined ? pixel : cellOf[pixel], codes, pixel);
    crossEntropy += cross;
    labelEntropy += entropy;
    weightedCrossEntropy += v * cross;
    weightedLabelEntropy += v * entropy;
    lossWeight += v;
  }
  return { crossEntropy, labelEntropy, weightedCrossEntropy, weightedLabelEntropy, lossWeight };
}

/** What makes probabilities of the logits of each cell: p = exp(z − highest) / sum. */
interface Shares {
  readonly logits: Float32Array; // [cells, Q]
  readonly bins: number;
  readonly highest: Float32Array; // [cells]
  readonly logSum: Float64Array; // [cells]
}

/** The highest logit is taken out so that nothing overflows. */
function describeShares(logits: Float32Array, gamut: Gamut, expected: number | null): Shares {
  const bins = binCount(gamut);
  const cells = logits.length / bins;
  if (!Number.isInteger(cells) || (expected !== null && cells !== expected)) {
    throw new RangeError(
      `measureCodes: expected logits [${expected ?? 'cells'}, ${bins}], got ${logits.length} values`,
    );
  }
  const [highest, logSum] = [new Float32Array(cells), new Float64Array(cells)];
  for (let cell = 0, start = 0; cell < cells; cell++, start += bins) {
    let most = -Infinity;
    for (let i = start; i < start + bins; i++) if (logits[i] > most) most = logits[i];
    let sum = 0;
    for (let i = start; i < start + bins; i++) sum += Math.exp(logits[i] - most);
    highest[cell] = most;
    logSum[cell] = Math.log(sum);
  }
  return { logits, bins, highest, logSum };
}

function entropyAt({ neighbours, weight }: SoftCodes, pixel: number): number {
  let sum = 0;
  for (let i = pixel * neighbours; i < (pixel + 1) * neighbours; i++) {
    const y = weight[i];
    if (y > 0) sum -= y * Math.log(y);
  }
  return sum;
}

// −Σ y ln p = ln Σ exp z − Σ y z, as Σ y = 1.
function crossEntropyAt(
  { logits, bins, highest, logSum }: Shares,
  cell: number,
  { neighbours, index, weight }: SoftCodes,
  pixel: number,
): number {
  let expected = 0;
  let whole = 0;
  for (let i = pixel * neighbours; i < (pixel + 1) * neighbours; i++) {
    expected += weight[i] * (logits[cell * bins + index[i]] - highest[cell]);
    whole += weight[i]; // 1 but for float32
  }
  return whole * logSum[cell] - expected;
}

/**
 * The annealed mean of soft codes, ab [n, 2]: what a network decodes to at this temperature that predicts the codes
 * themselves. Its distance from the truth is the ceiling of all networks with this gamut.
 */
export function annealedMeanOfCodes(codes: SoftCodes, gamut: Gamut, temperature: number): Float32Array {
  if (!(temperature > 0 && temperature <= 1)) {
    throw new RangeError(`annealedMeanOfCodes: temperature: expected a number in 0..1, got ${temperature}`);
  }
  const { neighbours: k, index, weight } = codes;
  const ab = new Float32Array((2 * index.length) / k);
  for (let pixel = 0; 2 * pixel < ab.length; pixel++) {
    const highest = weight[pixel * k]; // of the nearest bin, so that powers cannot all underflow
    let sum = 0;
    let a = 0;
    let b = 0;
    for (let i = pixel * k; i < (pixel + 1) * k; i++) {
      const ratio = weight[i] / highest;
      const p = temperature === 1 || ratio === 1 ? ratio : ratio ** (1 / temperature); // powers take long
      sum += p;
      a += p * gamut.bins[2 * index[i]];
      b += p * gamut.bins[2 * index[i] + 1];
    }
    ab[2 * pixel] = a / sum;
    ab[2 * pixel + 1] = b / sum;
  }
  return ab;
}
