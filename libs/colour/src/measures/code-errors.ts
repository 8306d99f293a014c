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
 * Cross-entropy of softmax(logits), [n, Q], against soft codes, plain and weighted as the training loss is (Zhang et al.
 * 2016, equation 2). `binWeight` [Q] are the rebalancing weights.
 */
export function measureCodes(
  logits: Float32Array,
  codes: SoftCodes,
  gamut: Gamut,
  binWeight: ArrayLike<number>,
): CodeErrors {
  const [bins, k] = [binCount(gamut), codes.neighbours];
  const pixels = codes.index.length / k;
  if (logits.length !== pixels * bins) {
    throw new RangeError(`measureCodes: expected logits [${pixels}, ${bins}], got ${logits.length} values`);
  }
  let [crossEntropy, labelEntropy, weightedCrossEntropy, weightedLabelEntropy, lossWeight] = [0, 0, 0, 0, 0];
  for (let pixel = 0; pixel < pixels; pixel++) {
    const v = binWeight[codes.index[pixel * k]]; // the nearest bin comes first
    const entropy = entropyAt(codes, pixel);
    const cross = crossEntropyAt(logits.subarray(pixel * bins, (pixel + 1) * bins), codes, pixel);
    crossEntropy += cross;
    labelEntropy += entropy;
    weightedCrossEntropy += v * cross;
    weightedLabelEntropy += v * entropy;
    lossWeight += v;
  }
  return { crossEntropy, labelEntropy, weightedCrossEntropy, weightedLabelEntropy, lossWeight };
}

function entropyAt({ neighbours, weight }: SoftCodes, pixel: number): number {
  let sum = 0;
  for (let i = pixel * neighbours; i < (pixel + 1) * neighbours; i++) {
    const y = weight[i];
    if (y > 0) sum -= y * Math.log(y);
  }
  return sum;
}

// −Σ y ln p = ln Σ exp z − Σ y z, as Σ y = 1; the highest logit is taken out so that nothing overflows.
function crossEntropyAt(logits: Float32Array, codes: SoftCodes, pixel: number): number {
  let highest = -Infinity;
  for (let bin = 0; bin < logits.length; bin++) if (logits[bin] > highest) highest = logits[bin];
  let sum = 0;
  for (let bin = 0; bin < logits.length; bin++) sum += Math.exp(logits[bin] - highest);
  let [expected, whole] = [0, 0];
  for (let i = pixel * codes.neighbours; i < (pixel + 1) * codes.neighbours; i++) {
    expected += codes.weight[i] * (logits[codes.index[i]] - highest);
    whole += codes.weight[i]; // 1 but for float32
  }
  return whole * Math.log(sum) - expected;
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
    let [sum, a, b] = [0, 0, 0];
    for (let i = pixel * k; i < (pixel + 1) * k; i++) {
      const p = (weight[i] / highest) ** (1 / temperature);
      sum += p;
      a += p * gamut.bins[2 * index[i]];
      b += p * gamut.bins[2 * index[i] + 1];
    }
    ab[2 * pixel] = a / sum;
    ab[2 * pixel + 1] = b / sum;
  }
  return ab;
}
