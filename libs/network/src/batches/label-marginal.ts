import type { Batch } from './batch.ts';

const UNIFORM = 1e-2;

/** Patches that make a good enough estimate: 130 thousand pixels. */
const ENOUGH = 512;

/**
 * log q, where q is the mean weighted soft label over the first of `batches`: the best answer that does not look at the
 * image. As the last layer's biases it spares a training the hundreds of steps in which biases crawl there.
 * A small uniform part keeps bins that the batches never show reachable. → [Q]
 */
export async function labelMarginal(batches: AsyncIterable<Batch>, bins: number): Promise<Float32Array> {
  const mass = new Float64Array(bins);
  let whole = 0;
  let seen = 0;
  for await (const { patches, index, weight, weightSum } of batches) {
    index.forEach((bin, i) => (mass[bin] = (mass[bin] ?? 0) + (weight[i] ?? 0)));
    whole += weightSum;
    if ((seen += patches) >= ENOUGH) break;
  }
  return Float32Array.from(mass, (value) => Math.log((1 - UNIFORM) * (value / whole) + UNIFORM / bins));
}
