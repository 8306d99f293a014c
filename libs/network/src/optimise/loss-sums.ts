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

/** What has come together since the reading before. */
export interface LossReading {
  readonly sums: LossSums;
  /** Mean loss of each step, in nats. */
  readonly losses: Float32Array;
}

/** Collects losses on the device, so that a step need not wait for its own. */
export interface LossMeter {
  /** Takes over the scalar. */
  add(batch: Batch, loss: tf.Scalar): void;
  read(): Promise<LossReading>;
  dispose(): void;
}

export function lossMeter(): LossMeter {
  let pending: tf.Scalar[] = [];
  let weights: number[] = [];
  let sums = NO_LOSS;
  return {
    add(batch, loss) {
      pending.push(loss);
      weights.push(batch.weightSum);
      sums = addLoss(sums, lossOfBatch(batch, 0));
    },
    async read() {
      const stacked = tf.stack(pending);
      const summed = await stacked.data<'float32'>();
      tf.dispose([stacked, ...pending]);
      const whole = addLoss(sums, { ...NO_LOSS, loss: summed.reduce((sum, loss) => sum + loss, 0) });
      const losses = summed.map((loss, i) => loss / (weights[i] ?? NaN));
      pending = [];
      weights = [];
      sums = NO_LOSS;
      return { sums: whole, losses };
    },
    dispose: () => tf.dispose(pending),
  };
}
