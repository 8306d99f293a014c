import * as tf from '@tensorflow/tfjs';

import type { Batch } from '../batches/batch.ts';

/** Sums over batches that add up exactly; their quotients are the means of a curve. */
export interface LossSums {
  readonly patches: number;
  readonly weight: number; // Σ v
  readonly loss: number; // Σ v·CE
  readonly entropy: number; // Σ v·H
}

export const NO_LOSS: LossSums = { patches: 0, weight: 0, loss: 0, entropy: 0 };

export function addLoss(sums: LossSums, more: LossSums): LossSums {
  return {
    patches: sums.patches + more.patches,
    weight: sums.weight + more.weight,
    loss: sums.loss + more.loss,
    entropy: sums.entropy + more.entropy,
  };
}

/** A batch's sums, its loss known. */
export function lossOfBatch(batch: Batch, loss: number): LossSums {
  return { patches: batch.patches, weight: batch.weightSum, loss, entropy: batch.entropySum };
}

/** Weighted means in nats: the loss, and what of it exceeds the labels' entropy. */
export function meanLoss({ weight, loss, entropy }: LossSums): { loss: number; kl: number } {
  return { loss: loss / weight, kl: (loss - entropy) / weight };
}

/** Collects losses on the device, so that a step need not wait for its own. */
export interface LossMeter {
  /** Takes over the scalar. */
  add(batch: Batch, loss: tf.Scalar): void;
  /** The sums since the last reading. */
  read(): Promise<LossSums>;
  dispose(): void;
}

export function lossMeter(): LossMeter {
  let pending: tf.Scalar[] = [];
  let sums = NO_LOSS;
  return {
    add(batch, loss) {
      pending.push(loss);
      sums = addLoss(sums, lossOfBatch(batch, 0));
    },
    async read() {
      const stacked = tf.stack(pending);
      const losses = await stacked.data<'float32'>();
      tf.dispose([stacked, ...pending]);
      const whole = addLoss(sums, { ...NO_LOSS, loss: losses.reduce((sum, loss) => sum + loss, 0) });
      pending = [];
      sums = NO_LOSS;
      return whole;
    },
    dispose: () => tf.dispose(pending),
  };
}
