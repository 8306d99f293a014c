import type { DescribedLogits } from '../gamut/decode.ts';
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
  described: DescribedLogits,
  codes: SoftCodes,
  binWeight: ArrayLike<number>,
  cellOf?: Int32Array,
): CodeErrors {
  const k = codes.neighbours;
  const pixels = codes.index.length / k;
  if (cellOf === undefined && described.highest.length !== pixels) {
    throw new RangeError(
      `measureCodes: expected logits of ${pixels} cells, one a pixel, got ${described.highest.length}; say in which cell each pixel lies`,
    );
  }
  const { logits, gamut, highest, logSum } = described;
  const bins = binCount(gamut);
  let crossEntropy = 0;
  let labelEntropy = 0;
  let weightedCrossEntropy = 0;
  let weightedLabelEntropy = 0;
  let lossWeight = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const cell = cellOf === undefined ? pixel : cellOf[pixel];
    let entropy = 0;
    let expected = 0;
    let whole = 0;
    for (let i = pixel * k; i < (pixel + 1) * k; i++) {
      const y = codes.weight[i];
      if (y > 0) entropy -= y * Math.log(y);
      expected += y * (logits[cell * bins + codes.index[i]] - highest[cell]);
      whole += y; // 1 but for float32
    }
    const cross = whole * logSum[cell] - expected; // −Σ y ln p = ln Σ exp z − Σ y z, as Σ y = 1
    const v = binWeight[codes.index[pixel * k]]; // the nearest bin comes first
    crossEntropy += cross;
    labelEntropy += entropy;
    weightedCrossEntropy += v * cross;
    weightedLabelEntropy += v * entropy;
    lossWeight += v;
  }
  return { crossEntropy, labelEntropy, weightedCrossEntropy, weightedLabelEntropy, lossWeight };
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
      const p = temperature === 1 || ratio === 1 ? ratio : Math.exp(Math.log(ratio) / temperature); // half of a power's time
      sum += p;
      a += p * gamut.bins[2 * index[i]];
      b += p * gamut.bins[2 * index[i] + 1];
    }
    ab[2 * pixel] = a / sum;
    ab[2 * pixel + 1] = b / sum;
  }
  return ab;
}
